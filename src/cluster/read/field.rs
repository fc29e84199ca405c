//! Single values out of a document's tree, each with a fault that says where it stands.

use crate::cluster::model::{LabelOperator, Labels, Requirement, Selector};
use crate::units::{IntOrPercent, Quantity};
use crate::yaml::read::Node;
use thiserror::Error;

/// A value that cannot be meant.
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

/// Where a tree came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) file: &'a str,
}

pub(super) type Read<T> = Result<T, Fault>;

impl Source<'_> {
    pub(super) fn fault(&self, node: &Node, what: impl Into<String>) -> Fault {
        Fault { file: self.file.to_owned(), line: node.at.line, what: what.into() }
    }

    /// A whole number; none where nothing is said.
    pub(super) fn integer(&self, parent: &Node, key: &str) -> Read<Option<i64>> {
        let Some(node) = said(parent, key) else { return Ok(None) };
        let number = node.text().and_then(|text| text.parse().ok());
        number.map(Some).ok_or_else(|| self.fault(node, format!("{key} must be a whole number")))
    }

    /// A whole number from 0.
    pub(super) fn count(&self, parent: &Node, key: &str) -> Read<Option<i64>> {
        match self.integer(parent, key)? {
            Some(number) if number < 0 => {
                Err(self.fault(parent.get(key).unwrap_or(parent), format!("{key} is {number}, but must be 0 or more")))
            }
            number => Ok(number),
        }
    }

    /// Yes or no; no where nothing is said.
    pub(super) fn flag(&self, parent: &Node, key: &str) -> Read<bool> {
        let Some(node) = said(parent, key) else { return Ok(false) };
        match node.text() {
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            _ => Err(self.fault(node, format!("{key} must be true or false"))),
        }
    }

    /// One of some words; none where nothing is said.
    pub(super) fn word<T: Copy>(&self, parent: &Node, key: &str, words: &[(&str, T)]) -> Read<Option<T>> {
        let Some(node) = said(parent, key) else { return Ok(None) };
        let text = node.text().unwrap_or_default();
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        found.map(Some).ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault(node, format!("{key} is “{text}”, but must be one of {}", known.join(", ")))
        })
    }

    /// An amount of a resource, in the unit the scheduler counts it in.
    pub(super) fn amount(&self, name: &str, node: &Node) -> Read<i64> {
        let text = node.text().unwrap_or_default();
        let quantity: Quantity = text.parse().map_err(|error| self.fault(node, format!("{name}: {error}")))?;
        let units = if name == "cpu" { quantity.milli_rounded_up() } else { quantity.units_rounded_up() };
        Ok(i64::try_from(units).unwrap_or(i64::MAX))
    }

    /// A count or a percentage.
    pub(super) fn share(&self, parent: &Node, key: &str) -> Read<Option<crate::cluster::model::Share>> {
        use crate::cluster::model::Share;
        let Some(node) = said(parent, key) else { return Ok(None) };
        match node.text().unwrap_or_default().parse::<IntOrPercent>() {
            Ok(IntOrPercent::Count(count)) => Ok(Some(Share::Count(i64::from(count)))),
            Ok(IntOrPercent::Percent(percent)) => Ok(Some(Share::Percent(i64::from(percent)))),
            Err(error) => Err(self.fault(node, format!("{key}: {error}"))),
        }
    }

    /// A label selector; none where nothing is said.
    pub(super) fn selector(&self, parent: &Node, key: &str) -> Read<Option<Selector>> {
        let Some(node) = said(parent, key) else { return Ok(None) };
        let mut requirements = Vec::new();
        for entry in node.get("matchLabels").map(Node::entries).unwrap_or_default() {
            requirements.push(Requirement::equals(&entry.key, entry.value.text().unwrap_or_default()));
        }
        requirements.extend(self.requirements(node, "matchExpressions")?);
        Ok(Some(Selector(requirements)))
    }

    /// A list of requirements.
    pub(super) fn requirements(&self, parent: &Node, key: &str) -> Read<Vec<Requirement>> {
        const OPERATORS: [(&str, LabelOperator); 6] = [
            ("In", LabelOperator::In),
            ("NotIn", LabelOperator::NotIn),
            ("Exists", LabelOperator::Exists),
            ("DoesNotExist", LabelOperator::DoesNotExist),
            ("Gt", LabelOperator::Gt),
            ("Lt", LabelOperator::Lt),
        ];
        let read = |node: &Node| {
            let operator = self.word(node, "operator", &OPERATORS)?;
            let operator = operator.ok_or_else(|| self.fault(node, "a requirement needs an operator, such as In"))?;
            let key = text(node, "key").ok_or_else(|| self.fault(node, "a requirement needs a key"))?.to_owned();
            let values = texts(node, "values");
            if matches!(operator, LabelOperator::In | LabelOperator::NotIn) && values.is_empty() {
                return Err(self.fault(node, format!("the requirement on {key} needs values")));
            }
            Ok(Requirement { key, operator, values })
        };
        parent.get(key).map(Node::items).unwrap_or_default().iter().map(read).collect()
    }
}

/// The value of a key, unless it is null.
pub(super) fn said<'a>(parent: &'a Node, key: &str) -> Option<&'a Node> {
    parent.get(key).filter(|node| !node.is_null())
}

/// The text of a key, unless it is null or empty.
pub(super) fn text<'a>(parent: &'a Node, key: &str) -> Option<&'a str> {
    said(parent, key).and_then(Node::text).filter(|text| !text.is_empty())
}

/// A list of texts.
pub(super) fn texts(parent: &Node, key: &str) -> Vec<String> {
    let items = parent.get(key).map(Node::items).unwrap_or_default();
    items.iter().filter_map(Node::text).map(str::to_owned).collect()
}

/// A mapping of texts.
pub(super) fn pairs(parent: &Node, path: &[&str]) -> Vec<(String, String)> {
    let entries = parent.at_path(path).map(Node::entries).unwrap_or_default();
    entries.iter().map(|entry| (entry.key.clone(), entry.value.text().unwrap_or_default().to_owned())).collect()
}

/// The labels at a path.
pub(super) fn labels(parent: &Node, path: &[&str]) -> Labels {
    pairs(parent, path).into_iter().collect()
}
