//! Typed values out of a located tree: serde's reading side, with the place and the path of whatever does not fit.
//!
//! One reader for design files and for what page and worker tell each other. Each further format that serde reads a
//! type from is a further copy of that type's code in the download, so there is only this one.

use super::read::{Entry, Node, Place, ScalarKind, Value};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use std::fmt;
use thiserror::Error;

/// Why a tree is not the value that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}{what}", if path.is_empty() { String::new() } else { format!("{path}: ") })]
pub struct Misfit {
    /// Where; none while it is not known.
    pub at: Option<Place>,
    /// The way there, such as `workloads[0].replicas`; empty for the document as a whole.
    pub path: String,
    /// What is wrong, in serde's words.
    pub what: String,
}

impl serde::de::Error for Misfit {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self { at: None, path: String::new(), what: what.to_string() }
    }
}

impl Misfit {
    /// The misfit with one more step before its path, and a place if it has none yet.
    fn within(mut self, at: Place, step: &str) -> Self {
        self.at.get_or_insert(at);
        let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{joint}{}", self.path);
        self
    }
}

/// The value of a tree. Bare words are taken as text where text is asked for, and as what they look like elsewhere.
pub fn from_node<T: DeserializeOwned>(node: &Node) -> Result<T, Misfit> {
    T::deserialize(Typed(node)).map_err(|mut misfit| {
        misfit.at.get_or_insert(node.at);
        misfit
    })
}

#[derive(Clone, Copy)]
struct Typed<'n>(&'n Node);

impl<'n> Typed<'n> {
    fn text(self) -> Option<&'n str> {
        self.0.text().filter(|_| !self.0.is_null())
    }
}

/// Calls the visitor with what a scalar looks like.
fn visit_scalar<'de, V: Visitor<'de>>(text: &str, kind: ScalarKind, visitor: V) -> Result<V::Value, Misfit> {
    match kind {
        ScalarKind::Null => visitor.visit_unit(),
        ScalarKind::Bool(flag) => visitor.visit_bool(flag),
        ScalarKind::Int(number) => match u64::try_from(number) {
            Ok(number) => visitor.visit_u64(number),
            Err(_) => visitor.visit_i64(number),
        },
        // A number with decimal places goes on as it was written: floats stay out of what decides.
        ScalarKind::Float => match text.parse() {
            Ok(large) => visitor.visit_u64(large),
            Err(_) => visitor.visit_str(text),
        },
        ScalarKind::Text => visitor.visit_str(text),
    }
}

/// What stands there instead of what was asked for. One function for all types, so that each type's own reader is short.
#[inline(never)]
fn mismatch(node: &Node, expected: &dyn Expected) -> Misfit {
    let found = match &node.value {
        Value::Sequence(_) => Unexpected::Seq,
        Value::Mapping(_) => Unexpected::Map,
        Value::Scalar(scalar) => match scalar.kind() {
            ScalarKind::Null => Unexpected::Unit,
            ScalarKind::Bool(flag) => Unexpected::Bool(flag),
            ScalarKind::Int(number) => Unexpected::Signed(number),
            ScalarKind::Float | ScalarKind::Text => Unexpected::Str(&scalar.text),
        },
    };
    Misfit::invalid_type(found, expected)
}

impl Typed<'_> {
    fn bool(self) -> Option<bool> {
        match self.0.scalar()?.kind() {
            ScalarKind::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    fn whole(self) -> Option<i128> {
        let scalar = self.0.scalar()?;
        match scalar.kind() {
            ScalarKind::Int(number) => Some(number.into()),
            // Beyond a signed 64-bit number it may still be an unsigned one.
            ScalarKind::Float => scalar.text.parse::<u64>().ok().map(i128::from),
            _ => None,
        }
    }
}

/// Reads one form and refuses all others: less code for each type than asking the visitor what it makes of anything.
macro_rules! only {
    ($($method:ident: |$typed:ident, $visitor:ident| $read:expr;)+) => {$(
        fn $method<V: Visitor<'de>>(self, $visitor: V) -> Result<V::Value, Misfit> {
            let $typed = self;
            $read
        }
    )+};
}

impl<'de> Deserializer<'de> for Typed<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match &self.0.value {
            Value::Scalar(scalar) => visit_scalar(&scalar.text, scalar.kind(), visitor),
            Value::Sequence(items) => visitor.visit_seq(Items { items, next: 0 }),
            Value::Mapping(entries) => visitor.visit_map(Entries { entries, next: 0 }),
        }
    }

    only! {
        deserialize_bool: |typed, visitor| match typed.bool() {
            Some(flag) => visitor.visit_bool(flag),
            None => Err(mismatch(typed.0, &visitor)),
        };
        deserialize_u8: |typed, visitor| typed.deserialize_u64(visitor);
        deserialize_u16: |typed, visitor| typed.deserialize_u64(visitor);
        deserialize_u32: |typed, visitor| typed.deserialize_u64(visitor);
        deserialize_u64: |typed, visitor| match typed.whole().and_then(|number| u64::try_from(number).ok()) {
            Some(number) => visitor.visit_u64(number),
            None => Err(mismatch(typed.0, &visitor)),
        };
        deserialize_i64: |typed, visitor| match typed.whole().and_then(|number| i64::try_from(number).ok()) {
            Some(number) => visitor.visit_i64(number),
            None => Err(mismatch(typed.0, &visitor)),
        };
        deserialize_str: |typed, visitor| match typed.text() {
            Some(text) => visitor.visit_str(text),
            None => Err(mismatch(typed.0, &visitor)),
        };
        deserialize_string: |typed, visitor| typed.deserialize_str(visitor);
        deserialize_identifier: |typed, visitor| typed.deserialize_str(visitor);
        deserialize_seq: |typed, visitor| match &typed.0.value {
            Value::Sequence(items) => visitor.visit_seq(Items { items, next: 0 }),
            _ => Err(mismatch(typed.0, &visitor)),
        };
        deserialize_map: |typed, visitor| match &typed.0.value {
            Value::Mapping(entries) => visitor.visit_map(Entries { entries, next: 0 }),
            _ => Err(mismatch(typed.0, &visitor)),
        };
        deserialize_option: |typed, visitor| if typed.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(typed)
        };
        deserialize_ignored_any: |_typed, visitor| visitor.visit_unit();
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    /// Derived readers would also take a list, field by field; no file of ours means that.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    /// A choice is a word, or a map of its one word to what it carries.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match &self.0.value {
            Value::Scalar(scalar) => visitor.visit_enum(Choice { word: &scalar.text, at: self.0.at, carried: None }),
            Value::Mapping(entries) => match entries.as_slice() {
                [entry] => {
                    visitor.visit_enum(Choice { word: &entry.key, at: entry.key_at, carried: Some(&entry.value) })
                }
                _ => Err(Misfit::custom("expected one choice with what belongs to it")),
            },
            Value::Sequence(_) => Err(mismatch(self.0, &visitor)),
        }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct
    }
}

struct Items<'n> {
    items: &'n [Node],
    next: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some(item) = self.items.get(self.next) else { return Ok(None) };
        let step = format!("[{}]", self.next);
        self.next += 1;
        seed.deserialize(Typed(item)).map(Some).map_err(|misfit| misfit.within(item.at, &step))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len().saturating_sub(self.next))
    }
}

struct Entries<'n> {
    entries: &'n [Entry],
    next: usize,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some(entry) = self.entries.get(self.next) else { return Ok(None) };
        let key = seed.deserialize(entry.key.as_str().into_deserializer());
        key.map(Some).map_err(|misfit: Misfit| Misfit { at: Some(entry.key_at), ..misfit })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let Some(entry) = self.entries.get(self.next) else { return Err(Misfit::custom("a key has no value")) };
        self.next += 1;
        seed.deserialize(Typed(&entry.value)).map_err(|misfit| misfit.within(entry.value.at, &entry.key))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len().saturating_sub(self.next))
    }
}

struct Choice<'n> {
    word: &'n str,
    at: Place,
    carried: Option<&'n Node>,
}

impl<'de, 'n> EnumAccess<'de> for Choice<'n> {
    type Error = Misfit;
    type Variant = Carried<'n>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Carried<'n>), Misfit> {
        let word = seed.deserialize(self.word.into_deserializer());
        let word = word.map_err(|misfit: Misfit| Misfit { at: Some(self.at), ..misfit })?;
        Ok((word, Carried { word: self.word, carried: self.carried }))
    }
}

struct Carried<'n> {
    word: &'n str,
    carried: Option<&'n Node>,
}

impl<'n> Carried<'n> {
    fn node(&self) -> Result<&'n Node, Misfit> {
        self.carried.ok_or_else(|| Misfit::custom(format!("`{}` needs what belongs to it: `{0}: …`", self.word)))
    }
}

impl<'de> VariantAccess<'de> for Carried<'_> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        match self.carried {
            Some(node) if !node.is_null() => {
                Err(Misfit::custom(format!("`{}` stands alone, without anything after it", self.word)))
            }
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        let node = self.node()?;
        seed.deserialize(Typed(node)).map_err(|misfit| misfit.within(node.at, self.word))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        let node = self.node()?;
        Typed(node).deserialize_seq(visitor).map_err(|misfit| misfit.within(node.at, self.word))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Misfit> {
        let node = self.node()?;
        Typed(node).deserialize_map(visitor).map_err(|misfit| misfit.within(node.at, self.word))
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Record {
        name: String,
        #[serde(default)]
        count: Option<u32>,
        #[serde(default)]
        wide: Vec<i64>,
        #[serde(default)]
        choice: BTreeMap<String, Choice>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Choice {
        Plain,
        Text(String),
        Pair { a: u8 },
    }

    fn record(text: &str) -> Result<Record, Misfit> {
        let document = read::read(text).remove(0).unwrap();
        from_node(&document.root)
    }

    #[test]
    fn reads_what_serde_describes() {
        let yaml = "name: 1.10\ncount: 3\nwide: [-4, 9]\nchoice: {x: plain, y: {text: no}, z: {pair: {a: 1}}}\n";
        let json = r#"{"name": "1.10", "count": 3, "wide": [-4, 9], "choice": {"x": "plain", "y": {"text": "no"}, "z": {"pair": {"a": 1}}}}"#;
        let read = record(yaml).unwrap();
        assert_eq!(read.name, "1.10");
        assert_eq!(read.choice["y"], Choice::Text("no".into()));
        assert_eq!(record(json).unwrap(), read);
        assert_eq!(record("name: x\ncount:\n").unwrap().count, None);
    }

    #[test]
    fn what_does_not_fit_has_a_place_and_a_path() {
        for (text, path, line) in [
            ("name: x\ncount: many\n", "count", 2),
            ("name: x\nnmae: y\n", "", 2),
            ("name: x\nwide:\n- 1\n- two\n", "wide[1]", 4),
            ("name: x\nchoice:\n  k:\n    pair: {a: 300}\n", "choice.k.pair.a", 4),
            ("name: x\nchoice: {k: other}\n", "choice.k", 2),
            ("count: 1\n", "", 1),
        ] {
            let misfit = record(text).unwrap_err();
            assert_eq!((misfit.path.as_str(), misfit.at.map(|at| at.line)), (path, Some(line)), "{text}: {misfit}");
        }
    }
}
