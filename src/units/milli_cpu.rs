//! Processor time.

use super::{Quantity, QuantityError, grouped, unit_as_text};
use std::fmt;

/// Thousandths of a processor core, as Kubernetes counts CPU.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MilliCpu(pub u64);

impl MilliCpu {
    /// The sum, stopping at the largest value.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// `count` times as much, stopping at the largest value.
    #[must_use]
    pub const fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }

    /// As people read it: parts of a core as `250m CPU`, from one core up with at most two decimals: `4.2 CPU`.
    pub fn in_words(self) -> String {
        if self.0 < 1000 {
            return format!("{self} CPU");
        }
        let hundredths = self.0.saturating_add(5) / 10;
        let (whole, rest) = (hundredths / 100, format!("{:02}", hundredths % 100));
        match rest.trim_end_matches('0') {
            "" => format!("{} CPU", grouped(whole)),
            rest => format!("{}.{rest} CPU", grouped(whole)),
        }
    }
}

impl From<Quantity> for MilliCpu {
    fn from(quantity: Quantity) -> Self {
        Self(quantity.milli_rounded_up())
    }
}

impl std::str::FromStr for MilliCpu {
    type Err = QuantityError;
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        text.parse::<Quantity>().map(Self::from)
    }
}

impl fmt::Display for MilliCpu {
    /// Kubernetes' canonical form: `2` for whole cores, `250m` otherwise.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.0.is_multiple_of(1000) { write!(f, "{}", self.0 / 1000) } else { write!(f, "{}m", self.0) }
    }
}

unit_as_text!(MilliCpu, "an amount of CPU such as 250m or 2");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_people_write_it() {
        for (amount, text) in [(250, "250m CPU"), (4_200, "4.2 CPU"), (12_345, "12.35 CPU"), (1_234_000, "1,234 CPU")] {
            assert_eq!(MilliCpu(amount).in_words(), text);
        }
    }

    #[test]
    fn prints_what_it_reads() {
        for (text, printed) in [("250m", "250m"), ("0.5", "500m"), ("2000m", "2"), ("500n", "1m"), ("0", "0")] {
            assert_eq!(text.parse::<MilliCpu>().unwrap().to_string(), printed);
        }
    }
}
