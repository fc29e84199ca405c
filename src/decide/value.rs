//! Values and weights in fixed point.

use serde::Serialize;
use std::fmt;

/// A value from 0 to 100, in hundredths: 10,000 is the best there can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(u16);

impl Points {
    /// The worst.
    pub const WORST: Self = Self(0);
    /// The best.
    pub const BEST: Self = Self(10_000);

    /// From hundredths of a point, held within 0 to 100.
    pub fn hundredths(hundredths: i64) -> Self {
        Self(u16::try_from(hundredths.clamp(0, 10_000)).unwrap_or_default())
    }

    /// From whole points, held within 0 to 100.
    pub fn whole(points: i64) -> Self {
        Self::hundredths(points.saturating_mul(100))
    }

    /// As hundredths of a point.
    pub const fn as_hundredths(self) -> u16 {
        self.0
    }

    /// As whole points, rounded to the nearest.
    pub const fn rounded(self) -> u16 {
        (self.0 + 50) / 100
    }

    /// So many hundredths more or fewer, held within 0 to 100.
    #[must_use]
    pub fn changed_by(self, hundredths: i64) -> Self {
        Self::hundredths(i64::from(self.0).saturating_add(hundredths))
    }
}

impl fmt::Display for Points {
    /// `74`, `74.5` or `74.25`.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        match rest {
            0 => write!(f, "{whole}"),
            tens if tens.is_multiple_of(10) => write!(f, "{whole}.{}", tens / 10),
            _ => write!(f, "{whole}.{rest:02}"),
        }
    }
}

impl Serialize for Points {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 100.0)
    }
}

/// A value that is not known exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Interval {
    /// At least.
    pub low: Points,
    /// Most likely.
    pub likely: Points,
    /// At most.
    pub high: Points,
}

impl Interval {
    /// A value that is known.
    pub const fn exact(points: Points) -> Self {
        Self { low: points, likely: points, high: points }
    }

    /// So many hundredths about a value, held within 0 to 100.
    pub fn about(likely: Points, hundredths: i64) -> Self {
        Self { low: likely.changed_by(-hundredths), likely, high: likely.changed_by(hundredths) }
    }

    /// Everything that many hundredths more or fewer.
    #[must_use]
    pub fn changed_by(self, hundredths: i64) -> Self {
        Self {
            low: self.low.changed_by(hundredths),
            likely: self.likely.changed_by(hundredths),
            high: self.high.changed_by(hundredths),
        }
    }
}

/// How much a criterion counts, in any unit the criteria share, within the bounds of what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub struct WeightRange {
    /// At least.
    pub low: u32,
    /// Most likely.
    pub likely: u32,
    /// At most.
    pub high: u32,
}
