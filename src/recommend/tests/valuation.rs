//! Values that are kept while a weight is moved are the values there would be.

use super::{design, quick};
use crate::decide::firmness;
use crate::design::resolve;
use crate::recommend::{Valuation, recommend, same_values};

#[test]
fn kept_values_weighed_anew_are_the_recommendation() {
    let base = "clouds: {value: [aws], as: want}, pods: [40, 200, 900], operation: {value: nobody, as: not-sure}";
    let before = design(base);
    let kept = Valuation::of(&before, &resolve(&before), quick());
    for said in [
        "priorities: {cost: {importance: 9, sureness: sure}}",
        "priorities: {cost: {importance: 0}, simplicity: {importance: 10, sureness: unsure}}",
        "weighting: !ranking [cost, licence, simplicity]",
        "weighting: !swing {cost: 100, scalability: 40}",
    ] {
        let design = design(&format!("{base}, {said}"));
        assert!(same_values(&before, &design), "{said}");
        let resolved = resolve(&design);
        assert!(kept.weighed(&design, &resolved, &firmness) == recommend(&design, &resolved, quick()), "{said}");
    }
}

#[test]
fn another_answer_or_another_number_has_other_values() {
    let before = design("clouds: [aws]");
    for text in ["clouds: {value: [aws], as: not-sure}", "clouds: [aws], pods: 3", ""] {
        assert!(!same_values(&before, &design(text)), "{text}");
    }
    let mut own = before.clone();
    own.decision.hour_rate = Some(120);
    assert!(!same_values(&before, &own));
}
