//! How firm a ranking is, after SMAA-2 (Lahdelma and Salminen, 2001): over all weights and values that fit what was
//! said, how often does each alternative take each rank, and at which weights does it come first?

use super::table::best_first;
use super::{Interval, Points, Table, apportion, order, sample};
use crate::order::Gather;
use serde::Serialize;

/// How firm a ranking is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Firmness {
    /// How many weightings were tried.
    pub samples: u32,
    /// For each alternative of the table how often it took each rank, the first first; empty for the eliminated.
    pub counts: Vec<Vec<u32>>,
    /// That in ten-thousandths; each rank's add up over the alternatives.
    pub acceptability: Vec<Vec<u16>>,
    /// For each alternative the mean weights at which it came first, in ten-thousandths; none where it never did.
    pub central_weights: Vec<Option<Vec<u16>>>,
    /// For each alternative how often it comes first at its central weights, over all values that fit what is known, in
    /// ten-thousandths: its confidence factor. None where it has no central weights.
    pub confidence: Vec<Option<u16>>,
}

/// One in so many of the values is tried at the central weights: they are less than half of what varies.
const OF_THE_VALUES: u32 = 10;

/// Tries so many weightings and values within their bounds.
pub fn firmness(table: &Table, samples: u32) -> Firmness {
    let standing: Vec<usize> = table.standing().map(|(position, _)| position).gather();
    let (criteria, rows) = (table.weights.len(), table.alternatives.len());
    let mut trial = Trial::new(table);
    let mut counts = vec![vec![0u32; standing.len()]; standing.len()];
    let mut firsts = vec![vec![0u64; criteria]; standing.len()];
    for n in 0..samples {
        trial.draw(u64::from(n));
        for (rank, (_, row)) in trial.order.iter().enumerate() {
            if let Some(count) = counts.get_mut(*row).and_then(|of| of.get_mut(rank)) {
                *count += 1;
            }
            if rank == 0
                && let Some(sums) = firsts.get_mut(*row)
            {
                // Each weighting counts the same, however large its numbers.
                let whole = trial.weights.iter().sum::<u64>().max(1);
                sums.iter_mut().zip(&trial.weights).for_each(|(sum, weight)| *sum += weight * 1_000_000 / whole);
            }
        }
    }
    let mut firmness = Firmness {
        samples,
        counts: vec![Vec::new(); rows],
        acceptability: vec![Vec::new(); rows],
        central_weights: vec![None; rows],
        confidence: vec![None; rows],
    };
    let shares = shares_by_rank(&counts);
    for (((position, counts), shares), sums) in standing.iter().zip(counts).zip(shares).zip(firsts) {
        let never = counts.first() == Some(&0);
        set(&mut firmness.counts, *position, counts);
        set(&mut firmness.acceptability, *position, shares);
        set(&mut firmness.central_weights, *position, (!never).then(|| ten_thousandths(&sums)));
    }
    confidence(&mut firmness, &standing, &mut trial, samples.div_ceil(OF_THE_VALUES));
    firmness
}

/// Tries so many values at the central weights of each alternative that has them.
fn confidence(firmness: &mut Firmness, standing: &[usize], trial: &mut Trial, samples: u32) {
    let central = |position: &usize| {
        let weights = firmness.central_weights.get(*position)?.as_ref()?;
        Some(by_fours(&weights.iter().map(|weight| u64::from(*weight)).gather()))
    };
    let mut tried: Vec<(usize, Vec<[u64; LANES]>, u32)> =
        standing.iter().enumerate().filter_map(|(row, position)| Some((row, central(position)?, 0))).gather();
    for n in 0..samples {
        trial.values(u64::from(n));
        for (row, weights, firsts) in &mut tried {
            *firsts += u32::from(trial.first_at(weights) == Some(*row));
        }
    }
    for (row, _, firsts) in tried {
        let share = u64::from(firsts) * 10_000 / u64::from(samples.max(1));
        if let Some(position) = standing.get(row) {
            set(&mut firmness.confidence, *position, u16::try_from(share).ok());
        }
    }
}

fn set<T>(list: &mut [T], position: usize, value: T) {
    if let Some(place) = list.get_mut(position) {
        *place = value;
    }
}

fn ten_thousandths(parts: &[u64]) -> Vec<u16> {
    apportion(parts, 10_000).into_iter().map(|share| u16::try_from(share).unwrap_or_default()).gather()
}

/// Each rank's counts as shares that add up.
fn shares_by_rank(counts: &[Vec<u32>]) -> Vec<Vec<u16>> {
    let mut shares = vec![Vec::with_capacity(counts.len()); counts.len()];
    for rank in 0..counts.len() {
        let column: Vec<u64> = counts.iter().map(|of| of.get(rank).copied().map_or(0, u64::from)).gather();
        for (row, share) in shares.iter_mut().zip(ten_thousandths(&column)) {
            row.push(share);
        }
    }
    shares
}

/// How many numbers one draw gives; rows are filled up to a multiple of it.
const LANES: usize = 4;

/// One weighting with its values, and the room to work it out without taking memory each time.
struct Trial {
    steps: Vec<u64>,
    ranges: Vec<sample::Bounds>,
    /// Bounds of each standing alternative's values, by fours.
    rows: Vec<Vec<[sample::Bounds; LANES]>>,
    weights: Vec<u64>,
    /// The weights by fours; what fills up counts nothing.
    lanes: Vec<[u64; LANES]>,
    order: Vec<(u64, usize)>,
    /// How many draws one trial takes.
    stride: u64,
    /// Criteria of which only the order is known, what their weights add up to, and room to draw them.
    ordered: (Vec<usize>, u64, Vec<u64>),
    /// Values drawn apart from weights, row after row.
    values: Vec<[u64; LANES]>,
}

fn fours<T: Copy + Default>(items: &[T]) -> impl Iterator<Item = [T; LANES]> {
    items.chunks(LANES).map(|chunk| {
        let mut four = [T::default(); LANES];
        four.iter_mut().zip(chunk).for_each(|(place, item)| *place = *item);
        four
    })
}

fn by_fours<T: Copy + Default>(items: &[T]) -> Vec<[T; LANES]> {
    fours(items).gather()
}

impl Trial {
    fn new(table: &Table) -> Self {
        let hundredths = |points: Points| u32::from(points.as_hundredths());
        let bounds = |value: &Interval| {
            sample::Bounds::new(hundredths(value.low), hundredths(value.likely), hundredths(value.high))
        };
        let rows: Vec<Vec<[sample::Bounds; LANES]>> =
            table.standing().map(|(_, alternative)| by_fours(&alternative.values.iter().map(bounds).gather())).gather();
        let draws: usize = rows.iter().map(Vec::len).sum();
        Self {
            steps: sample::steps(table.weights.len()),
            ranges: (0..)
                .zip(&table.weights)
                .map(|(criterion, range)| match table.order.contains(&criterion) {
                    true => sample::Bounds::EVEN,
                    false => sample::Bounds::new(range.low, range.likely, range.high),
                })
                .gather(),
            weights: vec![0; table.weights.len()],
            lanes: Vec::new(),
            order: Vec::with_capacity(rows.len()),
            stride: u64::try_from(draws).unwrap_or_default(),
            ordered: (
                table.order.clone(),
                table
                    .order
                    .iter()
                    .filter_map(|criterion| table.weights.get(*criterion))
                    .map(|w| u64::from(w.likely))
                    .sum(),
                Vec::with_capacity(table.order.len()),
            ),
            values: Vec::with_capacity(draws),
            rows,
        }
    }

    /// Draws the values alone.
    fn values(&mut self, n: u64) {
        self.values.clear();
        for (place, bounds) in (n * self.stride..).zip(self.rows.iter().flatten()) {
            let drawn = sample::mixed(place);
            let mut four = [0; LANES];
            four.iter_mut().zip(bounds).zip(drawn).for_each(|((value, bounds), at)| *value = bounds.at(at));
            self.values.push(four);
        }
    }

    /// Which row is first at such weights with the values drawn last.
    fn first_at(&self, weights: &[[u64; LANES]]) -> Option<usize> {
        let rows = self.values.chunks(weights.len().max(1)).enumerate();
        rows.map(|(row, values)| {
            let sum: u64 =
                values.iter().zip(weights).map(|(v, w)| v[0] * w[0] + v[1] * w[1] + v[2] * w[2] + v[3] * w[3]).sum();
            (sum, row)
        })
        .min_by(best_first)
        .map(|(_, row)| row)
    }

    /// Draws the weights of which only the order is known, over what their bounds gave.
    fn draw_ordered(&mut self) {
        let (criteria, whole, room) = &mut self.ordered;
        // Each has drawn evenly between 0 and 2^16 already: the bounds of these criteria are those numbers.
        room.clear();
        room.extend(criteria.iter().filter_map(|criterion| self.weights.get(*criterion)));
        order::falling(room, *whole);
        for (criterion, weight) in criteria.iter().zip(room) {
            if let Some(place) = self.weights.get_mut(*criterion) {
                *place = *weight;
            }
        }
    }

    fn draw(&mut self, n: u64) {
        for ((weight, range), step) in self.weights.iter_mut().zip(&self.ranges).zip(&self.steps) {
            *weight = range.at(sample::even(*step, n));
        }
        if !self.ordered.0.is_empty() {
            self.draw_ordered();
        }
        if self.weights.iter().all(|weight| *weight == 0) {
            self.weights.fill(1);
        }
        self.lanes.clear();
        self.lanes.extend(fours(&self.weights));
        let mut place = n * self.stride;
        self.order.clear();
        for (row, values) in self.rows.iter().enumerate() {
            let mut sum = 0;
            for (bounds, weights) in values.iter().zip(&self.lanes) {
                let drawn = sample::mixed(place);
                place += 1;
                sum += bounds[0].at(drawn[0]) * weights[0]
                    + bounds[1].at(drawn[1]) * weights[1]
                    + bounds[2].at(drawn[2]) * weights[2]
                    + bounds[3].at(drawn[3]) * weights[3];
            }
            self.order.push((sum, row));
        }
        order::place_in_order(&mut self.order, |a, b| best_first(a, b).is_lt());
    }
}
