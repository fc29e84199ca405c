//! What page and worker say to each other about the cluster: rows of words, ready to be shown, and pictures.

use crate::order::Gather;
use crate::web::Parcel;

/// Rows of cells as one text.
pub(crate) fn rows_said(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| cell.replace(['\t', '\n'], " ");
    let row = |row: &Vec<String>| row.iter().map(cell).gather().join("\t");
    rows.iter().map(row).gather().join("\n")
}

/// The rows as they were said.
pub(crate) fn rows_heard(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split('\t').map(str::to_owned).gather()).gather()
}

fn lines_heard(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).gather()
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Ended {
    /// There is something to show.
    #[default]
    Shown,
    /// There are no workloads.
    Empty,
    /// Nothing that can be rented holds everything.
    Nothing,
}

impl Ended {
    const ALL: [(Self, &'static str); 3] = [(Self::Shown, "shown"), (Self::Empty, "empty"), (Self::Nothing, "nothing")];
}

/// Nodes for a design, and how its pods lie on them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sized {
    /// How it ended.
    pub(crate) ended: Ended,
    /// What was found, in a sentence.
    pub(crate) heading: String,
    /// What else there is to say of it: the bound, what was tried, what it rests on.
    pub(crate) lines: Vec<String>,
    /// Plans: name, nodes, dollars a month, above the bound, CPU, memory, and the pools they are as [`Self::pools`] reads
    /// them.
    pub(crate) plans: Vec<Vec<String>>,
    /// Pods that wait: how many, of which workload, the scheduler's words, plainer ones.
    pub(crate) waiting: Vec<Vec<String>>,
    /// Zones that can be lost.
    pub(crate) zones: Vec<String>,
    /// What single changes would bring: the change, and its effect.
    pub(crate) levers: Vec<Vec<String>>,
    /// Nodes that could go, and where their pods would be.
    pub(crate) spare: Vec<String>,
    /// Number, price and use in a few words.
    pub(crate) brief: String,
}

impl Sized {
    /// As it is sent.
    pub(crate) fn texts(&self) -> Vec<String> {
        let ended = Ended::ALL.iter().find(|(ended, _)| *ended == self.ended).map_or("", |(_, key)| key);
        vec![
            ended.to_owned(),
            self.heading.clone(),
            self.lines.join("\n"),
            rows_said(&self.plans),
            rows_said(&self.waiting),
            self.zones.join("\n"),
            rows_said(&self.levers),
            self.spare.join("\n"),
            self.brief.clone(),
        ]
    }

    /// As it came; none when the worker could not say.
    pub(crate) fn heard(parcel: &Parcel) -> Option<Self> {
        let ended = Ended::ALL.iter().find(|(_, key)| *key == parcel.text(0)).map(|(ended, _)| *ended)?;
        Some(Self {
            ended,
            heading: parcel.text(1).to_owned(),
            lines: lines_heard(parcel.text(2)),
            plans: rows_heard(parcel.text(3)),
            waiting: rows_heard(parcel.text(4)),
            zones: lines_heard(parcel.text(5)),
            levers: rows_heard(parcel.text(6)),
            spare: lines_heard(parcel.text(7)),
            brief: parcel.text(8).to_owned(),
        })
    }
}

/// What happened to the cluster, frame by frame.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Film {
    /// The frames: when, and what happened.
    pub(crate) frames: Vec<Vec<String>>,
    /// What to change.
    pub(crate) changes: Vec<String>,
    /// Pods that wait in the end, as in [`Sized::waiting`].
    pub(crate) waiting: Vec<Vec<String>>,
}

impl Film {
    /// As it is sent.
    pub(crate) fn texts(&self) -> Vec<String> {
        vec![rows_said(&self.frames), self.changes.join("\n"), rows_said(&self.waiting)]
    }

    /// As it came.
    pub(crate) fn heard(parcel: &Parcel) -> Self {
        Self {
            frames: rows_heard(parcel.text(0)),
            changes: lines_heard(parcel.text(1)),
            waiting: rows_heard(parcel.text(2)),
        }
    }
}

/// How the map is to be painted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Look {
    /// Which frame of the film; the first is how things are.
    pub(crate) frame: usize,
    /// What colours stand for.
    pub(crate) colouring: String,
    /// Pixels of the page.
    pub(crate) width: i32,
    /// Thousandths of a dot for each.
    pub(crate) scale: u32,
    /// The colours, those of things first.
    pub(crate) colours: Vec<String>,
    /// What is looked for.
    pub(crate) sought: String,
    /// The node that is looked at.
    pub(crate) node: String,
}

impl Look {
    /// As it is sent.
    pub(crate) fn texts(&self) -> Vec<String> {
        vec![
            self.frame.to_string(),
            self.colouring.clone(),
            self.width.to_string(),
            self.scale.to_string(),
            self.colours.join("\n"),
            self.sought.clone(),
            self.node.clone(),
        ]
    }

    /// As it came, after the name of the job.
    pub(crate) fn heard(parcel: &Parcel) -> Self {
        Self {
            frame: parcel.text(1).parse().unwrap_or_default(),
            colouring: parcel.text(2).to_owned(),
            width: parcel.text(3).parse().unwrap_or_default(),
            scale: parcel.text(4).parse().unwrap_or_default(),
            colours: lines_heard(parcel.text(5)),
            sought: parcel.text(6).to_owned(),
            node: parcel.text(7).to_owned(),
        }
    }
}

/// A node that was pointed at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Pointed {
    /// Its name; empty where there is none.
    pub(crate) node: String,
    /// What there is to say of it.
    pub(crate) lines: Vec<String>,
    /// Its pods: how many, of which workload, what they ask for, and the workload's place in the design.
    pub(crate) pods: Vec<Vec<String>>,
}

impl Pointed {
    /// As it is sent.
    pub(crate) fn texts(&self) -> Vec<String> {
        vec![self.node.clone(), self.lines.join("\n"), rows_said(&self.pods)]
    }

    /// As it came.
    pub(crate) fn heard(parcel: &Parcel) -> Self {
        Self { node: parcel.text(0).to_owned(), lines: lines_heard(parcel.text(1)), pods: rows_heard(parcel.text(2)) }
    }
}
