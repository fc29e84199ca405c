//! Istio's Sidecar: what a proxy knows of.

use super::field::{items, number, plain_selector, text, texts};
use super::host;
use super::object::{Meta, Object};
use crate::cluster::model::Selector;
use crate::order::Gather;
use crate::yaml::read::Node;

/// Hosts a proxy knows, perhaps on one port alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Egress {
    /// The line.
    pub line: u32,
    /// The port; none for all.
    pub port: Option<u32>,
    /// `namespace/host`.
    pub hosts: Vec<String>,
}

/// A Sidecar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sidecar {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Which pods; none for all of its namespace.
    pub selector: Option<Selector>,
    /// What they know; none where it does not say.
    pub egress: Option<Vec<Egress>>,
    /// What becomes of other hosts; empty where it does not say.
    pub outbound: String,
}

impl Sidecar {
    /// Out of its object.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let egress = |node: &Node| Egress {
            line: node.at.line,
            port: node.get("port").and_then(|port| number(port, "number")),
            hosts: texts(node, &["hosts"]),
        };
        Some(Self {
            selector: spec.get("workloadSelector").map(|node| plain_selector(node, &["labels"])),
            egress: spec.get("egress").map(|_| items(spec, &["egress"]).iter().map(egress).gather()),
            outbound: spec.get("outboundTrafficPolicy").map(|node| text(node, "mode").to_owned()).unwrap_or_default(),
            meta: object.meta.clone(),
        })
    }

    /// Whether a proxy in a namespace knows a host of another through it.
    pub fn knows(&self, own: &str, host_namespace: &str, name: &str, port: u16) -> bool {
        let Some(egress) = &self.egress else { return true };
        egress.iter().filter(|one| one.port.is_none_or(|own| own == u32::from(port))).any(|one| {
            one.hosts.iter().any(|said| {
                let (namespace, pattern) = host::parted(said, own);
                (namespace == "*" || namespace == host_namespace) && host::covers(pattern, name)
            })
        })
    }
}
