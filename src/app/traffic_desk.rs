//! The desk's part of trying requests and of reviewing files: the files that were taken, and what was found in them. Rows
//! of words go to the page.

use super::cluster_jobs::rows_said;
use crate::design::Severity;
use crate::order::Gather;
use crate::review::{Finding, Rules, apply, review};
use crate::text::{ENGLISH_TRAFFIC, fill};
use crate::traffic::route::{Request, RequestError, Step, Trace, route};
use crate::traffic::{TextFile, World};
use crate::web::{Parcel, PickedFile};

/// Findings that are shown at once.
const MOST: usize = 300;

/// Files beside the design's.
#[derive(Default)]
pub(super) struct TrafficDesk {
    files: Vec<TextFile>,
    found: Vec<Finding>,
}

impl TrafficDesk {
    /// Takes files; what is in them in words, and what could not be read.
    pub(super) fn take(&mut self, files: Vec<PickedFile>) -> Vec<String> {
        self.files =
            files.into_iter().map(|file| TextFile { name: file.name, bytes: file.bytes.unwrap_or_default() }).gather();
        let world = self.world();
        let names = self.files.iter().map(|file| file.name.as_str()).gather().join(", ");
        let mut lines = vec![fill(ENGLISH_TRAFFIC.have, &[&world.objects.len(), &names])];
        lines.extend(world.faults.iter().map(ToString::to_string));
        vec![lines.join("\n")]
    }

    /// What the files say that were taken.
    pub(super) fn world(&self) -> World {
        World::read(&self.files)
    }

    /// Follows a request: how it ends, whether it arrives, and the steps.
    pub(super) fn request(&self, world: &World, parcel: &Parcel) -> Vec<String> {
        let read = || -> Result<Request, RequestError> {
            let mut request = Request::read(parcel.text(3))?;
            for header in parcel.text(4).lines().filter(|line| !line.trim().is_empty()) {
                request = request.header(header)?;
            }
            if parcel.text(5).trim().is_empty() { Ok(request) } else { request.from(parcel.text(5)) }
        };
        match read() {
            Err(error) => vec![error.to_string(), "wrong".to_owned(), String::new()],
            Ok(request) => told(&route(world, &request)),
        }
    }

    /// Reviews files.
    pub(super) fn examine(&mut self, world: &World) -> Vec<String> {
        self.found = review(world, &Rules::read());
        self.rows()
    }

    fn rows(&self) -> Vec<String> {
        let of = |severity| self.found.iter().filter(|one| one.severity == severity).count().to_string();
        let counts = [Severity::Error, Severity::Warning, Severity::Note].map(of).join(" ");
        vec![counts, rows_said(&self.found.iter().take(MOST).map(row).gather())]
    }

    /// Makes the change that mends a finding, and reviews anew.
    pub(super) fn mend(&mut self, at: usize) -> Vec<String> {
        if let Some((finding, edit)) = self.found.get(at).and_then(|one| Some((one, one.edit.as_ref()?)))
            && let Some(file) = self.files.iter_mut().find(|file| file.name == finding.file)
            && let Some(text) = std::str::from_utf8(&file.bytes).ok().and_then(|text| apply(text, edit))
        {
            file.bytes = text.into_bytes();
        }
        let world = self.world();
        self.examine(&world)
    }

    /// The files as they are now.
    pub(super) fn files(&self) -> Parcel {
        let one = |file: &TextFile| PickedFile { name: file.name.clone(), bytes: Some(file.bytes.clone()) };
        Parcel { texts: vec![String::new()], files: self.files.iter().map(one).gather(), ..Parcel::default() }
    }
}

fn place(file: &str, line: u32) -> String {
    if file.is_empty() { String::new() } else { format!("{file}:{line}") }
}

fn told(trace: &Trace) -> Vec<String> {
    let moved = !trace.redirect.is_empty();
    let ends = if trace.arrives() || moved { "arrives" } else { "refused" };
    let row = |step: &Step| {
        let object = if step.object.is_empty() { String::new() } else { step.object.clone() };
        vec![
            step.stage.name().to_owned(),
            step.verdict.key().to_owned(),
            step.what.clone(),
            step.why.clone(),
            object,
            place(&step.file, step.line),
        ]
    };
    vec![trace.summary.clone(), ends.to_owned(), rows_said(&trace.steps.iter().map(row).gather())]
}

fn row(finding: &Finding) -> Vec<String> {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let code =
        if finding.code.is_empty() { finding.rule.clone() } else { format!("{} ({})", finding.rule, finding.code) };
    let mends = if finding.edit.is_some() { "yes" } else { "" };
    vec![
        severity.to_owned(),
        code,
        finding.object.clone(),
        place(&finding.file, finding.line),
        finding.what.clone(),
        finding.why.clone(),
        finding.fix.clone(),
        finding.source.clone(),
        mends.to_owned(),
    ]
}
