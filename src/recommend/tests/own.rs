//! What a person knows better goes before what is cited, and says so wherever it shows.

use super::of;
use crate::design::{Criterion, Design, OptionKey, OwnNumber, OwnValue, PlatformId};
use crate::knowledge::{Mark, embedded};
use proptest::prelude::*;

fn number(fact: &str, number: &str, is: &str) -> OwnNumber {
    OwnNumber { fact: fact.into(), number: number.into(), is: is.into(), because: "our contract".into() }
}

fn with_numbers(numbers: Vec<OwnNumber>) -> Design {
    let mut design = super::design("clouds: [aws]");
    design.decision.numbers = numbers;
    design
}

#[test]
fn a_price_of_ones_own_changes_the_bill_of_whom_it_concerns_alone() {
    let before = of(&with_numbers(Vec::new()));
    let after = of(&with_numbers(vec![number("eks.fee", "dollars_an_hour", "0.04")]));
    for (one, other) in before.matrix.iter().zip(&after.matrix) {
        let less = one.cost.provider.likely.micro_dollars - other.cost.provider.likely.micro_dollars;
        // 0.06 × 730
        assert_eq!(less, if one.platform == PlatformId::Eks { 43_800_000 } else { 0 }, "{:?}", one.platform);
    }
    assert_eq!(after.own.len(), 1);
    assert!(after.own[0].takes_effect && after.own[0].because == "our contract");
    assert_eq!(after.own[0].text, "dollars_an_hour of eks.fee is 0.04 instead of 0.1.");
    assert!(!embedded().fact("eks.fee").unwrap().marks.contains(&Mark::Own), "what is cited stays as it is");
}

#[test]
fn the_price_of_a_machine_may_be_ones_own() {
    let before = of(&with_numbers(Vec::new()));
    let all: Vec<OwnNumber> =
        embedded().machines.iter().map(|m| number(&m.name, "dollars_an_hour", "0.0001")).collect();
    let after = of(&with_numbers(all));
    let likely = |recommendation: &crate::recommend::Recommendation| {
        recommendation.matrix.iter().find(|row| row.platform == PlatformId::EcsEc2).unwrap().cost.provider.likely
    };
    assert!(likely(&after) < likely(&before));
    assert!(after.own.iter().all(|own| own.takes_effect));
}

#[test]
fn what_changes_nothing_says_so() {
    for wrong in [
        number("eks.fees", "dollars_an_hour", "1"),
        number("eks.fee", "euros", "1"),
        number("eks.fee", "dollars_an_hour", "much"),
    ] {
        let mut after = of(&with_numbers(vec![wrong]));
        assert!(!after.own[0].takes_effect, "{}", after.own[0].text);
        after.own.clear();
        assert_eq!(after, of(&with_numbers(Vec::new())));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_value_of_ones_own_changes_its_cell_alone(platform in 0usize..11, criterion in 0usize..15, points in 0u8..=100) {
        let (platform, criterion) = (PlatformId::ALL[platform], Criterion::ALL[criterion]);
        let mut design = Design::default();
        let before = of(&design);
        design.decision.values = vec![OwnValue {
            of: platform.key().into(),
            criterion: criterion.key().into(),
            points,
            because: "we measured it".into(),
        }];
        let after = of(&design);
        for (row, other) in before.matrix.iter().zip(&after.matrix) {
            for (cell, changed) in row.cells.iter().zip(&other.cells) {
                if row.platform == platform && cell.criterion == criterion {
                    prop_assert_eq!(changed.value.likely.as_hundredths(), u16::from(points) * 100);
                    prop_assert_eq!(changed.own.as_deref(), Some("we measured it"));
                    prop_assert!(changed.why.lines.len() > cell.why.lines.len());
                } else {
                    prop_assert_eq!(cell, changed);
                }
            }
        }
        prop_assert!(after.own[0].takes_effect);
    }
}
