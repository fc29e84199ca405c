//! The whole question: a cluster as it was read, with the pods of its DaemonSets, placed.

use super::facts::Facts;
use super::model::{Cluster, Pod};
use super::scheduler::{Explanation, Fate, Progress, Run, Settings, Work, schedule_until};

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

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
