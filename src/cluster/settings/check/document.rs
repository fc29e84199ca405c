//! One walk over any configuration file: every key against the fields of its record, every value against its type.

use super::super::amount;
use super::super::kind::{found, shortened};
use super::super::{Field, Kind, SettingFinding, Since, Type};
use super::Sheet;
use super::near::{bare, nearest};
use crate::order::Gather;
use crate::yaml::read::{Entry, Node, ScalarKind, Value};

/// Checks a document against the records of its kind.
pub(super) fn check(sheet: &mut Sheet, kind: &Kind, root: &Node) {
    let walk = Walk { component: &kind.component, kind: &kind.kind, refuses_unknown: kind.refuses_unknown };
    walk.record(sheet, &kind.kind, root, "");
}

struct Walk<'k> {
    component: &'k str,
    kind: &'k str,
    refuses_unknown: bool,
}

impl Walk<'_> {
    fn record(&self, sheet: &mut Sheet, record: &str, node: &Node, path: &str) {
        if node.is_null() {
            return;
        }
        if !matches!(node.value, Value::Mapping(_)) {
            self.mistyped(sheet, node, path, "fields");
            return;
        }
        for entry in node.entries() {
            if path.is_empty() && ["apiVersion", "kind"].contains(&entry.key.as_str()) {
                continue;
            }
            // Arguments of plug-ins may name their own type.
            if record.ends_with("Args") && ["apiVersion", "kind"].contains(&entry.key.as_str()) {
                continue;
            }
            let at = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
            let tables = sheet.tables;
            match tables.field(record, &entry.key) {
                Some(field) => self.field(sheet, field, entry, &at),
                None => self.unknown(sheet, record, entry, &at),
            }
        }
        if record == "PluginConfig" {
            self.arguments(sheet, node, path);
        }
    }

    fn field(&self, sheet: &mut Sheet, field: &Field, entry: &Entry, at: &str) {
        let (version, line) = (sheet.version, entry.key_at.line);
        let source = sheet.tables.source_of(field).to_owned();
        if let Since::In(first) = field.since
            && version < first
        {
            let finding =
                SettingFinding::error(line, at, format!("{} is there since {first}, not in {version}.", field.name))
                    .why(self.effect_of_unknown())
                    .fix(format!("Remove it, or wait for {first}."))
                    .source(&source);
            sheet.say(finding);
            return;
        }
        if let Some(gone) = field.until.filter(|gone| version >= *gone) {
            let finding = SettingFinding::error(line, at, format!("{} was removed in {gone}.", field.name))
                .why(format!("{}{}", self.effect_of_unknown(), behind(&field.note)))
                .fix(instead(&field.instead))
                .source(&source);
            sheet.say(finding);
            return;
        }
        self.value(sheet, &field.takes, &entry.value, at);
        bounds(sheet, field, &entry.value, at);
    }

    fn unknown(&self, sheet: &mut Sheet, record: &str, entry: &Entry, at: &str) {
        let tables = sheet.tables;
        let fields: Vec<&str> = tables.fields_of(record).map(|field| field.name.as_str()).gather();
        let meant = nearest(&entry.key, &fields);
        let of = if record == self.kind { record.to_owned() } else { format!("{record} ({})", self.kind) };
        let fix = meant.map_or_else(|| "Remove it.".to_owned(), |meant| format!("Did you mean {meant}?"));
        let source = tables.fields_of(record).next().map_or("", |field| tables.source_of(field)).to_owned();
        sheet.say(
            SettingFinding::error(entry.key_at.line, at, format!("{} is no field of {of}.", entry.key))
                .why(self.effect_of_unknown())
                .fix(fix)
                .source(source),
        );
        // Only spelled differently: what stands below can be wrong, too.
        if let Some(field) =
            meant.filter(|meant| bare(meant) == bare(&entry.key)).and_then(|meant| tables.field(record, meant))
        {
            self.value(sheet, &field.takes, &entry.value, at);
            bounds(sheet, field, &entry.value, at);
        }
    }

    fn effect_of_unknown(&self) -> String {
        if self.refuses_unknown {
            format!("{} decodes strictly and refuses the file.", self.component)
        } else {
            format!("{} logs and ignores it, so the value is lost in silence.", self.component)
        }
    }

    fn value(&self, sheet: &mut Sheet, takes: &Type, node: &Node, at: &str) {
        if node.is_null() {
            return;
        }
        let kind = node.scalar().map(crate::yaml::read::Scalar::kind);
        let fits = match takes {
            Type::Any => true,
            Type::Bool => matches!(kind, Some(ScalarKind::Bool(_))),
            Type::Int32 => matches!(kind, Some(ScalarKind::Int(value)) if i32::try_from(value).is_ok()),
            Type::Int64 => matches!(kind, Some(ScalarKind::Int(_))),
            Type::Float => matches!(kind, Some(ScalarKind::Int(_) | ScalarKind::Float)),
            Type::Text => kind == Some(ScalarKind::Text),
            Type::Duration => {
                kind == Some(ScalarKind::Text) && node.text().is_some_and(|text| amount::duration(text).is_some())
            }
            Type::Quantity | Type::Amount => {
                let bare = *takes == Type::Amount && matches!(kind, Some(ScalarKind::Int(_) | ScalarKind::Float));
                bare || kind == Some(ScalarKind::Text) && node.text().is_some_and(amount::is_share)
            }
            Type::List(inner) => {
                let Value::Sequence(items) = &node.value else {
                    self.mistyped(sheet, node, at, takes.takes());
                    return;
                };
                for (place, item) in items.iter().enumerate() {
                    self.value(sheet, inner, item, &format!("{at}[{place}]"));
                }
                true
            }
            Type::Map(inner) => {
                let Value::Mapping(entries) = &node.value else {
                    self.mistyped(sheet, node, at, takes.takes());
                    return;
                };
                for entry in entries {
                    self.value(sheet, inner, &entry.value, &format!("{at}.{}", entry.key));
                }
                true
            }
            Type::Record(record) => {
                self.record(sheet, record, node, at);
                true
            }
        };
        if !fits {
            self.mistyped(sheet, node, at, takes.takes());
        }
    }

    fn mistyped(&self, sheet: &mut Sheet, node: &Node, at: &str, takes: &str) {
        let component = self.component;
        let place = if at.is_empty() { self.kind } else { at };
        // A value may be a key: it is not shown where secrets stand.
        let is_secret = at.ends_with("secret");
        let found = if is_secret { "something else".to_owned() } else { found(node) };
        sheet.say(
            SettingFinding::error(node.at.line, place, format!("Here stands {found}, but it takes {takes}."))
                .why(format!("A value of another type cannot be decoded: {component} will not start."))
                .fix(if is_secret { "Put it in quotes.".to_owned() } else { spelled(node, takes) }),
        );
    }

    /// The arguments of a plug-in, whose record is called after it.
    fn arguments(&self, sheet: &mut Sheet, node: &Node, path: &str) {
        let Some(name) = node.get("name").and_then(Node::text) else { return };
        let record = format!("{name}Args");
        if sheet.tables.fields_of(&record).next().is_some()
            && let Some(args) = node.get("args")
        {
            self.record(sheet, &record, args, &format!("{path}.args"));
        }
    }
}

/// Words that are known, least and most, and what upstream tests.
fn bounds(sheet: &mut Sheet, field: &Field, node: &Node, at: &str) {
    let Some(text) = node.text().filter(|text| !text.is_empty()) else { return };
    if let Some(finding) = super::flags::bounds(sheet, field, text, node.at.line, at) {
        sheet.say(finding);
    }
}

/// A sentence behind another.
pub(super) fn behind(note: &str) -> String {
    if note.is_empty() { String::new() } else { format!(" {note}") }
}

/// What to write instead, as a sentence.
pub(super) fn instead(instead: &str) -> String {
    if instead.is_empty() { "Remove it.".to_owned() } else { format!("Write {instead} instead.") }
}

/// The same value in the type that is taken, where that is plain to see.
fn spelled(node: &Node, takes: &str) -> String {
    let Some(text) = node.text() else { return String::new() };
    let whole = text.parse::<i64>().is_ok();
    if takes == Type::Text.takes() {
        return format!("Put it in quotes: \"{}\".", shortened(text));
    }
    if takes == Type::Bool.takes() && ["true", "false"].contains(&text) || takes == Type::Int64.takes() && whole {
        return format!("Write {text} without quotes.");
    }
    if takes == Type::Duration.takes() && whole {
        return format!("Write it with its unit, such as {text}s.");
    }
    if takes == Type::Quantity.takes() && whole {
        return format!("Put it in quotes: \"{text}\".");
    }
    String::new()
}
