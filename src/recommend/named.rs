//! What is compared and by what: platforms and criteria, and a design's own alternatives and criteria beside them.

use crate::design::{Criterion, OptionKey, PlatformId};
use crate::knowledge::Knowledge;
use crate::order::Gather;
use serde::{Serialize, Serializer};

/// A platform, or an alternative of the design's own by its position there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Candidate {
    /// A platform.
    Platform(PlatformId),
    /// An alternative of the design's own.
    Own(u8),
}

/// A criterion, or one of the design's own by its position there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// A usual criterion.
    Usual(Criterion),
    /// A criterion of the design's own.
    Own(u8),
}

/// How many of its own a design may add of either kind.
pub(super) const MOST_OWN: usize = 50;

/// The name of the n-th own one where only a key will do: `own-1`.
fn own_key(position: u8) -> String {
    format!("own-{}", u16::from(position) + 1)
}

impl Candidate {
    /// The platform, where it is one.
    pub const fn platform(self) -> Option<PlatformId> {
        match self {
            Self::Platform(platform) => Some(platform),
            Self::Own(_) => None,
        }
    }

    /// The platform's key, or `own-1` and so on.
    pub fn key(self) -> String {
        match self {
            Self::Platform(platform) => platform.key().to_owned(),
            Self::Own(position) => own_key(position),
        }
    }

    /// Its name, by what is known for the design; see [`super::knowledge_for`].
    pub fn name(self, knowledge: &Knowledge) -> &str {
        match self {
            Self::Platform(platform) => {
                knowledge.platform(platform).map_or_else(|| platform.key(), |row| row.name.as_str())
            }
            Self::Own(position) => own_name(&knowledge.own_alternatives, position),
        }
    }

    /// A shorter name for column heads.
    pub fn short(self, knowledge: &Knowledge) -> &str {
        match self {
            Self::Platform(platform) => {
                knowledge.platform(platform).map_or_else(|| platform.key(), |row| row.short.as_str())
            }
            Self::Own(_) => self.name(knowledge),
        }
    }
}

impl Measure {
    /// The usual criterion, where it is one.
    pub const fn usual(self) -> Option<Criterion> {
        match self {
            Self::Usual(criterion) => Some(criterion),
            Self::Own(_) => None,
        }
    }

    /// The criterion's key, or `own-1` and so on.
    pub fn key(self) -> String {
        match self {
            Self::Usual(criterion) => criterion.key().to_owned(),
            Self::Own(position) => own_key(position),
        }
    }

    /// Its name, by what is known for the design; see [`super::knowledge_for`].
    pub fn name(self, knowledge: &Knowledge) -> &str {
        match self {
            Self::Usual(criterion) => {
                knowledge.criterion(criterion).map_or_else(|| criterion.key(), |info| info.name.as_str())
            }
            Self::Own(position) => own_name(&knowledge.own_criteria, position),
        }
    }

    /// Every measure of what is known for a design: the usual ones in their order, then its own.
    pub fn all(knowledge: &Knowledge) -> Vec<Self> {
        let usual = Criterion::ALL.iter().map(|criterion| Self::Usual(*criterion));
        usual.chain((0u8..).zip(&knowledge.own_criteria).map(|(position, _)| Self::Own(position))).gather()
    }

    /// The one of that key or own name.
    pub(super) fn named(knowledge: &Knowledge, name: &str) -> Option<Self> {
        Criterion::from_key(name).map(Self::Usual).or_else(|| own_named(&knowledge.own_criteria, name).map(Self::Own))
    }
}

impl Candidate {
    /// The one of that key or own name.
    pub(super) fn named(knowledge: &Knowledge, name: &str) -> Option<Self> {
        let platform = PlatformId::from_key(name).map(Self::Platform);
        platform.or_else(|| own_named(&knowledge.own_alternatives, name).map(Self::Own))
    }
}

fn own_name(names: &[String], position: u8) -> &str {
    names.get(usize::from(position)).map_or("", String::as_str)
}

fn own_named(names: &[String], name: &str) -> Option<u8> {
    names.iter().position(|own| own == name).and_then(|position| u8::try_from(position).ok())
}

impl From<PlatformId> for Candidate {
    fn from(platform: PlatformId) -> Self {
        Self::Platform(platform)
    }
}

impl From<Criterion> for Measure {
    fn from(criterion: Criterion) -> Self {
        Self::Usual(criterion)
    }
}

impl PartialEq<PlatformId> for Candidate {
    fn eq(&self, other: &PlatformId) -> bool {
        self.platform() == Some(*other)
    }
}

impl PartialEq<Criterion> for Measure {
    fn eq(&self, other: &Criterion) -> bool {
        self.usual() == Some(*other)
    }
}

impl Serialize for Candidate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.key())
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.key())
    }
}
