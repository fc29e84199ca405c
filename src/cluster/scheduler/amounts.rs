//! Amounts on nodes: what fits, and how good the room is.

use super::profile::{Filter, Profile, Strategy};
use super::row::Row;
use super::version::Version;
use crate::cluster::model::{Node, PodSpec, is_scalar};

/// cpu and memory stand first among the resources.
const CPU: usize = 0;
const MEMORY: usize = 1;

/// What nodes have and what is taken, by resource.
#[derive(Debug)]
pub(super) struct Amounts {
    pub(super) names: Vec<String>,
    /// Node after node, one number for each name.
    allocatable: Row<i64>,
    taken: Row<i64>,
    /// cpu and memory with what scoring takes a container to need.
    taken_scored: Row<(i64, i64)>,
    pub(super) pods: Row<i64>,
    most_pods: Row<i64>,
    /// Grows with every change of a node.
    pub(super) version: Row<u32>,
}

/// What equal pods ask for, with what is known about each node for them.
#[derive(Debug)]
pub(super) struct Size {
    /// One number for each name.
    pub(super) asked: Vec<i64>,
    scored: (i64, i64),
    /// Whether fitting is asked for at all.
    is_filtered: bool,
    /// Indices of what must be there.
    checked: Vec<usize>,
    /// Resources room is scored by, with weights.
    fit: Vec<(usize, i64)>,
    /// Resources balance is scored by.
    balanced: Vec<usize>,
    /// The version of the node and the weighted score then.
    pub(super) known: Row<(u32, i32)>,
}

/// It does not fit.
pub(super) const FULL: i32 = i32::MIN;

impl Amounts {
    pub(super) fn new(nodes: &[Node], names: Vec<String>) -> Self {
        let amounts = nodes.iter().flat_map(|node| names.iter().map(|name| node.allocatable.amount(name)));
        Self {
            allocatable: amounts.collect(),
            taken: Row::new(nodes.len() * names.len(), 0),
            taken_scored: Row::new(nodes.len(), (0, 0)),
            pods: Row::new(nodes.len(), 0),
            most_pods: nodes.iter().map(|node| node.allocatable.pods).collect(),
            version: Row::new(nodes.len(), 1),
            names,
        }
    }

    /// A pod comes (1) or goes (-1).
    pub(super) fn add(&mut self, node: usize, size: &Size, sign: i64) {
        for (at, amount) in size.asked.iter().enumerate().filter(|(_, amount)| **amount != 0) {
            let place = node * self.names.len() + at;
            self.taken.set(place, self.taken.at(place).saturating_add(sign.saturating_mul(*amount)));
        }
        let (cpu, memory) = self.taken_scored.at(node);
        let scored =
            (cpu.saturating_add(sign * size.scored.0), memory.saturating_add(sign.saturating_mul(size.scored.1)));
        self.taken_scored.set(node, scored);
        self.pods.set(node, self.pods.at(node) + sign);
        self.version.set(node, self.version.at(node) + 1);
    }

    fn allocatable(&self, node: usize, resource: usize) -> i64 {
        self.allocatable.at(node * self.names.len() + resource)
    }

    fn taken(&self, node: usize, resource: usize) -> i64 {
        self.taken.at(node * self.names.len() + resource)
    }

    /// Whether one pod more may be there.
    pub(super) fn has_place(&self, node: usize) -> bool {
        self.pods.at(node) < self.most_pods.at(node)
    }

    /// What there is too little of (`fitsRequest`), and whether not even the empty node had enough.
    pub(super) fn lacking<'a>(&'a self, node: usize, size: &'a Size) -> impl Iterator<Item = (&'a str, bool)> + 'a {
        size.checked.iter().filter_map(move |at| {
            let asked = size.asked.get(*at).copied().unwrap_or(0);
            let allocatable = self.allocatable(node, *at);
            let name = self.names.get(*at).map_or("", String::as_str);
            (asked > allocatable - self.taken(node, *at)).then_some((name, asked > allocatable))
        })
    }

    /// The weighted score for room and balance, or that it is full.
    pub(super) fn score(&self, node: usize, size: &Size, profile: &Profile, version: &Version) -> i32 {
        if size.is_filtered && (!self.has_place(node) || self.lacking(node, size).next().is_some()) {
            return FULL;
        }
        let mut score = 0;
        if profile.weights.fit > 0 {
            score += profile.weights.fit * self.room(node, size, &profile.strategy);
        }
        let asks_nothing = size.balanced.iter().all(|at| size.asked.get(*at).copied().unwrap_or(0) == 0);
        if profile.weights.balance > 0 && !(asks_nothing && version.balance_skips_best_effort) {
            score += profile.weights.balance * self.balance(node, size, version.balance_compares);
        }
        i32::try_from(score).unwrap_or(i32::MAX)
    }

    /// Whether a resource counts in scores: devices that are not asked for and what a node has none of do not.
    fn counts(&self, node: usize, resource: usize, asked: i64) -> bool {
        let skipped = asked == 0 && self.names.get(resource).is_some_and(|name| is_scalar(name));
        !skipped && self.allocatable(node, resource) != 0
    }

    /// The score of the room there is, with the pod (`least_allocated.go`, `most_allocated.go`,
    /// `requested_to_capacity_ratio.go`).
    fn room(&self, node: usize, size: &Size, strategy: &Strategy) -> i64 {
        let (mut sum, mut weights) = (0_i64, 0_i64);
        for (resource, weight) in &size.fit {
            let asked = size.asked.get(*resource).copied().unwrap_or(0);
            if !self.counts(node, *resource, asked) {
                continue;
            }
            let capacity = self.allocatable(node, *resource);
            let requested = match *resource {
                CPU => self.taken_scored.at(node).0.saturating_add(size.scored.0),
                MEMORY => self.taken_scored.at(node).1.saturating_add(size.scored.1),
                other => self.taken(node, other).saturating_add(asked),
            };
            let score = match strategy {
                Strategy::LeastAllocated if requested > capacity => 0,
                Strategy::LeastAllocated => (capacity - requested).saturating_mul(100) / capacity,
                Strategy::MostAllocated => requested.min(capacity).saturating_mul(100) / capacity,
                Strategy::RequestedToCapacityRatio(shape) => {
                    let used = if requested > capacity { 100 } else { requested.saturating_mul(100) / capacity };
                    on_curve(shape, used)
                }
            };
            // What scores nothing on a curve is left out altogether.
            if score > 0 || !matches!(strategy, Strategy::RequestedToCapacityRatio(_)) {
                sum += score * weight;
                weights += weight;
            }
        }
        match (weights, strategy) {
            (0, _) => 0,
            // Rounded to the nearest; all is above 0.
            (_, Strategy::RequestedToCapacityRatio(_)) => (2 * sum + weights) / (2 * weights),
            _ => sum / weights,
        }
    }

    /// How evenly the resources are used (`balanced_allocation.go`): until 1.35 after the pod has come, from 1.36
    /// compared with before.
    fn balance(&self, node: usize, size: &Size, compares: bool) -> i64 {
        let with = self.evenness(node, size, true);
        if !compares {
            return with;
        }
        50 + (50 + with - self.evenness(node, size, false)) / 2
    }

    /// `(1 - standard deviation of the used fractions) × 100`, cut off.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "as the real one computes it")]
    fn evenness(&self, node: usize, size: &Size, with_pod: bool) -> i64 {
        let (mut count, mut sum) = (0.0, 0.0);
        let (mut first, mut second) = (0.0, 0.0);
        let fraction = |resource: usize| {
            let asked = size.asked.get(resource).copied().unwrap_or(0);
            self.counts(node, resource, asked).then(|| {
                let requested = self.taken(node, resource).saturating_add(if with_pod { asked } else { 0 });
                let fraction = requested as f64 / self.allocatable(node, resource) as f64;
                if fraction > 1.0 { 1.0 } else { fraction }
            })
        };
        for fraction in size.balanced.iter().filter_map(|resource| fraction(*resource)) {
            (first, second) = (second, fraction);
            count += 1.0;
            sum += fraction;
        }
        let deviation = if count < 2.0 {
            0.0
        } else if count < 3.0 {
            f64::abs((first - second) / 2.0)
        } else {
            let mean = sum / count;
            let squares = size.balanced.iter().filter_map(|resource| fraction(*resource));
            let squares = squares.fold(0.0, |sum, fraction| sum + (fraction - mean) * (fraction - mean));
            f64::sqrt(squares / count)
        };
        ((1.0 - deviation) * 100.0) as i64
    }
}

/// The score at a utilization, by whole-number interpolation (`BuildBrokenLinearFunction`).
fn on_curve(shape: &[(i64, i64)], utilization: i64) -> i64 {
    let mut before: Option<(i64, i64)> = None;
    for (at, score) in shape {
        if utilization <= *at {
            return before.map_or(*score, |(from, low)| low + (score - low) * (utilization - from) / (at - from));
        }
        before = Some((*at, *score));
    }
    before.map_or(0, |(_, score)| score)
}

impl Size {
    pub(super) fn new(pod: &PodSpec, profile: &Profile, names: &[String], nodes: usize) -> Self {
        let asked: Vec<i64> = names.iter().map(|name| pod.requests.amount(name)).collect();
        let is_checked = |(name, amount): (&String, &i64)| *amount > 0 && !profile.ignores(name);
        let index = |wanted: &String| names.iter().position(|name| name == wanted);
        Self {
            checked: (0..names.len()).filter(|at| names.get(*at).zip(asked.get(*at)).is_some_and(is_checked)).collect(),
            fit: profile.fit_resources.iter().filter_map(|(name, weight)| Some((index(name)?, *weight))).collect(),
            balanced: profile.balanced_resources.iter().filter_map(index).collect(),
            known: Row::new(nodes, (0, FULL)),
            scored: pod.scored,
            is_filtered: profile.filters.contains(&Filter::NodeResourcesFit),
            asked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::on_curve;

    #[test]
    fn a_curve_is_followed_in_whole_numbers() {
        let shape = [(0, 0), (40, 50), (100, 100)];
        for (utilization, score) in [(0, 0), (1, 1), (39, 48), (40, 50), (41, 50), (99, 99), (100, 100)] {
            assert_eq!(on_curve(&shape, utilization), score, "{utilization}");
        }
        assert_eq!(on_curve(&[(10, 100), (90, 0)], 5), 100);
        assert_eq!(on_curve(&[(10, 100), (90, 0)], 95), 0);
        assert_eq!(on_curve(&[(10, 100), (90, 0)], 50), 50);
    }
}
