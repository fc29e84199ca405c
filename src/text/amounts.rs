//! Numbers as people read them: units always, rounded to what is known.

pub use crate::units::grouped;

/// A range of money rounded to two figures, or one amount where both ends round to the same: `$4,100 to 4,600`.
pub fn dollars_range(low: u64, high: u64) -> String {
    let (low, high) = (two_figures(low), two_figures(high));
    if low == high { format!("${}", grouped(low)) } else { format!("${} to {}", grouped(low), grouped(high)) }
}

fn two_figures(number: u64) -> u64 {
    let mut step = 1u64;
    while number / step >= 100 {
        step = step.saturating_mul(10);
    }
    number.saturating_add(step / 2) / step * step
}

/// `1 pod`, `2 pods`.
pub fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// A difference in hundredths of a point, with its sign: `+2.1`, `−0.4`.
pub fn signed_points(hundredths: i64) -> String {
    let tenths = (hundredths.unsigned_abs() + 5) / 10;
    let sign = match (hundredths, tenths) {
        (_, 0) => "",
        (..0, _) => "−",
        _ => "+",
    };
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_write_them() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(dollars_range(4_312, 4_590), "$4,300 to 4,600");
        assert_eq!(dollars_range(4_312, 4_330), "$4,300");
        assert_eq!(plural(1, "pod", "pods"), "1 pod");
        assert_eq!([212, -36, 4, -4, 0].map(signed_points), ["+2.1", "−0.4", "0.0", "0.0", "0.0"]);
    }
}
