//! Rules of Services, namespaces and workloads.

use super::found::{Found, of_kind};
use crate::order::Gather;
use crate::traffic::{ServedPort, Service, Workload, World, items, text};
use crate::yaml::read::Node;
use std::collections::BTreeMap;

/// Whether pods belong to the mesh, as far as the files tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Member {
    Sidecar,
    Ambient,
    No,
    Unknown,
}

/// What the files tell of a workload.
pub(super) fn member(world: &World, workload: &Workload) -> Member {
    let own = |key| workload.labels.get(key).or_else(|| workload.annotations.get(key));
    match (own("sidecar.istio.io/inject"), own("istio.io/dataplane-mode")) {
        (Some("true"), _) => return Member::Sidecar,
        (Some("false"), _) | (_, Some("none")) => return Member::No,
        (_, Some("ambient")) => return Member::Ambient,
        _ => {}
    }
    of_namespace(world, &workload.meta.namespace)
}

/// What the files tell of a namespace.
pub(super) fn of_namespace(world: &World, namespace: &str) -> Member {
    let Some((_, labels)) = world.namespaces.iter().find(|(name, _)| name == namespace) else { return Member::Unknown };
    if labels.get("istio.io/dataplane-mode") == Some("ambient") {
        return Member::Ambient;
    }
    match (labels.get("istio-injection"), labels.get("istio.io/rev")) {
        (Some("disabled"), _) => Member::No,
        (Some("enabled"), _) | (_, Some(_)) => Member::Sidecar,
        _ => Member::No,
    }
}

/// Judges them.
pub(super) fn check(found: &mut Found) {
    let world = found.world;
    namespaces(found);
    for service in world.services.iter().filter(|service| !service.is_entry) {
        ports(found, service);
    }
    for workload in &world.workloads {
        shared_ports(found, workload);
    }
    entries(found);
    annotations(found);
    doubles(found);
}

fn namespaces(found: &mut Found) {
    let world = found.world;
    for object in of_kind(world, "Namespace") {
        let labels = &object.meta.labels;
        if let (Some(injection), Some(rev)) = (labels.get("istio-injection"), labels.get("istio.io/rev")) {
            found.say(
                "two-injection-labels",
                &object.meta,
                0,
                format!("It has istio-injection={injection} and istio.io/rev={rev}."),
            );
        }
        let name = &object.meta.name;
        let unsaid =
            ["istio-injection", "istio.io/rev", "istio.io/dataplane-mode"].iter().all(|key| labels.get(key).is_none());
        let mesh = world.objects.iter().any(|one| {
            one.meta.namespace == *name
                && one.group == "networking.istio.io"
                && matches!(one.meta.kind.as_str(), "VirtualService" | "DestinationRule" | "Sidecar")
        });
        let pods = world.workloads.iter().any(|one| one.meta.namespace == *name && member(world, one) == Member::No);
        if unsaid && mesh && pods {
            found.say(
                "namespace-not-injected",
                &object.meta,
                0,
                "Istio’s rules stand in it, and its pods get no proxy.",
            );
        }
    }
}

fn ports(found: &mut Found, service: &Service) {
    let world = found.world;
    let in_mesh = matches!(of_namespace(world, &service.meta.namespace), Member::Sidecar | Member::Ambient);
    for port in &service.ports {
        // What only monitoring scrapes nobody calls by its Service.
        let scraped = ["prom", "prometheus", "metrics"].contains(&port.name.as_str());
        if in_mesh && !scraped && port.protocol.is_empty() && !port.udp && service.external_name.is_empty() {
            let name = if port.name.is_empty() { "without a name".to_owned() } else { format!("called {}", port.name) };
            found.say(
                "port-without-protocol",
                &service.meta,
                port.line,
                format!("Port {} is {name}, which tells no protocol.", port.number),
            );
        }
        let tcp = port.protocol.is_empty() || port.protocol == "tcp";
        if !service.external_name.is_empty() && tcp && world.has_istio() {
            found.say(
                "external-name-tcp",
                &service.meta,
                port.line,
                format!("Port {} of an ExternalName is plain TCP.", port.number),
            );
        }
    }
    let pods = world.answering(service);
    for port in &service.ports {
        let named = !port.target.is_empty() && port.target.parse::<u16>().is_err();
        let somewhere = pods.iter().any(|pods| pods.ports.iter().any(|(name, _)| *name == port.target));
        if named && !pods.is_empty() && !somewhere {
            found.say(
                "target-port-unknown",
                &service.meta,
                port.line,
                format!("No container of its pods has a port called {}.", port.target),
            );
        }
    }
    let here = world.workloads.iter().any(|one| one.meta.namespace == service.meta.namespace);
    if pods.is_empty() && here && service.selector.is_some() && world.has_istio() {
        let entries = of_kind(world, "WorkloadEntry").any(|one| one.meta.namespace == service.meta.namespace);
        let gateways = world.api_gateways.iter().any(|one| one.meta.namespace == service.meta.namespace);
        if !entries && !gateways {
            found.say("service-selects-nothing", &service.meta, 0, "No pods have the labels that it selects.");
        }
    }
}

/// Several Services for the same pods.
fn shared_ports(found: &mut Found, workload: &Workload) {
    let world = found.world;
    let own = world.services.iter().filter(|one| {
        !one.is_entry
            && one.meta.namespace == workload.meta.namespace
            && one.selector.as_ref().is_some_and(|selector| selector.selects(&workload.labels))
    });
    let all: Vec<(&Service, &ServedPort)> = own.flat_map(|one| one.ports.iter().map(move |port| (one, port))).collect();
    for (at, (service, port)) in all.iter().enumerate() {
        for (other, earlier) in all.iter().take(at).filter(|(other, _)| !other.meta.same(&service.meta)) {
            let targets = workload.port(&port.target, port.number) == workload.port(&earlier.target, earlier.number);
            if !targets || port.udp != earlier.udp {
                continue;
            }
            if port.protocol != earlier.protocol && !port.protocol.is_empty() && !earlier.protocol.is_empty() {
                found.say(
                    "one-port-two-protocols",
                    &workload.meta,
                    0,
                    format!(
                        "{} calls its port {}, and {} {}.",
                        other.meta, earlier.protocol, service.meta, port.protocol
                    ),
                );
            } else if port.number != earlier.number && !service.headless && !other.headless && !port.target.is_empty() {
                found.say(
                    "one-target-two-ports",
                    &workload.meta,
                    0,
                    format!(
                        "{} and {} reach its port {} by {} and {}.",
                        other.meta, service.meta, port.target, earlier.number, port.number
                    ),
                );
            }
        }
    }
    let object = world.objects.iter().rev().find(|object| object.meta.same(&workload.meta));
    let Some(pod) = object.and_then(|object| object.root.at_path(&["spec", "template", "spec"])) else { return };
    let of_proxy = |name: &str| name == "istio-proxy" || name == "istio-init";
    let users = items(pod, &["containers"]).iter().filter(|one| !of_proxy(text(one, "name"))).chain([pod]).gather();
    for one in users {
        if let Some(user) = one.at_path(&["securityContext", "runAsUser"]).filter(|user| user.text() == Some("1337")) {
            found.say("user-of-the-proxy", &workload.meta, user.at.line, "It runs as user 1337.");
        }
    }
    let automatic = items(pod, &["containers"]).iter().find(|one| text(one, "image") == "auto");
    if let Some(automatic) = automatic.filter(|_| member(world, workload) == Member::No) {
        found.say(
            "image-never-filled",
            &workload.meta,
            automatic.at.line,
            "Its image is auto, and nothing is injected there.",
        );
    }
}

/// ServiceEntries.
fn entries(found: &mut Found) {
    let all = found.world.services.iter().filter(|one| one.is_entry).gather();
    for (at, entry) in all.iter().enumerate() {
        for port in &entry.ports {
            let plain = matches!(port.protocol.as_str(), "tcp" | "mongo" | "redis" | "mysql" | "");
            if plain && entry.addresses.is_empty() && matches!(entry.resolution.as_str(), "NONE" | "") {
                let what = format!("Port {} is TCP, and the entry has no addresses.", port.number);
                found.say("entry-without-addresses", &entry.meta, port.line, what);
            }
            for other in all.iter().take(at) {
                let shared = entry.hosts.iter().find(|host| other.hosts.contains(host));
                let clashes = |own: &&ServedPort| own.number == port.number && own.protocol != port.protocol;
                if let (Some(shared), Some(clash)) = (shared, other.ports.iter().find(clashes)) {
                    let (number, theirs, own) = (port.number, &clash.protocol, &port.protocol);
                    let what = format!("{} has {shared} on port {number} as {theirs}, here it is {own}.", other.meta);
                    found.say("entry-protocols-clash", &entry.meta, port.line, what);
                }
            }
        }
        if entry.resolution == "DNS" && entry.endpoints == 0 && entry.hosts.iter().any(|host| host.starts_with('*')) {
            let what = "A host with * cannot be resolved by DNS without endpoints.";
            found.say("entry-wildcard-dns", &entry.meta, 0, what);
        }
    }
}

/// Annotations of Istio where they do nothing, or with values that cannot be.
fn annotations(found: &mut Found) {
    const OF_PODS: [&str; 3] = ["sidecar.istio.io/", "traffic.sidecar.istio.io/", "inject.istio.io/"];
    for object in &found.world.objects {
        let annotations = object.root.at_path(&["metadata", "annotations"]);
        let is_pod = matches!(object.meta.kind.as_str(), "Pod" | "WorkloadEntry" | "Gateway");
        for entry in annotations.map(Node::entries).unwrap_or_default() {
            if !is_pod && OF_PODS.iter().any(|start| entry.key.starts_with(start)) {
                let what = format!("{} stands on a {}, where nobody reads it.", entry.key, object.meta.kind);
                found.say("annotation-misplaced", &object.meta, entry.key_at.line, what);
            }
        }
        let template = object.root.at_path(&["spec", "template", "metadata", "annotations"]);
        for entry in template.map(Node::entries).unwrap_or_default() {
            let value = entry.value.text().unwrap_or_default();
            let a_port = |port: &str| port.trim().is_empty() || port.trim().parse::<u16>().is_ok();
            let wrong = match entry.key.as_str() {
                "sidecar.istio.io/inject" => !matches!(value, "true" | "false"),
                key if key.starts_with("traffic.sidecar.istio.io/") && key.ends_with("Ports") => {
                    value != "*" && !value.split(',').all(a_port)
                }
                _ => false,
            };
            if wrong {
                found.say("annotation-wrong", &object.meta, entry.key_at.line, format!("{} is {value}.", entry.key));
            }
        }
    }
}

/// One object twice in a file.
fn doubles(found: &mut Found) {
    let mut seen = BTreeMap::new();
    for object in &found.world.objects {
        let meta = &object.meta;
        let key = (&meta.file, &object.group, &meta.kind, &meta.namespace, &meta.name);
        if let Some(line) = seen.insert(key, meta.line)
            && !meta.name.is_empty()
        {
            found.say("object-twice", meta, 0, format!("It stands at line {line} already; this one replaces it."));
        }
    }
}
