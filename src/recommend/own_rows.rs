//! What a design adds to the matrix: a column for each criterion of its own, a row for each alternative of its own.
//! What nobody has valued may be anything, and counts in the middle until somebody does.

use super::context::Context;
use super::matrix::{Valued, costed_by_hand};
use super::named::MOST_OWN;
use super::screen::Screened;
use super::{Candidate, Cell, MatrixRow, Measure, MoneyRange, Reading, bill, effort};
use crate::decide::{Interval, Points};
use crate::design::{Criterion, OwnAlternative};
use crate::knowledge::Why;
use crate::order::Gather;
use crate::units::Money;

/// Adds the cells of the design's own criteria to every row, and the rows of its own alternatives.
pub(super) fn add(context: &Context, valued: &mut Vec<Valued>) {
    let own: Vec<Measure> =
        Measure::all(context.knowledge).into_iter().filter(|measure| measure.usual().is_none()).gather();
    for one in valued.iter_mut() {
        one.row.cells.extend(own.iter().map(|measure| unvalued(*measure)));
    }
    for (position, alternative) in (0u8..).zip(context.design.decision.alternatives.iter().take(MOST_OWN)) {
        valued.push(row(context, position, alternative));
    }
}

fn row(context: &Context, position: u8, alternative: &OwnAlternative) -> Valued {
    let mut why = Why::default();
    let provider = alternative.dollars_a_month.map(Money::dollars);
    let money = provider.unwrap_or_default();
    if alternative.dollars_a_month.is_some() {
        why.because("What it costs is what you say.", []);
    }
    let hours = alternative.hours_a_month;
    let cost = costed_by_hand(context, MoneyRange { low: money, likely: money, high: money }, hours, why);
    let cells = Measure::all(context.knowledge)
        .into_iter()
        .map(|measure| {
            let info = measure.usual().and_then(|criterion| context.knowledge.criterion(criterion));
            match (measure.usual(), info) {
                (Some(Criterion::Cost), Some(info)) if provider.is_some() => said(bill::cost(context, info, &cost)),
                (Some(Criterion::LowOverhead), Some(info)) if hours.is_some() => {
                    said(effort::overhead(context, info, &cost, &Why::default()))
                }
                _ => unvalued(measure),
            }
        })
        .gather();
    Valued { row: MatrixRow { platform: Candidate::Own(position), cells, cost }, screened: Screened::default() }
}

/// A value that is worked out from what a person says.
fn said(cell: Cell) -> Cell {
    Cell { own: Some("It follows from what you say.".to_owned()), ..cell }
}

/// A value that nobody has given.
fn unvalued(criterion: Measure) -> Cell {
    let mut why = Why::default();
    why.because("Nobody has valued this: it may be anything from 0 to 100.", []);
    Cell {
        criterion,
        value: Interval { low: Points::WORST, likely: Points::whole(50), high: Points::BEST },
        text: "Nobody has valued this.".to_owned(),
        why,
        read: Reading::Nothing,
        own: None,
    }
}
