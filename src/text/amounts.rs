//! Numbers as people read them: units always, rounded to what is known.

use crate::units::{Bytes, MilliCpu};

/// Parts of a core as `250m CPU`, from one core up with at most two decimals: `4.2 CPU`.
pub fn cpu(amount: MilliCpu) -> String {
    if amount.0 < 1000 {
        return format!("{amount} CPU");
    }
    let hundredths = amount.0.saturating_add(5) / 10;
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let rest = format!("{rest:02}");
    match rest.trim_end_matches('0') {
        "" => format!("{} CPU", grouped(whole)),
        rest => format!("{}.{rest} CPU", grouped(whole)),
    }
}

/// Binary units with at most one decimal: `1.5 GiB`, `512 MiB`.
pub fn bytes(amount: Bytes) -> String {
    for (name, shift) in [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)] {
        let unit = 1u64 << shift;
        if amount.0 >= unit {
            let tenths = (u128::from(amount.0) * 10 + u128::from(unit / 2)) / u128::from(unit);
            return if tenths.is_multiple_of(10) {
                format!("{} {name}", tenths / 10)
            } else {
                format!("{}.{} {name}", tenths / 10, tenths % 10)
            };
        }
    }
    format!("{} B", amount.0)
}

/// Thousands apart: `4,100`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

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
        assert_eq!(cpu(MilliCpu(250)), "250m CPU");
        assert_eq!(cpu(MilliCpu(4_200)), "4.2 CPU");
        assert_eq!(cpu(MilliCpu(12_345)), "12.35 CPU");
        assert_eq!(bytes(Bytes(1536 << 20)), "1.5 GiB");
        assert_eq!(bytes(Bytes(512 << 20)), "512 MiB");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(dollars_range(4_312, 4_590), "$4,300 to 4,600");
        assert_eq!(dollars_range(4_312, 4_330), "$4,300");
        assert_eq!(plural(1, "pod", "pods"), "1 pod");
        assert_eq!([212, -36, 4, -4, 0].map(signed_points), ["+2.1", "−0.4", "0.0", "0.0", "0.0"]);
    }
}
