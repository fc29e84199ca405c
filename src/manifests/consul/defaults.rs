//! What is so for all services, and for one: what it speaks, and when its pods are left out.

use crate::design::MtlsMode;
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::pairs;
use crate::manifests::object::{Body, Metadata, Note, Object};
use crate::manifests::routes::duration;
use crate::mesh::{Protocol, Served};
use crate::order::{Gather, Map};
use crate::yaml::written;

written! {
    struct ProxyDefaultsSpec {
        config: Map<String, String>,
        mutual_tls_mode as "mutualTLSMode": &'static str,
        access_logs: AccessLogs,
    }

    struct AccessLogs {
        enabled: bool,
    }

    struct ServiceDefaultsSpec {
        protocol: &'static str,
        upstream_config: Option<Upstreams>,
        rate_limits: Option<RateLimits>,
    }

    struct RateLimits {
        instance_level: Instance,
    }

    struct Instance {
        requests_per_second: u64,
        requests_max_burst: u64,
    }

    struct Upstreams {
        defaults: Upstream,
    }

    struct Upstream {
        limits: Option<Limits>,
        passive_health_check: Option<Health>,
    }

    struct Limits {
        max_connections: u32,
    }

    struct Health {
        interval: Option<String>,
        max_failures: u32,
        base_ejection_time: Option<String>,
        max_ejection_percent: u32,
    }
}

impl Body for ProxyDefaultsSpec {
    const API_VERSION: &'static str = "consul.hashicorp.com/v1alpha1";
    const KIND: &'static str = "ProxyDefaults";
}

impl Body for ServiceDefaultsSpec {
    const API_VERSION: &'static str = "consul.hashicorp.com/v1alpha1";
    const KIND: &'static str = "ServiceDefaults";
}

/// What holds for every proxy.
pub(super) fn everywhere(desk: &mut Desk) {
    let permissive = desk.design.mesh.mtls == Some(MtlsMode::Permissive);
    let Some(namespace) = desk.namespaces().into_iter().find(|name| !Desk::is_system(name)) else { return };
    let spec = ProxyDefaultsSpec {
        config: pairs([("protocol", "tcp"), ("envoy_prometheus_bind_addr", "0.0.0.0:20200")]),
        mutual_tls_mode: if permissive { "permissive" } else { "strict" },
        access_logs: AccessLogs { enabled: true },
    };
    let notes = [Note::new(
        &["spec", "config", "protocol"],
        "Bytes where no ServiceDefaults says otherwise: requests would be refused that are none.",
    )];
    let object = Object::new(&Metadata::new("global", namespace), &spec)
        .saying("For all proxies; there is but one of it, and it must be called global.")
        .noted(&notes);
    desk.sheets.put(&["consul"], "proxy-defaults", FileTarget::Mesh, object);
}

/// The protocol of a Service, as Consul has one for all its ports.
pub(super) fn protocol(served: &Served) -> &'static str {
    let mut words: Vec<&'static str> = served
        .languages
        .iter()
        .map(|language| match language.protocol() {
            Some(Protocol::Http | Protocol::GrpcWeb) => "http",
            Some(Protocol::Http2) => "http2",
            Some(Protocol::Grpc) => "grpc",
            _ => "tcp",
        })
        .gather();
    words.dedup();
    match words.as_slice() {
        [one] => one,
        _ => "tcp",
    }
}

/// Writes what each called Service of a namespace speaks.
pub(super) fn services(desk: &mut Desk, namespace: &str) {
    let plan = desk.plan;
    for (place, served) in plan.services.iter().enumerate().filter(|(_, served)| served.namespace == namespace) {
        if !plan.reaches.iter().any(|reach| reach.service == place) {
            continue;
        }
        if served.service.ports.len() > 1 {
            desk.warn(
                format!("services.{}.ports", served.service.name),
                "Consul knows one port of a service: with several, a pod needs the annotation consul.hashicorp.com/connect-service \
                 with a name for each."
                    .into(),
                "Give each port a Service of its own.",
            );
        }
        let traffic = plan.traffic(served);
        let limits = traffic.and_then(|own| own.max_connections).map(|max_connections| Limits { max_connections });
        let health =
            traffic.filter(|own| own.eject_after_errors.is_some() || own.eject_for.is_some()).map(|own| Health {
                interval: Some("10s".to_owned()),
                max_failures: own.eject_after_errors.unwrap_or(5),
                base_ejection_time: own.eject_for.and_then(duration),
                max_ejection_percent: 50,
            });
        let has_any = limits.is_some() || health.is_some();
        let upstream_config =
            has_any.then_some(Upstreams { defaults: Upstream { limits, passive_health_check: health } });
        let rate_limits = traffic.and_then(|own| own.rate).map(|rate| {
            let behind = served.behind.iter().filter_map(|index| desk.design.workloads.get(*index));
            let pods = behind.map(|workload| u64::from(workload.pods())).sum::<u64>().max(1);
            let each = rate.per_kilosecond.div_ceil(1000).div_ceil(pods).max(1);
            RateLimits { instance_level: Instance { requests_per_second: each, requests_max_burst: each } }
        });
        let spec = ServiceDefaultsSpec { protocol: protocol(served), upstream_config, rate_limits };
        let object = Object::new(&Metadata::new(&served.service.name, namespace), &spec);
        desk.sheets.put(&["consul", namespace], "services", FileTarget::Mesh, object);
    }
}
