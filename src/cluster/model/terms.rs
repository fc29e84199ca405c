//! What a pod says about nodes and about other pods.

use super::{Labels, Node, Requirement, Selector};

/// Conditions on one node: all of them must be met, and there must be one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct NodeTerm {
    /// On its labels.
    pub expressions: Vec<Requirement>,
    /// On its fields, of which there is one: `metadata.name`.
    pub fields: Vec<Requirement>,
}

impl NodeTerm {
    /// Whether a node meets it.
    pub fn matches(&self, node: &Node) -> bool {
        let said = !self.expressions.is_empty() || !self.fields.is_empty();
        said && self.expressions.iter().all(|one| one.is_met_by(node.labels.get(&one.key)))
            && self.fields.iter().all(|one| one.key == "metadata.name" && one.is_met_by(Some(&node.name)))
    }
}

/// How evenly pods lie over a topology.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spread {
    /// How far apart the counts may be.
    pub max_skew: i64,
    /// The label of nodes that makes the domains.
    pub key: String,
    /// `DoNotSchedule`; otherwise it only counts in the score.
    pub hard: bool,
    /// Which pods are counted, `matchLabelKeys` included; none where no selector was given, which counts nothing.
    pub selector: Option<Selector>,
    /// With fewer domains than this the smallest count is taken as 0.
    pub min_domains: i64,
    /// Whether only nodes the pod's own affinity allows are counted.
    pub honors_affinity: bool,
    /// Whether only nodes whose taints the pod tolerates are counted.
    pub honors_taints: bool,
}

/// Which pods a pod wants near it, or far.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AffinityTerm {
    /// The label of nodes that says what is near.
    pub key: String,
    /// Which pods, `matchLabelKeys` and `mismatchLabelKeys` included; none selects none.
    pub selector: Option<Selector>,
    /// In which namespaces.
    pub namespaces: Vec<String>,
    /// And in those with such labels.
    pub namespace_selector: Option<Selector>,
}

impl AffinityTerm {
    /// Whether it means a pod of that namespace with these labels.
    pub fn matches(&self, namespace: &str, namespace_labels: &Labels, labels: &Labels) -> bool {
        let here = self.namespaces.iter().any(|one| one == namespace)
            || self.namespace_selector.as_ref().is_some_and(|selector| selector.selects(namespace_labels));
        here && self.selector.as_ref().is_some_and(|selector| selector.selects(labels))
    }
}
