//! Combinations of offers that may do by the needs alone.

use super::needs::Needs;
use super::plan::Plan;
use std::collections::BTreeSet;

/// The most nodes of one offer that are thought of.
const MOST_NODES: u32 = 20_000;
/// Numbers of the first of two offers that are looked at, when there are more.
const STEPS: u32 = 48;
/// Combinations that are looked at before it is too much.
const MOST_VISITED: u32 = 400_000;
/// Combinations that are worth trying one by one.
const MOST_CHEAPER: usize = 4_000;

/// Single offers and pairs of them, each with the fewest nodes that may do.
pub(super) fn mixtures(needs: &Needs, prices: &[u128], offers: &[usize]) -> Vec<Vec<u32>> {
    let mut all: BTreeSet<Vec<u32>> = BTreeSet::new();
    let blank = vec![0; prices.len()];
    for first in offers {
        let single = fewest(needs, &blank, *first);
        if let Some(number) = single {
            all.insert(with(&blank, *first, number));
        }
        // Without an end of its own, the other one does the rest.
        let most = single.unwrap_or(MOST_NODES).min(MOST_NODES);
        let stride = (most / STEPS).max(1);
        for second in offers.iter().filter(|second| *second != first) {
            let mut number = 1;
            while number < most {
                let base = with(&blank, *first, number);
                if let Some(rest) = fewest(needs, &base, *second).filter(|rest| *rest > 0) {
                    all.insert(with(&base, *second, rest));
                }
                // Every number near both ends, some in between.
                number += if number < 6 || most - number < 6 { 1 } else { stride };
            }
        }
    }
    all.into_iter().collect()
}

fn with(counts: &[u32], at: usize, number: u32) -> Vec<u32> {
    let mut counts = counts.to_vec();
    if let Some(count) = counts.get_mut(at) {
        *count = number;
    }
    counts
}

/// The fewest nodes of an offer that may do together with others.
fn fewest(needs: &Needs, others: &[u32], at: usize) -> Option<u32> {
    if needs.may_do(others) {
        return Some(0);
    }
    let mut high = 1;
    while !needs.may_do(&with(others, at, high)) {
        if high >= MOST_NODES {
            return None;
        }
        high *= 2;
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low.midpoint(high);
        if needs.may_do(&with(others, at, middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

/// Every combination that may do and is cheaper than a price; none when there are too many to look through.
pub(super) fn cheaper(needs: &Needs, prices: &[u128], than: u128) -> Option<Vec<Vec<u32>>> {
    let mut order: Vec<usize> = (0..prices.len()).collect();
    let price = |at: usize| prices.get(at).copied().unwrap_or(0);
    crate::order::sort_by(&mut order, |one, other| price(*other).cmp(&price(*one)).then(one.cmp(other)));
    let mut walk =
        Walk { needs, prices, order, than, counts: vec![0; prices.len()], visited: 0, found: Vec::new(), much: false };
    walk.from(0, 0);
    (!walk.much).then_some(walk.found)
}

struct Walk<'a> {
    needs: &'a Needs,
    prices: &'a [u128],
    /// Offers, the dearest first.
    order: Vec<usize>,
    than: u128,
    counts: Vec<u32>,
    visited: u32,
    found: Vec<Vec<u32>>,
    much: bool,
}

impl Walk<'_> {
    fn from(&mut self, depth: usize, spent: u128) {
        self.visited += 1;
        if self.visited > MOST_VISITED || self.found.len() > MOST_CHEAPER {
            self.much = true;
        }
        if self.much || !self.can_still(depth, spent) {
            return;
        }
        let Some(at) = self.order.get(depth).copied() else {
            if self.needs.may_do(&self.counts) {
                self.found.push(self.counts.clone());
            }
            return;
        };
        let price = self.prices.get(at).copied().unwrap_or(0).max(1);
        let mut total = spent;
        let mut number = 0;
        while total < self.than && !self.much {
            if let Some(count) = self.counts.get_mut(at) {
                *count = number;
            }
            self.from(depth + 1, total);
            number += 1;
            total += price;
        }
        if let Some(count) = self.counts.get_mut(at) {
            *count = 0;
        }
    }

    /// Whether what is left of the money can buy what is missing of each row, were it bought by the fraction.
    fn can_still(&self, depth: usize, spent: u128) -> bool {
        let left = self.than.saturating_sub(spent);
        let rest = self.order.get(depth..).unwrap_or_default();
        self.needs.rows.iter().all(|row| {
            let has: i128 = row.supply.iter().zip(&self.counts).map(|(each, count)| each * i128::from(*count)).sum();
            let missing = u128::try_from(row.demand - has).unwrap_or(0);
            missing == 0
                || rest.iter().any(|at| {
                    let each = row.supply.get(*at).map_or(0, |each| u128::try_from(*each).unwrap_or(0));
                    let price = self.prices.get(*at).copied().unwrap_or(0).max(1);
                    each.saturating_mul(left) >= missing.saturating_mul(price)
                })
        })
    }
}

/// The most nodes and zones whose every layout is looked at.
const LAID_NODES: u32 = 8;
const LAID_ZONES: usize = 4;
/// The most layouts of one combination.
const MOST_LAYOUTS: usize = 400;

/// The even layout, and of few nodes all others, without those that only rename zones.
pub(super) fn layouts(even: &Plan) -> Vec<Plan> {
    let zones = even.counts.first().map_or(0, Vec::len);
    let mut all = vec![even.clone()];
    if !(2..=LAID_ZONES).contains(&zones) || even.nodes() > LAID_NODES {
        return all;
    }
    let mut seen = BTreeSet::from([columns(even)]);
    let mut partial: Vec<Vec<Vec<u32>>> = vec![Vec::new()];
    for number in even.totals() {
        let splits = splits(number, zones);
        partial = partial
            .iter()
            .flat_map(|rows| {
                splits.iter().map(|row| {
                    let mut rows = rows.clone();
                    rows.push(row.clone());
                    rows
                })
            })
            .take(MOST_LAYOUTS * 8)
            .collect();
    }
    for counts in partial {
        let plan = Plan { counts };
        if seen.insert(columns(&plan)) && all.len() < MOST_LAYOUTS {
            all.push(plan);
        }
    }
    all
}

/// The zones as a set, whatever their names.
fn columns(plan: &Plan) -> Vec<Vec<u32>> {
    let zones = plan.counts.first().map_or(0, Vec::len);
    let column = |zone: usize| plan.counts.iter().map(|row| row.get(zone).copied().unwrap_or(0)).collect();
    let mut columns: Vec<Vec<u32>> = (0..zones).map(column).collect();
    crate::order::sort(&mut columns);
    columns
}

/// All ways to part a number into so many places.
fn splits(number: u32, places: usize) -> Vec<Vec<u32>> {
    if places <= 1 {
        return vec![vec![number]];
    }
    (0..=number)
        .flat_map(|first| {
            splits(number - first, places - 1).into_iter().map(move |rest| std::iter::once(first).chain(rest).collect())
        })
        .collect()
}
