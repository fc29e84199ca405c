//! Checking what somebody pasted. Text comes in: a configuration file, a manifest of a static Pod, a unit of systemd, a
//! line of flags. What it was read as, and what is wrong with it for a version, come out.

mod document;
mod flags;
mod gates;
mod guess;
mod lines;
mod manifest;
mod near;

use super::rules;
use super::{Kind, Minor, SettingFinding, Tables};
use crate::design::Severity;
use crate::order::{Gather, sort_by_key};
use crate::yaml::read::{Document, Entry, Node, Problem, ReadError, Remark, decode, pieces};
pub(super) use flags::{Flags, Said, check as check_flags};
pub(super) use gates::check_gates;
pub(super) use near::nearest;

/// What came of checking a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// What was recognised, in order: `KubeletConfiguration`, `flags of kube-apiserver`.
    pub read_as: Vec<String>,
    /// What there is to say, by line.
    pub findings: Vec<SettingFinding>,
}

/// What a check writes on.
pub(super) struct Sheet<'t> {
    pub(super) tables: &'t Tables,
    pub(super) version: Minor,
    pub(super) checked: Checked,
}

impl Sheet<'_> {
    pub(super) fn say(&mut self, finding: SettingFinding) {
        self.checked.findings.push(finding);
    }

    fn read_as(&mut self, what: impl Into<String>) {
        self.checked.read_as.push(what.into());
    }
}

/// A document that was recognised, for the rules that look at several.
pub(super) struct Known<'d> {
    pub(super) kind: &'d str,
    pub(super) root: &'d Node,
}

/// What the tables are made for.
const OLDEST: Minor = Minor(35);
/// The newest minor they know.
const NEWEST: Minor = Minor(37);

/// Larger texts are no settings of a component.
const MOST_BYTES: usize = 4 << 20;

/// Checks bytes as they lie in a file or were pasted: what is no text gets one finding that says so.
pub fn check_bytes(bytes: &[u8], version: Minor, tables: &Tables) -> Checked {
    let refused = |line: u32, what: String, fix: &str| Checked {
        findings: vec![SettingFinding::error(line, "", what).fix(fix)],
        ..Checked::default()
    };
    if bytes.len() > MOST_BYTES {
        let what =
            format!("This is {} MB, and no settings are larger than {} MB.", bytes.len() >> 20, MOST_BYTES >> 20);
        return refused(0, what, "Give one component's file or flags.");
    }
    match decode(bytes) {
        Ok(text) => check(&text, version, tables),
        Err(ReadError { problem: Problem::Empty, .. }) => check("", version, tables),
        Err(error) => {
            let fix = "Give a configuration file, a manifest of a static Pod, a unit of systemd or a line of flags.";
            refused(error.at.line, format!("{}.", error.problem.to_string().trim_end_matches('.')), fix)
        }
    }
}

/// Checks a settings file, or flags, for a version.
pub fn check(text: &str, version: Minor, tables: &Tables) -> Checked {
    let mut sheet = Sheet { tables, version, checked: Checked::default() };
    if !(OLDEST..=NEWEST).contains(&version) {
        sheet.say(
            SettingFinding::note(0, "", format!("The tables are made for {OLDEST} to {NEWEST}, not for {version}."))
                .why("What came or went in other versions may be missing here."),
        );
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        sheet.say(
            SettingFinding::error(0, "", "The file is empty.").fix("Give a configuration file or a line of flags."),
        );
    } else if lines::are_flags(text) {
        for command in lines::commands(text, tables) {
            sheet.read_as(format!("flags of {}", command.component));
            flags::check(&mut sheet, &command);
            rules::flags(&mut sheet, &command);
        }
    } else {
        documents(&mut sheet, text);
    }
    let mut checked = sheet.checked;
    if checked.read_as.is_empty() && checked.findings.iter().all(|finding| finding.severity < Severity::Error) {
        checked.findings.push(
            SettingFinding::error(0, "", "Nothing here is a setting.")
                .fix("Give a configuration file, a manifest of a static Pod, a unit of systemd or a line of flags."),
        );
    }
    sort_by_key(&mut checked.findings, |finding| finding.line);
    let mut findings: Vec<SettingFinding> = Vec::new();
    for finding in checked.findings {
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    Checked { findings, ..checked }
}

fn documents(sheet: &mut Sheet, text: &str) {
    let mut read: Vec<Document> = Vec::new();
    for piece in pieces(text) {
        match piece.read() {
            Ok(document) => read.push(document),
            Err(error) => sheet.say(SettingFinding::error(error.at.line, "", error.problem.to_string())),
        }
    }
    let mut known: Vec<Known> = Vec::new();
    for document in &read {
        for remark in &document.remarks {
            if let Remark::DuplicateKey { key, first, at } = remark {
                sheet.say(
                    SettingFinding::error(at.line, key, format!("The key {key} stands here and in line {first}."))
                        .why("Strict decoding refuses it; otherwise the last one holds.")
                        .fix("Keep one."),
                );
            }
        }
        let text_of = |key| document.root.get(key).and_then(Node::text).unwrap_or_default();
        let (api, kind) = (text_of("apiVersion"), text_of("kind"));
        match recognise(sheet, api, kind, &document.root) {
            Recognised::Kind(found) => {
                sheet.read_as(kind);
                document::check(sheet, &found, &document.root);
                known.push(Known { kind, root: &document.root });
            }
            Recognised::Flags(commands) => {
                for command in commands {
                    sheet.read_as(format!("flags of {}", command.component));
                    flags::check(sheet, &command);
                    rules::flags(sheet, &command);
                }
            }
            Recognised::Guess => guess::check(sheet, &document.root),
            Recognised::Nothing => {}
        }
    }
    for document in &read {
        within(sheet, &document.root);
    }
    for one in &known {
        rules::document(sheet, one);
    }
    rules::together(sheet, &known);
}

/// What a cluster prints holds files in turn: the items of a List, and the texts in a ConfigMap of kubeadm.
fn within(sheet: &mut Sheet, root: &Node) {
    let text_of = |key| root.get(key).and_then(Node::text).unwrap_or_default();
    match text_of("kind") {
        "List" => {
            for item in root.get("items").map(Node::items).unwrap_or_default() {
                for command in manifest::commands(item, sheet.tables) {
                    sheet.read_as(format!("flags of {}", command.component));
                    flags::check(sheet, &command);
                    rules::flags(sheet, &command);
                }
            }
        }
        "ConfigMap" => {
            for entry in root.get("data").map(Node::entries).unwrap_or_default() {
                let Some(inner) = entry.value.text().filter(|text| holds_kind(text, sheet.tables)) else { continue };
                let before = sheet.checked.findings.len();
                documents(sheet, inner);
                // Lines within a text are told from the line its key stands in.
                for finding in sheet.checked.findings.iter_mut().skip(before) {
                    finding.line = finding.line.saturating_add(entry.key_at.line);
                }
            }
        }
        _ => {}
    }
}

/// Whether a text is a file of a kind that is known.
fn holds_kind(text: &str, tables: &Tables) -> bool {
    tables.kinds.iter().any(|kind| text.lines().any(|line| line.trim_end() == format!("kind: {}", kind.kind)))
}

enum Recognised {
    Kind(Kind),
    Flags(Vec<Flags>),
    Guess,
    Nothing,
}

fn recognise(sheet: &mut Sheet, api: &str, kind: &str, root: &Node) -> Recognised {
    let line = root.entry("kind").or_else(|| root.entry("apiVersion")).map_or(root.at.line, |entry| entry.key_at.line);
    if kind.is_empty() {
        return Recognised::Guess;
    }
    let tables = sheet.tables;
    let rows: Vec<&Kind> = tables.kinds.iter().filter(|row| row.kind == kind).gather();
    if let Some(row) = rows.iter().find(|row| row.api == api) {
        rules::kind_in_version(sheet, row, line);
        return Recognised::Kind((*row).clone());
    }
    if let Some(newest) = rows.iter().find(|row| row.until.is_none()) {
        let what = if api.is_empty() {
            format!("apiVersion is missing, so {} does not read it.", newest.component)
        } else {
            format!("{} reads no {kind} of apiVersion {api}.", newest.component)
        };
        let finding = SettingFinding::error(line, "apiVersion", what)
            .fix(format!("Write apiVersion: {}", newest.api))
            .source(tables.source_of_kind(newest));
        sheet.say(finding);
        return Recognised::Kind((*newest).clone());
    }
    let holds = |entry: &Entry| entry.value.text().is_some_and(|text| holds_kind(text, tables));
    if kind == "List"
        || kind == "ConfigMap" && root.get("data").map(Node::entries).unwrap_or_default().iter().any(holds)
    {
        return Recognised::Nothing;
    }
    let commands = manifest::commands(root, tables);
    if !commands.is_empty() {
        return Recognised::Flags(commands);
    }
    sheet.say(
        SettingFinding::error(line, "kind", format!("{kind} is no settings file that is known here.")).fix(format!(
            "There are {}, manifests of static Pods, units of systemd and lines of flags.",
            kinds(tables)
        )),
    );
    Recognised::Nothing
}

/// The kinds there are, each once.
fn kinds(tables: &Tables) -> String {
    let mut names: Vec<&str> = Vec::new();
    for kind in &tables.kinds {
        if !names.contains(&kind.kind.as_str()) {
            names.push(&kind.kind);
        }
    }
    names.join(", ")
}

#[cfg(test)]
mod tests;
