//! What is spoken on a port: as declared, or as far as the design shows it. A mesh that guesses wrong treats requests as
//! bytes, or waits for a client to speak where the server speaks first.

use super::Served;
use crate::design::{Container, Design, PortProtocol, ProbeAction, ProbePort, ServicePort};

/// A protocol as Istio tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// HTTP/1.1.
    Http,
    /// HTTP/2 without TLS.
    Http2,
    /// gRPC.
    Grpc,
    /// gRPC for browsers.
    GrpcWeb,
    /// HTTP over TLS, passed on as it comes.
    Https,
    /// TLS, passed on as it comes.
    Tls,
    /// Bytes.
    Tcp,
    /// MongoDB's.
    Mongo,
    /// MySQL's.
    Mysql,
    /// Redis'.
    Redis,
    /// Datagrams, which a mesh leaves alone.
    Udp,
}

impl Protocol {
    /// Every protocol with its name in `appProtocol` and before the dash of a port's name.
    const NAMES: [(&'static str, Self); 11] = [
        ("http", Self::Http),
        ("http2", Self::Http2),
        ("grpc", Self::Grpc),
        ("grpc-web", Self::GrpcWeb),
        ("https", Self::Https),
        ("tls", Self::Tls),
        ("tcp", Self::Tcp),
        ("mongo", Self::Mongo),
        ("mysql", Self::Mysql),
        ("redis", Self::Redis),
        ("udp", Self::Udp),
    ];

    /// Its name in `appProtocol`.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, protocol)| *protocol == self).map_or("tcp", |(name, _)| name)
    }

    /// Whether requests can be told apart: routed, retried, cut off one by one.
    pub const fn has_requests(self) -> bool {
        matches!(self, Self::Http | Self::Http2 | Self::Grpc | Self::GrpcWeb)
    }

    fn of_app_protocol(text: &str) -> Option<Self> {
        match text {
            "kubernetes.io/h2c" => Some(Self::Http2),
            "kubernetes.io/ws" => Some(Self::Http),
            "kubernetes.io/wss" => Some(Self::Https),
            other => Self::NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(other)).map(|(_, own)| *own),
        }
    }

    fn of_port_name(name: &str) -> Option<Self> {
        if name.starts_with("grpc-web") {
            return Some(Self::GrpcWeb);
        }
        let prefix = name.split('-').next().unwrap_or_default();
        Self::NAMES.iter().find(|(own, _)| *own == prefix).map(|(_, protocol)| *protocol)
    }

    /// The protocol that has this port by custom, where no other one does. Those whose server speaks first, or that
    /// are no HTTP, matter most.
    const fn of_number(number: u16) -> Option<Self> {
        match number {
            80 => Some(Self::Http),
            443 => Some(Self::Https),
            3306 => Some(Self::Mysql),
            6379 => Some(Self::Redis),
            27017 => Some(Self::Mongo),
            50051 => Some(Self::Grpc),
            // Mail, LDAP, SQL Server, Oracle, ZooKeeper, NATS, PostgreSQL, AMQP, Cassandra, Kafka, Memcached, CockroachDB.
            25 | 389 | 1433 | 1521 | 2181 | 4222 | 5432 | 5672 | 9042 | 9092 | 11211 | 26257 => Some(Self::Tcp),
            _ => None,
        }
    }
}

/// What is known of a port's protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Language {
    /// The Service says it.
    Declared(Protocol),
    /// The design shows it; the words say how, after “because”.
    Shown(Protocol, String),
    /// Nothing shows it: the mesh will look at the first bytes.
    Unknown,
}

impl Language {
    /// The protocol, where it is known.
    pub const fn protocol(&self) -> Option<Protocol> {
        match self {
            Self::Declared(protocol) | Self::Shown(protocol, _) => Some(*protocol),
            Self::Unknown => None,
        }
    }
}

fn declared(port: &ServicePort) -> Option<Protocol> {
    if port.protocol == PortProtocol::Udp {
        return Some(Protocol::Udp);
    }
    Protocol::of_app_protocol(&port.app_protocol).or_else(|| Protocol::of_port_name(&port.name))
}

/// What is spoken on a Service's port: its own word, then another Service's about the same container port, then a probe
/// of that port, then its name, then its number.
pub(super) fn language(design: &Design, all: &[Served], served: &Served, port: &ServicePort) -> Language {
    if let Some(protocol) = declared(port) {
        return Language::Declared(protocol);
    }
    // Something else was said that we do not know: it stands.
    if !port.app_protocol.is_empty() || port.protocol != PortProtocol::Tcp {
        return Language::Unknown;
    }
    let targets = served.targets(design, port);
    for other in all.iter().filter(|other| other.namespace == served.namespace) {
        for sibling in &other.service.ports {
            if let Some(protocol) = declared(sibling)
                && other.targets(design, sibling).iter().any(|target| targets.contains(target))
            {
                return Language::Shown(
                    protocol,
                    format!("the Service {} says so of the same port", other.service.name),
                );
            }
        }
    }
    for (index, number) in &targets {
        let containers = design.workloads.get(*index).into_iter().flat_map(|workload| &workload.containers);
        for container in containers {
            if let Some(shown) = shown_by(container, *number) {
                return shown;
            }
        }
    }
    for number in targets.iter().map(|(_, number)| *number).chain([port.port]) {
        if let Some(protocol) = Protocol::of_number(number) {
            return Language::Shown(protocol, format!("{number} is its usual port"));
        }
    }
    Language::Unknown
}

/// What a container's probes and its own name for a port say of it.
fn shown_by(container: &Container, number: u16) -> Option<Language> {
    let own = container.ports.iter().find(|port| port.number == number);
    let is_here = |port: &ProbePort| match port {
        ProbePort::Number(probed) => *probed == number,
        ProbePort::Name(name) => own.is_some_and(|port| port.name == *name),
    };
    let probes = [&container.readiness, &container.liveness, &container.startup];
    for probe in probes.into_iter().flatten() {
        let protocol = match &probe.action {
            ProbeAction::Grpc { port, .. } if *port == number => Protocol::Grpc,
            ProbeAction::Http { port, https: true, .. } if is_here(port) => Protocol::Https,
            ProbeAction::Http { port, .. } if is_here(port) => Protocol::Http,
            _ => continue,
        };
        return Some(Language::Shown(protocol, format!("a probe of the container {} speaks it", container.name)));
    }
    let protocol = Protocol::of_port_name(&own?.name)?;
    Some(Language::Shown(protocol, format!("the container {} calls the port so", container.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_istios() {
        let port = |name: &str, app_protocol: &str| ServicePort {
            name: name.into(),
            port: 9,
            app_protocol: app_protocol.into(),
            ..ServicePort::default()
        };
        for (name, app_protocol, protocol) in [
            ("http", "", Some(Protocol::Http)),
            ("http-web", "", Some(Protocol::Http)),
            ("httpx", "", None),
            ("grpc-web-a", "", Some(Protocol::GrpcWeb)),
            ("redis-service", "", Some(Protocol::Redis)),
            ("web", "kubernetes.io/h2c", Some(Protocol::Http2)),
            ("tcp-x", "HTTP", Some(Protocol::Http)),
            ("", "", None),
        ] {
            assert_eq!(declared(&port(name, app_protocol)), protocol, "{name} {app_protocol}");
        }
        assert!(Protocol::NAMES.iter().all(|(name, protocol)| protocol.name() == *name));
    }
}
