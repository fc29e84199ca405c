//! Films a stage: what changed since the last look becomes a frame.

use super::film::{Film, Frame, Move, stopped_at};
use crate::cluster::model::Cluster;
use crate::cluster::scheduler::{Explanation, Progress, Stage};
use crate::order;
use std::collections::BTreeMap;

/// The film as it grows.
pub(super) struct Camera<'c> {
    cluster: &'c Cluster,
    film: Film,
    /// How many of the stage's placements and displacements have been seen.
    seen: (usize, usize),
    /// Where each pod was at the end of the last frame.
    was: Vec<Option<usize>>,
    placed: usize,
}

/// Namespace and name of a pod.
pub(super) fn name_of(cluster: &Cluster, pod: usize) -> String {
    let Some(pod) = cluster.pods.get(pod) else { return String::new() };
    let namespace = cluster.specs.get(pod.spec).map_or("", |spec| spec.namespace.as_str());
    format!("{namespace}/{}", cluster.name_of(pod))
}

impl<'c> Camera<'c> {
    pub(super) fn new(cluster: &'c Cluster, title: String, stage: &Stage) -> Self {
        let nodes = cluster.nodes.iter().map(|node| node.name.clone()).collect();
        let was: Vec<Option<usize>> = (0..cluster.pods.len()).map(|pod| stage.node_of(pod)).collect();
        Self {
            cluster,
            film: Film { title, nodes, first: was.clone(), ..Film::default() },
            seen: (stage.sequence().len(), stage.displaced().len()),
            placed: was.iter().flatten().count(),
            was,
        }
    }

    /// One frame: `left` are pods that were taken off their nodes since the last one.
    pub(super) fn shoot(&mut self, at: i64, what: String, left: &[(usize, usize)], stage: &mut Stage) {
        let displaced = stage.displaced().get(self.seen.1..).unwrap_or_default();
        let placed = stage.sequence().get(self.seen.0..).unwrap_or_default();
        let mut touched: Vec<usize> = left.iter().chain(displaced).chain(placed).map(|(pod, _)| *pod).collect();
        order::sort(&mut touched);
        touched.dedup();
        self.seen = (stage.sequence().len(), stage.displaced().len());
        let mut moves = Vec::new();
        for pod in touched {
            let Some(was) = self.was.get_mut(pod) else { continue };
            let (from, to) = (*was, stage.node_of(pod));
            *was = to;
            match (from, to) {
                (None, Some(_)) => self.placed += 1,
                (Some(_), None) => self.placed = self.placed.saturating_sub(1),
                _ => {}
            }
            if from != to {
                moves.push(Move { pod, from, to });
            }
        }
        let mut waiting = stage.waiting().to_vec();
        order::sort(&mut waiting);
        let mut known: BTreeMap<(usize, Option<String>), usize> = BTreeMap::new();
        let mut waits = Vec::new();
        for pod in waiting {
            let Some(said) = self.cluster.pods.get(pod) else { continue };
            let key = (said.spec, said.meant_for.clone());
            let why = match known.get(&key) {
                Some(why) => *why,
                None => {
                    let why = self.explanation(stage.why(pod));
                    known.insert(key, why);
                    why
                }
            };
            waits.push((pod, why));
        }
        // Frame after frame the same pods wait: one list for all.
        let last = self.film.frames.last().map(|frame| &frame.waits).filter(|last| ***last == waits);
        let waits = last.cloned().unwrap_or_else(|| waits.into());
        self.film.frames.push(Frame { at, what, moves, waits, placed: self.placed });
    }

    fn explanation(&mut self, why: Explanation) -> usize {
        let known = self.film.explanations.iter().position(|one| *one == why);
        known.unwrap_or_else(|| {
            self.film.explanations.push(why);
            self.film.explanations.len() - 1
        })
    }

    /// A frame in which no pod moves.
    pub(super) fn still(&mut self, at: i64, what: String) {
        let waits = self.film.frames.last().map(|frame| frame.waits.clone()).unwrap_or_default();
        self.film.frames.push(Frame { at, what, moves: Vec::new(), waits, placed: self.placed });
    }

    /// The last frame of a film that was stopped.
    pub(super) fn stop(&mut self, at: i64, progress: Progress) {
        self.still(at, stopped_at(progress));
        self.film.stopped = Some(progress);
    }

    /// The film.
    pub(super) fn end(self) -> Film {
        Film { cluster: self.cluster.clone(), ..self.film }
    }
}
