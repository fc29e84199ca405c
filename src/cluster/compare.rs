//! Profiles of a scheduler side by side: the same pods, placed anew on the same nodes by each of them.

use super::facts::Facts;
use super::model::{Cluster, Resources};
use super::scheduler::{Fate, Profile, Settings, Strategy, schedule};
use crate::order::Gather;

/// What a profile made of the pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// What it is called.
    pub name: String,
    /// Pods that found a node.
    pub placed: usize,
    /// Pods that wait.
    pub waiting: usize,
    /// Nodes with a pod that does not run on every node.
    pub used: usize,
    /// Nodes without one.
    pub empty: usize,
    /// Thousandths of what its node has that are asked for on the fullest node: CPU or memory, whichever is more.
    pub fullest: u64,
    /// The same of the emptiest node that has such pods.
    pub emptiest: u64,
}

/// The profiles that are worth a comparison: those that are given, then the scheduler's own ways to score room.
pub fn ways(given: &[Profile], facts: &Facts) -> Vec<(String, Profile)> {
    let own = Profile::of_facts(facts);
    let mut ways: Vec<(String, Profile)> =
        given.iter().filter(|profile| **profile != own).map(|profile| (profile.name.clone(), profile.clone())).gather();
    let strategies = [
        ("LeastAllocated, the default", Strategy::LeastAllocated),
        ("MostAllocated", Strategy::MostAllocated),
        ("RequestedToCapacityRatio, rising to full", Strategy::RequestedToCapacityRatio(vec![(0, 0), (100, 100)])),
    ];
    for (name, strategy) in strategies {
        ways.push((name.to_owned(), Profile { strategy, ..own.clone() }));
    }
    ways
}

/// Places every pod of a cluster anew, by each way in turn. Pods of workloads that run on every node, and pods that
/// nothing would make anew, stay where they are.
pub fn compare_profiles(
    cluster: &Cluster,
    ways: &[(String, Profile)],
    settings: &Settings,
    facts: &Facts,
) -> Vec<Compared> {
    let mut anew = cluster.clone();
    for pod in &mut anew.pods {
        let workload = cluster.workloads.get(pod.workload);
        if workload.is_some_and(|workload| workload.everywhere.is_none() && workload.recreates) {
            pod.runs_on = None;
        }
    }
    ways.iter()
        .map(|(name, profile)| {
            // Whatever scheduler a pod asks for: this one places it.
            let profile = Profile { name: "the one".to_owned(), ..profile.clone() };
            let mut cluster = anew.clone();
            for spec in &mut cluster.specs {
                spec.scheduler.clone_from(&profile.name);
            }
            let settings = Settings { profiles: vec![profile], ..settings.clone() };
            let run = schedule(&cluster, &settings, facts);
            counted(name, &cluster, &run.fates)
        })
        .gather()
}

fn counted(name: &str, cluster: &Cluster, fates: &[Fate]) -> Compared {
    let mut asked: Vec<(bool, i64, i64)> = vec![(false, 0, 0); cluster.nodes.len()];
    let mut compared =
        Compared { name: name.to_owned(), placed: 0, waiting: 0, used: 0, empty: 0, fullest: 0, emptiest: u64::MAX };
    for (pod, fate) in cluster.pods.iter().zip(fates) {
        match fate {
            Fate::On(node) => {
                compared.placed += 1;
                let (Some(sum), Some(spec)) = (asked.get_mut(*node), cluster.specs.get(pod.spec)) else { continue };
                let moves = cluster.workloads.get(pod.workload).is_some_and(|of| of.everywhere.is_none());
                sum.0 |= moves;
                sum.1 = sum.1.saturating_add(spec.requests.milli_cpu);
                sum.2 = sum.2.saturating_add(spec.requests.memory);
            }
            Fate::Waits(_) => compared.waiting += 1,
            _ => {}
        }
    }
    for (node, (has_pods, milli, memory)) in cluster.nodes.iter().zip(&asked) {
        if !has_pods {
            compared.empty += 1;
            continue;
        }
        compared.used += 1;
        let Resources { milli_cpu, memory: bytes, .. } = &node.allocatable;
        let full = share(*milli, *milli_cpu).max(share(*memory, *bytes));
        compared.fullest = compared.fullest.max(full);
        compared.emptiest = compared.emptiest.min(full);
    }
    if compared.used == 0 {
        compared.emptiest = 0;
    }
    compared
}

fn share(asked: i64, has: i64) -> u64 {
    u64::try_from(i128::from(asked) * 1000 / i128::from(has.max(1))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::read::{ReadFile, read_cluster};
    use crate::cluster::scheduler::Version;

    fn cluster() -> Cluster {
        let node = |name: &str| {
            format!(
                "apiVersion: v1\nkind: Node\nmetadata: {{name: {name}}}\nstatus: {{allocatable: {{cpu: \"4\", memory: 8Gi, pods: \"110\"}}}}\n---\n"
            )
        };
        let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 4\n  \
                          selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: \
                          {schedulerName: mine, containers: [{name: c, resources: {requests: {cpu: 900m, memory: 1Gi}}}]}\n";
        let text = format!("{}{}{}{deployment}", node("a"), node("b"), node("c"));
        let reading = read_cluster(&[ReadFile { name: "all.yaml".into(), bytes: text.into_bytes() }], &Facts::read());
        assert!(reading.faults.is_empty(), "{:?}", reading.faults);
        reading.cluster
    }

    #[test]
    fn packing_leaves_nodes_empty_and_spreading_does_not() {
        let facts = Facts::read();
        let settings =
            Settings { profiles: vec![Profile::of_facts(&facts)], version: Version::measured(&facts), seed: 1 };
        let mut own = Profile::of_facts(&facts);
        own.name = "mine".into();
        let ways = ways(&[own], &facts);
        let compared = compare_profiles(&cluster(), &ways, &settings, &facts);
        assert_eq!(compared.len(), 4);
        let of = |name: &str| compared.iter().find(|one| one.name.starts_with(name)).unwrap();
        for one in &compared {
            assert_eq!((one.placed, one.waiting, one.used + one.empty), (4, 0, 3), "{}", one.name);
        }
        assert_eq!((of("LeastAllocated").empty, of("mine").empty), (0, 0));
        assert!(of("MostAllocated").used < of("LeastAllocated").used, "{compared:?}");
        assert_eq!(of("LeastAllocated").fullest, 450);
    }
}
