//! More work comes: autoscalers of pods make more of them, up to their most; who has none works with what is there.

use super::advice::about_waiting;
use super::assumptions::Assumptions;
use super::camera::Camera;
use super::drain::as_it_is;
use super::film::Film;
use crate::cluster::facts::Facts;
use crate::cluster::model::{Autoscaler, Cluster, Pod};
use crate::cluster::scheduler::{Ask, Progress, Settings, Stage};
use crate::cluster::simulate::Outcome;

/// What an autoscaler makes of its workload.
struct Growth {
    there: usize,
    wanted: usize,
    /// Pods in store.
    spare: Vec<usize>,
}

/// Traffic grows to so many per cent of today's.
pub fn traffic(before: &Outcome, percent: i64, settings: &Settings, facts: &Facts, go_on: &mut Ask) -> Film {
    let takes = Assumptions::read();
    let wanted = |autoscaler: &Autoscaler, there: i64| {
        let off = percent - 100;
        if off.abs() <= takes.tolerance_percent {
            return there;
        }
        let product = there.saturating_mul(percent);
        (product / 100 + i64::from(product % 100 > 0)).clamp(autoscaler.least, autoscaler.most).max(there)
    };
    let mut film = grow(before, format!("Traffic grows to {percent} % of today's"), &wanted, settings, facts, go_on);
    let cluster = &before.cluster;
    let scaled = |kind: &str, namespace: &str, name: &str| {
        let is_it = |one: &&Autoscaler| one.kind == kind && one.namespace == namespace && one.name == name;
        cluster.autoscalers.iter().find(is_it)
    };
    let servers = || cluster.workloads.iter().filter(|one| matches!(one.kind.as_str(), "Deployment" | "StatefulSet"));
    let alone: Vec<&str> = servers()
        .filter(|one| scaled(&one.kind, &one.namespace, &one.name).is_none())
        .map(|one| one.name.as_str())
        .collect();
    if let Some(first) = alone.first().filter(|_| percent > 100) {
        let share = 10_000 / percent.max(1);
        let who = match alone.len() {
            1 => format!("{first} has no HorizontalPodAutoscaler: its pods do"),
            number => format!("{number} workloads ({first} first) have no HorizontalPodAutoscaler: their pods do"),
        };
        film.advice.push(format!(
            "{who} {percent} % of today's work each. A pod that uses more than {share} % of its cpu or memory request today will then use more than it asked for; over its memory limit it is killed, over its cpu limit it is slowed."
        ));
    }
    film
}

/// Every autoscaler of pods goes to its most.
pub fn all_autoscalers_to_most(before: &Outcome, settings: &Settings, facts: &Facts, go_on: &mut Ask) -> Film {
    let title = "Every HorizontalPodAutoscaler is at its maximum".to_owned();
    grow(before, title, &|autoscaler, there| autoscaler.most.max(there), settings, facts, go_on)
}

fn grow(
    before: &Outcome,
    title: String,
    wanted: &dyn Fn(&Autoscaler, i64) -> i64,
    settings: &Settings,
    facts: &Facts,
    go_on: &mut Ask,
) -> Film {
    let takes = Assumptions::read();
    let mut cluster = before.cluster.clone();
    let (mut growths, mut advice) = growths(&mut cluster, wanted);
    let mut stage = match as_it_is(before, &cluster, settings, facts, go_on) {
        Ok(stage) => stage,
        Err(at) => return Film::stopped(title, at),
    };
    let missing = |growth: &Growth| growth.wanted.saturating_sub(growth.there);
    let mut progress = Progress { done: 0, of: growths.iter().map(missing).sum() };
    let mut is_stopped = false;
    let mut camera = Camera::new(&cluster, title, &stage);
    let mut at = 0;
    camera.still(at, "The work grows; the autoscalers have not looked yet.".to_owned());
    loop {
        let more: usize = growths.iter_mut().map(|growth| growth.step(&mut stage, &takes)).sum();
        if more == 0 {
            break;
        }
        at += takes.autoscaler_period;
        let before = stage.sequence().len();
        if !stage.run(&mut |_| go_on(progress)) {
            camera.stop(at, progress);
            is_stopped = true;
            break;
        }
        progress.done += more;
        let came = stage.sequence().len() - before;
        let what =
            format!("Pods asked for in addition: {more}; with a node: {came}; waiting: {}.", stage.waiting().len());
        camera.shoot(at, what, &[], &mut stage);
    }
    at += takes.pod_ready;
    if !is_stopped {
        camera.still(at, "The new pods serve.".to_owned());
    }
    let mut film = camera.end();
    let waits = film.frames.last().map(|frame| frame.waits.clone()).unwrap_or_default();
    if cluster.autoscalers.is_empty() {
        advice.push("There is no HorizontalPodAutoscaler: the number of pods stays as it is.".to_owned());
    }
    film.advice = about_waiting(&cluster, &waits, &film.explanations);
    if !waits.is_empty() {
        let seconds = at + takes.with_new_node();
        film.advice.push(format!(
            "With an autoscaler of nodes that has room to grow, they would serve after about {seconds} s."
        ));
    }
    film.advice.extend(advice);
    film.short = (waits.is_empty() && !is_stopped).then_some(if film.moved_or_came() == 0 { 0 } else { at });
    film.assumptions = takes.said(&["autoscaler.", "pod.ready", "node.comes"]);
    film
}

impl Growth {
    /// As many pods more as are there, or the least step where that is more; says how many.
    fn step(&mut self, stage: &mut Stage, takes: &Assumptions) -> usize {
        let least = usize::try_from(takes.autoscaler_step).unwrap_or(1).max(1);
        let most = self.there.max(least);
        let mut more = 0;
        while self.there < self.wanted
            && more < most
            && let Some(pod) = self.spare.pop()
        {
            stage.submit(pod);
            self.there += 1;
            more += 1;
        }
        more
    }
}

/// What the autoscalers make, with pods in store; and sentences about those that scale nothing.
fn growths(cluster: &mut Cluster, wanted: &dyn Fn(&Autoscaler, i64) -> i64) -> (Vec<Growth>, Vec<String>) {
    let (mut growths, mut advice) = (Vec::new(), Vec::new());
    for autoscaler in cluster.autoscalers.clone() {
        let is_it = |one: &crate::cluster::model::Workload| {
            one.kind == autoscaler.kind && one.namespace == autoscaler.namespace && one.name == autoscaler.name
        };
        let Some(workload) = cluster.workloads.iter().position(is_it) else {
            advice.push(format!(
                "A HorizontalPodAutoscaler scales {} {}/{}, which is not among the files.",
                autoscaler.kind, autoscaler.namespace, autoscaler.name
            ));
            continue;
        };
        let pods = || cluster.pods.iter().filter(|pod| pod.workload == workload);
        let there = pods().count();
        let Some(model) = pods().next_back().cloned() else { continue };
        let wanted = wanted(&autoscaler, i64::try_from(there).unwrap_or(i64::MAX)).min(MOST);
        let wanted = usize::try_from(wanted).unwrap_or(there);
        let mut spare = Vec::new();
        for ordinal in there..wanted {
            spare.push(cluster.pods.len());
            cluster.pods.push(Pod { ordinal, runs_on: None, name: None, ..model.clone() });
        }
        spare.reverse();
        growths.push(Growth { there, wanted, spare });
    }
    (growths, advice)
}

/// The most pods of one workload that are simulated.
const MOST: i64 = 2_000_000;
