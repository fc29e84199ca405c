//! What moves a result most: each weight alone at the ends of what was meant, the others as said.

use super::Table;
use super::table::{best_first, mean, sum};
use crate::order::Gather;
use serde::Serialize;

/// The result at one end of a weight's range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SwingEnd {
    /// Who is first there.
    pub first: usize,
    /// How far the present first leads the best other there, in hundredths of a point; below zero when it is behind.
    pub lead: i64,
}

/// How far one weight moves the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Swing {
    /// The criterion whose weight moves.
    pub criterion: usize,
    /// With the least weight that was meant.
    pub low: SwingEnd,
    /// With the most.
    pub high: SwingEnd,
}

/// The swing of every criterion, the widest first; empty where there are not two to compare.
pub fn swings(table: &Table) -> Vec<Swing> {
    let likely = table.likely_weights();
    let end = |weights: &[u64]| {
        let mut order: Vec<(u64, usize)> = table.standing().map(|(row, one)| (sum(one, weights), row)).gather();
        crate::order::sort_by(&mut order, best_first);
        order
    };
    let now = end(&likely);
    let [(_, ours), _, ..] = now.as_slice() else { return Vec::new() };
    let at = |criterion: usize, weight: u32| {
        let mut weights = likely.clone();
        if let Some(place) = weights.get_mut(criterion) {
            *place = u64::from(weight);
        }
        if weights.iter().all(|weight| *weight == 0) {
            weights.fill(1);
        }
        let order = end(&weights);
        let of = |wanted: bool| order.iter().find(|(_, row)| (row == ours) == wanted).map_or(0, |(sum, _)| *sum);
        let points = |sum: u64| i64::from(mean(sum, &weights).as_hundredths());
        let first = order.first().map_or(*ours, |(_, row)| *row);
        SwingEnd { first, lead: points(of(true)) - points(of(false)) }
    };
    let mut swings: Vec<Swing> = table
        .weights
        .iter()
        .enumerate()
        .map(|(criterion, range)| Swing { criterion, low: at(criterion, range.low), high: at(criterion, range.high) })
        .gather();
    crate::order::sort_by_key(&mut swings, |swing| {
        (std::cmp::Reverse(swing.low.lead.abs_diff(swing.high.lead)), swing.criterion)
    });
    swings
}

#[cfg(test)]
mod tests {
    use super::super::{Alternative, Interval, Points, Standing, WeightRange};
    use super::*;

    #[test]
    fn the_widest_swing_comes_first_and_shows_who_wins_there() {
        let row = |values: [i64; 3]| Alternative {
            standing: Standing::Stands,
            values: values.map(|value| Interval::exact(Points::whole(value))).to_vec(),
        };
        let wide = WeightRange { low: 0, likely: 1000, high: 4000 };
        let sure = WeightRange { low: 1000, likely: 1000, high: 1000 };
        let table = Table {
            weights: vec![sure, wide, wide],
            alternatives: vec![row([80, 20, 50]), row([10, 80, 50])],
            ..Table::default()
        };
        // 150 to 140 of 300 now; without the second criterion 130 to 60 of 200, with four times of it 210 to 380 of 600.
        let swings = swings(&table);
        assert_eq!(swings.iter().map(|swing| swing.criterion).collect::<Vec<_>>(), [1, 2, 0]);
        assert_eq!(swings[0].low, SwingEnd { first: 0, lead: 3500 });
        assert_eq!((swings[0].high.first, swings[0].high.lead), (1, 3500 - 6333));
        assert_eq!(swings[2].low, swings[2].high);
        assert_eq!(super::swings(&Table::default()), []);
    }
}
