//! What any set of nodes must have at least, whoever places the pods: rows of "together at least so much of this".

use super::demand::Demand;
use super::plan::Plan;
use super::trial::Question;
use crate::cluster::model::{AffinityTerm, Cluster, Node, PodSpec};
use std::collections::{BTreeMap, BTreeSet};

/// One row: what the nodes that may hold certain pods must have together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// How much of it.
    pub(super) demand: i128,
    /// What a node of each offer has; 0 where these pods may not be.
    pub(super) supply: Vec<i128>,
}

/// What is needed, and how much more for what is to be survived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needs {
    pub(super) rows: Vec<Row>,
    /// Nodes that may go.
    pub(super) nodes: u32,
    /// Zones of which one may go; 1 where none may.
    pub(super) zones: i128,
    /// Specifications that no offer can hold.
    pub(super) hopeless: Vec<usize>,
}

/// Sizes beyond this many steps are not looked at for what adds up.
const MOST_STEPS: i128 = 40_000;
/// Sets of allowed offers beyond this many are not told apart.
const MOST_GROUPS: usize = 6;

impl Needs {
    /// The rows of a question.
    pub(super) fn of(question: &Question) -> Self {
        let kinds = kinds(question);
        let hopeless = kinds.iter().filter(|kind| !kind.allowed.contains(&true)).map(|kind| kind.spec).collect();
        let templates = templates(question);
        let mut groups: BTreeSet<Vec<bool>> = kinds.iter().map(|kind| kind.allowed.clone()).collect();
        groups.retain(|group| group.contains(&true));
        if groups.len() > MOST_GROUPS {
            groups.clear();
        }
        groups.insert(vec![true; question.offers.len()]);
        let mut rows = Vec::new();
        for group in &groups {
            let within = |kind: &&Kind| kind.allowed.iter().zip(group).all(|(one, all)| !one || *all);
            let inside: Vec<&Kind> = kinds.iter().filter(within).filter(|kind| kind.allowed.contains(&true)).collect();
            rows.extend(rows_of(question, &inside, group, &templates));
        }
        let zones = if question.survive_zone { i128::try_from(question.zones.len()).unwrap_or(1) } else { 1 };
        Self { rows, nodes: question.survive_nodes, zones: zones.max(1), hopeless }
    }

    /// Whether so many of each offer may be enough; where this says no, no scheduler can place everything.
    pub(super) fn may_do(&self, counts: &[u32]) -> bool {
        self.rows.iter().all(|row| {
            let sum: i128 = row.supply.iter().zip(counts).map(|(each, count)| each * i128::from(*count)).sum();
            // The worst zone has at least its share.
            let zone =
                if self.zones > 1 { sum * (self.zones - 1) >= row.demand * self.zones } else { sum >= row.demand };
            zone && sum - row.largest(counts, self.nodes) >= row.demand
        })
    }

    /// Whether each zone may go by what is left; none asked for, none gone.
    pub(super) fn may_lose_zones(&self, plan: &Plan) -> bool {
        let zones = plan.counts.first().map_or(0, Vec::len);
        let left = |row: &Row, zone: usize| -> i128 {
            let others = |counts: &Vec<u32>| -> i128 {
                counts.iter().enumerate().filter(|(at, _)| *at != zone).map(|(_, count)| i128::from(*count)).sum()
            };
            row.supply.iter().zip(&plan.counts).map(|(each, counts)| each * others(counts)).sum()
        };
        self.zones == 1 || self.rows.iter().all(|row| (0..zones).all(|zone| left(row, zone) >= row.demand))
    }
}

impl Row {
    /// What the largest nodes have together.
    fn largest(&self, counts: &[u32], mut nodes: u32) -> i128 {
        if nodes == 0 {
            return 0;
        }
        let mut order: Vec<(i128, u32)> = self.supply.iter().copied().zip(counts.iter().copied()).collect();
        crate::order::sort_by(&mut order, |one, other| other.0.cmp(&one.0));
        let mut sum = 0;
        for (each, count) in order {
            let taken = count.min(nodes);
            sum += each * i128::from(taken);
            nodes -= taken;
        }
        sum
    }
}

/// Equal pods.
struct Kind {
    spec: usize,
    count: i128,
    /// Offers that may hold one, in some zone.
    allowed: Vec<bool>,
    /// No two of them on one node.
    apart: bool,
}

fn kinds(question: &Question) -> Vec<Kind> {
    let cluster = &question.demand.cluster;
    let mut counts: BTreeMap<usize, i128> = BTreeMap::new();
    for pod in &cluster.pods {
        *counts.entry(pod.spec).or_default() += 1;
    }
    if let Some((spec, more)) = heaviest_rollout(question.demand) {
        *counts.entry(spec).or_default() += more;
    }
    let nodes: Vec<Vec<Node>> = templates(question);
    let mut kinds = Vec::new();
    for (at, count) in counts {
        let Some(spec) = cluster.specs.get(at) else { continue };
        let allowed = nodes.iter().map(|zones| zones.iter().any(|node| may_be_on(spec, node))).collect();
        kinds.push(Kind { spec: at, count, allowed, apart: is_apart(cluster, spec) });
    }
    kinds
}

/// The rolling update whose extra pods ask for the most CPU: any one of them must find room.
fn heaviest_rollout(demand: &Demand) -> Option<(usize, i128)> {
    if demand.rollouts == crate::design::RolloutRoom::None {
        return None;
    }
    let spec_of = |workload: usize| demand.cluster.pods.iter().find(|pod| pod.workload == workload).map(|pod| pod.spec);
    let surging = demand.surges.iter().enumerate().filter(|(_, surge)| **surge > 0);
    let weighed = surging.filter_map(|(workload, surge)| {
        let spec = spec_of(workload)?;
        let cpu = demand.cluster.specs.get(spec)?.requests.milli_cpu;
        Some((i128::from(cpu) * i128::from(*surge), spec, i128::from(*surge)))
    });
    weighed.max_by_key(|(weight, spec, _)| (*weight, std::cmp::Reverse(*spec))).map(|(_, spec, surge)| (spec, surge))
}

/// A node of each offer in each zone.
fn templates(question: &Question) -> Vec<Vec<Node>> {
    let each = |offer: &super::Offer| question.zones.iter().map(|zone| offer.node(String::new(), zone)).collect();
    question.offers.iter().map(each).collect()
}

fn may_be_on(spec: &PodSpec, node: &Node) -> bool {
    spec.may_run_on(node)
        && node.untolerated(&spec.tolerations).is_none()
        && spec.requests.iter().all(|(name, amount)| amount <= node.allocatable.amount(name))
}

/// Whether two of them cannot share a node.
fn is_apart(cluster: &Cluster, spec: &PodSpec) -> bool {
    let own_labels = cluster.namespace_labels(&spec.namespace);
    let own = |term: &AffinityTerm| {
        term.key == "kubernetes.io/hostname" && term.matches(&spec.namespace, &own_labels, &spec.labels)
    };
    spec.anti_affinity.iter().any(own) || !spec.host_ports.is_empty()
}

/// The rows of some pods on some offers.
fn rows_of(question: &Question, inside: &[&Kind], group: &[bool], templates: &[Vec<Node>]) -> Vec<Row> {
    let cluster = &question.demand.cluster;
    let mut names: BTreeSet<&str> = BTreeSet::from(["cpu", "memory", "pods"]);
    for kind in inside {
        let Some(spec) = cluster.specs.get(kind.spec) else { continue };
        names.extend(spec.requests.iter().filter(|(_, amount)| *amount > 0).map(|(name, _)| name));
    }
    let mut rows = Vec::new();
    for name in names {
        let of = |kind: &Kind| cluster.specs.get(kind.spec).map_or(0, |spec| asked(spec, name));
        let demand: i128 = inside.iter().map(|kind| of(kind) * kind.count).sum();
        if demand == 0 {
            continue;
        }
        let sizes: BTreeSet<i128> = inside.iter().map(|kind| of(kind)).filter(|size| *size > 0).collect();
        let supply = group.iter().zip(templates).map(|(allowed, zones)| {
            if !allowed {
                return 0;
            }
            // What DaemonSets take in every zone is gone for sure.
            let free =
                zones.iter().map(|node| i128::from(node.allocatable.amount(name)) - daemons(cluster, node, name));
            reachable(&sizes, free.max().unwrap_or(0))
        });
        rows.push(Row { demand, supply: supply.collect() });
    }
    let apart = inside.iter().filter(|kind| kind.apart).map(|kind| kind.count).max();
    if let Some(demand) = apart {
        rows.push(Row { demand, supply: group.iter().map(|allowed| i128::from(*allowed)).collect() });
    }
    rows
}

fn asked(spec: &PodSpec, name: &str) -> i128 {
    if name == "pods" { 1 } else { i128::from(spec.requests.amount(name)) }
}

/// What DaemonSets take of a node.
pub(super) fn daemons(cluster: &Cluster, node: &Node, name: &str) -> i128 {
    let specs = cluster.workloads.iter().filter_map(|workload| cluster.specs.get(workload.everywhere?));
    let here = specs.filter(|spec| spec.may_run_on(node) && node.untolerated(&spec.tolerations).is_none());
    here.map(|spec| asked(spec, name)).sum()
}

/// The most of some room that pods of such sizes can fill: three of 1,500m fill 4,500m of 5,800m.
fn reachable(sizes: &BTreeSet<i128>, room: i128) -> i128 {
    let divisor = sizes.iter().fold(0, |one, other| greatest_common_divisor(one, *other));
    if room <= 0 || divisor == 0 {
        return room.max(0);
    }
    let steps = room / divisor;
    let kinds = i128::try_from(sizes.len()).unwrap_or(i128::MAX);
    if steps > MOST_STEPS || steps.saturating_mul(kinds) > MOST_STEPS * 64 {
        return steps * divisor;
    }
    let Ok(length) = usize::try_from(steps) else { return room };
    let mut filled = vec![false; length + 1];
    if let Some(first) = filled.first_mut() {
        *first = true;
    }
    for size in sizes {
        let Ok(step) = usize::try_from(size / divisor) else { continue };
        for at in step..=length {
            if filled.get(at - step) == Some(&true)
                && let Some(here) = filled.get_mut(at)
            {
                *here = true;
            }
        }
    }
    let most = filled.iter().rposition(|filled| *filled).unwrap_or(0);
    i128::try_from(most).unwrap_or(0) * divisor
}

fn greatest_common_divisor(one: i128, other: i128) -> i128 {
    if other == 0 { one } else { greatest_common_divisor(other, one % other) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_adds_up_can_be_filled() {
        for (sizes, room, most) in [
            (&[1500][..], 5800, 4500),
            (&[1500, 1000], 5800, 5500),
            (&[1500, 1000], 900, 0),
            (&[250, 100], 3920, 3900),
            (&[], 5, 5),
            (&[7], -3, 0),
        ] {
            assert_eq!(reachable(&sizes.iter().copied().collect(), room), most, "{sizes:?} in {room}");
        }
    }

    #[test]
    fn losses_take_the_largest() {
        let rows = vec![Row { demand: 10, supply: vec![4, 7] }];
        let needs = |nodes, zones| Needs { rows: rows.clone(), nodes, zones, hopeless: Vec::new() };
        assert!(needs(0, 1).may_do(&[1, 1]));
        assert!(!needs(1, 1).may_do(&[1, 1]));
        assert!(needs(1, 1).may_do(&[3, 1]));
        assert!(!needs(1, 1).may_do(&[2, 1]));
        assert!(needs(1, 1).may_do(&[0, 3]));
        // Of three zones one may go: 10 of 15.
        assert!(needs(0, 3).may_do(&[4, 0]));
        assert!(!needs(0, 3).may_do(&[3, 0]));
    }
}
