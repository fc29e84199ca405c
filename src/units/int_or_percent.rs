//! A count, or a share of the replicas.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use thiserror::Error;

/// Kubernetes' `IntOrString` where the string is a percentage, as in `maxSurge: 25%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IntOrPercent {
    /// A number of pods.
    Count(u32),
    /// Per cent of the replicas.
    Percent(u32),
}

/// Why a text is neither.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{0}” is neither a number nor a percentage; write 1 or 25%")]
pub struct IntOrPercentError(String);

impl std::str::FromStr for IntOrPercent {
    type Err = IntOrPercentError;
    fn from_str(text: &str) -> Result<Self, IntOrPercentError> {
        let wrong = |_| IntOrPercentError(text.to_owned());
        match text.trim().strip_suffix('%') {
            Some(percent) => percent.parse().map(Self::Percent).map_err(wrong),
            None => text.trim().parse().map(Self::Count).map_err(wrong),
        }
    }
}

impl fmt::Display for IntOrPercent {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}

impl Serialize for IntOrPercent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(count) => serializer.serialize_u32(*count),
            Self::Percent(_) => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for IntOrPercent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u32),
            Text(String),
        }
        match Written::deserialize(deserializer)? {
            Written::Number(count) => Ok(Self::Count(count)),
            Written::Text(text) => text.parse().map_err(serde::de::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_forms() {
        assert_eq!("25%".parse(), Ok(IntOrPercent::Percent(25)));
        assert_eq!("2".parse(), Ok(IntOrPercent::Count(2)));
        assert!("two".parse::<IntOrPercent>().is_err());
        assert_eq!(serde_yaml::from_str::<IntOrPercent>("25%").unwrap(), IntOrPercent::Percent(25));
    }
}
