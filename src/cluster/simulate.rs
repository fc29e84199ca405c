//! The whole question: a cluster as it was read, with the pods of its DaemonSets, placed; and what the loss of a zone
//! does to it.

use super::facts::Facts;
use super::model::{Cluster, Pod};
use super::scheduler::{Explanation, Fate, Progress, Run, Settings, Work, schedule, schedule_until};
use std::collections::BTreeSet;

/// Where one pod is in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// On a node, by name.
    On(String),
    /// It waits.
    Waits(Explanation),
    /// It had to go for another, by name, and nothing makes it anew.
    Displaced(String),
    /// Its node is gone, and nothing makes it anew.
    Lost(String),
    /// Its turn did not come.
    Untried,
}

/// A pod whose node went away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Index of the pod.
    pub pod: usize,
    /// The node it was on.
    pub from: String,
}

/// A pod that nothing makes anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostPod {
    /// Namespace and name.
    pub name: String,
    /// The node it was on.
    pub node: String,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The cluster with all its pods.
    pub cluster: Cluster,
    /// What became of each.
    pub run: Run,
}

impl Outcome {
    /// How many pods have a node.
    pub fn placed(&self) -> usize {
        self.run.fates.iter().filter(|fate| matches!(fate, Fate::On(_))).count()
    }

    /// How many wait.
    pub fn pending(&self) -> usize {
        self.run.fates.iter().filter(|fate| matches!(fate, Fate::Waits(_))).count()
    }

    /// How much was done.
    pub fn work(&self) -> Work {
        self.run.work
    }

    /// Where a pod is.
    pub fn placement(&self, at: usize) -> Option<Placement> {
        let pod = self.cluster.pods.get(at)?;
        Some(match *self.run.fates.get(at)? {
            Fate::On(node) => Placement::On(self.cluster.nodes.get(node)?.name.clone()),
            Fate::Waits(why) => Placement::Waits(self.run.explanations.get(why)?.clone()),
            Fate::Displaced { by } => Placement::Displaced(self.name(self.cluster.pods.get(by)?)),
            Fate::Lost => Placement::Lost(pod.runs_on.clone().unwrap_or_default()),
            Fate::Untried => Placement::Untried,
        })
    }

    /// Namespace and name of a pod.
    pub fn name(&self, pod: &Pod) -> String {
        let namespace = self.cluster.specs.get(pod.spec).map_or("", |spec| spec.namespace.as_str());
        format!("{namespace}/{}", self.cluster.name_of(pod))
    }
}

/// Places everything.
pub fn simulate(cluster: Cluster, settings: &Settings, facts: &Facts) -> Outcome {
    simulate_until(cluster, settings, facts, &mut |_| true)
}

/// Places everything, and asks every now and then whether to go on.
pub fn simulate_until(
    cluster: Cluster,
    settings: &Settings,
    facts: &Facts,
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> Outcome {
    let cluster = cluster.with_daemons();
    let run = schedule_until(&cluster, settings, facts, go_on);
    Outcome { cluster, run }
}

/// Takes the nodes of a zone away and places anew what was on them. Pods elsewhere stay where they are; pods of
/// DaemonSets go with their nodes; bare pods are lost.
pub fn without_zone(
    before: &Outcome,
    zone: &str,
    settings: &Settings,
    facts: &Facts,
) -> (Outcome, Vec<Moved>, Vec<LostPod>) {
    let mut cluster = before.cluster.clone();
    let gone: BTreeSet<String> =
        cluster.nodes.iter().filter(|node| node.zone() == Some(zone)).map(|node| node.name.clone()).collect();
    cluster.nodes.retain(|node| !gone.contains(&node.name));
    let (mut moved, mut lost) = (Vec::new(), Vec::new());
    let old = std::mem::take(&mut cluster.pods);
    for (at, mut pod) in old.into_iter().enumerate() {
        let node = match before.placement(at) {
            Some(Placement::On(node)) => node,
            // A pod that is gone stays so; one that waits waits on, unless its only node is gone.
            Some(Placement::Displaced(_) | Placement::Lost(_)) => continue,
            _ if pod.meant_for.as_ref().is_some_and(|node| gone.contains(node)) => continue,
            _ => {
                cluster.pods.push(pod);
                continue;
            }
        };
        let workload = cluster.workloads.get(pod.workload);
        if !gone.contains(&node) {
            pod.runs_on = Some(node);
            cluster.pods.push(pod);
        } else if workload.is_some_and(|workload| workload.everywhere.is_some()) {
            // It was there for the node's sake.
        } else if workload.is_some_and(|workload| workload.recreates) {
            pod.runs_on = None;
            moved.push(Moved { pod: cluster.pods.len(), from: node });
            cluster.pods.push(pod);
        } else {
            lost.push(LostPod { name: before.name(&pod), node });
        }
    }
    let run = schedule(&cluster, settings, facts);
    (Outcome { cluster, run }, moved, lost)
}
