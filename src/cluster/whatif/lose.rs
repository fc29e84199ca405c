//! Nodes go away: a zone, or some. Pods elsewhere stay where they are; pods of DaemonSets go with their nodes; bare pods
//! are lost.

use super::advice::about_waiting;
use super::assumptions::Assumptions;
use super::count::{begun, count};
use super::film::{Film, Frame, Move};
use crate::cluster::facts::Facts;
use crate::cluster::model::{Cluster, Node, Shared};
use crate::cluster::scheduler::{Ask, Fate, Settings, Start, schedule_from};
use crate::cluster::simulate::Outcome;
use crate::order;
use std::collections::BTreeSet;

/// A pod whose node went away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Index of the pod.
    pub pod: usize,
    /// The node it was on, an index into [`Loss::gone`].
    pub from: usize,
}

/// A pod that nothing makes anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostPod {
    /// Namespace and name.
    pub name: String,
    /// The node it was on.
    pub node: String,
}

/// What came of a loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The cluster without the nodes, all placed.
    pub outcome: Outcome,
    /// Pods that were placed anew, or wait.
    pub moved: Vec<Moved>,
    /// Pods that are gone for good.
    pub lost: Vec<LostPod>,
    /// The nodes that went.
    pub gone: Vec<Node>,
}

/// Takes the nodes of a zone away and places anew what was on them.
pub fn without_zone(
    before: &Outcome,
    zone: &str,
    settings: &Settings,
    facts: &Facts,
) -> (Outcome, Vec<Moved>, Vec<LostPod>) {
    let loss = without(before, &|node| node.zone() == Some(zone), settings, facts, &mut |_| true);
    (loss.outcome, loss.moved, loss.lost)
}

/// Where each pod of what was placed begins in what comes next.
pub(super) fn starts(before: &Outcome) -> Vec<Start> {
    let start = |fate: &Fate| match fate {
        Fate::On(node) => Start::On(*node),
        Fate::Waits(_) | Fate::Untried => Start::Queued,
        // A pod that is gone stays so.
        Fate::Displaced { .. } | Fate::Lost => Start::Away,
    };
    before.run.fates.iter().map(start).collect()
}

/// Takes nodes away and places anew what was on them.
fn without(
    before: &Outcome,
    goes: &dyn Fn(&Node) -> bool,
    settings: &Settings,
    facts: &Facts,
    go_on: &mut Ask,
) -> Loss {
    let old = &before.cluster;
    // Whether each node goes, and its place among those that do or do not.
    let mut places = Vec::with_capacity(old.nodes.len());
    let (mut nodes, mut gone) = (Vec::new(), Vec::new());
    for node in &old.nodes {
        let is_gone = goes(node);
        let list = if is_gone { &mut gone } else { &mut nodes };
        places.push((is_gone, list.len()));
        list.push(node.clone());
    }
    let names: BTreeSet<&str> = gone.iter().map(|node| node.name.as_str()).collect();
    let (mut moved, mut lost) = (Vec::new(), Vec::new());
    let (mut kept, mut starts) = (Vec::with_capacity(old.pods.len()), Vec::with_capacity(old.pods.len()));
    for (at, pod) in old.pods.iter().enumerate() {
        let workload = old.workloads.get(pod.workload);
        let start = match before.run.fates.get(at) {
            // A pod that is gone stays so; one that waits waits on, unless its only node is gone.
            Some(Fate::Displaced { .. } | Fate::Lost) | None => continue,
            Some(Fate::Waits(_) | Fate::Untried) => match &pod.meant_for {
                Some(node) if names.contains(node.as_str()) => continue,
                _ => Start::Queued,
            },
            Some(Fate::On(node)) => match places.get(*node).copied() {
                None => continue,
                Some((false, place)) => Start::On(place),
                // It was there for the node's sake.
                Some(_) if workload.is_some_and(|workload| workload.everywhere.is_some()) => continue,
                Some((_, from)) if workload.is_some_and(|workload| workload.recreates) => {
                    moved.push(Moved { pod: starts.len(), from });
                    Start::Queued
                }
                Some((_, from)) => {
                    let node = gone.get(from).map_or_else(String::new, |node: &Node| node.name.clone());
                    lost.push(LostPod { name: before.name(pod), node });
                    continue;
                }
            },
        };
        kept.push(at);
        starts.push(start);
    }
    let pods = if kept.len() == old.pods.len() {
        old.pods.clone()
    } else {
        kept.into_iter().filter_map(|at| old.pods.get(at)).cloned().collect()
    };
    let cluster = Cluster {
        nodes,
        pods,
        specs: old.specs.clone(),
        workloads: old.workloads.clone(),
        namespaces: old.namespaces.clone(),
        budgets: old.budgets.clone(),
        services: old.services.clone(),
        volumes: old.volumes.clone(),
        claims: old.claims.clone(),
        rollouts: old.rollouts.clone(),
        autoscalers: old.autoscalers.clone(),
    };
    let start = |pod: usize| starts.get(pod).copied().unwrap_or(Start::Away);
    let run = schedule_from(&cluster, settings, facts, &start, go_on);
    Loss { outcome: Outcome { cluster, run }, moved, lost, gone }
}

/// A zone is lost.
pub fn lose_zone(before: &Outcome, zone: &str, settings: &Settings, facts: &Facts, go_on: &mut Ask) -> (Film, Loss) {
    let loss = without(before, &|node| node.zone() == Some(zone), settings, facts, go_on);
    (film(before, &loss, format!("Zone {zone} is lost")), loss)
}

/// Nodes are lost, by name.
pub fn lose_nodes(
    before: &Outcome,
    names: &[String],
    settings: &Settings,
    facts: &Facts,
    go_on: &mut Ask,
) -> (Film, Loss) {
    let loss = without(before, &|node| names.contains(&node.name), settings, facts, go_on);
    let title = match names {
        [one] => format!("Node {one} is lost"),
        many => format!("{} nodes are lost: {}", many.len(), many.join(", ")),
    };
    (film(before, &loss, title), loss)
}

/// The nodes whose loss costs most: those with the most requested cpu on them, then memory, then pods.
pub fn worst_nodes(before: &Outcome, number: usize) -> Vec<String> {
    let cluster = &before.cluster;
    let mut used: Vec<(i64, i64, i64, usize)> = (0..cluster.nodes.len()).map(|at| (0, 0, 0, at)).collect();
    for (pod, fate) in cluster.pods.iter().zip(&before.run.fates) {
        let Fate::On(node) = fate else { continue };
        let counts = cluster.workloads.get(pod.workload).is_none_or(|workload| workload.everywhere.is_none());
        if let (true, Some(used), Some(spec)) = (counts, used.get_mut(*node), cluster.specs.get(pod.spec)) {
            used.0 = used.0.saturating_add(spec.requests.milli_cpu);
            used.1 = used.1.saturating_add(spec.requests.memory);
            used.2 += 1;
        }
    }
    order::sort_by(&mut used, |a, b| (b.0, b.1, b.2).cmp(&(a.0, a.1, a.2)).then_with(|| a.3.cmp(&b.3)));
    used.iter().take(number).filter_map(|(.., at)| cluster.nodes.get(*at)).map(|node| node.name.clone()).collect()
}

/// What is to be seen of a loss: the silence, the mark, the pods made anew, and when these serve.
fn film(before: &Outcome, loss: &Loss, title: String) -> Film {
    if let Some(at) = loss.outcome.run.stopped {
        return Film::stopped(title, at);
    }
    let takes = Assumptions::read();
    let cluster = &loss.outcome.cluster;
    // Nodes that stay keep their places; those that went stand behind them.
    let stay = cluster.nodes.len();
    let gone = loss.gone.len();
    let mut whole = cluster.clone();
    whole.nodes.extend(loss.gone.iter().cloned());
    let node_of = |fate: &Fate| if let Fate::On(node) = fate { Some(*node) } else { None };
    let mut first: Vec<Option<usize>> = loss.outcome.run.fates.iter().map(node_of).collect();
    let mut moves = Vec::with_capacity(loss.moved.len());
    for moved in &loss.moved {
        let Some(place) = first.get_mut(moved.pod) else { continue };
        let from = Some(stay + moved.from);
        moves.push(Move { pod: moved.pod, from, to: std::mem::replace(place, from) });
    }
    let is_moved = |pod: &usize| loss.moved.binary_search_by_key(pod, |moved| moved.pod).is_ok();
    for (pod, node) in loss.outcome.run.sequence.iter().filter(|(pod, _)| !is_moved(pod)) {
        if let Some(place) = first.get_mut(*pod) {
            *place = None;
        }
        moves.push(Move { pod: *pod, from: None, to: Some(*node) });
    }
    let waits: Shared<(usize, usize)> = loss
        .outcome
        .run
        .fates
        .iter()
        .enumerate()
        .filter_map(|(pod, fate)| if let Fate::Waits(why) = fate { Some((pod, *why)) } else { None })
        .collect();
    let placed_before = before.placed();
    let silent = placed_before.saturating_sub(loss.moved.len() + loss.lost.len());
    let marked = takes.node_unreachable;
    let evicted = marked + takes.pod_evicted;
    let newly_waiting = waits.iter().filter(|(pod, _)| is_moved(pod)).count();
    let placed = loss.outcome.placed();
    let frame = |at, what: String, placed| Frame { at, what, placed, ..Frame::default() };
    let found = loss.moved.len() - newly_waiting;
    let mut frames = vec![
        frame(
            0,
            begun(&format!(
                "{} in silence, with {} on board.",
                count(gone, "node"),
                count(loss.moved.len() + loss.lost.len(), "pod")
            )),
            silent,
        ),
        frame(marked, "What is silent is marked unreachable; Services send nothing there any more.".to_owned(), silent),
        Frame {
            at: evicted,
            what: format!("Its pods are made anew: {found} with a node elsewhere, {newly_waiting} waiting."),
            moves,
            waits: waits.clone(),
            placed,
        },
    ];
    let served = evicted + takes.pod_ready;
    let what = if newly_waiting == 0 {
        "All of them serve.".to_owned()
    } else {
        format!("Those with a node serve; for {} there is no room yet.", count(newly_waiting, "pod"))
    };
    frames.push(Frame { at: served, what, moves: Vec::new(), waits: waits.clone(), placed });
    let mut advice = about_waiting(cluster, &waits, &loss.outcome.run.explanations);
    if newly_waiting > 0 {
        let seconds = evicted + takes.with_new_node();
        advice.push(format!(
            "With an autoscaler of nodes that has room to grow, they would serve after about {seconds} s."
        ));
    }
    for pod in loss.lost.iter().take(3) {
        advice.push(format!("{} is gone for good: nothing makes a bare pod anew; let a Deployment make it.", pod.name));
    }
    if !loss.moved.is_empty() {
        advice.push(format!(
            "For {evicted} s nothing happens: a toleration of node.kubernetes.io/unreachable with fewer than {} tolerationSeconds makes pods anew earlier.",
            takes.pod_evicted
        ));
    }
    Film {
        title,
        frames,
        explanations: loss.outcome.run.explanations.clone(),
        short: match (loss.moved.is_empty() && loss.lost.is_empty(), newly_waiting + loss.lost.len()) {
            (true, _) => Some(0),
            (false, 0) => Some(served),
            _ => None,
        },
        nodes: whole.nodes.iter().map(|node| node.name.clone()).collect(),
        advice,
        assumptions: takes.said(&["node.", "pod.", "autoscaler.asks"]),
        cluster: whole,
        first,
        stopped: None,
    }
}
