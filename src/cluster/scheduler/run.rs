//! A whole run: all pods of a cluster, once.

use super::message::Explanation;
use super::profile::Profile;
use super::stage::{Stage, Start};
use super::version::Version;
use crate::cluster::facts::Facts;
use crate::cluster::model::Cluster;
use std::collections::HashMap;

/// How to schedule.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The profiles, each with its name.
    pub profiles: Vec<Profile>,
    /// The rules and words of which version.
    pub version: Version,
    /// Casts the lots among equals.
    pub seed: u64,
}

/// What became of a pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It runs on a node: an index into the cluster's nodes.
    On(usize),
    /// It waits: an index into the explanations.
    Waits(usize),
    /// It had to go for another pod, and nothing makes it anew.
    Displaced {
        /// For which pod.
        by: usize,
    },
    /// It ran on a node that is not there.
    Lost,
    /// The run was stopped before its turn came.
    Untried,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Pods whose turn has come.
    pub done: usize,
    /// All that look for a node.
    pub of: usize,
}

/// How much was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Attempts to place a pod.
    pub attempts: u64,
    /// Nodes that were counted as looked at, as the real scheduler would have.
    pub looked_at: u64,
    /// Nodes that were compared.
    pub scored: u64,
    /// Pods that had to go for others.
    pub displaced: u64,
}

/// What came of it all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// One for each pod.
    pub fates: Vec<Fate>,
    /// Why pods wait, each text once.
    pub explanations: Vec<Explanation>,
    /// Pods with their nodes in the order they were placed, those that ran already left out.
    pub sequence: Vec<(usize, usize)>,
    /// How much was done.
    pub work: Work,
    /// How far it came, when it was stopped.
    pub stopped: Option<Progress>,
}

/// Places all pods of a cluster.
pub fn schedule(cluster: &Cluster, settings: &Settings, facts: &Facts) -> Run {
    schedule_until(cluster, settings, facts, &mut |_| true)
}

/// Places all pods of a cluster, and asks every now and then whether to go on. Where the answer is no, what is placed
/// stays placed, and the run says how far it came.
pub fn schedule_until(
    cluster: &Cluster,
    settings: &Settings,
    facts: &Facts,
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> Run {
    let by_name: HashMap<&str, usize> =
        cluster.nodes.iter().enumerate().map(|(at, node)| (node.name.as_str(), at)).collect();
    let start = |pod: usize| match cluster.pods.get(pod).map(|pod| pod.runs_on.as_deref()) {
        Some(Some(name)) => by_name.get(name).map_or(Start::Away, |node| Start::On(*node)),
        _ => Start::Queued,
    };
    schedule_from(cluster, settings, facts, &start, go_on)
}

/// Places those pods of a cluster that do not stand already, by `start`.
pub fn schedule_from(
    cluster: &Cluster,
    settings: &Settings,
    facts: &Facts,
    start: &dyn Fn(usize) -> Start,
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> Run {
    match Stage::new(cluster, settings, facts, start, go_on) {
        Ok(mut stage) => {
            stage.run(go_on);
            stage.end(go_on)
        }
        Err(stopped) => {
            let fates = vec![Fate::Untried; cluster.pods.len()];
            Run { fates, stopped: Some(stopped), ..Run::default() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::model::{Node, Pod, PodSpec, Resources, Workload};

    fn cluster(pods: usize) -> Cluster {
        let allocatable = Resources { milli_cpu: 1_000_000, memory: 1 << 40, pods: 100_000, ..Resources::default() };
        let node = |at: usize| Node { name: format!("n{at}"), allocatable: allocatable.clone(), ..Node::default() };
        let spec = PodSpec { scheduler: "default-scheduler".into(), ..PodSpec::default() };
        let pod = |ordinal| Pod { spec: 0, workload: 0, ordinal, runs_on: None, meant_for: None, name: None };
        Cluster {
            nodes: (0..3).map(node).collect(),
            specs: vec![spec].into(),
            workloads: vec![Workload {
                kind: "Deployment".into(),
                namespace: "default".into(),
                name: "web".into(),
                prefix: "web".into(),
                recreates: true,
                everywhere: None,
            }]
            .into(),
            pods: (0..pods).map(pod).collect(),
            ..Cluster::default()
        }
    }

    #[test]
    fn a_run_can_be_stopped_and_says_how_far_it_came() {
        let facts = Facts::read();
        let settings =
            Settings { profiles: vec![Profile::of_facts(&facts)], version: Version::measured(&facts), seed: 1 };
        let cluster = cluster(1000);
        let mut asked = Vec::new();
        let run = schedule_until(&cluster, &settings, &facts, &mut |progress| {
            asked.push(progress.done);
            progress.done < 200
        });
        let stopped = run.stopped.unwrap();
        assert!(stopped.of == 1000 && (200..1000).contains(&stopped.done), "{stopped:?}");
        assert!(asked.is_sorted() && asked.len() > 2);
        let placed = run.fates.iter().filter(|fate| matches!(fate, Fate::On(_))).count();
        let untried = run.fates.iter().filter(|fate| matches!(fate, Fate::Untried)).count();
        assert_eq!((placed, untried), (stopped.done, 1000 - stopped.done));
        let none = schedule_until(&cluster, &settings, &facts, &mut |_| false);
        assert_eq!(none.stopped, Some(Progress { done: 0, of: 1000 }));
        let all = schedule(&cluster, &settings, &facts);
        assert!(all.stopped.is_none() && all.fates.iter().all(|fate| matches!(fate, Fate::On(_))));
    }
}
