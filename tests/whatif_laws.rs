//! What holds of every what-if, on random clusters: whoever is not touched stays; what is placed anew lies as a run from
//! the start with everybody else in place would lay it; and what is left in the end is left by such a run, too.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]
#![allow(dead_code, reason = "of the oracle only the random clusters are used here")]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "as the published formulas do")]
#![allow(
    clippy::similar_names,
    clippy::disallowed_methods,
    clippy::float_cmp,
    reason = "the oracle computes with the library's functions"
)]

mod scheduler_oracle;

use scheduler_oracle::random::case;
use sheerline::cluster::facts::Facts;
use sheerline::cluster::model::{Cluster, Effect, Taint};
use sheerline::cluster::scheduler::{Fate, Run, Settings, Stage, Start, schedule};
use sheerline::cluster::whatif::{Film, drain, failures, lose_nodes, roll_out, upgrade};
use sheerline::cluster::{Outcome, simulate};

fn cases() -> u64 {
    let said = std::env::var("SHEERLINE_CASES").ok().and_then(|cases| cases.parse().ok());
    said.unwrap_or(if cfg!(debug_assertions) { 200 } else { 3_000 })
}

fn before(seed: u64, facts: &Facts) -> (Outcome, Settings) {
    let (mut cluster, settings) = case(seed, 34, facts);
    // What honours taints counts other nodes once a node is tainted: such spreads are not told by a stage.
    for spread in cluster.specs.iter_mut().flat_map(|spec| &mut spec.spread) {
        spread.honors_taints = false;
    }
    for workload in &mut cluster.workloads {
        workload.recreates = true;
    }
    (simulate(cluster, &settings, facts), settings)
}

/// The same cluster with everybody where they are.
fn in_place(before: &Outcome) -> Cluster {
    let mut cluster = before.cluster.clone();
    for (pod, fate) in cluster.pods.iter_mut().zip(&before.run.fates) {
        pod.runs_on = match fate {
            Fate::On(node) => Some(before.cluster.nodes[*node].name.clone()),
            _ => None,
        };
    }
    cluster
}

/// Where each pod is, and in whose words it waits.
fn told(run: &Run, cluster: &Cluster) -> Vec<String> {
    run.fates
        .iter()
        .map(|fate| match fate {
            Fate::On(node) => cluster.nodes[*node].name.clone(),
            Fate::Waits(why) => run.explanations[*why].message.clone(),
            other => format!("{other:?}"),
        })
        .collect()
}

#[test]
fn a_loss_is_a_run_from_the_start_with_the_others_in_place() {
    let facts = Facts::read();
    let mut moved = 0;
    for seed in 0..cases() {
        let (before, settings) = before(seed, &facts);
        if before.cluster.nodes.len() < 2 {
            continue;
        }
        let gone = before.cluster.nodes[usize::try_from(seed).unwrap() % before.cluster.nodes.len()].name.clone();
        let (film, loss) = lose_nodes(&before, std::slice::from_ref(&gone), &settings, &facts, &mut |_| true);
        let mut cluster = in_place(&before);
        let kept = |fate: &Fate| !matches!(fate, Fate::Lost | Fate::Displaced { .. });
        let mut fates = before.run.fates.iter();
        cluster.pods.retain(|pod| {
            kept(fates.next().unwrap()) && pod.meant_for.as_ref() != Some(&gone) || pod.runs_on.is_some()
        });
        for pod in &mut cluster.pods {
            if pod.runs_on.as_ref() == Some(&gone) {
                pod.runs_on = None;
            }
        }
        cluster.nodes.retain(|node| node.name != gone);
        let anew = schedule(&cluster, &settings, &facts);
        assert_eq!(told(&loss.outcome.run, &loss.outcome.cluster), told(&anew, &cluster), "seed {seed}");
        moved += loss.moved.len();
        assert_eq!(film.moved(), loss.moved.len(), "seed {seed}");
    }
    assert!(moved > usize::try_from(cases() / 4).unwrap(), "{moved}");
}

#[test]
fn closing_nodes_and_taking_pods_is_a_run_from_the_start() {
    let facts = Facts::read();
    let mut placed = 0;
    for seed in 0..cases() {
        let (before, settings) = before(seed, &facts);
        let Some(first) = before.cluster.nodes.first().map(|node| node.name.clone()) else { continue };
        let taint = Taint { key: "k9".into(), value: String::new(), effect: Effect::NoExecute };
        let fates = &before.run.fates;
        let start = |pod: usize| match fates[pod] {
            Fate::On(node) => Start::On(node),
            _ => Start::Away,
        };
        let mut stage = Stage::new(&before.cluster, &settings, &facts, &start, &mut |_| true).unwrap();
        stage.change_node(0, &mut |node| node.taints.push(taint.clone()));
        let mut cluster = in_place(&before);
        cluster.nodes[0].taints.push(taint.clone());
        for (pod, fate) in fates.iter().enumerate() {
            match fate {
                Fate::On(0) => {
                    assert_eq!(stage.take(pod), Some(0));
                    stage.submit(pod);
                    cluster.pods[pod].runs_on = None;
                }
                Fate::Waits(_) => stage.submit(pod),
                Fate::Displaced { .. } | Fate::Lost => {
                    cluster.pods[pod].runs_on = Some("gone".into());
                }
                _ => {}
            }
        }
        assert!(cluster.pods.iter().all(|pod| pod.runs_on.as_ref() != Some(&first)));
        stage.run(&mut |_| true);
        let run = stage.end(&mut |_| true);
        let anew = schedule(&cluster, &settings, &facts);
        assert_eq!(told(&run, &before.cluster), told(&anew, &cluster), "seed {seed}");
        assert_eq!(run.sequence, anew.sequence, "seed {seed}");
        placed += run.sequence.len();
    }
    assert!(placed > usize::try_from(cases() / 10).unwrap(), "{placed}");
}

/// After the last step nobody who waits could be placed, moves follow from each other, and the counts are right.
fn is_sound(film: &Film, before: &Outcome, seed: u64) {
    let mut node_of: std::collections::BTreeMap<usize, Option<usize>> = before
        .run
        .fates
        .iter()
        .enumerate()
        .map(|(pod, fate)| (pod, if let Fate::On(node) = fate { Some(*node) } else { None }))
        .collect();
    let mut at = 0;
    for frame in &film.frames {
        assert!(frame.at >= at, "seed {seed}: time goes on");
        at = frame.at;
        for one in &frame.moves {
            let known = node_of.entry(one.pod).or_insert(None);
            assert_eq!(*known, one.from, "seed {seed}: pod {} leaves where it is: {}", one.pod, frame.what);
            *known = one.to;
        }
        for (pod, _) in &frame.waits {
            assert_eq!(node_of.get(pod).copied().flatten(), None, "seed {seed}");
        }
        let placed = node_of.values().flatten().count();
        assert_eq!(frame.placed, placed, "seed {seed}: {}", frame.what);
    }
}

#[test]
fn films_are_sound() {
    let facts = Facts::read();
    let (mut frames, mut moves) = (0, 0);
    for seed in 0..cases() {
        let (before, settings) = before(seed, &facts);
        let names: Vec<String> = before.cluster.nodes.iter().take(2).map(|node| node.name.clone()).collect();
        let drained = drain(&before, &names, &settings, &facts, &mut |_| true);
        is_sound(&drained, &before, seed);
        let rolled = roll_out(&before, &settings, &facts, &mut |_| true);
        is_sound(&rolled, &before, seed);
        frames += drained.frames.len() + rolled.frames.len();
        moves += drained.moved() + rolled.moved();
        for surge in [0, 1] {
            let upgraded = upgrade(&before, surge, &settings, &facts, &mut |_| true);
            let nodes = upgraded.nodes.len();
            assert!(
                upgraded.frames.iter().flat_map(|frame| &frame.moves).all(|one| one.to.is_none_or(|to| to < nodes))
            );
        }
    }
    assert!(frames > 100 && moves > 100, "{frames} {moves}");
}

#[test]
fn random_failures_leave_everything_as_it_was() {
    let facts = Facts::read();
    for seed in 0..cases() / 4 {
        let (before, settings) = before(seed, &facts);
        let once = failures(&before, 400, seed, &settings, &facts, &mut |_| true);
        let again = failures(&before, 400, seed, &settings, &facts, &mut |_| true);
        assert_eq!(once, again, "seed {seed}");
        // The first moments of many are the moments of few: none leaves a trace in the next.
        let mut asked = 0;
        let part = failures(&before, 400, seed, &settings, &facts, &mut |_| {
            asked += 1;
            asked < 10
        });
        let few = failures(&before, part.moments, seed, &settings, &facts, &mut |_| true);
        assert_eq!(part, few, "seed {seed}");
    }
}
