//! A settings file against a version of Kubernetes, and what is wrong with it as text or JSON.

use super::arguments::From;
use super::commands::{json, name_of};
use super::failure::Failure;
use super::input;
use serde::Serialize;
use sheerline::cluster::settings::{Checked, Minor, Tables, check};
use sheerline::design::Severity;
use std::fmt::Write;

/// What goes to standard output, and whether anything must be looked at.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) look: bool,
}

/// Reads, checks, and says what came of it.
pub(crate) fn run(file: &From, version: &str, as_json: bool) -> Result<Answer, Failure> {
    let version: Minor = version.parse().map_err(|_| Failure::Version(version.to_owned()))?;
    let (name, text) = input::settings(file)?;
    let checked = check(&text, version, &Tables::read());
    let look = checked.findings.iter().any(|finding| finding.severity > Severity::Note);
    let text = if as_json { to_json(&name, version, &checked)? } else { to_text(&name, version, &checked) };
    Ok(Answer { text, look })
}

/// One finding for programs.
#[derive(Serialize)]
struct FindingAnswer<'a> {
    severity: &'static str,
    line: u32,
    at: &'a str,
    what: &'a str,
    why: &'a str,
    fix: &'a str,
    source: &'a str,
}

/// The whole answer for programs.
#[derive(Serialize)]
struct WholeAnswer<'a> {
    file: &'a str,
    version: String,
    read_as: &'a [String],
    errors: usize,
    warnings: usize,
    notes: usize,
    findings: Vec<FindingAnswer<'a>>,
}

fn count(checked: &Checked, severity: Severity) -> usize {
    checked.findings.iter().filter(|finding| finding.severity == severity).count()
}

fn to_json(name: &str, version: Minor, checked: &Checked) -> Result<String, Failure> {
    json(&WholeAnswer {
        file: name,
        version: version.to_string(),
        read_as: &checked.read_as,
        errors: count(checked, Severity::Error),
        warnings: count(checked, Severity::Warning),
        notes: count(checked, Severity::Note),
        findings: checked
            .findings
            .iter()
            .map(|finding| FindingAnswer {
                severity: name_of(finding.severity),
                line: finding.line,
                at: &finding.at,
                what: &finding.what,
                why: &finding.why,
                fix: &finding.fix,
                source: &finding.source,
            })
            .collect(),
    })
}

fn to_text(name: &str, version: Minor, checked: &Checked) -> String {
    let mut text = String::new();
    for finding in &checked.findings {
        let place = if finding.line == 0 { name.to_owned() } else { format!("{name}:{}", finding.line) };
        let at = if finding.at.is_empty() { String::new() } else { format!("{}: ", finding.at) };
        let _ = writeln!(text, "{place}: {}: {at}{}", name_of(finding.severity), finding.what);
        for (label, more) in [("why", &finding.why), ("fix", &finding.fix), ("see", &finding.source)] {
            if !more.is_empty() {
                let _ = writeln!(text, "  {label}: {more}");
            }
        }
    }
    let read_as =
        if checked.read_as.is_empty() { "nothing that is known".to_owned() } else { checked.read_as.join(", ") };
    let _ = writeln!(
        text,
        "{name}, read as {read_as}, for Kubernetes {version}: {} errors, {} warnings, {} notes",
        count(checked, Severity::Error),
        count(checked, Severity::Warning),
        count(checked, Severity::Note),
    );
    text
}
