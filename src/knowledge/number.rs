//! Exact numbers of facts: a price by the GB-second and a limit of 300,000 containers in one type.

use crate::units::{Money, Quantity, QuantityError};
use serde::{Serialize, Serializer};
use std::fmt;
use thiserror::Error;

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

    /// So many billionths.
    pub const fn of_nanos(nanos: u64) -> Self {
        Self { nanos }
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

/// Why a text is no number of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NumberError {
    /// It is no number at all.
    #[error(transparent)]
    Form(#[from] QuantityError),
    /// Beyond the largest.
    #[error("{0} is too large for a fact")]
    TooLarge(String),
}

impl std::str::FromStr for Number {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let quantity: Quantity = text.parse()?;
        let nanos = u64::try_from(quantity.nanos()).map_err(|_| NumberError::TooLarge(text.to_owned()))?;
        Ok(Self { nanos })
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
            let number: Number = text.parse().unwrap();
            assert_eq!(number.to_string(), printed);
        }
        assert!("-1".parse::<Number>().is_err());
        assert!("20e9".parse::<Number>().is_err());
    }

    #[test]
    fn money_is_rounded_up_to_the_millionth() {
        let price: Number = "0.0000025".parse().unwrap();
        assert_eq!(price.dollars_times(1).micro_dollars, 3);
        assert_eq!(price.dollars_times(1_000_000).micro_dollars, 2_500_000);
    }
}
