//! `${VAR}` in a Compose file, filled in before anything is read, as Compose does.

use crate::import::notes::{Notes, Source};
use crate::import::report::ReportLevel;
use crate::order::Set;
use crate::yaml::read::{Node, Place, Value};
use std::collections::BTreeMap;

/// Fills in every value of the tree; gives the places where something had no value.
pub(super) fn interpolate(root: &mut Node, values: &Variables, source: &Source, notes: &Notes) -> Set<Place> {
    let mut filler = Filler { values, notes, source: source.clone(), unset: Set::new() };
    filler.node(root, 0);
    filler.unset
}

/// The values of `.env` files by their names.
#[derive(Debug, Default)]
pub(in crate::import) struct Variables {
    places: BTreeMap<String, u32>,
    values: Vec<String>,
}

impl Variables {
    pub(super) fn get(&self, name: &str) -> Option<&String> {
        self.values.get(usize::try_from(*self.places.get(name)?).ok()?)
    }

    /// Gives a name its value; of two the later stays.
    pub(super) fn set(&mut self, name: &str, value: String) {
        let place = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.places.insert(name.to_owned(), place);
        self.values.push(value);
    }
}

/// The values of `.env` files: each may use those before it, unless it stands in single quotes.
pub(in crate::import) fn variables(text: &str, values: &mut Variables) {
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        let Some((name, value)) = line.strip_prefix("export ").unwrap_or(line).split_once('=') else { continue };
        let value = value.trim();
        let quoted = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.split(quote).next());
        let value = match (quoted('\''), quoted('"')) {
            (Some(literal), _) => literal.to_owned(),
            (None, Some(inside)) => filled(inside, values),
            (None, None) => filled(value.split(" #").next().unwrap_or_default().trim(), values),
        };
        values.set(name.trim(), value);
    }
}

fn filled(text: &str, values: &Variables) -> String {
    // What has no value here is empty; where it is used, that is said.
    let (source, notes) = (Source::default(), Notes::default());
    Filler { values, notes: &notes, source, unset: Set::new() }.text(text, Place::default(), 0)
}

struct Filler<'a> {
    values: &'a Variables,
    notes: &'a Notes,
    source: Source,
    unset: Set<Place>,
}

/// The most levels of defaults within defaults.
const LEVELS: usize = 8;

impl Filler<'_> {
    fn node(&mut self, node: &mut Node, depth: usize) {
        match &mut node.value {
            Value::Scalar(scalar) if scalar.text.contains('$') => {
                let text = std::mem::take(&mut scalar.text);
                scalar.text = self.text(&text, node.at, 0);
            }
            Value::Scalar(_) => {}
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.node(item, depth + 1)),
            Value::Mapping(entries) => {
                for entry in entries {
                    if depth == 1 {
                        self.source.object = format!("Compose service {}", entry.key).into();
                    }
                    // Extension fields count where an alias brings them in.
                    if depth == 0 && entry.key.starts_with("x-") {
                        continue;
                    }
                    if depth == 0 && entry.key != "services" {
                        self.source.object = "".into();
                        self.node(&mut entry.value, depth + 10);
                    } else {
                        self.node(&mut entry.value, depth + 1);
                    }
                }
            }
        }
    }

    fn text(&mut self, text: &str, at: Place, level: usize) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            out.push_str(before);
            if let Some(after) = after.strip_prefix('$') {
                out.push('$');
                rest = after;
            } else if let Some(inside) = after.strip_prefix('{').filter(|_| level < LEVELS) {
                let end = closing(inside);
                let (expression, tail) = inside.split_at_checked(end).unwrap_or((inside, ""));
                out.push_str(&self.expression(expression, at, level));
                rest = tail.strip_prefix('}').unwrap_or(tail);
            } else {
                let end = name_length(after);
                let (name, tail) = after.split_at_checked(end).unwrap_or(("", after));
                if name.is_empty() {
                    out.push('$');
                } else {
                    out.push_str(&self.plain(name, at));
                }
                rest = tail;
            }
        }
        out.push_str(rest);
        out
    }

    fn plain(&mut self, name: &str, at: Place) -> String {
        if let Some(value) = self.values.get(name) {
            return value.clone();
        }
        self.unset.insert(at);
        let what = format!("`${{{name}}}` has no value, so it is left empty.");
        let hint = "Give the `.env` file along, or import what `docker compose config` prints.";
        self.notes.say(&self.source, at.line, ReportLevel::LeftOut, what, hint);
        String::new()
    }

    /// What stands in the braces: a name, and perhaps what to do with or without its value.
    fn expression(&mut self, expression: &str, at: Place, level: usize) -> String {
        let (name, rest) = expression.split_at_checked(name_length(expression)).unwrap_or((expression, ""));
        let (only_filled, operator) = match rest.strip_prefix(':') {
            Some(operator) => (true, operator),
            None => (false, rest),
        };
        let value = self.values.get(name).filter(|value| !(only_filled && value.is_empty())).cloned();
        let word = operator.get(1..).unwrap_or_default();
        match (operator.chars().next(), value) {
            (Some('+'), Some(_)) => self.text(word, at, level + 1),
            (Some('+'), None) => String::new(),
            (_, Some(value)) => value,
            (Some('-'), None) => {
                let default = self.text(word, at, level + 1);
                if !default.is_empty() {
                    let what = format!("`${{{name}}}` has no value; its default “{default}” is taken.");
                    self.notes.say(&self.source, at.line, ReportLevel::Assumed, what, "");
                }
                default
            }
            (_, None) => self.plain(name, at),
        }
    }
}

fn name_length(text: &str) -> usize {
    let fits = |(index, c): (usize, char)| c == '_' || c.is_ascii_alphabetic() || (index > 0 && c.is_ascii_digit());
    text.char_indices().take_while(|pair| fits(*pair)).count()
}

/// Where the brace that is open is closed; braces within defaults are counted.
fn closing(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read::read;

    #[test]
    fn every_form_is_filled_in() {
        let mut values = Variables::default();
        values.set("A", "1".to_owned());
        values.set("E", String::new());
        for (text, filled) in [
            ("x", "x"),
            ("$A$A", "11"),
            ("${A}-$A.b", "1-1.b"),
            ("$$A $${A}", "$A ${A}"),
            ("${B:-two}", "two"),
            ("${B-}", ""),
            ("${E:-two}", "two"),
            ("${E-two}", ""),
            ("${B:-${C:-three}}", "three"),
            ("${B:-${A}}x", "1x"),
            ("${A:+yes}${B:+no}", "yes"),
            ("${B}", ""),
            ("${B:?must be set}", ""),
            ("${A?x}", "1"),
            ("cost: $5 and $", "cost: $5 and $"),
            ("${A", "1"),
            ("é${B:-ü}é", "éüé"),
        ] {
            let mut root = read(&format!("v: {}", serde_json::to_string(text).unwrap())).remove(0).unwrap().root;
            interpolate(&mut root, &values, &Source::default(), &Notes::default());
            assert_eq!(root.get("v").unwrap().text(), Some(filled), "{text}");
        }
    }
}
