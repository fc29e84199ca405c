//! What all objects of Kubernetes share.

use super::pod::SET_BY_CONTROLLERS;
use crate::design::SourceLine;
use crate::import::field::Field;
use crate::import::leftover::is_of_tools;
use crate::import::notes::{Notes, Source};
use crate::import::report::ReportLevel;
use crate::order::Gather;
use crate::order::Map;
use crate::yaml::read::{Entry, Node, Value};

/// An object: its tree and what it is called.
pub(in crate::import) struct Object<'a> {
    pub(in crate::import) root: &'a Node,
    pub(in crate::import) source: Source,
    pub(in crate::import) kind: String,
    /// The API's group; empty for the core.
    pub(in crate::import) group: String,
    pub(in crate::import) version: String,
    pub(in crate::import) name: String,
    /// As given; empty when it is not.
    pub(in crate::import) namespace: String,
    /// The line of its kind.
    pub(in crate::import) line: u32,
}

impl<'a> Object<'a> {
    /// Takes the kind, the version and the name. The elements of a typed list say neither kind nor version: those of
    /// the list count for them.
    pub(in crate::import) fn new(root: &'a Node, source: &Source, list: (&'a str, &'a str)) -> Self {
        let taken = |key: &str| root.entry(key).and_then(|entry| entry.take().text());
        let kind = taken("kind").unwrap_or(list.0).to_owned();
        let api = taken("apiVersion").unwrap_or(list.1);
        let (group, version) = api.split_once('/').unwrap_or(("", api));
        let metadata = root.entry("metadata").map(Entry::take);
        let own = |key: &str| {
            let text = metadata.and_then(|node| node.entry(key)).and_then(|entry| entry.take().text());
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        // What has only a beginning of a name is named by the cluster when it is made.
        let name =
            own("name").or_else(|| Some(own("generateName")?.trim_end_matches('-').to_owned())).unwrap_or_default();
        let object = if name.is_empty() { kind.clone() } else { format!("{kind} {name}") };
        Self {
            line: root.entry("kind").map_or(root.at.line, |entry| entry.key_at.line),
            namespace: own("namespace").unwrap_or_default(),
            source: source.of(object),
            group: group.to_owned(),
            version: version.to_owned(),
            root,
            kind,
            name,
        }
    }

    /// Its tree as a field.
    pub(in crate::import) fn field(&'a self, notes: &'a Notes) -> Field<'a> {
        Field { node: self.root, key: "", source: &self.source, notes }
    }

    /// Where it stands.
    pub(in crate::import) fn read_at(&self) -> SourceLine {
        SourceLine { file: self.source.file.to_string(), line: self.line }
    }

    /// Says something of it as a whole.
    pub(in crate::import) fn say(
        &self,
        notes: &Notes,
        level: ReportLevel,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) {
        notes.say(&self.source, self.line, level, what, hint);
    }

    /// The text at the end of a path, without taking it.
    pub(in crate::import) fn peek(&self, path: &[&str]) -> Option<&'a str> {
        self.root.at_path(path).and_then(Node::text)
    }

    /// Who made it: the owner that controls it, as kind and name.
    pub(in crate::import) fn owner(&self) -> Option<(String, String)> {
        let owners = self.root.at_path(&["metadata", "ownerReferences"])?.items();
        let controls = |owner: &&Node| owner.get("controller").and_then(Node::text) == Some("true");
        let owner = owners.iter().find(controls).or_else(|| owners.first())?;
        Some((owner.get("kind")?.text()?.to_owned(), owner.get("name")?.text()?.to_owned()))
    }

    /// Takes the object's own labels and annotations and says which of them go nowhere: a design keeps those of the
    /// pods, and `known` are among them already.
    pub(in crate::import) fn leave_own_labels(&self, notes: &Notes, known: &Map<String, String>) {
        let Some(metadata) = self.field(notes).part("metadata") else { return };
        let lines = |key: &str| {
            let part = metadata.part(key);
            part.map(|part| part.entries().map(|(entry, _)| (entry.key.clone(), entry)).gather()).unwrap_or_default()
        };
        let lost: Vec<_> = lines("labels")
            .into_iter()
            .filter(|(key, entry)| {
                let same = known.get(key).is_some_and(|value| entry.value.text() == Some(value));
                let usual = OF_PACKAGERS.contains(&key.as_str())
                    || SET_BY_CONTROLLERS.contains(&key.as_str())
                    || (known.is_empty() && key.starts_with("app.kubernetes.io/"));
                !same && !usual
            })
            .chain(lines("annotations").into_iter().filter(|(key, _)| {
                let of_tools = is_of_tools(key);
                if of_tools {
                    notes.count_server_field();
                }
                !of_tools
            }))
            .gather();
        let Some((_, first)) = lost.first() else { return };
        let names: Vec<&str> = lost.iter().map(|(key, _)| key.as_str()).gather();
        notes.say(
            &self.source,
            first.key_at.line,
            ReportLevel::LeftOut,
            format!("Labels and annotations of the object itself are left out: {}.", names.join(", ")),
            "The design keeps those of the pods.",
        );
    }
}

/// Labels that a packager writes anew each time.
const OF_PACKAGERS: [&str; 5] = ["app.kubernetes.io/managed-by", "chart", "helm.sh/chart", "heritage", "release"];

/// Whether a value is a mapping.
pub(in crate::import) fn is_mapping(node: &Node) -> bool {
    matches!(node.value, Value::Mapping(_))
}
