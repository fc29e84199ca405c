//! The version of the document's form.

use crate::yaml::read::Node;
use crate::yaml::{Blank, Form, Misfit, Tree, Written, read_whole};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The form this build writes. Older forms are read for ever; a newer one says that the page is out of date.
pub const SCHEMA_VERSION: u32 = 1;

/// Stands for [`SCHEMA_VERSION`] in the document, so that a value of another version cannot exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schema;

impl Written for Schema {
    fn write(&self) -> Tree {
        Tree::Integer(SCHEMA_VERSION.into())
    }
}

impl Form for Schema {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        match read_whole(node, 0, u32::MAX.into())? {
            version if version == SCHEMA_VERSION.into() => Ok(()),
            version => Err(Misfit::new(not_this(version))),
        }
    }
    fn is_blank(&self) -> bool {
        true
    }
}

impl Blank for Schema {
    fn blank() -> Self {
        Self
    }
}

/// Why a version cannot be read.
fn not_this(version: i128) -> String {
    match version {
        0 => "version 0 was never released; write `schema: 1`".to_owned(),
        newer => format!(
            "version {newer} comes from a newer Sheerline; this one reads up to {SCHEMA_VERSION}: reload the page or update the program"
        ),
    }
}

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(SCHEMA_VERSION)
    }
}

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            SCHEMA_VERSION => Ok(Self),
            version => Err(serde::de::Error::custom(not_this(version.into()))),
        }
    }
}
