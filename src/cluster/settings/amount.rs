//! Times and amounts, read as the components read them.

use crate::units::{Bytes, Quantity};

/// A time in nanoseconds, as Go's `time.ParseDuration` reads it: `1h30m`, `1.5s`, `-1m`, `0`.
pub(super) fn duration(text: &str) -> Option<i128> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut nanos: i128 = 0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, behind) = rest.split_at_checked(end)?;
        let (unit, left) = UNITS.iter().find_map(|(word, unit)| Some((*unit, behind.strip_prefix(word)?)))?;
        nanos = nanos.checked_add(scaled(number, unit)?)?;
        rest = left;
    }
    Some(if negative { -nanos } else { nanos })
}

/// Units, the longer words first.
const UNITS: [(&str, i128); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// Seconds as nanoseconds.
pub(super) const SECOND: i128 = 1_000_000_000;

/// A number with decimal places times a unit, in whole units of the smallest.
fn scaled(number: &str, unit: i128) -> Option<i128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    let mut value = if whole.is_empty() { 0 } else { whole.parse::<i64>().ok()?.into() };
    value = i128::checked_mul(value, unit)?;
    let mut place = unit;
    for digit in fraction.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        place /= 10;
        value += i128::from(digit - b'0') * place;
    }
    Some(value)
}

/// A number with decimal places in millionths.
pub(super) fn millionths(text: &str) -> Option<i128> {
    scaled(text, 1_000_000)
}

/// Bytes of an amount such as `500Mi`.
pub(super) fn bytes(text: &str) -> Option<u64> {
    text.parse::<Quantity>().ok().map(|amount| Bytes::from(amount).0)
}

/// Whether a text is an amount, or a share such as `10%`.
pub(super) fn is_share(text: &str) -> bool {
    match text.strip_suffix('%') {
        Some(number) => millionths(number).is_some_and(|share| (0..=100_000_000).contains(&share)),
        None => text.parse::<Quantity>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_go_reads_them() {
        for (text, nanos) in [
            ("1s", Some(SECOND)),
            ("1m0s", Some(60 * SECOND)),
            ("1.5h", Some(5400 * SECOND)),
            ("100ms", Some(SECOND / 10)),
            ("-1m", Some(-60 * SECOND)),
            ("0", Some(0)),
            ("5", None),
            ("", None),
            ("s", None),
            ("1d", None),
            ("1.2.3s", None),
            ("1 s", None),
            ("99999999999999999999h", None),
        ] {
            assert_eq!(duration(text), nanos, "{text}");
        }
    }

    #[test]
    fn shares_and_numbers() {
        assert!(is_share("10%") && is_share("100Mi") && !is_share("110%") && !is_share("ten"));
        assert_eq!(millionths("0.02"), Some(20_000));
        assert_eq!(bytes("1Gi"), Some(1 << 30));
    }
}
