//! What ranges and doubts leave open reaches as far as the answers in them do, and leaves what is likely alone.

use super::{design, quick};
use crate::decide::Firmness;
use crate::design::{
    Answer, AnswerKind, Container, Design, Estimate, Insistence, QuestionKey, Resources, Said, Workload, resolve,
};
use crate::recommend::{MoneyRange, Recommendation, recommend_by};
use crate::units::{Bytes, MilliCpu};

fn plain(design: &Design) -> Recommendation {
    recommend_by(design, &resolve(design), quick(), &|_, _| Firmness::default())
}

fn with(design: &Design, key: QuestionKey, answer: Answer, insistence: Insistence) -> Recommendation {
    let mut design = design.clone();
    design.requirements.say(key, Said { answer, insistence }).unwrap();
    plain(&design)
}

/// Three designs, one of them with workloads.
fn designs() -> [Design; 3] {
    let mut known = design("clouds: [aws, google-cloud], regions: 2, requests: 900");
    known.workloads = vec![Workload {
        name: "api".into(),
        replicas: Some(12),
        containers: vec![Container {
            requests: Resources { cpu: Some(MilliCpu(900)), memory: Some(Bytes(3 << 30)), ..Resources::default() },
            ..Container::default()
        }],
        ..Workload::default()
    }];
    [design(""), design("budget: 900, trafficShape: spiky, operation: dedicated"), known]
}

/// Whether the wider one holds everything the other says, cell by cell and bill by bill.
fn assert_holds(wide: &Recommendation, one: &Recommendation, place: &str) {
    for (wide, one) in wide.matrix.iter().zip(&one.matrix) {
        for (wide, one) in wide.cells.iter().zip(&one.cells) {
            let holds = wide.value.low <= one.value.low && wide.value.high >= one.value.high;
            assert!(holds, "{place}: {:?} {:?} {:?}", wide.criterion, wide.value, one.value);
        }
        let bills = |of: &MoneyRange, than: &MoneyRange| of.low <= than.likely && of.high >= than.likely;
        assert!(bills(&wide.cost.provider, &one.cost.provider), "{place}: {:?} {:?}", wide.cost, one.cost);
        assert!(bills(&wide.cost.people, &one.cost.people), "{place}: {:?} {:?}", wide.cost, one.cost);
        let ([low, _, high], [_, likely, _]) = (wide.cost.nodes, one.cost.nodes);
        assert!(low <= likely && likely <= high, "{place}: nodes");
        let ([low, _, high], [_, likely, _]) = (wide.cost.people_hours, one.cost.people_hours);
        assert!(low <= likely && likely <= high, "{place}: hours");
    }
}

fn likely(of: &Recommendation) -> Vec<u16> {
    of.matrix.iter().flat_map(|row| row.cells.iter().map(|cell| cell.value.likely.as_hundredths())).collect()
}

#[test]
fn a_range_is_carried_through_from_end_to_end() {
    for design in designs() {
        for key in QuestionKey::PLAIN {
            let AnswerKind::Number { min, max, .. } = key.question().kind else { continue };
            for [low, middle, high] in [[2, 3, 5], [10, 40, 700], [1, 900, 60_000]] {
                let [low, middle, high] = [low, middle, high].map(|number: u64| number.clamp(min, max));
                let said = |estimate| with(&design, key, Answer::Number(estimate), Insistence::Want);
                let range = said(Estimate::range(low, middle, high));
                let place = format!("{} {low} to {high}", key.key());
                for end in [low, middle, high] {
                    assert_holds(&range, &said(Estimate::exact(end)), &place);
                }
                assert_eq!(likely(&range), likely(&said(Estimate::exact(middle))), "{place}");
            }
        }
    }
}

#[test]
fn what_nobody_is_sure_of_holds_what_else_it_might_be() {
    for design in designs() {
        for key in QuestionKey::PLAIN {
            let AnswerKind::Choice { options } = key.question().kind else { continue };
            for now in options {
                let doubted = with(&design, key, Answer::Choice(now), Insistence::NotSure);
                for option in options.iter().filter(|option| *option != now) {
                    let sure = with(&design, key, Answer::Choice(option), key.usual());
                    assert_holds(&doubted, &sure, &format!("{} {now}: {option}", key.key()));
                    for out in &sure.eliminated {
                        let already = doubted.eliminated.iter().any(|one| one.platform == out.platform);
                        let risk = already || doubted.risks.iter().any(|risk| risk.platforms.contains(&out.platform));
                        assert!(risk, "{} {now}: {option} shuts out {:?}", key.key(), out.platform);
                    }
                }
            }
        }
    }
}

#[test]
fn a_number_nobody_is_sure_of_may_be_half_or_double() {
    let [empty, ..] = designs();
    let said =
        |number, insistence| with(&empty, QuestionKey::Pods, Answer::Number(Estimate::exact(number)), insistence);
    let doubted = said(200, Insistence::NotSure);
    assert_holds(&doubted, &said(100, Insistence::Want), "half");
    assert_holds(&doubted, &said(400, Insistence::Want), "double");
    assert_eq!(likely(&doubted), likely(&said(200, Insistence::Want)));
}

#[test]
fn a_range_that_decides_whether_a_design_is_large_leaves_its_weights_open() {
    let firm = |text: &str| {
        let design = design(text);
        let mut ends = Vec::new();
        let table = std::cell::RefCell::new(&mut ends);
        recommend_by(&design, &resolve(&design), quick(), &|of, _| {
            table.borrow_mut().extend(of.weights.iter().map(|range| (range.low, range.high)));
            Firmness::default()
        });
        ends
    };
    let (small, open, large) = (firm("pods: 100"), firm("pods: [100, 200, 9000]"), firm("pods: 9000"));
    assert_ne!(small, large);
    for ((small, open), large) in small.iter().zip(&open).zip(&large) {
        assert_eq!((open.0, open.1), (small.0.min(large.0), small.1.max(large.1)));
    }
}
