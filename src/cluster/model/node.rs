//! Nodes, their taints, and what tolerates them.

use super::{Labels, Resources};

/// A machine of the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
    /// Its taints.
    pub taints: Vec<Taint>,
    /// Whether it was cordoned.
    pub unschedulable: bool,
    /// What pods may ask for on it.
    pub allocatable: Resources,
    /// The images it holds.
    pub images: Vec<Image>,
    /// How many volumes of a storage driver may be attached to it, by the driver's name (`CSINode`).
    pub attach_limits: Vec<(String, i64)>,
}

/// An image on a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// All its names.
    pub names: Vec<String>,
    /// In bytes.
    pub size: i64,
}

/// What a taint does to pods that do not tolerate it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// None comes here.
    NoSchedule,
    /// None comes here where there is another way.
    PreferNoSchedule,
    /// None comes or stays here.
    NoExecute,
}

/// A mark that keeps pods away.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Taint {
    /// Its key.
    pub key: String,
    /// Its value; may be empty.
    pub value: String,
    /// What it does.
    pub effect: Effect,
}

impl Taint {
    /// Whether it keeps pods away altogether.
    pub fn is_hard(&self) -> bool {
        self.effect != Effect::PreferNoSchedule
    }
}

/// How a toleration compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TolerationOperator {
    /// Key and value are the same.
    Equal,
    /// The key is the same.
    Exists,
    /// The taint's value is a number above (behind a gate since 1.35).
    Gt,
    /// The taint's value is a number below (behind a gate since 1.35).
    Lt,
}

/// What a pod puts up with (`k8s.io/component-helpers/scheduling/corev1`, `ToleratesTaint`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Toleration {
    /// The taint's key; empty is any.
    pub key: String,
    /// How it is compared.
    pub operator: TolerationOperator,
    /// With what.
    pub value: String,
    /// The effect; none is any.
    pub effect: Option<Effect>,
}

impl Toleration {
    /// Whether a pod with it puts up with a taint.
    pub fn tolerates(&self, taint: &Taint) -> bool {
        if self.effect.is_some_and(|effect| effect != taint.effect) {
            return false;
        }
        if !self.key.is_empty() && self.key != taint.key {
            return false;
        }
        let numbers = || Some((taint.value.parse::<i64>().ok()?, self.value.parse::<i64>().ok()?));
        match self.operator {
            TolerationOperator::Exists => true,
            TolerationOperator::Equal => self.value == taint.value,
            TolerationOperator::Gt => numbers().is_some_and(|(have, bound)| have > bound),
            TolerationOperator::Lt => numbers().is_some_and(|(have, bound)| have < bound),
        }
    }
}

impl Node {
    /// The value of the label that says its zone; the older one where the newer is missing.
    pub fn zone(&self) -> Option<&str> {
        self.labels
            .get("topology.kubernetes.io/zone")
            .or_else(|| self.labels.get("failure-domain.beta.kubernetes.io/zone"))
    }

    /// The value of the label that says its region.
    pub fn region(&self) -> Option<&str> {
        let newer = self.labels.get("topology.kubernetes.io/region");
        newer.or_else(|| self.labels.get("failure-domain.beta.kubernetes.io/region"))
    }

    /// The first hard taint that none of the tolerations tolerates.
    pub fn untolerated(&self, tolerations: &[Toleration]) -> Option<&Taint> {
        self.taints.iter().filter(|taint| taint.is_hard()).find(|taint| !tolerations.iter().any(|t| t.tolerates(taint)))
    }
}
