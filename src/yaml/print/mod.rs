//! Trees to text. A typed object or a tree comes in; text goes out whose strings no YAML 1.1 or 1.2 reader takes for
//! anything else. The idea: quote whenever any reader could be in doubt, and let user text be a scalar or a comment
//! line, never structure.

mod decimal;
mod highlight;
mod json;
mod scalar;
mod tree;
mod write;

pub use decimal::Decimal;
pub use highlight::{TokenKind, highlight, highlight_text};
pub use json::json;
pub use tree::{Document, Entry, Tree};
pub use write::print;

#[cfg(test)]
mod tests;
