//! Values that leave their key out when they say nothing: `written!` drops a field that is none.

use crate::order::Gather;
use crate::order::Map;
use crate::yaml::{Tree, Written};

/// A list whose key is left out when it is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Many<T>(pub(super) Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for Many<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T> FromIterator<T> for Many<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().gather())
    }
}

impl<T: Written> Written for Many<T> {
    fn write(&self) -> Tree {
        unless_empty(self.0.write())
    }
}

fn unless_empty(tree: Tree) -> Tree {
    match tree {
        Tree::List(items) if items.is_empty() => Tree::Null,
        full => full,
    }
}

/// A map of texts, by key, whose own key is left out when it is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pairs(pub(super) Map<String, String>);

/// A map of a few texts.
pub(super) fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Map<String, String> {
    let mut map = Map::new();
    for (key, value) in pairs {
        map.insert(key.to_owned(), value.to_owned());
    }
    map
}

impl From<Map<String, String>> for Pairs {
    fn from(pairs: Map<String, String>) -> Self {
        Self(pairs)
    }
}

impl Written for Pairs {
    fn write(&self) -> Tree {
        if self.0.is_empty() { Tree::Null } else { self.0.write() }
    }
}

/// A text whose key is left out when it is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word(pub(super) String);

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&String> for Word {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl Written for Word {
    fn write(&self) -> Tree {
        if self.0.is_empty() { Tree::Null } else { self.0.write() }
    }
}

/// `true`, or no key at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flag(pub(super) bool);

impl Written for Flag {
    fn write(&self) -> Tree {
        if self.0 { Tree::Bool(true) } else { Tree::Null }
    }
}
