//! What page and worker say to each other about settings, one's own nodes, and profiles: rows of words.

use super::cluster_jobs::{rows_heard, rows_said};
use crate::order::Gather;
use crate::web::Parcel;

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CheckTold {
    /// What it was read as, and how much was found.
    pub(crate) summary: String,
    /// Findings: how bad, line, field, what, why, fix, source.
    pub(crate) findings: Vec<Vec<String>>,
    /// The text as it was read, where a file was given and it can be shown.
    pub(crate) text: String,
}

impl CheckTold {
    /// As it is sent.
    pub(crate) fn texts(&self) -> Vec<String> {
        vec![self.summary.clone(), rows_said(&self.findings), self.text.clone()]
    }

    /// As it came; none when the worker could not say.
    pub(crate) fn heard(parcel: &Parcel) -> Option<Self> {
        let [summary, findings, text] = parcel.texts.as_slice() else { return None };
        Some(Self { summary: summary.clone(), findings: rows_heard(findings), text: text.clone() })
    }
}

/// The settings of a design as a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TableTold {
    /// What there is to say before it: for how many nodes, on what machines.
    pub(crate) lines: Vec<String>,
    /// Rows: component, setting, value, otherwise, why, source, date, versions, what the platform calls it, whether it
    /// was read, and the file it stands in.
    pub(crate) rows: Vec<Vec<String>>,
    /// What later versions bring.
    pub(crate) upgrades: Vec<String>,
}

impl TableTold {
    /// As it is sent.
    pub(crate) fn texts(&self) -> Vec<String> {
        vec![self.lines.join("\n"), rows_said(&self.rows), self.upgrades.join("\n")]
    }

    /// As it came.
    pub(crate) fn heard(parcel: &Parcel) -> Self {
        let lines = |at: usize| parcel.text(at).lines().map(str::to_owned).gather();
        Self { lines: lines(0), rows: rows_heard(parcel.text(1)), upgrades: lines(2) }
    }
}

/// What was taken of somebody's nodes and scheduler.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct OwnTold {
    /// Whether anything was taken.
    pub(crate) taken: bool,
    /// What, in sentences; or why not, with file and line.
    pub(crate) lines: Vec<String>,
}

impl OwnTold {
    /// As it is sent.
    pub(crate) fn texts(&self) -> Vec<String> {
        vec![if self.taken { "taken" } else { "refused" }.to_owned(), self.lines.join("\n")]
    }

    /// As it came; none when the worker could not say.
    pub(crate) fn heard(parcel: &Parcel) -> Option<Self> {
        let [taken, lines] = parcel.texts.as_slice() else { return None };
        Some(Self { taken: taken == "taken", lines: lines.lines().map(str::to_owned).gather() })
    }
}
