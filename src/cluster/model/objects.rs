//! All that is in a cluster.

use super::{Labels, Node, NodeTerm, PodSpec, Selector, Shared};
use crate::order::Map;
use std::collections::BTreeSet;

/// A share of something: a count or a percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// So many.
    Count(i64),
    /// So many of a hundred.
    Percent(i64),
}

impl Share {
    /// How many of a number that is, rounded up as `intstr.GetScaledValueFromIntOrPercent` does for budgets.
    pub fn of(self, number: i64) -> i64 {
        match self {
            Self::Count(count) => count,
            Self::Percent(percent) => {
                let product = percent.saturating_mul(number);
                product / 100 + i64::from(product % 100 > 0)
            }
        }
    }
}

/// A PodDisruptionBudget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Where it holds.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// For which pods; an empty one is for none here.
    pub selector: Option<Selector>,
    /// How many must stay.
    pub min_available: Option<Share>,
    /// How many may be missing.
    pub max_unavailable: Option<Share>,
}

/// A Service, of which the default spread takes the selector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Where it is.
    pub namespace: String,
    /// Labels of its pods.
    pub selector: Vec<(String, String)>,
}

/// A PersistentVolume, as far as it ties pods to nodes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Volume {
    /// Its name.
    pub name: String,
    /// Its labels, of which those for zone and region count.
    pub labels: Labels,
    /// The nodes that reach it: one of these; none for all.
    pub nodes: Option<Vec<NodeTerm>>,
    /// The storage driver it is of, and what that knows it by.
    pub driver: Option<(String, String)>,
}

/// When a claim gets its volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// It has this one.
    Bound(String),
    /// When its first pod is placed.
    WithPod,
    /// Before any pod, and it has none yet.
    Missing,
}

/// A PersistentVolumeClaim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Where it is.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its volume.
    pub binding: Binding,
    /// One pod alone may use it: `ReadWriteOncePod`.
    pub is_for_one_pod: bool,
    /// The storage driver of its class, which makes the volume it does not have yet.
    pub driver: Option<String>,
}

/// What made pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    /// `Deployment`, `Pod` and so on.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// What its pods' names begin with.
    pub prefix: String,
    /// Whether something makes new pods for those that go.
    pub recreates: bool,
    /// The specification, an index into [`Cluster::specs`], when it runs one pod on every node that suits.
    pub everywhere: Option<usize>,
}

/// How a workload changes its pods for newer ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rollout {
    /// Index into [`Cluster::workloads`].
    pub workload: usize,
    /// How many pods may be there in addition.
    pub surge: Share,
    /// How many may be missing.
    pub unavailable: Share,
}

/// A HorizontalPodAutoscaler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Autoscaler {
    /// Where it and what it scales are.
    pub namespace: String,
    /// The kind of what it scales.
    pub kind: String,
    /// And its name.
    pub name: String,
    /// The fewest pods it leaves.
    pub least: i64,
    /// The most it makes.
    pub most: i64,
}

/// One pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pod {
    /// Index into [`Cluster::specs`].
    pub spec: usize,
    /// Index into [`Cluster::workloads`].
    pub workload: usize,
    /// Which of the workload's, from 0.
    pub ordinal: usize,
    /// The node it runs on already, by name.
    pub runs_on: Option<String>,
    /// The only node it is meant for, by name: pods of DaemonSets.
    pub meant_for: Option<String>,
    /// Its own name, where it is not made of its workload's.
    pub name: Option<String>,
}

/// Everything given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cluster {
    /// The nodes, in the order given.
    pub nodes: Vec<Node>,
    /// What pods say, each once.
    pub specs: Shared<PodSpec>,
    /// What made the pods.
    pub workloads: Shared<Workload>,
    /// The pods, in the order they were made.
    pub pods: Shared<Pod>,
    /// Labels of namespaces.
    pub namespaces: Map<String, Labels>,
    /// Budgets.
    pub budgets: Vec<Budget>,
    /// Services.
    pub services: Vec<Service>,
    /// Volumes.
    pub volumes: Vec<Volume>,
    /// How workloads roll out that say so themselves.
    pub rollouts: Vec<Rollout>,
    /// Autoscalers of pods.
    pub autoscalers: Vec<Autoscaler>,
    /// Claims; when none at all are given, claims that pods name are taken as met anywhere.
    pub claims: Vec<Claim>,
}

impl Cluster {
    /// A pod's name.
    pub fn name_of(&self, pod: &Pod) -> String {
        match (&pod.name, self.workloads.get(pod.workload)) {
            (Some(name), _) => name.clone(),
            (None, Some(workload)) => format!("{}-{}", workload.prefix, pod.ordinal),
            (None, None) => String::new(),
        }
    }

    /// A namespace's labels: those given, and its name, which the API server adds.
    pub fn namespace_labels(&self, namespace: &str) -> Labels {
        let mut labels = self.namespaces.get(namespace).cloned().unwrap_or_default();
        labels.set("kubernetes.io/metadata.name", namespace);
        labels
    }

    /// The pods of DaemonSets: one for every node that suits (`NodeShouldRunDaemonPod`): affinity and taints are met
    /// and none of the set runs there yet.
    #[must_use]
    pub fn with_daemons(mut self) -> Self {
        let mut made = Vec::new();
        for (index, workload) in self.workloads.iter().enumerate() {
            let Some(spec) = workload.everywhere else { continue };
            let Some(pod) = self.specs.get(spec) else { continue };
            let there: BTreeSet<&str> =
                self.pods.iter().filter(|pod| pod.workload == index).filter_map(|pod| pod.runs_on.as_deref()).collect();
            let suits = |node: &&Node| {
                pod.may_run_on(node)
                    && node.untolerated(&pod.tolerations).is_none()
                    && !there.contains(node.name.as_str())
            };
            for (ordinal, node) in self.nodes.iter().filter(suits).enumerate() {
                let meant_for = Some(node.name.clone());
                made.push(Pod { spec, workload: index, ordinal, runs_on: None, meant_for, name: None });
            }
        }
        self.pods.splice(0..0, made);
        self
    }
}
