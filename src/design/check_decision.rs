//! What does not fit in how a choice is argued.

use super::decision::{DecisionChoice, Pair, Weighting};
use super::{Criterion, Design, Finding, OptionKey, PlatformId, Priority, Severity};
use crate::order::Gather;
use crate::order::Set;
use crate::units::Quantity;

/// What a person's own words are looked up in.
struct Known<'a> {
    criteria: Set<&'a str>,
    alternatives: Set<&'a str>,
}

/// Findings about weightings and about what a person knows better.
pub(super) fn check_decision(design: &Design, findings: &mut Vec<Finding>) {
    let decision = &design.decision;
    let known = Known {
        criteria: crate::order::set(
            Criterion::KEYS.iter().copied().chain(decision.criteria.iter().map(|c| c.name.as_str())),
        ),
        alternatives: crate::order::set(
            PlatformId::KEYS.iter().copied().chain(decision.alternatives.iter().map(|a| a.name.as_str())),
        ),
    };
    check_weighting(&design.requirements.weighting, "requirements.weighting", &known, findings);
    for voice in &decision.voices {
        let field = format!("decision.voices.{}", voice.name);
        check_weighting(&voice.weighting, &field, &known, findings);
    }
    own_names(decision, findings);
    for value in &decision.values {
        let at = format!("decision.values.{}.{}", value.of, value.criterion);
        if !known.alternatives.contains(value.of.as_str()) {
            findings.push(warn(&at, format!("There is no alternative “{}”.", value.of), "Correct the name."));
        }
        unknown_criterion(&value.criterion, &at, &known, findings);
        if value.points > 100 {
            findings.push(fault(
                &at,
                format!("{} points are more than 100.", value.points),
                "Values go from 0 to 100.",
            ));
        }
        no_reason(&value.because, &at, findings);
    }
    for number in &decision.numbers {
        let at = format!("decision.numbers.{}.{}", number.fact, number.number);
        if number.is.parse::<Quantity>().is_err() {
            let what = format!("“{}” is no number.", number.is);
            findings.push(fault(&at, what, "Write a decimal number from 0, such as 0.05."));
        }
        no_reason(&number.because, &at, findings);
    }
}

fn check_weighting(weighting: &Weighting, field: &str, known: &Known, findings: &mut Vec<Finding>) {
    let names: Vec<&String> = match weighting {
        Weighting::Points => return,
        Weighting::Ranking(order) => {
            let twice = order.iter().zip(crate::order::repeated(order)).filter(|(_, repeated)| *repeated);
            for (name, _) in twice {
                findings.push(warn(field, format!("“{name}” stands in the order twice."), "Remove one."));
            }
            order.iter().gather()
        }
        Weighting::Swing(points) => {
            for (name, _) in points.iter().filter(|(_, points)| **points > 100) {
                findings.push(fault(field, format!("“{name}” has more than 100 points."), "100 is the most."));
            }
            points.keys().gather()
        }
        Weighting::Pairs(pairs) => {
            for pair in pairs {
                if !(1..=Pair::MOST).contains(&pair.times) {
                    let what = format!("“{}” counts {} times “{}”.", pair.one, pair.times, pair.other);
                    findings.push(fault(field, what, "One counts 1 to 9 times another."));
                }
                if pair.one == pair.other {
                    let what = format!("“{}” is compared with itself.", pair.one);
                    findings.push(warn(field, what, "Remove the comparison."));
                }
            }
            pairs.iter().flat_map(|pair| [&pair.one, &pair.other]).gather()
        }
    };
    let names = crate::order::set(names);
    for name in names {
        unknown_criterion(name, field, known, findings);
    }
}

fn unknown_criterion(name: &str, field: &str, known: &Known, findings: &mut Vec<Finding>) {
    if !known.criteria.contains(name) {
        findings.push(warn(
            field,
            format!("There is no criterion “{name}”."),
            "Correct the name, or add it as your own.",
        ));
    }
}

/// A name of one's own must tell one thing from all others.
fn own_names(decision: &DecisionChoice, findings: &mut Vec<Finding>) {
    let lists: [(&str, Vec<&str>, &[&str]); 2] = [
        ("decision.alternatives", decision.alternatives.iter().map(|a| a.name.as_str()).gather(), PlatformId::KEYS),
        ("decision.criteria", decision.criteria.iter().map(|c| c.name.as_str()).gather(), Criterion::KEYS),
    ];
    for (field, names, taken) in lists {
        let repeated = crate::order::repeated(&names);
        for (name, repeated) in names.into_iter().zip(repeated) {
            let what = match name {
                "" => "One has no name.".to_owned(),
                name if taken.contains(&name) => format!("“{name}” is a name there is already."),
                name if repeated => format!("“{name}” stands there twice."),
                _ => continue,
            };
            findings.push(fault(field, what, "Give it a name of its own."));
        }
    }
    for criterion in decision.criteria.iter().filter(|criterion| criterion.importance > Priority::MOST) {
        let what = format!("“{}” counts {} of 10.", criterion.name, criterion.importance);
        findings.push(fault("decision.criteria", what, "Importance goes from 0 to 10."));
    }
}

fn no_reason(because: &str, field: &str, findings: &mut Vec<Finding>) {
    if because.trim().is_empty() {
        findings.push(Finding {
            severity: Severity::Note,
            field: field.to_owned(),
            what: "It goes before what is cited, and says no reason.".to_owned(),
            hint: "Write why, for those who read it later.".to_owned(),
        });
    }
}

fn fault(field: &str, what: String, hint: &str) -> Finding {
    Finding { severity: Severity::Error, field: field.to_owned(), what, hint: hint.to_owned() }
}

fn warn(field: &str, what: String, hint: &str) -> Finding {
    Finding { severity: Severity::Warning, field: field.to_owned(), what, hint: hint.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn each_fault_is_named() {
        for (text, part) in [
            ("requirements: {weighting: !ranking [cost, cost]}", "“cost” stands in the order twice"),
            ("requirements: {weighting: !ranking [price]}", "no criterion “price”"),
            ("requirements: {weighting: !swing {cost: 120}}", "more than 100 points"),
            ("requirements: {weighting: !pairs [{one: cost, other: stateful, times: 0}]}", "counts 0 times"),
            ("requirements: {weighting: !pairs [{one: cost, other: cost, times: 2}]}", "compared with itself"),
            ("decision: {values: [{of: kamal, criterion: cost, points: 5, because: x}]}", "no alternative “kamal”"),
            ("decision: {values: [{of: eks, criterion: cost, points: 101, because: x}]}", "more than 100"),
            ("decision: {values: [{of: eks, criterion: cost, points: 5}]}", "says no reason"),
            ("decision: {numbers: [{fact: eks.fee, number: x, is: cheap, because: x}]}", "“cheap” is no number"),
            ("decision: {numbers: [{fact: eks.fee, number: x, is: '-1', because: x}]}", "“-1” is no number"),
            ("decision: {alternatives: [{name: eks}]}", "a name there is already"),
            ("decision: {alternatives: [{what: x}]}", "One has no name"),
            ("decision: {criteria: [{name: a}, {name: a}]}", "stands there twice"),
            ("decision: {criteria: [{name: a, importance: 11}]}", "counts 11 of 10"),
        ] {
            let design: Design = serde_yaml::from_str(&format!("schema: 1\n{text}")).unwrap();
            let findings = check(&design);
            assert_eq!(findings.len(), 1, "{text}: {findings:?}");
            assert!(findings[0].what.contains(part) && !findings[0].hint.is_empty(), "{text}: {}", findings[0]);
        }
    }

    #[test]
    fn what_fits_is_no_finding() {
        let text = "
schema: 1
requirements:
  weighting: !pairs
  - {one: cost, other: Residency, times: 3}
decision:
  hourRate: 90
  criteria: [{name: Residency, importance: 5}]
  alternatives: [{name: Kamal, dollarsAMonth: 200}]
  values: [{of: Kamal, criterion: Residency, points: 80, because: it runs where we are}]
  numbers: [{fact: eks.fee, number: dollars_an_hour, is: '0.05', because: our contract}]
  voices: [{name: Ana, weighting: !ranking [cost, simplicity]}, {name: Bo, priorities: {cost: {importance: 2}}}]
";
        let design: Design = serde_yaml::from_str(text).unwrap();
        assert_eq!(check(&design), []);
    }
}
