//! The same trees as JSON, for what programs tell each other.

use super::{Entry, Tree};
use std::fmt::Write;

/// A tree as JSON on one line. Comments have no place there.
pub fn json(tree: &Tree) -> String {
    let mut out = String::new();
    value(&mut out, tree);
    out
}

fn value(out: &mut String, tree: &Tree) {
    match tree {
        Tree::Null => out.push_str("null"),
        Tree::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Tree::Integer(number) => {
            // Writing into a string does not fail.
            let _ = write!(out, "{number}");
        }
        Tree::Decimal(number) => out.push_str(number),
        Tree::Text(text) => quoted(out, text),
        Tree::List(items) => enclosed(out, ['[', ']'], items, value),
        Tree::Map(entries) => enclosed(out, ['{', '}'], entries, |out, Entry { key, value: inner, .. }| {
            quoted(out, key);
            out.push(':');
            value(out, inner);
        }),
    }
}

fn enclosed<T>(out: &mut String, [open, close]: [char; 2], items: &[T], mut write: impl FnMut(&mut String, &T)) {
    out.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(close);
}

fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn another_reader_gets_the_same(key in "\\PC*", text in any::<String>(), number in any::<i64>()) {
            let tree = Tree::Map(vec![Entry {
                comment: String::new(),
                key: key.clone().into(),
                value: Tree::List(vec![Tree::Text(text.clone()), Tree::Integer(number), Tree::Null, Tree::Bool(true)]),
            }]);
            let read: serde_json::Value = serde_json::from_str(&json(&tree)).unwrap();
            prop_assert_eq!(read, serde_json::json!({ key: [text, number, null, true] }));
        }
    }
}
