//! How often something happens.

use super::{Quantity, QuantityError, unit_as_text};
use std::fmt;

/// Events in a thousand seconds: 1 request a second is 1,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rate {
    /// Thousandths of an event per second.
    pub per_kilosecond: u64,
}

impl Rate {
    /// Whole events a second.
    pub const fn per_second(events: u64) -> Self {
        Self { per_kilosecond: events.saturating_mul(1000) }
    }
}

impl std::str::FromStr for Rate {
    type Err = QuantityError;
    /// Reads `120`, `0.5`, `120/s` or `1.5k`.
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let number = text.trim().strip_suffix("/s").unwrap_or(text.trim());
        number.parse::<Quantity>().map(|q| Self { per_kilosecond: q.milli_rounded_up() })
    }
}

impl fmt::Display for Rate {
    /// Events a second: `120`, `0.5`.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (whole, thousandths) = (self.per_kilosecond / 1000, self.per_kilosecond % 1000);
        if thousandths == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{thousandths:03}").trim_end_matches('0'))
    }
}

unit_as_text!(Rate, "a number of events a second such as 120 or 0.5");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints() {
        for (text, printed) in [("120", "120"), ("0.5", "0.5"), ("120/s", "120"), ("1.5k", "1500"), ("0.001", "0.001")]
        {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), printed, "{text}");
        }
    }
}
