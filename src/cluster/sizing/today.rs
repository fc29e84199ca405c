//! What there is today: whether it holds, how full it is, and which of its nodes could go.

use super::answer::{Month, Spare, TodayAnswer};
use super::trial::{Effort, Proof, Question, try_nodes};
use crate::cluster::model::Node;
use crate::cluster::scheduler::{Fate, Start};
use std::collections::{BTreeMap, BTreeSet};

/// Nodes that there are, each with its price where that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Today {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// Billionths of a US dollar an hour, by node.
    pub prices: Vec<Option<u64>>,
}

/// Nodes beyond this many are not tried one by one.
const MOST_TRIED: usize = 60;
/// Attempts to place a pod that may be spent on it.
const MOST_ATTEMPTS: u64 = 1_500_000;

/// Tries what there is.
pub(super) fn today(question: &Question, today: &Today, month: &Month) -> TodayAnswer {
    let zones: BTreeSet<String> = today.nodes.iter().filter_map(|node| node.zone().map(str::to_owned)).collect();
    let zones: Vec<String> = zones.into_iter().collect();
    let question = Question { zones: &zones, ..question.clone() };
    let mut effort = Effort::default();
    let tried =
        |nodes: &[Node], effort: &mut Effort| try_nodes(&question, nodes.to_vec(), &cells(nodes, &zones), effort);
    let all: Option<u128> = today.prices.iter().map(|price| price.map(u128::from)).sum();
    let mut answer = TodayAnswer {
        nodes: u32::try_from(today.nodes.len()).unwrap_or(u32::MAX),
        month: all.map(|nanos| month.of(nanos)),
        used: super::ask::used(&question.demand.cluster, &today.nodes),
        short: None,
        spare: Vec::new(),
    };
    let mut proof = match tried(&today.nodes, &mut effort) {
        Ok(proof) => proof,
        Err(short) => {
            answer.short = Some((short.scenario, short.pods, short.message));
            return answer;
        }
    };
    answer.used = super::ask::used_of(&proof);
    // The emptiest go first: theirs are the fewest moves.
    let mut left: Vec<usize> = (0..today.nodes.len()).collect();
    let order = emptiest(&proof, &today.nodes);
    for at in order.into_iter().take(MOST_TRIED) {
        if effort.attempts > MOST_ATTEMPTS || left.len() == 1 {
            break;
        }
        let fewer: Vec<usize> = left.iter().copied().filter(|node| *node != at).collect();
        let nodes: Vec<Node> = fewer.iter().filter_map(|node| today.nodes.get(*node).cloned()).collect();
        let Some(gone) = today.nodes.get(at) else { continue };
        let Some(moves) = landing(&question, &proof, &gone.name) else { continue };
        if let Ok(without) = tried(&nodes, &mut effort) {
            let price = today.prices.get(at).copied().flatten();
            let month = price.map(|price| month.of(u128::from(price)));
            answer.spare.push(Spare { node: gone.name.clone(), month, moves });
            left = fewer;
            proof = without;
        }
    }
    answer
}

/// The pool, told by the machine, and the zone of each node.
fn cells(nodes: &[Node], zones: &[String]) -> Vec<(usize, usize)> {
    let kind = |node: &Node| node.labels.get("node.kubernetes.io/instance-type").unwrap_or_default().to_owned();
    let kinds: BTreeSet<String> = nodes.iter().map(kind).collect();
    let place = |node: &Node| {
        let pool = kinds.iter().position(|known| *known == kind(node)).unwrap_or(0);
        let zone = zones.iter().position(|zone| Some(zone.as_str()) == node.zone()).unwrap_or(usize::MAX);
        (pool, zone)
    };
    nodes.iter().map(place).collect()
}

/// The nodes by how many pods they would have to give away.
fn emptiest(proof: &Proof, nodes: &[Node]) -> Vec<usize> {
    let mut pods: BTreeMap<usize, usize> = BTreeMap::new();
    for (pod, fate) in proof.cluster.pods.iter().zip(&proof.run.fates) {
        let moves = proof.cluster.workloads.get(pod.workload).is_some_and(|workload| workload.everywhere.is_none());
        if let (Fate::On(node), true) = (fate, moves) {
            *pods.entry(*node).or_default() += 1;
        }
    }
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    let of = |node: usize| pods.get(&node).copied().unwrap_or(0);
    crate::order::sort_by(&mut order, |one, other| of(*one).cmp(&of(*other)).then(one.cmp(other)));
    order
}

/// Where the pods of a node go when it does; none where one of them finds no place.
fn landing(question: &Question, proof: &Proof, node: &str) -> Option<Vec<(String, String)>> {
    let at = proof.cluster.nodes.iter().position(|known| known.name == node)?;
    let after = super::trial::lessened(&proof.cluster, &proof.run, &BTreeSet::from([at]));
    let run = after.run(question);
    let mut moves = Vec::new();
    for ((pod, start), fate) in after.cluster.pods.iter().zip(&after.starts).zip(&run.fates) {
        match fate {
            Fate::On(to) if *start == Start::Queued => {
                let namespace = after.cluster.specs.get(pod.spec).map_or("", |spec| spec.namespace.as_str());
                moves.push((
                    format!("{namespace}/{}", after.cluster.name_of(pod)),
                    after.cluster.nodes.get(*to)?.name.clone(),
                ));
            }
            Fate::On(_) => {}
            _ => return None,
        }
    }
    Some(moves)
}
