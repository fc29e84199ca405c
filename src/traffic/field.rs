//! Single values out of a document's tree; what is not there, or is something else, is nothing.

use crate::cluster::model::{LabelOperator, Labels, Requirement, Selector};
use crate::order::Gather;
use crate::yaml::read::{Entry, Node};

/// The text of a key; empty where nothing is said.
pub fn text<'a>(parent: &'a Node, key: &str) -> &'a str {
    parent.get(key).filter(|node| !node.is_null()).and_then(Node::text).unwrap_or_default()
}

/// The elements of the list at a path.
pub fn items<'a>(parent: &'a Node, path: &[&str]) -> &'a [Node] {
    parent.at_path(path).map(Node::items).unwrap_or_default()
}

/// The entries of the mapping at a path.
pub fn entries<'a>(parent: &'a Node, path: &[&str]) -> &'a [Entry] {
    parent.at_path(path).map(Node::entries).unwrap_or_default()
}

/// A list of texts.
pub fn texts(parent: &Node, path: &[&str]) -> Vec<String> {
    items(parent, path).iter().filter_map(Node::text).map(str::to_owned).gather()
}

/// A whole number.
pub fn number(parent: &Node, key: &str) -> Option<u32> {
    text(parent, key).parse().ok()
}

/// Yes or no; no where nothing is said.
pub fn flag(parent: &Node, key: &str) -> bool {
    text(parent, key) == "true"
}

/// The labels at a path.
pub fn labels(parent: &Node, path: &[&str]) -> Labels {
    let pair = |entry: &Entry| (entry.key.clone(), entry.value.text().unwrap_or_default().to_owned());
    entries(parent, path).iter().map(pair).gather().into_iter().collect()
}

/// A label selector with `matchLabels` and `matchExpressions`; an operator nobody knows selects nothing.
pub fn selector(node: &Node) -> Selector {
    let mut requirements = Vec::new();
    for entry in entries(node, &["matchLabels"]) {
        requirements.push(Requirement::equals(&entry.key, entry.value.text().unwrap_or_default()));
    }
    for one in items(node, &["matchExpressions"]) {
        let operator = match text(one, "operator") {
            "NotIn" => LabelOperator::NotIn,
            "Exists" => LabelOperator::Exists,
            "DoesNotExist" => LabelOperator::DoesNotExist,
            _ => LabelOperator::In,
        };
        requirements.push(Requirement { key: text(one, "key").to_owned(), operator, values: texts(one, &["values"]) });
    }
    Selector(requirements)
}

/// A selector out of plain labels.
pub(super) fn plain_selector(parent: &Node, path: &[&str]) -> Selector {
    let entries = entries(parent, path).iter();
    Selector(entries.map(|entry| Requirement::equals(&entry.key, entry.value.text().unwrap_or_default())).gather())
}
