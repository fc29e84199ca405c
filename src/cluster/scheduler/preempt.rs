//! Preemption: which pods of lower priority would have to go, on which node it costs least.

use super::draw::one_of;
use super::message::Reasons;
use super::world::World;
use crate::cluster::model::Budget;
use crate::order;
use std::cmp::Reverse;

/// Told apart from the lots among equals.
const OFFSET: u64 = 0x5bd1_e995_c3a5_c85c;

/// A node on which making room would do.
struct Candidate {
    node: usize,
    victims: Vec<usize>,
    broken_budgets: usize,
}

/// What looking at one node came to.
enum Dry {
    Room(Candidate),
    Nothing(Vec<String>),
}

impl World<'_> {
    /// The priority of a placed pod.
    fn priority(&self, pod: usize) -> i32 {
        let spec = self.cluster.pods.get(pod).and_then(|pod| self.cluster.specs.get(pod.spec));
        spec.map_or(0, |spec| spec.priority)
    }

    fn own_priority(&self, spec: usize) -> i32 {
        self.cluster.specs.get(spec).map_or(0, |spec| spec.priority)
    }

    /// Whether any placed pod has a lower priority at all.
    pub(super) fn may_displace(&self, spec: usize) -> bool {
        let own = self.own_priority(spec);
        let below = |(at, spec): (usize, &crate::cluster::model::PodSpec)| {
            spec.priority < own && self.placed.get(at).is_some_and(|placed| *placed > 0)
        };
        self.cluster.specs.iter().enumerate().any(below)
    }

    /// The node and the pods that leave it for a pod that found no node (`Evaluator.Preempt`).
    pub(super) fn preempt(&mut self, spec: usize, meant_for: Option<usize>) -> Option<(usize, Vec<usize>)> {
        let profile = self.profile(spec)?;
        let never = self.cluster.specs.get(spec)?.never_preempts || self.classes.get(spec)?.refusal.is_some();
        if never || !profile.preempts || !self.may_displace(spec) {
            return None;
        }
        let candidates = self.candidates(spec, meant_for);
        let hopeful = |node: &usize| self.verdict(spec, *node).is_some_and(|verdict| !verdict.is_final);
        let potential: Vec<usize> = candidates.into_iter().filter(hopeful).collect();
        if potential.is_empty() {
            return None;
        }
        let number = i64::try_from(potential.len()).unwrap_or(i64::MAX);
        let wanted = (number * profile.candidates_percentage / 100).max(profile.candidates_least).min(number);
        let wanted = usize::try_from(wanted).unwrap_or(potential.len());
        let offset = one_of(self.settings.seed ^ OFFSET, self.turn, potential.len());
        let (mut kind, mut harsh): (Vec<Candidate>, Vec<Candidate>) = (Vec::new(), Vec::new());
        for turn in 0..potential.len() {
            let Some(node) = potential.get((offset + turn) % potential.len()) else { continue };
            if let Dry::Room(candidate) = self.dry_run(spec, *node) {
                if candidate.broken_budgets == 0 {
                    kind.push(candidate);
                } else {
                    harsh.push(candidate);
                }
                if !kind.is_empty() && kind.len() + harsh.len() >= wanted {
                    break;
                }
            }
        }
        kind.extend(harsh);
        // The first of the best, by `pickOneNodeForPreemption`.
        let mut best: Option<(_, Candidate)> = None;
        for candidate in kind {
            let cost = self.cost(&candidate);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, candidate));
            }
        }
        best.map(|(_, candidate)| (candidate.node, candidate.victims))
    }

    /// What counts against a candidate, most important first.
    fn cost(&self, candidate: &Candidate) -> (usize, i32, i64, usize, Reverse<u64>) {
        let priorities = || candidate.victims.iter().map(|pod| self.priority(*pod));
        let highest = priorities().max().unwrap_or(i32::MIN);
        let sum = priorities().map(|priority| i64::from(priority) + i64::from(i32::MAX) + 1).sum();
        let since = |pod: &usize| self.since.get(*pod).copied().unwrap_or(0);
        let most_important = candidate.victims.iter().filter(|pod| self.priority(**pod) == highest);
        let earliest = most_important.map(since).min().unwrap_or(0);
        (candidate.broken_budgets, highest, sum, candidate.victims.len(), Reverse(earliest))
    }

    /// Why making room on none of these nodes would do.
    pub(super) fn why_no_victims(&mut self, spec: usize, nodes: &[usize]) -> Reasons {
        let mut reasons = Reasons::new();
        if !self.may_displace(spec) {
            if !nodes.is_empty() {
                reasons.insert(NO_VICTIMS.to_owned(), nodes.len());
            }
            return reasons;
        }
        for node in nodes {
            if let Dry::Nothing(found) = self.dry_run(spec, *node) {
                for reason in found {
                    *reasons.entry(reason).or_insert(0) += 1;
                }
            }
        }
        reasons
    }

    /// Takes all pods of lower priority off a node, looks whether that does, and puts back whom it can, the most
    /// important and those under a budget first (`SelectVictimsOnNode`). In the end all is as it was.
    fn dry_run(&mut self, spec: usize, node: usize) -> Dry {
        let own = self.own_priority(spec);
        let there = self.pods_on.get(node).cloned().unwrap_or_default();
        let mut lower: Vec<usize> = there.into_iter().filter(|pod| self.priority(*pod) < own).collect();
        if lower.is_empty() {
            return Dry::Nothing(vec![NO_VICTIMS.to_owned()]);
        }
        let changes = self.changes;
        order::sort_by_key(&mut lower, |pod| {
            (Reverse(self.priority(*pod)), self.since.get(*pod).copied().unwrap_or(0))
        });
        let guarded = self.guarded(&lower);
        for pod in &lower {
            self.lift(*pod, node);
        }
        let outcome = match self.verdict(spec, node) {
            Some(verdict) => {
                for pod in &lower {
                    self.put_back(*pod, node);
                }
                Dry::Nothing(verdict.reasons)
            }
            None => {
                let (mut victims, mut broken_budgets) = (Vec::new(), 0);
                for is_guarded in [true, false] {
                    for (pod, _) in lower.iter().zip(&guarded).filter(|(_, guarded)| **guarded == is_guarded) {
                        self.put_back(*pod, node);
                        if self.verdict(spec, node).is_some() {
                            self.lift(*pod, node);
                            victims.push(*pod);
                            broken_budgets += usize::from(is_guarded);
                        }
                    }
                }
                for pod in &victims {
                    self.put_back(*pod, node);
                }
                let sorted = lower.iter().copied().filter(|pod| victims.contains(pod)).collect();
                Dry::Room(Candidate { node, victims: sorted, broken_budgets })
            }
        };
        self.changes = changes;
        outcome
    }

    fn lift(&mut self, pod: usize, node: usize) {
        if let Some(spec) = self.cluster.pods.get(pod).map(|pod| pod.spec) {
            self.remove(pod, spec, node);
        }
    }

    fn put_back(&mut self, pod: usize, node: usize) {
        if let Some(spec) = self.cluster.pods.get(pod).map(|pod| pod.spec) {
            self.place(pod, spec, node);
        }
    }

    /// Which pods cannot go without breaking a budget (`filterPodsWithPDBViolation`): each budget lets some go, the
    /// most important first.
    fn guarded(&self, pods: &[usize]) -> Vec<bool> {
        let mut left: Vec<i64> = self.cluster.budgets.iter().map(|budget| self.allowed(budget)).collect();
        let guarded = |pod: &usize| {
            let Some(spec) = self.cluster.pods.get(*pod).and_then(|pod| self.cluster.specs.get(pod.spec)) else {
                return false;
            };
            let mut is_guarded = false;
            for (budget, left) in self.cluster.budgets.iter().zip(&mut left) {
                if guards(budget, spec) {
                    *left -= 1;
                    is_guarded |= *left < 0;
                }
            }
            is_guarded
        };
        pods.iter().map(guarded).collect()
    }

    /// How many pods a budget lets go now.
    pub(super) fn allowed(&self, budget: &Budget) -> i64 {
        let (mut healthy, mut expected) = (0, 0);
        for ((spec, placed), wanted) in self.cluster.specs.iter().zip(&self.placed).zip(&self.wanted) {
            if guards(budget, spec) {
                healthy += placed;
                expected += wanted;
            }
        }
        let needed = match (budget.min_available, budget.max_unavailable) {
            (_, Some(most)) => expected - most.of(expected),
            (Some(least), None) => least.of(expected),
            (None, None) => 0,
        };
        (healthy - needed).max(0)
    }
}

/// Whether a budget is for pods of a specification.
pub fn guards(budget: &Budget, spec: &crate::cluster::model::PodSpec) -> bool {
    let selects =
        budget.selector.as_ref().is_some_and(|selector| !selector.is_empty() && selector.selects(&spec.labels));
    budget.namespace == spec.namespace && !spec.labels.is_empty() && selects
}

/// The real scheduler's words for a node without pods of lower priority.
const NO_VICTIMS: &str = "No preemption victims found for incoming pod";
