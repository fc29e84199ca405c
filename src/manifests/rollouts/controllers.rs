//! What Flagger and Argo Rollouts are told: steps, gates by metrics, and when to give up, which they do by themselves.

use super::canary::name_of;
use super::{Rollout, routes};
use crate::design::{MeshKind, ReleaseKind};
use crate::manifests::left_out::{Many, Pairs};
use crate::manifests::object::{Body, Metadata, Object, entry};
use crate::manifests::tuning_number;
use crate::order::Gather;
use crate::yaml::{Tree, Written, written};

written! {
    struct CanarySpec {
        provider: &'static str,
        target_ref: Reference,
        autoscaler_ref: Option<Reference>,
        progress_deadline_seconds: u32,
        service: CanaryService,
        analysis: Analysis,
    }

    struct Reference {
        api_version: &'static str,
        kind: &'static str,
        name: String,
    }

    struct CanaryService {
        name: String,
        port: u16,
        timeout: Option<String>,
    }

    struct Analysis {
        interval: String,
        threshold: u64,
        iterations: Option<u32>,
        step_weights: Many<u8>,
        mirror: Option<bool>,
        r#match: Many<Match>,
        metrics: Vec<Metric>,
    }

    struct Match {
        headers: Header,
    }

    struct Metric {
        name: &'static str,
        interval: &'static str,
        threshold_range: Range,
    }

    struct Range {
        min: Option<u64>,
        max: Option<u64>,
    }

    struct RolloutSpec {
        replicas: u32,
        selector: Selector,
        workload_ref: Reference,
        strategy: Strategy,
    }

    struct Selector {
        match_labels: Pairs,
    }

    struct Strategy {
        canary: ArgoCanary,
    }

    struct ArgoCanary {
        canary_service: String,
        stable_service: String,
        traffic_routing: TrafficRouting,
        analysis: Background,
        steps: Vec<Step>,
    }

    struct TrafficRouting {
        istio: Istio,
    }

    struct Istio {
        virtual_service: VirtualService,
    }

    struct VirtualService {
        name: String,
        routes: Vec<&'static str>,
    }

    struct Background {
        templates: Vec<Template>,
        starting_step: u32,
    }

    struct Template {
        template_name: String,
    }

    struct Step {
        set_weight: Option<u8>,
        pause: Option<Pause>,
    }

    struct Pause {
        duration: String,
    }

    struct TemplateSpec {
        metrics: Vec<ArgoMetric>,
    }

    struct ArgoMetric {
        name: &'static str,
        interval: &'static str,
        failure_limit: u64,
        success_condition: String,
        provider: Provider,
    }

    struct Provider {
        prometheus: Prometheus,
    }

    struct Prometheus {
        address: &'static str,
        query: String,
    }

    struct PlainService {
        selector: Pairs,
        ports: Vec<Port>,
    }

    struct Port {
        name: Option<String>,
        port: u16,
        target_port: Option<crate::design::ProbePort>,
    }
}

impl Body for CanarySpec {
    const API_VERSION: &'static str = "flagger.app/v1beta1";
    const KIND: &'static str = "Canary";
}

impl Body for RolloutSpec {
    const API_VERSION: &'static str = "argoproj.io/v1alpha1";
    const KIND: &'static str = "Rollout";
}

impl Body for TemplateSpec {
    const API_VERSION: &'static str = "argoproj.io/v1alpha1";
    const KIND: &'static str = "AnalysisTemplate";
}

impl Body for PlainService {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "Service";
}

struct Header {
    name: String,
    value: String,
}

impl Written for Header {
    fn write(&self) -> Tree {
        let exact = Tree::Map(vec![entry("exact", Tree::Text(self.value.clone()))]);
        Tree::Map(vec![entry(self.name.clone(), exact)])
    }
}

fn deployment(rollout: &Rollout) -> Reference {
    Reference { api_version: "apps/v1", kind: "Deployment", name: rollout.workload_name().to_owned() }
}

/// For Flagger.
pub(super) fn flagger(rollout: &Rollout) -> Object {
    let served = rollout.served;
    let scales =
        rollout.plan.design.workloads.get(rollout.workload).is_some_and(|workload| workload.autoscaling.is_some());
    let range = |min, max| Range { min, max };
    let metric = |name, threshold_range| Metric { name, interval: "1m", threshold_range };
    let weighted = matches!(rollout.kind(), ReleaseKind::Weighted);
    let chosen = matches!(rollout.kind(), ReleaseKind::Header | ReleaseKind::Cookie);
    let header = Header { name: rollout.name().to_ascii_lowercase(), value: rollout.value().to_owned() };
    let spec = CanarySpec {
        provider: if rollout.plan.mesh == MeshKind::IstioSidecar { "istio" } else { "gatewayapi:v1" },
        target_ref: deployment(rollout),
        autoscaler_ref: scales.then(|| Reference {
            api_version: "autoscaling/v2",
            kind: "HorizontalPodAutoscaler",
            name: rollout.workload_name().to_owned(),
        }),
        progress_deadline_seconds: 600,
        service: CanaryService {
            name: served.service.name.clone(),
            port: served.service.ports.first().map_or(80, |port| port.port),
            timeout: rollout.traffic.timeout.and_then(crate::manifests::routes::duration),
        },
        analysis: Analysis {
            interval: rollout.pause(),
            threshold: tuning_number("flagger.failures"),
            iterations: (!weighted).then_some(10),
            step_weights: if weighted { rollout.steps().into() } else { Many::default() },
            mirror: (rollout.kind() == ReleaseKind::Mirror).then_some(true),
            r#match: if chosen { vec![Match { headers: header }].into() } else { Many::default() },
            metrics: vec![
                metric("request-success-rate", range(Some(tuning_number("flagger.success-percent")), None)),
                metric("request-duration", range(None, Some(tuning_number("flagger.milliseconds")))),
            ],
        },
    };
    Object::new(&Metadata::new(rollout.workload_name(), &served.namespace), &spec).saying(
        "A new image in the Deployment starts it. After so many failed checks as threshold says all requests go to the old \
         version again and the new one is scaled to nothing. Flagger makes the Services and routes: none of ours may stand \
         for the same host. The steps need pods for their share; it starts as many as the old version has.",
    )
}

/// For Argo Rollouts.
pub(super) fn argo(rollout: &Rollout) -> Vec<Object> {
    let served = rollout.served;
    let name = rollout.workload_name();
    let metadata = |name: &str| Metadata::new(name, &served.namespace);
    let gates = format!("{name}-gates");
    let mut steps: Vec<Step> = Vec::new();
    for percent in rollout.steps() {
        steps.push(Step { set_weight: Some(percent), pause: None });
        steps.push(Step { set_weight: None, pause: Some(Pause { duration: rollout.pause() }) });
    }
    let selector = rollout.plan.design.workloads.get(rollout.workload).map(crate::design::Workload::selector_labels);
    let spec = RolloutSpec {
        replicas: rollout.pods(),
        selector: Selector { match_labels: selector.unwrap_or_default().into() },
        workload_ref: deployment(rollout),
        strategy: Strategy {
            canary: ArgoCanary {
                canary_service: name_of(&served.service.name),
                stable_service: served.service.name.clone(),
                traffic_routing: TrafficRouting {
                    istio: Istio {
                        virtual_service: VirtualService {
                            name: format!("{}-calls", served.service.name),
                            routes: vec!["calls"],
                        },
                    },
                },
                analysis: Background { templates: vec![Template { template_name: gates.clone() }], starting_step: 1 },
                steps,
            },
        },
    };
    let of_canary = format!("reporter=\"destination\",destination_service_name=\"{}\"", name_of(&served.service.name));
    let metric = |name, success_condition: String, query: String| ArgoMetric {
        name,
        interval: "1m",
        failure_limit: tuning_number("flagger.failures"),
        success_condition,
        provider: Provider { prometheus: Prometheus { address: "http://prometheus.monitoring:9090", query } },
    };
    let percent = tuning_number("flagger.success-percent");
    let template = TemplateSpec {
        metrics: vec![
            metric(
                "success-rate",
                format!("len(result) == 0 || isNaN(result[0]) || result[0] >= 0.{percent:02}"),
                format!(
                    "sum(rate(istio_requests_total{{{of_canary},response_code!~\"5.*\"}}[1m])) / sum(rate(istio_requests_total{{{of_canary}}}[1m]))"
                ),
            ),
            metric(
                "p99-milliseconds",
                format!(
                    "len(result) == 0 || isNaN(result[0]) || result[0] <= {}",
                    tuning_number("flagger.milliseconds")
                ),
                format!(
                    "histogram_quantile(0.99, sum(rate(istio_request_duration_milliseconds_bucket{{{of_canary}}}[1m])) by (le))"
                ),
            ),
        ],
    };
    let several = served.service.ports.len() > 1;
    let ports = served.service.ports.iter().map(|port| Port {
        name: (!port.name.is_empty() || several)
            .then(|| if port.name.is_empty() { format!("port-{}", port.port) } else { port.name.clone() }),
        port: port.port,
        target_port: port.target.clone(),
    });
    let service = PlainService { selector: served.service.selector.clone().into(), ports: ports.gather() };
    let mut objects = vec![Object::new(&metadata(name), &spec).saying(
        "Takes over the pods of the Deployment, which is then to be scaled to nothing. A failed gate or kubectl argo rollouts \
         abort sends all requests to the old version.",
    )];
    objects.push(Object::new(&metadata(&gates), &template).saying("Write the address of your Prometheus."));
    objects.push(
        Object::new(&metadata(&name_of(&served.service.name)), &service)
            .saying("Argo adds to its selector which pods are new."),
    );
    objects.extend(routes::weighted(rollout, 0));
    objects
}
