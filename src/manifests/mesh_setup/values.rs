//! The values of one chart: the rows of the table that hold, in order, each with its reason above it.

use super::situation::Situation;
use super::table::{Row, tree};
use crate::manifests::object::{entry, wrapped};
use crate::order::Gather;
use crate::yaml::{Entry, Tree};

/// The rows of a chart that hold.
pub(super) fn rows<'s>(situation: &'s Situation, chart: &'s str) -> impl Iterator<Item = &'s Row> {
    let of_chart = situation.table.rows.iter().filter(move |row| row.chart == chart);
    of_chart.filter(|row| row.when.iter().all(|word| situation.holds(word)))
}

/// The values of a chart as its file has them.
pub(super) fn values(situation: &Situation, chart: &str) -> Tree {
    let mut root = Tree::Map(Vec::new());
    for row in rows(situation, chart) {
        let path: Vec<&str> = row.key.iter().map(String::as_str).gather();
        set(&mut root, &path, value(situation, row), &why(situation, row));
    }
    root
}

/// What a row's key is set to.
pub(super) fn value(situation: &Situation, row: &Row) -> Tree {
    tree(&row.value, &|name| situation.value(name))
}

/// Why, with its source; empty where the row above says it.
pub(super) fn why(situation: &Situation, row: &Row) -> String {
    let mut text = row.why.clone();
    if let Some((before, rest)) = row.why.split_once('{')
        && let Some((name, after)) = rest.split_once('}')
    {
        text = format!("{before}{}{after}", situation.reason(name));
    }
    if text.is_empty() {
        return text;
    }
    let rough = if row.verified { "" } else { "A rule of thumb, not a published figure. " };
    format!("{}\n{rough}[{}]", wrapped(&text), row.source)
}

/// Sets the value at a path, with a comment above its last key.
pub(super) fn set(root: &mut Tree, path: &[&str], value: Tree, comment: &str) {
    let (Tree::Map(entries), [key, rest @ ..]) = (root, path) else { return };
    let at = entries.iter().position(|own| own.key == *key).unwrap_or_else(|| {
        entries.push(entry((*key).to_owned(), Tree::Map(Vec::new())));
        entries.len() - 1
    });
    let Some(own) = entries.get_mut(at) else { return };
    if rest.is_empty() {
        *own = Entry { comment: comment.to_owned(), key: own.key.clone(), value };
    } else {
        set(&mut own.value, rest, value, comment);
    }
}
