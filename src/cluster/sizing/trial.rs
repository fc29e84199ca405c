//! Trying a plan: the twin places everything, and again after each loss that is to be survived and with the extra pods
//! of each rolling update.

use super::Offer;
use super::demand::{Demand, another};
use super::plan::Plan;
use crate::cluster::facts::Facts;
use crate::cluster::model::{Cluster, Node, Pod, Resources};
use crate::cluster::scheduler::{Fate, Run, Settings, Start, schedule, schedule_from};
use crate::design::RolloutRoom;
use std::collections::BTreeSet;

/// All a plan is tried against.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// What must find room.
    pub demand: &'a Demand,
    /// What can be rented.
    pub offers: &'a [Offer],
    /// The zones, by name.
    pub zones: &'a [String],
    /// Nodes whose loss must leave room for everything.
    pub survive_nodes: u32,
    /// Whether the loss of any one zone must.
    pub survive_zone: bool,
    /// How pods are placed.
    pub settings: &'a Settings,
    /// What the scheduler takes for granted.
    pub facts: &'a Facts,
}

/// What a plan was tried against.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// As it stands.
    AsItIs,
    /// These nodes are gone.
    WithoutNodes(Vec<String>),
    /// This zone is gone.
    WithoutZone(String),
    /// A workload is being updated, by namespace and name; none for all at once.
    Rollout(Option<String>),
}

/// Room that was missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// When.
    pub scenario: Scenario,
    /// How many pods waited.
    pub pods: usize,
    /// The first of their specifications.
    pub spec: usize,
    /// What they ask for together.
    pub amounts: Resources,
    /// Why the first one waits, in the scheduler's words.
    pub message: String,
}

/// What a plan was found to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Everything it was tried against, all of it held.
    pub held: Vec<Scenario>,
    /// The cluster with its nodes and all pods.
    pub cluster: Cluster,
    /// Where each pod is.
    pub run: Run,
}

/// How much trying was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effort {
    /// Plans tried.
    pub plans: u64,
    /// Clusters scheduled.
    pub runs: u64,
    /// Attempts to place a pod.
    pub attempts: u64,
}

/// Up to this many nodes the loss of each is tried; above, of the fullest of each pool and zone.
const EACH_NODE: usize = 24;
/// Up to this many workloads the update of each is tried; above, of those that ask for the most.
const EACH_ROLLOUT: usize = 16;

/// Tries a plan.
pub fn try_plan(question: &Question, plan: &Plan, effort: &mut Effort) -> Result<Box<Proof>, Box<Short>> {
    let (nodes, cells) = plan.made(question.offers, question.zones);
    try_nodes(question, nodes, &cells, effort)
}

/// Tries nodes, of each of which the pool and the zone are told by their positions.
pub(super) fn try_nodes(
    question: &Question,
    nodes: Vec<Node>,
    cells: &[(usize, usize)],
    effort: &mut Effort,
) -> Result<Box<Proof>, Box<Short>> {
    effort.plans += 1;
    let bare = Cluster { nodes, ..question.demand.cluster.clone() };
    let cluster = bare.with_daemons();
    let run = counted(schedule(&cluster, question.settings, question.facts), effort);
    short(&cluster, &run, Scenario::AsItIs)?;
    let mut held = vec![Scenario::AsItIs];
    if question.survive_zone && question.zones.len() > 1 {
        for (at, zone) in question.zones.iter().enumerate() {
            let gone: BTreeSet<usize> =
                cells.iter().enumerate().filter(|(_, cell)| cell.1 == at).map(|(node, _)| node).collect();
            let scenario = Scenario::WithoutZone(zone.clone());
            if !gone.is_empty() {
                without(question, &cluster, &run, &gone, scenario.clone(), effort)?;
            }
            held.push(scenario);
        }
    }
    for gone in losses(question.survive_nodes, &cluster, &run, cells) {
        let names = gone.iter().filter_map(|node| cluster.nodes.get(*node)).map(|node| node.name.clone()).collect();
        let scenario = Scenario::WithoutNodes(names);
        without(question, &cluster, &run, &gone, scenario.clone(), effort)?;
        held.push(scenario);
    }
    for (scenario, extra) in rollouts(question) {
        let mut more = lessened(&cluster, &run, &BTreeSet::new());
        more.starts.extend(extra.iter().map(|_| Start::Queued));
        more.cluster.pods.extend(extra);
        let after = counted(more.run(question), effort);
        short(&more.cluster, &after, scenario.clone())?;
        held.push(scenario);
    }
    Ok(Box::new(Proof { held, cluster, run }))
}

fn counted(run: Run, effort: &mut Effort) -> Run {
    effort.runs += 1;
    effort.attempts += run.work.attempts;
    run
}

/// A cluster with where each of its pods begins.
pub(super) struct Standing {
    pub(super) cluster: Cluster,
    pub(super) starts: Vec<Start>,
}

impl Standing {
    /// Places whoever has no node.
    pub(super) fn run(&self, question: &Question) -> Run {
        let start = |pod: usize| self.starts.get(pod).copied().unwrap_or(Start::Queued);
        schedule_from(&self.cluster, question.settings, question.facts, &start, &mut |_| true)
    }
}

/// Whether everything finds room without some nodes.
fn without(
    question: &Question,
    cluster: &Cluster,
    run: &Run,
    gone: &BTreeSet<usize>,
    scenario: Scenario,
    effort: &mut Effort,
) -> Result<(), Box<Short>> {
    let after = lessened(cluster, run, gone);
    let again = counted(after.run(question), effort);
    short(&after.cluster, &again, scenario)
}

/// The cluster without some nodes: every other pod where it is, those of lost nodes waiting for a new place.
pub(super) fn lessened(cluster: &Cluster, run: &Run, gone: &BTreeSet<usize>) -> Standing {
    let mut nodes = Vec::with_capacity(cluster.nodes.len());
    let mut place = Vec::with_capacity(cluster.nodes.len());
    for (at, node) in cluster.nodes.iter().enumerate() {
        place.push((!gone.contains(&at)).then_some(nodes.len()));
        if !gone.contains(&at) {
            nodes.push(node.clone());
        }
    }
    let (mut kept, mut starts) = (Vec::new(), Vec::with_capacity(cluster.pods.len()));
    for (at, (pod, fate)) in cluster.pods.iter().zip(&run.fates).enumerate() {
        let workload = cluster.workloads.get(pod.workload);
        let there = if let Fate::On(node) = fate { place.get(*node).copied() } else { None };
        match there {
            Some(Some(node)) => starts.push(Start::On(node)),
            Some(None) if workload.is_none_or(|w| w.everywhere.is_some() || !w.recreates) => continue,
            _ => starts.push(Start::Queued),
        }
        kept.push(at);
    }
    let pods = if kept.len() == cluster.pods.len() {
        cluster.pods.clone()
    } else {
        kept.into_iter().filter_map(|at| cluster.pods.get(at)).cloned().collect()
    };
    let cluster = Cluster {
        nodes,
        pods,
        specs: cluster.specs.clone(),
        workloads: cluster.workloads.clone(),
        namespaces: cluster.namespaces.clone(),
        budgets: cluster.budgets.clone(),
        services: cluster.services.clone(),
        volumes: cluster.volumes.clone(),
        rollouts: cluster.rollouts.clone(),
        autoscalers: cluster.autoscalers.clone(),
        claims: cluster.claims.clone(),
    };
    Standing { cluster, starts }
}

/// Which losses of nodes are tried: each node where there are few, else the fullest of each cell; of several nodes, the
/// fullest together.
fn losses(number: u32, cluster: &Cluster, run: &Run, cells: &[(usize, usize)]) -> Vec<BTreeSet<usize>> {
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    if number == 0 || cluster.nodes.is_empty() {
        return Vec::new();
    }
    let mut load = vec![(0_i64, 0_i64); cluster.nodes.len()];
    for (pod, fate) in cluster.pods.iter().zip(&run.fates) {
        let comes_back = cluster.workloads.get(pod.workload).is_some_and(|w| w.recreates && w.everywhere.is_none());
        if let (Fate::On(node), Some(spec), true) = (fate, cluster.specs.get(pod.spec), comes_back)
            && let Some(load) = load.get_mut(*node)
        {
            load.0 += spec.requests.memory >> 20;
            load.1 += spec.requests.milli_cpu;
        }
    }
    let mut order: Vec<usize> = (0..load.len()).collect();
    // CPU and memory weigh as a common machine has them: 4 GiB a core.
    let weight = |node: usize| load.get(node).map_or(0, |(mib, milli)| milli + mib / 4);
    crate::order::sort_by(&mut order, |one, other| weight(*other).cmp(&weight(*one)).then(one.cmp(other)));
    if number > 1 {
        let by = |key: &dyn Fn(usize) -> i64| -> BTreeSet<usize> {
            let mut order = order.clone();
            crate::order::sort_by(&mut order, |one, other| key(*other).cmp(&key(*one)).then(one.cmp(other)));
            order.into_iter().take(number).collect()
        };
        let load = |node: usize| load.get(node).copied().unwrap_or_default();
        let mut sets = vec![by(&weight), by(&|node| load(node).0), by(&|node| load(node).1)];
        sets.dedup();
        return sets;
    }
    if order.len() > EACH_NODE {
        let mut seen = BTreeSet::new();
        order.retain(|node| cells.get(*node).is_some_and(|cell| seen.insert(*cell)));
    }
    order.into_iter().map(|node| BTreeSet::from([node])).collect()
}

/// The extra pods of rolling updates, as they are to find room.
fn rollouts(question: &Question) -> Vec<(Scenario, Vec<Pod>)> {
    let demand = question.demand;
    let extra = |at: usize| -> Vec<Pod> {
        let Some(model) = demand.cluster.pods.iter().find(|pod| pod.workload == at) else { return Vec::new() };
        let surge = demand.surges.get(at).copied().unwrap_or(0);
        // Ordinals of their own, so that names stay apart.
        (0..surge).map(|number| another(model, 1_000_000 + number)).collect()
    };
    let surging: Vec<usize> =
        (0..demand.surges.len()).filter(|at| demand.surges.get(*at).is_some_and(|n| *n > 0)).collect();
    match demand.rollouts {
        RolloutRoom::None => Vec::new(),
        RolloutRoom::All if surging.is_empty() => Vec::new(),
        RolloutRoom::All => vec![(Scenario::Rollout(None), surging.into_iter().flat_map(extra).collect())],
        RolloutRoom::One => {
            let mut sets: Vec<(usize, Vec<Pod>)> = surging.into_iter().map(|at| (at, extra(at))).collect();
            sets.retain(|(_, pods)| !pods.is_empty());
            let weight = |pods: &[Pod]| -> i64 {
                let one = pods.first().and_then(|pod| demand.cluster.specs.get(pod.spec));
                let each = one.map_or(0, |spec| spec.requests.milli_cpu + (spec.requests.memory >> 22));
                each.saturating_mul(i64::try_from(pods.len()).unwrap_or(i64::MAX))
            };
            crate::order::sort_by(&mut sets, |one, other| {
                weight(&other.1).cmp(&weight(&one.1)).then(one.0.cmp(&other.0))
            });
            sets.truncate(EACH_ROLLOUT);
            sets.into_iter()
                .map(|(at, pods)| {
                    let workload = demand.cluster.workloads.get(at);
                    let name = workload.map(|workload| format!("{}/{}", workload.namespace, workload.name));
                    (Scenario::Rollout(name), pods)
                })
                .collect()
        }
    }
}

/// What waits, if anything does.
fn short(cluster: &Cluster, run: &Run, scenario: Scenario) -> Result<(), Box<Short>> {
    let mut found: Option<Box<Short>> = None;
    for (pod, fate) in cluster.pods.iter().zip(&run.fates) {
        let why = match fate {
            Fate::On(_) => continue,
            Fate::Waits(why) => run.explanations.get(*why).map(|why| why.message.clone()),
            Fate::Displaced { .. } | Fate::Lost | Fate::Untried => None,
        };
        let short = found.get_or_insert_with(|| {
            Box::new(Short {
                scenario: scenario.clone(),
                pods: 0,
                spec: pod.spec,
                amounts: Resources::default(),
                message: why.unwrap_or_else(|| "it had to go for another pod".to_owned()),
            })
        });
        short.pods += 1;
        if let Some(spec) = cluster.specs.get(pod.spec) {
            short.amounts.add(&spec.requests);
            short.amounts.pods += 1;
        }
    }
    found.map_or(Ok(()), Err)
}
