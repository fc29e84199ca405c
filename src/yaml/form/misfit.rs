//! Why a tree is not the value that was asked for.

use super::super::read::{Node, Place, ScalarKind, Value};
use crate::order::Gather;
use thiserror::Error;

/// Why a tree is not the value that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}{what}", if path.is_empty() { String::new() } else { format!("{path}: ") })]
pub struct Misfit {
    /// Where; none while it is not known.
    pub at: Option<Place>,
    /// The way there, such as `workloads[0].replicas`; empty for the document as a whole.
    pub path: String,
    /// What is wrong and what to do, as a sentence.
    pub what: String,
}

impl Misfit {
    /// Something wrong at a place that its reader knows.
    pub fn new(what: impl Into<String>) -> Self {
        Self { at: None, path: String::new(), what: what.into() }
    }

    /// Something else stands there than what is taken.
    pub fn kind(node: &Node, takes: &str) -> Self {
        Self::new(format!("here stands {}, but it takes {takes}", found(node))).at(node.at)
    }

    /// A name that is not known among those that are.
    pub fn unknown(what: Named, name: &str, known: &[&str]) -> Self {
        let meant = closest(name, known);
        Self::new(match (what, meant) {
            (Named::Field, Some(meant)) => format!("there is no field “{name}” here; did you mean “{meant}”?"),
            (Named::Field, None) => format!("there is no field “{name}” here; there are {}", known.join(", ")),
            (Named::Word, Some(meant)) => {
                format!("“{name}” is none of {}; did you mean “{meant}”?", known.join(", "))
            }
            (Named::Word, None) => format!("“{name}” is none of {}", known.join(", ")),
        })
    }

    /// With a place, if it has none yet.
    #[must_use]
    pub fn at(mut self, at: Place) -> Self {
        self.at.get_or_insert(at);
        self
    }

    /// With one more step before its path, and a place if it has none yet.
    #[must_use]
    pub fn within(mut self, at: Place, step: &str) -> Self {
        let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{joint}{}", self.path);
        self.at(at)
    }
}

/// What has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A field of a record.
    Field,
    /// A word to choose.
    Word,
}

/// What stands there, for people.
fn found(node: &Node) -> String {
    match &node.value {
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "fields".to_owned(),
        Value::Scalar(scalar) => match scalar.kind() {
            ScalarKind::Null => "nothing".to_owned(),
            ScalarKind::Bool(flag) => flag.to_string(),
            ScalarKind::Int(_) | ScalarKind::Float => format!("the number {}", scalar.text),
            ScalarKind::Text => format!("the text {:?}", scalar.text),
        },
    }
}

/// The known name that differs in the fewest letters, if it is near enough to be meant.
pub(crate) fn closest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let best = known.iter().map(|other| (distance(name, other), *other)).min()?;
    (best.0 * 3 <= name.chars().count().max(3)).then_some(best.1)
}

/// Letters to change, add or remove to come from one name to the other; upper and lower case are the same.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().map(|c| c.to_ascii_lowercase()).gather();
    let mut row: Vec<usize> = (0..=b.len()).gather();
    for (i, from) in a.chars().map(|c| c.to_ascii_lowercase()).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (to, above) in b.iter().zip(row.iter().skip(1)) {
            let changed = diagonal + usize::from(from != *to);
            left = changed.min(left + 1).min(*above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
