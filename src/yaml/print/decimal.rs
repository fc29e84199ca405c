//! Numbers with two decimal places.

use std::fmt::{self, Display};

/// A number in hundredths, written as a decimal: 125 as `1.25`. Floats stay out of what decides: readers differ on their
/// forms, and so may targets on their digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    /// A hundred times the number.
    pub hundredths: u32,
}

impl Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (whole, rest) = (self.hundredths / 100, self.hundredths % 100);
        match rest {
            0 => write!(f, "{whole}"),
            tenths if tenths.is_multiple_of(10) => write!(f, "{whole}.{}", tenths / 10),
            _ => write!(f, "{whole}.{rest:02}"),
        }
    }
}
