//! Nodes are emptied on purpose: drained, or replaced one batch after the other by newer ones.

use super::advice::about_waiting;
use super::assumptions::Assumptions;
use super::camera::{Camera, name_of};
use super::count::count;
use super::eviction::Eviction;
use super::film::Film;
use super::lose::starts;
use crate::cluster::facts::Facts;
use crate::cluster::model::{Cluster, Node, Pod};
use crate::cluster::scheduler::{Ask, Fate, Progress, Settings, Stage, Start};
use crate::cluster::simulate::Outcome;
use crate::order;
use std::collections::BTreeSet;
use std::fmt::Write;

/// More steps are not filmed.
const MOST_FRAMES: usize = 2_000;

/// How a drain went on.
struct Going<'c, 's> {
    eviction: &'s Eviction<'c>,
    stage: &'s mut Stage<'c>,
    camera: &'s mut Camera<'c>,
    at: i64,
    /// Seconds in which pods that had left did not serve yet.
    short: i64,
    lost: Vec<usize>,
    kept: Vec<(usize, usize)>,
    ready: i64,
    /// Nodes that are empty, of those that shall be.
    progress: Progress,
    is_stopped: bool,
}

impl<'c, 's> Going<'c, 's> {
    fn new(
        eviction: &'s Eviction<'c>,
        stage: &'s mut Stage<'c>,
        camera: &'s mut Camera<'c>,
        takes: &Assumptions,
        of: usize,
    ) -> Self {
        let progress = Progress { done: 0, of };
        let (lost, kept, ready) = (Vec::new(), Vec::new(), takes.pod_ready);
        Self { eviction, stage, camera, at: 0, short: 0, lost, kept, ready, progress, is_stopped: false }
    }

    /// Empties a node round by round; says whether it got empty. It did not where budgets keep pods, or where it was
    /// told to stop.
    fn empty(&mut self, node: usize, name: &str, go_on: &mut Ask) -> bool {
        let mut went = BTreeSet::new();
        loop {
            let round = self.eviction.round(node, self.stage, &mut went);
            if round.left.is_empty() {
                self.kept.extend(&round.kept);
                self.progress.done += usize::from(round.kept.is_empty());
                return round.kept.is_empty();
            }
            let progress = self.progress;
            let mut ask = |_| go_on(progress);
            if !ask(progress) || !self.stage.run(&mut ask) {
                self.is_stopped = true;
                self.camera.stop(self.at, progress);
                return false;
            }
            let wait = round.left.iter().filter(|(pod, _)| self.stage.node_of(*pod).is_none()).count();
            let (left, lost) = (round.left.len(), round.lost.len());
            let mut what = format!("Node {name} sends {} away: {} to other nodes", count(left, "pod"), left - wait);
            if wait > lost {
                let _ = write!(what, ", {} into the queue", wait - lost);
            }
            if lost > 0 {
                let _ = write!(what, ", {lost} for good");
            }
            if !round.kept.is_empty() {
                let _ = write!(what, "; budgets keep {} there for now", count(round.kept.len(), "pod"));
            }
            self.camera.shoot(self.at, what + ".", &round.left, self.stage);
            self.lost.extend(round.lost);
            self.at += self.ready;
            self.short += self.ready;
        }
    }
}

/// Drains nodes, one after the other: all are cordoned first, then their pods are evicted as their budgets let them.
pub fn drain(before: &Outcome, names: &[String], settings: &Settings, facts: &Facts, go_on: &mut Ask) -> Film {
    let (cluster, takes) = (&before.cluster, Assumptions::read());
    let title = match names {
        [one] => format!("Node {one} is drained"),
        many => format!("{} nodes are drained: {}", many.len(), many.join(", ")),
    };
    let mut stage = match as_it_is(before, cluster, settings, facts, go_on) {
        Ok(stage) => stage,
        Err(at) => return Film::stopped(title, at),
    };
    let mut camera = Camera::new(cluster, title, &stage);
    let nodes: Vec<(usize, &Node)> =
        cluster.nodes.iter().enumerate().filter(|(_, node)| names.contains(&node.name)).collect();
    for (node, _) in &nodes {
        stage.change_node(*node, &mut |node| node.unschedulable = true);
    }
    camera.still(0, "The nodes are cordoned: no new pod comes.".to_owned());
    let eviction = Eviction::new(cluster);
    let mut going = Going::new(&eviction, &mut stage, &mut camera, &takes, nodes.len());
    let mut stuck = Vec::new();
    for (node, there) in nodes {
        if going.is_stopped {
            break;
        }
        if !going.empty(node, &there.name, go_on) {
            stuck.push(there.name.clone());
        }
    }
    let (at, short, lost, kept, is_stopped) = (going.at, going.short, going.lost, going.kept, going.is_stopped);
    let what = match stuck.as_slice() {
        [] => "All are empty; what they ran serves elsewhere, or waits.".to_owned(),
        some => format!(
            "The drain of {} goes no further: budgets keep {} there.",
            some.join(", "),
            count(kept.len(), "pod")
        ),
    };
    if !is_stopped {
        camera.still(at, what);
    }
    finish(camera.end(), cluster, &eviction, short, &lost, &kept, &takes)
}

/// Replaces all nodes by newer ones like them. With a surge so many new nodes come before as many old ones are drained;
/// without one a node is drained and comes back.
pub fn upgrade(before: &Outcome, surge: usize, settings: &Settings, facts: &Facts, go_on: &mut Ask) -> Film {
    let takes = Assumptions::read();
    let mut cluster = before.cluster.clone();
    let old = cluster.nodes.len();
    // Nodes of one kind follow each other, and new ones of the kind stand behind all.
    let kinds = kinds(&before.cluster.nodes);
    let (mut extra, mut daemons) = (Vec::<Vec<usize>>::new(), Vec::new());
    for kind in &kinds {
        let new = kind.iter().take(surge).filter_map(|at| before.cluster.nodes.get(*at));
        let from = cluster.nodes.len();
        cluster.nodes.extend(new.map(newer));
        extra.push((from..cluster.nodes.len()).collect());
        for (model, node) in kind.iter().zip(from..cluster.nodes.len()) {
            daemons.extend(daemons_of(before, *model).map(|pod| (pod, node)));
        }
    }
    // What runs on every node runs on the new ones, too.
    let first = cluster.pods.len();
    for (pod, node) in &daemons {
        let name = cluster.nodes.get(*node).map(|node| node.name.clone());
        if let Some(pod) = before.cluster.pods.get(*pod) {
            cluster.pods.push(Pod { meant_for: name, name: None, runs_on: None, ..pod.clone() });
        }
    }
    let title = match surge {
        0 => format!("Upgrade of {}, one at a time", count(old, "node")),
        more => format!("Upgrade of {}, with {} in addition", count(old, "node"), count(more, "node")),
    };
    let mut stage = match as_it_is(before, &cluster, settings, facts, go_on) {
        Ok(stage) => stage,
        Err(at) => return Film::stopped(title, at),
    };
    for (pod, (_, node)) in (first..).zip(&daemons) {
        stage.put(pod, *node);
    }
    let mut camera = Camera::new(&cluster, title, &stage);
    for node in old..cluster.nodes.len() {
        stage.change_node(node, &mut |node| node.unschedulable = true);
    }
    let eviction = Eviction::new(&cluster);
    let mut going = Going::new(&eviction, &mut stage, &mut camera, &takes, old);
    let (mut done, mut frames, mut is_stuck) = (0, 0, false);
    'kinds: for (kind, extra) in kinds.iter().zip(extra) {
        let mut fresh = extra;
        for batch in kind.chunks(surge.max(1)) {
            going.at += takes.node_comes;
            for node in &fresh {
                going.stage.change_node(*node, &mut |node| node.unschedulable = false);
            }
            for node in batch {
                going.stage.change_node(*node, &mut |node| node.unschedulable = true);
            }
            for node in batch {
                let name = cluster.nodes.get(*node).map_or("", |node| node.name.as_str());
                if !going.empty(*node, name, go_on) {
                    is_stuck = true;
                    break 'kinds;
                }
                done += 1;
            }
            // With a surge the emptied machines are those that come next; without one they come back themselves.
            fresh.clear();
            fresh.extend(batch);
            if surge == 0 {
                for node in batch {
                    going.stage.change_node(*node, &mut |node| node.unschedulable = false);
                }
            }
            frames += 1;
            if frames > MOST_FRAMES {
                break 'kinds;
            }
        }
    }
    let (at, short, lost, kept, is_stopped) = (going.at, going.short, going.lost, going.kept, going.is_stopped);
    let what = if is_stuck {
        format!(
            "The upgrade goes no further after {done} of {old}: budgets keep {} in place.",
            count(kept.len(), "pod")
        )
    } else {
        format!("New: {done} of {}.", count(old, "node"))
    };
    if !is_stopped {
        camera.still(at, what);
    }
    finish(camera.end(), &cluster, &eviction, short, &lost, &kept, &takes)
}

/// Everybody where they are; whoever waits waits on.
pub(super) fn as_it_is<'c>(
    before: &Outcome,
    cluster: &'c Cluster,
    settings: &'c Settings,
    facts: &Facts,
    go_on: &mut Ask,
) -> Result<Stage<'c>, Progress> {
    let starts = starts(before);
    let start = |pod: usize| match starts.get(pod) {
        Some(Start::On(node)) => Start::On(*node),
        _ => Start::Away,
    };
    let mut stage = Stage::new(cluster, settings, facts, &start, go_on)?;
    for (pod, _) in starts.iter().enumerate().filter(|(_, start)| **start == Start::Queued) {
        stage.submit(pod);
    }
    Ok(stage)
}

/// The pods of DaemonSets on a node.
fn daemons_of(before: &Outcome, node: usize) -> impl Iterator<Item = usize> {
    let is_daemon = move |(pod, fate): (&Pod, &Fate)| {
        let workload = before.cluster.workloads.get(pod.workload);
        *fate == Fate::On(node) && workload.is_some_and(|workload| workload.everywhere.is_some())
    };
    let pods = before.cluster.pods.iter().zip(&before.run.fates).enumerate();
    pods.filter(move |(_, pod)| is_daemon(*pod)).map(|(at, _)| at)
}

/// Nodes by what they are: each list is of nodes that differ by name alone.
fn kinds(nodes: &[Node]) -> Vec<Vec<usize>> {
    let mut kinds: Vec<(&Node, Vec<usize>)> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let is_like = |known: &Node| {
            let pool = |node: &Node| POOLS.iter().find_map(|key| node.labels.get(key)).map(str::to_owned);
            known.allocatable == node.allocatable
                && known.taints == node.taints
                && known.zone() == node.zone()
                && pool(known) == pool(node)
        };
        match kinds.iter_mut().find(|(known, _)| is_like(known)) {
            Some((_, list)) => list.push(at),
            None => kinds.push((node, vec![at])),
        }
    }
    kinds.into_iter().map(|(_, list)| list).collect()
}

/// Labels that name a node's pool.
const POOLS: [&str; 4] = [
    "cloud.google.com/gke-nodepool",
    "eks.amazonaws.com/nodegroup",
    "kubernetes.azure.com/agentpool",
    "karpenter.sh/nodepool",
];

/// A new node like another.
fn newer(node: &Node) -> Node {
    let mut new = node.clone();
    new.name += "-new";
    if new.labels.get("kubernetes.io/hostname").is_some() {
        new.labels.set("kubernetes.io/hostname", &new.name);
    }
    new
}

fn finish(
    mut film: Film,
    cluster: &Cluster,
    eviction: &Eviction,
    short: i64,
    lost: &[usize],
    kept: &[(usize, usize)],
    takes: &Assumptions,
) -> Film {
    let waits = film.frames.last().map(|frame| frame.waits.clone()).unwrap_or_default();
    film.advice = eviction.why_kept(kept);
    film.advice.extend(about_waiting(cluster, &waits, &film.explanations));
    let mut lost = lost.to_vec();
    order::sort(&mut lost);
    for pod in lost.into_iter().take(3) {
        let name = name_of(cluster, pod);
        film.advice.push(format!("{name} is gone for good: kubectl drain asks for --force, and nothing makes a bare pod anew; let a Deployment make it."));
    }
    film.short = (waits.is_empty() && kept.is_empty() && film.stopped.is_none()).then_some(short);
    film.assumptions = takes.said(&["pod.ready", "node.comes"]);
    film
}
