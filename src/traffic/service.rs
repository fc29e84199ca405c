//! What a host stands for: a Kubernetes Service, or a ServiceEntry.

use super::field::{items, number, plain_selector, text, texts};
use super::host;
use super::object::{Meta, Object};
use crate::cluster::model::Selector;
use crate::order::Gather;
use crate::yaml::read::Node;

/// A port of a Service or of a ServiceEntry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServedPort {
    /// The line.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// Its number.
    pub number: u16,
    /// The pods' port, a number or a name; empty where it is the same.
    pub target: String,
    /// The protocol as it is said: `appProtocol`, the beginning of the name, or the ServiceEntry's own word.
    pub protocol: String,
    /// Whether it is of UDP.
    pub udp: bool,
}

/// The protocols Istio knows in a port's name.
pub const PROTOCOLS: [&str; 13] =
    ["grpc", "grpc-web", "http", "http2", "https", "mongo", "mysql", "redis", "tcp", "tls", "udp", "http3", "hbone"];

impl ServedPort {
    /// Whether requests on it are understood; what says nothing is found out by looking, and counts.
    pub fn is_http(&self) -> bool {
        matches!(self.protocol.as_str(), "" | "http" | "http2" | "grpc" | "grpc-web" | "http3")
    }
}

/// A host with its ports, and whose pods answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Service {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Its hosts in full; a Service has one.
    pub hosts: Vec<String>,
    /// Its ports.
    pub ports: Vec<ServedPort>,
    /// Which pods answer; none where it names none.
    pub selector: Option<Selector>,
    /// `spec.type`; for a ServiceEntry its `location`.
    pub make: String,
    /// Whether it has no address of its own.
    pub headless: bool,
    /// The host an ExternalName leads to.
    pub external_name: String,
    /// Whether it is a ServiceEntry.
    pub is_entry: bool,
    /// `spec.resolution` of a ServiceEntry.
    pub resolution: String,
    /// Addresses of a ServiceEntry.
    pub addresses: Vec<String>,
    /// Endpoints of a ServiceEntry that stand in it.
    pub endpoints: usize,
    /// Namespaces that may see it.
    pub export_to: Vec<String>,
}

fn protocol_of(port: &Node) -> String {
    let said = text(port, "appProtocol").to_ascii_lowercase();
    if !said.is_empty() {
        let known = said.trim_start_matches("kubernetes.io/");
        return if known == "h2c" || known == "ws" { "http2".to_owned() } else { known.to_owned() };
    }
    let name = text(port, "name").to_ascii_lowercase();
    let mut first = name.split('-').next().unwrap_or_default().to_owned();
    if name.starts_with("grpc-web") {
        "grpc-web".clone_into(&mut first);
    }
    if PROTOCOLS.contains(&first.as_str()) { first } else { String::new() }
}

fn small(number: Option<u32>) -> u16 {
    number.and_then(|number| u16::try_from(number).ok()).unwrap_or_default()
}

impl Service {
    /// A Service out of its object.
    pub(super) fn of_service(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let port = |port: &Node| ServedPort {
            line: port.at.line,
            name: text(port, "name").to_owned(),
            number: small(number(port, "port")),
            target: text(port, "targetPort").to_owned(),
            protocol: protocol_of(port),
            udp: text(port, "protocol") == "UDP",
        };
        let annotated = object.annotation("networking.istio.io/exportTo").unwrap_or_default();
        Some(Self {
            hosts: vec![format!("{}.{}.{}", object.meta.name, object.meta.namespace, host::CLUSTER)],
            ports: items(spec, &["ports"]).iter().map(port).gather(),
            selector: Some(plain_selector(spec, &["selector"])).filter(|selector| !selector.is_empty()),
            make: text(spec, "type").to_owned(),
            headless: text(spec, "clusterIP") == "None",
            external_name: text(spec, "externalName").to_owned(),
            export_to: annotated.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).gather(),
            meta: object.meta.clone(),
            ..Self::default()
        })
    }

    /// A ServiceEntry out of its object.
    pub(super) fn of_entry(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let port = |port: &Node| ServedPort {
            line: port.at.line,
            name: text(port, "name").to_owned(),
            number: small(number(port, "number")),
            target: text(port, "targetPort").to_owned(),
            protocol: text(port, "protocol").to_ascii_lowercase(),
            udp: text(port, "protocol") == "UDP",
        };
        Some(Self {
            hosts: texts(spec, &["hosts"]),
            ports: items(spec, &["ports"]).iter().map(port).gather(),
            selector: spec.get("workloadSelector").map(|node| plain_selector(node, &["labels"])),
            make: text(spec, "location").to_owned(),
            is_entry: true,
            resolution: text(spec, "resolution").to_owned(),
            addresses: texts(spec, &["addresses"]),
            endpoints: items(spec, &["endpoints"]).len(),
            export_to: texts(spec, &["exportTo"]),
            meta: object.meta.clone(),
            ..Self::default()
        })
    }
}
