//! What a single change would do to the price, worked out by searching anew with it.

use super::answer::Month;
use super::demand::Demand;
use super::search::{Limits, Stage, search};
use super::trial::Question;
use super::{Found, Offer};
use crate::cluster::model::PodSpec;
use crate::cluster::scheduler::{Profile, Settings, Strategy};
use crate::design::RolloutRoom;
use crate::units::Money;
use std::collections::BTreeMap;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lever {
    /// Which, in a sentence.
    pub change: String,
    /// A month with it.
    pub month: Money,
    /// What a month then costs less, in millionths of a dollar; below nothing when it costs more.
    pub saves: i64,
    /// Nodes with it.
    pub nodes: u32,
}

/// By how many per cent a request is taken smaller.
const SMALLER_PER_CENT: i64 = 25;
/// Workloads whose requests are tried.
const WORKLOADS: usize = 3;

/// What may be changed about a question.
pub(super) struct Changes<'a> {
    /// Offers that are not allowed now, with what allowing them is called.
    pub(super) more_offers: Vec<(String, Vec<Offer>)>,
    /// How a month is reckoned.
    pub(super) month: &'a Month,
}

/// The changes that were worked out, the one that saves the most first.
pub(super) fn levers(
    question: &Question,
    best: &Found,
    changes: &Changes,
    go_on: &mut dyn FnMut(Stage) -> bool,
) -> Vec<Lever> {
    let mut found = Vec::new();
    let mut try_one = |change: String, question: &Question| {
        let searched = search(question, Limits::BRIEF, go_on);
        let Some(with) = searched.found.first() else { return };
        let (now, then) = (changes.month.of(best.price), changes.month.of(with.price));
        let signed = |money: Money| i64::try_from(money.micro_dollars).unwrap_or(i64::MAX);
        found.push(Lever { change, month: then, saves: signed(now) - signed(then), nodes: with.plan.nodes() });
    };
    for (name, spec) in largest(question) {
        for resource in ["cpu", "memory"] {
            let mut demand = question.demand.clone();
            if let Some(spec) = demand.cluster.specs.get_mut(spec) {
                lessen(spec, resource);
            }
            let change = format!("{name} asks for {SMALLER_PER_CENT} % less {resource}");
            try_one(change, &Question { demand: &demand, ..question.clone() });
        }
    }
    if let Some(demand) = softened(question.demand) {
        let change = "Spreads and distances between pods that must hold are only preferred".to_owned();
        try_one(change, &Question { demand: &demand, ..question.clone() });
    }
    for (change, offers) in &changes.more_offers {
        try_one(change.clone(), &Question { offers, ..question.clone() });
    }
    let mut zones = question.zones.to_vec();
    zones.push(another_zone(&zones));
    try_one(format!("One more zone: {}", zones.len()), &Question { zones: &zones, ..question.clone() });
    if question.survive_zone {
        let change = "The loss of a zone need not be survived".to_owned();
        try_one(change, &Question { survive_zone: false, ..question.clone() });
    }
    if question.survive_nodes > 0 {
        let survive_nodes = question.survive_nodes - 1;
        let change = match survive_nodes {
            0 => "The loss of a node need not be survived".to_owned(),
            left => format!("The loss of {left} nodes is survived, not of {}", question.survive_nodes),
        };
        try_one(change, &Question { survive_nodes, ..question.clone() });
    }
    if question.demand.rollouts != RolloutRoom::None {
        let demand = Demand { rollouts: RolloutRoom::None, ..question.demand.clone() };
        let change = "A rolling update waits for room".to_owned();
        try_one(change, &Question { demand: &demand, ..question.clone() });
    }
    crate::order::sort_by(&mut found, |one: &Lever, other: &Lever| {
        other.saves.cmp(&one.saves).then_with(|| one.change.cmp(&other.change))
    });
    found
}

/// The specifications that ask for the most, with the names of their workloads.
fn largest(question: &Question) -> Vec<(String, usize)> {
    let cluster = &question.demand.cluster;
    let mut sums: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for pod in &cluster.pods {
        let asked =
            cluster.specs.get(pod.spec).map_or(0, |spec| spec.requests.milli_cpu + (spec.requests.memory >> 22));
        let sum = sums.entry((pod.spec, pod.workload)).or_default();
        *sum = sum.saturating_add(asked);
    }
    let mut order: Vec<(i64, usize, usize)> = sums.into_iter().map(|((spec, of), sum)| (sum, spec, of)).collect();
    crate::order::sort_by(&mut order, |one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    let name = |of: usize| cluster.workloads.get(of).map(|of| format!("{}/{}", of.namespace, of.name));
    order.into_iter().take(WORKLOADS).filter_map(|(_, spec, of)| Some((name(of)?, spec))).collect()
}

fn lessen(spec: &mut PodSpec, resource: &str) {
    let part = |amount: i64| amount - amount / 100 * SMALLER_PER_CENT - amount % 100 * SMALLER_PER_CENT / 100;
    spec.requests.set(resource, part(spec.requests.amount(resource)));
    if resource == "cpu" {
        spec.scored.0 = part(spec.scored.0);
    } else {
        spec.scored.1 = part(spec.scored.1);
    }
}

/// The same pods with nothing that must hold between them; none where nothing does.
fn softened(demand: &Demand) -> Option<Demand> {
    let hard = |spec: &PodSpec| spec.spread.iter().any(|spread| spread.hard) || !spec.anti_affinity.is_empty();
    if !demand.cluster.specs.iter().any(hard) {
        return None;
    }
    let mut demand = demand.clone();
    for spec in &mut demand.cluster.specs {
        for spread in &mut spec.spread {
            spread.hard = false;
        }
        let terms = std::mem::take(&mut spec.anti_affinity);
        spec.preferred_anti_affinity.extend(terms.into_iter().map(|term| (100, term)));
    }
    Some(demand)
}

fn another_zone(zones: &[String]) -> String {
    (b'a'..=b'z')
        .map(|letter| format!("zone-{}", char::from(letter)))
        .find(|name| !zones.contains(name))
        .unwrap_or_else(|| "another-zone".to_owned())
}

/// Other ways to score room, each with its name.
pub(super) fn profiles(settings: &Settings) -> Vec<(String, Settings)> {
    let with = |name: &str, strategy: Strategy| {
        let profiles: Vec<Profile> =
            settings.profiles.iter().map(|profile| Profile { strategy: strategy.clone(), ..profile.clone() }).collect();
        (name.to_owned(), Settings { profiles, ..settings.clone() })
    };
    vec![
        with("LeastAllocated", Strategy::LeastAllocated),
        with("MostAllocated", Strategy::MostAllocated),
        with("RequestedToCapacityRatio, rising", Strategy::RequestedToCapacityRatio(vec![(0, 0), (100, 100)])),
    ]
}
