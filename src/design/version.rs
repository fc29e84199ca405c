//! The version of the document's form.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The form this build writes. Older forms are read for ever; a newer one says that the page is out of date.
pub const SCHEMA_VERSION: u32 = 1;

/// Stands for [`SCHEMA_VERSION`] in the document, so that a value of another version cannot exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schema;

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(SCHEMA_VERSION)
    }
}

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            SCHEMA_VERSION => Ok(Self),
            0 => Err(serde::de::Error::custom("version 0 was never released; write `schema: 1`")),
            newer => Err(serde::de::Error::custom(format!(
                "version {newer} comes from a newer Sheerline; this one reads up to {SCHEMA_VERSION}: reload the page or update the program"
            ))),
        }
    }
}
