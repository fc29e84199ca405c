//! List prices and budgets.

use super::{Quantity, QuantityError, unit_as_text};
use std::fmt;

/// Micro-dollars (US): 1,000,000 is one dollar. Fine enough for a price by the GB-second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money {
    /// Millionths of a US dollar.
    pub micro_dollars: u64,
}

impl Money {
    /// Whole dollars.
    pub const fn dollars(dollars: u64) -> Self {
        Self { micro_dollars: dollars.saturating_mul(1_000_000) }
    }

    /// Whole dollars, rounded to the nearest.
    pub const fn whole_dollars(self) -> u64 {
        self.micro_dollars.saturating_add(500_000) / 1_000_000
    }
}

impl std::str::FromStr for Money {
    type Err = QuantityError;
    /// Reads `4100`, `$4,100`, `4.1k` or `0.0445`.
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let number = text.trim().trim_start_matches('$').replace(',', "");
        let quantity: Quantity = number.parse()?;
        let micro = u64::try_from(quantity.nanos().div_ceil(1000)).unwrap_or(u64::MAX);
        Ok(Self { micro_dollars: micro })
    }
}

impl fmt::Display for Money {
    /// Exact dollars without a sign: `4100`, `0.0445`.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (whole, millionths) = (self.micro_dollars / 1_000_000, self.micro_dollars % 1_000_000);
        if millionths == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{millionths:06}").trim_end_matches('0'))
    }
}

unit_as_text!(Money, "an amount of US dollars such as 4100 or 0.0445");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints() {
        for (text, printed) in [("4100", "4100"), ("$4,100", "4100"), ("4.1k", "4100"), ("0.0445", "0.0445")] {
            assert_eq!(text.parse::<Money>().unwrap().to_string(), printed, "{text}");
        }
    }
}
