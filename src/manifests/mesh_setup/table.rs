//! What a mesh is installed with, read from `assets/mesh/tuning.yaml`: values of charts with their reasons, and the
//! numbers that sizes are worked out with.

use crate::order::Gather;
use crate::yaml::read::{Node, ScalarKind, read};
use crate::yaml::{Entry, Tree};

const TABLE: &str = include_str!("../../../assets/mesh/tuning.yaml");

/// A value of a chart.
pub(super) struct Row {
    pub(super) chart: String,
    pub(super) key: Vec<String>,
    pub(super) value: Node,
    pub(super) when: Vec<String>,
    pub(super) why: String,
    /// Address and day of where it is said.
    pub(super) source: String,
    pub(super) verified: bool,
}

/// A version of a chart.
struct Release {
    chart: String,
    version: String,
    when: Vec<String>,
}

/// The table.
pub(in crate::manifests) struct Table {
    pub(super) rows: Vec<Row>,
    versions: Vec<Release>,
    numbers: Vec<(String, u64)>,
}

fn text(row: &Node, key: &str) -> String {
    row.get(key).and_then(Node::text).unwrap_or_default().to_owned()
}

fn texts(row: &Node, key: &str) -> Vec<String> {
    let items = row.get(key).map(Node::items).unwrap_or_default();
    items.iter().filter_map(Node::text).map(str::to_owned).gather()
}

fn items<'a>(root: Option<&'a Node>, key: &str) -> &'a [Node] {
    root.and_then(|root| root.get(key)).map(Node::items).unwrap_or_default()
}

impl Table {
    /// Reads the table.
    pub(in crate::manifests) fn read() -> Self {
        let documents = read(TABLE);
        let root = documents.first().and_then(|document| document.as_ref().ok()).map(|document| &document.root);
        let sources = items(root, "sources");
        let source = |id: &str| {
            let found = sources.iter().find(|source| source.get("id").and_then(Node::text) == Some(id));
            found.map(|found| format!("{}, {}", text(found, "url"), text(found, "date"))).unwrap_or_default()
        };
        let row = |row: &Node| {
            Some(Row {
                chart: text(row, "chart"),
                key: texts(row, "key"),
                value: row.get("value")?.clone(),
                when: texts(row, "when"),
                why: text(row, "why"),
                source: source(&text(row, "source")),
                verified: text(row, "verified") != "false",
            })
        };
        let version =
            |row: &Node| Release { chart: text(row, "id"), version: text(row, "version"), when: texts(row, "when") };
        let number = |row: &Node| Some((text(row, "id"), text(row, "value").parse().ok()?));
        Self {
            rows: items(root, "values").iter().filter_map(row).gather(),
            versions: items(root, "charts").iter().map(version).gather(),
            numbers: items(root, "numbers").iter().filter_map(number).gather(),
        }
    }

    /// A number by its id; 0 where there is none.
    pub(in crate::manifests) fn number(&self, id: &str) -> u64 {
        self.numbers.iter().find(|(known, _)| known == id).map_or(0, |(_, value)| *value)
    }

    /// The version of a chart that holds under these conditions.
    pub(super) fn version(&self, chart: &str, holds: &dyn Fn(&str) -> bool) -> &str {
        let found = self.versions.iter().find(|row| row.chart == chart && row.when.iter().all(|word| holds(word)));
        found.map_or("", |row| row.version.as_str())
    }
}

/// A value as it is written; a text that begins with `$` is worked out.
pub(super) fn tree(node: &Node, work_out: &dyn Fn(&str) -> Tree) -> Tree {
    if let Some(scalar) = node.scalar() {
        return match (scalar.text.strip_prefix('$'), scalar.kind()) {
            (Some(name), _) => work_out(name),
            (None, ScalarKind::Null) => Tree::Null,
            (None, ScalarKind::Bool(switch)) => Tree::Bool(switch),
            (None, ScalarKind::Int(whole)) => Tree::Integer(whole),
            (None, ScalarKind::Float) => Tree::Decimal(scalar.text.clone()),
            (None, ScalarKind::Text) => Tree::Text(scalar.text.clone()),
        };
    }
    if node.items().is_empty() {
        let entry = |entry: &crate::yaml::read::Entry| Entry {
            comment: String::new(),
            key: entry.key.clone().into(),
            value: tree(&entry.value, work_out),
        };
        return Tree::Map(node.entries().iter().map(entry).gather());
    }
    Tree::List(node.items().iter().map(|item| tree(item, work_out)).gather())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_says_why_and_where_from() {
        let documents = read(TABLE);
        let root = &documents[0].as_ref().unwrap().root;
        let table = Table::read();
        assert_eq!(table.rows.len(), items(Some(root), "values").len());
        assert_eq!(table.numbers.len(), items(Some(root), "numbers").len());
        for row in &table.rows {
            assert!(row.source.starts_with("https://") && row.source.contains(", 2026-"), "{:?}", row.key);
            assert!(!row.key.is_empty() && !row.chart.is_empty());
        }
        for row in items(Some(root), "numbers") {
            let source = text(row, "source");
            assert!(items(Some(root), "sources").iter().any(|known| text(known, "id") == source), "{source}");
        }
    }

    #[test]
    fn what_the_code_asks_for_is_there() {
        let table = Table::read();
        let sources = [include_str!("situation.rs"), include_str!("../patterns/checks.rs")];
        let mut asked = 0;
        for part in sources.iter().flat_map(|source| source.split("number(\"").skip(1)) {
            let id = part.split('"').next().unwrap();
            assert!(table.numbers.iter().any(|(known, _)| known == id), "{id}");
            asked += 1;
        }
        assert!(asked > 8);
    }
}
