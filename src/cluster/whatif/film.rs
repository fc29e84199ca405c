//! What is to be seen.

use crate::cluster::model::{Cluster, Shared};
use crate::cluster::scheduler::{Explanation, Progress};

/// A pod that changed its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Which, among the film's pods.
    pub pod: usize,
    /// The node it left, among the film's nodes; none when it had none.
    pub from: Option<usize>,
    /// Where it is at the end of the step; none when it waits or is gone.
    pub to: Option<usize>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frame {
    /// Seconds since the beginning.
    pub at: i64,
    /// What happened.
    pub what: String,
    /// Which pods changed their places.
    pub moves: Vec<Move>,
    /// Pods that wait at the end of the step, each with the index of its explanation.
    pub waits: Shared<(usize, usize)>,
    /// Pods with a node at the end of the step.
    pub placed: usize,
}

/// What happened from beginning to end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Film {
    /// What it is about.
    pub title: String,
    /// Step by step.
    pub frames: Vec<Frame>,
    /// Why pods wait, each text once.
    pub explanations: Vec<Explanation>,
    /// For how many seconds fewer pods served than should, when that has an end.
    pub short: Option<i64>,
    /// Names of nodes, which moves refer to.
    pub nodes: Vec<String>,
    /// What to change.
    pub advice: Vec<String>,
    /// What is assumed.
    pub assumptions: Vec<String>,
    /// The cluster that moves and names refer to: with nodes that go or come, and pods that are made on the way.
    pub cluster: Cluster,
    /// The node of each of its pods before anything happens.
    pub first: Vec<Option<usize>>,
    /// How far it came, when it was stopped: nodes, pods or workloads of all there are.
    pub stopped: Option<Progress>,
}

impl Film {
    /// One that was stopped before it began.
    pub(super) fn stopped(title: String, at: Progress) -> Self {
        let what = stopped_at(at);
        let frames = vec![Frame { what, ..Frame::default() }];
        Self { title, frames, stopped: Some(at), ..Self::default() }
    }

    /// How many pods wait in the end.
    pub fn pending(&self) -> usize {
        self.frames.last().map_or(0, |frame| frame.waits.len())
    }

    /// How often pods moved.
    pub fn moved(&self) -> usize {
        let moved = |frame: &Frame| frame.moves.iter().filter(|one| one.from.is_some()).count();
        self.frames.iter().map(moved).sum()
    }

    /// How many pods changed their place or came.
    pub fn moved_or_came(&self) -> usize {
        self.frames.iter().map(|frame| frame.moves.len()).sum()
    }

    /// Namespace and name of a pod, made when it is asked for.
    pub fn name(&self, pod: usize) -> String {
        super::camera::name_of(&self.cluster, pod)
    }
}

/// How far it came, as a sentence.
pub(super) fn stopped_at(at: Progress) -> String {
    format!("Stopped after {} of {}: what would have come next has not been tried.", at.done, at.of)
}
