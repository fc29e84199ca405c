//! Memory, storage and payloads.

use super::{Quantity, QuantityError, unit_as_text};
use std::fmt;

/// A whole number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bytes(pub u64);

impl Bytes {
    /// One mebibyte.
    pub const MIB: Self = Self(1 << 20);
    /// One gibibyte.
    pub const GIB: Self = Self(1 << 30);

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

    /// As people read it, with at most one decimal: `1.5 GiB`, `512 MiB`.
    pub fn in_words(self) -> String {
        for (name, shift) in [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)] {
            let unit = 1u64 << shift;
            if self.0 >= unit {
                let tenths = (u128::from(self.0) * 10 + u128::from(unit / 2)) / u128::from(unit);
                return if tenths.is_multiple_of(10) {
                    format!("{} {name}", tenths / 10)
                } else {
                    format!("{}.{} {name}", tenths / 10, tenths % 10)
                };
            }
        }
        format!("{} B", self.0)
    }
}

impl From<Quantity> for Bytes {
    fn from(quantity: Quantity) -> Self {
        Self(quantity.units_rounded_up())
    }
}

impl std::str::FromStr for Bytes {
    type Err = QuantityError;
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        text.parse::<Quantity>().map(Self::from)
    }
}

const BINARY: [(&str, u64); 6] =
    [("Ei", 1 << 60), ("Pi", 1 << 50), ("Ti", 1 << 40), ("Gi", 1 << 30), ("Mi", 1 << 20), ("Ki", 1 << 10)];
const DECIMAL: [(&str, u64); 6] = [
    ("E", 1_000_000_000_000_000_000),
    ("P", 1_000_000_000_000_000),
    ("T", 1_000_000_000_000),
    ("G", 1_000_000_000),
    ("M", 1_000_000),
    ("k", 1000),
];

impl fmt::Display for Bytes {
    /// The shortest exact quantity: `1536Mi`, `129M`, or the plain number.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let exact = |units: &[(&'static str, u64)]| {
            units.iter().find(|(_, size)| self.0 > 0 && self.0.is_multiple_of(*size)).copied()
        };
        // A power of ten such as 1000000000000000 is also a multiple of 1 Ki: the larger unit reads better.
        let best = match (exact(&BINARY), exact(&DECIMAL)) {
            (Some(binary), Some(decimal)) => Some(if decimal.1 > binary.1 { decimal } else { binary }),
            (binary, decimal) => binary.or(decimal),
        };
        match best {
            Some((suffix, size)) => write!(f, "{}{suffix}", self.0 / size),
            None => write!(f, "{}", self.0),
        }
    }
}

unit_as_text!(Bytes, "an amount of memory such as 128Mi or 1.5Gi");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_as_people_write_it() {
        for (amount, text) in [(1536 << 20, "1.5 GiB"), (512 << 20, "512 MiB"), (0, "0 B"), (3 << 40, "3 TiB")] {
            assert_eq!(Bytes(amount).in_words(), text);
        }
    }

    #[test]
    fn prints_the_shortest_exact_form() {
        for (text, printed) in [
            ("1.5Gi", "1536Mi"),
            ("128974848", "123Mi"),
            ("129M", "129M"),
            ("1e3", "1k"),
            ("64Mi", "64Mi"),
            ("1T", "1T"),
            ("1", "1"),
            ("0", "0"),
            ("100m", "1"),
        ] {
            assert_eq!(text.parse::<Bytes>().unwrap().to_string(), printed, "{text}");
        }
    }

    proptest! {
        #[test]
        fn printing_loses_nothing(n in 0..=i64::MAX as u64) {
            prop_assert_eq!(Bytes(n).to_string().parse::<Bytes>().unwrap(), Bytes(n));
        }
    }
}
