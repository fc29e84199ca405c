//! Whatever is answered, a recommendation comes out whole.

use crate::design::{
    Answer, AnswerKind, Container, Design, Estimate, Insistence, OptionKey, PlatformId, QuestionKey, Resources, Said,
    Workload, WorkloadKind, resolve,
};
use crate::knowledge::embedded;
use crate::recommend::{as_text, recommend};
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
        let recommendation = recommend(&design, &resolve(&design), embedded());
        let mut all: Vec<PlatformId> = recommendation.ranked.iter().map(|ranked| ranked.platform).collect();
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
