//! Istio's DestinationRule, and how its policies are put together.

use super::field::{items, labels, number, text, texts};
use super::object::{Meta, Object};
use crate::cluster::model::Labels;
use crate::order::Gather;
use crate::yaml::read::Node;

/// The parts of a policy that replace one another whole.
pub const PARTS: [&str; 4] = ["loadBalancer", "connectionPool", "outlierDetection", "tls"];

/// A traffic policy; each part is a piece of the document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TrafficPolicy {
    /// The parts in the order of [`PARTS`].
    pub parts: [Option<Node>; 4],
    /// Policies for single ports.
    pub ports: Vec<(u16, [Option<Node>; 4])>,
}

fn parts(node: &Node) -> [Option<Node>; 4] {
    PARTS.map(|key| node.get(key).cloned())
}

impl TrafficPolicy {
    fn of(node: &Node) -> Self {
        let port = |one: &Node| {
            let number = one.get("port").and_then(|port| number(port, "number"))?;
            Some((u16::try_from(number).ok()?, parts(one)))
        };
        Self { parts: parts(node), ports: items(node, &["portLevelSettings"]).iter().filter_map(port).gather() }
    }

    /// What holds for a port: a policy for the port stands in place of all of it, and what it leaves out is Istio's
    /// default.
    fn for_port(&self, port: u16) -> Option<&[Option<Node>; 4]> {
        self.ports.iter().find(|(number, _)| *number == port).map(|(_, parts)| parts)
    }

    /// A part by its name.
    pub fn part(&self, name: &str) -> Option<&Node> {
        let at = PARTS.iter().position(|part| *part == name)?;
        self.parts.get(at)?.as_ref()
    }
}

/// Some of a host's pods.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subset {
    /// The line.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// The labels its pods have.
    pub labels: Labels,
    /// What holds for it.
    pub policy: Option<TrafficPolicy>,
}

/// A DestinationRule.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DestinationRule {
    /// What it is and where it stands.
    pub meta: Meta,
    /// The host as it is said.
    pub host: String,
    /// What holds for all of it.
    pub policy: Option<TrafficPolicy>,
    /// Its subsets.
    pub subsets: Vec<Subset>,
    /// Namespaces that may see it.
    pub export_to: Vec<String>,
    /// Labels of the callers it is for; none for all.
    pub callers: Labels,
}

impl DestinationRule {
    /// Out of its object.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let subset = |node: &Node| Subset {
            line: node.at.line,
            name: text(node, "name").to_owned(),
            labels: labels(node, &["labels"]),
            policy: node.get("trafficPolicy").map(TrafficPolicy::of),
        };
        Some(Self {
            host: text(spec, "host").to_owned(),
            policy: spec.get("trafficPolicy").map(TrafficPolicy::of),
            subsets: items(spec, &["subsets"]).iter().map(subset).gather(),
            export_to: texts(spec, &["exportTo"]),
            callers: labels(spec, &["workloadSelector", "matchLabels"]),
            meta: object.meta.clone(),
        })
    }

    /// The policy for a subset and a port: the host's own, then the subset's part by part, each with its port's.
    pub fn merged(&self, subset: &str, port: u16) -> [Option<Node>; 4] {
        let mut merged: [Option<Node>; 4] = Default::default();
        let of_subset = self.subsets.iter().find(|one| one.name == subset).and_then(|one| one.policy.as_ref());
        for policy in self.policy.iter().chain(of_subset) {
            match policy.for_port(port) {
                Some(parts) => merged.clone_from(parts),
                None => {
                    for (own, said) in merged.iter_mut().zip(&policy.parts).filter(|(_, said)| said.is_some()) {
                        own.clone_from(said);
                    }
                }
            }
        }
        merged
    }
}
