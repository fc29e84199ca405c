//! What leads in from outside: Ingress, HTTPRoute, GRPCRoute and simple VirtualServices.

use super::object::Object;
use crate::design::{HostRoute, PathMatch, ProbePort};
use crate::import::field::Field;
use crate::import::notes::Notes;
use crate::import::report::ReportLevel;
use crate::order::Gather;
use crate::order::Map;

/// A route whose port may still be a name.
pub(super) struct Draft {
    pub(super) route: HostRoute,
    pub(super) port_name: Option<String>,
}

const PATHS: [(&str, PathMatch); 3] =
    [("Prefix", PathMatch::Prefix), ("ImplementationSpecific", PathMatch::Prefix), ("Exact", PathMatch::Exact)];

/// The routes of an object.
pub(super) fn routes(object: &Object<'_>, notes: &Notes) -> Vec<Draft> {
    let Some(spec) = object.field(notes).part("spec") else { return Vec::new() };
    let blank =
        HostRoute { namespace: object.namespace.clone(), read_at: Some(object.read_at()), ..HostRoute::default() };
    let found = match object.kind.as_str() {
        "Ingress" => ingress(spec, &blank),
        "VirtualService" => virtual_service(spec, &blank),
        _ => gateway_route(spec, &blank),
    };
    object.leave_own_labels(notes, &Map::new());
    if found.is_empty() {
        object.say(notes, ReportLevel::LeftOut, "No route in it leads to a Service in a way the design knows.", "");
    }
    found
}

fn ingress(spec: Field<'_>, blank: &HostRoute) -> Vec<Draft> {
    let mut certificates = Map::new();
    for part in spec.parts("tls") {
        let secret = part.text_or_empty("secretName");
        for host in part.texts("hosts") {
            certificates.insert(host, secret.clone());
        }
    }
    let mut found = Vec::new();
    for rule in spec.parts("rules") {
        let host = rule.text_or_empty("host");
        let paths = rule.part("http").map(|http| http.parts("paths")).unwrap_or_default();
        for path in paths {
            let Some((service, port)) = path.part("backend").and_then(ingress_backend) else { continue };
            // Some controllers take a regular expression here, and each its own.
            if let Some(pattern) =
                path.peek(&["path"]).filter(|path| path.contains(['(', ')', '*', '$', '^', '|', '[']))
            {
                path.take_whole();
                let what = format!("The path {pattern} is a regular expression, so it is left out.");
                path.say(ReportLevel::LeftOut, what, "Write it as a prefix or a whole path.");
                continue;
            }
            let mut route = HostRoute { host: host.clone(), service, ..blank.clone() };
            route.path_match = path.one_of("pathType", &PATHS).unwrap_or_default();
            route.path = path.text("path").filter(|path| path != "/").unwrap_or_default();
            route.tls_secret = certificates.get(&host).cloned().unwrap_or_default();
            found.push(with_port(route, port));
        }
    }
    let rest = spec.part("defaultBackend").or_else(|| spec.part("backend"));
    if let Some((service, port)) = rest.and_then(ingress_backend) {
        found.push(with_port(HostRoute { service, ..blank.clone() }, port));
    }
    found
}

/// The Service and its port; before v1 they stood in `serviceName` and `servicePort`.
fn ingress_backend(field: Field<'_>) -> Option<(String, Option<ProbePort>)> {
    match field.part("service") {
        Some(service) => {
            let port = service.part("port");
            let number = port.and_then(|port| port.port("number"));
            Some((service.text("name")?, number.or_else(|| port?.port("name"))))
        }
        None => Some((field.text("serviceName")?, field.port("servicePort"))),
    }
}

fn with_port(mut route: HostRoute, port: Option<ProbePort>) -> Draft {
    let mut port_name = None;
    match port {
        Some(ProbePort::Number(number)) => route.port = Some(number),
        Some(ProbePort::Name(name)) => port_name = Some(name),
        None => {}
    }
    Draft { route, port_name }
}

/// HTTPRoute and GRPCRoute.
fn gateway_route(spec: Field<'_>, blank: &HostRoute) -> Vec<Draft> {
    let mut hosts = spec.texts("hostnames");
    if hosts.is_empty() {
        hosts.push(String::new());
    }
    let mut found = Vec::new();
    for rule in spec.parts("rules") {
        let Some((service, namespace, port)) = only_backend(rule) else { continue };
        let mut paths: Vec<(String, PathMatch)> = rule.parts("matches").into_iter().filter_map(path_of).gather();
        if paths.is_empty() && rule.node.entry("matches").is_none_or(|entry| entry.value.items().is_empty()) {
            paths.push((String::new(), PathMatch::Prefix));
        }
        for (path, path_match) in paths {
            for host in &hosts {
                let mut route = HostRoute { host: host.clone(), path: path.clone(), path_match, ..blank.clone() };
                route.service.clone_from(&service);
                route.port = port;
                if !namespace.is_empty() {
                    route.namespace.clone_from(&namespace);
                }
                found.push(Draft { route, port_name: None });
            }
        }
    }
    found
}

fn path_of(field: Field<'_>) -> Option<(String, PathMatch)> {
    if let Some(method) = field.part("method") {
        let service = method.text_or_empty("service");
        return Some(match method.text("method") {
            Some(name) => (format!("/{service}/{name}"), PathMatch::Exact),
            None => (format!("/{service}"), PathMatch::Prefix),
        });
    }
    let Some(path) = field.part("path") else { return Some((String::new(), PathMatch::Prefix)) };
    let how = path.one_of("type", &[("PathPrefix", PathMatch::Prefix), ("Exact", PathMatch::Exact)]);
    if how.is_none() && path.peek(&["type"]).is_some() {
        path.take_whole();
        return None;
    }
    Some((path.text("value").filter(|value| value != "/").unwrap_or_default(), how.unwrap_or_default()))
}

/// The Service a rule leads to. Several with weights are a rollout under way: the first stands for them.
fn only_backend(rule: Field<'_>) -> Option<(String, String, Option<u16>)> {
    let backends = rule.parts("backendRefs");
    if backends.len() > 1 {
        rule.say(
            ReportLevel::Assumed,
            "The rule splits its traffic over several Services; the first of them is taken.",
            "Set the split in the design's traffic.",
        );
    }
    let first = *backends.first()?;
    for backend in &backends {
        backend.take_whole();
    }
    if first.peek(&["kind"]).is_some_and(|kind| kind != "Service") {
        return None;
    }
    Some((first.text("name")?, first.text_or_empty("namespace"), first.number("port")))
}

/// Istio's own form, as far as it only leads hosts and paths to Services.
fn virtual_service(spec: Field<'_>, blank: &HostRoute) -> Vec<Draft> {
    let hosts = spec.texts("hosts");
    let gateways = spec.texts("gateways");
    let mut found = Vec::new();
    if gateways.iter().all(|gateway| gateway == "mesh") {
        spec.say(
            ReportLevel::LeftOut,
            "It routes within the mesh only, so it is no way in from outside.",
            "Set such rules in the design's traffic.",
        );
        return found;
    }
    for rule in spec.parts("http") {
        let destinations = rule.parts("route");
        let Some(destination) = destinations.first().and_then(|first| first.part("destination")) else { continue };
        if destinations.len() > 1 {
            rule.say(
                ReportLevel::Assumed,
                "The rule splits its traffic over several destinations; the first of them is taken.",
                "Set the split in the design's traffic.",
            );
        }
        let Some(full) = destination.text("host") else { continue };
        let mut labels = full.split('.');
        let service = labels.next().unwrap_or_default().to_owned();
        let namespace = labels.next().map_or_else(|| blank.namespace.clone(), str::to_owned);
        let port = destination.part("port").and_then(|port| port.number("number"));
        let mut paths: Vec<(String, PathMatch)> = rule.parts("match").into_iter().filter_map(uri_of).gather();
        if paths.is_empty() && rule.node.entry("match").is_none() {
            paths.push((String::new(), PathMatch::Prefix));
        }
        for (path, path_match) in paths {
            for host in &hosts {
                let host = if host == "*" { String::new() } else { host.clone() };
                let (service, namespace, path) = (service.clone(), namespace.clone(), path.clone());
                let route = HostRoute { host, path, path_match, service, namespace, port, ..blank.clone() };
                found.push(Draft { route, port_name: None });
            }
        }
    }
    found
}

fn uri_of(field: Field<'_>) -> Option<(String, PathMatch)> {
    let uri = field.part("uri")?;
    match uri.text("exact") {
        Some(exact) => Some((exact, PathMatch::Exact)),
        None => {
            uri.text("prefix").map(|prefix| (if prefix == "/" { String::new() } else { prefix }, PathMatch::Prefix))
        }
    }
}
