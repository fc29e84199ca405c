//! How many requests a second a pod takes before it refuses more.

use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::Pairs;
use crate::manifests::object::{Body, Metadata, Object};
use crate::mesh::Served;
use crate::units::Rate;
use crate::yaml::written;

written! {
    struct FilterSpec {
        workload_selector: Selector,
        config_patches: Vec<Patch>,
    }

    struct Selector {
        labels: Pairs,
    }

    struct Patch {
        apply_to: &'static str,
        r#match: Match,
        patch: Insert,
    }

    struct Match {
        context: &'static str,
        listener: Listener,
    }

    struct Listener {
        filter_chain: Chain,
    }

    struct Chain {
        filter: Named,
    }

    struct Named {
        name: &'static str,
    }

    struct Insert {
        operation: &'static str,
        value: Value,
    }

    struct Value {
        name: &'static str,
        typed_config: Typed,
    }

    struct Typed {
        r#type as "@type": &'static str,
        stat_prefix as "stat_prefix": &'static str,
        token_bucket as "token_bucket": Bucket,
        filter_enabled as "filter_enabled": Share,
        filter_enforced as "filter_enforced": Share,
    }

    struct Bucket {
        max_tokens as "max_tokens": u64,
        tokens_per_fill as "tokens_per_fill": u64,
        fill_interval as "fill_interval": &'static str,
    }

    struct Share {
        runtime_key as "runtime_key": &'static str,
        default_value as "default_value": Percent,
    }

    struct Percent {
        numerator: u64,
        denominator: &'static str,
    }

    struct LimitSpec {
        target_ref: Target,
        total: Total,
    }

    struct Target {
        group: &'static str,
        kind: &'static str,
        name: String,
    }

    struct Total {
        requests_per_second: u64,
    }
}

impl Body for FilterSpec {
    const API_VERSION: &'static str = "networking.istio.io/v1alpha3";
    const KIND: &'static str = "EnvoyFilter";
}

impl Body for LimitSpec {
    const API_VERSION: &'static str = "policy.linkerd.io/v1alpha1";
    const KIND: &'static str = "HTTPLocalRateLimitPolicy";
}

/// What each pod takes of the whole.
fn each(desk: &Desk, served: &Served, rate: Rate) -> (u64, u64) {
    let behind = served.behind.iter().filter_map(|index| desk.design.workloads.get(*index));
    let pods = behind.map(|workload| u64::from(workload.pods())).sum::<u64>().max(1);
    (rate.per_kilosecond.div_ceil(1000).div_ceil(pods).max(1), pods)
}

/// As Istio has it: its API has no field for it, so a filter is put into the pods' proxies.
pub(super) fn istio(desk: &mut Desk, served: &Served, rate: Rate) {
    let (each, pods) = each(desk, served, rate);
    let share = |runtime_key| Share { runtime_key, default_value: Percent { numerator: 100, denominator: "HUNDRED" } };
    let patch = Patch {
        apply_to: "HTTP_FILTER",
        r#match: Match {
            context: "SIDECAR_INBOUND",
            listener: Listener {
                filter_chain: Chain { filter: Named { name: "envoy.filters.network.http_connection_manager" } },
            },
        },
        patch: Insert {
            operation: "INSERT_BEFORE",
            value: Value {
                name: "envoy.filters.http.local_ratelimit",
                typed_config: Typed {
                    r#type: "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit",
                    stat_prefix: "http_local_rate_limiter",
                    token_bucket: Bucket { max_tokens: each, tokens_per_fill: each, fill_interval: "1s" },
                    filter_enabled: share("local_rate_limit_enabled"),
                    filter_enforced: share("local_rate_limit_enforced"),
                },
            },
        },
    };
    let spec = FilterSpec {
        workload_selector: Selector { labels: served.service.selector.clone().into() },
        config_patches: vec![patch],
    };
    let metadata = Metadata::new(&format!("{}-rate", served.service.name), &served.namespace);
    let object = Object::new(&metadata, &spec).saying(format!(
        "{rate} requests a second over {pods} pods: each refuses what is above {each} with 429. It follows no autoscaling. \
         An EnvoyFilter depends on Envoy's own API: look at it with every upgrade of Istio."
    ));
    desk.sheets.put(&["istio", &served.namespace], "limits", FileTarget::Istio, object);
}

/// As Linkerd has it, for each Server of the pods.
pub(super) fn linkerd(desk: &mut Desk, served: &Served, rate: Rate) {
    let (each, pods) = each(desk, served, rate);
    for index in &served.behind {
        let mut targets: Vec<u16> = Vec::new();
        for reach in desk.plan.callers_of(*index) {
            crate::mesh::sorted::insert(&mut targets, reach.target);
        }
        for port in targets {
            let name = format!("{}-{port}", desk.object_name(*index));
            let spec = LimitSpec {
                target_ref: Target { group: "policy.linkerd.io", kind: "Server", name: name.clone() },
                total: Total { requests_per_second: each },
            };
            let object = Object::new(&Metadata::new(&name, &served.namespace), &spec).saying(format!(
                "{rate} requests a second over {pods} pods: each refuses what is above {each} with 429."
            ));
            desk.sheets.put(&["linkerd", &served.namespace], "limits", FileTarget::Mesh, object);
        }
    }
}
