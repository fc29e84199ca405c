//! Long jobs, done by the worker: importing, writing links.

use crate::design::Design;
use crate::import::{ImportReport, InputFile, import_beside};
use crate::share;
use crate::web::PickedFile;
use crate::yaml::{from_node, json, read, to_tree};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What the worker is asked.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Job {
    /// Reads the files that come with the job into a design.
    Import(Box<Design>),
    /// Writes a design as a link's payload.
    Link(Box<Design>),
}

/// What it answers.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// The design with the files in it, and what became of each line.
    Imported {
        /// The design; none when nothing could be taken.
        design: Option<Box<Design>>,
        /// The report.
        report: ImportReport,
    },
    /// A link's payload; none when the design is too large for a link.
    Link(Option<String>),
    /// The job itself could not be read.
    Unreadable,
}

/// Does one job: the worker's whole life.
pub fn run(job: &str, files: Vec<PickedFile>) -> String {
    let answer = match heard(job) {
        Some(Job::Import(design)) => imported(&design, files),
        Some(Job::Link(design)) => Answer::Link(share::encode(&design).ok()),
        None => Answer::Unreadable,
    };
    said(&answer)
}

/// A message as JSON, by the printer of the manifests: no second writer in the download.
fn said<T: Serialize>(message: &T) -> String {
    to_tree(message).map(|tree| json(&tree)).unwrap_or_default()
}

/// A message out of its JSON, by the reader of the manifests.
fn heard<T: DeserializeOwned>(text: &str) -> Option<T> {
    let document = read::read(text).into_iter().next()?.ok()?;
    from_node(&document.root).ok()
}

fn imported(design: &Design, files: Vec<PickedFile>) -> Answer {
    let inputs: Vec<InputFile> =
        files.into_iter().map(|file| InputFile::new(file.name, file.bytes.unwrap_or_default())).collect();
    let imported = import_beside(&inputs, design);
    let merged = (!imported.is_empty()).then(|| Box::new(imported.merge_into(design)));
    Answer::Imported { design: merged, report: imported.report }
}

/// The job as text.
pub(crate) fn written(job: &Job) -> String {
    said(job)
}

/// The answer out of its text.
pub(crate) fn answered(text: &str) -> Answer {
    heard(text).unwrap_or(Answer::Unreadable)
}
