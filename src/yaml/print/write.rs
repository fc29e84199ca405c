//! The layout: two spaces a level, lists set in, comments above what they speak of.

use super::scalar::{LONGEST_SIMPLE_KEY, block, inline};
use super::{Document, Entry, Tree};
use std::borrow::Cow;

/// The text of a stream of documents, `---` before each but the first.
pub fn print(documents: &[Document]) -> String {
    let mut printer = Printer { text: String::new() };
    for (number, document) in documents.iter().enumerate() {
        if number > 0 {
            printer.text.push_str("---\n");
        }
        printer.comment(&document.comment, 0);
        printer.document(&document.tree);
    }
    printer.text
}

struct Printer {
    text: String,
}

impl Printer {
    fn document(&mut self, tree: &Tree) {
        match tree {
            Tree::Map(entries) if !entries.is_empty() => self.map(entries, 0),
            Tree::List(items) if !items.is_empty() => self.list(items, 0),
            scalar => {
                // A scalar of its own is quoted on one line: a block could hold a line that ends a document.
                self.text.push_str(&on_one_line(scalar));
                self.text.push('\n');
            }
        }
    }

    fn map(&mut self, entries: &[Entry], indent: usize) {
        for (number, entry) in entries.iter().enumerate() {
            // The first entry may follow a `- ` on its line; its comment was printed above that.
            if number > 0 || self.at_line_start() {
                self.comment(&entry.comment, indent);
                self.indent(indent);
            }
            self.entry(entry, indent);
        }
    }

    fn entry(&mut self, entry: &Entry, indent: usize) {
        let key = inline(&entry.key);
        if key.len() > LONGEST_SIMPLE_KEY {
            self.text.push_str("? ");
            self.text.push_str(&key);
            self.text.push('\n');
            self.indent(indent);
        } else {
            self.text.push_str(&key);
        }
        self.text.push(':');
        self.value(&entry.value, indent);
    }

    /// What follows a key's colon, to the end of its last line.
    fn value(&mut self, value: &Tree, indent: usize) {
        match value {
            Tree::Map(entries) if !entries.is_empty() => {
                self.text.push('\n');
                self.map(entries, indent + 2);
            }
            Tree::List(items) if !items.is_empty() => {
                self.text.push('\n');
                self.list(items, indent + 2);
            }
            scalar => {
                self.text.push(' ');
                self.scalar(scalar, indent + 2);
            }
        }
    }

    fn list(&mut self, items: &[Tree], indent: usize) {
        for item in items {
            if let Tree::Map(entries) = item
                && let Some(first) = entries.first()
            {
                self.comment(&first.comment, indent);
            }
            self.indent(indent);
            self.text.push_str("- ");
            match item {
                Tree::Map(entries) if !entries.is_empty() => self.map(entries, indent + 2),
                // A list right in a list starts on a line of its own.
                Tree::List(inner) if !inner.is_empty() => {
                    self.text.truncate(self.text.len() - 1);
                    self.text.push('\n');
                    self.list(inner, indent + 2);
                }
                scalar => self.scalar(scalar, indent + 2),
            }
        }
    }

    fn scalar(&mut self, scalar: &Tree, indent: usize) {
        if let Tree::Text(text) = scalar
            && let Some((mark, lines)) = block(text)
        {
            self.text.push_str(mark);
            self.text.push('\n');
            for line in lines {
                if !line.is_empty() {
                    self.indent(indent);
                    self.text.push_str(line);
                }
                self.text.push('\n');
            }
            return;
        }
        self.text.push_str(&on_one_line(scalar));
        self.text.push('\n');
    }

    /// A comment of one or more lines. What could end its line or hide in it is replaced.
    fn comment(&mut self, comment: &str, indent: usize) {
        for line in comment.lines() {
            self.indent(indent);
            self.text.push('#');
            if !line.is_empty() {
                self.text.push(' ');
            }
            self.text.extend(line.chars().map(|c| if is_comment_safe(c) { c } else { '\u{fffd}' }));
            self.text.push('\n');
        }
    }

    fn indent(&mut self, indent: usize) {
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    fn at_line_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
    }
}

fn is_comment_safe(c: char) -> bool {
    !(c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
}

fn on_one_line(scalar: &Tree) -> Cow<'_, str> {
    match scalar {
        Tree::Null => "null".into(),
        Tree::Bool(true) => "true".into(),
        Tree::Bool(false) => "false".into(),
        Tree::Integer(number) => number.to_string().into(),
        Tree::Decimal(number) => number.into(),
        Tree::Text(text) => inline(text),
        Tree::List(_) => "[]".into(),
        Tree::Map(_) => "{}".into(),
    }
}
