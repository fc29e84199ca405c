//! The scores, written down as they are published, in the same floats where the published code has floats.

use super::Oracle;
use sheerline::cluster::model::{AffinityTerm, Effect, is_scalar};
use sheerline::cluster::scheduler::{Profile, Strategy};
use std::collections::BTreeMap;

impl Oracle<'_> {
    /// `prioritizeNodes`: the weighted sum for every feasible node.
    pub(super) fn prioritize(&self, profile: &Profile, pod: usize, nodes: &[usize]) -> Vec<i64> {
        let weights = profile.weights;
        let plugins: [(i64, Vec<i64>); 7] = [
            (weights.taints, self.taints(pod, nodes)),
            (weights.nodes, self.node_affinity(profile, pod, nodes)),
            (weights.spread, self.spread(profile, pod, nodes)),
            (weights.pods, self.inter_pod(profile, pod, nodes)),
            (weights.fit, nodes.iter().map(|node| self.fit(profile, pod, *node)).collect()),
            (weights.balance, nodes.iter().map(|node| self.balanced(profile, pod, *node)).collect()),
            (weights.images, nodes.iter().map(|node| self.images(pod, *node)).collect()),
        ];
        let total = |at: usize| plugins.iter().map(|(weight, scores)| weight * scores[at]).sum();
        (0..nodes.len()).map(total).collect()
    }

    fn taints(&self, pod: usize, nodes: &[usize]) -> Vec<i64> {
        let tolerations = &self.spec(pod).tolerations;
        let soft = |one: &&sheerline::cluster::model::Toleration| {
            one.effect.is_none() || one.effect == Some(Effect::PreferNoSchedule)
        };
        let raw = nodes.iter().map(|node| {
            let taints = self.node(*node).taints.iter().filter(|taint| taint.effect == Effect::PreferNoSchedule);
            i64::try_from(
                taints.filter(|taint| !tolerations.iter().filter(soft).any(|one| one.tolerates(taint))).count(),
            )
            .unwrap()
        });
        default_normalize(raw.collect(), true)
    }

    fn node_affinity(&self, profile: &Profile, pod: usize, nodes: &[usize]) -> Vec<i64> {
        let terms: Vec<_> = self.spec(pod).preferred_nodes.iter().chain(&profile.added_preferred).collect();
        let score = |node: &usize| {
            terms.iter().filter(|(_, term)| term.matches(self.node(*node))).map(|(weight, _)| weight).sum()
        };
        default_normalize(nodes.iter().map(score).collect(), false)
    }

    fn spread(&self, profile: &Profile, pod: usize, nodes: &[usize]) -> Vec<i64> {
        const HOST: &str = "kubernetes.io/hostname";
        let (spec, constraints) = (self.spec(pod), self.constraints(profile, pod, false));
        if constraints.is_empty() {
            return vec![0; nodes.len()];
        }
        let require_all = !spec.spread.is_empty() || !profile.is_default_spread_of_system;
        let has_all = |at: usize| constraints.iter().all(|one| self.node(at).labels.get(&one.key).is_some());
        let ignored: Vec<bool> = nodes.iter().map(|at| require_all && !has_all(*at)).collect();
        let mut counts: Vec<BTreeMap<String, i64>> = vec![BTreeMap::new(); constraints.len()];
        for (at, ignored) in nodes.iter().zip(&ignored) {
            for (one, counts) in constraints.iter().zip(&mut counts) {
                if !ignored && one.key != HOST {
                    counts.insert(self.node(*at).labels.get(&one.key).unwrap_or_default().to_owned(), 0);
                }
            }
        }
        let counted = ignored.iter().filter(|ignored| !**ignored).count();
        let weight = |(one, counts): (&sheerline::cluster::model::Spread, &BTreeMap<String, i64>)| {
            let size = if one.key == HOST { counted } else { counts.len() };
            (size as f64 + 2.0).ln()
        };
        let weights: Vec<f64> = constraints.iter().zip(&counts).map(weight).collect();
        for at in 0..self.order.len() {
            if require_all && !has_all(at) {
                continue;
            }
            for (one, counts) in constraints.iter().zip(&mut counts) {
                let value = self.node(at).labels.get(&one.key).unwrap_or_default();
                if self.included(spec, one, self.node(at))
                    && let Some(count) = counts.get_mut(value)
                {
                    *count += self.count_matching(at, one.selector.as_ref(), &spec.namespace);
                }
            }
        }
        let raw: Vec<i64> = nodes
            .iter()
            .zip(&ignored)
            .map(|(at, ignored)| {
                let mut score = 0.0;
                for ((one, counts), weight) in constraints.iter().zip(&counts).zip(&weights) {
                    let Some(value) = self.node(*at).labels.get(&one.key) else { continue };
                    let count = match one.key.as_str() {
                        HOST => self.count_matching(*at, one.selector.as_ref(), &spec.namespace),
                        _ => counts.get(value).copied().unwrap_or(0),
                    };
                    if !ignored {
                        score += count as f64 * weight + (one.max_skew - 1) as f64;
                    }
                }
                score.round() as i64
            })
            .collect();
        let valid = || raw.iter().zip(&ignored).filter(|(_, ignored)| !**ignored).map(|(score, _)| *score);
        let (least, most) = (valid().min().unwrap_or(0), valid().max().unwrap_or(0));
        let normalize = |(score, ignored): (&i64, &bool)| match (*ignored, most) {
            (true, _) => 0,
            (false, 0) => 100,
            (false, _) => 100 * (most + least - score) / most,
        };
        raw.iter().zip(&ignored).map(normalize).collect()
    }

    fn inter_pod(&self, profile: &Profile, pod: usize, nodes: &[usize]) -> Vec<i64> {
        let spec = self.spec(pod);
        let has_own = !spec.preferred_affinity.is_empty() || !spec.preferred_anti_affinity.is_empty();
        if profile.ignores_preferences && !has_own {
            return vec![0; nodes.len()];
        }
        let mut topology: BTreeMap<(String, String), i64> = BTreeMap::new();
        for on in 0..self.order.len() {
            for other in self.on_node(on) {
                let theirs = self.spec(other);
                let mut add = |term: &AffinityTerm, target: usize, weight: i64| {
                    if let (true, Some(value)) = (self.term_matches(term, target), self.node(on).labels.get(&term.key))
                    {
                        *topology.entry((term.key.clone(), value.to_owned())).or_default() += weight;
                    }
                };
                spec.preferred_affinity.iter().for_each(|(weight, term)| add(term, other, *weight));
                spec.preferred_anti_affinity.iter().for_each(|(weight, term)| add(term, other, -weight));
                theirs.affinity.iter().for_each(|term| add(term, pod, profile.hard_affinity_weight));
                theirs.preferred_affinity.iter().for_each(|(weight, term)| add(term, pod, *weight));
                theirs.preferred_anti_affinity.iter().for_each(|(weight, term)| add(term, pod, -weight));
            }
        }
        let raw: Vec<i64> = nodes
            .iter()
            .map(|at| {
                topology
                    .iter()
                    .filter(|((key, value), _)| self.node(*at).labels.get(key) == Some(value))
                    .map(|(_, sum)| sum)
                    .sum()
            })
            .collect();
        let (least, most) = (raw.iter().copied().min().unwrap_or(0), raw.iter().copied().max().unwrap_or(0));
        let normalize = |score: &i64| match most - least {
            0 => 0,
            range => (100.0 * ((score - least) as f64 / range as f64)) as i64,
        };
        raw.iter().map(normalize).collect()
    }

    /// `calculateResourceAllocatableRequest`, for fit with what containers are taken to need.
    fn allocatable_and_requested(&self, pod: usize, at: usize, name: &str, with_pod: bool, scored: bool) -> (i64, i64) {
        let spec = self.spec(pod);
        if is_scalar(name) && spec.requests.amount(name) == 0 {
            return (0, 0);
        }
        let amount = |spec: &sheerline::cluster::model::PodSpec| match name {
            "cpu" if scored => spec.scored.0,
            "memory" if scored => spec.scored.1,
            _ => spec.requests.amount(name),
        };
        let taken: i64 = self.on_node(at).into_iter().map(|other| amount(self.spec(other))).sum();
        (self.node(at).allocatable.amount(name), taken + if with_pod { amount(spec) } else { 0 })
    }

    fn fit(&self, profile: &Profile, pod: usize, at: usize) -> i64 {
        let (mut sum, mut weights) = (0, 0);
        for (name, weight) in &profile.fit_resources {
            let (allocatable, requested) = self.allocatable_and_requested(pod, at, name, true, true);
            if allocatable == 0 {
                continue;
            }
            match &profile.strategy {
                Strategy::LeastAllocated => {
                    sum += weight
                        * if requested > allocatable { 0 } else { (allocatable - requested) * 100 / allocatable };
                    weights += weight;
                }
                Strategy::MostAllocated => {
                    sum += weight * (requested.min(allocatable) * 100 / allocatable);
                    weights += weight;
                }
                Strategy::RequestedToCapacityRatio(shape) => {
                    let used = if requested > allocatable { 100 } else { requested * 100 / allocatable };
                    let score = broken_linear(shape, used);
                    if score > 0 {
                        sum += weight * score;
                        weights += weight;
                    }
                }
            }
        }
        match (&profile.strategy, weights) {
            (_, 0) => 0,
            (Strategy::RequestedToCapacityRatio(_), _) => (sum as f64 / weights as f64).round() as i64,
            _ => sum / weights,
        }
    }

    fn balanced(&self, profile: &Profile, pod: usize, at: usize) -> i64 {
        let minor = self.settings.version.minor;
        let spec = self.spec(pod);
        if minor >= 33 && profile.balanced_resources.iter().all(|name| spec.requests.amount(name) == 0) {
            return 0;
        }
        let score = |with_pod: bool| {
            let mut fractions = Vec::new();
            for name in &profile.balanced_resources {
                let (allocatable, requested) = self.allocatable_and_requested(pod, at, name, with_pod, false);
                if allocatable != 0 {
                    fractions.push((requested as f64 / allocatable as f64).min(1.0));
                }
            }
            let deviation = match fractions[..] {
                [first, second] => ((first - second) / 2.0).abs(),
                [] | [_] => 0.0,
                _ => {
                    let mean = fractions.iter().sum::<f64>() / fractions.len() as f64;
                    let sum = fractions.iter().fold(0.0, |sum, one| sum + (one - mean) * (one - mean));
                    (sum / fractions.len() as f64).sqrt()
                }
            };
            ((1.0 - deviation) * 100.0) as i64
        };
        if minor >= 36 { 50 + (50 + score(true) - score(false)) / 2 } else { score(true) }
    }

    fn images(&self, pod: usize, at: usize) -> i64 {
        const MIN: i64 = 23 * 1024 * 1024;
        let spec = self.spec(pod);
        let most = 1000 * 1024 * 1024 * i64::try_from(spec.images.len()).unwrap();
        let mut sum = 0;
        for wanted in &spec.images {
            let has = |node: &sheerline::cluster::model::Node| {
                node.images.iter().find(|image| image.names.contains(wanted)).map(|image| image.size)
            };
            if has(self.node(at)).is_some() {
                // The size is the one the first node said (`addNodeImageStates`).
                let size = self.cluster.nodes.iter().find_map(has).unwrap();
                let holders = (0..self.order.len()).filter(|other| has(self.node(*other)).is_some()).count();
                sum += (size as f64 * (holders as f64 / self.order.len() as f64)) as i64;
            }
        }
        100 * (sum.clamp(MIN, most.max(MIN)) - MIN) / (most - MIN).max(1)
    }
}

fn default_normalize(raw: Vec<i64>, reverse: bool) -> Vec<i64> {
    let most = raw.iter().copied().max().unwrap_or(0);
    let normalize = |score: i64| match (most, reverse) {
        (0, true) => 100,
        (0, false) => score,
        (_, true) => 100 - 100 * score / most,
        (_, false) => 100 * score / most,
    };
    raw.into_iter().map(normalize).collect()
}

fn broken_linear(shape: &[(i64, i64)], used: i64) -> i64 {
    for (at, (utilization, score)) in shape.iter().enumerate() {
        if used <= *utilization {
            if at == 0 {
                return shape[0].1;
            }
            let (before, low) = shape[at - 1];
            return low + (score - low) * (used - before) / (utilization - before);
        }
    }
    shape[shape.len() - 1].1
}
