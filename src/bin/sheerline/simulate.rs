//! Nodes and workloads out of files, every pod to a node, and the answer as text or JSON.

use super::arguments::From;
use super::commands::{json, say};
use super::failure::Failure;
use super::input;
use super::profiles;
use super::simulation::Simulation;
use super::whatif::{self, Seen};
use serde::Serialize;
use sheerline::cluster::facts::Facts;
use sheerline::cluster::model::{Cluster, Node};
use sheerline::cluster::read::{ReadFile, read_cluster, read_configuration};
use sheerline::cluster::scheduler::{Profile, Progress, Settings, Version};
use sheerline::cluster::whatif::{Loss as WhatWasLost, lose_zone};
use sheerline::cluster::{Compared, LostPod, Moved, Outcome, Placement, simulate_until};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;

/// What goes to standard output, and whether anything must be looked at.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) look: bool,
}

/// What the loss of a zone did.
struct Loss {
    zone: String,
    nodes: usize,
    placed_before: usize,
    pending_before: usize,
    moved: Vec<Moved>,
    lost: Vec<LostPod>,
    gone: Vec<Node>,
}

/// Reads, places, and says what came of it.
pub(crate) fn run(simulation: &Simulation) -> Result<Answer, Failure> {
    let facts = Facts::read();
    let mut files = manifests(&simulation.nodes)?;
    files.extend(manifests(&simulation.workloads)?);
    let reading = read_cluster(&files, &facts);
    if !reading.faults.is_empty() {
        return Err(Failure::Faults(reading.faults));
    }
    if reading.cluster.nodes.is_empty() {
        return Err(Failure::NoNodes);
    }
    for note in &reading.notes {
        say(&format!("note: {note}\n"));
    }
    let profiles = match &simulation.config {
        None => vec![Profile::of_facts(&facts)],
        Some(path) => {
            let file = ReadFile { name: path.display().to_string(), bytes: input::read(path)? };
            read_configuration(&file, &facts).map_err(|fault| Failure::Faults(vec![fault]))?
        }
    };
    let version = match &simulation.version {
        Some(said) => Version::parse(said, &facts).ok_or_else(|| Failure::Version(said.clone()))?,
        None => newest(&reading.kubelets, &facts),
    };
    let settings = Settings { profiles, version, seed: simulation.seed };
    if let Some(zone) = &simulation.lose_zone {
        check_zone(zone, &reading.cluster)?;
    }
    let started = Instant::now();
    let mut clock = Clock { started, said: SAID_EVERY, stop_after: simulation.stop_after };
    let mut outcome = simulate_until(reading.cluster, &settings, &facts, &mut |progress| clock.goes_on(progress));
    let compared = match (simulation.compare, outcome.run.stopped) {
        (true, None) => profiles::compared(&outcome, &settings, &facts),
        _ => Vec::new(),
    };
    let (mut loss, mut seen) = (None, None);
    if let (Some(zone), None) = (&simulation.lose_zone, outcome.run.stopped) {
        let (film, WhatWasLost { outcome: after, moved, lost, gone }) =
            lose_zone(&outcome, zone, &settings, &facts, &mut |progress| clock.goes_on(progress));
        loss = Some(Loss {
            zone: zone.clone(),
            nodes: outcome.cluster.nodes.len() - after.cluster.nodes.len(),
            placed_before: outcome.placed(),
            pending_before: outcome.pending(),
            moved,
            lost,
            gone,
        });
        seen = Some(Seen::Film(Box::new(film)));
        outcome = after;
    } else if let (Some(what_if), None) = (&simulation.what_if, outcome.run.stopped) {
        let (what, after) = whatif::see(&outcome, what_if, &settings, &facts, &mut |progress| clock.goes_on(progress))?;
        seen = Some(what);
        outcome = after.unwrap_or(outcome);
    }
    let schedule_ms = started.elapsed().as_secs_f64() * 1000.0;
    let look = outcome.placed() < outcome.cluster.pods.len() || loss.as_ref().is_some_and(|loss| !loss.lost.is_empty());
    let look = look || seen.as_ref().is_some_and(Seen::must_be_looked_at);
    let text = if simulation.json {
        let seen = (seen.as_ref(), compared.as_slice());
        as_json(&outcome, &settings, loss.as_ref(), seen, schedule_ms, &reading.notes)?
    } else {
        let mut text = as_text(&outcome, &settings, loss.as_ref(), schedule_ms);
        if let Some(seen) = &seen {
            text += &seen.as_text();
        }
        if !compared.is_empty() {
            text += &profiles::as_text(&compared);
        }
        text
    };
    Ok(Answer { text, look })
}

fn manifests(from: &[From]) -> Result<Vec<ReadFile>, Failure> {
    let files = input::manifests(from)?;
    Ok(files.into_iter().map(|file| ReadFile { name: file.name, bytes: file.bytes }).collect())
}

/// The version of the newest kubelet, which the control plane is not older than.
fn newest(kubelets: &[String], facts: &Facts) -> Version {
    let versions = kubelets.iter().filter_map(|kubelet| Version::parse(kubelet, facts));
    versions.max_by_key(|version| version.minor).unwrap_or_else(|| Version::measured(facts))
}

fn check_zone(zone: &str, cluster: &Cluster) -> Result<(), Failure> {
    let mut known: Vec<String> = cluster.nodes.iter().filter_map(|node| node.zone().map(str::to_owned)).collect();
    known.sort();
    known.dedup();
    if known.iter().any(|one| one == zone) {
        return Ok(());
    }
    Err(Failure::Zone { zone: zone.to_owned(), known })
}

/// Seconds between two words about how far it has come.
const SAID_EVERY: u64 = 5;

/// Says on standard error how far long work has come, and when it is to stop.
struct Clock {
    started: Instant,
    /// After how many seconds the next word is due.
    said: u64,
    stop_after: Option<u64>,
}

impl Clock {
    fn goes_on(&mut self, progress: Progress) -> bool {
        let seconds = self.started.elapsed().as_secs();
        if seconds >= self.said {
            say(&format!("{} of {} after {seconds} s\n", progress.done, progress.of));
            self.said = seconds + SAID_EVERY;
        }
        self.stop_after.is_none_or(|most| seconds < most)
    }
}

/// One pod for programs.
#[derive(Serialize)]
struct PodAnswer<'a> {
    namespace: &'a str,
    name: String,
    workload: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_from: Option<&'a str>,
}

/// The loss of a zone for programs.
#[derive(Serialize)]
struct LossAnswer<'a> {
    zone: &'a str,
    nodes: usize,
    placed_before: usize,
    pending_before: usize,
    moved: usize,
    lost: Vec<String>,
}

/// The whole answer for programs.
#[derive(Serialize)]
struct WholeAnswer<'a> {
    placed: usize,
    pending: usize,
    schedule_ms: f64,
    version: String,
    seed: u64,
    nodes: usize,
    attempts: u64,
    nodes_looked_at: u64,
    displaced: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    lose_zone: Option<LossAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    what_if: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    profiles: Vec<profiles::ProfileAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<serde_json::Value>,
    notes: &'a [String],
    pods: Vec<PodAnswer<'a>>,
}

fn as_json(
    outcome: &Outcome,
    settings: &Settings,
    loss: Option<&Loss>,
    (seen, compared): (Option<&Seen>, &[Compared]),
    schedule_ms: f64,
    notes: &[String],
) -> Result<String, Failure> {
    let work = outcome.work();
    let mut came_from: BTreeMap<usize, &str> = BTreeMap::new();
    for (loss, moved) in loss.into_iter().flat_map(|loss| loss.moved.iter().map(move |moved| (loss, moved))) {
        came_from.extend(loss.gone.get(moved.from).map(|node| (moved.pod, node.name.as_str())));
    }
    json(&WholeAnswer {
        placed: outcome.placed(),
        pending: outcome.pending(),
        schedule_ms: (schedule_ms * 1000.0).round() / 1000.0,
        version: format!("1.{}", settings.version.minor),
        seed: settings.seed,
        nodes: outcome.cluster.nodes.len(),
        attempts: work.attempts,
        nodes_looked_at: work.looked_at,
        displaced: work.displaced,
        lose_zone: loss.map(|loss| LossAnswer {
            zone: &loss.zone,
            nodes: loss.nodes,
            placed_before: loss.placed_before,
            pending_before: loss.pending_before,
            moved: loss.moved.len(),
            lost: loss.lost.iter().map(|pod| pod.name.clone()).collect(),
        }),
        what_if: seen.map(Seen::as_json),
        profiles: profiles::for_programs(compared),
        stopped: outcome.run.stopped.map(|at| serde_json::json!({ "done": at.done, "of": at.of })),
        notes,
        pods: (0..outcome.cluster.pods.len())
            .filter_map(|at| pod_answer(outcome, at, came_from.get(&at).copied()))
            .collect(),
    })
}

fn pod_answer<'a>(outcome: &'a Outcome, at: usize, moved_from: Option<&'a str>) -> Option<PodAnswer<'a>> {
    let pod = outcome.cluster.pods.get(at)?;
    let workload = outcome.cluster.workloads.get(pod.workload)?;
    let mut answer = PodAnswer {
        namespace: &workload.namespace,
        name: outcome.cluster.name_of(pod),
        workload: format!("{}/{}", workload.kind, workload.name),
        status: "placed",
        node: None,
        message: None,
        plain: None,
        moved_from,
    };
    match outcome.placement(at)? {
        Placement::On(node) => answer.node = Some(node),
        Placement::Waits(why) => {
            answer.status = "pending";
            (answer.message, answer.plain) = (Some(why.message), Some(why.plain));
        }
        Placement::Displaced(by) => {
            answer.status = "displaced";
            answer.plain = Some(format!("It had to go for {by}, and nothing makes it anew."));
        }
        Placement::Lost(node) => {
            answer.status = "lost";
            answer.plain = Some(format!("It ran on node {node}, which is not among the nodes given."));
        }
        Placement::Untried => answer.status = "untried",
    }
    Some(answer)
}

fn as_text(outcome: &Outcome, settings: &Settings, loss: Option<&Loss>, schedule_ms: f64) -> String {
    let mut text = String::new();
    let pods = outcome.cluster.pods.len();
    if let Some(loss) = loss {
        let _ = writeln!(
            text,
            "With all zones {} pods had a node and {} waited. Zone {} goes, and with it {} nodes: {} pods look for a new place{}.",
            loss.placed_before,
            loss.pending_before,
            loss.zone,
            loss.nodes,
            loss.moved.len(),
            if loss.lost.is_empty() {
                String::new()
            } else {
                format!(", {} are lost, since nothing makes them anew", loss.lost.len())
            },
        );
    }
    let _ = writeln!(
        text,
        "{} of {pods} pods have one of {} nodes, {} wait; kube-scheduler 1.{}, {schedule_ms:.0} ms",
        outcome.placed(),
        outcome.cluster.nodes.len(),
        outcome.pending(),
        settings.version.minor,
    );
    let mut waiting: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
    let mut spread: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (at, pod) in outcome.cluster.pods.iter().enumerate() {
        let Some(workload) = outcome.cluster.workloads.get(pod.workload) else { continue };
        let name = format!("{} {}/{}", workload.kind, workload.namespace, workload.name);
        let counts = spread.entry(name.clone()).or_default();
        counts.1 += 1;
        match outcome.placement(at) {
            Some(Placement::On(_)) => counts.0 += 1,
            Some(Placement::Waits(why)) => waiting.entry((name, why.message)).or_insert((0, why.plain)).0 += 1,
            Some(Placement::Displaced(by)) => {
                waiting
                    .entry((name, format!("displaced by {by}")))
                    .or_insert((0, "Nothing makes it anew.".into()))
                    .0 += 1;
            }
            Some(Placement::Lost(node)) => {
                let why = format!("it ran on node {node}, which is not among the nodes given");
                waiting.entry((name, why)).or_insert((0, "Nothing makes it anew.".into())).0 += 1;
            }
            Some(Placement::Untried) | None => {}
        }
    }
    for ((name, message), (count, plain)) in &waiting {
        let all = spread.get(name).map_or(0, |counts| counts.1);
        let _ = writeln!(text, "\n{name}: {count} of {all} have no node\n  {plain}\n  {message}");
    }
    if let Some(at) = outcome.run.stopped {
        let _ = writeln!(text, "Stopped after {} of {} pods; the others have not been tried.", at.done, at.of);
    } else if waiting.is_empty() {
        let _ = writeln!(text, "Every pod has a node.");
    }
    text
}
