//! What becomes of a request, and what is wrong with files of a mesh, as text or JSON.

use super::arguments::From;
use super::commands::{json, name_of};
use super::examine::Answer;
use super::failure::Failure;
use super::input;
use serde::Serialize;
use sheerline::design::Severity;
use sheerline::manifests::{Provenance, generate};
use sheerline::review::{Finding, Rules, review};
use sheerline::share::read_design;
use sheerline::traffic::route::{End, Request, Step, Trace, route};
use sheerline::traffic::{TextFile, World};
use std::fmt::Write;

/// The files of a design, or the files that were named.
fn files(from: &[From]) -> Result<Vec<TextFile>, Failure> {
    let files = input::manifests(from)?;
    if let [only] = files.as_slice()
        && let Ok(text) = std::str::from_utf8(&only.bytes)
        && let Ok(design) = read_design(text)
    {
        let bundle = generate(&design, &Provenance::default());
        return Ok(bundle.files.into_iter().map(|file| TextFile::new(file.path, file.text)).collect());
    }
    Ok(files.into_iter().map(|file| TextFile::new(file.name, file.bytes)).collect())
}

fn world(from: &[From]) -> Result<World, Failure> {
    let world = World::read(&files(from)?);
    for fault in &world.faults {
        super::commands::say(&format!("note: {fault}\n"));
    }
    Ok(world)
}

/// Sends a request through files; whether it arrives tells the code.
pub(crate) fn route_files(from: &[From], request: &Request, as_json: bool) -> Result<Answer, Failure> {
    let trace = route(&world(from)?, request);
    let moved = !trace.redirect.is_empty() || trace.status.starts_with('2') || trace.status.starts_with('3');
    let look = !trace.arrives() && !moved;
    let text = if as_json { json(&TraceAnswer::of(&trace))? } else { trace_text(&trace) };
    Ok(Answer { text, look })
}

fn place(file: &str, line: u32) -> String {
    match (file, line) {
        ("", _) => String::new(),
        (file, 0) => file.to_owned(),
        (file, line) => format!("{file}:{line}"),
    }
}

fn trace_text(trace: &Trace) -> String {
    let mut text = format!("{}\n\n", trace.summary);
    for (at, step) in trace.steps.iter().enumerate() {
        let place = place(&step.file, step.line);
        let _ = writeln!(text, "{:>2}. {}: {}", at + 1, step.stage.name(), step.what);
        if !step.why.is_empty() {
            let _ = writeln!(text, "    {}", step.why);
        }
        if !place.is_empty() {
            let _ = writeln!(text, "    {} at {place}", step.object);
        }
    }
    text
}

#[derive(Serialize)]
struct StepAnswer<'a> {
    stage: &'static str,
    verdict: &'static str,
    what: &'a str,
    why: &'a str,
    object: &'a str,
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct EndAnswer<'a> {
    host: &'a str,
    subset: &'a str,
    port: u16,
    share_of_thousand: u32,
    workloads: &'a [String],
    refused: &'a str,
    status: &'a str,
}

#[derive(Serialize)]
struct TraceAnswer<'a> {
    arrives: bool,
    summary: &'a str,
    status: &'a str,
    by: &'a str,
    rule: usize,
    rule_name: &'a str,
    timeout: &'a str,
    retries: Option<u32>,
    rewrite: &'a str,
    redirect: &'a str,
    mirrors: &'a [String],
    faults: &'a [String],
    ends: Vec<EndAnswer<'a>>,
    steps: Vec<StepAnswer<'a>>,
}

impl<'a> TraceAnswer<'a> {
    fn of(trace: &'a Trace) -> Self {
        let step = |step: &'a Step| StepAnswer {
            stage: step.stage.key(),
            verdict: step.verdict.key(),
            what: &step.what,
            why: &step.why,
            object: &step.object,
            file: &step.file,
            line: step.line,
        };
        let end = |end: &'a End| EndAnswer {
            host: &end.host,
            subset: &end.subset,
            port: end.port,
            share_of_thousand: end.share,
            workloads: &end.workloads,
            refused: &end.refused,
            status: &end.status,
        };
        Self {
            arrives: trace.arrives(),
            summary: &trace.summary,
            status: &trace.status,
            by: &trace.by,
            rule: trace.rule,
            rule_name: &trace.rule_name,
            timeout: &trace.timeout,
            retries: trace.retries,
            rewrite: &trace.rewrite,
            redirect: &trace.redirect,
            mirrors: &trace.mirrors,
            faults: &trace.faults,
            ends: trace.ends.iter().map(end).collect(),
            steps: trace.steps.iter().map(step).collect(),
        }
    }
}

#[derive(Serialize)]
struct FindingAnswer<'a> {
    rule: &'a str,
    code: &'a str,
    severity: &'static str,
    object: &'a str,
    file: &'a str,
    line: u32,
    what: &'a str,
    why: &'a str,
    fix: &'a str,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<EditAnswer<'a>>,
}

#[derive(Serialize)]
struct EditAnswer<'a> {
    line: u32,
    from: &'a str,
    to: &'a str,
}

impl<'a> FindingAnswer<'a> {
    fn of(finding: &'a Finding) -> Self {
        let edit = finding.edit.as_ref();
        Self {
            rule: &finding.rule,
            code: &finding.code,
            severity: name_of(finding.severity),
            object: &finding.object,
            file: &finding.file,
            line: finding.line,
            what: &finding.what,
            why: &finding.why,
            fix: &finding.fix,
            source: &finding.source,
            edit: edit.map(|edit| EditAnswer { line: edit.line, from: &edit.from, to: &edit.to }),
        }
    }
}

/// Reviews files; whether there is anything to look at tells the code.
pub(crate) fn review_files(from: &[From], as_json: bool) -> Result<Answer, Failure> {
    let found = review(&world(from)?, &Rules::read());
    let text =
        if as_json { json(&found.iter().map(FindingAnswer::of).collect::<Vec<_>>())? } else { review_text(&found) };
    Ok(Answer { text, look: !found.is_empty() })
}

fn review_text(found: &[Finding]) -> String {
    let mut text = String::new();
    for finding in found {
        let code = if finding.code.is_empty() { String::new() } else { format!(", {}", finding.code) };
        let place = place(&finding.file, finding.line);
        let _ = writeln!(text, "{place}: {}: {}: {}", name_of(finding.severity), finding.object, finding.what);
        let _ = writeln!(
            text,
            "  why: {}\n  fix: {}\n  see: {}\n  rule: {}{code}",
            finding.why, finding.fix, finding.source, finding.rule
        );
    }
    let of = |severity| found.iter().filter(|finding| finding.severity == severity).count();
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(of);
    let _ = writeln!(text, "{errors} errors, {warnings} warnings, {notes} notes");
    text
}
