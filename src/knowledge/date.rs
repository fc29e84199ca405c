//! When a fact held, and how old it is.

use serde::{Serialize, Serializer};
use std::fmt;
use thiserror::Error;

/// A calendar date of day, month or year precision: `2026-08-21`, `2026-08` or `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{0}” is not a date; write 2026-08-21, 2026-08 or 2026")]
pub struct DateError(String);

impl Date {
    /// Months since the year 0; a date without a month counts as its middle.
    pub fn months(self) -> u32 {
        u32::from(self.year) * 12 + u32::from(self.month.unwrap_or(7)) - 1
    }

    /// Whole months from this date to a later one; 0 when the other is earlier.
    pub fn months_until(self, later: Self) -> u32 {
        later.months().saturating_sub(self.months())
    }
}

impl std::str::FromStr for Date {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        let wrong = || DateError(text.to_owned());
        let mut parts = text.split('-');
        let year = parts.next().filter(|y| y.len() == 4).and_then(|y| y.parse().ok()).ok_or_else(wrong)?;
        let mut two = |most: u8| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == 2 => {
                part.parse().ok().filter(|n| (1..=most).contains(n)).map(Some).ok_or_else(wrong)
            }
            Some(_) => Err(wrong()),
        };
        let (month, day) = (two(12)?, two(31)?);
        if parts.next().is_some() { Err(wrong()) } else { Ok(Self { year, month, day }) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        [self.month, self.day].into_iter().flatten().try_for_each(|part| write!(f, "-{part:02}"))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_three_precisions() {
        for text in ["2026-08-21", "2026-08", "2026"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in ["", "26-08", "2026-13", "2026-00", "2026-8", "2026-08-32", "2026-08-21-1", "August 2026"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn counts_months() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(date("2024-08").months_until(date("2026-08-21")), 24);
        assert_eq!(date("2026-09").months_until(date("2026-08")), 0);
    }
}
