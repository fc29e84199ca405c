//! Files to objects: what each is, where it stands, and its tree.

use super::field::{items, labels, text};
use crate::cluster::model::Labels;
use crate::yaml::read::{Node, decode, read};
use std::fmt;
use thiserror::Error;

/// A file as given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextFile {
    /// What it is called in messages.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl TextFile {
    /// A file of that name.
    pub fn new(name: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: text.into() }
    }
}

/// A document that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}, line {line}: {what}")]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 for the whole file.
    pub line: u32,
    /// What is wrong and what to do.
    pub what: String,
}

/// What an object is and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meta {
    /// Its kind.
    pub kind: String,
    /// Its namespace; `default` where nothing is said.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The file.
    pub file: String,
    /// The line it begins at.
    pub line: u32,
    /// Its labels.
    pub labels: Labels,
}

impl Meta {
    /// `namespace/name`.
    pub fn key(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }

    /// Whether two are one object, said twice.
    pub fn same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.namespace == other.namespace && self.name == other.name
    }
}

impl fmt::Display for Meta {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}/{}", self.kind, self.namespace, self.name)
    }
}

/// One object with its tree.
#[derive(Debug, Clone)]
pub struct Object {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Group of its API, empty for Kubernetes' core.
    pub group: String,
    /// Version of its API.
    pub version: String,
    /// The whole of it.
    pub root: Node,
}

impl Object {
    /// Whether it is of this group and kind.
    pub fn is(&self, group: &str, kind: &str) -> bool {
        self.group == group && self.meta.kind == kind
    }

    /// A text of its annotations.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.root.at_path(&["metadata", "annotations"])?.get(key)?.text()
    }
}

/// Every object of some files, in their order; of one that is said twice both.
pub fn objects(files: &[TextFile]) -> (Vec<Object>, Vec<Fault>) {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for file in files {
        let decoded = match decode(&file.bytes) {
            Ok(text) => text,
            Err(error) => {
                faults.push(Fault { file: file.name.clone(), line: error.at.line, what: error.problem.to_string() });
                continue;
            }
        };
        for document in read(&decoded) {
            match document {
                Ok(document) => gather(document.root, &file.name, &mut found),
                Err(error) => {
                    let what = error.problem.to_string();
                    faults.push(Fault { file: file.name.clone(), line: error.at.line, what });
                }
            }
        }
    }
    (found, faults)
}

fn gather(root: Node, file: &str, found: &mut Vec<Object>) {
    if text(&root, "kind").ends_with("List") && !items(&root, &["items"]).is_empty() {
        for item in items(&root, &["items"]) {
            gather(item.clone(), file, found);
        }
        return;
    }
    let kind = text(&root, "kind").to_owned();
    let (group, version) = match text(&root, "apiVersion").split_once('/') {
        Some((group, version)) => (group.to_owned(), version.to_owned()),
        None => (String::new(), text(&root, "apiVersion").to_owned()),
    };
    let Some(metadata) = root.get("metadata").filter(|_| !kind.is_empty()) else { return };
    let said = text(metadata, "namespace");
    let namespace = if said.is_empty() && kind != "Namespace" { "default" } else { said };
    let meta = Meta {
        namespace: namespace.to_owned(),
        name: text(metadata, "name").to_owned(),
        file: file.to_owned(),
        line: root.at.line,
        labels: labels(metadata, &["labels"]),
        kind,
    };
    found.push(Object { meta, group, version, root });
}
