//! Whatever is answered, a recommendation comes out whole.

use crate::design::{
    Answer, AnswerKind, Container, Criterion, Design, Estimate, Insistence, OptionKey, PlatformId, Priority,
    QuestionKey, Resources, Said, Sureness, Voice, Weighting, Workload, WorkloadKind, resolve,
};
use crate::knowledge::embedded;
use crate::recommend::{as_text, group, matrix_as_csv, matrix_as_markdown, over_scale, requirement_turns};
use crate::units::{Bytes, MilliCpu};
use proptest::prelude::*;

/// Any answer the question takes, drawn from three numbers.
fn answer(key: QuestionKey, [one, two, three]: [u64; 3]) -> Option<Answer> {
    let pick =
        |options: &[&'static str], at: u64| options.get(usize::try_from(at % options.len() as u64).unwrap()).copied();
    Some(match key.question().kind {
        AnswerKind::Number { min, max, .. } => {
            // Small numbers as often as any.
            let within =
                |n: u64| if n.is_multiple_of(2) { min + (n % 50).min(max - min) } else { min + n % (max - min + 1) };
            Answer::Number(Estimate::range(within(one), within(two), within(three)))
        }
        AnswerKind::Choice { options } => Answer::Choice(pick(options, one)?),
        AnswerKind::Several { options } => {
            Answer::Several([one, two].into_iter().filter_map(|at| pick(options, at)).collect())
        }
        AnswerKind::Flag => Answer::Flag(one.is_multiple_of(3)),
        AnswerKind::Names => return None,
    })
}

fn said() -> impl Strategy<Value = Vec<(QuestionKey, Said)>> {
    let insistence = prop_oneof![Just(Insistence::Must), Just(Insistence::Want), Just(Insistence::NotSure)];
    let one = (0..QuestionKey::all().count(), any::<[u64; 3]>(), insistence).prop_filter_map(
        "names are no requirement",
        |(position, numbers, insistence)| {
            let key = QuestionKey::all().nth(position)?;
            Some((key, Said { answer: answer(key, numbers)?, insistence }))
        },
    );
    prop::collection::vec(one, 0..12)
}

fn workload() -> impl Strategy<Value = Workload> {
    (0u32..5000, any::<u32>(), any::<u64>(), 0usize..5, 0usize..12).prop_map(
        |(replicas, cpu, memory, kind, containers)| Workload {
            name: "w".into(),
            kind: WorkloadKind::ALL[kind],
            replicas: Some(replicas),
            containers: vec![
                Container {
                    requests: Resources {
                        cpu: Some(MilliCpu(u64::from(cpu))),
                        memory: Some(Bytes(memory)),
                        ..Resources::default()
                    },
                    ..Container::default()
                };
                containers
            ],
            ..Workload::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_platform_is_either_ranked_or_eliminated(said in said(), workloads in prop::collection::vec(workload(), 0..3)) {
        let mut design = Design { workloads, ..Design::default() };
        for (key, said) in said {
            design.requirements.say(key, said).unwrap();
        }
        let recommendation = super::of(&design);
        let mut all: Vec<PlatformId> = recommendation.ranked.iter().filter_map(|ranked| ranked.platform.platform()).collect();
        all.extend(recommendation.eliminated.iter().map(|out| out.platform));
        all.sort_unstable();
        prop_assert_eq!(all.as_slice(), PlatformId::ALL);
        if !recommendation.ranked.is_empty() {
            let firsts: u32 = recommendation.ranked.iter().map(|ranked| u32::from(ranked.acceptability[0])).sum();
            prop_assert_eq!(firsts, 10_000);
        }
        for row in &recommendation.matrix {
            let money = row.cost.provider;
            prop_assert!(money.low <= money.likely && money.likely <= money.high, "{:?} {:?}", row.platform, money);
            for cell in &row.cells {
                let value = cell.value;
                prop_assert!(value.low <= value.likely && value.likely <= value.high, "{:?}: {:?}", row.platform, cell);
            }
        }
        prop_assert!(!recommendation.summary.is_empty() && !as_text(&recommendation, embedded()).is_empty());
    }
}

/// Designs whose answers differ much.
const SOME: [&str; 4] = [
    "",
    "clouds: [aws, on-premises], pods: 200, operation: dedicated, platformEngineers: 4",
    "trafficShape: mostly-idle, pods: 4, requests: 10, operation: nobody, budget: 500",
    "needGpu: {value: true, as: must}, needStatefulQuorum: true, clouds: [azure, google-cloud], skills: [kubernetes]",
];

#[test]
fn a_turn_of_an_answer_is_true_and_no_smaller_step_turns() {
    let mut numbers = 0;
    for text in SOME.into_iter().skip(1).take(2) {
        let design = super::design(text);
        let now = super::of(&design).first().unwrap().platform;
        for turn in requirement_turns(&design, embedded()) {
            let winner = |answer: Answer, insistence: Insistence| {
                let mut then = design.clone();
                then.requirements.say(turn.question, Said { answer, insistence }).unwrap();
                super::of(&then).first().map(|first| first.platform)
            };
            assert_ne!(turn.platform, now, "{}", turn.text);
            match turn.question.question().kind {
                AnswerKind::Number { .. } => {
                    let at = |n: u64| winner(Answer::Number(Estimate::exact(n)), Insistence::Want);
                    let [from, to] = [&turn.from, &turn.to].map(|n| n.replace(',', "").parse::<u64>().unwrap());
                    assert_eq!(turn.number, Some(to));
                    assert_eq!(at(to), Some(turn.platform), "{}", turn.text);
                    let short = if to > from { to - 1 } else { to + 1 };
                    assert_eq!(at(short), Some(now), "{}", turn.text);
                    numbers += 1;
                }
                AnswerKind::Flag if turn.to == "a must" => {
                    assert_eq!(winner(Answer::Flag(true), Insistence::Must), Some(turn.platform), "{}", turn.text);
                    assert_eq!(winner(Answer::Flag(true), Insistence::Want), Some(now), "{}", turn.text);
                }
                _ => {}
            }
        }
    }
    assert!(numbers > 2, "{numbers}");
}

#[test]
fn a_need_that_turns_the_result_is_named() {
    let mut design = super::design("clouds: [google-cloud], operation: nobody, trafficShape: mostly-idle");
    let first = super::of(&design).first().unwrap().platform;
    assert_eq!(first, PlatformId::CloudRun);
    let turns = requirement_turns(&design, embedded());
    let turn = turns.iter().find(|turn| turn.question.key() == "needRequestOver60Minutes").unwrap();
    assert_eq!((turn.from.as_str(), turn.to.as_str()), ("not needed", "a must"));
    let said = Said { answer: Answer::Flag(true), insistence: Insistence::Must };
    design.requirements.say(turn.question, said).unwrap();
    assert_eq!(super::of(&design).first().unwrap().platform, turn.platform);
    assert!(turn.text.contains("would win with “"), "{}", turn.text);
}

#[test]
fn lines_over_scale_are_the_bills_and_cross_where_they_are_said_to() {
    for text in SOME {
        let design = super::design(text);
        let chart = over_scale(&design, &resolve(&design), embedded());
        assert_eq!((chart.factors.first(), chart.factors.last()), (Some(&100), Some(&100_000)));
        assert!(chart.factors.is_sorted() && chart.factors.contains(&1000));
        let now = chart.factors.iter().position(|factor| *factor == 1000).unwrap();
        for (line, row) in chart.lines.iter().zip(&super::of(&design).matrix) {
            assert_eq!(row.platform, line.platform);
            assert_eq!(line.likely.len(), chart.factors.len());
            assert_eq!(line.likely[now], row.cost.provider.likely, "{text}: {:?}", row.platform);
        }
        let line = |platform| chart.lines.iter().find(|line| line.platform == platform).unwrap();
        let out: Vec<_> = super::of(&design).eliminated.iter().map(|out| out.platform).collect();
        assert_eq!(chart.kept_out, out);
        assert!(chart.told().len() <= chart.crossings.len());
        for crossing in &chart.crossings {
            assert!(!out.contains(&crossing.below) && !out.contains(&crossing.above), "{}", crossing.text);
            let (below, above) = (line(crossing.below), line(crossing.above));
            assert!(below.likely[0] < above.likely[0], "{}", crossing.text);
            for (place, factor) in chart.factors.iter().enumerate().filter(|(_, factor)| **factor > crossing.at) {
                assert!(above.likely[place] < below.likely[place], "{} at {factor}", crossing.text);
            }
        }
        assert_eq!(chart.cheapest().len(), chart.factors.len());
    }
}

#[test]
fn a_group_of_equals_agrees_and_one_of_opposites_says_who_objects() {
    let mut design = super::design("clouds: [aws, on-premises]");
    assert_eq!(group(&design, &resolve(&design), embedded()), None);
    let voice = |name: &str, first: &str| {
        let rest = Criterion::KEYS.iter().filter(|key| **key != first).map(|key| (*key).to_owned());
        let order = std::iter::once(first.to_owned()).chain(rest).collect();
        Voice { name: name.into(), weighting: Weighting::Ranking(order), ..Voice::default() }
    };
    design.decision.voices = vec![voice("Ana", "cost"), voice("Bo", "cost")];
    let found = group(&design, &resolve(&design), embedded()).unwrap();
    assert!(
        found.agreement >= 9990 && found.voices.iter().all(|voice| !voice.objects && voice.rank_of_compromise == 1)
    );
    assert!(found.text.ends_with("Nobody would object."), "{}", found.text);

    // One holds one criterion alone, the other another one.
    let alone = |name: &str, only: Criterion| Voice {
        name: name.into(),
        priorities: Criterion::ALL
            .iter()
            .map(|c| (*c, Priority { importance: if *c == only { 10 } else { 0 }, sureness: Sureness::Sure }))
            .collect(),
        ..Voice::default()
    };
    design.decision.voices =
        vec![alone("Ana", Criterion::EdgeOnPremises), alone("Bo", Criterion::TimeToFirstDeployment)];
    let found = group(&design, &resolve(&design), embedded()).unwrap();
    assert_eq!(found.agreement, 5000);
    assert_ne!(found.voices[0].first, found.voices[1].first);
    assert!(found.voices.iter().any(|voice| voice.objects), "{}", found.text);
    let edge = found.criteria.iter().find(|one| one.criterion == Criterion::EdgeOnPremises).unwrap();
    assert_eq!((edge.low, edge.mean, edge.high), (0, 5000, 10_000));
    assert_eq!((edge.lowest.as_str(), edge.highest.as_str()), ("Bo", "Ana"));
    for voice in &found.voices {
        assert_eq!(voice.shares.iter().map(|share| u32::from(*share)).sum::<u32>(), 10_000);
    }
}

#[test]
fn the_matrix_goes_out_whole() {
    let recommendation = super::asked("clouds: [aws, azure], needGpu: {value: true, as: must}");
    let csv = matrix_as_csv(&recommendation, embedded());
    let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 1 + PlatformId::ALL.len() * Criterion::ALL.len());
    assert!(lines.iter().any(|line| line.starts_with("ecs-fargate,Amazon ECS on Fargate,out,")), "{}", lines[0]);
    let markdown = matrix_as_markdown(&recommendation, embedded());
    let rows: Vec<&str> = markdown.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), 2 + Criterion::ALL.len() + 3);
    assert!(rows.iter().all(|row| row.matches('|').count() == PlatformId::ALL.len() + 3), "{markdown}");
}
