//! A slow scheduler, transcribed from the published formulas with nothing kept between two looks. It is what the fast
//! one is held against, pod by pod.

mod filters;
pub mod random;
mod scores;

use sheerline::cluster::model::{Budget, Cluster, Node, PodSpec};
use sheerline::cluster::scheduler::{Profile, Settings};
use std::collections::BTreeMap;

/// A plugin's no.
pub struct Status {
    reasons: Vec<String>,
    unresolvable: bool,
}

/// What came of it: the order of placements, and for each pod its node or the words.
pub struct Verdict {
    pub sequence: Vec<(usize, usize)>,
    pub nodes: Vec<Option<usize>>,
    pub messages: BTreeMap<usize, String>,
}

pub struct Oracle<'a> {
    cluster: &'a Cluster,
    settings: &'a Settings,
    /// Nodes in the order of `nodeTree.list`.
    order: Vec<usize>,
    /// By pod: its node, by that order.
    place: Vec<Option<usize>>,
    since: Vec<u64>,
    next: usize,
    turn: u64,
    clock: u64,
    changes: u64,
}

/// What a look for feasible nodes came to.
struct Feasible {
    nodes: Vec<usize>,
    refused: BTreeMap<usize, Status>,
    refusal: Option<String>,
}

const NOT_HELPFUL: &str = "Preemption is not helpful for scheduling";
const NO_VICTIMS: &str = "No preemption victims found for incoming pod";

impl<'a> Oracle<'a> {
    pub fn run(cluster: &'a Cluster, settings: &'a Settings) -> Verdict {
        let pods = cluster.pods.len();
        let mut oracle = Self {
            cluster,
            settings,
            order: node_tree(&cluster.nodes),
            place: vec![None; pods],
            since: vec![0; pods],
            next: 0,
            turn: 0,
            clock: 0,
            changes: 0,
        };
        let mut queue: Vec<usize> = Vec::new();
        for (at, pod) in cluster.pods.iter().enumerate() {
            match &pod.runs_on {
                Some(name) => {
                    if let Some(node) = (0..oracle.order.len()).find(|node| oracle.node(*node).name == *name) {
                        oracle.bind(at, node);
                    }
                }
                None => queue.push(at),
            }
        }
        let (mut sequence, mut waiting) = (Vec::new(), Vec::new());
        loop {
            let before = oracle.changes;
            while !queue.is_empty() {
                // The highest priority, and of these the one that came first.
                let highest = queue.iter().map(|pod| oracle.spec(*pod).priority).max().unwrap();
                let first = queue.iter().position(|pod| oracle.spec(*pod).priority == highest).unwrap();
                let pod = queue.remove(first);
                match oracle.schedule_one(pod, &mut queue) {
                    Some(node) => sequence.push((pod, oracle.order[node])),
                    None => waiting.push(pod),
                }
            }
            if oracle.changes == before || waiting.is_empty() {
                break;
            }
            waiting.sort_unstable();
            queue.append(&mut waiting);
        }
        let messages = waiting.iter().map(|pod| (*pod, oracle.message(*pod))).collect();
        let nodes = oracle.place.iter().map(|place| place.map(|at| oracle.order[at])).collect();
        Verdict { sequence, nodes, messages }
    }

    fn spec(&self, pod: usize) -> &'a PodSpec {
        &self.cluster.specs[self.cluster.pods[pod].spec]
    }

    fn node(&self, at: usize) -> &'a Node {
        &self.cluster.nodes[self.order[at]]
    }

    fn on_node(&self, at: usize) -> Vec<usize> {
        (0..self.place.len()).filter(|pod| self.place[*pod] == Some(at)).collect()
    }

    fn requested(&self, at: usize, name: &str) -> i64 {
        self.on_node(at).into_iter().map(|pod| self.spec(pod).requests.amount(name)).sum()
    }

    fn profile(&self, pod: usize) -> Option<&'a Profile> {
        self.settings.profiles.iter().find(|profile| profile.name == self.spec(pod).scheduler)
    }

    fn bind(&mut self, pod: usize, node: usize) {
        self.clock += 1;
        self.changes += 1;
        self.since[pod] = self.clock;
        self.place[pod] = Some(node);
    }

    /// `numFeasibleNodesToFind`.
    fn enough(profile: &Profile, all: usize) -> usize {
        if all < 100 {
            return all;
        }
        let percentage = match usize::try_from(profile.percentage).unwrap() {
            0 => 50_usize.saturating_sub(all / 125).max(5),
            said => said,
        };
        (all * percentage / 100).max(100)
    }

    /// `findNodesThatFitPod`, one node after the other.
    fn find(&mut self, profile: &Profile, pod: usize) -> Feasible {
        let mut found = Feasible { nodes: Vec::new(), refused: BTreeMap::new(), refusal: None };
        let candidates = match self.pre_filter(profile, pod) {
            Err(refusal) => {
                found.refusal = Some(refusal);
                return found;
            }
            Ok(None) => (0..self.order.len()).collect(),
            Ok(Some(nodes)) => nodes,
        };
        let enough = Self::enough(profile, candidates.len());
        for turn in 0..candidates.len() {
            if found.nodes.len() >= enough {
                break;
            }
            let node = candidates[(self.next + turn) % candidates.len()];
            match self.filter(profile, pod, node) {
                None => found.nodes.push(node),
                Some(status) => drop(found.refused.insert(node, status)),
            }
        }
        if !self.order.is_empty() {
            self.next = (self.next + found.nodes.len() + found.refused.len()) % self.order.len();
        }
        found
    }

    fn schedule_one(&mut self, pod: usize, queue: &mut Vec<usize>) -> Option<usize> {
        let profile = self.profile(pod)?;
        if !self.spec(pod).gates.is_empty() || self.order.is_empty() {
            return None;
        }
        let found = self.find(profile, pod);
        let node = if found.nodes.is_empty() {
            let (node, victims) = self.preempt(profile, pod, &found)?;
            for victim in victims {
                self.place[victim] = None;
                self.changes += 1;
                if self.cluster.workloads[self.cluster.pods[victim].workload].recreates {
                    queue.push(victim);
                }
            }
            node
        } else {
            let scores = self.prioritize(profile, pod, &found.nodes);
            let best = *scores.iter().max().unwrap();
            let equals: Vec<usize> = (0..scores.len()).filter(|at| scores[*at] == best).collect();
            found.nodes[equals[self.lot(self.settings.seed, equals.len())]]
        };
        self.bind(pod, node);
        self.turn += 1;
        Some(node)
    }

    /// The seeded lot that stands for the real one's.
    fn lot(&self, seed: u64, equals: usize) -> usize {
        let mut z = seed.wrapping_add((self.turn + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(equals).unwrap()).unwrap()
    }

    /// `Evaluator.Preempt`.
    fn preempt(&mut self, profile: &Profile, pod: usize, found: &Feasible) -> Option<(usize, Vec<usize>)> {
        if !profile.preempts || self.spec(pod).never_preempts || found.refusal.is_some() {
            return None;
        }
        let potential: Vec<usize> =
            found.refused.iter().filter(|(_, status)| !status.unresolvable).map(|(node, _)| *node).collect();
        // Only where any pod at all could go, so that the lot is not asked for nothing.
        if potential.is_empty() {
            return None;
        }
        let all = i64::try_from(potential.len()).unwrap();
        let wanted = (all * profile.candidates_percentage / 100).max(profile.candidates_least).min(all);
        let offset = self.lot(self.settings.seed ^ 0x5bd1_e995_c3a5_c85c, potential.len());
        let (mut without, mut with) = (Vec::new(), Vec::new());
        for turn in 0..potential.len() {
            let node = potential[(offset + turn) % potential.len()];
            if let Ok((victims, violations)) = self.select_victims(profile, pod, node) {
                if violations == 0 {
                    without.push((node, victims, 0));
                } else {
                    with.push((node, victims, violations));
                }
                if !without.is_empty() && i64::try_from(without.len() + with.len()).unwrap() >= wanted {
                    break;
                }
            }
        }
        without.append(&mut with);
        let priority = |pod: &usize| self.spec(*pod).priority;
        let cost = |(_, victims, violations): &(usize, Vec<usize>, usize)| {
            let highest = victims.iter().map(priority).max().unwrap();
            let sum: i64 = victims.iter().map(|pod| i64::from(priority(pod)) + (1_i64 << 31)).sum();
            let top = victims.iter().filter(|pod| priority(pod) == highest);
            let earliest = top.map(|pod| self.since[*pod]).min().unwrap();
            (*violations, highest, sum, victims.len(), std::cmp::Reverse(earliest))
        };
        let best = without.iter().map(cost).min()?;
        without.iter().find(|candidate| cost(candidate) == best).map(|(node, victims, _)| (*node, victims.clone()))
    }

    /// `SelectVictimsOnNode`: who must go, and how many of them under a budget; or why it does not help.
    fn select_victims(
        &mut self,
        profile: &Profile,
        pod: usize,
        node: usize,
    ) -> Result<(Vec<usize>, usize), Vec<String>> {
        let own = self.spec(pod).priority;
        let mut lower: Vec<usize> =
            self.on_node(node).into_iter().filter(|other| self.spec(*other).priority < own).collect();
        if lower.is_empty() {
            return Err(vec![NO_VICTIMS.to_owned()]);
        }
        lower.sort_by_key(|other| (std::cmp::Reverse(self.spec(*other).priority), self.since[*other]));
        let mut left: Vec<i64> = self.cluster.budgets.iter().map(|budget| self.disruptions_allowed(budget)).collect();
        let mut violating = Vec::new();
        for other in &lower {
            let mut is_violating = false;
            for (budget, left) in self.cluster.budgets.iter().zip(&mut left) {
                if covers(budget, self.spec(*other)) {
                    *left -= 1;
                    is_violating |= *left < 0;
                }
            }
            violating.push(is_violating);
        }
        let before = self.place.clone();
        for other in &lower {
            self.place[*other] = None;
        }
        if let Some(status) = self.filter(profile, pod, node) {
            self.place = before;
            return Err(status.reasons);
        }
        let (mut victims, mut violations) = (Vec::new(), 0);
        for wanted in [true, false] {
            for (other, _) in lower.iter().zip(&violating).filter(|(_, violating)| **violating == wanted) {
                self.place[*other] = Some(node);
                if self.filter(profile, pod, node).is_some() {
                    self.place[*other] = None;
                    victims.push(*other);
                    violations += usize::from(wanted);
                }
            }
        }
        self.place = before;
        victims.sort_by_key(|other| (std::cmp::Reverse(self.spec(*other).priority), self.since[*other]));
        Ok((victims, violations))
    }

    fn disruptions_allowed(&self, budget: &Budget) -> i64 {
        let covered = (0..self.place.len()).filter(|pod| covers(budget, self.spec(*pod)));
        let (all, healthy): (Vec<usize>, Vec<usize>) =
            (covered.clone().collect(), covered.filter(|pod| self.place[*pod].is_some()).collect());
        let (all, healthy) = (i64::try_from(all.len()).unwrap(), i64::try_from(healthy.len()).unwrap());
        let needed = match (budget.min_available, budget.max_unavailable) {
            (_, Some(most)) => all - most.of(all),
            (Some(least), None) => least.of(all),
            (None, None) => 0,
        };
        (healthy - needed).max(0)
    }

    /// The pod's condition: `FitError.Error`.
    fn message(&mut self, pod: usize) -> String {
        let all = self.order.len();
        if !self.spec(pod).gates.is_empty() {
            return "Scheduling is blocked due to non-empty scheduling gates".to_owned();
        }
        let Some(profile) = self.profile(pod) else {
            let name = &self.spec(pod).scheduler;
            return format!(
                "No scheduler is called “{name}”: name one that runs, or add a profile of that name to the configuration."
            );
        };
        if all == 0 {
            return "no nodes available to schedule pods".to_owned();
        }
        let found = self.find(profile, pod);
        assert!(found.nodes.is_empty(), "a pod that waits has no feasible node");
        let mut text = match &found.refusal {
            Some(refusal) => format!("0/{all} nodes are available: {refusal}."),
            None => {
                let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
                for reason in found.refused.values().flat_map(|status| &status.reasons) {
                    *reasons.entry(reason.clone()).or_default() += 1;
                }
                if found.refused.len() < all {
                    let absent = "node(s) didn't satisfy plugin(s) [NodeAffinity]".to_owned();
                    reasons.insert(absent, all - found.refused.len());
                }
                histogram(all, &reasons)
            }
        };
        let mut rescues = Vec::new();
        if profile.claims_devices && self.settings.version.minor >= 34 {
            rescues.push("no new claims to deallocate".to_owned());
        }
        if profile.preempts && self.spec(pod).never_preempts {
            rescues.push("preemption: not eligible due to preemptionPolicy=Never.".to_owned());
        } else if profile.preempts {
            let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
            for node in 0..all {
                let found = match found.refused.get(&node) {
                    Some(status) if !status.unresolvable => self.select_victims(profile, pod, node).unwrap_err(),
                    _ => vec![NOT_HELPFUL.to_owned()],
                };
                for reason in found {
                    *reasons.entry(reason).or_default() += 1;
                }
            }
            rescues.push(format!("preemption: {}", histogram(all, &reasons)));
        }
        if !rescues.is_empty() {
            text = format!("{text} {}", rescues.join(", "));
        }
        text
    }
}

fn covers(budget: &Budget, spec: &PodSpec) -> bool {
    let selects =
        budget.selector.as_ref().is_some_and(|selector| !selector.0.is_empty() && selector.selects(&spec.labels));
    budget.namespace == spec.namespace && !spec.labels.is_empty() && selects
}

fn histogram(all: usize, reasons: &BTreeMap<String, usize>) -> String {
    let mut texts: Vec<String> = reasons.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    texts.sort();
    match texts.is_empty() {
        true => format!("0/{all} nodes are available:"),
        false => format!("0/{all} nodes are available: {}.", texts.join(", ")),
    }
}

/// `nodeTree.list`: zones in the order they appear, one node of each in turn.
fn node_tree(nodes: &[Node]) -> Vec<usize> {
    let key = |node: &Node| {
        let label = |key| node.labels.get(key).unwrap_or_default().to_owned();
        (label("topology.kubernetes.io/region"), label("topology.kubernetes.io/zone"))
    };
    let mut zones: Vec<((String, String), Vec<usize>)> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        match zones.iter_mut().find(|(known, _)| *known == key(node)) {
            Some((_, list)) => list.push(at),
            None => zones.push((key(node), vec![at])),
        }
    }
    let mut order = Vec::new();
    let mut turn = 0;
    while order.len() < nodes.len() {
        order.extend(zones.iter().filter_map(|(_, list)| list.get(turn)));
        turn += 1;
    }
    order
}
