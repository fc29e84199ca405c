//! What is printed: ordered maps, lists and scalars, with comments.

/// A value to print. A map keeps its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// A number with decimal places, already in its printed form.
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
    pub key: String,
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
