//! Nodes and zones fail at random, many times over: in what share of all moments does everything have a place?
//!
//! A moment is a lot for every node and every zone. What fails is lost; the rest is placed anew around it. The share
//! comes with the interval that so many moments allow (Wilson, “Probable inference, the law of succession, and
//! statistical inference”, 1927), in millionths.

use super::assumptions::Assumptions;
use super::count::count;
use super::drain::as_it_is;
use super::eviction::Eviction;
use crate::cluster::facts::Facts;
use crate::cluster::model::{Cluster, Effect, Taint};
use crate::cluster::scheduler::{Ask, Progress, Settings, Stage, draw};
use crate::cluster::simulate::Outcome;
use crate::order;
use std::collections::{BTreeMap, BTreeSet};

/// A share in millionths, with the interval it lies in with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Estimate {
    /// What was seen.
    pub share: u64,
    /// The lower end.
    pub low: u64,
    /// The upper end.
    pub high: u64,
}

/// What came of many moments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failures {
    /// How many moments were tried.
    pub moments: u64,
    /// Moments in which anything had failed.
    pub with_failure: u64,
    /// Every pod that can be made anew has a node.
    pub all_placed: Estimate,
    /// Every workload has at least one pod on a node.
    pub all_serve: Estimate,
    /// The most pods that waited at once, beyond those that wait anyway.
    pub worst: usize,
    /// Workloads that were without any pod, with the share of moments in millionths, the worst first.
    pub down: Vec<(String, u64)>,
    /// What to change.
    pub advice: Vec<String>,
    /// What is assumed.
    pub assumptions: Vec<String>,
}

/// A million.
const ALL: u64 = 1_000_000;

impl Estimate {
    /// So many of so many.
    pub fn of(hits: u64, of: u64) -> Self {
        if of == 0 {
            return Self { share: 0, low: 0, high: ALL };
        }
        // z² = 1.96² = 3.8416, all in millionths.
        let (n, x, z2) = (u128::from(of), u128::from(hits), 3_841_600_u128);
        let million = u128::from(ALL);
        let denominator = n * million + z2;
        let middle = x * million + z2 / 2;
        // z·√(x(n−x)/n + z²/4), in millionths.
        let inner = x * (n - x) * million / n + z2 / 4;
        let half = (inner * z2).isqrt();
        let part = |amount: u128| u64::try_from(amount * million / denominator).unwrap_or(ALL);
        let low = if hits == 0 { 0 } else { part(middle.saturating_sub(half)) };
        let high = if hits == of { ALL } else { part(middle + half).min(ALL) };
        Self { share: u64::try_from(x * million / n).unwrap_or(ALL), low, high }
    }
}

/// Tries so many moments; asks now and then whether to go on, and where the answer is no says what it has.
pub fn failures(
    before: &Outcome,
    moments: u64,
    seed: u64,
    settings: &Settings,
    facts: &Facts,
    go_on: &mut Ask,
) -> Failures {
    let takes = Assumptions::read();
    let cluster = &before.cluster;
    let Ok(mut stage) = as_it_is(before, cluster, settings, facts, go_on) else { return Failures::default() };
    // Whoever waits anyway is no failure's doing.
    stage.withdraw_all();
    let eviction = Eviction::new(cluster);
    let zones = zones(cluster);
    let mut found = Failures { assumptions: takes.said(&["failures."]), ..Failures::default() };
    let (mut whole, mut serving) = (0, 0);
    let mut down: BTreeMap<usize, u64> = BTreeMap::new();
    // Where everybody was and since when, to be put back.
    let since: Vec<u64> = (0..cluster.pods.len()).map(|pod| stage.since(pod)).collect();
    let mut pods_of: Vec<Vec<usize>> = vec![Vec::new(); cluster.workloads.len()];
    for (at, pod) in cluster.pods.iter().enumerate() {
        if let Some(pods) = pods_of.get_mut(pod.workload) {
            pods.push(at);
        }
    }
    let of = usize::try_from(moments).unwrap_or(usize::MAX);
    for moment in 0..moments {
        let done = usize::try_from(moment).unwrap_or(usize::MAX);
        if moment % 16 == 0 && !go_on(Progress { done, of }) {
            break;
        }
        found.moments += 1;
        let failed = lots(cluster, &zones, seed, moment, &takes);
        if failed.is_empty() {
            (whole, serving) = (whole + 1, serving + 1);
            continue;
        }
        found.with_failure += 1;
        let (waits, gone) = one_moment(cluster, &failed, &mut stage, &eviction, &pods_of, &since);
        found.worst = found.worst.max(waits);
        whole += u64::from(waits == 0);
        serving += u64::from(gone.is_empty());
        for workload in gone {
            *down.entry(workload).or_insert(0) += 1;
        }
    }
    found.all_placed = Estimate::of(whole, found.moments);
    found.all_serve = Estimate::of(serving, found.moments);
    let mut rows: Vec<(usize, u64)> = down.into_iter().collect();
    order::sort_by(&mut rows, |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for (workload, times) in rows {
        let Some(workload) = cluster.workloads.get(workload) else { continue };
        let name = format!("{} {}/{}", workload.kind, workload.namespace, workload.name);
        found.down.push((name, times * ALL / found.moments.max(1)));
    }
    if found.worst > 0 {
        found.advice.push(format!(
            "The worst moment left {} without room: keep as much free as the largest node holds.",
            count(found.worst, "pod")
        ));
    }
    if let Some((name, _)) = found.down.first() {
        found
            .advice
            .push(format!("{name} was without any pod most often: give it replicas on several nodes and zones."));
    }
    found
}

/// The zones, each with its nodes.
fn zones(cluster: &Cluster) -> Vec<Vec<usize>> {
    let mut zones: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, node) in cluster.nodes.iter().enumerate() {
        if let Some(zone) = node.zone() {
            zones.entry(zone).or_default().push(at);
        }
    }
    zones.into_values().collect()
}

/// Which nodes have failed at a moment.
fn lots(cluster: &Cluster, zones: &[Vec<usize>], seed: u64, moment: u64, takes: &Assumptions) -> Vec<usize> {
    let own = draw(seed, moment);
    let falls = |turn: usize, chance: i64| {
        let lot = draw(own, u64::try_from(turn).unwrap_or(u64::MAX)) % ALL;
        lot < u64::try_from(chance).unwrap_or(0)
    };
    let mut failed: Vec<usize> = (0..cluster.nodes.len()).filter(|node| falls(*node, takes.node_down)).collect();
    for (at, nodes) in zones.iter().enumerate() {
        if falls(cluster.nodes.len() + at, takes.zone_down) {
            failed.extend(nodes);
        }
    }
    order::sort(&mut failed);
    failed.dedup();
    failed
}

/// The nodes fail, everything is placed around them, and all is put back: how many pods wait, and which workloads have
/// no pod left.
fn one_moment(
    cluster: &Cluster,
    failed: &[usize],
    stage: &mut Stage,
    eviction: &Eviction,
    pods_of: &[Vec<usize>],
    since: &[u64],
) -> (usize, Vec<usize>) {
    let mut left: Vec<(usize, usize)> = Vec::new();
    stage.rewind();
    let seen = stage.displaced().len();
    for node in failed {
        stage.change_node(*node, &mut |node| node.taints.push(unreachable()));
        let pods: Vec<usize> = stage.pods_on(*node).iter().copied().filter(|pod| !eviction.is_daemon(*pod)).collect();
        for pod in pods {
            if stage.take(pod).is_some() {
                left.push((pod, *node));
                if eviction.is_made_anew(pod) {
                    stage.submit(pod);
                }
            }
        }
    }
    stage.run(&mut |_| true);
    let displaced: Vec<(usize, usize)> = stage.displaced().get(seen..).unwrap_or_default().to_vec();
    let waits = stage.waiting().len();
    let mut gone: Vec<usize> = Vec::new();
    let touched = left.iter().chain(&displaced);
    let mut workloads: Vec<usize> =
        touched.filter_map(|(pod, _)| cluster.pods.get(*pod)).map(|pod| pod.workload).collect();
    order::sort(&mut workloads);
    workloads.dedup();
    for workload in workloads {
        let mut pods = pods_of.get(workload).into_iter().flatten();
        if pods.all(|pod| stage.node_of(*pod).is_none()) {
            gone.push(workload);
        }
    }
    // Everything as it was.
    stage.withdraw_all();
    let mut seen: BTreeSet<usize> = left.iter().map(|(pod, _)| *pod).collect();
    left.extend(displaced.into_iter().filter(|(pod, _)| seen.insert(*pod)));
    for (pod, _) in &left {
        stage.take(*pod);
    }
    for node in failed {
        stage.change_node(*node, &mut |node| drop(node.taints.pop()));
    }
    for (pod, node) in left {
        stage.put_since(pod, node, since.get(pod).copied().unwrap_or(0));
    }
    (waits, gone)
}

fn unreachable() -> Taint {
    Taint { key: "node.kubernetes.io/unreachable".to_owned(), value: String::new(), effect: Effect::NoExecute }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        for (hits, of, share, low, high) in [
            (0, 10, 0, 0, 277_533),
            (10, 10, 1_000_000, 722_467, 1_000_000),
            (5, 10, 500_000, 236_593, 763_407),
            (990, 1000, 990_000, 981_692, 994_559),
        ] {
            let found = Estimate::of(hits, of);
            assert_eq!(found.share, share, "{hits} of {of}");
            assert!(found.low.abs_diff(low) < 20 && found.high.abs_diff(high) < 20, "{hits} of {of}: {found:?}");
        }
        assert_eq!(Estimate::of(0, 0).high, 1_000_000);
    }
}
