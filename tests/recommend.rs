//! Published choices: what others chose, and whether the recommendation comes to the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

use serde::Deserialize;
use sheerline::design::{Design, OptionKey, PlatformId, resolve};
use sheerline::knowledge::embedded;
use sheerline::recommend::{Recommendation, as_text, recommend};
use std::path::Path;

/// A published choice and what may be said of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    who: String,
    source: Vec<String>,
    chose: String,
    why: String,
    #[serde(default)]
    top: Vec<PlatformId>,
    #[serde(default)]
    must_not_be_first: Vec<PlatformId>,
    #[serde(default)]
    eliminated: Vec<PlatformId>,
    design: Design,
}

fn case(name: &str) -> Case {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), case(&name))).collect()
}

fn recommended(design: &Design) -> Recommendation {
    recommend(design, &resolve(design), embedded())
}

fn order(recommendation: &Recommendation) -> Vec<String> {
    recommendation.ranked.iter().map(|ranked| ranked.platform.key()).collect()
}

#[test]
fn published_choices_come_out() {
    let cases = cases();
    assert!(cases.len() >= 19);
    for (name, case) in cases {
        assert!(!case.source.is_empty() && !case.who.is_empty() && !case.chose.is_empty() && !case.why.is_empty());
        let recommendation = recommended(&case.design);
        let order = order(&recommendation);
        let first = recommendation.first().unwrap().platform.platform().unwrap();
        assert!(!case.must_not_be_first.contains(&first), "{name}: {order:?}");
        let near_the_top =
            recommendation.ranked.iter().take(2).any(|ranked| case.top.iter().any(|top| ranked.platform == *top));
        assert!(case.top.is_empty() || near_the_top, "{name}: {order:?}");
        for platform in case.eliminated {
            let out = recommendation.eliminated.iter().any(|out| out.platform == platform);
            assert!(out, "{name}: {} stands", platform.key());
        }
        assert!(recommendation.contradictions.is_empty(), "{name}: {:?}", recommendation.contradictions);
    }
}

/// Neither the value of one cell at the far end of its interval nor one weight at the end of its range puts first who
/// must not be.
#[test]
fn no_single_value_or_weight_puts_first_who_must_not_be() {
    for (name, case) in cases() {
        let recommendation = recommended(&case.design);
        let standing: Vec<_> = recommendation.ranked.iter().map(|ranked| ranked.platform).collect();
        let rows: Vec<_> = recommendation.matrix.iter().filter(|row| standing.contains(&row.platform)).collect();
        let weights: Vec<u64> = recommendation.weights.iter().map(|weight| u64::from(weight.thousandths)).collect();
        let values: Vec<Vec<[u64; 3]>> = rows
            .iter()
            .map(|row| {
                let of = |cell: &sheerline::recommend::Cell| {
                    [cell.value.low, cell.value.likely, cell.value.high].map(|points| u64::from(points.as_hundredths()))
                };
                row.cells.iter().map(of).collect()
            })
            .collect();
        let sum = |row: usize, weights: &[u64], changed: Option<(usize, usize)>| -> u64 {
            let value = |(at, value): (usize, &[u64; 3])| match changed {
                Some((criterion, end)) if criterion == at => value[end] * weights[at],
                _ => value[1] * weights[at],
            };
            values[row].iter().enumerate().map(value).sum()
        };
        for (row, _) in rows
            .iter()
            .enumerate()
            .filter(|(_, row)| case.must_not_be_first.iter().any(|platform| row.platform == *platform))
        {
            let best = |weights: &[u64]| (0..rows.len()).filter(|at| *at != row).map(|at| sum(at, weights, None)).max();
            for criterion in 0..weights.len() {
                let raised = sum(row, &weights, Some((criterion, 2)));
                assert!(Some(raised) < best(&weights), "{name}: {:?} by its value {criterion}", rows[row].platform);
                for change in [0, 50, 200] {
                    let mut weights = weights.clone();
                    weights[criterion] = weights[criterion] * change / 100;
                    let now = sum(row, &weights, None);
                    assert!(Some(now) < best(&weights), "{name}: {:?} by weight {criterion}", rows[row].platform);
                }
            }
        }
    }
}

#[test]
#[ignore = "prints every case for a person to look at"]
fn print_the_cases() {
    for (name, case) in cases() {
        println!("===== {name}\n{}", as_text(&recommended(&case.design), embedded()));
    }
}

#[test]
fn a_whole_recommendation_reads_well() {
    let design: Design = serde_yaml::from_str(
        "
schema: 1
name: a shop
requirements:
  engineers: 25
  platformEngineers: 2
  operation: part-time
  skills: [aws, docker]
  currentPlatform: docker-compose
  pods: [40, 60, 120]
  requests: [100, 300, 900]
  clouds: {value: [aws, on-premises], as: must}
  regions: 2
  workloadKinds: [stateless, stateful, cron]
  compliance: [pci-dss]
  budget: 2500
  needServiceMesh: true
  needBlockStorage: {value: true, as: must}
  needGpu: {value: true, as: not-sure}
  priorities:
    simplicity: {importance: 8, sureness: sure}
    cost: {importance: 6, sureness: fairly}
    stateful: {importance: 6, sureness: unsure}
",
    )
    .unwrap();
    insta::assert_snapshot!(as_text(&recommended(&design), embedded()));
}

/// Fifty workloads of a usual kind.
fn fifty_workloads() -> Design {
    use sheerline::design::{Container, Resources, Workload};
    use sheerline::units::{Bytes, MilliCpu};
    let workload = |number: u32| Workload {
        name: format!("service-{number}"),
        replicas: Some(1 + number % 5),
        containers: vec![Container {
            name: "main".into(),
            image: "registry.example/service:1".into(),
            requests: Resources {
                cpu: Some(MilliCpu(u64::from(50 + 25 * (number % 9)))),
                memory: Some(Bytes(u64::from(64 + 64 * (number % 7)) << 20)),
                ..Resources::default()
            },
            ..Container::default()
        }],
        ..Workload::default()
    };
    Design { workloads: (0..50).map(workload).collect(), ..Design::default() }
}

#[test]
#[ignore = "a benchmark: cargo test --release --test recommend -- --ignored --nocapture bench"]
fn bench() {
    use std::time::Instant;
    let median = |what: &str, runs: usize, run: &dyn Fn()| {
        let mut times: Vec<u128> = (0..runs)
            .map(|_| {
                let start = Instant::now();
                run();
                start.elapsed().as_micros()
            })
            .collect();
        times.sort_unstable();
        println!("{what}: median {} µs of {runs}, slowest {} µs", times[runs / 2], times[runs - 1]);
    };
    let start = Instant::now();
    let knowledge = embedded();
    println!("knowledge read: {} µs", start.elapsed().as_micros());
    for (what, design) in [("an empty design", Design::default()), ("50 workloads", fifty_workloads())] {
        let resolved = resolve(&design);
        median(&format!("recommend, {what}"), 201, &|| drop(recommend(&design, &resolved, knowledge)));
    }
    let recommendation = recommended(&fifty_workloads());
    median("as text", 51, &|| drop(as_text(&recommendation, knowledge)));
    println!("as JSON: {} bytes", serde_json::to_string(&recommendation).unwrap().len());
}
