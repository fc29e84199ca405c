//! The horizontal pod autoscaler.

use crate::design::{
    Autoscaling, KubernetesMinor, Metric, MetricTarget, ScalingRule, ScalingStep, Workload, WorkloadKind,
};
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Many, Pairs};
use crate::manifests::object::{Body, Metadata, Note, Object};
use crate::order::Gather;
use crate::order::Map;
use crate::units::IntOrPercent;
use crate::yaml::written;

written! {
    struct AutoscalerSpec {
        scale_target_ref: TargetRef,
        min_replicas: u32,
        max_replicas: u32,
        metrics: Vec<MetricSpec>,
        behavior: Option<Behavior>,
    }
}

impl Body for AutoscalerSpec {
    const API_VERSION: &'static str = "autoscaling/v2";
    const KIND: &'static str = "HorizontalPodAutoscaler";
}

written! {
    struct TargetRef {
        api_version: &'static str,
        kind: &'static str,
        name: String,
    }

    #[derive(Default)]
    struct MetricSpec {
        r#type: &'static str,
        resource: Option<ResourceMetric>,
        container_resource: Option<ResourceMetric>,
        pods: Option<NamedMetric>,
        external: Option<NamedMetric>,
    }

    struct ResourceMetric {
        name: String,
        container: Option<String>,
        target: Target,
    }

    struct NamedMetric {
        metric: MetricName,
        target: Target,
    }

    struct MetricName {
        name: String,
        selector: Option<MetricSelector>,
    }

    struct MetricSelector {
        match_labels: Pairs,
    }

    struct Target {
        r#type: &'static str,
        average_utilization: Option<u32>,
        average_value: Option<String>,
        value: Option<String>,
    }

    struct Behavior {
        scale_up: Option<Rules>,
        scale_down: Option<Rules>,
    }

    struct Rules {
        stabilization_window_seconds: Option<u32>,
        select_policy: Option<&'static str>,
        policies: Many<Policy>,
    }

    struct Policy {
        r#type: &'static str,
        value: u32,
        period_seconds: u32,
    }
}

/// The autoscaler of a workload that has one.
pub(super) fn autoscaler(desk: &mut Desk, workload: &Workload, metadata: &Metadata) -> Option<Object> {
    let said = workload.autoscaling.as_ref()?;
    let field = format!("workloads.{}.autoscaling", workload.name);
    if !matches!(workload.kind, WorkloadKind::Deployment | WorkloadKind::StatefulSet) {
        let what = format!("A {} cannot be scaled, so no autoscaler is written.", workload.kind.name());
        desk.warn(field, what, "Remove the autoscaling.");
        return None;
    }
    if measures_requests(said)
        && workload.containers.iter().any(|container| container.effective_requests().cpu.is_none())
    {
        desk.warn(
            field.clone(),
            "A share of the requests is measured, but not every container requests CPU: the autoscaler would do nothing.".into(),
            "Say what each container requests.",
        );
    }
    judge_zero(desk, said, &field);
    let usual = Metric::Resource { name: "cpu".into(), target: MetricTarget::Utilization(80) };
    let mut metrics: Vec<MetricSpec> = said.metrics.iter().filter(|own| is_sound(own)).map(metric).gather();
    if metrics.len() < said.metrics.len() {
        desk.fail(
            field.clone(),
            "A metric is held at what is no quantity such as 500m or 1Gi, so it is left out.".into(),
            "Write a quantity.",
        );
    }
    if metrics.is_empty() {
        metrics.push(metric(&usual));
    }
    let behavior = Behavior { scale_up: rules(&said.up), scale_down: rules(&said.down) };
    let spec = AutoscalerSpec {
        scale_target_ref: TargetRef { api_version: "apps/v1", kind: workload.kind.name(), name: workload.name.clone() },
        min_replicas: said.min.unwrap_or(1),
        max_replicas: said.max,
        metrics: metrics.into_iter().gather(),
        behavior: (behavior.scale_up.is_some() || behavior.scale_down.is_some()).then_some(behavior),
    };
    let mut notes = Vec::new();
    if said.metrics.is_empty() {
        notes.push(Note::new(
            &["spec", "metrics"],
            "Not said in the design: CPU at 80 % of the requests, Kubernetes' own default.",
        ));
    }
    Some(Object::new(metadata, &spec).noted(&notes))
}

/// Whether Kubernetes can read what a metric is held at.
fn is_sound(said: &Metric) -> bool {
    let (Metric::Resource { target, .. }
    | Metric::ContainerResource { target, .. }
    | Metric::Pods { target, .. }
    | Metric::External { target, .. }) = said;
    matches!(target, MetricTarget::Utilization(_)) || target.quantity().is_some()
}

/// Findings about a minimum of no replicas at all.
fn judge_zero(desk: &mut Desk, said: &Autoscaling, field: &str) {
    if said.min != Some(0) {
        return;
    }
    if !said.metrics.iter().any(|metric| matches!(metric, Metric::External { .. })) {
        desk.fail(
            field.to_owned(),
            "With no replicas there is nothing to measure, so Kubernetes refuses a minimum of 0 without an external metric.".into(),
            "Follow an external metric, or keep one replica.",
        );
    } else if desk.version() < KubernetesMinor::V1_37 {
        desk.warn(
            field.to_owned(),
            "Before Kubernetes 1.37 a minimum of 0 is refused unless the feature gate HPAScaleToZero is on.".into(),
            "Switch it on, or keep one replica.",
        );
    }
}

/// Whether it follows the share of requested CPU that is used.
fn measures_requests(said: &Autoscaling) -> bool {
    said.metrics.is_empty()
        || said.metrics.iter().any(
            |metric| matches!(metric, Metric::Resource { name, target: MetricTarget::Utilization(_) } if name == "cpu"),
        )
}

fn metric(said: &Metric) -> MetricSpec {
    let named = |name: &String, labels: &Map<String, String>, goal: &MetricTarget| NamedMetric {
        metric: MetricName {
            name: name.clone(),
            selector: (!labels.is_empty()).then(|| MetricSelector { match_labels: labels.clone().into() }),
        },
        target: target(goal),
    };
    match said {
        Metric::Resource { name, target: goal } => MetricSpec {
            r#type: "Resource",
            resource: Some(ResourceMetric { name: name.clone(), container: None, target: target(goal) }),
            ..MetricSpec::default()
        },
        Metric::ContainerResource { name, container, target: goal } => MetricSpec {
            r#type: "ContainerResource",
            container_resource: Some(ResourceMetric {
                name: name.clone(),
                container: Some(container.clone()),
                target: target(goal),
            }),
            ..MetricSpec::default()
        },
        Metric::Pods { name, labels, target } => {
            MetricSpec { r#type: "Pods", pods: Some(named(name, labels, target)), ..MetricSpec::default() }
        }
        Metric::External { name, labels, target } => {
            MetricSpec { r#type: "External", external: Some(named(name, labels, target)), ..MetricSpec::default() }
        }
    }
}

fn target(said: &MetricTarget) -> Target {
    let (mut average_utilization, mut average_value, mut value) = (None, None, None);
    let r#type = match said {
        MetricTarget::Utilization(percent) => {
            average_utilization = Some(*percent);
            "Utilization"
        }
        MetricTarget::AverageValue(amount) => {
            average_value = Some(amount.clone());
            "AverageValue"
        }
        MetricTarget::Value(amount) => {
            value = Some(amount.clone());
            "Value"
        }
    };
    Target { r#type, average_utilization, average_value, value }
}

fn rules(said: &ScalingRule) -> Option<Rules> {
    if *said == ScalingRule::default() {
        return None;
    }
    let select_policy = match (said.disabled, said.smallest) {
        (true, _) => Some("Disabled"),
        (false, true) => Some("Min"),
        (false, false) => None,
    };
    Some(Rules {
        stabilization_window_seconds: said.stabilization_seconds,
        select_policy,
        policies: said.steps.iter().map(policy).collect(),
    })
}

fn policy(said: &ScalingStep) -> Policy {
    let (r#type, value) = match said.change {
        IntOrPercent::Count(pods) => ("Pods", pods),
        IntOrPercent::Percent(percent) => ("Percent", percent),
    };
    Policy { r#type, value, period_seconds: said.period_seconds }
}
