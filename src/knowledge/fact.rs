//! A fact: one claim with its source and date.

use super::{Date, Number};
use crate::order::Map;
use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// A fact's name, such as `eks.scale.nodes`; cheap to copy about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(Arc<str>);

impl FactId {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for FactId {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for FactId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for FactId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl std::str::FromStr for FactId {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(text))
    }
}

/// How a claim came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// Somebody measured it.
    Measured,
    /// Documentation, a price list or source code says it.
    #[default]
    Documented,
    /// A seller says it of the product sold.
    VendorClaim,
    /// Weighed up from several sources.
    Judgement,
}

/// What to be careful of in a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Nobody read it in a source of its own.
    Unverified,
    /// Older than [`OLD_MONTHS`] at the date of the facts.
    Old,
    /// The source bears no date; the date is that of the copy that was read.
    Undated,
    /// A seller's claim.
    VendorClaim,
    /// A judgement.
    Judgement,
    /// A number in it is the design's own.
    Own,
}

/// A fact older than this many months is marked as old.
pub const OLD_MONTHS: u32 = 24;

/// One claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// Its name.
    pub id: FactId,
    /// What is claimed, as a sentence.
    pub claim: String,
    /// The numbers in it, by name.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub values: Map<String, Number>,
    /// What the numbers count; empty when their names say it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// When it held: the source's date, or, when [`Self::undated`], when the copy was read.
    pub as_of: Date,
    /// Whether the source itself bears no date.
    #[serde(skip_serializing_if = "is_false")]
    pub undated: bool,
    /// Where it stands: addresses, or repositories with the path in them.
    pub sources: Vec<String>,
    /// How it came to be known.
    pub kind: FactKind,
    /// Whether it was read in a source.
    pub verified: bool,
    /// What to be careful of.
    pub marks: Vec<Mark>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Fact {
    /// A number by its name.
    pub fn value(&self, name: &str) -> Option<Number> {
        self.values.get(name).copied()
    }

    /// That number in whole units, rounded down; 0 where there is none.
    pub fn units(&self, name: &str) -> u64 {
        self.value(name).map_or(0, Number::units)
    }

    /// That number in thousandths, rounded down; 0 where there is none.
    pub fn thousandths(&self, name: &str) -> u64 {
        self.value(name).map_or(0, Number::thousandths)
    }
}
