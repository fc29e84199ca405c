//! Exact numbers of facts: a price by the GB-second and a limit of 300,000 containers in one type.

use crate::units::{Money, Quantity};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A non-negative decimal number, exact to the billionth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number {
    nanos: u64,
}

impl Number {
    /// A whole number.
    pub const fn whole(units: u64) -> Self {
        Self { nanos: units.saturating_mul(1_000_000_000) }
    }

    /// Billionths.
    pub const fn nanos(self) -> u64 {
        self.nanos
    }

    /// Whole units, rounded down.
    pub const fn units(self) -> u64 {
        self.nanos / 1_000_000_000
    }

    /// Thousandths, rounded down.
    pub const fn thousandths(self) -> u64 {
        self.nanos / 1_000_000
    }

    /// So many US dollars for `count` things, rounded up to the millionth.
    pub fn dollars_times(self, count: u64) -> Money {
        let micro = (u128::from(self.nanos) * u128::from(count)).div_ceil(1000);
        Money { micro_dollars: u64::try_from(micro).unwrap_or(u64::MAX) }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (whole, rest) = (self.units(), self.nanos % 1_000_000_000);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{rest:09}").trim_end_matches('0'))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(u64),
            Decimal(f64),
            Text(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Whole(units) => return Ok(Self::whole(units)),
            // The shortest decimal that reads back as this float is what was written.
            Written::Decimal(number) => number.to_string(),
            Written::Text(text) => text,
        };
        let quantity: Quantity = text.parse().map_err(serde::de::Error::custom)?;
        u64::try_from(quantity.nanos())
            .map(|nanos| Self { nanos })
            .map_err(|_| serde::de::Error::custom(format!("{text} is too large for a fact")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_kept_exactly() {
        for (text, printed) in
            [("0.0000025", "0.0000025"), ("0.04048", "0.04048"), ("300000", "300000"), ("1.5", "1.5")]
        {
            let number: Number = serde_yaml::from_str(text).unwrap();
            assert_eq!(number.to_string(), printed);
            assert_eq!(serde_json::from_str::<Number>(text).unwrap(), number);
        }
        assert!(serde_yaml::from_str::<Number>("-1").is_err());
        assert!(serde_yaml::from_str::<Number>("20e9").is_err());
    }

    #[test]
    fn money_is_rounded_up_to_the_millionth() {
        let price: Number = serde_yaml::from_str("0.0000025").unwrap();
        assert_eq!(price.dollars_times(1).micro_dollars, 3);
        assert_eq!(price.dollars_times(1_000_000).micro_dollars, 2_500_000);
    }
}
