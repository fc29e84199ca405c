//! Choices: a word, or a map of one word to what belongs to it.

use super::super::read::{Node, Value};
use super::super::{Entry, Tree};
use super::misfit::Named;
use super::record::{Outline, read_fields, write_fields};
use super::{Form, Misfit, Written};
use crate::order::Gather;

/// What is known of one variant without having it.
#[derive(Debug)]
pub struct Variant {
    /// Its word, or its name in the source; see [`Choice::is_camel`].
    pub word: &'static str,
    /// What belongs to it: `None` for a word alone, no fields for one value without a name.
    pub carries: Option<Outline>,
}

/// A value that is one of several. Declared by `choice!` alone.
pub trait Choice: Form {
    /// The variants.
    fn variants(&self) -> &'static [Variant];
    /// Whether the words begin with a small letter where the source has a capital one.
    fn is_camel(&self) -> bool;
    /// Which of them it is.
    fn chosen(&self) -> usize;
    /// Makes it another one, with nothing said.
    fn choose(&mut self, position: usize);
    /// What belongs to the variant that it is, by its position.
    fn carried(&self, position: usize) -> Option<&dyn Form>;
    /// What belongs to the variant that it is, to be changed.
    fn carried_mut(&mut self, position: usize) -> Option<&mut dyn Form>;
}

fn word_of(choice: &dyn Choice, variant: &Variant) -> String {
    let mut letters = variant.word.chars();
    match letters.next() {
        Some(first) if choice.is_camel() => std::iter::once(first.to_ascii_lowercase()).chain(letters).collect(),
        _ => variant.word.to_owned(),
    }
}

/// A choice as a tree.
pub fn write_choice(choice: &dyn Choice) -> Tree {
    let Some(variant) = choice.variants().get(choice.chosen()) else { return Tree::Null };
    let word = word_of(choice, variant);
    let value = match &variant.carries {
        None => return Tree::Text(word),
        Some(outline) if outline.fields.is_empty() => choice.carried(0).map_or(Tree::Null, Written::write),
        Some(outline) => write_fields(outline, &|position| choice.carried(position)),
    };
    Tree::Map(vec![Entry { comment: String::new(), key: word.into(), value }])
}

/// Takes a choice from a tree.
pub fn read_choice(choice: &mut dyn Choice, node: &Node) -> Result<(), Misfit> {
    let (word, at, carried) = match &node.value {
        Value::Scalar(scalar) => (&scalar.text, node.at, None),
        Value::Mapping(entries) => match entries.as_slice() {
            [entry] => (&entry.key, entry.key_at, Some(&entry.value)),
            _ => return Err(Misfit::new("this takes one choice, with what belongs to it below").at(node.at)),
        },
        Value::Sequence(_) => {
            return Err(Misfit::kind(node, "one of its choices: a word, or a word with fields below it"));
        }
    };
    let words: Vec<String> = choice.variants().iter().map(|variant| word_of(choice, variant)).gather();
    let Some(position) = words.iter().position(|known| known == word) else {
        let known: Vec<&str> = words.iter().map(String::as_str).gather();
        return Err(Misfit::unknown(Named::Word, word, &known).at(at));
    };
    choice.choose(position);
    let outline = choice.variants().get(position).and_then(|variant| variant.carries.as_ref());
    match (outline, carried.filter(|node| outline.is_some() || !node.is_null())) {
        (None, None) => Ok(()),
        (None, Some(node)) => Err(Misfit::new(format!("“{word}” stands alone, without anything after it")).at(node.at)),
        (Some(_), None) => Err(Misfit::new(format!("“{word}” needs what belongs to it, as in `{word}: …`")).at(at)),
        (Some(outline), Some(node)) if outline.fields.is_empty() => match choice.carried_mut(0) {
            Some(value) => value.read(node).map_err(|misfit| misfit.within(node.at, word)),
            None => Ok(()),
        },
        (Some(outline), Some(node)) => {
            let read = read_fields(outline, node, &mut |position, node| match choice.carried_mut(position) {
                Some(field) => field.read(node),
                None => Ok(()),
            });
            read.map_err(|misfit| misfit.within(node.at, word))
        }
    }
}

/// Whether it is the first variant with nothing said.
pub fn is_blank_choice(choice: &dyn Choice) -> bool {
    let carried = |position| choice.carried(position).is_none_or(Form::is_blank);
    let fields = choice.variants().first().and_then(|variant| variant.carries.as_ref());
    choice.chosen() == 0 && (0..fields.map_or(0, |outline| outline.fields.len().max(1))).all(carried)
}

/// Declares a choice's form: its variants with their words, or `camel` to make words of their names.
macro_rules! choice {
    ($type:ty $(, $camel:ident)? {
        $($variant:ident $(as $word:literal)? $(($inner:ident))? $({ $($name:ident),+ $(,)? } $(needs $($needed:ident)+)?)?),+ $(,)?
    }) => {
        impl $crate::yaml::Blank for $type {
            fn blank() -> Self {
                $crate::yaml::first_blank!($($variant $(($inner))? $({ $($name),+ })?),+)
            }
        }

        impl $crate::yaml::Choice for $type {
            fn variants(&self) -> &'static [$crate::yaml::Variant] {
                &[$($crate::yaml::Variant {
                    word: $crate::yaml::first_of!($($word)? (stringify!($variant))),
                    carries: $crate::yaml::carries!($(($inner))? $({ $($name),+ } $(needs $($needed)+)?)?),
                }),+]
            }
            fn is_camel(&self) -> bool {
                $crate::yaml::is_said!($($camel)?)
            }
            fn chosen(&self) -> usize {
                #[allow(clippy::enum_variant_names)]
                enum Position { $($variant),+ }
                match self {
                    $(Self::$variant { .. } => Position::$variant as usize,)+
                }
            }
            fn choose(&mut self, position: usize) {
                #[allow(clippy::enum_variant_names)]
                enum Position { $($variant),+ }
                *self = match position {
                    $(position if position == Position::$variant as usize => Self::$variant
                        $(($crate::yaml::blank_for!($inner)))?
                        $({ $($name: $crate::yaml::Blank::blank()),+ })?,)+
                    _ => return,
                };
            }
            #[allow(unused_variables)]
            fn carried(&self, position: usize) -> Option<&dyn $crate::yaml::Form> {
                match self {
                    $(Self::$variant $(($inner))? $({ $($name),+ })? =>
                        $crate::yaml::nth_or_none!(position $(, $inner)? $($(, $name)+)?),)+
                }
            }
            #[allow(unused_variables)]
            fn carried_mut(&mut self, position: usize) -> Option<&mut dyn $crate::yaml::Form> {
                match self {
                    $(Self::$variant $(($inner))? $({ $($name),+ })? =>
                        $crate::yaml::nth_or_none!(position $(, $inner)? $($(, $name)+)?),)+
                }
            }
        }

        impl $crate::yaml::Written for $type {
            fn write(&self) -> $crate::yaml::Tree {
                $crate::yaml::write_choice(self)
            }
        }

        impl $crate::yaml::Form for $type {
            fn read(&mut self, node: &$crate::yaml::read::Node) -> Result<(), $crate::yaml::Misfit> {
                $crate::yaml::read_choice(self, node)
            }
            fn is_blank(&self) -> bool {
                $crate::yaml::is_blank_choice(self)
            }
        }
    };
}

/// The first variant with nothing said.
macro_rules! first_blank {
    ($variant:ident $(($inner:ident))? $({ $($name:ident),+ })? $(, $($rest:tt)*)?) => {
        Self::$variant $(($crate::yaml::blank_for!($inner)))? $({ $($name: $crate::yaml::Blank::blank()),+ })?
    };
}

/// Nothing said, whatever the name.
macro_rules! blank_for {
    ($name:ident) => {
        $crate::yaml::Blank::blank()
    };
}

/// What a variant carries.
macro_rules! carries {
    () => {
        None
    };
    (($inner:ident)) => {
        Some($crate::yaml::Outline { takes: "", plain: false, fields: &[], needed: &[] })
    };
    ({ $($name:ident),+ } $(needs $($needed:ident)+)?) => {
        Some($crate::yaml::Outline {
            takes: "fields",
            plain: false,
            fields: &[$(stringify!($name)),+],
            needed: &[$($(stringify!($needed)),+)?],
        })
    };
}

/// One of some named values by its position, or none where there are none.
macro_rules! nth_or_none {
    ($position:expr) => {
        None
    };
    ($position:expr, $($name:ident),+) => {
        $crate::yaml::nth!($position, $($name = $name),+)
    };
}
pub(crate) use {blank_for, carries, choice, first_blank, nth_or_none};
