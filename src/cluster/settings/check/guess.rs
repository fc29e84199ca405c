//! Documents that do not say what they are: a file of etcd, a configuration without its kind, flags written as fields.

use super::super::{SettingFinding, Tables};
use super::flags::{Flags, Said};
use super::lines::COMPONENTS;
use super::near::{bare, nearest};
use super::{Sheet, document, flags, rules};
use crate::cluster::settings::check::Known;
use crate::order::Gather;
use crate::yaml::read::{Entry, Node, Value};

/// Kinds that a document may be without saying so.
const KINDS: [&str; 4] =
    ["KubeletConfiguration", "KubeSchedulerConfiguration", "ClusterConfiguration", "EncryptionConfiguration"];

/// From how many letters on the start of a name is enough.
const LONG: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Guess {
    Kind(&'static str),
    Flags(&'static str),
}

/// Checks a document that has no kind.
pub(super) fn check(sheet: &mut Sheet, root: &Node) {
    if root.is_null() {
        return;
    }
    if !within(sheet, root) {
        sheet.say(
            SettingFinding::error(root.at.line, "", "This does not say what it is: apiVersion and kind are missing.")
                .fix("Give a configuration file of a component of Kubernetes, a manifest of a static Pod, or flags."),
        );
    }
}

/// Looks into the sections of a document first, then at itself; whether anything was recognised.
fn within(sheet: &mut Sheet, node: &Node) -> bool {
    let sections: Vec<&Entry> = node
        .entries()
        .iter()
        .filter(|entry| matches!(entry.value.value, Value::Mapping(_)))
        .filter(|entry| guess(&entry.value, sheet.tables).is_some_and(|(_, sure)| sure))
        .gather();
    if sections.len() > 1 || sections.len() == 1 && guess(node, sheet.tables).is_none_or(|(_, sure)| !sure) {
        for section in &sections {
            within(sheet, &section.value);
        }
        // Beside them may stand single fields of a kind: `system_reserved` beside `kubelet_config`.
        let fields: Vec<String> = sheet.tables.fields_of(KINDS[0]).map(|field| bare(&field.name)).gather();
        let rest: Vec<Entry> = node
            .entries()
            .iter()
            .filter(|entry| {
                !sections.iter().any(|section| section.key == entry.key) && fields.contains(&bare(&entry.key))
            })
            .cloned()
            .gather();
        if let Some(at) = rest.first().map(|entry| entry.key_at) {
            without_kind(sheet, KINDS[0], &Node { at, value: Value::Mapping(rest) });
        }
        return true;
    }
    match guess(node, sheet.tables) {
        None => false,
        Some((Guess::Kind(kind), _)) => {
            without_kind(sheet, kind, node);
            true
        }
        Some((Guess::Flags(component), _)) => {
            as_flags(sheet, component, node);
            true
        }
    }
}

/// What the keys of a mapping are most like, and whether three of them, or all, say so.
fn guess(node: &Node, tables: &Tables) -> Option<(Guess, bool)> {
    let keys: Vec<String> = node.entries().iter().map(|entry| bare(&entry.key)).gather();
    let known = |names: &mut dyn Iterator<Item = &str>| {
        let names: Vec<String> = names.map(bare).gather();
        let is_one =
            |key: &String| names.iter().any(|name| name == key || key.len() > LONG && name.starts_with(key.as_str()));
        keys.iter().filter(|key| is_one(key)).count()
    };
    let mut best: Option<(Guess, usize)> = None;
    let mut offer = |guess, count: usize| {
        if count > 0 && best.is_none_or(|(_, most)| count > most) {
            best = Some((guess, count));
        }
    };
    for kind in KINDS {
        offer(Guess::Kind(kind), known(&mut tables.fields_of(kind).map(|field| field.name.as_str())));
    }
    for component in COMPONENTS {
        // What the kubelet's flags are called is what its fields are called.
        if component != "kubelet" {
            offer(Guess::Flags(component), known(&mut tables.flags_of(component).map(|flag| flag.name.as_str())));
        }
    }
    let (guess, count) = best.filter(|(_, count)| count * 2 >= keys.len())?;
    Some((guess, count >= 3 || count == keys.len()))
}

fn without_kind(sheet: &mut Sheet, kind: &'static str, node: &Node) {
    let tables = sheet.tables;
    let Some(row) = tables.kinds.iter().find(|row| row.kind == kind && row.until.is_none()) else { return };
    sheet.read_as(format!("{kind}, though it does not say so"));
    sheet.say(
        SettingFinding::error(node.at.line, "kind", "apiVersion and kind are missing.")
            .why(format!("{} does not read a file that does not say what it is.", row.component))
            .fix(format!("Write apiVersion: {} and kind: {kind} at its top.", row.api))
            .source(tables.source_of_kind(row)),
    );
    document::check(sheet, row, node);
    let spelled = spelled(tables, kind, node);
    rules::document(sheet, &Known { kind, root: &spelled });
}

/// The document with its keys spelled as the kind's fields are, for the rules.
fn spelled(tables: &Tables, kind: &str, node: &Node) -> Node {
    let mut copy = node.clone();
    if let Value::Mapping(entries) = &mut copy.value {
        for entry in entries {
            let names: Vec<&str> = tables.fields_of(kind).map(|field| field.name.as_str()).gather();
            if let Some(meant) = nearest(&entry.key, &names) {
                meant.clone_into(&mut entry.key);
            }
        }
    }
    copy
}

fn as_flags(sheet: &mut Sheet, component: &'static str, node: &Node) {
    let spelled = node.entries().iter().all(|entry| !entry.key.contains('_'));
    // etcd alone reads its flags from a file.
    if component == "etcd" && spelled {
        sheet.read_as("configuration file of etcd");
    } else {
        sheet.read_as(format!("flags of {component}, written as fields"));
        sheet.say(
            SettingFinding::error(
                node.at.line,
                "",
                format!("These are flags of {component}, written as fields: {component} reads no such file."),
            )
            .fix("Write each as --name=value, or as a name and a value below extraArgs of kubeadm."),
        );
    }
    let mut call = Flags { component: component.to_owned(), ..Flags::default() };
    for entry in node.entries() {
        let value = match &entry.value.value {
            Value::Scalar(scalar) => scalar.text.clone(),
            Value::Sequence(items) => items.iter().filter_map(Node::text).gather().join(","),
            Value::Mapping(_) => continue,
        };
        let name = entry.key.replace('_', "-");
        call.said.push(Said { name, value: Some(value), line: entry.key_at.line });
    }
    flags::check(sheet, &call);
    rules::flags(sheet, &call);
}
