//! A must, a wish and a doubt differ wherever the form offers them.

use super::{asked, design, eliminated, likely, quick};
use crate::decide::Firmness;
use crate::design::{
    Answer, AnswerKind, Cloud, Criterion, Degrees, Design, Insistence, OptionKey, PlatformId, QuestionKey, Said,
    resolve,
};
use crate::recommend::{Cause, Recommendation, recommend_by};

/// Every answer and design that shows what the degrees of a question do.
const SHOWS: [&str; 22] = [
    "engineers: 10",
    "platformEngineers: 1, clouds: [aws], pods: 3000, regions: 4",
    "operation: nobody",
    "skills: [kubernetes]",
    "currentPlatform: nomad",
    "pods: 900000",
    "growth: 4000",
    "requests: 90000",
    "peakFactor: 30",
    "trafficShape: spiky",
    "deploysADay: 25",
    "clouds: [aws]",
    "regions: 3",
    "zones: 2",
    "availability: '99'",
    "latency: 100, trafficShape: spiky",
    "workloadKinds: [daemons]",
    "compliance: [fedramp-high]",
    "licence: vendor-supported",
    "budget: 100",
    "needGpu: true",
    "needAirGap: true",
];

/// What the ranking says, without how it was said.
fn said(design: &Design) -> String {
    let ranges = std::cell::RefCell::new(Vec::new());
    let of = &recommend_by(design, &resolve(design), quick(), &|table, _| {
        ranges.borrow_mut().extend(table.weights.iter().map(|range| (range.low, range.high)));
        Firmness::default()
    });
    let values: Vec<_> = of.matrix.iter().flat_map(|row| row.cells.iter().map(|cell| cell.value)).collect();
    let costs: Vec<_> = of.matrix.iter().map(|row| (row.cost.provider, row.cost.people_hours)).collect();
    format!("{values:?} {costs:?} {ranges:?} {:?} {:?}", eliminated(of), of.risks)
}

#[test]
fn the_form_offers_no_degree_that_changes_nothing() {
    let mut shown = std::collections::BTreeSet::new();
    for text in SHOWS {
        let design = design(text);
        let (key, first) = {
            let name = text.split(':').next().unwrap();
            let key = QuestionKey::from_name(name).unwrap();
            (key, design.requirements.get(key).unwrap().clone())
        };
        shown.insert(key);
        let with = |insistence| {
            let mut design = design.clone();
            design.requirements.say(key, Said { insistence, ..first.clone() }).unwrap();
            said(&design)
        };
        let [must, want, doubt] = [Insistence::Must, Insistence::Want, Insistence::NotSure].map(with);
        assert!(want != doubt, "{text}: a doubt changes nothing");
        match key.degrees() {
            Degrees::All => assert!(must != want && must != doubt, "{text}: a must changes nothing"),
            Degrees::Sureness => assert!(must == want, "{text}: a must changes something"),
            Degrees::None => panic!("{text}"),
        }
    }
    let all: std::collections::BTreeSet<_> = QuestionKey::PLAIN
        .into_iter()
        .filter(|key| key.degrees() != Degrees::None && !key.is_of_the_mesh())
        .chain(shown.iter().copied().filter(|key| matches!(key, QuestionKey::Need(_))))
        .collect();
    assert_eq!(shown, all);
}

#[test]
fn what_decides_nothing_has_no_degrees() {
    for key in QuestionKey::PLAIN.into_iter().filter(|key| key.degrees() == Degrees::None) {
        let touched = crate::recommend::touches(quick(), key);
        assert_eq!(touched, crate::recommend::Touches::default(), "{}", key.key());
    }
}

#[test]
fn a_place_that_is_wished_for_counts_and_shuts_nobody_out() {
    let (must, wish) = (asked("clouds: [aws]"), asked("clouds: {value: [aws], as: want}"));
    assert!(eliminated(&must).contains(&PlatformId::CloudRun) && eliminated(&wish).is_empty());
    let plain = asked("");
    for criterion in super::super::screen::ELSEWHERE {
        let run = |of: &Recommendation| likely(of, PlatformId::CloudRun, criterion);
        assert!(run(&wish) < run(&plain), "{}", criterion.key());
    }
    let doubt = asked("clouds: {value: [aws], as: not-sure}");
    assert!(doubt.risks.iter().any(|risk| risk.platforms.contains(&PlatformId::CloudRun)));
    let value = |of: &Recommendation| of.cell(PlatformId::CloudRun, Criterion::Simplicity).unwrap().value;
    assert_eq!(value(&doubt).likely, value(&plain).likely);
    assert!(value(&doubt).low < value(&plain).low);
    assert!(Cloud::KEYS.contains(&"aws"));
}

#[test]
fn a_rule_that_is_wished_for_counts_and_shuts_nobody_out() {
    for rule in ["compliance: {value: [fedramp-high], as: want}", "licence: {value: osi-only, as: want}"] {
        let wish = asked(rule);
        assert!(wish.eliminated.is_empty(), "{rule}");
        let must = asked(&rule.replace("want", "must"));
        assert!(!must.eliminated.is_empty(), "{rule}");
    }
}

#[test]
fn a_must_of_people_and_size_shuts_out_what_takes_more() {
    let nobody = asked("operation: {value: nobody, as: must}");
    let out = eliminated(&nobody);
    for platform in [PlatformId::KubernetesSelfManaged, PlatformId::DockerSwarm, PlatformId::Nomad, PlatformId::Eks] {
        assert!(out.contains(&platform), "{platform:?}");
    }
    assert!(!out.contains(&PlatformId::CloudRun) && !out.contains(&PlatformId::EcsFargate));
    assert!(asked("operation: nobody").eliminated.is_empty(), "a wish rules nobody out");
    let doubt = asked("operation: {value: nobody, as: not-sure}");
    assert!(doubt.eliminated.is_empty());
    assert!(doubt.risks.iter().any(|risk| risk.platforms.contains(&PlatformId::Nomad)));

    let one = asked("platformEngineers: {value: 1, as: must}, pods: 2000");
    let reason =
        &one.eliminated.iter().find(|out| out.platform == PlatformId::KubernetesSelfManaged).unwrap().reasons[0];
    assert_eq!(reason.cause, Cause::Answer(QuestionKey::PlatformEngineers));
    assert!(reason.reason.starts_with("It takes at least "), "{}", reason.reason);
    assert!(asked("platformEngineers: {value: 9, as: must}, pods: 2000").eliminated.is_empty());

    let many = asked("pods: {value: 900000, as: must}");
    assert!(eliminated(&many).contains(&PlatformId::DockerSwarm), "{:?}", eliminated(&many));
    assert!(asked("pods: 900000").eliminated.is_empty());
    assert!(asked("pods: {value: 300, as: must}").eliminated.is_empty());
}

#[test]
fn every_question_with_degrees_is_one_that_is_answered_so() {
    for key in QuestionKey::PLAIN {
        let names = matches!(key.question().kind, AnswerKind::Names);
        assert!(!names || key.degrees() == Degrees::None, "{}", key.key());
    }
    let design = design("clouds: [aws], operation: nobody");
    let said = |key| design.requirements.get(key).unwrap().insistence;
    assert_eq!((said(QuestionKey::Clouds), said(QuestionKey::Operation)), (Insistence::Must, Insistence::Want));
    let names = |key| matches!(design.requirements.get(key).unwrap().answer, Answer::Several(_));
    assert!(names(QuestionKey::Clouds) && !names(QuestionKey::Operation));
}
