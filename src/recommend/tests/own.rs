//! What a person knows better goes before what is cited, and says so wherever it shows.

use super::of;
use crate::design::{Criterion, Design, OptionKey, OwnNumber, OwnValue, Pair, PlatformId, Weighting};
use crate::knowledge::{Mark, embedded};
use crate::recommend::{
    Candidate, Measure, as_text, knowledge_for, matrix_as_csv, matrix_as_markdown, requirement_turns,
};
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

fn with_own() -> Design {
    let text = "
schema: 1
requirements: {clouds: [aws]}
decision:
  alternatives: [{name: Kamal, what: containers over ssh, dollarsAMonth: 120, hoursAMonth: 10}, {name: Heroku}]
  criteria: [{name: Residency, means: Does data stay here?, importance: 10, sureness: sure}]
  values:
  - {of: Kamal, criterion: simplicity, points: 95, because: one file}
  - {of: Kamal, criterion: Residency, points: 100, because: our machines}
  - {of: eks, criterion: Residency, points: 10, because: another law}
";
    serde_yaml::from_str(text).unwrap()
}

#[test]
fn alternatives_and_criteria_of_ones_own_are_ranked_with_the_rest() {
    let design = with_own();
    let recommendation = of(&design);
    let (kamal, residency) = (Candidate::Own(0), Measure::Own(0));
    assert_eq!(recommendation.matrix.len(), PlatformId::ALL.len() + 2);
    assert_eq!(recommendation.weights.len(), Criterion::ALL.len() + 1);
    assert!(recommendation.matrix.iter().all(|row| row.cells.len() == recommendation.weights.len()));
    let cell = |of: Candidate, by: Measure| recommendation.cell(of, by).unwrap();
    assert_eq!(cell(kamal, residency).value.likely.rounded(), 100);
    assert_eq!(cell(PlatformId::Eks.into(), residency).own.as_deref(), Some("another law"));
    // What nobody has valued may be anything.
    let open = cell(Candidate::Own(1), residency).value;
    assert_eq!((open.low.rounded(), open.likely.rounded(), open.high.rounded()), (0, 50, 100));
    // Money and hours that were said are valued as everybody's are.
    let money = cell(kamal, Criterion::Cost.into()).value;
    assert!(money.low == money.high && money.likely.rounded() > 50);
    assert!(recommendation.ranked.iter().any(|ranked| ranked.platform == kamal && !ranked.acceptability.is_empty()));
    let weight = recommendation.weights.iter().find(|weight| weight.criterion == residency).unwrap();
    assert!(weight.said && weight.importance == 10);
    let known = knowledge_for(&design, embedded());
    assert_eq!((kamal.name(&known), residency.name(&known)), ("Kamal", "Residency"));
    let json = serde_json::to_value(&recommendation).unwrap();
    assert!(json["matrix"].as_array().unwrap().iter().any(|row| row["platform"] == "own-1"));
    let text = as_text(&recommendation, &known);
    assert!(text.contains("Kamal") && text.contains("Residency") && text.contains("Heroku"), "{text}");
    let csv = matrix_as_csv(&recommendation, &known);
    assert!(csv.contains("own-1,Kamal,"), "{csv}");
}

#[test]
fn what_is_ones_own_is_marked_in_every_form() {
    let mut design = Design::default();
    design.decision.values =
        vec![OwnValue { of: "aks".into(), criterion: "simplicity".into(), points: 13, because: "we tried".into() }];
    design.decision.numbers = vec![OwnNumber {
        fact: "eks.fee".into(),
        number: "dollars_an_hour".into(),
        is: "0.3".into(),
        because: "our contract".into(),
    }];
    let (recommendation, known) = (of(&design), knowledge_for(&design, embedded()));
    let csv = matrix_as_csv(&recommendation, &known);
    let own_in = |platform: &str, criterion: &str| {
        let row = csv.lines().find(|row| row.starts_with(platform) && row.contains(&format!(",{criterion},"))).unwrap();
        row.split(',').nth(9).unwrap().to_owned()
    };
    assert_eq!(own_in("aks,", "simplicity"), "yes");
    assert_eq!(own_in("eks,", "cost"), "number");
    assert_eq!(own_in("nomad,", "cost"), "");
    let markdown = matrix_as_markdown(&recommendation, &known);
    let row = |name: &str| markdown.lines().find(|row| row.starts_with(&format!("| {name} |"))).unwrap();
    assert!(row("Simplicity").contains(" 13 (own) |") && row("Cost").contains("(own) |"), "{markdown}");
    assert!(markdown.contains("(we tried)") && markdown.contains("(our contract)"), "{markdown}");
    let text = as_text(&recommendation, &known);
    let row = |name: &str| text.lines().rfind(|row| row.trim_start().starts_with(name) && row.contains(" % ")).unwrap();
    assert!(row("Simplicity").contains(" 13!") && row("Cost").contains('!'), "{text}");
}

#[test]
fn an_alternative_of_ones_own_never_reorders_the_rest() {
    let mut design = with_own();
    let order = |design: &Design| -> Vec<PlatformId> {
        of(design).ranked.iter().filter_map(|ranked| ranked.platform.platform()).collect()
    };
    let with = order(&design);
    design.decision.alternatives.clear();
    assert_eq!(order(&design), with);
}

#[test]
fn a_criterion_of_ones_own_can_be_ranked_and_compared() {
    let mut design = with_own();
    design.requirements.weighting = Weighting::Ranking(vec!["Residency".into(), "cost".into()]);
    let weights = of(&design).weights;
    let thousandths = |of: Measure| weights.iter().find(|weight| weight.criterion == of).unwrap().thousandths;
    // 3/4 and 1/4.
    assert_eq!((thousandths(Measure::Own(0)), thousandths(Criterion::Cost.into())), (10_000, 3333));
    design.requirements.weighting =
        Weighting::Pairs(vec![Pair { one: "Residency".into(), other: "cost".into(), times: 9 }]);
    let recommendation = of(&design);
    assert_eq!(recommendation.weighting.consistency.unwrap().compared, 2);
    assert_eq!(requirement_turns(&design, embedded()).iter().filter(|turn| turn.text.is_empty()).count(), 0);
}
