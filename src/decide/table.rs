//! The table of values, its weighted sums and the order they give.

use super::{Interval, Points, WeightRange, apportion};
use crate::order::Gather;
use serde::Serialize;
use std::cmp::Ordering;

/// Whether an alternative is in the running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It is ranked.
    Stands,
    /// It is valued for comparison, not ranked.
    Eliminated,
}

/// An alternative: one value for each criterion of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Whether it is ranked.
    pub standing: Standing,
    /// In the criteria's order.
    pub values: Vec<Interval>,
}

/// Alternatives by criteria, and what each criterion counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// One for each criterion.
    pub weights: Vec<WeightRange>,
    /// In the order that breaks ties: the earlier one goes first.
    pub alternatives: Vec<Alternative>,
    /// Criteria of which only the order was said, the most important first: of their weights, all that keep the order
    /// fit what was said. Empty where each weight has bounds of its own.
    pub order: Vec<usize>,
}

/// An alternative's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Its position in the table.
    pub alternative: usize,
    /// From 1; equal scores share a rank.
    pub rank: usize,
    /// The weighted mean of its values.
    pub score: Points,
    /// The points each criterion adds; they add up to the score.
    pub contributions: Vec<Points>,
    /// Another that stands, is nowhere worse and somewhere better: the best of such.
    pub dominated_by: Option<usize>,
}

impl Table {
    /// Each criterion's share of all weight in ten-thousandths, which add up. Where nothing counts, all count alike.
    pub fn shares(&self) -> Vec<u16> {
        let weights: Vec<u64> = self.likely_weights();
        apportion(&weights, 10_000).into_iter().map(|share| u16::try_from(share).unwrap_or_default()).gather()
    }

    /// What each criterion counts; all alike where nothing does.
    pub(super) fn likely_weights(&self) -> Vec<u64> {
        if self.weights.iter().all(|weight| weight.likely == 0) {
            return vec![1; self.weights.len()];
        }
        self.weights.iter().map(|weight| u64::from(weight.likely)).gather()
    }

    /// The score, as the place would show it, of any alternative, eliminated or not.
    pub fn score(&self, alternative: usize) -> Points {
        let weights = self.likely_weights();
        self.alternatives.get(alternative).map_or(Points::WORST, |a| mean(sum(a, &weights), &weights))
    }

    /// Those that stand, best first.
    pub fn ranking(&self) -> Vec<Placed> {
        let weights = self.likely_weights();
        let mut order: Vec<(u64, usize)> =
            self.standing().map(|(position, alternative)| (sum(alternative, &weights), position)).gather();
        crate::order::sort_by(&mut order, best_first);
        let mut rank = 0;
        let mut before = None;
        let mut placed = Vec::with_capacity(order.len());
        for (place, (sum, position)) in order.iter().enumerate() {
            if before != Some(*sum) {
                rank = place + 1;
                before = Some(*sum);
            }
            let score = mean(*sum, &weights);
            let parts: Vec<u64> =
                self.alternatives.get(*position).map(|a| weighted(a, &weights).gather()).unwrap_or_default();
            placed.push(Placed {
                alternative: *position,
                rank,
                score,
                contributions: apportion(&parts, u64::from(score.as_hundredths()))
                    .into_iter()
                    .map(|points| Points::hundredths(i64::try_from(points).unwrap_or_default()))
                    .gather(),
                dominated_by: order
                    .iter()
                    .map(|(_, other)| *other)
                    .find(|other| other != position && self.dominates(*other, *position)),
            });
        }
        placed
    }

    /// The first of those that stand.
    pub fn first(&self) -> Option<usize> {
        let weights = self.likely_weights();
        let sums = self.standing().map(|(position, alternative)| (sum(alternative, &weights), position));
        sums.min_by(best_first).map(|(_, position)| position)
    }

    /// Whether the first stays first wherever each value lies between what it is here and what it is there. Weights
    /// and who stands must be the same here and there.
    pub fn keeps_first(&self, there: &Self) -> bool {
        let weights = self.likely_weights();
        let pairs = || self.alternatives.iter().zip(&there.alternatives);
        if weights != there.likely_weights() || pairs().any(|(here, there)| here.standing != there.standing) {
            return false;
        }
        let Some(first) = self.first() else { return true };
        let bounds = |position: usize, least: bool| -> (u64, bool) {
            let (mut sum, mut same) = (0, true);
            if let Some((here, there)) = pairs().nth(position) {
                for ((here, there), weight) in here.values.iter().zip(&there.values).zip(&weights) {
                    let (here, there) = (here.likely, there.likely);
                    let bound = if least { here.min(there) } else { here.max(there) };
                    sum += u64::from(bound.as_hundredths()) * weight;
                    same &= here == there;
                }
            }
            (sum, same)
        };
        let (worst, fixed) = bounds(first, true);
        self.standing().map(|(position, _)| position).filter(|position| *position != first).all(|position| {
            let (best, same) = bounds(position, false);
            worst > best || (fixed && same)
        })
    }

    /// Each criterion's weighted lead of one alternative over another, with the criterion's place, the largest first.
    pub fn leads(&self, one: usize, other: usize) -> Option<Vec<(i64, usize)>> {
        let (one, other) = (self.alternatives.get(one)?, self.alternatives.get(other)?);
        let pairs = one.values.iter().zip(&other.values).zip(&self.weights).zip(0..);
        let mut leads: Vec<(i64, usize)> = pairs
            .map(|(((ours, theirs), weight), criterion)| {
                let ahead = i64::from(ours.likely.as_hundredths()) - i64::from(theirs.likely.as_hundredths());
                (ahead * i64::from(weight.likely), criterion)
            })
            .gather();
        crate::order::sort_by(&mut leads, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        Some(leads)
    }

    /// Those that stand, with their positions.
    pub(super) fn standing(&self) -> impl Iterator<Item = (usize, &Alternative)> {
        self.alternatives.iter().enumerate().filter(|(_, alternative)| alternative.standing == Standing::Stands)
    }

    fn dominates(&self, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.alternatives.get(one), self.alternatives.get(other)) else { return false };
        let pairs = || one.values.iter().zip(&other.values);
        pairs().all(|(a, b)| a.likely >= b.likely) && pairs().any(|(a, b)| a.likely > b.likely)
    }
}

fn weighted(alternative: &Alternative, weights: &[u64]) -> impl Iterator<Item = u64> {
    alternative.values.iter().zip(weights).map(|(value, weight)| u64::from(value.likely.as_hundredths()) * weight)
}

/// The weighted sum of an alternative's likely values: exact, and comparable within one table alone.
pub(super) fn sum(alternative: &Alternative, weights: &[u64]) -> u64 {
    weighted(alternative, weights).sum()
}

/// By falling sum; of equal ones the earlier first.
pub(super) fn best_first(a: &(u64, usize), b: &(u64, usize)) -> Ordering {
    b.0.cmp(&a.0).then(a.1.cmp(&b.1))
}

/// A weighted sum as points, rounded to the nearest hundredth.
pub(super) fn mean(sum: u64, weights: &[u64]) -> Points {
    let whole: u64 = weights.iter().sum::<u64>().max(1);
    Points::hundredths(i64::try_from((sum + whole / 2) / whole).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(weights: &[u32], rows: &[&[i64]]) -> Table {
        Table {
            weights: weights.iter().map(|w| WeightRange { low: *w, likely: *w, high: *w }).collect(),
            alternatives: rows
                .iter()
                .map(|row| Alternative {
                    standing: Standing::Stands,
                    values: row.iter().map(|v| Interval::exact(Points::whole(*v))).collect(),
                })
                .collect(),
            order: Vec::new(),
        }
    }

    #[test]
    fn the_weighted_mean_orders() {
        let table = table(&[1, 3], &[&[100, 0], &[0, 100], &[50, 50], &[0, 0]]);
        let ranking = table.ranking();
        let seen: Vec<_> = ranking.iter().map(|p| (p.alternative, p.rank, p.score.rounded())).collect();
        assert_eq!(seen, [(1, 1, 75), (2, 2, 50), (0, 3, 25), (3, 4, 0)]);
        assert_eq!(ranking[0].contributions, [Points::WORST, Points::whole(75)]);
        assert_eq!(ranking[3].dominated_by, Some(1));
        assert_eq!(table.shares(), [2500, 7500]);
    }

    #[test]
    fn equal_scores_share_a_rank_in_the_tables_order() {
        let table = table(&[1, 1], &[&[10, 20], &[90, 10], &[20, 10], &[10, 90]]);
        let seen: Vec<_> = table.ranking().iter().map(|p| (p.alternative, p.rank)).collect();
        assert_eq!(seen, [(1, 1), (3, 1), (0, 3), (2, 3)]);
    }

    #[test]
    fn where_nothing_counts_all_count_alike() {
        let table = table(&[0, 0], &[&[10, 20], &[40, 0]]);
        assert_eq!(table.ranking()[0].alternative, 1);
        assert_eq!(table.shares(), [5000, 5000]);
    }

    #[test]
    fn who_is_first_by_its_worst_values_stays_first() {
        let here = table(&[1, 1], &[&[80, 40], &[40, 60]]);
        // By the worst of its values 70 + 40 against 40 + 60: nothing between can put the other ahead.
        assert!(here.keeps_first(&table(&[1, 1], &[&[70, 50], &[40, 60]])));
        // First at both ends, and perhaps not between: 55 + 40 against 40 + 60.
        assert!(!here.keeps_first(&table(&[1, 1], &[&[55, 70], &[40, 60]])));
        assert!(!here.keeps_first(&table(&[1, 2], &[&[80, 40], &[40, 60]])), "the weights may pass others");
        // Level, but nothing moves.
        let level = table(&[1, 1], &[&[50, 50], &[50, 50]]);
        assert!(level.keeps_first(&level) && level.first() == Some(0));
        let mut fewer = level.clone();
        fewer.alternatives[1].standing = Standing::Eliminated;
        assert!(!level.keeps_first(&fewer));
    }

    #[test]
    fn an_eliminated_one_is_valued_and_not_ranked() {
        let mut table = table(&[1], &[&[90], &[40]]);
        table.alternatives[0].standing = Standing::Eliminated;
        assert_eq!(table.ranking().len(), 1);
        assert_eq!((table.ranking()[0].alternative, table.ranking()[0].rank), (1, 1));
        assert_eq!(table.score(0), Points::whole(90));
    }
}
