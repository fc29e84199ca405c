//! No number without a source: every cell opens its facts.

use super::{asked, of};
use crate::design::{Criterion, Design, OptionKey, PlatformId, QuestionKey};
use crate::knowledge::{FactId, Mark, embedded};
use crate::recommend::as_text;

/// Designs that reach every way of valuing.
const DESIGNS: [&str; 4] = [
    "",
    "clouds: [azure], budget: 900, trafficShape: spiky, regions: 3, skills: [kubernetes, docker, aws]",
    "clouds: [edge, on-premises], operation: dedicated, pods: 40000, needOnPremises: true",
    "needGpu: {value: true, as: not-sure}, needStatefulQuorum: true, trafficShape: mostly-idle, licence: vendor-supported",
];

#[test]
fn every_cell_opens_facts_with_source_and_date() {
    let mut marks = std::collections::BTreeSet::new();
    for requirements in DESIGNS {
        let recommendation = asked(requirements);
        assert_eq!(recommendation.matrix.len(), PlatformId::ALL.len());
        for platform in PlatformId::ALL {
            for criterion in Criterion::ALL {
                let place = format!("{requirements}: {} {}", platform.key(), criterion.key());
                let cell = recommendation.cell(*platform, *criterion).unwrap_or_else(|| panic!("{place}"));
                assert!(cell.value.low <= cell.value.likely && cell.value.likely <= cell.value.high, "{place}");
                assert!(!cell.text.is_empty() && !cell.why.lines.is_empty(), "{place}");
                // Facts of others, beside the tool's own rules.
                let facts: Vec<&FactId> = cell.why.facts();
                assert!(facts.iter().any(|id| !id.as_str().starts_with("method.")), "{place}");
                for id in facts {
                    let fact = embedded().fact(id.as_str()).unwrap_or_else(|| panic!("{place}: {id}"));
                    assert!(!fact.sources.is_empty() && !fact.as_of.to_string().is_empty(), "{place}: {id}");
                    marks.extend(fact.marks.iter().copied());
                }
            }
            let row = recommendation.matrix.iter().find(|row| row.platform == *platform).unwrap();
            assert!(!row.cost.why.facts().is_empty(), "{}", platform.key());
        }
    }
    assert_eq!(marks.len(), 5, "every mark shows somewhere: {marks:?}");
    assert!(marks.contains(&Mark::Unverified));
}

#[test]
fn what_is_doubtful_is_uncertain() {
    let recommendation = asked("");
    for row in &recommendation.matrix {
        for cell in &row.cells {
            let doubtful = cell
                .why
                .facts()
                .into_iter()
                .filter_map(|id| embedded().fact(id.as_str()))
                .any(|fact| fact.marks.contains(&Mark::Unverified));
            let width = cell.value.high.as_hundredths() - cell.value.low.as_hundredths();
            let at_the_end = [0, 10_000].contains(&cell.value.likely.as_hundredths());
            assert!(!doubtful || width > 0 || at_the_end, "{} {}", row.platform.key(), cell.criterion.key());
        }
    }
}

#[test]
fn every_assumption_has_a_question_a_value_and_a_reason() {
    let recommendation = asked("pods: 12");
    let questions: Vec<_> = recommendation.assumptions.iter().map(|assumption| assumption.question).collect();
    assert!(!questions.contains(&QuestionKey::Pods) && questions.contains(&QuestionKey::Growth));
    assert_eq!(questions.len(), QuestionKey::PLAIN.len() - 2);
    assert!(recommendation.assumptions.iter().all(|a| !a.assumed.is_empty() && a.why.ends_with('.')));
    // Each rests on a fact of its own, whose number is the one that was taken.
    for assumption in &asked("").assumptions {
        let key = assumption.question.key();
        let fact = embedded().fact(assumption.fact.as_str()).unwrap_or_else(|| panic!("{key}"));
        assert_eq!(fact.id.as_str(), format!("default.{key}"));
        let taken = assumption.assumed.split(' ').next().and_then(|number| number.replace(',', "").parse().ok());
        let number = fact.value("value").map(crate::knowledge::Number::units);
        assert!(number.is_none_or(|number| taken == Some(number)), "{key}: {}", assumption.assumed);
    }
    let defaults = embedded().facts.iter().filter(|fact| fact.id.as_str().starts_with("default.")).count();
    assert_eq!(defaults, asked("").assumptions.len());
    let rules = &recommendation.rules;
    assert!(rules.iter().any(|id| id.as_str() == "method.fill") && rules.iter().any(|id| id.as_str() == "effort.eks"));
}

#[test]
fn equal_inputs_give_equal_bytes() {
    for requirements in DESIGNS {
        let json = |recommendation| serde_json::to_string(&recommendation).unwrap();
        let (one, other) = (asked(requirements), asked(requirements));
        assert_eq!(as_text(&one, embedded()), as_text(&other, embedded()));
        assert_eq!(json(one), json(other));
    }
}

#[test]
fn the_json_carries_everything() {
    let recommendation = asked("needGpu: {value: true, as: must}, needAirGap: {value: true, as: not-sure}");
    let json = serde_json::to_value(&recommendation).unwrap();
    for key in [
        "summary",
        "ranked",
        "eliminated",
        "nearMisses",
        "risks",
        "tipping",
        "weights",
        "matrix",
        "contradictions",
        "assumptions",
        "factsDate",
        "samples",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert_eq!(json["eliminated"][0]["platform"], "ecs-fargate");
    assert_eq!(json["eliminated"][0]["reasons"][0]["cause"], "needGpu");
    assert_eq!(json["eliminated"][0]["reasons"][0]["fact"], "constraint.gpu");
    assert_eq!(json["risks"][0]["cause"], "needAirGap");
    assert!(json["matrix"][0]["cells"][0]["why"][0]["facts"][0].is_string());
    assert!(json["ranked"][0]["acceptability"][0].is_u64());
}

#[test]
fn the_engine_s_figures_add_up() {
    for requirements in DESIGNS {
        let recommendation = asked(requirements);
        assert_eq!(recommendation.weights.iter().map(|weight| u32::from(weight.share)).sum::<u32>(), 10_000);
        let firsts: u32 = recommendation.ranked.iter().map(|ranked| u32::from(ranked.acceptability[0])).sum();
        assert_eq!(firsts, 10_000);
        for ranked in &recommendation.ranked {
            let sum: u32 = ranked.contributions.iter().map(|c| u32::from(c.points.as_hundredths())).sum();
            assert_eq!(sum, u32::from(ranked.score.as_hundredths()));
        }
        for pair in recommendation.ranked.windows(2) {
            assert!(pair[0].score >= pair[1].score && pair[0].rank <= pair[1].rank);
        }
    }
}

#[test]
fn nothing_known_recommends_nothing() {
    let nothing = crate::knowledge::Knowledge::default();
    let design = Design::default();
    let recommendation = crate::recommend::recommend(&design, &crate::design::resolve(&design), &nothing);
    assert!(recommendation.ranked.is_empty() && recommendation.matrix.is_empty());
    assert_eq!(recommendation.summary, "Nothing is known about any platform.");
    assert!(!as_text(&of(&design), embedded()).is_empty());
}
