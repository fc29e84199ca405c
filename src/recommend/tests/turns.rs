//! A number that turns the result is the nearest that does.

use super::{design, quick};
use crate::decide::Firmness;
use crate::design::{Answer, AnswerKind, Design, Estimate, Insistence, QuestionKey, Said, resolve};
use crate::recommend::{Candidate, Recommendation, recommend_by, requirement_turns};

const DESIGNS: [&str; 4] = [
    "clouds: [google-cloud], engineers: 12, pods: 40, requests: 300",
    "clouds: [aws], budget: {value: 1500, as: must}, pods: 60, operation: dedicated, platformEngineers: 1, growth: 30",
    "trafficShape: spiky, requests: 4000, regions: 2, deploysADay: 3",
    "budget: 400, trafficShape: mostly-idle, clouds: [google-cloud, azure], pods: 12",
];

fn with(design: &Design, key: QuestionKey, number: u64) -> Recommendation {
    let mut design = design.clone();
    let answer = Answer::Number(Estimate::exact(number));
    design.requirements.say(key, Said { answer, insistence: said(&design, key) }).unwrap();
    recommend_by(&design, &resolve(&design), quick(), &|_, _| Firmness::default())
}

fn said(design: &Design, key: QuestionKey) -> Insistence {
    design.requirements.get(key).map_or(Insistence::Want, |said| said.insistence)
}

fn winner(design: &Design, key: QuestionKey, number: u64) -> Option<Candidate> {
    with(design, key, number).first().map(|first| first.platform)
}

fn numbers() -> impl Iterator<Item = (QuestionKey, u64, u64)> {
    QuestionKey::PLAIN.into_iter().filter_map(|key| match key.question().kind {
        AnswerKind::Number { min, max, .. } => Some((key, min, max)),
        _ => None,
    })
}

#[test]
fn between_two_numbers_every_value_lies_between_theirs() {
    for text in DESIGNS {
        let design = design(text);
        for (key, min, max) in numbers().filter(|(key, ..)| !matches!(key, QuestionKey::Pods | QuestionKey::Regions)) {
            let mut seed: u64 = 0x9e37_79b9;
            let mut points: Vec<u64> = (0..9)
                .map(|at: u32| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    // Near and far alike.
                    let span = 4u64.pow(at + 1);
                    (min + (seed >> 33) % span).min(max)
                })
                .collect();
            points.sort_unstable();
            let found: Vec<Recommendation> = points.iter().map(|point| with(&design, key, *point)).collect();
            for window in found.windows(3) {
                let [here, between, there] = window else { continue };
                for ((here, between), there) in here.matrix.iter().zip(&between.matrix).zip(&there.matrix) {
                    for ((here, between), there) in here.cells.iter().zip(&between.cells).zip(&there.cells) {
                        let [here, value, there] = [here, between, there].map(|cell| cell.value.likely);
                        let within = here.min(there) <= value && value <= here.max(there);
                        assert!(within, "{text} {} {:?} {here} {value} {there}", key.key(), between.criterion);
                    }
                }
                let out = |of: &Recommendation| of.eliminated.iter().map(|one| one.platform).collect::<Vec<_>>();
                let (before, now, after) = (out(here), out(between), out(there));
                assert!(before != after || now == before, "{text} {}", key.key());
            }
        }
    }
}

#[test]
fn no_number_nearer_than_the_one_that_turns_does_so() {
    let mut turned = 0;
    for text in DESIGNS {
        let design = design(text);
        let turns = requirement_turns(&design, quick());
        for (key, min, max) in numbers() {
            let resolved = resolve(&design);
            let now = crate::recommend::number(&resolved, key).map_or(max, |now| now.likely);
            if key == QuestionKey::Budget && design.requirements.get(key).is_none() {
                continue;
            }
            let first = winner(&design, key, now);
            for bound in [min, max] {
                let turn = turns
                    .iter()
                    .find(|turn| turn.question == key && turn.number.is_some_and(|to| (to > now) == (bound > now)));
                let far = turn.and_then(|turn| turn.number).unwrap_or(bound).abs_diff(now);
                let at = |distance: u64| if bound > now { now + distance } else { now - distance };
                if let Some(turn) = turn {
                    turned += 1;
                    assert_eq!(winner(&design, key, at(far)), Some(turn.platform), "{text}: {}", turn.text);
                    assert_eq!(winner(&design, key, at(far - 1)), first, "{text}: a step short, {}", turn.text);
                    let near = far <= 128 || !matches!(key, QuestionKey::Pods | QuestionKey::Regions);
                    assert_eq!(turn.exact, near, "{text}: {}", turn.text);
                }
                if turn.is_some_and(|turn| !turn.exact) {
                    continue;
                }
                // All that are near, and some that are farther.
                let mut distance = 1;
                while distance < far {
                    let tried = winner(&design, key, at(distance));
                    assert!(tried.is_none() || tried == first, "{text}: {} at {}", key.key(), at(distance));
                    distance += if distance < 30 { 1 } else { distance / 3 };
                }
            }
        }
    }
    assert!(turned >= 8, "{turned}");
}
