//! What to look at in what pods ask for.

use super::answer::Used;
use super::needs::daemons;
use super::trial::Question;
use super::{Found, Offer};
use crate::cluster::model::PodSpec;
use std::collections::BTreeMap;

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The workload, by namespace and name; none for all of them.
    pub workload: Option<String>,
    /// What, in a sentence.
    pub text: String,
}

/// A request that is so many per cent smaller may fit once more.
const SMALLER_PER_CENT: i64 = 15;
/// Use of CPU and memory that far apart leaves one of them lying, in thousandths.
const APART: u64 = 250;
/// Workloads named at most.
const MOST: usize = 12;

/// The hints for a plan that was found.
pub(super) fn hints(question: &Question, found: &Found, used: Used) -> Vec<Hint> {
    let cluster = &question.demand.cluster;
    let mut counts: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for pod in &cluster.pods {
        *counts.entry((pod.workload, pod.spec)).or_default() += 1;
    }
    let totals = found.plan.totals();
    let main = (0..totals.len()).max_by_key(|at| (totals.get(*at).copied().unwrap_or(0), std::cmp::Reverse(*at)));
    let offer = main.and_then(|at| question.offers.get(at));
    let (mut hints, mut fits) = (Vec::new(), Vec::new());
    for ((workload, spec), count) in counts {
        let (Some(workload), Some(spec)) = (cluster.workloads.get(workload), cluster.specs.get(spec)) else { continue };
        let name = format!("{}/{}", workload.namespace, workload.name);
        let unsaid: Vec<&str> = [("CPU", spec.requests.milli_cpu), ("memory", spec.requests.memory)]
            .into_iter()
            .filter(|(_, amount)| *amount == 0)
            .map(|(name, _)| name)
            .collect();
        if !unsaid.is_empty() {
            let text = format!(
                "{count} pods ask for no {}: they are placed as if they needed none, and share what others leave.",
                unsaid.join(" and no ")
            );
            hints.push(Hint { workload: Some(name), text });
        } else if let Some((text, weight)) = offer.and_then(|offer| once_more(question, offer, spec, count)) {
            fits.push((weight, Hint { workload: Some(name), text }));
        }
    }
    crate::order::sort_by(&mut fits, |one, other| {
        other.0.cmp(&one.0).then_with(|| one.1.workload.cmp(&other.1.workload))
    });
    hints.truncate(MOST);
    hints.extend(fits.into_iter().take(MOST).map(|(_, hint)| hint));
    let tenths = |thousandths: u64| format!("{} %", (thousandths + 5) / 10);
    if used.cpu.abs_diff(used.memory) >= APART {
        let (full, lying) = if used.cpu > used.memory { ("CPU", "memory") } else { ("memory", "CPU") };
        let text = format!(
            "CPU is asked for to {} and memory to {}: {lying} lies idle because {full} runs out first. Look whether the \
             requests for {full} are as large as what is used.",
            tenths(used.cpu),
            tenths(used.memory)
        );
        hints.push(Hint { workload: None, text });
    }
    hints
}

/// Whether a slightly smaller request fits once more on the machine there is most of.
fn once_more(question: &Question, offer: &Offer, spec: &PodSpec, count: i64) -> Option<(String, i64)> {
    let zone = question.zones.first()?;
    let node = offer.node(String::new(), zone);
    let free = |name: &str| {
        let daemons = daemons(&question.demand.cluster, &node, name);
        node.allocatable.amount(name).saturating_sub(i64::try_from(daemons).unwrap_or(i64::MAX))
    };
    let asked = [("cpu", spec.requests.milli_cpu), ("memory", spec.requests.memory)];
    let fit = |name: &str, amount: i64| free(name) / amount.max(1);
    let now = asked.iter().map(|(name, amount)| fit(name, *amount)).min()?;
    // Only where few fit it matters, and only where one resource is what stands in the way.
    let (name, amount) = asked.into_iter().min_by_key(|(name, amount)| fit(name, *amount))?;
    let other = asked.iter().filter(|(other, _)| *other != name).map(|(name, amount)| fit(name, *amount)).min()?;
    let smaller = free(name) / (now + 1);
    if !(1..=8).contains(&now) || other <= now || count <= now || smaller * 100 < amount * (100 - SMALLER_PER_CENT) {
        return None;
    }
    let said = |amount: i64| if name == "cpu" { format!("{amount}m") } else { format!("{} MiB", amount >> 20) };
    let text = format!(
        "A pod asks for {} {name}, and {now} fit on a {}; with {} one more would.",
        said(amount),
        offer.machine.name,
        said(smaller)
    );
    Some((text, amount.saturating_mul(count) >> if name == "cpu" { 0 } else { 20 }))
}
