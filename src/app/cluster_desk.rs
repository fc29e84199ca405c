//! The desk's cluster: the nodes that were found for the design, where every pod is, and the film of what was asked last.
//! It paints the map, since thousands of nodes take longer than a frame.

use super::cluster_jobs::{Look, Pointed};
use super::cluster_own::Own;
use crate::cluster::Outcome;
use crate::cluster::facts::Facts;
use crate::cluster::model::Cluster;
use crate::cluster::scheduler::{Fate, Settings};
use crate::design::Design;
use crate::draw::{ClusterMap, Colouring, NodeMap, WHOLE, cluster_map, node_map};
use crate::order::Gather;
use crate::text::{ENGLISH, fill, grouped, plural};
use crate::units::{Bytes, MilliCpu};
use crate::web::{Parcel, Stroke, paint};
use std::collections::{BTreeMap, BTreeSet};

/// The font of the map's words.
const FONT: &str = "12px system-ui, sans-serif";
/// Places in the list of colours before those of pods: paper of a box, what is gone, words, headings, what is pointed
/// at, what does not match.
const PAPER: usize = 0;
const GONE: usize = 1;
const WORDS: usize = 2;
const HEADS: usize = 3;
const CHOSEN: usize = 4;
const VEIL: usize = 5;
const PODS: usize = 6;

/// A state of the cluster.
#[derive(Debug, Default)]
pub(super) struct Scene {
    /// Where every pod is.
    pub(super) fates: Vec<Fate>,
    /// Pods that have just come where they are.
    pub(super) moved: BTreeSet<usize>,
}

/// What the desk keeps of the cluster.
#[derive(Default)]
pub(super) struct ClusterDesk {
    /// How things are.
    pub(super) now: Option<Now>,
    /// Somebody's own nodes and scheduler.
    pub(super) own: Option<Own>,
    /// The cluster as the film has it, which may have more nodes and pods, and the film's frames; the first is before
    /// anything happens.
    film: Option<(Cluster, Vec<Scene>)>,
    /// The map as it was painted last, of which frame.
    painted: Option<(usize, ClusterMap, NodeMap)>,
}

/// The cluster as it was found.
pub(super) struct Now {
    /// Where every pod is.
    pub(super) outcome: Outcome,
    /// How it was placed.
    pub(super) settings: Settings,
    /// What the scheduler takes for granted.
    pub(super) facts: Facts,
}

impl ClusterDesk {
    /// Takes the cluster as it was found; an earlier film is over.
    pub(super) fn begin(&mut self, now: Option<Now>) {
        self.now = now;
        self.film = None;
        self.painted = None;
    }

    /// Takes the frames of a film.
    pub(super) fn show(&mut self, cluster: Cluster, frames: Vec<Scene>) {
        self.film = Some((cluster, frames));
        self.painted = None;
    }

    /// The film is over.
    pub(super) fn end_film(&mut self) {
        self.film = None;
        self.painted = None;
    }

    /// The cluster and where its pods are, at first and in a frame.
    fn scene(&self, frame: usize) -> Option<(&Cluster, &[Fate], &[Fate], &BTreeSet<usize>)> {
        static NONE: BTreeSet<usize> = BTreeSet::new();
        match (&self.film, &self.now) {
            (Some((cluster, frames)), _) => {
                let (first, now) = (frames.first()?, frames.get(frame)?);
                Some((cluster, &first.fates, &now.fates, &now.moved))
            }
            (None, Some(now)) => Some((&now.outcome.cluster, &now.outcome.run.fates, &now.outcome.run.fates, &NONE)),
            (None, None) => None,
        }
    }

    /// Paints the map.
    pub(super) fn paint(&mut self, parcel: &Parcel) -> Parcel {
        let look = Look::heard(parcel);
        let Some((cluster, first, now, moved)) = self.scene(look.frame) else {
            return Parcel { texts: vec![String::new()], ..Parcel::default() };
        };
        let content = cluster_map(cluster, first, now, moved, Colouring::from_key(&look.colouring));
        let map = node_map(&content.nodes, &content.zones, &content.pools, look.width);
        let matching = sought(&content, cluster, &look.sought);
        let strokes = strokes(&content, &map, matching.as_ref(), &look.node);
        let scale = f64::from(look.scale) / 1000.0;
        let picture = paint([map.width, map.height], scale, FONT, &look.colours, &mut strokes.into_iter());
        let found = match &matching {
            None => String::new(),
            Some(nodes) => {
                let number = nodes.iter().filter(|matches| **matches).count() as u64;
                fill(ENGLISH.map_found, &[&plural(number, ENGLISH.one_node, ENGLISH.many_nodes)])
            }
        };
        let legend = content.legend.iter().map(|(colour, name)| format!("{colour}\t{name}")).gather();
        let texts = vec![map.width.to_string(), map.height.to_string(), legend.join("\n"), found];
        self.painted = Some((look.frame, content, map));
        Parcel { texts, picture, ..Parcel::default() }
    }

    /// What lies at a point, or beside a node: `x`, `y`, then the node's name and the direction.
    pub(super) fn point(&self, parcel: &Parcel, design: &Design) -> Vec<String> {
        let number = |at: usize| parcel.text(at).parse::<i32>().unwrap_or_default();
        let Some((frame, content, map)) = &self.painted else { return Pointed::default().texts() };
        let from = parcel.text(3);
        let at = match content.names.iter().position(|name| name == from) {
            Some(node) => map.beside(node, number(1), number(2)).or(Some(node)),
            None if from.is_empty() => map.at(number(1), number(2)),
            None => (!content.nodes.is_empty()).then_some(0),
        };
        let (Some(at), Some((cluster, ..))) = (at, self.scene(*frame)) else { return Pointed::default().texts() };
        pointed(content, at, cluster, design).texts()
    }
}

/// Which nodes match what is looked for: by their own name or that of a pod's workload. None when nothing is.
fn sought(content: &ClusterMap, cluster: &Cluster, text: &str) -> Option<Vec<bool>> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return None;
    }
    let workloads: Vec<bool> = {
        let matches = |name: &str| name.to_lowercase().contains(&text);
        cluster.workloads.iter().map(|workload| matches(&workload.name) || matches(&workload.namespace)).gather()
    };
    let of_pod = |pod: usize| cluster.pods.get(pod).and_then(|pod| workloads.get(pod.workload)).copied();
    let node = |(name, node): (&String, &crate::draw::MapNode)| {
        name.to_lowercase().contains(&text) || node.pods.iter().any(|pod| of_pod(pod.pod) == Some(true))
    };
    Some(content.names.iter().zip(&content.nodes).map(node).gather())
}

fn strokes(content: &ClusterMap, map: &NodeMap, matching: Option<&Vec<bool>>, chosen: &str) -> Vec<Stroke> {
    let mut strokes = Vec::new();
    for label in &map.labels {
        let colour = if label.heads { HEADS } else { WORDS };
        strokes.push(Stroke::Text(colour, [label.x, label.y], label.text.clone(), label.heads));
    }
    for (at, area) in map.boxes.iter().enumerate() {
        let whole = [area.x, area.y, area.width, area.height];
        if content.gone.get(at) == Some(&true) {
            strokes.push(Stroke::Fill(GONE, whole));
            let inner = [area.x + 1, area.y + 1, area.width - 2, area.height - 2];
            strokes.push(Stroke::Fill(VEIL, inner));
            continue;
        }
        strokes.push(Stroke::Fill(PAPER, whole));
    }
    let mut slices: BTreeMap<u8, Vec<[i32; 4]>> = BTreeMap::new();
    for (at, node) in content.nodes.iter().enumerate() {
        for (colour, area) in map.slices(at, node) {
            slices.entry(colour).or_default().push([area.x, area.y, area.width, area.height]);
        }
    }
    for (colour, areas) in slices {
        strokes.extend(areas.into_iter().map(|area| Stroke::Fill(PODS + usize::from(colour) - 1, area)));
    }
    for (at, area) in map.boxes.iter().enumerate() {
        let whole = [area.x, area.y, area.width, area.height];
        if matching.is_some_and(|matching| matching.get(at) == Some(&false)) {
            strokes.push(Stroke::Fill(VEIL, whole));
        }
        if content.names.get(at).is_some_and(|name| name == chosen) {
            strokes.push(Stroke::Outline(CHOSEN, whole));
        }
    }
    strokes
}

/// Pods that wait, those with the same reason together.
pub(super) fn waiting(outcome: &Outcome) -> Vec<Vec<String>> {
    let mut together: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for (pod, fate) in outcome.cluster.pods.iter().zip(&outcome.run.fates) {
        if let Fate::Waits(why) = fate {
            *together.entry((pod.workload, *why)).or_insert(0) += 1;
        }
    }
    let row = |((workload, why), number): (&(usize, usize), &u64)| {
        let workload = outcome.cluster.workloads.get(*workload)?;
        let why = outcome.run.explanations.get(*why)?;
        Some(vec![grouped(*number), workload.name.clone(), why.message.clone(), why.plain.clone()])
    };
    together.iter().filter_map(row).gather()
}

fn amount(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// What there is to say of a node.
fn pointed(content: &ClusterMap, at: usize, cluster: &Cluster, design: &Design) -> Pointed {
    let Some((name, shown)) = content.names.get(at).zip(content.nodes.get(at)) else { return Pointed::default() };
    let named = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
    let mut pointed = Pointed { node: name.clone(), ..Pointed::default() };
    pointed
        .lines
        .push(fill(ENGLISH.map_node_of, &[&named(&content.pools, shown.pool), &named(&content.zones, shown.zone)]));
    let node = cluster.nodes.iter().find(|node| node.name == *name).filter(|_| content.gone.get(at) != Some(&true));
    let Some(node) = node else {
        pointed.lines.push(ENGLISH.map_node_gone.to_owned());
        return pointed;
    };
    let (mut milli, mut memory) = (0_i64, 0_i64);
    let mut of_workload: BTreeMap<usize, (u64, i64, i64)> = BTreeMap::new();
    for pod in shown.pods.iter().filter_map(|pod| cluster.pods.get(pod.pod)) {
        let Some(spec) = cluster.specs.get(pod.spec) else { continue };
        milli += spec.requests.milli_cpu;
        memory += spec.requests.memory;
        let row = of_workload.entry(pod.workload).or_default();
        *row = (row.0 + 1, row.1 + spec.requests.milli_cpu, row.2 + spec.requests.memory);
    }
    let cores = |number: i64| MilliCpu(amount(number)).in_words();
    let bytes = |number: i64| Bytes(amount(number)).in_words();
    let share = |asked: i64, of: i64| asked.saturating_mul(WHOLE) / of.max(1) / 100;
    for (word, asked, of, share) in [
        ("CPU", cores(milli), cores(node.allocatable.milli_cpu), share(milli, node.allocatable.milli_cpu)),
        (ENGLISH.memory, bytes(memory), bytes(node.allocatable.memory), share(memory, node.allocatable.memory)),
    ] {
        pointed.lines.push(fill(ENGLISH.map_node_use, &[&word, &asked, &of, &share]));
    }
    pointed.lines.push(fill(ENGLISH.map_node_pods, &[&shown.pods.len(), &node.allocatable.pods]));
    for (workload, (number, milli, memory)) in of_workload {
        let Some(workload) = cluster.workloads.get(workload) else { continue };
        let is_it = |said: &crate::design::Workload| said.name == workload.name && said.kind.name() == workload.kind;
        let place = design.workloads.iter().position(is_it).map(|at| at.to_string()).unwrap_or_default();
        let asks = fill(ENGLISH.map_pod_asks, &[&cores(milli), &bytes(memory)]);
        pointed.pods.push(vec![number.to_string(), workload.name.clone(), asks, place]);
    }
    pointed
}
