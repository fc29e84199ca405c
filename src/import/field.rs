//! A value of a document, read with care: each look at a key marks it as taken, and what has the wrong type is said
//! with its line.

use super::notes::{Notes, Source};
use super::report::ReportLevel;
use crate::design::ProbePort;
use crate::order::Gather;
use crate::order::Map;
use crate::units::{IntOrPercent, Quantity};
use crate::yaml::read::{Entry, Node, Scalar, ScalarKind, Style, Value};

/// A value, the key it stands under, and where to say what is odd about it.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    pub(super) node: &'a Node,
    pub(super) key: &'a str,
    pub(super) source: &'a Source,
    pub(super) notes: &'a Notes,
}

impl<'a> Field<'a> {
    /// Its line.
    pub(super) fn line(self) -> u32 {
        self.node.at.line
    }

    /// Says something about it.
    pub(super) fn say(self, level: ReportLevel, what: impl Into<String>, hint: impl Into<String>) {
        self.notes.say(self.source, self.line(), level, what, hint);
    }

    fn below(self, node: &'a Node, key: &'a str) -> Self {
        Self { node, key, ..self }
    }

    /// The value of a key, taken; nothing when it is absent or null.
    pub(super) fn get(self, key: &str) -> Option<Self> {
        let entry = self.node.entry(key)?;
        let value = entry.take();
        (!value.is_null()).then(|| self.below(value, &entry.key))
    }

    /// The text of a key, without taking it.
    pub(super) fn peek(self, path: &[&str]) -> Option<&'a str> {
        self.node.at_path(path)?.text()
    }

    /// Marks a key as read without looking at it.
    pub(super) fn skip(self, key: &str) {
        if let Some(entry) = self.node.entry(key) {
            entry.take();
        }
    }

    fn wrong(self, wanted: &str) {
        let found = match &self.node.value {
            Value::Scalar(scalar) => scalar.kind().name(),
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        };
        self.say(
            ReportLevel::LeftOut,
            format!("`{}` should be {wanted} and is {found}, so it is left out.", self.key),
            "Correct it and import again.",
        );
    }

    /// A mapping under a key.
    pub(super) fn part(self, key: &str) -> Option<Self> {
        let field = self.get(key)?;
        if matches!(field.node.value, Value::Mapping(_)) {
            return Some(field);
        }
        field.wrong("a mapping");
        None
    }

    /// The elements of a list under a key, whatever they are.
    pub(super) fn list(self, key: &str) -> Vec<Self> {
        let Some(field) = self.get(key) else { return Vec::new() };
        if let Value::Sequence(items) = &field.node.value {
            return items.iter().map(|node| field.below(node, field.key)).gather();
        }
        field.wrong("a list");
        Vec::new()
    }

    /// The mappings of a list under a key.
    pub(super) fn parts(self, key: &str) -> Vec<Self> {
        let is_mapping = |item: &Self| {
            let mapping = matches!(item.node.value, Value::Mapping(_));
            if !mapping && !item.node.is_null() {
                let what = format!("An element of `{}` should be a mapping and is none, so it is left out.", item.key);
                item.say(ReportLevel::LeftOut, what, "Correct it and import again.");
            }
            mapping
        };
        self.list(key).into_iter().filter(is_mapping).gather()
    }

    /// The entries of this mapping, all taken.
    pub(super) fn entries(self) -> impl Iterator<Item = (&'a Entry, Self)> {
        self.node.entries().iter().map(move |entry| {
            entry.take();
            (entry, self.below(&entry.value, &entry.key))
        })
    }

    /// Its text. Kubernetes refuses a number or boolean where text belongs; its text is taken and that is said.
    pub(super) fn as_text(self) -> Option<String> {
        let Some(scalar) = self.node.scalar() else {
            self.wrong("text");
            return None;
        };
        match scalar.kind() {
            ScalarKind::Null => return None,
            ScalarKind::Text => {}
            kind => self.say(
                ReportLevel::Assumed,
                format!(
                    "`{}` is {} here ({}) where text is wanted: it would be refused.",
                    self.key,
                    kind.name(),
                    scalar.text
                ),
                format!("It is read as the text “{}”: put it in quotes.", scalar.text),
            ),
        }
        Some(scalar.text.clone())
    }

    /// The text under a key.
    pub(super) fn text(self, key: &str) -> Option<String> {
        self.get(key)?.as_text()
    }

    /// The text under a key, empty when there is none.
    pub(super) fn text_or_empty(self, key: &str) -> String {
        self.text(key).unwrap_or_default()
    }

    /// The texts of a list under a key.
    pub(super) fn texts(self, key: &str) -> Vec<String> {
        self.list(key).into_iter().filter_map(Self::as_text).gather()
    }

    /// A whole number under a key.
    pub(super) fn number<T: TryFrom<i64>>(self, key: &str) -> Option<T> {
        let field = self.get(key)?;
        let number = field.as_whole_number()?;
        let fits = T::try_from(number).ok();
        if fits.is_none() {
            field.say(
                ReportLevel::LeftOut,
                format!("`{key}` is {number}, which it cannot be, so it is left out."),
                "Correct it and import again.",
            );
        }
        fits
    }

    fn as_whole_number(self) -> Option<i64> {
        let Some(scalar) = self.node.scalar() else {
            self.wrong("a whole number");
            return None;
        };
        if let ScalarKind::Int(number) = scalar.kind() {
            return Some(number);
        }
        let Ok(number) = scalar.text.trim().parse() else {
            self.wrong("a whole number");
            return None;
        };
        self.say(
            ReportLevel::Assumed,
            format!("`{}` is text here (“{}”) where a number is wanted: it would be refused.", self.key, scalar.text),
            "It is read as the number: remove the quotes.",
        );
        Some(number)
    }

    /// A boolean under a key.
    pub(super) fn flag(self, key: &str) -> Option<bool> {
        let field = self.get(key)?;
        if let Some(ScalarKind::Bool(flag)) = field.node.scalar().map(Scalar::kind) {
            return Some(flag);
        }
        field.wrong("true or false");
        None
    }

    /// One of several words under a key.
    pub(super) fn one_of<T: Clone>(self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let field = self.get(key)?;
        let text = field.as_text()?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| value.clone());
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).gather();
            field.say(
                ReportLevel::LeftOut,
                format!("`{key}` is “{text}”, which is none of {}, so it is left out.", known.join(", ")),
                "Correct it and import again.",
            );
        }
        found
    }

    /// A mapping of texts under a key.
    pub(super) fn labels(self, key: &str) -> Map<String, String> {
        self.labels_besides(key, |_| false)
    }

    /// The same, without the keys that `noise` names; those are taken all the same.
    pub(super) fn labels_besides(self, key: &str, noise: impl Fn(&str) -> bool) -> Map<String, String> {
        let Some(part) = self.part(key) else { return Map::new() };
        let kept = part.entries().filter(|(entry, _)| !noise(&entry.key));
        crate::order::map(kept.filter_map(|(entry, field)| Some((entry.key.clone(), field.as_text_or_empty()?))))
    }

    /// Marks it and everything below as taken.
    pub(super) fn take_whole(self) {
        fn take(node: &Node) {
            node.entries().iter().for_each(|entry| take(entry.take()));
            node.items().iter().for_each(take);
        }
        take(self.node);
    }

    /// Its text, where nothing means empty text.
    fn as_text_or_empty(self) -> Option<String> {
        if self.node.is_null() { Some(String::new()) } else { self.as_text() }
    }

    /// Its amount, as Kubernetes reads it: a bare number as the number it is.
    pub(super) fn as_quantity(self) -> Option<Quantity> {
        let Some(scalar) = self.node.scalar() else {
            self.wrong("an amount");
            return None;
        };
        let text = match scalar.kind() {
            ScalarKind::Int(number) => number.to_string(),
            ScalarKind::Float => scalar.text.replace('_', ""),
            _ => scalar.text.clone(),
        };
        match text.parse::<Quantity>() {
            Ok(quantity) => Some(quantity),
            Err(error) => {
                self.say(
                    ReportLevel::LeftOut,
                    format!("`{}` cannot be read: {error}.", self.key),
                    "Correct it and import again.",
                );
                None
            }
        }
    }

    /// An amount under a key.
    pub(super) fn quantity(self, key: &str) -> Option<Quantity> {
        self.get(key)?.as_quantity()
    }

    /// A count or a share under a key.
    pub(super) fn count_or_share(self, key: &str) -> Option<IntOrPercent> {
        let field = self.get(key)?;
        let parsed = field.node.text().and_then(|text| text.parse().ok());
        if parsed.is_none() {
            field.wrong("a number or a percentage");
        }
        parsed
    }

    /// A port's number or name under a key.
    pub(super) fn port(self, key: &str) -> Option<ProbePort> {
        let field = self.get(key)?;
        let scalar = field.node.scalar()?;
        match (scalar.kind(), scalar.text.parse::<u16>()) {
            (ScalarKind::Int(number), _) => u16::try_from(number).ok().map(ProbePort::Number),
            (_, Ok(number)) => Some(ProbePort::Number(number)),
            (ScalarKind::Text, _) => Some(ProbePort::Name(scalar.text.clone())),
            _ => None,
        }
        .or_else(|| {
            field.wrong("a port's number or name");
            None
        })
    }

    /// Whether it is a block of several lines, whose first line follows the marker.
    pub(super) fn is_block(self) -> bool {
        self.node.scalar().is_some_and(|scalar| scalar.style == Style::Block)
    }
}
