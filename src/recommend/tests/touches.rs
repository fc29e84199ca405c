//! What a question says it touches is what its answers touch.

use super::{design, quick};
use crate::decide::Firmness;
use crate::design::{
    Answer, AnswerKind, Criterion, Design, Estimate, Insistence, Need, OptionKey, QuestionKey, Said, resolve,
};
use crate::recommend::{Cause, Recommendation, Touches, recommend_by, touches};
use std::collections::BTreeSet;

/// Designs that differ in what decides: places, size, budget, what runs.
const DESIGNS: [&str; 6] = [
    "",
    "clouds: [aws, google-cloud], pods: 900, requests: 20000, zones: 2, regions: 3",
    "clouds: [edge, on-premises], operation: dedicated, engineers: 60, pods: 200",
    "budget: {value: 300, as: must}, clouds: [google-cloud], trafficShape: spiky, latency: 100",
    "workloadKinds: [stateless], availability: '99', trafficShape: steady, needGovernmentCompliance: true",
    "needWindowsContainers: {value: true, as: must}, clouds: [aws], pods: 40, needPrivileged: true",
];

/// The ranking without how firm it is.
fn plain(design: &Design) -> Recommendation {
    recommend_by(design, &resolve(design), quick(), &|_, _| Firmness::default())
}

/// Answers over the whole of what a question takes.
fn answers(key: QuestionKey) -> Vec<Said> {
    let answers: Vec<Answer> = match key.question().kind {
        AnswerKind::Number { min, max, .. } => {
            let mut numbers: Vec<u64> = [0, 1, 7, 40, 600, 900_000].map(|n: u64| n.clamp(min, max)).into();
            numbers.dedup();
            let exact = numbers.into_iter().map(Estimate::exact);
            exact.chain([Estimate::range(min, min + 1, max.min(50_000))]).map(Answer::Number).collect()
        }
        AnswerKind::Choice { options } => options.iter().map(|option| Answer::Choice(option)).collect(),
        AnswerKind::Several { options } => {
            let alone = options.iter().map(|option| Answer::Several([*option].into_iter().collect()));
            alone.chain([Answer::Several(options.iter().copied().collect())]).collect()
        }
        AnswerKind::Flag => vec![Answer::Flag(true), Answer::Flag(false)],
        AnswerKind::Names => vec![Answer::Names(vec!["eu-west-1".into()])],
    };
    let firmly: &[Insistence] = match key {
        QuestionKey::Need(_) => &[Insistence::Must, Insistence::Want],
        key if matches!(key.question().kind, AnswerKind::Number { .. }) => &[Insistence::Must],
        _ => &[Insistence::Must, Insistence::Want, Insistence::NotSure],
    };
    let said = |answer: Answer| firmly.iter().map(move |how| Said { answer: answer.clone(), insistence: *how });
    answers.into_iter().flat_map(said).collect()
}

/// Everything that keeps a platform out, puts it at risk or is to know about it: whose answer, and by which fact.
fn verdicts(of: &Recommendation) -> BTreeSet<(String, bool, QuestionKey, String)> {
    let out = of.eliminated.iter().flat_map(|out| {
        out.reasons.iter().map(|why| (out.platform.key().to_owned(), true, why.cause.question(), why.fact.to_string()))
    });
    let know = of.ranked.iter().flat_map(|ranked| {
        let platform = ranked.platform.platform().unwrap().key();
        ranked.caveats.iter().map(move |why| (platform.to_owned(), false, why.cause.question(), why.fact.to_string()))
    });
    out.chain(know).collect()
}

#[test]
fn an_answer_touches_what_its_question_names_and_nothing_else() {
    let knowledge = quick();
    let designs: Vec<(Design, Recommendation)> = DESIGNS
        .iter()
        .map(|text| {
            let design = design(text);
            let plain = plain(&design);
            (design, plain)
        })
        .collect();
    for key in QuestionKey::all() {
        let named = touches(knowledge, key);
        let mut values: BTreeSet<Criterion> = BTreeSet::new();
        let mut weights: BTreeSet<Criterion> = BTreeSet::new();
        let mut constraints: BTreeSet<Need> = BTreeSet::new();
        let (mut shut_out, mut remarked) = (false, false);
        for (design, before) in &designs {
            let (mut heard, known) = (BTreeSet::new(), verdicts(before));
            for said in answers(key) {
                let mut design = design.clone();
                design.requirements.say(key, said.clone()).unwrap();
                let after = plain(&design);
                let place = format!("{} {said:?}", key.key());
                for (one, other) in before.matrix.iter().zip(&after.matrix) {
                    for (cell, now) in
                        one.cells.iter().zip(&other.cells).filter(|(one, other)| one.value != other.value)
                    {
                        let criterion = cell.criterion.usual().unwrap();
                        assert!(named.values.contains(&criterion), "{place}: {criterion:?} {:?}", now.value);
                        values.insert(criterion);
                    }
                }
                for (one, other) in before.weights.iter().zip(&after.weights) {
                    if one.thousandths != other.thousandths {
                        let criterion = one.criterion.usual().unwrap();
                        assert!(named.weights.contains(&criterion), "{place}: counts {criterion:?}");
                        weights.insert(criterion);
                    }
                }
                let now = verdicts(&after);
                for (platform, out, cause, fact) in known.symmetric_difference(&now) {
                    let raised = named.constraints.iter().find(|need| {
                        knowledge.constraint(**need).is_some_and(|row| row.fact.as_str() == fact.as_str())
                    });
                    let by_cost = *cause == QuestionKey::Budget && named.values.contains(&Criterion::Cost);
                    match raised {
                        Some(need) => drop(constraints.insert(*need)),
                        // A platform that falls out takes along what was to know about it, and brings it back.
                        None if !out && *cause != key && heard.contains(platform) => {}
                        None if *out && *cause == key => {
                            assert!(named.shuts_out, "{place} shuts out {platform}");
                            shut_out = true;
                        }
                        None if by_cost => {}
                        None if *out => panic!("{place}: {platform} falls by {cause:?}"),
                        None => {
                            let ranked = |of: &Recommendation| {
                                of.ranked.iter().any(|one| one.platform.platform().unwrap().key() == platform)
                            };
                            if ranked(before) && ranked(&after) {
                                assert!(named.remarks || named.shuts_out, "{place}: {platform} is told {fact}");
                                remarked = true;
                            } else {
                                heard.insert(platform.clone());
                            }
                        }
                    }
                }
            }
        }
        assert_eq!(values, named.values.iter().copied().collect(), "{}: values", key.key());
        assert_eq!(weights, named.weights.iter().copied().collect(), "{}: weights", key.key());
        assert_eq!(constraints, named.constraints.iter().copied().collect(), "{}: constraints", key.key());
        assert_eq!(shut_out, named.shuts_out, "{}: shuts out", key.key());
        assert!(remarked || !named.remarks, "{}: remarks", key.key());
    }
}

#[test]
fn what_a_cause_names_is_a_question_that_touches_something() {
    let knowledge = quick();
    for cause in QuestionKey::all().map(Cause::Answer) {
        let key = cause.question();
        let idle = matches!(key, QuestionKey::Environments | QuestionKey::RegionNames) || key.is_of_the_mesh();
        assert_eq!(touches(knowledge, key) == Touches::default(), idle, "{}", key.key());
    }
}

#[test]
fn what_is_touched_is_said_in_a_sentence() {
    let knowledge = quick();
    for (key, sentence) in [
        (QuestionKey::PlatformEngineers, "Moves low overhead; can shut out any platform."),
        (QuestionKey::DeploysADay, "Makes deployment strategies count more or less."),
        (QuestionKey::Latency, "Moves autoscaling; adds remarks."),
        (QuestionKey::Environments, "Touches nothing in the ranking."),
        (QuestionKey::Need(Need::Gpu), "Moves flexibility; can shut out ECS on Fargate."),
        (QuestionKey::Budget, "Moves cost; can shut out any platform."),
    ] {
        assert_eq!(touches(knowledge, key).sentence(knowledge), sentence);
    }
}
