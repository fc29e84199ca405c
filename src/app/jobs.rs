//! Long jobs, done by the worker: importing, writing links.

use crate::design::Design;
use crate::import::{ImportReport, InputFile, import_beside};
use crate::share;
use crate::web::PickedFile;
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
    let answer = match serde_json::from_str(job) {
        Ok(Job::Import(design)) => read(&design, files),
        Ok(Job::Link(design)) => Answer::Link(share::encode(&design).ok()),
        Err(_) => Answer::Unreadable,
    };
    serde_json::to_string(&answer).unwrap_or_default()
}

fn read(design: &Design, files: Vec<PickedFile>) -> Answer {
    let inputs: Vec<InputFile> =
        files.into_iter().map(|file| InputFile::new(file.name, file.bytes.unwrap_or_default())).collect();
    let imported = import_beside(&inputs, design);
    let merged = (!imported.is_empty()).then(|| Box::new(imported.merge_into(design)));
    Answer::Imported { design: merged, report: imported.report }
}

/// The job as text.
pub(crate) fn written(job: &Job) -> String {
    serde_json::to_string(job).unwrap_or_default()
}

/// The answer out of its text.
pub(crate) fn answered(text: &str) -> Answer {
    serde_json::from_str(text).unwrap_or(Answer::Unreadable)
}
