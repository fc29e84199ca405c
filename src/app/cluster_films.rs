//! What happens if: the desk asks the what-ifs, tells their films in rows, and cuts them into scenes for the map.

use super::cluster_desk::{ClusterDesk, Now, Scene};
use super::cluster_jobs::Film as Told;
use crate::cluster::scheduler::{Fate, Progress};
use crate::cluster::whatif::{
    Estimate, Film, Frame, all_autoscalers_to_most, drain, failures, lose_nodes, lose_zone, roll_out, traffic, upgrade,
    worst_nodes,
};
use crate::order::Gather;
use crate::text::{ENGLISH, fill, grouped, plural};
use crate::web;
use std::collections::BTreeMap;

/// Moments in which anything may fail.
const MOMENTS: u64 = 2_000;
/// Frames that are told; of a longer film the last ones, since they say how it ends.
const FRAMES: usize = 40;

impl ClusterDesk {
    /// What happens if.
    pub(super) fn what_if(&mut self, kind: &str, of: &str) -> Vec<String> {
        let Some(now) = &self.now else { return Told::default().texts() };
        let Now { outcome, settings, facts } = now;
        let worst = || worst_nodes(outcome, 1);
        let go_on = &mut report;
        let film = match kind {
            "zone" => lose_zone(outcome, of, settings, facts, go_on).0,
            "node" => lose_nodes(outcome, &worst(), settings, facts, go_on).0,
            "drain" => drain(outcome, &worst(), settings, facts, go_on),
            "upgrade" => upgrade(outcome, 1, settings, facts, go_on),
            "rollout" => roll_out(outcome, settings, facts, go_on),
            "traffic" => traffic(outcome, 200, settings, facts, go_on),
            "most" => all_autoscalers_to_most(outcome, settings, facts, go_on),
            _ => {
                let told = self.failures();
                self.end_film();
                return told;
            }
        };
        let told = told(&film);
        let scenes = scenes(&film);
        self.show(film.cluster, scenes);
        told.texts()
    }

    /// A year of random failures, as shares of many moments.
    fn failures(&self) -> Vec<String> {
        let Some(Now { outcome, settings, facts }) = &self.now else { return Told::default().texts() };
        let found = failures(outcome, MOMENTS, 1, settings, facts, &mut report);
        let share = |estimate: Estimate| {
            let per_cent = |millionths: u64| format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
            fill(ENGLISH.film_share, &[&per_cent(estimate.share), &per_cent(estimate.low), &per_cent(estimate.high)])
        };
        let mut frames = vec![
            vec![
                fill(ENGLISH.film_moments, &[&grouped(found.moments)]),
                fill(ENGLISH.film_with_failure, &[&grouped(found.with_failure), &grouped(found.worst as u64)]),
            ],
            vec![share(found.all_serve), ENGLISH.film_all_serve.to_owned()],
            vec![share(found.all_placed), ENGLISH.film_all_placed.to_owned()],
        ];
        frames.extend(found.down.iter().take(5).map(|(name, share)| {
            vec![name.clone(), fill(ENGLISH.film_down, &[&format!("{}.{:04}", share / 10_000, share % 10_000)])]
        }));
        let mut changes = found.advice;
        changes.extend(found.assumptions);
        Told { frames, changes, waiting: Vec::new() }.texts()
    }
}

/// Says how far it is. Who wants to stop ends the worker.
#[allow(clippy::cast_precision_loss, reason = "a bar shows hundredths")]
fn report(progress: Progress) -> bool {
    web::report_progress(progress.done as f64, progress.of as f64);
    true
}

/// Seconds as a clock shows them.
fn clock(seconds: i64) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    format!("{}:{:02}:{seconds:02}", minutes / 60, minutes % 60)
}

/// The film in rows.
fn told(film: &Film) -> Told {
    let row = |frame: &Frame| {
        let moved = plural(frame.moves.len() as u64, ENGLISH.one_pod, ENGLISH.many_pods);
        let state =
            fill(ENGLISH.film_state, &[&moved, &grouped(frame.placed as u64), &grouped(frame.waits.len() as u64)]);
        vec![clock(frame.at), format!("{} {state}", frame.what)]
    };
    let from = film.frames.len().saturating_sub(FRAMES);
    let frames = film.frames.iter().skip(from).map(row).gather();
    let mut changes = Vec::new();
    if let Some(short) = film.short {
        changes.push(fill(ENGLISH.film_short, &[&clock(short)]));
    }
    changes.extend(film.advice.iter().cloned());
    changes.extend(film.assumptions.iter().cloned());
    let mut together: BTreeMap<(String, usize), u64> = BTreeMap::new();
    for (pod, why) in film.frames.last().map(|frame| frame.waits.as_slice()).unwrap_or_default() {
        let workload = film.cluster.pods.get(*pod).and_then(|pod| film.cluster.workloads.get(pod.workload));
        let name = workload.map(|workload| workload.name.clone()).unwrap_or_default();
        *together.entry((name, *why)).or_insert(0) += 1;
    }
    let waits = together.iter().filter_map(|((name, why), number)| {
        let why = film.explanations.get(*why)?;
        Some(vec![grouped(*number), name.clone(), why.message.clone(), why.plain.clone()])
    });
    Told { frames, changes, waiting: waits.gather() }
}

/// The film in scenes: before anything happens, and after each frame that is told.
fn scenes(film: &Film) -> Vec<Scene> {
    let mut fates = film.first.iter().map(|node| node.map_or(Fate::Untried, Fate::On)).gather();
    let from = film.frames.len().saturating_sub(FRAMES);
    let mut scenes = vec![Scene { fates: fates.clone(), ..Scene::default() }];
    for (at, frame) in film.frames.iter().enumerate() {
        for one in &frame.moves {
            if let Some(fate) = fates.get_mut(one.pod) {
                *fate = one.to.map_or(Fate::Lost, Fate::On);
            }
        }
        if at >= from {
            let moved = frame.moves.iter().filter(|one| one.to.is_some()).map(|one| one.pod).collect();
            scenes.push(Scene { fates: fates.clone(), moved });
        }
    }
    scenes
}
