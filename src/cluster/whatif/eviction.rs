//! Pods leave a node one round after the other, as many as their budgets let go (the eviction API).

use super::count::count;
use crate::cluster::model::Cluster;
use crate::cluster::scheduler::{Stage, guards};
use crate::order;
use std::collections::BTreeSet;

/// Which budgets guard which pods.
pub(super) struct Eviction<'c> {
    cluster: &'c Cluster,
    /// For each specification.
    guards: Vec<Vec<usize>>,
}

/// What one round came to.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// Pods that left, with their nodes.
    pub(super) left: Vec<(usize, usize)>,
    /// Of these, the ones nothing makes anew.
    pub(super) lost: Vec<usize>,
    /// Pods that had to stay, with the budget.
    pub(super) kept: Vec<(usize, usize)>,
}

impl<'c> Eviction<'c> {
    pub(super) fn new(cluster: &'c Cluster) -> Self {
        let of = |spec| {
            let budgets = cluster.budgets.iter().enumerate();
            budgets.filter(|(_, budget)| guards(budget, spec)).map(|(at, _)| at).collect()
        };
        Self { cluster, guards: cluster.specs.iter().map(of).collect() }
    }

    /// Whether a pod is there for its node's sake: drains leave such pods alone.
    pub(super) fn is_daemon(&self, pod: usize) -> bool {
        let pod = self.cluster.pods.get(pod);
        let workload = pod.and_then(|pod| self.cluster.workloads.get(pod.workload));
        workload.is_some_and(|workload| workload.everywhere.is_some() || workload.kind == "DaemonSet")
    }

    pub(super) fn is_made_anew(&self, pod: usize) -> bool {
        let pod = self.cluster.pods.get(pod);
        let workload = pod.and_then(|pod| self.cluster.workloads.get(pod.workload));
        workload.is_some_and(|workload| workload.recreates)
    }

    /// Takes off a node whoever may go now; what makes them makes them anew. Those that went before and came back, since
    /// they put up with a cordon, are left alone.
    pub(super) fn round(&self, node: usize, stage: &mut Stage, went: &mut BTreeSet<usize>) -> Round {
        let mut round = Round::default();
        let mut pods = stage.pods_on(node).to_vec();
        order::sort(&mut pods);
        for pod in pods.into_iter().filter(|pod| !self.is_daemon(*pod)) {
            if went.contains(&pod) {
                continue;
            }
            let spec = self.cluster.pods.get(pod).map_or(usize::MAX, |pod| pod.spec);
            let budgets = self.guards.get(spec).map_or(&[][..], Vec::as_slice);
            let is_spent =
                |budget: &&usize| self.cluster.budgets.get(**budget).is_some_and(|budget| stage.allowed(budget) <= 0);
            // The eviction API refuses pods with more than one budget altogether.
            let keeper = budgets.get(1).or_else(|| budgets.iter().find(is_spent)).copied();
            if let Some(budget) = keeper {
                round.kept.push((pod, budget));
                continue;
            }
            if stage.take(pod).is_some() {
                went.insert(pod);
                round.left.push((pod, node));
                if self.is_made_anew(pod) {
                    stage.submit(pod);
                } else {
                    round.lost.push(pod);
                }
            }
        }
        round
    }

    /// Why pods had to stay, a sentence for each budget.
    pub(super) fn why_kept(&self, kept: &[(usize, usize)]) -> Vec<String> {
        let mut budgets: Vec<usize> = kept.iter().map(|(_, budget)| *budget).collect();
        order::sort(&mut budgets);
        budgets.dedup();
        let sentence = |at: usize| {
            let budget = self.cluster.budgets.get(at)?;
            let pods = kept.iter().filter(|(_, one)| *one == at).count();
            let name = format!("{}/{}", budget.namespace, budget.name);
            let several = kept.iter().any(|(pod, one)| {
                let spec = self.cluster.pods.get(*pod).map_or(usize::MAX, |pod| pod.spec);
                *one == at && self.guards.get(spec).is_some_and(|budgets| budgets.len() > 1)
            });
            Some(if several {
                format!(
                    "PodDisruptionBudget {name} is one of several for the same pods ({} here), and the eviction API then refuses: leave one.",
                    count(pods, "pod")
                )
            } else {
                format!(
                    "PodDisruptionBudget {name} keeps {} in place: raise the replicas, or let it spare one more.",
                    count(pods, "pod")
                )
            })
        };
        budgets.into_iter().filter_map(sentence).collect()
    }
}
