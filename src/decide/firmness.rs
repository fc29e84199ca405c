//! How firm a ranking is, after SMAA-2 (Lahdelma and Salminen, 2001): over all weights and values that fit what was
//! said, how often does each alternative take each rank, and at which weights does it come first?

use super::table::best_first;
use super::{Points, Table, apportion, sample};
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
}

/// Tries so many weightings and values within their bounds.
pub fn firmness(table: &Table, samples: u32) -> Firmness {
    let standing: Vec<usize> = table.standing().map(|(position, _)| position).collect();
    let (criteria, rows) = (table.weights.len(), table.alternatives.len());
    let mut trial = Trial::new(table, &standing);
    let mut counts = vec![vec![0u32; standing.len()]; standing.len()];
    let mut firsts = vec![vec![0u64; criteria]; standing.len()];
    for n in 0..samples {
        trial.draw(table, u64::from(n));
        for (rank, (_, row)) in trial.order().iter().enumerate() {
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
    };
    let shares = shares_by_rank(&counts);
    for (((position, counts), shares), sums) in standing.iter().zip(counts).zip(shares).zip(firsts) {
        let never = counts.first() == Some(&0);
        set(&mut firmness.counts, *position, counts);
        set(&mut firmness.acceptability, *position, shares);
        set(&mut firmness.central_weights, *position, (!never).then(|| ten_thousandths(&sums)));
    }
    firmness
}

fn set<T>(list: &mut [T], position: usize, value: T) {
    if let Some(place) = list.get_mut(position) {
        *place = value;
    }
}

fn ten_thousandths(parts: &[u64]) -> Vec<u16> {
    apportion(parts, 10_000).into_iter().map(|share| u16::try_from(share).unwrap_or_default()).collect()
}

/// Each rank's counts as shares that add up.
fn shares_by_rank(counts: &[Vec<u32>]) -> Vec<Vec<u16>> {
    let mut shares = vec![Vec::with_capacity(counts.len()); counts.len()];
    for rank in 0..counts.len() {
        let column: Vec<u64> = counts.iter().map(|of| of.get(rank).copied().map_or(0, u64::from)).collect();
        for (row, share) in shares.iter_mut().zip(ten_thousandths(&column)) {
            row.push(share);
        }
    }
    shares
}

/// One weighting with its values, and the room to work it out without taking memory each time.
struct Trial<'a> {
    steps: Vec<u64>,
    /// Bounds of each standing alternative's values: low, likely, high.
    bounds: Vec<Vec<[u32; 3]>>,
    weights: Vec<u64>,
    order: Vec<(u64, usize)>,
    /// How many numbers one trial takes, in fours.
    stride: u64,
    standing: &'a [usize],
}

impl<'a> Trial<'a> {
    fn new(table: &Table, standing: &'a [usize]) -> Self {
        let hundredths = |points: Points| u32::from(points.as_hundredths());
        let bounds: Vec<Vec<[u32; 3]>> = table
            .standing()
            .map(|(_, a)| {
                a.values.iter().map(|v| [hundredths(v.low), hundredths(v.likely), hundredths(v.high)]).collect()
            })
            .collect();
        let fours = bounds.iter().map(|row: &Vec<_>| row.len().div_ceil(4)).sum::<usize>();
        Self {
            steps: sample::steps(table.weights.len()),
            bounds,
            weights: vec![0; table.weights.len()],
            order: Vec::with_capacity(standing.len()),
            stride: u64::try_from(fours).unwrap_or_default(),
            standing,
        }
    }

    fn draw(&mut self, table: &Table, n: u64) {
        for ((weight, range), step) in self.weights.iter_mut().zip(&table.weights).zip(&self.steps) {
            *weight = u64::from(sample::between(range.low, range.likely, range.high, sample::even(*step, n)));
        }
        if self.weights.iter().all(|weight| *weight == 0) {
            self.weights.fill(1);
        }
        let mut place = n * self.stride;
        self.order.clear();
        for row in 0..self.standing.len() {
            let mut sum = 0;
            for (bounds, weights) in
                self.bounds.get(row).into_iter().flat_map(|b| b.chunks(4)).zip(self.weights.chunks(4))
            {
                let drawn = sample::mixed(place);
                place += 1;
                for ((bound, weight), at) in bounds.iter().zip(weights).zip(drawn) {
                    sum += u64::from(sample::between(bound[0], bound[1], bound[2], at)) * weight;
                }
            }
            self.order.push((sum, row));
        }
        self.order.sort_unstable_by(best_first);
    }

    fn order(&self) -> &[(u64, usize)] {
        &self.order
    }
}
