//! Rules of gateways and of routes bound to them.

use super::found::{Found, of_kind};
use super::routes::knows_services;
use crate::order::Gather;
use crate::traffic::{Allowed, ApiGateway, ApiRoute, IstioGateway, Listener, Server, host};

/// Judges them.
pub(super) fn check(found: &mut Found) {
    let world = found.world;
    for gateway in &world.gateways {
        istio(found, gateway);
    }
    clashes(found);
    for gateway in &world.api_gateways {
        listeners(found, gateway);
    }
    for route in &world.routes {
        attached(found, route);
        backends(found, route);
    }
}

fn istio(found: &mut Found, gateway: &IstioGateway) {
    let (world, meta) = (found.world, &gateway.meta);
    let runs =
        |labels: &crate::cluster::model::Labels| !gateway.selector.is_empty() && gateway.selector.selects(labels);
    let pods = world.workloads.iter().find(|one| runs(&one.labels));
    let some = world
        .workloads
        .iter()
        .any(|one| one.labels.get("istio").is_some() || one.labels.get("istio.io/gateway-name").is_some());
    if pods.is_none() && some && !gateway.selector.is_empty() {
        found.say("gateway-selects-nothing", meta, 0, "No pods have the labels that it selects.");
    }
    for server in &gateway.servers {
        let secure = matches!(server.protocol.as_str(), "HTTPS" | "TLS");
        if secure && !server.has_tls {
            found.say(
                "tls-unsaid",
                meta,
                server.line,
                format!("Port {} is {} and has no tls.", server.port, server.protocol),
            );
        }
        if !secure && server.protocol != "TCP" && !server.tls_mode.is_empty() {
            found.say(
                "tls-on-plain-port",
                meta,
                server.line,
                format!("Port {} is {} and has tls with {}.", server.port, server.protocol, server.tls_mode),
            );
        }
        if let Some(pods) = pods {
            let services =
                world.services.iter().filter(|one| !one.is_entry && one.meta.namespace == pods.meta.namespace);
            let own = services
                .filter(|one| one.selector.as_ref().is_some_and(|selector| selector.selects(&pods.labels)))
                .gather();
            let opens = own.iter().any(|one| {
                one.ports.iter().any(|port| port.number == server.port || port.target == server.port.to_string())
            });
            if !own.is_empty() && !opens {
                found.say(
                    "gateway-port-closed",
                    meta,
                    server.line,
                    format!("No Service of its pods has port {}.", server.port),
                );
            }
            let secrets = of_kind(world, "Secret").filter(|one| one.meta.namespace == pods.meta.namespace).gather();
            if !server.credential.is_empty()
                && !secrets.is_empty()
                && secrets.iter().all(|one| one.meta.name != server.credential)
            {
                found.say(
                    "credential-unknown",
                    meta,
                    server.line,
                    format!("No Secret {}/{} is there.", pods.meta.namespace, server.credential),
                );
            }
        }
    }
}

fn clashes(found: &mut Found) {
    let servers: Vec<(&IstioGateway, &Server)> = found
        .world
        .gateways
        .iter()
        .flat_map(|gateway| gateway.servers.iter().map(move |server| (gateway, server)))
        .collect();
    for (at, (gateway, server)) in servers.iter().enumerate() {
        for (other, earlier) in servers.iter().take(at) {
            if gateway.selector != other.selector {
                continue;
            }
            if server.port == earlier.port {
                let plain = |server: &Server| !matches!(server.protocol.as_str(), "HTTPS" | "TLS");
                let hosts = |gateway: &IstioGateway, server: &Server| -> Vec<String> {
                    server
                        .hosts
                        .iter()
                        .map(|said| {
                            let (namespace, host) = host::parted(said, &gateway.meta.namespace);
                            format!("{namespace}/{host}")
                        })
                        .collect()
                };
                let (own, theirs) = (hosts(gateway, server), hosts(other, earlier));
                let shared = own.iter().find(|one| theirs.contains(one));
                if plain(server) != plain(earlier) {
                    found.say(
                        "gateway-clash",
                        &gateway.meta,
                        server.line,
                        format!(
                            "Port {} is {} here and {} in {}.",
                            server.port, server.protocol, earlier.protocol, other.meta
                        ),
                    );
                } else if let Some(shared) = shared {
                    let shared = shared.trim_start_matches("*/");
                    found.say(
                        "gateway-clash",
                        &gateway.meta,
                        server.line,
                        format!("{} listens on port {} for {shared}, too.", other.meta, server.port),
                    );
                }
            }
            let same_certificate = !server.credential.is_empty() && server.credential == earlier.credential;
            if same_certificate && !gateway.meta.same(&other.meta) {
                found.say(
                    "certificate-shared",
                    &gateway.meta,
                    server.line,
                    format!("{} presents the certificate {}, too.", other.meta, server.credential),
                );
            }
        }
    }
}

fn listeners(found: &mut Found, gateway: &ApiGateway) {
    for (at, listener) in gateway.listeners.iter().enumerate() {
        let same = |other: &&Listener| {
            other.name == listener.name
                || (other.port == listener.port
                    && (other.hostname == listener.hostname && other.protocol == listener.protocol
                        || other.protocol == "TCP"))
        };
        if let Some(other) = gateway.listeners.iter().take(at).find(same) {
            found.say(
                "listener-clash",
                &gateway.meta,
                listener.line,
                format!(
                    "The listener {} at line {} has the same name, or port, protocol and host.",
                    other.name, other.line
                ),
            );
        }
        for (namespace, name) in &listener.certificates {
            let lets = found
                .world
                .grants
                .iter()
                .any(|grant| grant.lets(("Gateway", &gateway.meta.namespace), ("Secret", namespace, name)));
            if *namespace != gateway.meta.namespace && !lets {
                found.say(
                    "certificate-not-granted",
                    &gateway.meta,
                    listener.line,
                    format!("The certificate {namespace}/{name} is in another namespace, which does not grant it."),
                );
            }
        }
        if listener.protocol == "HTTPS" && listener.certificates.is_empty() && listener.tls_mode != "Passthrough" {
            found.say(
                "listener-without-certificate",
                &gateway.meta,
                listener.line,
                format!("The listener {} is HTTPS and has no certificate.", listener.name),
            );
        }
    }
}

fn attached(found: &mut Found, route: &ApiRoute) {
    let world = found.world;
    for parent in &route.parents {
        if parent.kind == "Service" {
            let known =
                world.services.iter().any(|one| one.meta.name == parent.name && one.meta.namespace == parent.namespace);
            if !known && knows_services(world, &parent.namespace) {
                found.say(
                    "parent-unknown",
                    &route.meta,
                    parent.line,
                    format!("No Service is called {}/{}.", parent.namespace, parent.name),
                );
            }
            continue;
        }
        if parent.kind != "Gateway" || world.api_gateways.is_empty() {
            continue;
        }
        let Some(gateway) = world
            .api_gateways
            .iter()
            .find(|one| one.meta.name == parent.name && one.meta.namespace == parent.namespace)
        else {
            found.say(
                "parent-unknown",
                &route.meta,
                parent.line,
                format!("No Gateway is called {}/{}.", parent.namespace, parent.name),
            );
            continue;
        };
        let named =
            gateway.listeners.iter().filter(|one| parent.section.is_empty() || one.name == parent.section).gather();
        if named.is_empty() {
            found.say(
                "section-unknown",
                &route.meta,
                parent.line,
                format!("{} has no listener {}.", gateway.meta, parent.section),
            );
            continue;
        }
        let allows = |one: &&&Listener| match &one.allowed {
            Allowed::Same => route.meta.namespace == gateway.meta.namespace,
            Allowed::All => true,
            Allowed::Selector(selector) => selector.selects(&world.namespace_labels(&route.meta.namespace)),
        };
        let allowing = named.iter().filter(allows).gather();
        if allowing.is_empty() {
            found.say(
                "route-not-allowed",
                &route.meta,
                parent.line,
                format!("{} allows no routes of the namespace {} there.", gateway.meta, route.meta.namespace),
            );
            continue;
        }
        let fits = |one: &&&Listener| {
            one.hostname.is_empty()
                || route.hostnames.is_empty()
                || route.hostnames.iter().any(|name| host::overlap(name, &one.hostname))
        };
        if !allowing.iter().any(fits) {
            found.say(
                "route-host-not-heard",
                &route.meta,
                parent.line,
                format!("No listener of {} has any of its hosts.", gateway.meta),
            );
        }
    }
}

fn backends(found: &mut Found, route: &ApiRoute) {
    let world = found.world;
    for to in
        route.rules.iter().flat_map(|rule| rule.backends.iter().chain(&rule.mirrors)).filter(|to| to.kind == "Service")
    {
        let service = world.services.iter().find(|one| one.meta.name == to.name && one.meta.namespace == to.namespace);
        match service {
            None if knows_services(world, &to.namespace) => {
                found.say(
                    "backend-unknown",
                    &route.meta,
                    to.line,
                    format!("No Service is called {}/{}.", to.namespace, to.name),
                );
            }
            Some(service) if to.port.is_some_and(|port| service.ports.iter().all(|own| own.number != port)) => {
                found.say(
                    "backend-port-unknown",
                    &route.meta,
                    to.line,
                    format!("{} has no port {}.", service.meta, to.port.unwrap_or_default()),
                );
            }
            _ => {}
        }
        let lets = world
            .grants
            .iter()
            .any(|grant| grant.lets((&route.meta.kind, &route.meta.namespace), ("Service", &to.namespace, &to.name)));
        if to.namespace != route.meta.namespace && !lets {
            found.say(
                "backend-not-granted",
                &route.meta,
                to.line,
                format!("{}/{} is in another namespace, which does not grant it.", to.namespace, to.name),
            );
        }
    }
    for rule in &route.rules {
        let redirects = rule.filters.iter().any(|filter| filter == "RequestRedirect");
        if rule.backends.is_empty() && !redirects {
            found.say("rule-without-backend", &route.meta, rule.line, "The rule sends nowhere and redirects nowhere.");
        }
    }
}
