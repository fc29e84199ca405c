//! Every workload changes all its pods for newer ones at once, as far as its strategy lets it: is there room?

use super::advice::about_waiting;
use super::assumptions::Assumptions;
use super::camera::Camera;
use super::count::count;
use super::drain::as_it_is;
use super::film::Film;
use crate::cluster::facts::Facts;
use crate::cluster::model::{Cluster, Pod, Share};
use crate::cluster::scheduler::{Ask, Progress, Settings, Stage};
use crate::cluster::simulate::Outcome;

/// More steps are not filmed.
const MOST_FRAMES: usize = 1_000;

/// One workload on its way.
struct Change {
    workload: usize,
    wanted: usize,
    surge: usize,
    unavailable: usize,
    /// Pods as they were.
    old: Vec<usize>,
    /// Pods that are not there: each may become a new one.
    spare: Vec<usize>,
    new: Vec<usize>,
}

impl Change {
    /// Old pods go as far as enough serve; new ones come as far as there may be so many (`deployment/rolling.go`).
    fn step(&mut self, stage: &mut Stage, left: &mut Vec<(usize, usize)>) {
        let serves = |pods: &[usize], stage: &Stage| pods.iter().filter(|pod| stage.node_of(**pod).is_some()).count();
        // Old pods that wait serve nobody.
        let idle: Vec<usize> = self.old.iter().copied().filter(|pod| stage.node_of(*pod).is_none()).collect();
        if !idle.is_empty() {
            stage.withdraw(&idle);
            self.old.retain(|pod| stage.node_of(*pod).is_some());
            self.spare.extend(idle);
        }
        let mut available = serves(&self.old, stage) + serves(&self.new, stage);
        let least = self.wanted.saturating_sub(self.unavailable);
        while available > least
            && let Some(pod) = self.old.pop()
        {
            left.extend(stage.take(pod).map(|node| (pod, node)));
            self.spare.push(pod);
            available -= 1;
        }
        while self.new.len() < self.wanted
            && self.old.len() + self.new.len() < self.wanted + self.surge
            && let Some(pod) = self.spare.pop()
        {
            stage.submit(pod);
            self.new.push(pod);
        }
    }

    fn is_done(&self, stage: &Stage) -> bool {
        self.old.is_empty() && self.new.len() == self.wanted && self.new.iter().all(|pod| stage.node_of(*pod).is_some())
    }
}

/// Rolls every Deployment and StatefulSet out.
pub fn roll_out(before: &Outcome, settings: &Settings, facts: &Facts, go_on: &mut Ask) -> Film {
    let takes = Assumptions::read();
    let mut cluster = before.cluster.clone();
    let mut changes = changes(&mut cluster, &takes);
    let title = format!("Rollout of {} at once", count(changes.len(), "workload"));
    let mut stage = match as_it_is(before, &cluster, settings, facts, go_on) {
        Ok(stage) => stage,
        Err(at) => return Film::stopped(title, at),
    };
    let mut camera = Camera::new(&cluster, title, &stage);
    let mut progress = Progress { done: 0, of: changes.iter().map(|change| change.wanted).sum() };
    let mut is_stopped = false;
    let (mut at, mut frames) = (0, 0);
    loop {
        let mut left = Vec::new();
        for change in &mut changes {
            change.step(&mut stage, &mut left);
        }
        let before = stage.sequence().len();
        if !stage.run(&mut |_| go_on(progress)) {
            camera.stop(at, progress);
            is_stopped = true;
            break;
        }
        let came = stage.sequence().len() - before;
        progress.done = changes.iter().map(|change| change.new.len()).sum();
        if left.is_empty() && came == 0 {
            break;
        }
        let what = format!(
            "Old pods that go: {}; new ones with a node: {came}; waiting: {}.",
            left.len(),
            stage.waiting().len()
        );
        camera.shoot(at, what, &left, &mut stage);
        at += takes.pod_ready;
        frames += 1;
        if frames == MOST_FRAMES {
            break;
        }
    }
    let stuck: Vec<&Change> = changes.iter().filter(|change| !change.is_done(&stage)).collect();
    let what = match stuck.len() {
        0 => "All pods are new and serve.".to_owned(),
        number => format!("No end for {number} of {}.", count(changes.len(), "workload")),
    };
    if !is_stopped {
        camera.still(at, what);
    }
    let mut film = camera.end();
    let waits = film.frames.last().map(|frame| frame.waits.clone()).unwrap_or_default();
    for change in stuck.iter().filter(|_| !is_stopped).take(5) {
        let Some(workload) = cluster.workloads.get(change.workload) else { continue };
        film.advice.push(format!(
            "{} {}/{} stops with {} of {} pods new: its maxSurge of {} finds no room and its maxUnavailable of {} spares none; let one pod be missing, or add room for one.",
            workload.kind,
            workload.namespace,
            workload.name,
            change.new.iter().filter(|pod| stage.node_of(**pod).is_some()).count(),
            change.wanted,
            change.surge,
            change.unavailable,
        ));
    }
    film.advice.extend(about_waiting(&cluster, &waits, &film.explanations));
    film.short = (stuck.is_empty() && !is_stopped).then_some(0);
    film.assumptions = takes.said(&["pod.ready", "deployment."]);
    film
}

/// What each workload has to change, with pods in store for its surge.
fn changes(cluster: &mut Cluster, takes: &Assumptions) -> Vec<Change> {
    let mut pods: Vec<Vec<usize>> = vec![Vec::new(); cluster.workloads.len()];
    for (at, pod) in cluster.pods.iter().enumerate() {
        if let Some(list) = pods.get_mut(pod.workload) {
            list.push(at);
        }
    }
    let mut changes = Vec::new();
    for (at, (workload, old)) in cluster.workloads.iter().zip(pods).enumerate() {
        let (surge, unavailable) = match workload.kind.as_str() {
            "Deployment" => (Share::Percent(takes.surge_percent), Share::Percent(takes.unavailable_percent)),
            "StatefulSet" => (Share::Count(0), Share::Count(1)),
            _ => continue,
        };
        let own = cluster.rollouts.iter().find(|rollout| rollout.workload == at);
        let (surge, unavailable) = own.map_or((surge, unavailable), |own| (own.surge, own.unavailable));
        let wanted = i64::try_from(old.len()).unwrap_or(i64::MAX);
        let surge = surge.of(wanted).max(0);
        // Rounded down; where both come to nothing one pod may be missing (`ResolveFenceposts`).
        let unavailable = match unavailable {
            Share::Count(count) => count,
            Share::Percent(percent) => percent.saturating_mul(wanted) / 100,
        };
        let unavailable = if surge == 0 { unavailable.max(1) } else { unavailable.max(0) };
        if old.is_empty() {
            continue;
        }
        let number = |count: i64| usize::try_from(count.min(wanted)).unwrap_or(0);
        changes.push(Change {
            workload: at,
            wanted: old.len(),
            surge: number(surge),
            unavailable: number(unavailable),
            old,
            spare: Vec::new(),
            new: Vec::new(),
        });
    }
    for change in &mut changes {
        let Some(model) = change.old.last().and_then(|pod| cluster.pods.get(*pod)).cloned() else { continue };
        for ordinal in 0..change.surge {
            change.spare.push(cluster.pods.len());
            let ordinal = change.wanted + ordinal;
            cluster.pods.push(Pod { ordinal, runs_on: None, name: None, ..model.clone() });
        }
    }
    changes
}
