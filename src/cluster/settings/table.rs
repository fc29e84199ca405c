//! The tables: which kinds there are, which fields, flags, gates and plug-ins, in which versions, and where that is
//! written.

use super::{Gate, Minor, Type};
use crate::order::Gather;
use crate::yaml::read::{Node, read};
use std::sync::OnceLock;

/// Every table, by its file.
const FILES: [&str; 8] = [
    include_str!("../../../assets/cluster/settings/kubelet.yaml"),
    include_str!("../../../assets/cluster/settings/scheduler.yaml"),
    include_str!("../../../assets/cluster/settings/proxy.yaml"),
    include_str!("../../../assets/cluster/settings/kubeadm.yaml"),
    include_str!("../../../assets/cluster/settings/apiserver.yaml"),
    include_str!("../../../assets/cluster/settings/flags.yaml"),
    include_str!("../../../assets/cluster/settings/gates.yaml"),
    include_str!("../../../assets/cluster/settings/rules.yaml"),
];

/// Where something is written, and when it was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    id: String,
    /// Its address.
    pub url: String,
    /// The day.
    pub date: String,
}

/// Since when something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Since before all versions one meets.
    Earlier,
    /// The source does not say.
    Unknown,
    /// Since that minor.
    In(Minor),
}

/// A kind of file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// `KubeletConfiguration`.
    pub kind: String,
    /// `kubelet.config.k8s.io/v1beta1`.
    pub api: String,
    /// Who reads it.
    pub component: String,
    /// Whether an unknown field keeps it from starting; otherwise it is logged and ignored.
    pub refuses_unknown: bool,
    /// The first minor that reads it.
    pub since: Since,
    /// The first minor that reads it no more.
    pub until: Option<Minor>,
    /// Since when it should no longer be written.
    pub deprecated: Option<Minor>,
    /// The version to write instead.
    pub instead: String,
    source: usize,
}

/// A field of a record, or a flag of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The record or component.
    pub of: String,
    /// Its name.
    pub name: String,
    /// What it takes.
    pub takes: Type,
    /// The first minor that has it.
    pub since: Since,
    /// The first minor that has it no more.
    pub until: Option<Minor>,
    /// What holds where nothing is said; empty when unknown or nothing.
    pub default: String,
    /// The words it knows; empty for any.
    pub words: Vec<String>,
    /// The least number it takes.
    pub least: Option<i64>,
    /// The most it takes.
    pub most: Option<i64>,
    /// The most that upstream tests.
    pub tested: Option<i64>,
    /// What to write instead, where there is something better.
    pub instead: String,
    /// What else there is to know.
    pub note: String,
    /// Whether the row was read in its source.
    pub verified: bool,
    source: usize,
}

/// All tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tables {
    /// Kinds of files.
    pub kinds: Vec<Kind>,
    /// Fields of their records.
    pub fields: Vec<Field>,
    /// Flags of the components.
    pub flags: Vec<Field>,
    /// Feature gates.
    pub gates: Vec<Gate>,
    /// The scheduler's plug-ins, with the first minor where that is known.
    pub plugins: Vec<(String, Since)>,
    /// Rules by their id, with the number they compare with.
    rules: Vec<(String, Option<i64>, usize)>,
    sources: Vec<Source>,
    /// Rows that could not be read, for the test.
    pub(super) unread: Vec<String>,
}

impl Tables {
    /// The tables this build was made with, read once.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Tables> = OnceLock::new();
        EMBEDDED.get_or_init(Self::read)
    }

    /// Reads the tables.
    pub fn read() -> Self {
        let mut tables = Self::default();
        for file in FILES {
            for document in read(file).iter().flatten() {
                tables.add(&document.root);
            }
        }
        tables
    }

    fn add(&mut self, root: &Node) {
        let first = self.sources.len();
        for entry in root.entries() {
            for row in entry.value.items() {
                if self.row(&entry.key, row, first).is_none() {
                    self.unread.push(format!("{} in line {}", entry.key, row.at.line));
                }
            }
        }
    }

    fn row(&mut self, list: &str, row: &Node, first: usize) -> Option<()> {
        let own = |key| row.get(key).and_then(Node::text).unwrap_or_default().to_owned();
        let minor = |key| match row.get(key).and_then(Node::text) {
            None => Some(None),
            Some(text) => text.parse::<Minor>().ok().map(Some),
        };
        let number = |key| match row.get(key).and_then(Node::text) {
            None => Some(None),
            Some(text) => text.parse::<i64>().ok().map(Some),
        };
        if list == "sources" {
            self.sources.push(Source { id: own("id"), url: own("url"), date: own("date") });
            return Some(());
        }
        let named = own("source");
        let source = first + self.sources.get(first..)?.iter().position(|source| source.id == named)?;
        let since = match row.get("since").and_then(Node::text) {
            None | Some("unknown") => Since::Unknown,
            Some("earlier") => Since::Earlier,
            Some(text) => Since::In(text.parse().ok()?),
        };
        match list {
            "kinds" => self.kinds.push(Kind {
                kind: own("kind"),
                api: own("api"),
                component: own("component"),
                refuses_unknown: own("unknown") == "refused",
                since,
                until: minor("until")?,
                deprecated: minor("deprecated")?,
                instead: own("instead"),
                source,
            }),
            "fields" | "flags" => {
                let path = own(list.trim_end_matches('s'));
                let (of, name) = path.split_once('.')?;
                let field = Field {
                    of: of.to_owned(),
                    name: name.to_owned(),
                    takes: Type::read(row.get("type")?.text()?),
                    since,
                    until: minor("until")?,
                    default: own("default"),
                    words: row
                        .get("words")
                        .map(Node::items)
                        .unwrap_or_default()
                        .iter()
                        .filter_map(Node::text)
                        .map(str::to_owned)
                        .gather(),
                    least: number("least")?,
                    most: number("most")?,
                    tested: number("tested")?,
                    instead: own("instead"),
                    note: own("note"),
                    verified: own("verified") != "false",
                    source,
                };
                if list == "fields" { self.fields.push(field) } else { self.flags.push(field) }
            }
            "gates" => self.gates.push(Gate::read(row, minor("since")?, minor("until")?, source)?),
            "rules" => self.rules.push((own("id"), number("value")?, source)),
            "plugins" => self.plugins.push((own("plugin"), since)),
            _ => return None,
        }
        Some(())
    }

    /// Where a row is written.
    fn address(&self, source: usize) -> &str {
        self.sources.get(source).map_or("", |source| &source.url)
    }

    /// Where a field's or flag's row is written.
    pub fn source_of(&self, field: &Field) -> &str {
        self.address(field.source)
    }

    /// Where a gate's row is written.
    pub fn source_of_gate(&self, gate: &Gate) -> &str {
        self.address(gate.source)
    }

    /// Where a kind's row is written.
    pub fn source_of_kind(&self, kind: &Kind) -> &str {
        self.address(kind.source)
    }

    /// The number a rule compares with; 0 where there is none.
    pub fn number(&self, rule: &str) -> i64 {
        self.rules.iter().find(|(id, ..)| id == rule).and_then(|(_, value, _)| *value).unwrap_or(0)
    }

    /// Where a rule is written.
    pub fn source_of_rule(&self, rule: &str) -> &str {
        self.rules.iter().find(|(id, ..)| id == rule).map_or("", |(.., source)| self.address(*source))
    }

    /// A field of a record.
    pub fn field(&self, record: &str, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.of == record && field.name == name)
    }

    /// The fields of a record.
    pub fn fields_of<'a>(&'a self, record: &'a str) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(move |field| field.of == record)
    }

    /// A flag of a component.
    pub fn flag(&self, component: &str, name: &str) -> Option<&Field> {
        self.flags.iter().find(|flag| flag.of == component && flag.name == name)
    }

    /// The flags of a component.
    pub fn flags_of<'a>(&'a self, component: &'a str) -> impl Iterator<Item = &'a Field> {
        self.flags.iter().filter(move |flag| flag.of == component)
    }

    /// A gate by its name.
    pub fn gate(&self, name: &str) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.name == name)
    }
}

impl Field {
    /// Whether a minor has it; where the source does not say since when, it is taken to be there.
    pub fn is_in(&self, version: Minor) -> bool {
        !matches!(self.since, Since::In(first) if version < first) && self.until.is_none_or(|gone| version < gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_has_a_source_and_a_date() {
        let tables = Tables::read();
        assert_eq!(tables.unread, Vec::<String>::new());
        assert!(tables.fields.len() > 400 && tables.flags.len() > 500 && tables.gates.len() > 350);
        for source in &tables.sources {
            assert!(source.url.starts_with("https://"), "{}", source.url);
            assert_eq!(source.date.len(), 10, "{}", source.date);
        }
    }

    #[test]
    fn every_record_that_is_named_has_fields() {
        let tables = Tables::read();
        for field in &tables.fields {
            let mut inner = &field.takes;
            while let Type::List(next) | Type::Map(next) = inner {
                inner = next;
            }
            if let Type::Record(record) = inner {
                let empty = ["IdentityConfiguration"].contains(&record.as_str());
                assert!(empty || tables.fields_of(record).next().is_some(), "{}.{}: {record}", field.of, field.name);
            }
        }
        for kind in &tables.kinds {
            assert!(tables.fields_of(&kind.kind).next().is_some(), "{}", kind.kind);
        }
    }

    #[test]
    fn the_rules_that_the_code_names_are_there() {
        let tables = Tables::read();
        let sources = [
            include_str!("rules/apiserver.rs"),
            include_str!("rules/encryption.rs"),
            include_str!("rules/etcd.rs"),
            include_str!("rules/kubeadm.rs"),
            include_str!("rules/kubelet.rs"),
            include_str!("rules/reserved.rs"),
            include_str!("rules/network.rs"),
            include_str!("rules/proxy.rs"),
            include_str!("rules/scheduler.rs"),
        ];
        let mut named = 0;
        for source in sources {
            for ask in ["tables.number(\"", "source_of_rule(\"", "say(sheet, \""] {
                for part in source.split(ask).skip(1) {
                    let id = part.split('"').next().unwrap();
                    assert!(tables.rules.iter().any(|(known, ..)| known == id), "{id}");
                    named += 1;
                }
            }
        }
        assert!(named > 40, "{named}");
    }

    #[test]
    fn no_row_stands_there_twice() {
        let tables = Tables::read();
        let mut names: Vec<&str> = tables.gates.iter().map(|gate| gate.name.as_str()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        let mut flags: Vec<String> = tables.flags.iter().map(|flag| format!("{}.{}", flag.of, flag.name)).collect();
        flags.sort_unstable();
        let count = flags.len();
        flags.dedup();
        assert_eq!(flags.len(), count);
    }
}
