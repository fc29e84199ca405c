//! What is printed: ordered maps, lists and scalars, with comments.

use std::borrow::Cow;

/// A value to print. A map keeps its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with decimal places, or one beyond all others, already in its printed form.
    Decimal(String),
    /// Text, whatever it looks like.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// A map, in order.
    Map(Vec<Entry>),
}

/// One key of a map with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Printed above the key, a `#` before each line; empty for none.
    pub comment: String,
    /// The key.
    pub key: Cow<'static, str>,
    /// The value.
    pub value: Tree,
}

/// One document of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Printed above the document, a `#` before each line; empty for none.
    pub comment: String,
    /// What it holds.
    pub tree: Tree,
}

impl Tree {
    /// The value at a path of keys. An item of a list is found by its `name`, or by its place as `[0]`.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        let [step, rest @ ..] = path else {
            return Some(self);
        };
        let next = match self {
            Self::Map(entries) => entries.iter().find(|entry| entry.key == *step).map(|entry| &entry.value),
            Self::List(items) => position(items, step).and_then(|at| items.get(at)),
            _ => None,
        };
        next.and_then(|next| next.at(rest))
    }

    /// Puts a comment above the key at the end of a path, below what stands there; says whether there is such a key.
    /// The path goes through lists as in [`Tree::at`].
    pub fn note(&mut self, path: &[&str], comment: &str) -> bool {
        match (self, path) {
            (Self::Map(entries), [key]) => {
                let Some(entry) = entries.iter_mut().find(|entry| entry.key == *key) else {
                    return false;
                };
                if !entry.comment.is_empty() {
                    entry.comment.push('\n');
                }
                entry.comment.push_str(comment);
                true
            }
            (Self::Map(entries), [key, rest @ ..]) => {
                entries.iter_mut().find(|entry| entry.key == *key).is_some_and(|entry| entry.value.note(rest, comment))
            }
            (Self::List(items), [step, rest @ ..]) => {
                let at = position(items, step);
                at.and_then(|at| items.get_mut(at)).is_some_and(|item| item.note(rest, comment))
            }
            _ => false,
        }
    }
}

/// Where the item of that name stands, or the one with that number in brackets.
fn position(items: &[Tree], step: &str) -> Option<usize> {
    if let Some(number) = step.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return number.parse().ok();
    }
    items.iter().position(|item| matches!(item.at(&["name"]), Some(Tree::Text(name)) if name == step))
}
