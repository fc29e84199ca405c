//! Ports of a Compose service.

use crate::design::{ContainerPort, PortProtocol};
use crate::import::field::Field;
use crate::import::report::ReportLevel;
use crate::order::Gather;

/// A port the container listens on, and where the machine publishes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Port {
    pub(super) number: u16,
    pub(super) protocol: PortProtocol,
    pub(super) app_protocol: String,
    pub(super) published: Option<String>,
}

/// A range longer than this is no list of a service's ports.
const LONGEST_RANGE: u16 = 64;

/// The ports under `ports` and `expose`, each number once.
pub(super) fn ports(service: Field<'_>) -> Vec<Port> {
    let mut found: Vec<Port> = Vec::new();
    for field in service.list("ports").into_iter().chain(service.list("expose")) {
        let read = if field.node.entries().is_empty() { short(field) } else { long(field) };
        let Some(read) = read else {
            let what = format!("`{}` has a port that cannot be read, so it is left out.", field.key);
            field.say(ReportLevel::LeftOut, what, "Write it as \"8080:80\" and import again.");
            continue;
        };
        for port in read {
            match found.iter_mut().find(|known| (known.number, known.protocol) == (port.number, port.protocol)) {
                Some(known) => known.published = known.published.take().or(port.published),
                None => found.push(port),
            }
        }
    }
    found
}

/// `[[address:]published:]target[/protocol]`, where both may be ranges.
fn short(field: Field<'_>) -> Option<Vec<Port>> {
    let text = field.node.text()?;
    let (text, protocol) = match text.split_once('/') {
        Some((text, protocol)) => (text, protocol_of(protocol)?),
        None => (text, PortProtocol::Tcp),
    };
    let (published, target) = match text.rsplit_once(':') {
        Some((published, target)) => (Some(published), target),
        None => (None, text),
    };
    let (first, last) = target.split_once('-').unwrap_or((target, target));
    let (first, last): (u16, u16) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    if first == 0 || first > last || last - first >= LONGEST_RANGE {
        return None;
    }
    let one = |number| Port { number, protocol, app_protocol: String::new(), published: published.map(str::to_owned) };
    Some((first..=last).map(one).gather())
}

fn long(field: Field<'_>) -> Option<Vec<Port>> {
    field.skip("mode");
    field.skip("name");
    field.skip("host_ip");
    let protocol =
        field.get("protocol").and_then(|part| part.node.text()).map_or(Some(PortProtocol::Tcp), protocol_of)?;
    Some(vec![Port {
        number: field.number::<u16>("target").filter(|port| *port > 0)?,
        protocol,
        app_protocol: field.text_or_empty("app_protocol"),
        published: field.get("published").and_then(|part| part.node.text()).map(str::to_owned),
    }])
}

fn protocol_of(text: &str) -> Option<PortProtocol> {
    match text.to_ascii_lowercase().as_str() {
        "tcp" => Some(PortProtocol::Tcp),
        "udp" => Some(PortProtocol::Udp),
        "sctp" => Some(PortProtocol::Sctp),
        _ => None,
    }
}

/// As ports of a container.
pub(super) fn of_container(ports: &[Port]) -> Vec<ContainerPort> {
    ports
        .iter()
        .map(|port| ContainerPort { number: port.number, protocol: port.protocol, ..ContainerPort::default() })
        .gather()
}
