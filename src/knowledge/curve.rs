//! A value function drawn by a few points.

use super::Number;
use serde::Serialize;

/// Straight lines through points; level before the first and after the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Curve {
    /// What is measured along it, in words.
    pub of: String,
    /// Measure and value from 0 to 100, by rising measure.
    pub points: Vec<(Number, u8)>,
}

impl Curve {
    /// The value at a measure in thousandths, in hundredths of a point.
    pub fn at(&self, thousandths: u64) -> i64 {
        let x = i128::from(thousandths);
        let mut before: Option<(i128, i128)> = None;
        for (measure, value) in &self.points {
            let (px, py) = (i128::from(measure.thousandths()), i128::from(*value) * 100);
            if x > px {
                before = Some((px, py));
                continue;
            }
            let (bx, by) = before.filter(|(bx, _)| *bx < px).unwrap_or((px - 1, py));
            return hundredths(by + (py - by) * (x.max(bx) - bx) / (px - bx));
        }
        before.map_or(0, |(_, y)| hundredths(y))
    }

    /// Whether there are points, by rising measure, with values that only rise or only fall within 0 to 100.
    pub(super) fn is_sound(&self) -> bool {
        let pairs = || self.points.iter().zip(self.points.iter().skip(1));
        !self.points.is_empty()
            && self.points.iter().all(|(_, value)| *value <= 100)
            && pairs().all(|(a, b)| a.0.thousandths() < b.0.thousandths())
            && (pairs().all(|(a, b)| a.1 <= b.1) || pairs().all(|(a, b)| a.1 >= b.1))
    }
}

fn hundredths(value: i128) -> i64 {
    i64::try_from(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve_of(points: &str) -> Curve {
        let document = crate::yaml::read::read(&format!("of: x\npoints: {points}")).remove(0).unwrap();
        crate::yaml::from_node(&document.root).unwrap()
    }

    #[test]
    fn reads_off_the_line() {
        let curve = curve_of("[[0.5, 0], [1, 20], [2, 45]]");
        for (x, value) in [(0, 0), (500, 0), (750, 1000), (1000, 2000), (1500, 3250), (2000, 4500), (u64::MAX, 4500)] {
            assert_eq!(curve.at(x), value, "{x}");
        }
        assert!(curve.is_sound());
        let falling = curve_of("[[1, 80], [2, 30], [3, 0]]");
        assert_eq!((falling.at(0), falling.at(1500), falling.at(9000)), (8000, 5500, 0));
        for unsound in ["[[1, 0], [1, 5]]", "[[1, 0], [2, 50], [3, 20]]", "[[1, 101]]", "[]"] {
            let curve = curve_of(unsound);
            assert!(!curve.is_sound(), "{unsound}");
        }
    }
}
