//! The Services of a Compose file: on a project's network every service is reached by its name, at the ports its
//! container listens on. A service with ports gets a Service, and so does one that another calls.

use super::port::Port;
use crate::design::{PortProtocol, Service, ServiceKind, ServicePort, Workload};
use crate::import::draft::Draft;
use crate::import::notes::{Notes, Source};
use crate::import::report::ReportLevel;
use crate::knowledge::embedded;
use crate::order::Gather;
use std::collections::BTreeMap;

/// The Service of a workload, perhaps without ports yet.
pub(super) fn service(draft: &Draft, ports: &[Port]) -> Service {
    let name = draft.workload.name.clone();
    let ports: Vec<(u16, PortProtocol, &str)> =
        ports.iter().map(|port| (port.number, port.protocol, port.app_protocol.as_str())).gather();
    Service {
        selector: crate::order::map([(Workload::NAME_LABEL.to_owned(), name.clone())]),
        name,
        ports: named(&ports),
        read_at: draft.workload.read_at.clone(),
        ..Service::default()
    }
}

/// Ports with names where there are several, as Kubernetes wants.
fn named(ports: &[(u16, PortProtocol, &str)]) -> Vec<ServicePort> {
    let name = |port: u16, protocol| match protocol {
        PortProtocol::Tcp => format!("port-{port}"),
        PortProtocol::Udp => format!("port-{port}-udp"),
        PortProtocol::Sctp => format!("port-{port}-sctp"),
    };
    let several = ports.len() > 1;
    let one = |(port, protocol, app): &(u16, PortProtocol, &str)| ServicePort {
        name: if several { name(*port, *protocol) } else { String::new() },
        port: *port,
        protocol: *protocol,
        app_protocol: (*app).to_owned(),
        ..ServicePort::default()
    };
    ports.iter().map(one).gather()
}

/// Says where the machine published ports.
pub(super) fn note_published(draft: &Draft, ports: &[Port], notes: &Notes) {
    let published: Vec<String> =
        ports.iter().filter_map(|port| Some(format!("{} to {}", port.published.as_ref()?, port.number))).gather();
    if !published.is_empty() {
        notes.say(
            &draft.source,
            draft.line,
            ReportLevel::Assumed,
            format!("The machine publishes {}; the Service is read as one within the cluster.", published.join(", ")),
            "Add a route, or make it a LoadBalancer, if it is used from outside.",
        );
    }
}

/// The port that images of that name listen on, where that is known.
fn known_port(image: &str) -> Option<u16> {
    let port = ["images.ports", "images.usual-ports"].iter().find_map(|fact| embedded().value(fact, image))?;
    u16::try_from(port.units()).ok()
}

/// Keeps the Services that have ports or callers, and gives ports to those that only callers show.
pub(super) fn finish(
    services: &mut Vec<(Service, Source)>,
    drafts: &[Draft],
    own: &BTreeMap<String, u32>,
    notes: &Notes,
) {
    let calls = || drafts.iter().flat_map(|draft| &draft.workload.calls);
    services.retain(|(service, _)| {
        !(own.contains_key(&service.name) && service.ports.is_empty())
            || calls().any(|call| call.service == service.name)
    });
    for (service, source) in services {
        if !own.contains_key(&service.name) || !service.ports.is_empty() {
            continue;
        }
        let line = service.read_at.as_ref().map_or(0, |at| at.line);
        let called = crate::order::set(calls().filter(|call| call.service == service.name).filter_map(|c| c.port));
        let image = drafts
            .iter()
            .find(|draft| draft.workload.name == service.name)
            .and_then(|draft| draft.workload.containers.first())
            .map_or("", |container| container.image.as_str());
        let base = image.split(['@', ':']).next().and_then(|image| image.rsplit('/').next()).unwrap_or_default();
        let (ports, why) = match known_port(base) {
            _ if !called.is_empty() => (called.into_iter().gather(), "its callers use that".to_owned()),
            Some(port) => (vec![port], format!("images called {base} listen there")),
            None => (Vec::new(), String::new()),
        };
        let listed: Vec<(u16, PortProtocol, &str)> = ports.iter().map(|port| (*port, PortProtocol::Tcp, "")).gather();
        service.ports = named(&listed);
        let shown: Vec<String> = ports.iter().map(u16::to_string).gather();
        if ports.is_empty() {
            // Without a port Kubernetes takes a Service only when it is a name for the pods alone.
            service.kind = ServiceKind::Headless;
            let what = "It is called, and no port of it is known: its Service only names its pods.";
            notes.say(source, line, ReportLevel::Assumed, what, "Say which ports it listens on.");
        } else {
            let what = format!("It is called and names no port; {} is assumed: {why}.", shown.join(", "));
            notes.say(source, line, ReportLevel::Assumed, what, "Check the port.");
        }
    }
}
