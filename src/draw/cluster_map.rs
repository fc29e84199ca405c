//! A cluster as it was scheduled, ready to be laid out: its nodes by zone and pool, its pods in colours. A later scene of
//! the same cluster keeps every node where it was, also those that are gone, so that what moved can be seen to move.

use super::node_map::{MapNode, MapPod, WHOLE};
use crate::cluster::model::{Cluster, Node};
use crate::cluster::scheduler::Fate;
use std::collections::{BTreeMap, BTreeSet};

/// What colours stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colouring {
    /// The workload.
    #[default]
    Workload,
    /// The namespace.
    Namespace,
    /// How much of the node is asked for.
    Use,
}

impl Colouring {
    /// Every way with its key.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Workload, "workload"), (Self::Namespace, "namespace"), (Self::Use, "use")];

    /// The way of that key.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == key).map(|(way, _)| *way).unwrap_or_default()
    }
}

/// Colours for names; the last is for all names that have none of their own.
pub const COLOURS: u8 = 12;
/// The colour of what moved.
pub const MOVED: u8 = COLOURS + 1;
/// Steps of use, from little to all of it, and the share from which each holds, of [`WHOLE`].
const STEPS: [(i64, u8); 5] =
    [(9_500, MOVED + 5), (8_000, MOVED + 4), (6_000, MOVED + 3), (3_000, MOVED + 2), (0, MOVED + 1)];
/// The last colour there is.
pub const LAST_COLOUR: u8 = MOVED + 5;

/// What is to be laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClusterMap {
    /// The zones, by name.
    pub zones: Vec<String>,
    /// The pools: machine types, those on spot terms apart.
    pub pools: Vec<String>,
    /// The nodes.
    pub nodes: Vec<MapNode>,
    /// Their names.
    pub names: Vec<String>,
    /// Which of them have lost all they had.
    pub gone: Vec<bool>,
    /// What the colours stand for.
    pub legend: Vec<(u8, String)>,
}

/// The zone of a node as a heading.
fn zone_of(node: &Node) -> String {
    node.zone().unwrap_or("-").to_owned()
}

/// The pool of a node: its machine type, where a label gives it.
fn pool_of(node: &Node) -> String {
    let machine = node.labels.get("node.kubernetes.io/instance-type").unwrap_or("-");
    let spot = ["cloud.google.com/gke-spot", "kubernetes.azure.com/scalesetpriority", "node-lifecycle"];
    let is_spot = spot.iter().any(|key| node.labels.get(key).is_some())
        || node.labels.get("eks.amazonaws.com/capacityType") == Some("SPOT");
    if is_spot { format!("{machine} (spot)") } else { machine.to_owned() }
}

fn place(known: &mut Vec<String>, name: String) -> usize {
    known.iter().position(|one| *one == name).unwrap_or_else(|| {
        known.push(name);
        known.len() - 1
    })
}

/// The map of a cluster: where each pod is now, and where it was at first, so that nodes that lost all they had are seen.
/// `moved` are the pods that have just come where they are.
pub fn cluster_map(
    cluster: &Cluster,
    first: &[Fate],
    now: &[Fate],
    moved: &BTreeSet<usize>,
    colouring: Colouring,
) -> ClusterMap {
    let mut map = ClusterMap::default();
    let mut order: Vec<usize> = (0..cluster.nodes.len()).collect();
    let key = |at: usize| cluster.nodes.get(at).map(|node| (node.zone(), node.name.len(), node.name.as_str()));
    crate::order::sort_by(&mut order, |one, other| key(*one).cmp(&key(*other)));
    let mut position = vec![usize::MAX; cluster.nodes.len()];
    for at in order {
        let Some(node) = cluster.nodes.get(at) else { continue };
        let (zone, pool) = (place(&mut map.zones, zone_of(node)), place(&mut map.pools, pool_of(node)));
        if let Some(position) = position.get_mut(at) {
            *position = map.nodes.len();
        }
        map.names.push(node.name.clone());
        map.nodes.push(MapNode { zone, pool, ..MapNode::default() });
    }
    map.gone = vec![false; map.nodes.len()];
    for fate in first {
        if let Fate::On(node) = fate
            && let Some(gone) = position.get(*node).and_then(|at| map.gone.get_mut(*at))
        {
            *gone = true;
        }
    }
    let colours = Colours::of(cluster, colouring);
    let mut used = vec![(0_i64, 0_i64); map.nodes.len()];
    for (at, (pod, fate)) in cluster.pods.iter().zip(now).enumerate() {
        let Fate::On(node) = fate else { continue };
        let (Some(on), Some(spec)) = (cluster.nodes.get(*node), cluster.specs.get(pod.spec)) else { continue };
        let Some(here) = position.get(*node).copied() else { continue };
        if let Some(gone) = map.gone.get_mut(here) {
            *gone = false;
        }
        let share = |asked: i64, of: i64| asked.saturating_mul(WHOLE) / of.max(1);
        let cpu = share(spec.requests.milli_cpu, on.allocatable.milli_cpu);
        let memory = share(spec.requests.memory, on.allocatable.memory);
        if let (Some(shown), Some(used)) = (map.nodes.get_mut(here), used.get_mut(here)) {
            let colour = if moved.contains(&at) {
                MOVED
            } else {
                colours.of_workload.get(pod.workload).copied().unwrap_or(COLOURS)
            };
            // A pod that asks for nothing is there all the same.
            shown.pods.push(MapPod { pod: at, colour, share: cpu.max(memory).max(1) });
            *used = (used.0 + cpu, used.1 + memory);
        }
    }
    for (shown, used) in map.nodes.iter_mut().zip(used) {
        shown.filled = used.0.max(used.1).clamp(0, WHOLE);
        if colouring == Colouring::Use {
            let step = STEPS.iter().find(|(from, _)| shown.filled >= *from).map_or(MOVED + 1, |(_, colour)| *colour);
            for pod in shown.pods.iter_mut().filter(|pod| pod.colour != MOVED) {
                pod.colour = step;
            }
        }
        crate::order::sort_by(&mut shown.pods, |one, other| (one.colour, one.pod).cmp(&(other.colour, other.pod)));
    }
    map.legend = colours.legend;
    map
}

/// Which colour a workload or a namespace has.
struct Colours {
    of_workload: Vec<u8>,
    legend: Vec<(u8, String)>,
}

impl Colours {
    /// Those that ask for the most have colours of their own.
    fn of(cluster: &Cluster, colouring: Colouring) -> Self {
        if colouring == Colouring::Use {
            let legend = STEPS.iter().rev().map(|(from, colour)| (*colour, format!("{} %", from / 100))).collect();
            return Self { of_workload: Vec::new(), legend };
        }
        let name = |at: usize| {
            let workload = cluster.workloads.get(at);
            match colouring {
                Colouring::Namespace => workload.map(|workload| workload.namespace.clone()).unwrap_or_default(),
                _ => workload.map(|workload| workload.name.clone()).unwrap_or_default(),
            }
        };
        let mut asked: BTreeMap<String, i64> = BTreeMap::new();
        for pod in &cluster.pods {
            let requests = cluster.specs.get(pod.spec).map(|spec| &spec.requests);
            // CPU and memory weigh as a common machine has them: 4 GiB a core.
            let weight = requests.map_or(0, |requests| requests.milli_cpu.saturating_add(requests.memory >> 22));
            *asked.entry(name(pod.workload)).or_insert(0) += weight.max(1);
        }
        let mut order: Vec<(String, i64)> = asked.into_iter().collect();
        crate::order::sort_by(&mut order, |one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        let mut colours: BTreeMap<&str, u8> = BTreeMap::new();
        let mut legend = Vec::new();
        for (colour, (name, _)) in (1..COLOURS).zip(&order) {
            colours.insert(name, colour);
            legend.push((colour, name.clone()));
        }
        if order.len() > legend.len() {
            legend.push((COLOURS, String::new()));
        }
        let of_workload =
            (0..cluster.workloads.len()).map(|at| colours.get(name(at).as_str()).copied().unwrap_or(COLOURS)).collect();
        Self { of_workload, legend }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::facts::Facts;
    use crate::cluster::read::{ReadFile, read_cluster};
    use crate::cluster::scheduler::{Profile, Settings, Version};
    use crate::cluster::{Outcome, simulate};
    use std::fmt::Write;

    fn map_of(outcome: &Outcome, now: &[Fate], moved: &BTreeSet<usize>, colouring: Colouring) -> ClusterMap {
        cluster_map(&outcome.cluster, &outcome.run.fates, now, moved, colouring)
    }

    fn outcome() -> Outcome {
        let facts = Facts::read();
        let mut text = String::new();
        for (at, zone) in ["b", "a", "c"].iter().enumerate() {
            write!(
                text,
                "apiVersion: v1\nkind: Node\nmetadata: {{name: n{at}, labels: {{topology.kubernetes.io/zone: {zone}, \
                 node.kubernetes.io/instance-type: m}}}}\nstatus: {{allocatable: {{cpu: '2', memory: 4Gi, pods: '10'}}}}\n---\n"
            )
            .unwrap();
        }
        for (name, cpu) in [("large", 900), ("small", 100)] {
            write!(
                text,
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec:\n  replicas: 3\n  \
                 selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    \
                 spec: {{containers: [{{name: c, image: i, resources: {{requests: {{cpu: {cpu}m}}}}}}]}}\n---\n"
            )
            .unwrap();
        }
        let file = ReadFile { name: "all.yaml".into(), bytes: text.into_bytes() };
        let reading = read_cluster(&[file], &facts);
        assert!(reading.faults.is_empty(), "{:?}", reading.faults);
        let settings =
            Settings { profiles: vec![Profile::of_facts(&facts)], version: Version::measured(&facts), seed: 1 };
        simulate(reading.cluster, &settings, &facts)
    }

    #[test]
    fn every_placed_pod_is_on_the_map_once_and_whoever_asks_most_comes_first() {
        let outcome = outcome();
        let map = map_of(&outcome, &outcome.run.fates, &BTreeSet::new(), Colouring::Workload);
        assert_eq!(
            (map.zones.clone(), map.pools.clone()),
            (vec!["a".into(), "b".into(), "c".into()], vec!["m".into()])
        );
        let mut pods: Vec<usize> = map.nodes.iter().flat_map(|node| node.pods.iter().map(|pod| pod.pod)).collect();
        pods.sort_unstable();
        assert_eq!(pods, [0, 1, 2, 3, 4, 5]);
        assert_eq!(map.legend, [(1, "large".to_owned()), (2, "small".to_owned())]);
        assert_eq!(map.nodes[0].filled, WHOLE / 2, "one of each in every zone");
        assert_eq!(
            map.nodes[0].pods.iter().map(|pod| (pod.colour, pod.share)).collect::<Vec<_>>(),
            [(1, 4500), (2, 500)]
        );
    }

    #[test]
    fn a_node_that_lost_all_keeps_its_place_and_what_moved_has_a_colour() {
        let before = outcome();
        let mut after = before.run.fates.clone();
        let other = usize::from(before.run.fates[0] == Fate::On(0));
        let emptied = before.run.fates[0];
        let moved: BTreeSet<usize> = (0..after.len()).filter(|pod| after[*pod] == emptied).collect();
        for pod in &moved {
            after[*pod] = Fate::On(other);
        }
        let map = map_of(&before, &after, &moved, Colouring::Use);
        assert_eq!(map.gone.iter().filter(|gone| **gone).count(), 1);
        let there = map.nodes.iter().flat_map(|node| &node.pods).filter(|pod| pod.colour == MOVED).count();
        assert_eq!((moved.len(), there), (2, 2));
    }
}
