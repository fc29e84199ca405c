//! YAML as text: read with the line of every value, and printed so that no reader can take a string for anything else.
//! The idea: manifests are trees with places, not text, on both sides; `serde_yaml` loses the places when it reads and
//! the quotes when it writes.

mod print;
pub mod read;
mod typed;

pub use print::{Decimal, Document, Entry, NotATree, TokenKind, Tree, highlight, highlight_text, json, print, to_tree};
pub use typed::{Misfit, from_node};
