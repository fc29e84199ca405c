//! The reader. Bytes of a file come in; one tree per document goes out, in which every key and value knows its line
//! and remembers whether somebody made use of it. The idea: hostile or broken input costs one clear error for one
//! document, and bounds on size, depth and aliases hold before any tree is built.

mod build;
mod diagnose;
mod json;
mod problem;
mod scalar;
mod split;
mod tree;

pub use problem::Problem;
pub use scalar::ScalarKind;
pub use split::{MAX_BYTES, Piece, decode, pieces};
pub use tree::{Entry, Node, Place, Scalar, Style, Value};

use crate::order::Gather;
use thiserror::Error;

/// A document, or a whole file, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{problem}")]
pub struct ReadError {
    /// Which document of the file, from 1; 0 when it is the whole file.
    pub document: u32,
    /// Where; line 0 when it is the whole file.
    pub at: Place,
    /// What is wrong and what to do.
    pub problem: Problem,
}

/// Something odd in a document that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// A key stood in one mapping twice; the last value is in the tree.
    DuplicateKey {
        /// The key.
        key: String,
        /// The line where it stands first.
        first: u32,
        /// Where it stands again.
        at: Place,
    },
    /// A tag of an application, which is not understood; the value is in the tree without it.
    Tag {
        /// The tag.
        tag: String,
        /// Where its value stands.
        at: Place,
    },
}

/// A document that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Which document of the file, from 1.
    pub number: u32,
    /// Its value.
    pub root: Node,
    /// What is odd about it.
    pub remarks: Vec<Remark>,
}

impl Piece<'_> {
    /// Parses the document; text without any structure is refused.
    pub fn read(&self) -> Result<Document, ReadError> {
        let built = if looks_like_json(self.text) {
            json::build(self).or_else(|error| {
                // YAML's brackets look the same; but what has a quoted key was meant as JSON.
                build::build(self).map_err(|yaml| if yaml.problem == Problem::HelmTemplate { yaml } else { error })
            })
        } else {
            build::build(self)
        }?;
        match &built.root.value {
            Value::Scalar(_) if !built.root.is_null() => {
                Err(ReadError { document: self.number, at: built.root.at, problem: Problem::NoStructure })
            }
            _ => Ok(Document { number: self.number, root: built.root, remarks: built.remarks }),
        }
    }
}

fn looks_like_json(text: &str) -> bool {
    text.strip_prefix("---").unwrap_or(text).trim_start().starts_with(['{', '['])
}

/// Reads every document of a text, each on its own.
pub fn read(text: &str) -> Vec<Result<Document, ReadError>> {
    pieces(text).iter().map(Piece::read).gather()
}

#[cfg(test)]
mod tests;
