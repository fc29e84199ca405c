//! Durations.

use super::unit_as_text;
use std::fmt;
use thiserror::Error;

/// A duration in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub u64);

/// Why a text is not a duration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{0}” is not a duration; write a number with a unit such as 250ms, 5s, 1m30s or 1h")]
pub struct DurationError(String);

impl Millis {
    /// Whole seconds.
    pub const fn seconds(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1000))
    }
}

impl std::str::FromStr for Millis {
    type Err = DurationError;
    /// Reads Go's form (`1h30m`, `250ms`, `1.5s`); a bare number is seconds.
    fn from_str(text: &str) -> Result<Self, DurationError> {
        let wrong = || DurationError(text.to_owned());
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(wrong());
        }
        let mut total: u64 = 0;
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let (number, tail) = rest.split_at(end);
            let unit_end = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
            let (unit, tail) = tail.split_at(unit_end);
            let scale = match unit {
                "ms" => 1,
                "s" => 1000,
                "" if tail.is_empty() && total == 0 => 1000,
                "m" => 60_000,
                "h" => 3_600_000,
                "d" => 86_400_000,
                _ => return Err(wrong()),
            };
            total = total.saturating_add(decimal_times(number, scale).ok_or_else(wrong)?);
            rest = tail;
        }
        Ok(Self(total))
    }
}

/// `number × scale`, with up to three decimal places, rounded up.
fn decimal_times(number: &str, scale: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let kept: String = fraction.chars().chain("000".chars()).take(3).collect();
    let thousandths: u64 = kept.parse().ok()?;
    Some(whole.checked_mul(scale)?.saturating_add(thousandths.saturating_mul(scale).div_ceil(1000)))
}

impl fmt::Display for Millis {
    /// Go's form in its largest exact unit: `250ms`, `90s`, `5m`, `1h`.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (unit, size) in [("h", 3_600_000), ("m", 60_000), ("s", 1000)] {
            if self.0 > 0 && self.0.is_multiple_of(size) {
                return write!(f, "{}{unit}", self.0 / size);
            }
        }
        if self.0 == 0 { f.write_str("0s") } else { write!(f, "{}ms", self.0) }
    }
}

unit_as_text!(Millis, "a duration such as 250ms, 5s or 1h");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints() {
        for (text, printed) in [
            ("250ms", "250ms"),
            ("1.5s", "1500ms"),
            ("90s", "90s"),
            ("1m30s", "90s"),
            ("1h", "1h"),
            ("5", "5s"),
            ("0s", "0s"),
        ] {
            assert_eq!(text.parse::<Millis>().unwrap().to_string(), printed, "{text}");
        }
        for text in ["", "s", "5x", "1..5s", "-3s", "99999999999999999999s"] {
            assert!(text.parse::<Millis>().is_err(), "{text}");
        }
    }
}
