//! In which order items stand in their column, so that few links cross: sweeps by the median of the neighbours
//! (Gansner, Koutsofios, North and Vo, "A technique for drawing directed graphs", 1993), then swaps of neighbours.

use super::layers::Columns;
use crate::order::Gather;

/// Sweeps back and forth.
const SWEEPS: usize = 16;
/// Rounds of swaps, and items up to which they are made: beyond, sweeps have to do.
const ROUNDS: usize = 4;
const SWAPPED: usize = 1_500;

/// For each column its items' places, from the top.
pub(super) fn order(columns: &Columns) -> Vec<Vec<usize>> {
    let mut order: Vec<Vec<usize>> = columns.items.iter().map(|items| (0..items.len()).gather()).gather();
    let near = Near::of(columns);
    let mut best = order.clone();
    let mut fewest = crossings(columns, &order);
    let items: usize = order.iter().map(Vec::len).sum();
    for sweep in 0..SWEEPS {
        let backwards = sweep % 2 == 1;
        let count = order.len();
        for step in 1..count {
            let column = if backwards { count - 1 - step } else { step };
            let beside = if backwards { column + 1 } else { column - 1 };
            let Some(at) = order.get(beside).map(|beside| places(beside)) else { continue };
            let sides = if backwards { &near.after } else { &near.before };
            if let (Some(sides), Some(order)) = (sides.get(column), order.get_mut(column)) {
                by_median(order, sides, &at);
            }
        }
        if items <= SWAPPED {
            swap(&mut order, &near);
        }
        let now = crossings(columns, &order);
        if now < fewest {
            fewest = now;
            best.clone_from(&order);
        }
    }
    best
}

/// For each column and item the neighbours in the column before and in the one after.
struct Near {
    before: Vec<Vec<Vec<usize>>>,
    after: Vec<Vec<Vec<usize>>>,
}

impl Near {
    fn of(columns: &Columns) -> Self {
        let none = || columns.items.iter().map(|items| vec![Vec::new(); items.len()]).gather();
        let mut near = Self { before: none(), after: none() };
        for (column, joints) in columns.joints.iter().enumerate() {
            for &(from, to) in joints {
                if let Some(after) = near.after.get_mut(column).and_then(|items| items.get_mut(from)) {
                    after.push(to);
                }
                if let Some(before) = near.before.get_mut(column + 1).and_then(|items| items.get_mut(to)) {
                    before.push(from);
                }
            }
        }
        near
    }
}

/// Where each item stands.
fn places(order: &[usize]) -> Vec<usize> {
    let mut at = vec![0; order.len()];
    for (place, item) in order.iter().enumerate() {
        if let Some(at) = at.get_mut(*item) {
            *at = place;
        }
    }
    at
}

/// Sorts a column by the median place of each item's neighbours, in halves; those without keep theirs as a value.
fn by_median(order: &mut Vec<usize>, near: &[Vec<usize>], at: &[usize]) {
    let mut keyed: Vec<(usize, usize, usize)> = order
        .iter()
        .enumerate()
        .map(|(place, item)| {
            let mut beside = near.get(*item).into_iter().flatten().filter_map(|one| at.get(*one).copied()).gather();
            crate::order::sort(&mut beside);
            (median(&beside).unwrap_or(2 * place), place, *item)
        })
        .gather();
    crate::order::sort(&mut keyed);
    *order = keyed.into_iter().map(|(_, _, item)| item).gather();
}

/// Twice the median.
fn median(sorted: &[usize]) -> Option<usize> {
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    if sorted.len() % 2 == 1 {
        return Some(2 * upper);
    }
    Some(upper + sorted.get(half.checked_sub(1)?)?)
}

/// Swaps neighbours in a column where that leaves fewer crossings on both sides.
fn swap(order: &mut [Vec<usize>], near: &Near) {
    for _ in 0..ROUNDS {
        let mut better = false;
        for column in 0..order.len() {
            let before = column.checked_sub(1).and_then(|c| order.get(c)).map(|o| places(o)).unwrap_or_default();
            let after = order.get(column + 1).map(|o| places(o)).unwrap_or_default();
            let Some(items) = order.get_mut(column) else { continue };
            for place in 1..items.len() {
                let (Some(&upper), Some(&lower)) = (items.get(place - 1), items.get(place)) else { continue };
                let cost = |first: usize, second: usize| {
                    let side = |near: &Vec<Vec<Vec<usize>>>, at: &[usize]| {
                        let of = |item: usize| near.get(column).and_then(|items| items.get(item));
                        crossed(of(first), of(second), at)
                    };
                    side(&near.before, &before) + side(&near.after, &after)
                };
                if cost(lower, upper) < cost(upper, lower) {
                    items.swap(place - 1, place);
                    better = true;
                }
            }
        }
        if !better {
            return;
        }
    }
}

/// How often the links of two items cross, the first standing above.
fn crossed(first: Option<&Vec<usize>>, second: Option<&Vec<usize>>, at: &[usize]) -> usize {
    let places = |of: Option<&Vec<usize>>| of.into_iter().flatten().filter_map(|one| at.get(*one).copied()).gather();
    let (first, second): (Vec<usize>, Vec<usize>) = (places(first), places(second));
    first.iter().map(|one| second.iter().filter(|other| *other < one).count()).sum()
}

/// How many pairs of links cross: inversions, counted with a tree of sums (Barth, Mutzel and Jünger, 2004).
pub(super) fn crossings(columns: &Columns, order: &[Vec<usize>]) -> usize {
    let mut sum = 0;
    for (column, joints) in columns.joints.iter().enumerate() {
        let (Some(here), Some(next)) = (order.get(column), order.get(column + 1)) else { continue };
        let (here, next) = (places(here), places(next));
        let place = |places: &[usize], item: usize| places.get(item).copied().unwrap_or_default();
        let mut ends: Vec<(usize, usize)> =
            joints.iter().map(|(from, to)| (place(&here, *from), place(&next, *to))).gather();
        crate::order::sort(&mut ends);
        let mut tree = vec![0_usize; next.len() + 1];
        for (seen, (_, to)) in ends.iter().enumerate() {
            // Those already there whose end lies at this place or above it.
            let mut above = 0;
            let mut at = to + 1;
            while at > 0 {
                above += tree.get(at).copied().unwrap_or_default();
                at &= at - 1;
            }
            sum += seen - above;
            let mut at = to + 1;
            while let Some(count) = tree.get_mut(at) {
                *count += 1;
                at += at & at.wrapping_neg();
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::layers::columns;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_links_that_cross_are_untangled() {
        let columns = columns(4, &[(0, 3), (1, 2)]);
        let plain: Vec<Vec<usize>> = columns.items.iter().map(|items| (0..items.len()).collect()).collect();
        assert_eq!(crossings(&columns, &plain), 1);
        assert_eq!(crossings(&columns, &order(&columns)), 0);
    }

    proptest! {
        #[test]
        fn crossings_are_those_one_counts_pair_by_pair(links in prop::collection::vec((0_usize..14, 0_usize..14), 0..40)) {
            let columns = columns(14, &links);
            let order = order(&columns);
            let mut slow = 0;
            for (column, joints) in columns.joints.iter().enumerate() {
                let at = |column: usize, item: usize| order[column].iter().position(|one| *one == item).unwrap();
                for (index, one) in joints.iter().enumerate() {
                    for other in &joints[index + 1..] {
                        let from = at(column, one.0).cmp(&at(column, other.0));
                        let to = at(column + 1, one.1).cmp(&at(column + 1, other.1));
                        slow += usize::from(from.is_ne() && to.is_ne() && from != to);
                    }
                }
            }
            prop_assert_eq!(crossings(&columns, &order), slow);
            let plain: Vec<Vec<usize>> = columns.items.iter().map(|items| (0..items.len()).collect()).collect();
            prop_assert!(slow <= crossings(&columns, &plain));
        }
    }
}
