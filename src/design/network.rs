//! How workloads are reached.

use super::{PortProtocol, ProbePort, SourceLine, is_default};
use crate::order::Map;
use serde::{Deserialize, Serialize};

/// How a Service appears.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum ServiceKind {
    /// One address within the cluster.
    #[default]
    ClusterIP,
    /// No address of its own: DNS names each pod.
    Headless,
    /// A port on every node.
    NodePort,
    /// A load balancer outside.
    LoadBalancer,
    /// A DNS name elsewhere.
    ExternalName(String),
}

/// Whether a client stays with its pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum SessionAffinity {
    /// No.
    #[default]
    None,
    /// By its address.
    ClientIP,
}

/// A port of a Service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ServicePort {
    /// Its name; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its number.
    pub port: u16,
    /// The pods' port; none for the same number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<ProbePort>,
    /// Its transport.
    #[serde(skip_serializing_if = "is_default")]
    pub protocol: PortProtocol,
    /// What is spoken on it, as Kubernetes' `appProtocol`: `http`, `grpc`, `kubernetes.io/h2c` …
    #[serde(skip_serializing_if = "String::is_empty")]
    pub app_protocol: String,
    /// The port on the nodes, where it was fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_port: Option<u16>,
}

impl ServicePort {
    /// The number the pods listen on, where it is known without them.
    pub fn target_number(&self) -> Option<u16> {
        match &self.target {
            None => Some(self.port),
            Some(ProbePort::Number(number)) => Some(*number),
            Some(ProbePort::Name(_)) => None,
        }
    }
}

/// A Service: a name and address for the pods its selector matches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Its namespace; empty for the design's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// How it appears.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: ServiceKind,
    /// The labels of its pods; empty for none (an ExternalName, or endpoints kept by hand).
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub selector: Map<String, String>,
    /// Its ports.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ports: Vec<ServicePort>,
    /// Its labels besides the usual.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub labels: Map<String, String>,
    /// Its annotations.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub annotations: Map<String, String>,
    /// Whether a client stays with its pod.
    #[serde(skip_serializing_if = "is_default")]
    pub session_affinity: SessionAffinity,
    /// Sends only to pods on the node that took the traffic in.
    #[serde(skip_serializing_if = "is_default")]
    pub local_traffic_only: bool,
    /// DNS names also pods that are not ready.
    #[serde(skip_serializing_if = "is_default")]
    pub publish_not_ready: bool,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<SourceLine>,
}

impl Service {
    /// Whether pods with these labels are behind it.
    pub fn selects(&self, labels: &Map<String, String>) -> bool {
        !self.selector.is_empty() && self.selector.iter().all(|(key, value)| labels.get(key) == Some(value))
    }
}

/// How a path is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum PathMatch {
    /// By its leading elements.
    #[default]
    Prefix,
    /// As a whole.
    Exact,
}

/// A host and path that lead in from outside.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct HostRoute {
    /// The host; empty for any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub host: String,
    /// The path; empty for `/`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// How the path is compared.
    #[serde(skip_serializing_if = "is_default")]
    pub path_match: PathMatch,
    /// The Service it leads to.
    pub service: String,
    /// The Service's namespace; empty for the design's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// The Service's port; none means its first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The Secret with the certificate; empty for plain HTTP.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tls_secret: String,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<SourceLine>,
}
