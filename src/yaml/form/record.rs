//! Records: maps with known fields.

use super::super::read::{Node, Value};
use super::super::{Entry, Tree};
use super::misfit::Named;
use super::{Form, Misfit};
use crate::order::Gather;

/// What is known of a record's fields without having one.
#[derive(Debug)]
pub struct Outline {
    /// What the record is, for people who put something else in its place.
    pub takes: &'static str,
    /// Whether names are spelled as in the source, and not as `runAsUser` for `run_as_user`.
    pub plain: bool,
    /// The fields' names in the source.
    pub fields: &'static [&'static str],
    /// Those that must be there, and are always written.
    pub needed: &'static [&'static str],
}

/// A value with fields. Declared by `record!` alone.
pub trait Record: Form {
    /// Its fields' names.
    fn outline(&self) -> &'static Outline;
    /// The field at a position in the outline.
    fn field(&self, position: usize) -> Option<&dyn Form>;
    /// The field at a position in the outline, to be changed.
    fn field_mut(&mut self, position: usize) -> Option<&mut dyn Form>;
}

/// A field's name in a document: `run_as_user` is `runAsUser` there.
pub(super) fn camel(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut begins = false;
    for letter in name.chars() {
        if letter == '_' {
            begins = true;
        } else if begins {
            key.push(letter.to_ascii_uppercase());
            begins = false;
        } else {
            key.push(letter);
        }
    }
    key
}

/// Whether a key is the camel form of a name, letter by letter, without writing it out.
fn is_camel_of(key: &str, name: &str) -> bool {
    let mut letters = key.bytes();
    let mut begins = false;
    for letter in name.bytes() {
        if letter == b'_' {
            begins = true;
            continue;
        }
        let wanted = if begins { letter.to_ascii_uppercase() } else { letter };
        begins = false;
        if letters.next() != Some(wanted) {
            return false;
        }
    }
    letters.next().is_none()
}

impl Outline {
    fn key(&self, name: &str) -> String {
        if self.plain { name.to_owned() } else { camel(name) }
    }

    fn is_key(&self, key: &str, name: &str) -> bool {
        if self.plain { key == name } else { is_camel_of(key, name) }
    }
}

/// Fields as a tree, the blank ones left out.
pub(super) fn write_fields<'a>(outline: &Outline, field: &dyn Fn(usize) -> Option<&'a dyn Form>) -> Tree {
    let mut entries = Vec::new();
    for (position, name) in outline.fields.iter().enumerate() {
        let Some(field) = field(position) else { continue };
        if !field.is_blank() || outline.needed.contains(name) {
            entries.push(Entry { comment: String::new(), key: outline.key(name).into(), value: field.write() });
        }
    }
    Tree::Map(entries)
}

/// Takes fields from a tree, each through `take`, which is given its position.
pub(super) fn read_fields(
    outline: &Outline,
    node: &Node,
    take: &mut dyn FnMut(usize, &Node) -> Result<(), Misfit>,
) -> Result<(), Misfit> {
    let Value::Mapping(entries) = &node.value else { return Err(Misfit::kind(node, outline.takes)) };
    for entry in entries {
        let Some(position) = outline.fields.iter().position(|name| outline.is_key(&entry.key, name)) else {
            let known: Vec<String> = outline.fields.iter().map(|name| outline.key(name)).gather();
            let known: Vec<&str> = known.iter().map(String::as_str).gather();
            return Err(Misfit::unknown(Named::Field, &entry.key, &known).at(entry.key_at));
        };
        take(position, &entry.value).map_err(|misfit| misfit.within(entry.value.at, &entry.key))?;
    }
    let missing = outline.needed.iter().find(|name| !entries.iter().any(|entry| outline.is_key(&entry.key, name)));
    match missing {
        Some(name) => Err(Misfit::new(format!("the field “{}” is missing; add it", outline.key(name))).at(node.at)),
        None => Ok(()),
    }
}

/// A record as a tree.
pub fn write_record(record: &dyn Record) -> Tree {
    write_fields(record.outline(), &|position| record.field(position))
}

/// Takes a record from a tree.
pub fn read_record(record: &mut dyn Record, node: &Node) -> Result<(), Misfit> {
    read_fields(record.outline(), node, &mut |position, node| match record.field_mut(position) {
        Some(field) => field.read(node),
        None => Ok(()),
    })
}

/// Whether nothing was said in any field.
pub fn is_blank_record(record: &dyn Record) -> bool {
    (0..record.outline().fields.len()).all(|position| record.field(position).is_none_or(Form::is_blank))
}

/// Declares a record's form: its fields in the order they are written in, and which of them must be there.
macro_rules! record {
    ($type:ty $(; $plain:ident)? $(, takes $takes:literal)? $(, needs $($needed:ident)+)? { $($name:ident),+ $(,)? }) => {
        impl $crate::yaml::Blank for $type {
            fn blank() -> Self {
                Self { $($name: $crate::yaml::Blank::blank()),+ }
            }
        }

        $crate::yaml::record_of!($type $(; $plain)? $(, takes $takes)? $(, needs $($needed)+)? { $($name),+ });
    };
}

/// Declares a record's form where being blank is something of its own.
macro_rules! record_of {
    ($type:ty $(; $plain:ident)? $(, takes $takes:literal)? $(, needs $($needed:ident)+)? { $($name:ident),+ $(,)? }) => {
        impl $crate::yaml::Record for $type {
            fn outline(&self) -> &'static $crate::yaml::Outline {
                &$crate::yaml::Outline {
                    takes: $crate::yaml::first_of!($($takes)? "fields"),
                    plain: $crate::yaml::is_said!($($plain)?),
                    fields: &[$(stringify!($name)),+],
                    needed: &[$($(stringify!($needed)),+)?],
                }
            }
            fn field(&self, position: usize) -> Option<&dyn $crate::yaml::Form> {
                $crate::yaml::nth!(position, $($name = &self.$name),+)
            }
            fn field_mut(&mut self, position: usize) -> Option<&mut dyn $crate::yaml::Form> {
                $crate::yaml::nth!(position, $($name = &mut self.$name),+)
            }
        }

        impl $crate::yaml::Written for $type {
            fn write(&self) -> $crate::yaml::Tree {
                $crate::yaml::write_record(self)
            }
        }

        impl $crate::yaml::Form for $type {
            fn read(&mut self, node: &$crate::yaml::read::Node) -> Result<(), $crate::yaml::Misfit> {
                $crate::yaml::read_record(self, node)
            }
            fn is_blank(&self) -> bool {
                $crate::yaml::is_blank_record(self)
            }
        }
    };
}

/// The first of some expressions.
macro_rules! first_of {
    ($first:tt $($rest:tt)?) => {
        $first
    };
}

/// Whether there is a word.
macro_rules! is_said {
    () => {
        false
    };
    ($word:ident) => {
        true
    };
}

/// One of some named values, by its position.
macro_rules! nth {
    ($position:expr, $($name:ident = $value:expr),+) => {{
        #[allow(non_camel_case_types, clippy::enum_variant_names)]
        enum Position { $($name),+ }
        match $position {
            $(position if position == Position::$name as usize => Some($value),)+
            _ => None,
        }
    }};
}
pub(crate) use {first_of, is_said, nth, record, record_of};
