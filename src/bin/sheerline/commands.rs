//! The commands, each a function of the core between two files.

use super::arguments::{Command, Form, From};
use super::failure::Failure;
use super::{examine, folder, input, mesh, routing, simulate, size};
use serde::Serialize;
use sheerline::design::{Design, Finding, PlatformId, Severity, check, resolve};
use sheerline::draw::{Comparison, Places, comparison_as_svg};
use sheerline::import::import;
use sheerline::knowledge::{Fact, embedded};
use sheerline::manifests::settings::settings;
use sheerline::manifests::{Provenance, generate, mesh_setup};
use sheerline::recommend::{
    Asked, Candidate, Group, Recommendation, RequirementTurn, ScaleChart, as_text, asked, asked_as_text, group,
    knowledge_for, matrix_as_csv, matrix_as_markdown, over_scale, recommend, requirement_turns, study_as_text,
};
use sheerline::report::{scheduled_sizes, settings_plan};
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
        Command::Recommend { design, form } => run_recommend(&input::design(&design)?, form),
        Command::Mesh { design, json } => {
            let answer = mesh::run(&design, json)?;
            print(&answer.text)?;
            Ok(code(answer.look))
        }
        Command::Generate { design, out, force, mesh } => {
            let mut design = input::design(&design)?;
            design.mesh.chosen = mesh.or(design.mesh.chosen);
            run_generate(&design, &out, force)
        }
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
        Command::Simulate(simulation) => {
            let answer = simulate::run(&simulation)?;
            print(&answer.text)?;
            Ok(code(answer.look))
        }
        Command::Size { what, brief, json } => {
            let answer = size::run(&what, brief, json)?;
            print(&answer.text)?;
            Ok(code(answer.look))
        }
        Command::Route { from, request, json } => {
            let answer = routing::route_files(&from, &request, json)?;
            print(&answer.text)?;
            Ok(code(answer.look))
        }
        Command::Review { from, json } => {
            let answer = routing::review_files(&from, json)?;
            print(&answer.text)?;
            Ok(code(answer.look))
        }
        Command::Check { file, version, json } => {
            let answer = examine::run(&file, &version, json)?;
            print(&answer.text)?;
            Ok(code(answer.look))
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

/// A recommendation with all that is worked out about it and every fact it names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Whole<'a> {
    #[serde(flatten)]
    recommendation: &'a Recommendation,
    questions: &'a [Asked],
    requirement_turns: &'a [RequirementTurn],
    over_scale: &'a ScaleChart,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a Group>,
    facts: Vec<&'a Fact>,
}

fn run_recommend(design: &Design, form: Form) -> Result<ExitCode, Failure> {
    let resolved = resolve(design);
    // Costs are those of nodes that the scheduler's rules fill, where there are pods to place.
    let mut known = embedded().clone();
    known.scheduled = scheduled_sizes(design, &resolved, &knowledge_for(design, embedded()));
    let recommendation = recommend(design, &resolved, &known);
    let knowledge = knowledge_for(design, &known);
    let text = match form {
        Form::Csv => matrix_as_csv(&recommendation, &knowledge),
        Form::Markdown => matrix_as_markdown(&recommendation, &knowledge),
        Form::Svg => {
            let view = Comparison::default();
            comparison_as_svg(&Places::of(&recommendation, &knowledge, &view), &design.name)
        }
        Form::Text | Form::Json => {
            let turns = requirement_turns(design, &known);
            let chart = over_scale(design, &resolved, &known);
            let group = group(design, &resolved, &known);
            let asked = asked(design, &resolved, &knowledge);
            if form == Form::Text {
                as_text(&recommendation, &knowledge)
                    + &asked_as_text(&asked)
                    + &study_as_text(&turns, &chart, group.as_ref(), &knowledge)
            } else {
                json(&Whole {
                    recommendation: &recommendation,
                    questions: &asked,
                    requirement_turns: &turns,
                    over_scale: &chart,
                    group: group.as_ref(),
                    facts: recommendation.cited().into_iter().filter_map(|id| knowledge.fact(id.as_str())).collect(),
                })?
            }
        }
    };
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
    let mut bundle = generate(design, &provenance);
    let platform = platform(design);
    bundle.files.extend(mesh_setup(design, platform, &provenance));
    let plan = |platform| settings_plan(design, &resolve(design), platform, embedded());
    if let Some(plan) = platform.and_then(plan) {
        bundle.files.extend(settings(&plan, &provenance));
    }
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

/// The platform that was chosen, or the one that is recommended first.
fn platform(design: &Design) -> Option<PlatformId> {
    design.platform.chosen.or_else(|| {
        let recommendation = recommend(design, &resolve(design), embedded());
        match recommendation.ranked.first()?.platform {
            Candidate::Platform(platform) => Some(platform),
            Candidate::Own(_) => None,
        }
    })
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

pub(super) const fn name_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn code(look: bool) -> ExitCode {
    if look { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<String, Failure> {
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
pub(super) fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}
