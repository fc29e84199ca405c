//! The price below which no set of nodes can be enough. A price is put on every row of what is needed so that no offer
//! is worth more than it costs; then all that is needed together costs at least what it is worth. Good prices are found
//! by the simplex method in fixed point; whether they are sound is checked in whole numbers, so rounding costs a little
//! of the bound and never its truth.

use super::needs::{Needs, Row};

/// 1 in fixed point.
const ONE: i128 = 1 << 36;
/// Steps of the simplex method.
const MOST_PIVOTS: usize = 400;

/// The least price, in billionths of a dollar an hour, of offers of these prices that meet the needs; none where
/// nothing does.
pub(super) fn bound(needs: &Needs, prices: &[u128]) -> u128 {
    if needs.rows.iter().all(|row| row.demand <= 0) {
        return 0;
    }
    // Of whatever stands, one offer is the dearest: each is taken to be that one in turn.
    let mut dearest: Vec<u128> = prices.to_vec();
    crate::order::sort(&mut dearest);
    dearest.dedup();
    let least = dearest.first().copied().unwrap_or(0);
    let mut best: Option<u128> = None;
    for most in dearest {
        let used: Vec<bool> = prices.iter().map(|price| *price <= most).collect();
        let Some(whole) = covering(&needs.rows, prices, &used) else { continue };
        let nodes = u128::from(needs.nodes);
        // Without the dearest nodes the others still do.
        let without_nodes = if needs.nodes > 0 {
            whole.saturating_add(most).saturating_add(least.saturating_mul(nodes - 1))
        } else {
            whole
        };
        let zones = u128::try_from(needs.zones).unwrap_or(1);
        let without_zone = if zones > 1 { whole.saturating_mul(zones) / (zones - 1) } else { whole };
        let this = without_nodes.max(without_zone);
        if best.is_none_or(|best| this < best) {
            best = Some(this);
        }
    }
    best.unwrap_or(0)
}

/// The least price of fractions of the offers in use that cover all rows; none where one cannot be covered.
fn covering(rows: &[Row], prices: &[u128], used: &[bool]) -> Option<u128> {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.demand > 0).collect();
    let offers: Vec<usize> = (0..prices.len()).filter(|at| used.get(*at) == Some(&true)).collect();
    let supply = |row: &Row, offer: usize| row.supply.get(offer).copied().unwrap_or(0).max(0);
    if rows.iter().any(|row| offers.iter().all(|offer| supply(row, *offer) == 0)) {
        return None;
    }
    let price = |offer: usize| i128::try_from(prices.get(offer).copied().unwrap_or(0)).unwrap_or(i128::MAX);
    // Shares of the demand that one node covers, rounded up: an offer seems worth rather more. Nodes come whole, so one
    // that has more than all of it covers all of it and no more.
    let share = |row: &Row, offer: usize| (supply(row, offer).min(row.demand) * ONE + row.demand - 1) / row.demand;
    let table: Vec<Vec<i128>> =
        offers.iter().map(|offer| rows.iter().map(|row| share(row, *offer)).collect()).collect();
    let limits: Vec<i128> = offers.iter().map(|offer| price(*offer)).collect();
    let worth = simplex(&table, &limits, rows.len());
    // By how much too dear the dearest-valued offer is.
    let mut scale = (1_i128, 1_i128);
    for (shares, limit) in table.iter().zip(&limits) {
        let value: i128 = shares.iter().zip(&worth).map(|(share, worth)| share * worth).sum();
        let limit = limit * ONE;
        if value > limit && (limit >> 30) * scale.1 < scale.0 * ((value >> 30) + 1) {
            scale = (limit >> 30, (value >> 30) + 1);
        }
    }
    let sum: i128 = worth.iter().sum();
    u128::try_from(sum.checked_mul(scale.0).map_or_else(|| sum / scale.1 * scale.0, |all| all / scale.1)).ok()
}

/// Worths of the rows, each not below nothing, whose sum is as large as can be while no offer's shares of them are worth
/// more than its limit.
fn simplex(table: &[Vec<i128>], limits: &[i128], rows: usize) -> Vec<i128> {
    let offers = table.len();
    // A slack for each offer begins as what is basic.
    let mut body: Vec<Vec<i128>> = table
        .iter()
        .enumerate()
        .map(|(at, shares)| {
            shares.iter().copied().chain((0..offers).map(|slack| if slack == at { ONE } else { 0 })).collect()
        })
        .collect();
    let mut right: Vec<i128> = limits.to_vec();
    let mut gains: Vec<i128> = (0..rows + offers).map(|at| if at < rows { ONE } else { 0 }).collect();
    let mut basic: Vec<usize> = (rows..rows + offers).collect();
    for _ in 0..MOST_PIVOTS {
        // The first that gains: slower than the one that gains most, and never in a circle.
        let Some(column) = gains.iter().position(|gain| *gain > 1 << 4) else { break };
        let at = |row: usize, body: &[Vec<i128>]| body.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0);
        let mut leaving: Option<(usize, i128, i128)> = None;
        for row in 0..offers {
            let (pivot, limit) = (at(row, &body), right.get(row).copied().unwrap_or(0));
            // Small pivots are mostly rounding.
            if pivot <= ONE >> 20 {
                continue;
            }
            if leaving.is_none_or(|(_, best_pivot, best)| limit * best_pivot < best * pivot) {
                leaving = Some((row, pivot, limit));
            }
        }
        let Some((row, pivot, limit)) = leaving else { break };
        let line: Vec<i128> = body.get(row).into_iter().flatten().map(|value| over(*value, pivot)).collect();
        let share = over(limit, pivot);
        for (other, values) in body.iter_mut().enumerate() {
            let factor = values.get(column).copied().unwrap_or(0);
            if other == row || factor == 0 {
                continue;
            }
            for (value, one) in values.iter_mut().zip(&line) {
                *value = held(*value - times(factor, *one));
            }
            if let Some(value) = right.get_mut(other) {
                *value = held(*value - times(factor, share)).max(0);
            }
        }
        let factor = gains.get(column).copied().unwrap_or(0);
        for (value, one) in gains.iter_mut().zip(&line) {
            *value = held(*value - times(factor, *one));
        }
        if let Some(values) = body.get_mut(row) {
            *values = line;
        }
        if let Some(value) = right.get_mut(row) {
            *value = share;
        }
        if let Some(value) = basic.get_mut(row) {
            *value = column;
        }
    }
    let mut worth = vec![0; rows];
    for (variable, value) in basic.iter().zip(&right) {
        if let Some(worth) = worth.get_mut(*variable) {
            *worth = (*value).max(0);
        }
    }
    worth
}

/// Numbers are held where products of two still fit.
fn held(value: i128) -> i128 {
    value.clamp(-(1 << 62), 1 << 62)
}

fn times(one: i128, other: i128) -> i128 {
    held(one) * held(other) / ONE
}

fn over(one: i128, other: i128) -> i128 {
    held(held(one) * ONE / other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn needs(rows: &[(i128, &[i128])], nodes: u32, zones: i128) -> Needs {
        let rows = rows.iter().map(|(demand, supply)| Row { demand: *demand, supply: supply.to_vec() }).collect();
        Needs { rows, nodes, zones, hopeless: Vec::new() }
    }

    #[test]
    fn one_row_is_covered_by_the_best_value() {
        // 100 of something at 10 for 4 or 3 for 1: a third each.
        let bound = bound(&needs(&[(100, &[4, 3])], 0, 1), &[10_000_000, 1_000_000]);
        assert!((33_000_000..=33_333_334).contains(&bound), "{bound}");
    }

    #[test]
    fn two_rows_need_a_mixture() {
        // One has much of the first, one much of the second: a price of 1 each buys 4 of one and 1 of the other.
        let bound = bound(&needs(&[(100, &[4, 1]), (100, &[1, 4])], 0, 1), &[1_000_000_000; 2]);
        assert!((39_990_000_000..=40_000_000_000).contains(&bound), "{bound}");
    }

    #[test]
    fn what_is_to_be_survived_is_paid_for() {
        let rows: &[(i128, &[i128])] = &[(100, &[10])];
        let price = &[1_000_000_000];
        let about = |bound: u128| (bound + 5_000_000) / 10_000_000;
        assert_eq!(about(bound(&needs(rows, 0, 1), price)), 1000);
        assert_eq!(about(bound(&needs(rows, 1, 1), price)), 1100);
        assert_eq!(about(bound(&needs(rows, 2, 3), price)), 1500);
    }

    proptest! {
        /// Whatever meets the needs costs at least the bound.
        #[test]
        fn nothing_that_may_do_is_cheaper(
            demands in proptest::collection::vec(1_i128..5_000, 1..4),
            supplies in proptest::collection::vec((proptest::collection::vec(0_i128..900, 4), 1_u128..3_000_000_000), 1..5),
            counts in proptest::collection::vec(0_u32..9, 5),
            nodes in 0_u32..3, zones in 1_i128..4,
        ) {
            let rows = demands.iter().enumerate().map(|(at, demand)| Row {
                demand: *demand,
                supply: supplies.iter().map(|(supply, _)| supply[at]).collect(),
            });
            let needs = Needs { rows: rows.collect(), nodes, zones, hopeless: Vec::new() };
            let prices: Vec<u128> = supplies.iter().map(|(_, price)| *price).collect();
            let counts = &counts[..prices.len()];
            if needs.may_do(counts) {
                let cost: u128 = counts.iter().zip(&prices).map(|(count, price)| u128::from(*count) * price).sum();
                prop_assert!(bound(&needs, &prices) <= cost);
            }
        }
    }
}
