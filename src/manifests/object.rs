//! An object as every kind has it: version, kind, metadata, and then what is its own.

use super::left_out::{Pairs, Word};
use crate::order::Gather;
use crate::order::Map;
use crate::yaml::{Document, Entry, Tree, Written, written};
use std::borrow::Cow;

/// What stands below an object's metadata.
pub(super) trait Body: Written {
    /// The version of its API.
    const API_VERSION: &'static str;
    /// Its kind.
    const KIND: &'static str;
    /// Whether it stands under `spec`, as it mostly does, or right in the object.
    const UNDER_SPEC: bool = true;
}

written! {
    /// Who an object is.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    pub(super) struct Metadata {
        pub(super) name: Word,
        pub(super) namespace: Word,
        pub(super) labels: Pairs,
        pub(super) annotations: Pairs,
    }
}

impl Metadata {
    pub(super) fn new(name: &str, namespace: &str) -> Self {
        Self { name: name.into(), namespace: namespace.into(), ..Self::default() }
    }

    pub(super) fn labelled(mut self, labels: Map<String, String>) -> Self {
        self.labels = Pairs(labels);
        self
    }

    pub(super) fn annotated(mut self, annotations: Map<String, String>) -> Self {
        self.annotations = Pairs(annotations);
        self
    }
}

/// A comment that belongs above a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// The key, as a path; an item of a list by its name, or by its place as `[0]`.
    pub(super) path: Vec<String>,
    /// What there is to say.
    pub(super) text: String,
}

impl Note {
    pub(super) fn new(path: &[&str], text: impl Into<String>) -> Self {
        Self { path: path.iter().map(|step| (*step).to_owned()).gather(), text: text.into() }
    }
}

/// An object ready to print.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Object {
    pub(super) api_version: &'static str,
    pub(super) kind: &'static str,
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) document: Document,
}

impl Object {
    pub(super) fn new<B: Body>(metadata: &Metadata, body: &B) -> Self {
        Self::assembled(B::API_VERSION, B::KIND, B::UNDER_SPEC, metadata, body.write())
    }

    fn assembled(
        api_version: &'static str,
        kind: &'static str,
        under_spec: bool,
        metadata: &Metadata,
        body: Tree,
    ) -> Self {
        let mut entries = vec![
            entry("apiVersion", Tree::Text(api_version.to_owned())),
            entry("kind", Tree::Text(kind.to_owned())),
            entry("metadata", metadata.write()),
        ];
        match body {
            Tree::Map(own) if !under_spec => entries.extend(own),
            own => entries.push(entry("spec", own)),
        }
        Self {
            api_version,
            kind,
            namespace: metadata.namespace.0.clone(),
            name: metadata.name.0.clone(),
            document: Document { comment: String::new(), tree: Tree::Map(entries) },
        }
    }

    /// Says something above the whole object.
    pub(super) fn saying(mut self, comment: impl AsRef<str>) -> Self {
        let own = &mut self.document.comment;
        if !own.is_empty() {
            own.push('\n');
        }
        own.push_str(&wrapped(comment.as_ref()));
        self
    }

    /// Adds an annotation.
    pub(super) fn annotated(mut self, key: &'static str, value: &str) -> Self {
        let own = entry(key, Tree::Text(value.to_owned()));
        if let Tree::Map(entries) = &mut self.document.tree
            && let Some(Tree::Map(metadata)) =
                entries.iter_mut().find(|entry| entry.key == "metadata").map(|entry| &mut entry.value)
        {
            match metadata.iter_mut().find(|entry| entry.key == "annotations").map(|entry| &mut entry.value) {
                Some(Tree::Map(annotations)) => annotations.push(own),
                _ => metadata.push(entry("annotations", Tree::Map(vec![own]))),
            }
        }
        self
    }

    /// Says something above keys of it; a comment whose key is not there stands above the whole object, so that it is
    /// not lost.
    pub(super) fn noted(mut self, notes: &[Note]) -> Self {
        for note in notes {
            let path: Vec<&str> = note.path.iter().map(String::as_str).gather();
            if !self.document.tree.note(&path, &wrapped(&note.text)) {
                self = self.saying(&note.text);
            }
        }
        self
    }
}

/// A comment in lines that are read without scrolling.
pub(super) fn wrapped(comment: &str) -> String {
    const WIDTH: usize = 104;
    let mut lines: Vec<String> = Vec::new();
    for line in comment.lines() {
        let mut current = String::new();
        for word in line.split(' ') {
            if !current.is_empty() && current.chars().count() + word.chars().count() >= WIDTH {
                lines.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        lines.push(current);
    }
    lines.join("\n")
}

/// A key without a comment.
pub(super) fn entry(key: impl Into<Cow<'static, str>>, value: Tree) -> Entry {
    Entry { comment: String::new(), key: key.into(), value }
}
