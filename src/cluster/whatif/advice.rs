//! What to change, out of who waits and why.

use super::count::{begun, count};
use crate::cluster::model::{Cluster, Node, Resources, Taint};
use crate::cluster::scheduler::Explanation;
use std::collections::BTreeMap;

/// Sentences about pods that wait, workload by workload, the one with most first.
pub(super) fn about_waiting(cluster: &Cluster, waits: &[(usize, usize)], explanations: &[Explanation]) -> Vec<String> {
    let mut by_workload: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
    let mut asked = Resources::default();
    let mut for_room = 0_i64;
    for (pod, why) in waits {
        let Some(said) = cluster.pods.get(*pod) else { continue };
        let entry = by_workload.entry(said.workload).or_insert((0, *why, said.spec));
        entry.0 += 1;
        let wants_room = explanations.get(*why).is_some_and(|why| why.message.contains("Insufficient "));
        if let (true, Some(spec)) = (wants_room, cluster.specs.get(said.spec)) {
            asked.add(&spec.requests);
            for_room += 1;
        }
    }
    let mut rows: Vec<_> = by_workload.into_iter().collect();
    crate::order::sort_by(&mut rows, |a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
    let mut sentences = Vec::new();
    for (workload, (number, why, _)) in rows.iter().take(MOST) {
        let Some(workload) = cluster.workloads.get(*workload) else { continue };
        let message = explanations.get(*why).map_or("", |why| why.message.as_str());
        if let Some(hint) = hint(message) {
            let pods = begun(&count(*number, "pod"));
            sentences.push(format!("{pods} of {} {}/{}: {hint}", workload.kind, workload.namespace, workload.name));
        }
    }
    if let Some(sentence) = more_nodes(cluster, &asked, for_room) {
        sentences.push(sentence);
    }
    sentences
}

/// So many workloads are spoken of.
const MOST: usize = 8;

fn hint(message: &str) -> Option<&'static str> {
    let says = |words: &str| message.contains(words);
    Some(if says("pod topology spread constraints") {
        "the hard spread keeps them waiting; whenUnsatisfiable: ScheduleAnyway, or a larger maxSkew, lets them run."
    } else if says("anti-affinity rules") {
        "the required anti-affinity keeps them apart; make it preferred, or give them more nodes."
    } else if says("pod affinity rules") {
        "the pods they must be near are not there; make the affinity preferred, or place those first."
    } else if says("volume") {
        "their volumes stay in a zone that is gone; keep a replica with its own volume in every zone."
    } else if says("didn't match Pod's node affinity/selector") && !says("Insufficient ") {
        "no node left has the labels they ask for; let such nodes be in more than one zone."
    } else if says("untolerated taint") && !says("Insufficient ") {
        "every node left is kept free by a taint; let them tolerate it, or add nodes without."
    } else if says("Insufficient ") || says("Too many pods") {
        "there is too little room; add nodes, ask for less, or give what matters more a higher priority."
    } else {
        return None;
    })
}

/// At least how many nodes of the commonest kind would hold what waits for room.
fn more_nodes(cluster: &Cluster, asked: &Resources, pods: i64) -> Option<String> {
    if pods == 0 {
        return None;
    }
    let mut kinds: Vec<(&Node, usize)> = Vec::new();
    for node in cluster.nodes.iter().filter(|node| !node.unschedulable && !node.taints.iter().any(Taint::is_hard)) {
        let known = kinds.iter().position(|(known, _)| known.allocatable == node.allocatable);
        if known.is_none() && kinds.len() < MOST {
            kinds.push((node, 0));
        }
        let at = known.unwrap_or(kinds.len() - 1);
        if let Some((_, count)) = kinds.get_mut(at) {
            *count += 1;
        }
    }
    let (node, _) = kinds.into_iter().rev().max_by_key(|(_, count)| *count)?;
    let room = &node.allocatable;
    let by = |asked: i64, room: i64| if asked > 0 && room > 0 { (asked - 1) / room + 1 } else { 0 };
    let number = by(asked.milli_cpu, room.milli_cpu).max(by(asked.memory, room.memory)).max(by(pods, room.pods));
    let nodes = if number == 1 { "one node more".to_owned() } else { format!("{number} nodes more") };
    Some(format!(
        "At least {nodes} like {} would hold what waits for room: {}m of cpu and {} MiB of memory.",
        node.name,
        asked.milli_cpu,
        asked.memory >> 20
    ))
}
