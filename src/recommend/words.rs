//! Numbers and lists as the sentences of a recommendation write them.

use crate::design::{Cloud, Operation};
use crate::units::Money;

pub(super) use crate::units::{grouped, list};

/// Thousandths with as many decimals as tell something: `0.25`, `3.5`, `140`.
pub fn thousandths(number: u64) -> String {
    let (whole, part) = (number / 1000, number % 1000);
    if whole >= 100 || part == 0 {
        return grouped(whole);
    }
    let kept = if whole >= 10 { format!("{:01}", part / 100) } else { format!("{:02}", part / 10) };
    match kept.trim_end_matches('0') {
        "" => grouped(whole),
        kept => format!("{whole}.{kept}"),
    }
}

/// Hundredths of a point: `11.25`, `45`.
pub(super) fn points(hundredths: i64) -> String {
    crate::decide::Points::hundredths(hundredths).to_string()
}

/// Whole dollars from ten on, cents below: `$4,100`, `$0.42`.
pub(super) fn dollars(money: Money) -> String {
    if money.micro_dollars >= 10_000_000 {
        return format!("${}", grouped(money.whole_dollars()));
    }
    let cents = money.micro_dollars.saturating_add(5000) / 10_000;
    format!("${}.{:02}", cents / 100, cents % 100)
}

/// GiB with one decimal at most.
pub(super) fn gib(bytes: u64) -> String {
    let tenths = u64::try_from((u128::from(bytes) * 10 + (1 << 29)) >> 30).unwrap_or(u64::MAX);
    if tenths.is_multiple_of(10) { grouped(tenths / 10) } else { format!("{}.{}", grouped(tenths / 10), tenths % 10) }
}

/// `first`, `second`, `third`, `4th`.
pub(super) fn ordinal(rank: usize) -> String {
    match rank {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        other => format!("{other}th"),
    }
}

/// A place as it stands in a sentence.
pub(super) const fn place(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::Aws => "AWS",
        Cloud::GoogleCloud => "Google Cloud",
        Cloud::Azure => "Azure",
        Cloud::OtherCloud => "another cloud",
        Cloud::OnPremises => "owned hardware",
        Cloud::Edge => "small sites",
    }
}

/// Who runs it, as it stands in a sentence.
pub(super) const fn operation(operation: Operation) -> &'static str {
    match operation {
        Operation::Nobody => "nobody is meant to run it",
        Operation::PartTime => "engineers run it beside other work",
        Operation::Dedicated => "a platform team runs it",
    }
}

/// An option's key as words: `part time`.
pub(super) fn spoken(key: &str) -> String {
    key.replace('-', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_say_what_is_known() {
        for (number, text) in [
            (0, "0"),
            (250, "0.25"),
            (3500, "3.5"),
            (3050, "3.05"),
            (12_340, "12.3"),
            (140_700, "140"),
            (5_000_000, "5,000"),
        ] {
            assert_eq!(thousandths(number), text);
        }
        assert_eq!(points(1125), "11.25");
        assert_eq!(gib(3 << 29), "1.5");
        let money = |micro_dollars| dollars(Money { micro_dollars });
        assert_eq!(
            (money(420_000), money(73_000_000), money(4_100_400_000)),
            ("$0.42".into(), "$73".into(), "$4,100".into())
        );
        assert_eq!(list(&["a", "b", "c"], "and"), "a, b and c");
    }
}
