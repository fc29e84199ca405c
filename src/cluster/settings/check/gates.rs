//! Feature gates against their table.

use super::super::{Gate, GateStage, Minor, SettingFinding};
use super::Sheet;
use super::near::nearest;
use crate::order::Gather;

/// The newest minor whose whole list of gates is in the table.
const WHOLE_LIST: Minor = Minor(37);
/// The oldest one.
const OLDEST_LIST: Minor = Minor(35);

/// Checks what a component is told about gates: names, values and lines.
pub(in crate::cluster::settings) fn check_gates(
    sheet: &mut Sheet,
    component: &str,
    path: &str,
    gates: &[(String, String, u32)],
) {
    for (name, value, line) in gates {
        let at = format!("{path}.{name}");
        let tables = sheet.tables;
        let finding = match tables.gate(name) {
            None => Some(unknown(sheet, component, name, *line, at)),
            Some(gate) => known(sheet.version, component, gate, value, *line, at)
                .map(|finding| finding.source(tables.source_of_gate(gate))),
        };
        if let Some(finding) = finding {
            sheet.say(finding);
        }
    }
}

fn unknown(sheet: &Sheet, component: &str, name: &str, line: u32, at: String) -> SettingFinding {
    let version = sheet.version;
    let names: Vec<&str> =
        sheet.tables.gates.iter().filter(|gate| !gate.is_gone()).map(|gate| gate.name.as_str()).gather();
    let fix = nearest(name, &names).map_or_else(|| "Remove it.".to_owned(), |meant| format!("Did you mean {meant}?"));
    if (OLDEST_LIST..=WHOLE_LIST).contains(&version) {
        return SettingFinding::error(line, at, format!("Kubernetes {version} knows no feature gate {name}."))
            .why(format!("{} will not start: “unrecognized feature gate: {name}”.", the(component)))
            .fix(fix);
    }
    SettingFinding::warning(line, at, format!("The feature gate {name} is not among those of {WHOLE_LIST}."))
        .why(format!("If {version} does not know it either, {} will not start.", the(component)))
        .fix(fix)
}

fn known(version: Minor, component: &str, gate: &Gate, value: &str, line: u32, at: String) -> Option<SettingFinding> {
    let name = &gate.name;
    if let Some(gone) = gate.until.filter(|gone| version >= *gone) {
        let why = if gate.note.is_empty() { "What it was for is always on, or gone." } else { &gate.note };
        return Some(
            SettingFinding::error(
                line,
                at,
                format!("The feature gate {name} was removed in {gone}; {} will not start.", the(component)),
            )
            .why(why)
            .fix("Remove it."),
        );
    }
    if let Some(first) = gate.since.filter(|first| version < *first) {
        return Some(
            SettingFinding::error(
                line,
                at,
                format!("The feature gate {name} is there since {first}; {} {version} will not start.", the(component)),
            )
            .fix("Remove it."),
        );
    }
    let value = match value {
        "true" | "True" | "TRUE" | "1" | "t" | "T" => true,
        "false" | "False" | "FALSE" | "0" | "f" | "F" => false,
        _ => {
            return Some(
                SettingFinding::error(line, at, format!("A feature gate takes true or false, not “{value}”."))
                    .why(format!("{} will not start.", capital(&the(component)))),
            );
        }
    };
    let stage = gate.in_minor(version)?;
    if let Some(default) = stage.default.filter(|default| stage.locked && *default != value) {
        return Some(
            SettingFinding::error(line, at, format!("The feature gate {name} is locked to {default}."))
                .why(format!(
                    "{} will not start: “cannot set feature gate {name} to {value}, feature is locked to {default}”.",
                    capital(&the(component))
                ))
                .fix("Remove it."),
        );
    }
    remark(name, stage, value, line, at)
}

/// What is allowed, and still worth a word.
fn remark(name: &str, stage: &GateStage, value: bool, line: u32, at: String) -> Option<SettingFinding> {
    match stage.stage.as_str() {
        "all" if value => Some(
            SettingFinding::warning(line, at, format!("{name} turns on every such feature at once."))
                .why("What is not finished comes with it, and another set with every version.")
                .fix("Name the gates that are needed."),
        ),
        "alpha" if value => Some(
            SettingFinding::warning(line, at, format!("The feature gate {name} is alpha."))
                .why("It may change or go in any minor version, and is not meant for production.")
                .fix("Remove it, unless this cluster is for trying it."),
        ),
        "deprecated" if stage.default != Some(value) => Some(
            SettingFinding::warning(line, at, format!("The feature gate {name} is deprecated since {}.", stage.at))
                .why("It goes in a later minor version, and then the component will not start with it.")
                .fix("Plan without it."),
        ),
        _ if stage.default == Some(value) => Some(
            SettingFinding::note(line, at, format!("The feature gate {name} is {value} by itself."))
                .why("Writing it down changes nothing, until the gate goes and the component no longer starts.")
                .fix("Remove it."),
        ),
        _ => None,
    }
}

/// A component as a sentence names it.
pub(in crate::cluster::settings) fn the(component: &str) -> String {
    if component == "kubelet" { "the kubelet".to_owned() } else { component.to_owned() }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .filter(|_| words.starts_with("the "))
        .map_or_else(|| words.to_owned(), |first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
}
