//! Kubernetes' `resource.Quantity`, read exactly.

use thiserror::Error;

/// An exact, non-negative amount in nano-units: `250m` is 250,000,000, `1` is 1,000,000,000.
///
/// The format is Kubernetes' own (`apimachinery/pkg/api/resource/quantity.go`): a decimal number followed by a
/// binary suffix (`Ki` … `Ei`), a decimal one (`n u m k M G T P E`) or an exponent (`e3`, `E3`). As there, what is
/// finer than a nano-unit is rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity {
    nanos: u128,
}

/// Why a text is not a quantity we can use.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuantityError {
    /// Nothing was written.
    #[error("the quantity is empty; write a number such as 250m, 0.5 or 128Mi")]
    Empty,
    /// The number before the suffix cannot be read.
    #[error("“{0}” is not a quantity; write a number such as 250m, 0.5 or 128Mi")]
    Number(String),
    /// The suffix is unknown.
    #[error("“{text}” ends in “{suffix}”, which is no unit; use m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei")]
    Suffix {
        /// The whole text.
        text: String,
        /// The part that was not understood.
        suffix: String,
    },
    /// Requests and limits cannot be below zero.
    #[error("“{0}” is negative; an amount of a resource is zero or more")]
    Negative(String),
    /// More than any machine has: Kubernetes stops at 2^63 - 1 units.
    #[error("“{0}” is too large; the largest amount is 9223372036854775807")]
    TooLarge(String),
}

/// One whole unit in nano-units.
const UNIT: u128 = 1_000_000_000;
/// Kubernetes caps quantities at this many units.
const MAX_UNITS: u128 = i64::MAX as u128;

impl Quantity {
    /// From an exact count of nano-units.
    pub const fn from_nanos(nanos: u128) -> Self {
        Self { nanos }
    }

    /// The exact amount in nano-units.
    pub const fn nanos(self) -> u128 {
        self.nanos
    }

    /// Thousandths, rounded up as Kubernetes' `MilliValue` does.
    pub fn milli_rounded_up(self) -> u64 {
        saturating_u64(self.nanos.div_ceil(UNIT / 1000))
    }

    /// Whole units, rounded up as Kubernetes' `Value` does.
    pub fn units_rounded_up(self) -> u64 {
        saturating_u64(self.nanos.div_ceil(UNIT))
    }

    /// Whether the amount is a whole number of thousandths.
    pub fn is_whole_milli(self) -> bool {
        self.nanos.is_multiple_of(UNIT / 1000)
    }

    /// Whether the amount is a whole number of units.
    pub fn is_whole(self) -> bool {
        self.nanos.is_multiple_of(UNIT)
    }
}

fn saturating_u64(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

impl std::str::FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(QuantityError::Empty);
        }
        let (negative, unsigned) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let digits_end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
        let (number, suffix) = unsigned.split_at(digits_end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return Err(QuantityError::Number(text.to_owned()));
        }
        let scale = Scale::parse(suffix)
            .ok_or_else(|| QuantityError::Suffix { text: text.to_owned(), suffix: suffix.to_owned() })?;
        let nanos = scale.apply(whole, fraction).ok_or_else(|| QuantityError::TooLarge(text.to_owned()))?;
        if negative && nanos > 0 {
            return Err(QuantityError::Negative(text.to_owned()));
        }
        if nanos > MAX_UNITS * UNIT {
            return Err(QuantityError::TooLarge(text.to_owned()));
        }
        Ok(Self { nanos })
    }
}

/// What the suffix multiplies by.
enum Scale {
    /// A power of 1024.
    Binary(u32),
    /// A power of ten.
    Decimal(i32),
}

impl Scale {
    fn parse(suffix: &str) -> Option<Self> {
        Some(match suffix {
            "" => Self::Decimal(0),
            "n" => Self::Decimal(-9),
            "u" => Self::Decimal(-6),
            "m" => Self::Decimal(-3),
            "k" => Self::Decimal(3),
            "M" => Self::Decimal(6),
            "G" => Self::Decimal(9),
            "T" => Self::Decimal(12),
            "P" => Self::Decimal(15),
            "E" => Self::Decimal(18),
            "Ki" => Self::Binary(1),
            "Mi" => Self::Binary(2),
            "Gi" => Self::Binary(3),
            "Ti" => Self::Binary(4),
            "Pi" => Self::Binary(5),
            "Ei" => Self::Binary(6),
            exponent => {
                let digits = exponent.strip_prefix(['e', 'E'])?;
                let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
                if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                // Beyond a thousand the answer is "too large" or "rounds up to the smallest", whatever follows.
                let power = digits.parse::<i32>().unwrap_or(if digits.starts_with('-') { -1000 } else { 1000 });
                Self::Decimal(power.clamp(-1000, 1000))
            }
        })
    }

    /// `whole.fraction` times the scale in nano-units, rounded up; `None` when it does not fit.
    fn apply(&self, whole: &str, fraction: &str) -> Option<u128> {
        let fraction = fraction.trim_end_matches('0');
        let whole = whole.trim_start_matches('0');
        if whole.is_empty() && fraction.bytes().all(|b| b == b'0') {
            return Some(0);
        }
        // A fraction longer than this is finer than any nano-unit under any suffix; its tail only rounds up.
        let (kept, tail) = fraction.split_at(fraction.len().min(30));
        let mantissa: u128 = format!("{whole}{kept}").trim_start_matches('0').parse().ok().or_else(|| {
            // Only zeros were left: the value is in the tail.
            format!("{whole}{kept}").bytes().all(|b| b == b'0').then_some(0)
        })?;
        let inexact = tail.bytes().any(|b| b != b'0');
        let places = i32::try_from(kept.len()).ok()?;
        let (factor, power) = match *self {
            Self::Binary(k) => (1u128.checked_shl(10 * k)?, 9 - places),
            Self::Decimal(p) => (1, p + 9 - places),
        };
        scaled(mantissa, factor, power).map(|n| if inexact && n == 0 { 1 } else { n })
    }
}

/// `mantissa × factor × 10^power`, rounded up.
fn scaled(mantissa: u128, factor: u128, power: i32) -> Option<u128> {
    if power >= 0 {
        let multiplier = 10u128.checked_pow(power.unsigned_abs())?;
        return mantissa.checked_mul(factor)?.checked_mul(multiplier);
    }
    let Some(divisor) = 10u128.checked_pow(power.unsigned_abs()) else {
        return Some(u128::from(mantissa > 0));
    };
    if let Some(product) = mantissa.checked_mul(factor) {
        return Some(product.div_ceil(divisor));
    }
    // Too long to multiply first: whole part and rest apart.
    let whole = (mantissa / divisor).checked_mul(factor)?;
    let rest = (mantissa % divisor).checked_mul(factor)?.div_ceil(divisor);
    whole.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_every_form_kubernetes_does() {
        for (text, nanos) in [
            ("0", 0),
            ("250m", 250_000_000),
            ("1.5Gi", 1_610_612_736 * UNIT),
            ("1e3", 1000 * UNIT),
            ("1E3", 1000 * UNIT),
            ("1E", 1_000_000_000_000_000_000 * UNIT),
            ("128974848", 128_974_848 * UNIT),
            ("129M", 129_000_000 * UNIT),
            ("129e6", 129_000_000 * UNIT),
            ("123Mi", 128_974_848 * UNIT),
            ("500n", 500),
            ("0.5n", 1),
            ("0.1", 100_000_000),
            (".5", 500_000_000),
            ("5.", 5 * UNIT),
            ("+3", 3 * UNIT),
            ("1e-3", 1_000_000),
            ("1e-2000", 1),
            ("-0", 0),
            ("1.000000000000000000000000000000000000001", UNIT),
            ("00012", 12 * UNIT),
        ] {
            assert_eq!(text.parse::<Quantity>().map(Quantity::nanos), Ok(nanos), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_quantity() {
        for text in [
            "",
            " ",
            "Mi",
            "1.2.3",
            "1mb",
            "1 Gi",
            "ten",
            "0x10",
            "1e",
            "1e1.5",
            "-1",
            "9223372036854775808",
            "1e40",
            "1_000",
        ] {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
    }

    #[test]
    fn rounds_up_as_kubernetes_does() {
        let tiny: Quantity = "500n".parse().unwrap();
        assert_eq!((tiny.milli_rounded_up(), tiny.units_rounded_up()), (1, 1));
        assert!(!tiny.is_whole_milli());
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,40}") {
            let _ = text.parse::<Quantity>();
        }

        #[test]
        fn suffixes_agree(n in 0u64..1_000_000) {
            let milli: Quantity = format!("{n}m").parse().unwrap();
            let plain: Quantity = format!("{}.{:03}", n / 1000, n % 1000).parse().unwrap();
            prop_assert_eq!(milli, plain);
        }
    }
}
