//! What must hold for every table.

use super::{Alternative, Interval, Points, Standing, Table, WeightRange, firmness, tipping_points};
use crate::order::Gather;
use proptest::prelude::*;

const CRITERIA: usize = 5;

fn interval() -> impl Strategy<Value = Interval> {
    (0i64..=10_000, 0i64..3000).prop_map(|(likely, about)| Interval::about(Points::hundredths(likely), about))
}

fn weight() -> impl Strategy<Value = WeightRange> {
    (0u32..=10_000, 0u32..=100).prop_map(|(likely, per_cent)| WeightRange {
        low: likely - likely * per_cent / 100,
        likely,
        high: likely + likely * per_cent / 100,
    })
}

fn alternative() -> impl Strategy<Value = Alternative> {
    prop::collection::vec(interval(), CRITERIA).prop_map(|values| Alternative { standing: Standing::Stands, values })
}

fn table() -> impl Strategy<Value = Table> {
    (prop::collection::vec(weight(), CRITERIA), prop::collection::vec(alternative(), 2..8))
        .prop_map(|(weights, alternatives)| Table { weights, alternatives, order: Vec::new() })
}

fn order(table: &Table) -> Vec<usize> {
    table.ranking().iter().map(|placed| placed.alternative).gather()
}

fn place(table: &Table, alternative: usize) -> usize {
    order(table).iter().position(|other| *other == alternative).unwrap()
}

proptest! {
    #[test]
    fn raising_a_value_never_lowers_a_place(table in table(), row in 0usize..8, criterion in 0..CRITERIA, by in 0i64..5000) {
        let row = row % table.alternatives.len();
        let mut raised = table.clone();
        let value = &mut raised.alternatives[row].values[criterion];
        *value = value.changed_by(by);
        prop_assert!(place(&raised, row) <= place(&table, row));
        prop_assert!(raised.ranking()[place(&raised, row)].rank <= table.ranking()[place(&table, row)].rank);
    }

    #[test]
    fn another_alternative_never_reorders_the_rest(table in table(), extra in alternative()) {
        let mut larger = table.clone();
        larger.alternatives.push(extra);
        let added = table.alternatives.len();
        let rest: Vec<_> = order(&larger).into_iter().filter(|row| *row != added).gather();
        prop_assert_eq!(rest, order(&table));
        for row in 0..added {
            prop_assert_eq!(larger.score(row), table.score(row));
        }
    }

    #[test]
    fn eliminating_one_never_reorders_the_rest(table in table(), row in 0usize..8) {
        let row = row % table.alternatives.len();
        let mut fewer = table.clone();
        fewer.alternatives[row].standing = Standing::Eliminated;
        let rest: Vec<_> = order(&table).into_iter().filter(|other| *other != row).gather();
        prop_assert_eq!(order(&fewer), rest);
        prop_assert_eq!(fewer.score(row), table.score(row));
    }

    #[test]
    fn scaling_the_weights_changes_nothing(table in table(), factor in 1u32..50) {
        let mut scaled = table.clone();
        for weight in &mut scaled.weights {
            *weight = WeightRange { low: weight.low * factor, likely: weight.likely * factor, high: weight.high * factor };
        }
        prop_assert_eq!(scaled.ranking(), table.ranking());
        prop_assert_eq!(scaled.shares(), table.shares());
    }

    #[test]
    fn contributions_add_up_and_a_dominated_one_is_never_ahead(table in table()) {
        let ranking = table.ranking();
        for placed in &ranking {
            let sum: u32 = placed.contributions.iter().map(|points| u32::from(points.as_hundredths())).sum();
            prop_assert_eq!(sum, u32::from(placed.score.as_hundredths()));
            if let Some(better) = placed.dominated_by {
                let better = ranking.iter().find(|other| other.alternative == better).unwrap();
                prop_assert!(better.rank <= placed.rank);
            }
        }
    }

    #[test]
    fn acceptabilities_add_up(table in table()) {
        let firm = firmness(&table, 64);
        let rows = table.alternatives.len();
        for row in 0..rows {
            prop_assert_eq!(firm.counts[row].iter().sum::<u32>(), 64);
            let rank_sum: u32 = (0..rows).map(|other| firm.counts[other][row]).sum();
            prop_assert_eq!(rank_sum, 64);
            let shares: u32 = (0..rows).map(|other| u32::from(firm.acceptability[other][row])).sum();
            prop_assert_eq!(shares, 10_000);
            prop_assert_eq!(firm.confidence[row].is_some(), firm.central_weights[row].is_some());
            prop_assert_eq!(firm.confidence[row].is_some(), firm.counts[row][0] > 0);
            if let Some(central) = &firm.central_weights[row] {
                prop_assert_eq!(central.iter().map(|share| u32::from(*share)).sum::<u32>(), 10_000);
            }
        }
    }

    #[test]
    fn what_is_certain_is_accepted_wholly(mut table in table()) {
        for weight in &mut table.weights {
            *weight = WeightRange { low: weight.likely, likely: weight.likely, high: weight.likely };
        }
        for value in table.alternatives.iter_mut().flat_map(|alternative| &mut alternative.values) {
            *value = Interval::exact(value.likely);
        }
        let firm = firmness(&table, 16);
        for (rank, row) in order(&table).into_iter().enumerate() {
            prop_assert_eq!(firm.counts[row][rank], 16);
        }
    }

    #[test]
    fn a_tipping_point_flips_and_a_step_short_of_it_does_not(table in table()) {
        prop_assume!(table.weights.iter().any(|weight| weight.likely > 0));
        let first = order(&table)[0];
        for tipping in tipping_points(&table, 20_000) {
            let ahead = |weight: u32| {
                let mut changed = table.clone();
                changed.weights[tipping.criterion] = WeightRange { low: weight, likely: weight, high: weight };
                prop_assume!(changed.weights.iter().any(|weight| weight.likely > 0));
                Ok(place(&changed, tipping.alternative) < place(&changed, first))
            };
            prop_assert!(ahead(tipping.to)?);
            let short = if tipping.to > tipping.from { tipping.to - 1 } else { tipping.to + 1 };
            // One step short the two may be level, and then the table's order decides.
            let level = {
                let mut changed = table.clone();
                changed.weights[tipping.criterion] = WeightRange { low: short, likely: short, high: short };
                let weights = changed.likely_weights();
                let sum = |row: usize| super::table::sum(&changed.alternatives[row], &weights);
                sum(first) == sum(tipping.alternative)
            };
            prop_assert!(level || !ahead(short)?);
        }
    }
}

#[test]
fn a_known_table_is_as_firm_as_it_must_be() {
    // Two alternatives, each best at one criterion, both weights from 0 to 2: each comes first half of the time.
    let exact = |points| Interval::exact(Points::whole(points));
    let wide = WeightRange { low: 0, likely: 1000, high: 2000 };
    let row = |a, b| Alternative { standing: Standing::Stands, values: vec![exact(a), exact(b)] };
    let table = Table { weights: vec![wide, wide], alternatives: vec![row(100, 0), row(0, 100)], order: Vec::new() };
    let firm = firmness(&table, 4096);
    let share = firm.acceptability[0][0];
    assert!((4900..=5100).contains(&share), "{share}");
    let central = firm.central_weights[0].as_ref().unwrap();
    // Where a > b, b/a is even between 0 and 1, so the mean of a/(a+b) is ln 2, about 0.693.
    assert!((6800..=7000).contains(&central[0]), "{central:?}");
}

#[test]
fn an_order_alone_is_drawn_from_all_weightings_that_keep_it() {
    // The first criterion is the more important: its share is even between a half and one. An alternative that has 100
    // at it, against 60 at both, is first where 100·w > 60: in four fifths of the weightings.
    let exact = |points| Interval::exact(Points::whole(points));
    let row = |a, b| Alternative { standing: Standing::Stands, values: vec![exact(a), exact(b)] };
    let weight = |likely| WeightRange { low: likely, likely, high: likely };
    let table = Table {
        weights: vec![weight(7500), weight(2500)],
        alternatives: vec![row(100, 0), row(60, 60)],
        order: vec![0, 1],
    };
    let firm = firmness(&table, 4096);
    let share = firm.acceptability[0][0];
    assert!((7900..=8100).contains(&share), "{share}");
    let central = firm.central_weights[0].as_ref().unwrap();
    assert!((7900..=8100).contains(&central[0]), "{central:?}");
}

#[test]
fn confidence_is_the_share_of_values_at_the_central_weights() {
    // One criterion, so its weight is all there is: 40 to 60 against an exact 45 is first in three quarters.
    let table = Table {
        weights: vec![WeightRange { low: 1, likely: 1, high: 1 }],
        alternatives: vec![
            Alternative { standing: Standing::Stands, values: vec![Interval::about(Points::whole(50), 1000)] },
            Alternative { standing: Standing::Stands, values: vec![Interval::exact(Points::whole(45))] },
            Alternative { standing: Standing::Stands, values: vec![Interval::exact(Points::whole(10))] },
        ],
        order: Vec::new(),
    };
    let firm = firmness(&table, 10_000);
    let factors: Vec<_> = firm.confidence.iter().map(|factor| factor.unwrap_or_default()).gather();
    assert!((7200..=7800).contains(&factors[0]) && (2200..=2800).contains(&factors[1]), "{factors:?}");
    assert_eq!(firm.confidence[2], None);
}
