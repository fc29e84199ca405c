//! Typed values to trees: structs in field order, what is none left out, enums as plain words or single-key maps.

use super::{Entry, Tree};
use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use std::borrow::Cow;
use std::fmt::{self, Display};
use thiserror::Error;

/// Why a value has no tree. It says no more than that: each field of each type carries this result, and all our types
/// can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotATree {
    /// The value's own `Serialize` refused.
    #[error("the value refuses to be written")]
    Refused,
    /// Readers differ on the forms of floats, and so may targets on their digits.
    #[error("a floating-point number cannot be written; use a decimal in hundredths")]
    Float,
    /// A map's key is not text.
    #[error("a key of a map is not text; only text can be a key")]
    Key,
}

impl serde::ser::Error for NotATree {
    fn custom<T: Display>(_: T) -> Self {
        Self::Refused
    }
}

/// The tree of a value. A struct's fields keep their order, and those that are none are left out.
///
/// Never inlined: with a copy of every type's code in every type that holds it, the page would be twice as large.
#[inline(never)]
pub fn to_tree<T: Serialize + ?Sized>(value: &T) -> Result<Tree, NotATree> {
    value.serialize(ToTree)
}

/// A number in hundredths, written as a decimal: 125 as `1.25`. Floats stay out of what decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    /// A hundred times the number.
    pub hundredths: u32,
}

impl Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (whole, rest) = (self.hundredths / 100, self.hundredths % 100);
        match rest {
            0 => write!(f, "{whole}"),
            tenths if tenths.is_multiple_of(10) => write!(f, "{whole}.{}", tenths / 10),
            _ => write!(f, "{whole}.{rest:02}"),
        }
    }
}

/// The name that tells the serializer below of a number in its printed form.
const DECIMAL: &str = "$decimal";

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(DECIMAL, &self.to_string())
    }
}

/// One value on its way.
struct ToTree;

/// The items or entries gathered so far, and the variant they belong to.
struct Items {
    variant: Option<&'static str>,
    items: Vec<Tree>,
}

struct Fields {
    variant: Option<&'static str>,
    entries: Vec<Entry>,
    key: Cow<'static, str>,
    skips_none: bool,
}

fn entry(key: impl Into<Cow<'static, str>>, value: Tree) -> Entry {
    Entry { comment: String::new(), key: key.into(), value }
}

/// One list for items of every type, so that its code is there once.
fn list(items: &mut dyn Iterator<Item = Result<Tree, NotATree>>) -> Result<Tree, NotATree> {
    let mut list = Vec::new();
    for item in items {
        list.push(item?);
    }
    Ok(Tree::List(list))
}

fn in_variant(variant: Option<&'static str>, tree: Tree) -> Tree {
    match variant {
        Some(variant) => Tree::Map(vec![entry(variant, tree)]),
        None => tree,
    }
}

impl Serializer for ToTree {
    type Ok = Tree;
    type Error = NotATree;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    fn serialize_bool(self, value: bool) -> Result<Tree, NotATree> {
        Ok(Tree::Bool(value))
    }
    fn serialize_i8(self, value: i8) -> Result<Tree, NotATree> {
        Ok(Tree::Integer(value.into()))
    }
    fn serialize_i16(self, value: i16) -> Result<Tree, NotATree> {
        Ok(Tree::Integer(value.into()))
    }
    fn serialize_i32(self, value: i32) -> Result<Tree, NotATree> {
        Ok(Tree::Integer(value.into()))
    }
    fn serialize_i64(self, value: i64) -> Result<Tree, NotATree> {
        Ok(Tree::Integer(value))
    }
    fn serialize_i128(self, value: i128) -> Result<Tree, NotATree> {
        Ok(i64::try_from(value).map_or_else(|_| Tree::Decimal(value.to_string()), Tree::Integer))
    }
    fn serialize_u8(self, value: u8) -> Result<Tree, NotATree> {
        Ok(Tree::Integer(value.into()))
    }
    fn serialize_u16(self, value: u16) -> Result<Tree, NotATree> {
        Ok(Tree::Integer(value.into()))
    }
    fn serialize_u32(self, value: u32) -> Result<Tree, NotATree> {
        Ok(Tree::Integer(value.into()))
    }
    fn serialize_u64(self, value: u64) -> Result<Tree, NotATree> {
        Ok(i64::try_from(value).map_or_else(|_| Tree::Decimal(value.to_string()), Tree::Integer))
    }
    fn serialize_f32(self, _: f32) -> Result<Tree, NotATree> {
        Err(NotATree::Float)
    }
    fn serialize_f64(self, _: f64) -> Result<Tree, NotATree> {
        Err(NotATree::Float)
    }
    fn serialize_char(self, value: char) -> Result<Tree, NotATree> {
        Ok(Tree::Text(value.into()))
    }
    fn serialize_str(self, value: &str) -> Result<Tree, NotATree> {
        Ok(Tree::Text(value.to_owned()))
    }
    fn serialize_bytes(self, value: &[u8]) -> Result<Tree, NotATree> {
        Ok(Tree::List(value.iter().map(|byte| Tree::Integer((*byte).into())).collect()))
    }
    fn serialize_none(self) -> Result<Tree, NotATree> {
        Ok(Tree::Null)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree, NotATree> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<Tree, NotATree> {
        Ok(Tree::Null)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree, NotATree> {
        Ok(Tree::Null)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Tree, NotATree> {
        Ok(Tree::Text(variant.to_owned()))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<Tree, NotATree> {
        match value.serialize(self)? {
            Tree::Text(number) if name == DECIMAL => Ok(Tree::Decimal(number)),
            tree => Ok(tree),
        }
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree, NotATree> {
        Ok(in_variant(Some(variant), value.serialize(self)?))
    }
    fn collect_seq<I>(self, items: I) -> Result<Tree, NotATree>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        list(&mut items.into_iter().map(|item| to_tree(&item)))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Items, NotATree> {
        Ok(Items { variant: None, items: Vec::new() })
    }
    fn serialize_tuple(self, length: usize) -> Result<Items, NotATree> {
        self.serialize_seq(Some(length))
    }
    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Items, NotATree> {
        self.serialize_seq(Some(length))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items, NotATree> {
        Ok(Items { variant: Some(variant), items: Vec::new() })
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Fields, NotATree> {
        Ok(Fields { variant: None, entries: Vec::new(), key: Cow::Borrowed(""), skips_none: false })
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, NotATree> {
        Ok(Fields { variant: None, entries: Vec::new(), key: Cow::Borrowed(""), skips_none: true })
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields, NotATree> {
        Ok(Fields { variant: Some(variant), entries: Vec::new(), key: Cow::Borrowed(""), skips_none: true })
    }
}

impl Items {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotATree> {
        self.items.push(to_tree(value)?);
        Ok(())
    }

    fn finish(self) -> Tree {
        in_variant(self.variant, Tree::List(self.items))
    }
}

impl Fields {
    fn push(&mut self, key: Cow<'static, str>, value: Result<Tree, NotATree>) -> Result<(), NotATree> {
        match value? {
            Tree::Null if self.skips_none => {}
            tree => self.entries.push(entry(key, tree)),
        }
        Ok(())
    }

    fn finish(self) -> Tree {
        in_variant(self.variant, Tree::Map(self.entries))
    }
}

/// The four ways serde hands over items one by one.
macro_rules! items {
    ($($trait:ident :: $method:ident),+) => {
        $(impl $trait for Items {
            type Ok = Tree;
            type Error = NotATree;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotATree> {
                self.push(value)
            }
            fn end(self) -> Result<Tree, NotATree> {
                Ok(self.finish())
            }
        })+
    };
}
items!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// The two ways serde hands over fields.
macro_rules! fields {
    ($($trait:ident),+) => {
        $(impl $trait for Fields {
            type Ok = Tree;
            type Error = NotATree;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NotATree> {
                self.push(Cow::Borrowed(key), to_tree(value))
            }
            fn end(self) -> Result<Tree, NotATree> {
                Ok(self.finish())
            }
        })+
    };
}
fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Fields {
    type Ok = Tree;
    type Error = NotATree;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotATree> {
        self.key = match key.serialize(ToTree)? {
            Tree::Text(text) => text.into(),
            Tree::Integer(number) => number.to_string().into(),
            Tree::Bool(value) => value.to_string().into(),
            Tree::Null | Tree::Decimal(_) | Tree::List(_) | Tree::Map(_) => return Err(NotATree::Key),
        };
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotATree> {
        let key = std::mem::take(&mut self.key);
        self.push(key, to_tree(value))
    }
    fn end(self) -> Result<Tree, NotATree> {
        Ok(self.finish())
    }
}
