//! Priorities said in other ways than points.

use super::asked;
use crate::design::{Criterion, OptionKey, PlatformId};
use crate::recommend::Recommendation;

fn thousandths(recommendation: &Recommendation, criterion: Criterion) -> u32 {
    recommendation.weights.iter().find(|weight| weight.criterion == criterion).unwrap().thousandths
}

#[test]
fn an_order_becomes_the_weights_of_its_centre() {
    let recommendation = asked("weighting: !ranking [cost, simplicity, ecosystem, stateful]");
    let of = |criterion| thousandths(&recommendation, criterion);
    // 25 : 13 : 7 : 3, the first of them 10.
    assert_eq!(of(Criterion::Cost), 10_000);
    assert_eq!(of(Criterion::Simplicity), 5200);
    assert_eq!(of(Criterion::Ecosystem), 2800);
    assert_eq!(of(Criterion::Stateful), 1200);
    // What was not named counts half of what it counts unsaid.
    assert_eq!(of(Criterion::Scalability), 3000);
    assert_eq!(recommendation.weighting.by, "ranking");
    assert!(recommendation.weighting.fact.is_some() && recommendation.weighting.consistency.is_none());
}

#[test]
fn swing_points_are_weights() {
    let recommendation =
        asked("weighting: !swing {cost: 100, simplicity: 45, stateful: 0}, priorities: {cost: {importance: 1}}");
    assert_eq!(thousandths(&recommendation, Criterion::Cost), 10_000);
    assert_eq!(thousandths(&recommendation, Criterion::Simplicity), 4500);
    assert_eq!(thousandths(&recommendation, Criterion::Stateful), 0);
    assert_eq!(recommendation.weighting.by, "swing");
}

#[test]
fn comparisons_become_weights_and_say_how_they_go_together() {
    let recommendation = asked(
        "weighting: !pairs [{one: cost, other: simplicity, times: 3}, {one: cost, other: stateful, times: 5}, {one: simplicity, other: stateful, times: 3}]",
    );
    assert_eq!(thousandths(&recommendation, Criterion::Cost), 10_000);
    // 0.258285 and 0.104729 over 0.636986.
    assert_eq!(thousandths(&recommendation, Criterion::Simplicity), 4055);
    assert_eq!(thousandths(&recommendation, Criterion::Stateful), 1644);
    let consistency = recommendation.weighting.consistency.unwrap();
    assert!(consistency.acceptable && (331..=333).contains(&consistency.ratio), "{}", consistency.ratio);
    assert!(consistency.text.starts_with("The consistency ratio is 0.03"), "{}", consistency.text);
    assert_eq!((consistency.compared, consistency.missing), (3, 0));

    let circle = asked(
        "weighting: !pairs [{one: cost, other: simplicity, times: 5}, {one: simplicity, other: stateful, times: 5}, {one: stateful, other: cost, times: 5}]",
    );
    let consistency = circle.weighting.consistency.unwrap();
    assert!(!consistency.acceptable && consistency.ratio > 1000);
    let worst = consistency.worst.unwrap();
    assert_eq!(worst.said, 5);
    assert!(consistency.text.contains("not consistent enough. Least fits that"), "{}", consistency.text);
}

#[test]
fn names_that_are_unknown_or_alone_change_nothing() {
    let usual = asked("");
    for weighting in ["!ranking [price]", "!swing {}", "!pairs [{one: cost, other: price, times: 3}]", "!pairs []"] {
        let recommendation = asked(&format!("weighting: {weighting}"));
        assert_eq!(recommendation.weights, usual.weights, "{weighting}");
        assert_eq!(recommendation.ranked, usual.ranked, "{weighting}");
    }
}

#[test]
fn the_order_of_all_criteria_is_all_that_counts() {
    let with = |first: &str| {
        let rest = Criterion::KEYS.iter().filter(|key| **key != first).copied().collect::<Vec<_>>().join(", ");
        asked(&format!("weighting: !ranking [{first}, {rest}]"))
    };
    let recommendation = with("edge-on-premises");
    assert_eq!(recommendation.first().unwrap().platform, PlatformId::K3s);
    let shares: u32 = recommendation.weights.iter().map(|weight| u32::from(weight.share)).sum();
    assert_eq!(shares, 10_000);
    // 3.318229/15 of all weight goes to the first of fifteen.
    assert!((2205..=2220).contains(&recommendation.weights.iter().map(|w| w.share).max().unwrap()));
}
