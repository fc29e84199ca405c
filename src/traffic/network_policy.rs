//! Kubernetes' NetworkPolicy.

use super::field::{items, number, selector, text, texts};
use super::object::{Meta, Object};
use crate::cluster::model::Selector;
use crate::order::Gather;
use crate::yaml::read::Node;

/// Who is let through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Peer {
    /// Pods.
    pub pods: Option<Selector>,
    /// Namespaces; none for the policy's own.
    pub namespaces: Option<Selector>,
    /// Addresses, and those among them that are not meant.
    pub block: Option<(String, Vec<String>)>,
}

/// A port that is let through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyPort {
    /// TCP, UDP or SCTP.
    pub protocol: String,
    /// Number or name; empty for all.
    pub port: String,
    /// The last of a range.
    pub end: Option<u32>,
}

/// One way through: any of the peers, on any of the ports; an empty list is all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opening {
    /// The line.
    pub line: u32,
    /// Who.
    pub peers: Vec<Peer>,
    /// Where.
    pub ports: Vec<PolicyPort>,
}

/// A NetworkPolicy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkPolicy {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Which pods.
    pub pods: Selector,
    /// Ways in; none where it does not speak of them.
    pub ingress: Option<Vec<Opening>>,
    /// Ways out; none where it does not speak of them.
    pub egress: Option<Vec<Opening>>,
}

fn opening(node: &Node, side: &str) -> Opening {
    let block = |node: &Node| (text(node, "cidr").to_owned(), texts(node, &["except"]));
    let peer = |node: &Node| Peer {
        pods: node.get("podSelector").map(selector),
        namespaces: node.get("namespaceSelector").map(selector),
        block: node.get("ipBlock").map(block),
    };
    let port = |node: &Node| PolicyPort {
        protocol: Some(text(node, "protocol")).filter(|said| !said.is_empty()).unwrap_or("TCP").to_owned(),
        port: text(node, "port").to_owned(),
        end: number(node, "endPort"),
    };
    Opening {
        line: node.at.line,
        peers: items(node, &[side]).iter().map(peer).gather(),
        ports: items(node, &["ports"]).iter().map(port).gather(),
    }
}

impl NetworkPolicy {
    /// Out of its object.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let types = texts(spec, &["policyTypes"]);
        let speaks = |name: &str, unsaid: bool| if types.is_empty() { unsaid } else { types.iter().any(|t| t == name) };
        let ways = |key, side| items(spec, &[key]).iter().map(|node| opening(node, side)).gather();
        Some(Self {
            pods: spec.get("podSelector").map(selector).unwrap_or_default(),
            ingress: speaks("Ingress", true).then(|| ways("ingress", "from")),
            egress: speaks("Egress", spec.get("egress").is_some()).then(|| ways("egress", "to")),
            meta: object.meta.clone(),
        })
    }
}
