//! Which nodes a pod may and would rather run on, in Kubernetes' terms.

use super::is_default;
use crate::order::Map;
use serde::{Deserialize, Serialize};

/// How a label is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LabelOperator {
    /// One of the values.
    In,
    /// None of the values.
    NotIn,
    /// Present.
    Exists,
    /// Absent.
    DoesNotExist,
    /// Greater than the one value; nodes only.
    Gt,
    /// Less than the one value; nodes only.
    Lt,
}

/// One condition on a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LabelExpression {
    /// The label.
    pub key: String,
    /// How it is compared.
    pub operator: LabelOperator,
    /// With what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

/// Which pods are meant; all conditions hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct LabelSelector {
    /// Labels with these values.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub match_labels: Map<String, String>,
    /// Further conditions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub match_expressions: Vec<LabelExpression>,
}

/// Conditions on a node; all hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeSelectorTerm {
    /// On its labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub match_expressions: Vec<LabelExpression>,
    /// On its fields, such as `metadata.name`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub match_fields: Vec<LabelExpression>,
}

/// Near to, or away from, other pods.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct PodAffinityTerm {
    /// The node label that says what is near.
    pub topology_key: String,
    /// Which pods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<LabelSelector>,
    /// In which namespaces; empty for the pod's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub namespaces: Vec<String>,
    /// In which namespaces, by their labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace_selector: Option<LabelSelector>,
    /// Labels whose values must equal the pod's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub match_label_keys: Vec<String>,
    /// Labels whose values must differ from the pod's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mismatch_label_keys: Vec<String>,
}

/// A wish with a weight from 1 to 100.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Weighted<T> {
    /// How much it counts.
    pub weight: u8,
    /// What is wished.
    pub term: T,
}

/// Conditions and wishes about nodes and neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Affinity {
    /// One of these must hold of the node.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub node_required: Vec<NodeSelectorTerm>,
    /// Each of these is wished of the node.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub node_preferred: Vec<Weighted<NodeSelectorTerm>>,
    /// Must be near.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub near_required: Vec<PodAffinityTerm>,
    /// Would be near.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub near_preferred: Vec<Weighted<PodAffinityTerm>>,
    /// Must be away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart_required: Vec<PodAffinityTerm>,
    /// Would be away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart_preferred: Vec<Weighted<PodAffinityTerm>>,
}

/// What happens when a spread cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum WhenUnsatisfiable {
    /// The pod waits.
    #[default]
    DoNotSchedule,
    /// The pod is placed as well as it goes.
    ScheduleAnyway,
}

/// Whether a node that the pod's selector or tolerations rule out counts as a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum InclusionPolicy {
    /// It does not.
    Honor,
    /// It does.
    Ignore,
}

/// A topology spread constraint.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Spread {
    /// The most that two domains may differ by.
    pub max_skew: u32,
    /// The node label whose values are the domains.
    pub topology_key: String,
    /// When it cannot be kept.
    #[serde(skip_serializing_if = "is_default")]
    pub when_unsatisfiable: WhenUnsatisfiable,
    /// Which pods are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<LabelSelector>,
    /// The least number of domains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_domains: Option<u32>,
    /// Labels whose values must equal the pod's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub match_label_keys: Vec<String>,
    /// Whether nodes that affinity rules out count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_affinity_policy: Option<InclusionPolicy>,
    /// Whether nodes that taints rule out count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_taints_policy: Option<InclusionPolicy>,
}

/// What a taint does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TaintEffect {
    /// Keeps pods away.
    NoSchedule,
    /// Keeps pods away where it can.
    PreferNoSchedule,
    /// Drives running pods off.
    NoExecute,
}

/// A mark on a node that keeps pods away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Taint {
    /// Its key.
    pub key: String,
    /// Its value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// What it does.
    pub effect: TaintEffect,
}

/// How a toleration compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum TolerationOperator {
    /// Key and value.
    #[default]
    Equal,
    /// The key alone.
    Exists,
}

/// A taint the pod puts up with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Toleration {
    /// The taint's key; empty (with `Exists`) for all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// How it compares.
    #[serde(skip_serializing_if = "is_default")]
    pub operator: TolerationOperator,
    /// The taint's value.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The taint's effect; none for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<TaintEffect>,
    /// How long after a `NoExecute` taint the pod stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}
