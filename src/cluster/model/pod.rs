//! What is the same for all pods of one workload.

use super::{AffinityTerm, Labels, Node, NodeTerm, Resources, Selector, Spread, Toleration};

/// A port of the node itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostPort {
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: String,
    /// The node's address; `0.0.0.0` is all.
    pub address: String,
    /// Its number.
    pub port: i64,
}

impl HostPort {
    /// Whether both cannot be had on one node (`HostPortInfo.CheckConflict`).
    pub fn conflicts_with(&self, other: &Self) -> bool {
        const ALL: &str = "0.0.0.0";
        let same_address = self.address == other.address || self.address == ALL || other.address == ALL;
        same_address && self.protocol == other.protocol && self.port == other.port
    }
}

/// Everything the scheduler looks at in a pod.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct PodSpec {
    /// Its namespace.
    pub namespace: String,
    /// Its labels.
    pub labels: Labels,
    /// What it asks for in all.
    pub requests: Resources,
    /// The same with the least that scoring takes a container to need: cpu in thousandths and memory in bytes.
    pub scored: (i64, i64),
    /// Its priority.
    pub priority: i32,
    /// `preemptionPolicy: Never`.
    pub never_preempts: bool,
    /// Who schedules it.
    pub scheduler: String,
    /// Labels its node must have.
    pub node_selector: Vec<(String, String)>,
    /// What its node must meet: one of these.
    pub required_nodes: Option<Vec<NodeTerm>>,
    /// What its node had better meet, with weights.
    pub preferred_nodes: Vec<(i64, NodeTerm)>,
    /// What it puts up with.
    pub tolerations: Vec<Toleration>,
    /// How it is spread.
    pub spread: Vec<Spread>,
    /// Pods that must be near.
    pub affinity: Vec<AffinityTerm>,
    /// Pods that must be far.
    pub anti_affinity: Vec<AffinityTerm>,
    /// Pods that had better be near, with weights.
    pub preferred_affinity: Vec<(i64, AffinityTerm)>,
    /// Pods that had better be far, with weights.
    pub preferred_anti_affinity: Vec<(i64, AffinityTerm)>,
    /// Ports of the node it takes.
    pub host_ports: Vec<HostPort>,
    /// The images of its containers, with tags.
    pub images: Vec<String>,
    /// Claims to volumes, by name.
    pub claims: Vec<String>,
    /// Held back by scheduling gates.
    pub gates: Vec<String>,
    /// The selector of the ReplicaSet, ReplicationController or StatefulSet that owns it, for the default spread.
    pub owner_selector: Option<Selector>,
    /// On its way out: it takes room but does not count in spreads.
    pub terminating: bool,
}

impl PodSpec {
    /// Whether a node meets its selector and its required affinity (`RequiredNodeAffinity.Match`).
    pub fn may_run_on(&self, node: &Node) -> bool {
        self.node_selector.iter().all(|(key, value)| node.labels.get(key) == Some(value))
            && self.required_nodes.as_ref().is_none_or(|terms| terms.iter().any(|term| term.matches(node)))
    }
}
