//! Container ports as one line of text: `http:8080, 9090, 53/udp`.

use crate::design::{ContainerPort, PortProtocol, ProbePort, ServicePort};
use crate::order::Gather;
use crate::text::{ENGLISH, fill};

/// The line.
pub(super) fn printed(ports: &[ContainerPort]) -> String {
    let one = |port: &ContainerPort| {
        let name = if port.name.is_empty() { String::new() } else { format!("{}:", port.name) };
        let protocol = match port.protocol {
            PortProtocol::Tcp => "",
            PortProtocol::Udp => "/udp",
            PortProtocol::Sctp => "/sctp",
        };
        format!("{name}{}{protocol}", port.number)
    };
    ports.iter().map(one).gather().join(", ")
}

/// The ports of a line; what the line cannot say (a port on the node) is kept from the old ones.
pub(super) fn parsed(typed: &str, old: &[ContainerPort]) -> Result<Vec<ContainerPort>, String> {
    typed.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| one(part, old)).collect()
}

fn one(part: &str, old: &[ContainerPort]) -> Result<ContainerPort, String> {
    let wrong = || fill(ENGLISH.port_wrong, &[&part]);
    let (name, rest) = part.split_once(':').unwrap_or(("", part));
    let (number, protocol) = rest.split_once('/').unwrap_or((rest, "tcp"));
    let number: u16 = number.trim().parse().ok().filter(|number| *number > 0).ok_or_else(wrong)?;
    let protocol = match protocol.to_ascii_lowercase().as_str() {
        "tcp" => PortProtocol::Tcp,
        "udp" => PortProtocol::Udp,
        "sctp" => PortProtocol::Sctp,
        _ => return Err(wrong()),
    };
    let host_port = old.iter().find(|port| port.number == number).and_then(|port| port.host_port);
    Ok(ContainerPort { name: name.trim().to_owned(), number, protocol, host_port })
}

/// A Service's port for a container's.
pub(super) fn service_port(port: &ContainerPort) -> ServicePort {
    let target = (!port.name.is_empty()).then(|| ProbePort::Name(port.name.clone()));
    ServicePort {
        name: port.name.clone(),
        port: port.number,
        target,
        protocol: port.protocol,
        ..ServicePort::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_back() {
        let ports = parsed("http:8080, 9090,53/udp", &[]).unwrap();
        assert_eq!(printed(&ports), "http:8080, 9090, 53/udp");
        for wrong in ["0", "70000", "http", "80/icmp"] {
            assert!(parsed(wrong, &[]).is_err(), "{wrong}");
        }
    }
}
