//! What it takes to travel in a link, and the two declarations that say it for a record and for a choice.

use super::LinkError;
use super::codec::Codec;
use super::place::{Place, hash};
use crate::design::OptionKey;
use crate::order::Map;
use crate::yaml::Blank;

/// A part of the document that travels in a link.
pub(super) trait Wire: Blank {
    /// Writes this, or reads it over what stands here.
    fn pass(&mut self, codec: &mut Codec, place: Place);
}

/// Declares a record's fields: each with its number, for ever, in the order they travel in. A field may name a
/// function that passes it better than its type alone could, and the version of links that first has it.
macro_rules! record {
    ($type:ident = $record:literal $(, needs $($needed:ident)+)? {
        $($field:literal $name:ident $(=> $how:path)? $(; since $since:literal)?),+ $(,)?
    }) => {
        $crate::yaml::record!($type $(, needs $($needed)+)? { $($name),+ });

        impl $crate::share::link::wire::Wire for $type {
            fn pass(&mut self, codec: &mut $crate::share::link::codec::Codec, place: $crate::share::link::place::Place) {
                let mut place = place;
                $(if true $(&& codec.has_since($since, !$crate::yaml::Form::is_blank(&self.$name)))? {
                    place = $crate::share::link::wire::part!(codec, place, $record, $field, &mut self.$name $(, $how)?);
                })+
                let _ = place;
            }
        }

        #[cfg(test)]
        impl $crate::share::testing::Sample for $type {
            fn sample(dice: &mut $crate::share::testing::Dice) -> Self {
                Self { $($name: dice.part($crate::yaml::Blank::blank())),+ }
            }
        }

        #[cfg(test)]
        impl $crate::share::schema::Shape for $type {
            fn shape(book: &mut $crate::share::schema::Book) -> serde_json::Value {
                book.record::<Self>(stringify!($type), &[$((stringify!($name), |book| {
                    $crate::share::schema::shape_of(|this: &Self| &this.$name, book)
                })),+])
            }
        }
    };
}
pub(super) use record;

/// Passes one field and tells the next what it was.
macro_rules! part {
    ($codec:ident, $place:ident, $record:literal, $field:literal, $value:expr) => {
        $crate::share::link::wire::part!($codec, $place, $record, $field, $value, $crate::share::link::wire::Wire::pass)
    };
    ($codec:ident, $place:ident, $record:literal, $field:literal, $value:expr, $how:expr) => {{
        let value = $value;
        let blank = $crate::yaml::Form::is_blank(value);
        $crate::share::link::wire::pass_field(
            $codec,
            $place,
            ($record, $field),
            blank,
            &mut |codec: &mut $crate::share::link::codec::Codec, at: $crate::share::link::place::Place| {
                $how(value, codec, at);
            },
        )
    }};
}
pub(super) use part;

/// The way through a field. A pointer to a closure as such would bring two more functions for each, which nobody calls.
pub(super) trait Way {
    fn go(&mut self, codec: &mut Codec, at: Place);
}

impl<F: FnMut(&mut Codec, Place)> Way for F {
    fn go(&mut self, codec: &mut Codec, at: Place) {
        self(codec, at);
    }
}

/// Passes a field, and gives the place of the next. One copy of it for all fields, so the way through each is a pointer.
pub(super) fn pass_field(
    codec: &mut Codec,
    place: Place,
    (record, field): (u32, u32),
    blank: bool,
    how: &mut dyn Way,
) -> Place {
    let at = place.field(record, field);
    let there = codec.flag(at, !blank);
    if there {
        how.go(codec, at);
    }
    place.knowing(hash(field, u32::from(there)))
}

/// Declares a choice's variants: each with its number, for ever, and the fields it has, if any.
macro_rules! choice {
    ($type:ident = $record:literal, $bits:literal bits $(, $camel:ident)? {
        $($number:literal $variant:ident $(as $word:literal)?
            $(($inner:ident $(=> $inner_how:path)?))?
            $({ $($field:literal $name:ident $(=> $how:path)?),+ $(,)? } $(needs $($needed:ident)+)?)?
        ),+ $(,)?
    }) => {
        $crate::yaml::choice!($type $(, $camel)? {
            $($variant $(as $word)? $(($inner))? $({ $($name),+ } $(needs $($needed)+)?)?),+
        });

        $crate::share::link::wire::wire_of_choice!($type = $record, $bits bits {
            $($number $variant $(($inner $(=> $inner_how)?))? $({ $($field $name $(=> $how)?),+ })?),+
        });
    };
}
pub(super) use choice;

/// Declares how a choice travels, where its form in the file is something of its own.
macro_rules! wire_of_choice {
    ($type:ident = $record:literal, $bits:literal bits {
        $($number:literal $variant:ident
            $(($inner:ident $(=> $inner_how:path)?))?
            $({ $($field:literal $name:ident $(=> $how:path)?),+ $(,)? })?
        ),+ $(,)?
    }) => {
        impl $crate::share::link::wire::Wire for $type {
            fn pass(&mut self, codec: &mut $crate::share::link::codec::Codec, place: $crate::share::link::place::Place) {
                let said = match self { $(Self::$variant { .. } => $number),+ };
                let chosen = codec.choice(place, $bits, said);
                if codec.reads() {
                    *self = match chosen {
                        $($number => Self::$variant
                            $(($crate::yaml::blank_for!($inner)))?
                            $({ $($name: $crate::yaml::Blank::blank()),+ })?,)+
                        _ => return codec.fail($crate::share::link::LinkError::Newer),
                    };
                }
                let mut place = place.knowing(chosen);
                match self {
                    $(Self::$variant $(($inner))? $({ $($name),+ })? => {
                        $(place = $crate::share::link::wire::part!(
                            codec, place, $record, $number, $inner $(, $inner_how)?
                        );)?
                        $($(place = $crate::share::link::wire::part!(
                            codec, place, $record, $field, $name $(, $how)?
                        );)+)?
                    })+
                }
                let _ = &mut place;
            }
        }

        #[cfg(test)]
        impl $crate::share::testing::Sample for $type {
            const KINDS: usize = [$($number),+].len();
            fn sample(dice: &mut $crate::share::testing::Dice) -> Self {
                match dice.variant(stringify!($type), Self::KINDS) {
                    $($number => Self::$variant
                        $(($crate::share::link::wire::sample_for!($inner, dice)))?
                        $({ $($name: dice.part($crate::yaml::Blank::blank())),+ })?,)+
                    _ => unreachable!(),
                }
            }
        }

        #[cfg(test)]
        impl $crate::share::schema::Shape for $type {
            fn shape(book: &mut $crate::share::schema::Book) -> serde_json::Value {
                book.choice::<Self>(stringify!($type), &[$((
                    stringify!($variant),
                    $crate::share::link::wire::carried!($variant $(($inner))? $({ $($name),+ })?),
                )),+])
            }
        }
    };
}
pub(super) use wire_of_choice;

/// Made up, whatever the name.
#[cfg(test)]
macro_rules! sample_for {
    ($name:ident, $dice:ident) => {
        $crate::share::testing::Sample::sample($dice)
    };
}
#[cfg(test)]
pub(super) use sample_for;

/// What a variant carries.
#[cfg(test)]
macro_rules! carried {
    ($variant:ident) => {
        $crate::share::schema::Carried::Nothing
    };
    ($variant:ident ($inner:ident)) => {
        $crate::share::schema::Carried::One(|book| {
            $crate::share::schema::shape_of(
                |this: &Self| match this {
                    Self::$variant($inner) => $inner,
                    _ => unreachable!(),
                },
                book,
            )
        })
    };
    ($variant:ident { $($name:ident),+ }) => {
        $crate::share::schema::Carried::Fields(vec![$((stringify!($name), |book| {
            $crate::share::schema::shape_of(
                |this: &Self| match this {
                    Self::$variant { $name, .. } => $name,
                    _ => unreachable!(),
                },
                book,
            )
        })),+])
    };
}
#[cfg(test)]
pub(super) use carried;

impl Wire for bool {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        *self = codec.flag(place.within(1), *self);
    }
}

impl Wire for String {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        codec.text(place, place.kind, None, self);
    }
}

/// Numbers are passed as their digits: the same ones stand in many places, also within texts.
macro_rules! digits {
    ($($number:ty),+) => {
        $(impl Wire for $number {
            fn pass(&mut self, codec: &mut Codec, place: Place) {
                printed(self, codec, place, place.kind);
            }
        })+
    };
}
digits!(u8, u16, u32, u64, i64);

/// Passes a value in its printed form.
pub(super) fn printed<T: std::fmt::Display + std::str::FromStr>(
    value: &mut T,
    codec: &mut Codec,
    place: Place,
    group: u32,
) {
    let mut text = value.to_string();
    codec.text(place, group, None, &mut text);
    if codec.reads() {
        match text.parse() {
            Ok(read) => *value = read,
            Err(_) => codec.fail(LinkError::Damaged),
        }
    }
}

/// Closed lists travel as the number of the option; the first stands for each.
macro_rules! options {
    ($($type:ident),+ $(,)?) => {
        $(impl $crate::share::link::wire::Wire for $type {
            fn pass(&mut self, codec: &mut $crate::share::link::codec::Codec, place: $crate::share::link::place::Place) {
                $crate::share::link::wire::pass_option(self, codec, place);
            }
        }

        #[cfg(test)]
        impl $crate::share::testing::Sample for $type {
            const KINDS: usize = <Self as $crate::design::OptionKey>::ALL.len();
            fn sample(dice: &mut $crate::share::testing::Dice) -> Self {
                $crate::share::testing::sample_option(dice)
            }
        }

        #[cfg(test)]
        impl $crate::share::schema::Shape for $type {
            fn shape(book: &mut $crate::share::schema::Book) -> serde_json::Value {
                book.options::<Self>(stringify!($type))
            }
        })+
    };
}
pub(super) use options;

pub(super) fn pass_option<T: OptionKey>(option: &mut T, codec: &mut Codec, place: Place) {
    let said = T::ALL.iter().position(|other| other == option).and_then(|p| u32::try_from(p).ok()).unwrap_or(0);
    let chosen = codec.choice(place, 6, said);
    match usize::try_from(chosen).ok().and_then(|chosen| T::ALL.get(chosen)) {
        Some(chosen) => *option = *chosen,
        None => codec.fail(LinkError::Newer),
    }
}

impl<T: Wire> Wire for Option<T> {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        self.get_or_insert_with(T::blank).pass(codec, place);
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        self.0.pass(codec, place.field(1, 1));
        self.1.pass(codec, place.field(1, 2));
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        pass_list(self, codec, place, T::pass);
    }
}

/// Passes a list, each element in a way of its own.
pub(super) fn pass_list<T: Wire>(
    list: &mut Vec<T>,
    codec: &mut Codec,
    place: Place,
    mut how: impl FnMut(&mut T, &mut Codec, Place),
) {
    let before = codec.length_before(place);
    let mut index = 0;
    while codec.goes_on(place, index, before, index < list.len()) {
        if codec.reads() {
            list.push(T::blank());
        }
        let at = place.knowing(u32::try_from(index.min(5)).unwrap_or(5));
        if let Some(element) = list.get_mut(index) {
            how(element, codec, at);
        }
        index += 1;
    }
    codec.note_length(place, index);
}

impl<K: Wire + Ord + Clone, V: Wire + Clone> Wire for Map<K, V> {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        let mut list: Vec<(K, V)> = std::mem::take(self).into_iter().collect();
        list.pass(codec, place);
        *self = list.into_iter().collect();
    }
}
