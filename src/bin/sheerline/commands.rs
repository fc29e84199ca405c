//! The commands, each a function of the core between two files.

use super::arguments::{Command, From};
use super::failure::Failure;
use super::{folder, input};
use serde::Serialize;
use sheerline::design::{Design, Finding, Severity, check, resolve};
use sheerline::import::import;
use sheerline::knowledge::embedded;
use sheerline::manifests::{Provenance, generate};
use sheerline::recommend::{as_text, recommend};
use sheerline::share::address::Address;
use sheerline::share::{decode, encode, write_design};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

/// What there is to know, as `help` tells it.
const HELP: &str = include_str!("help.txt");
/// The step at which the link in a file's head opens the design.
const FILES_STEP: &str = "files";

/// Does what was asked; the code tells whether anything must be looked at.
pub(crate) fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Import { from, json_report } => run_import(&from, json_report),
        Command::Recommend { design, json } => run_recommend(&input::design(&design)?, json),
        Command::Generate { design, out, force } => run_generate(&input::design(&design)?, &out, force),
        Command::Link { design, base, step } => {
            let address = Address::new(&step, &encode(&input::design(&design)?)?);
            // An address has one fragment: what the given one shows already makes room.
            let base = base.split('#').next().unwrap_or_default();
            print(&format!("{base}{address}\n"))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Open { link } => {
            let link = link.map_or_else(input::standard_text, Ok)?;
            print(&write_design(&decode(&link)?))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Help => {
            print(HELP)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Version => {
            print(concat!("sheerline ", env!("CARGO_PKG_VERSION"), "\n"))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn run_import(from: &[From], json_report: bool) -> Result<ExitCode, Failure> {
    let imported = import(&input::manifests(from)?);
    say(&if json_report { json(&imported.report)? } else { imported.report.to_string() });
    if imported.is_empty() {
        // The report says why; behind one for programs nothing else may stand.
        return if json_report { Ok(code(true)) } else { Err(Failure::NothingImported) };
    }
    print(&write_design(&imported.merge_into(&Design::default())))?;
    Ok(code(!imported.errors.is_empty()))
}

fn run_recommend(design: &Design, as_json: bool) -> Result<ExitCode, Failure> {
    let recommendation = recommend(design, &resolve(design), embedded());
    let text = if as_json { json(&recommendation)? } else { as_text(&recommendation, embedded()) };
    print(&text)?;
    Ok(code(recommendation.ranked.is_empty() || !recommendation.contradictions.is_empty()))
}

fn run_generate(design: &Design, out: &Path, force: bool) -> Result<ExitCode, Failure> {
    let provenance = Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        facts_date: embedded().date.map_or(String::new(), |date| date.to_string()),
        // A design too large for a link has files all the same.
        link: encode(design).map_or(String::new(), |link| Address::new(FILES_STEP, &link).to_string()),
    };
    let bundle = generate(design, &provenance);
    let stale = folder::write(out, &bundle.files, force)?;
    let mut findings = check(design);
    findings.extend(bundle.findings);
    for finding in &findings {
        say(&format!("{}: {finding}\n", name_of(finding.severity)));
    }
    for path in &stale {
        say(&format!("note: {}: removed, since the design no longer has it\n", path.display()));
    }
    say(&format!("{} files written to {}\n", bundle.files.len(), out.display()));
    Ok(code(findings.iter().any(is_error)))
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

const fn name_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn code(look: bool) -> ExitCode {
    if look { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn json<T: Serialize>(value: &T) -> Result<String, Failure> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// Writes the answer. A reader that has heard enough, such as `head`, is no fault.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(Failure::Stream),
    }
}

/// Says something about the answer; when nobody listens, the answer counts all the same.
fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}
