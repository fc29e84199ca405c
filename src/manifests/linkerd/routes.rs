//! How calls to a Service are given up and tried again: an `HTTPRoute` with Linkerd's annotations. No `ServiceProfile`: with
//! one Linkerd would leave all of these aside.

use crate::design::ServiceTraffic;
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::pairs;
use crate::manifests::object::{Body, Metadata, Object};
use crate::manifests::routes::duration;
use crate::mesh::{Protocol, Served};
use crate::order::Map;
use crate::yaml::written;

written! {
    struct RouteSpec {
        parent_refs: Vec<Parent>,
        rules: Vec<Rule>,
    }

    struct Parent {
        group: &'static str,
        kind: &'static str,
        name: String,
        port: u16,
    }

    struct Rule {
        backend_refs: Vec<Backend>,
    }

    struct Backend {
        name: String,
        port: u16,
    }
}

impl Body for RouteSpec {
    const API_VERSION: &'static str = "gateway.networking.k8s.io/v1";
    const KIND: &'static str = "HTTPRoute";
}

/// Writes the routes of a namespace's Services.
pub(super) fn routes(desk: &mut Desk, namespace: &str) {
    let plan = desk.plan;
    for served in plan.services.iter().filter(|served| served.namespace == namespace) {
        if let Some(traffic) = plan.traffic(served) {
            service(desk, served, traffic);
        }
    }
}

/// What a Service's own annotations say of it: which pods are left out.
pub(in crate::manifests) fn service_annotations(traffic: &ServiceTraffic) -> Map<String, String> {
    let mut annotations = Map::new();
    let key = |end: &str| format!("balancer.linkerd.io/failure-accrual{end}");
    if traffic.eject_after_errors.is_some() || traffic.eject_for.is_some() {
        annotations.insert(key(""), "consecutive".to_owned());
    }
    if let Some(errors) = traffic.eject_after_errors {
        annotations.insert(key("-consecutive-max-failures"), errors.to_string());
    }
    if let Some(time) = traffic.eject_for.and_then(duration) {
        annotations.insert(key("-consecutive-min-penalty"), time);
    }
    annotations
}

fn service(desk: &mut Desk, served: &Served, traffic: &ServiceTraffic) {
    let field = format!("traffic.services.{}", served.service.name);
    if traffic.max_connections.is_some() {
        desk.warn(
            format!("{field}.maxConnections"),
            "Linkerd has no limit of connections: it is not written.".into(),
            "Its load balancing and failure accrual keep slow pods from being flooded; or choose Istio or Consul.",
        );
    }
    let Some(annotations) = route_annotations(traffic) else { return };
    let mut written = false;
    for (port, language) in served.ports() {
        if language.protocol().is_some_and(|protocol| !protocol.has_requests()) {
            continue;
        }
        let mut annotations = annotations.clone();
        if language.protocol() == Some(Protocol::Grpc)
            && let Some(limit) = annotations.remove("retry.linkerd.io/http")
        {
            drop(limit);
            annotations.insert("retry.linkerd.io/grpc".to_owned(), "unavailable".to_owned());
        }
        let spec = RouteSpec {
            parent_refs: vec![Parent {
                group: "core",
                kind: "Service",
                name: served.service.name.clone(),
                port: port.port,
            }],
            rules: vec![Rule { backend_refs: vec![Backend { name: served.service.name.clone(), port: port.port }] }],
        };
        let metadata =
            Metadata::new(&format!("{}-{}", served.service.name, port.port), &served.namespace).annotated(annotations);
        let object = Object::new(&metadata, &spec).saying(
            "For calls from within the mesh. Requests are only tried again where that is safe to do twice; bodies over \
             64 KiB never are.",
        );
        desk.sheets.put(&["linkerd", &served.namespace], "traffic", FileTarget::Mesh, object);
        written = true;
    }
    if !written {
        desk.warn(
            field,
            "No requests are told apart on its ports, so no timeout or retry can act there.".into(),
            "Declare the protocol of the port, or remove them.",
        );
    }
}

/// What a route's annotations say: when requests are given up and tried again.
pub(in crate::manifests) fn route_annotations(traffic: &ServiceTraffic) -> Option<Map<String, String>> {
    let mut annotations = Map::new();
    if let Some(retries) = traffic.retries.filter(|retries| *retries > 0) {
        annotations.extend(pairs([("retry.linkerd.io/http", "5xx"), ("retry.linkerd.io/limit", &retries.to_string())]));
        if let Some(time) = traffic.per_try_timeout.and_then(duration) {
            annotations.insert("retry.linkerd.io/timeout".to_owned(), time);
        }
    }
    if let Some(time) = traffic.timeout.and_then(duration) {
        annotations.insert("timeout.linkerd.io/request".to_owned(), time);
    }
    (!annotations.is_empty()).then_some(annotations)
}
