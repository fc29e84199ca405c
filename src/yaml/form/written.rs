//! Records that are written and never read: one function writes them all.

use super::super::{Entry, Tree};
use super::Written;
use super::record::camel;
use std::borrow::Cow;

/// Fields as a tree, without those that are none. Their names stand in one text, a space between them.
pub fn write_named(names: &'static str, fields: &[&dyn Written]) -> Tree {
    let mut entries = Vec::new();
    for (name, field) in names.split(' ').zip(fields) {
        let value = field.write();
        if !matches!(value, Tree::Null) {
            entries.push(Entry { comment: String::new(), key: key(name), value });
        }
    }
    Tree::Map(entries)
}

fn key(name: &'static str) -> Cow<'static, str> {
    let name = name.strip_prefix("r#").unwrap_or(name);
    if name.contains('_') { camel(name).into() } else { name.into() }
}

/// Declares records that are only written: structs as always, their fields in the order they are written in, each by
/// its name in camel case, or by another one after `as`.
macro_rules! written {
    ($(
        $(#[$about:meta])*
        $seen:vis struct $name:ident {
            $($(#[$about_field:meta])* $field_seen:vis $field:ident $(as $key:literal)? : $type:ty),* $(,)?
        }
    )+) => {$(
        $(#[$about])*
        $seen struct $name {
            $($(#[$about_field])* $field_seen $field: $type),*
        }

        impl $crate::yaml::Written for $name {
            fn write(&self) -> $crate::yaml::Tree {
                $crate::yaml::write_named(
                    concat!($($crate::yaml::name_of!($field $($key)?), " "),*),
                    &[$(&self.$field),*],
                )
            }
        }
    )+};
}

/// A field's own name, or the one that was given to it.
macro_rules! name_of {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}
pub(crate) use {name_of, written};
