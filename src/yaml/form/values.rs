//! What records and choices are made of: text, numbers, lists, maps, and what may be there or not.

use super::super::read::{Node, ScalarKind, Value};
use super::super::{Entry, Tree};
use super::{Blank, Form, Misfit, Written};
use crate::order::Gather;
use crate::order::{Map, Set};

/// Text, from whatever a person wrote without quotes; nothing is no text.
pub fn read_text<'n>(node: &'n Node, takes: &str) -> Result<&'n str, Misfit> {
    node.text().filter(|_| !node.is_null()).ok_or_else(|| Misfit::kind(node, takes))
}

/// A whole number within bounds.
pub fn read_whole(node: &Node, min: i128, max: i128) -> Result<i128, Misfit> {
    let number = node.scalar().and_then(|scalar| match scalar.kind() {
        ScalarKind::Int(number) => Some(number.into()),
        // Beyond a signed 64-bit number it may still be an unsigned one.
        ScalarKind::Float => scalar.text.parse::<u64>().ok().map(i128::from),
        _ => None,
    });
    number.filter(|number| (min..=max).contains(number)).ok_or_else(|| Misfit::kind(node, &whole(min, max)))
}

fn whole(min: i128, max: i128) -> String {
    match (min, max) {
        (0, max) if max > i128::from(u32::MAX) => "a whole number from 0".to_owned(),
        (0, max) => format!("a whole number from 0 to {max}"),
        _ => "a whole number".to_owned(),
    }
}

/// A value in its printed form, which may also be a bare number.
pub fn read_printed<T: std::str::FromStr<Err: std::fmt::Display>>(node: &Node, takes: &str) -> Result<T, Misfit> {
    read_text(node, takes)?.parse().map_err(|error: T::Err| Misfit::new(error.to_string()))
}

impl Written for bool {
    fn write(&self) -> Tree {
        Tree::Bool(*self)
    }
}

impl Form for bool {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        match node.scalar().map(super::super::read::Scalar::kind) {
            Some(ScalarKind::Bool(flag)) => *self = flag,
            _ => return Err(Misfit::kind(node, "true or false")),
        }
        Ok(())
    }
    fn is_blank(&self) -> bool {
        !*self
    }
}

impl Written for String {
    fn write(&self) -> Tree {
        Tree::Text(self.clone())
    }
}

impl Form for String {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        read_text(node, "text")?.clone_into(self);
        Ok(())
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Written for &str {
    fn write(&self) -> Tree {
        Tree::Text((*self).to_owned())
    }
}

macro_rules! whole_numbers {
    ($($number:ty),+) => {$(
        impl Written for $number {
            fn write(&self) -> Tree {
                i64::try_from(*self).map_or_else(|_| Tree::Decimal(self.to_string()), Tree::Integer)
            }
        }

        impl Form for $number {
            fn read(&mut self, node: &Node) -> Result<(), Misfit> {
                let number = read_whole(node, <$number>::MIN.into(), <$number>::MAX.into())?;
                *self = <$number>::try_from(number).unwrap_or_default();
                Ok(())
            }
            fn is_blank(&self) -> bool {
                *self == 0
            }
        }
    )+};
}
whole_numbers!(u8, u16, u32, u64, i64);

macro_rules! blank_is_default {
    ($($type:ty),+) => {
        $(impl Blank for $type {
            fn blank() -> Self {
                Self::default()
            }
        })+
    };
}
blank_is_default!(bool, String, u8, u16, u32, u64, i64);

/// One copy of it for all types.
fn optional(value: Option<&dyn Written>) -> Tree {
    value.map_or(Tree::Null, Written::write)
}

impl<T: Written> Written for Option<T> {
    fn write(&self) -> Tree {
        optional(self.as_ref().map(|value| value as &dyn Written))
    }
}

impl<T: Form + Blank> Form for Option<T> {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        if node.is_null() {
            *self = None;
            return Ok(());
        }
        self.insert(T::blank()).read(node)
    }
    fn is_blank(&self) -> bool {
        self.is_none()
    }
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T: Written> Written for Box<T> {
    fn write(&self) -> Tree {
        T::write(self)
    }
}

impl<T: Form + Blank> Form for Box<T> {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        T::read(self, node)
    }
    fn is_blank(&self) -> bool {
        T::is_blank(self)
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}

/// A list of values of one type, met one by one as what is written: the same for all types.
trait Items {
    fn item(&self, position: usize) -> Option<&dyn Written>;
}

impl<T: Written> Items for Vec<T> {
    fn item(&self, position: usize) -> Option<&dyn Written> {
        self.get(position).map(|item| item as &dyn Written)
    }
}

fn write_items(items: &dyn Items) -> Tree {
    Tree::List((0..).map_while(|position| items.item(position)).map(Written::write).gather())
}

/// A list of values of one type, met as forms: what is read is the same for all types.
trait List {
    /// A new item with nothing said.
    fn another(&mut self) -> Option<&mut dyn Form>;
}

impl<T: Form + Blank> List for Vec<T> {
    fn another(&mut self) -> Option<&mut dyn Form> {
        self.push(T::blank());
        self.last_mut().map(|item| item as &mut dyn Form)
    }
}

fn read_list(list: &mut dyn List, node: &Node) -> Result<(), Misfit> {
    let Value::Sequence(items) = &node.value else { return Err(Misfit::kind(node, "a list")) };
    for (position, item) in items.iter().enumerate() {
        let Some(another) = list.another() else { continue };
        another.read(item).map_err(|misfit| misfit.within(item.at, &format!("[{position}]")))?;
    }
    Ok(())
}

impl<T: Written> Written for Vec<T> {
    fn write(&self) -> Tree {
        write_items(self)
    }
}

impl<T: Form + Blank> Form for Vec<T> {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        self.clear();
        read_list(self, node)
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Written> Written for Set<T> {
    fn write(&self) -> Tree {
        Tree::List(self.iter().map(Written::write).gather())
    }
}

impl<T: Form + Blank + Ord> Form for Set<T> {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        let mut items: Vec<T> = Vec::new();
        items.read(node)?;
        *self = crate::order::set(items);
        Ok(())
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<T> Blank for Set<T> {
    fn blank() -> Self {
        Self::new()
    }
}

/// What can stand before the colon in a map.
pub trait Key: Sized + Ord {
    /// The key's text.
    fn key_text(&self) -> String;
    /// The key of a text.
    fn from_key_text(text: &str) -> Result<Self, Misfit>;
}

impl Key for String {
    fn key_text(&self) -> String {
        self.clone()
    }
    fn from_key_text(text: &str) -> Result<Self, Misfit> {
        Ok(text.to_owned())
    }
}

/// Entries of one type, met as forms: what is read is the same for all types.
trait Entries {
    /// A new entry under that key with nothing said.
    fn another(&mut self, key: &str) -> Result<Option<&mut dyn Form>, Misfit>;
}

impl<K: Key, V: Form + Blank> Entries for Vec<(K, V)> {
    fn another(&mut self, key: &str) -> Result<Option<&mut dyn Form>, Misfit> {
        self.push((K::from_key_text(key)?, V::blank()));
        Ok(self.last_mut().map(|(_, value)| value as &mut dyn Form))
    }
}

fn read_entries(list: &mut dyn Entries, node: &Node) -> Result<(), Misfit> {
    let Value::Mapping(entries) = &node.value else { return Err(Misfit::kind(node, "fields")) };
    for entry in entries {
        if let Some(value) = list.another(&entry.key).map_err(|misfit| misfit.at(entry.key_at))? {
            value.read(&entry.value).map_err(|misfit| misfit.within(entry.value.at, &entry.key))?;
        }
    }
    Ok(())
}

fn write_entries(entries: &mut dyn Iterator<Item = (String, &dyn Written)>) -> Tree {
    Tree::Map(
        entries.map(|(key, value)| Entry { comment: String::new(), key: key.into(), value: value.write() }).gather(),
    )
}

impl<K: Key, V: Written> Written for Map<K, V> {
    fn write(&self) -> Tree {
        write_entries(&mut self.iter().map(|(key, value)| (key.key_text(), value as &dyn Written)))
    }
}

impl<K: Key, V: Form + Blank> Form for Map<K, V> {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        let mut entries: Vec<(K, V)> = Vec::new();
        read_entries(&mut entries, node)?;
        *self = Self::from(entries);
        Ok(())
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<K, V> Blank for Map<K, V> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<A: Written, B: Written> Written for (A, B) {
    fn write(&self) -> Tree {
        Tree::List(vec![self.0.write(), self.1.write()])
    }
}

impl<A: Form, B: Form> Form for (A, B) {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        let Value::Sequence(items) = &node.value else { return Err(Misfit::kind(node, "a list of two")) };
        let [first, second] = items.as_slice() else { return Err(Misfit::kind(node, "a list of two")) };
        self.0.read(first).map_err(|misfit| misfit.within(first.at, "[0]"))?;
        self.1.read(second).map_err(|misfit| misfit.within(second.at, "[1]"))
    }
    fn is_blank(&self) -> bool {
        self.0.is_blank() && self.1.is_blank()
    }
}

impl<A: Blank, B: Blank> Blank for (A, B) {
    fn blank() -> Self {
        (A::blank(), B::blank())
    }
}

/// Declares the form of a type that is written as it prints.
macro_rules! printed_form {
    ($($type:ty = $blank:expr, takes $takes:literal);+ $(;)?) => {$(
        impl $crate::yaml::Written for $type {
            fn write(&self) -> $crate::yaml::Tree {
                $crate::yaml::Tree::Text(self.to_string())
            }
        }

        impl $crate::yaml::Form for $type {
            fn read(&mut self, node: &$crate::yaml::read::Node) -> Result<(), $crate::yaml::Misfit> {
                *self = $crate::yaml::read_printed(node, $takes)?;
                Ok(())
            }
            fn is_blank(&self) -> bool {
                *self == $blank
            }
        }

        impl $crate::yaml::Blank for $type {
            fn blank() -> Self {
                $blank
            }
        }
    )+};
}

pub(crate) use printed_form;
