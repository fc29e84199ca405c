//! Open to argument: why not another, what would turn the result, and what moves it most.

use super::context::Context;
use super::matrix::Valued;
use super::outcome::name;
use super::weighing::MOST;
use super::words::{list, thousandths};
use super::{Measure, TippingPoint, TornadoBar, WhyNot};
use crate::decide::{Placed, Points, Table, Tipping, swings, tipping_points};
use crate::order::Gather;

/// How many criteria are named on either side.
const NAMED: usize = 3;

/// For those not first, the smallest change of one weight that puts them ahead.
pub(super) fn tipping(context: &Context, table: &Table, valued: &[Valued]) -> Vec<TippingPoint> {
    let measures = Measure::all(context.knowledge);
    let of = |tipping: Tipping| {
        let platform = valued.get(tipping.alternative)?.row.platform;
        let criterion = *measures.get(tipping.criterion)?;
        let text =
            format!("{} goes ahead once {}.", name(context.knowledge, platform), once(context, criterion, tipping));
        Some(TippingPoint { platform, criterion, from: tipping.from, to: tipping.to, text })
    };
    tipping_points(table, MOST).into_iter().filter_map(of).gather()
}

/// `ecosystem counts more than 6.2 of 10, against 5 now`.
fn once(context: &Context, criterion: Measure, tipping: Tipping) -> String {
    let more = tipping.to > tipping.from;
    // The last weight at which it is not yet ahead.
    let bound = if more { tipping.to - 1 } else { tipping.to + 1 };
    format!(
        "{} counts {} than {} of 10, against {} now",
        label(context, criterion),
        if more { "more" } else { "less" },
        thousandths(u64::from(bound)),
        thousandths(u64::from(tipping.from)),
    )
}

fn label(context: &Context, criterion: Measure) -> String {
    match criterion {
        Measure::Usual(_) => criterion.name(context.knowledge).to_ascii_lowercase(),
        Measure::Own(_) => format!("“{}”", criterion.name(context.knowledge)),
    }
}

/// How far each weight alone moves the result.
pub(super) fn tornado(context: &Context, table: &Table, valued: &[Valued]) -> Vec<TornadoBar> {
    let measures = Measure::all(context.knowledge);
    let platform = |row: usize| valued.get(row).map(|one| one.row.platform);
    swings(table)
        .into_iter()
        .filter_map(|swing| {
            Some(TornadoBar {
                criterion: *measures.get(swing.criterion)?,
                lead_low: swing.low.lead,
                lead_high: swing.high.lead,
                first_low: platform(swing.low.first)?,
                first_high: platform(swing.high.first)?,
            })
        })
        .gather()
}

/// Why a platform is not first; none for the first, and for one that is level with it.
pub(super) fn why_not(
    context: &Context,
    table: &Table,
    valued: &[Valued],
    first: &Placed,
    other: &Placed,
    tipping: &[TippingPoint],
) -> Option<WhyNot> {
    if other.rank == first.rank {
        return None;
    }
    let (winner, loser) = (valued.get(first.alternative)?.row.platform, valued.get(other.alternative)?.row.platform);
    let leads = leads(context, table, other, first)?;
    let wins_at: Vec<Measure> =
        leads.iter().filter(|(lead, _)| *lead > 0).take(NAMED).map(|(_, criterion)| *criterion).gather();
    let loses_at: Vec<Measure> =
        leads.iter().rev().filter(|(lead, _)| *lead < 0).take(NAMED).map(|(_, criterion)| *criterion).gather();
    let behind = i64::from(first.score.as_hundredths()) - i64::from(other.score.as_hundredths());
    let named =
        |criteria: &[Measure]| list(&criteria.iter().map(|criterion| label(context, *criterion)).gather(), "and");
    let but = if wins_at.is_empty() { String::new() } else { format!(", though it is ahead in {}", named(&wins_at)) };
    let turn = tipping
        .iter()
        .find(|tipping| tipping.platform == loser)
        .map_or_else(|| "No single weight puts it ahead.".to_owned(), |tipping| tipping.text.clone());
    let text = format!(
        "{} is {} points behind {}: it falls back in {}{but}. {turn}",
        name(context.knowledge, loser),
        Points::hundredths(behind),
        name(context.knowledge, winner),
        named(&loses_at),
    );
    Some(WhyNot { wins_at, loses_at, text })
}

/// Each criterion's weighted lead of one over the other, the largest first.
fn leads(context: &Context, table: &Table, one: &Placed, other: &Placed) -> Option<Vec<(i64, Measure)>> {
    let measures = Measure::all(context.knowledge);
    let leads = table.leads(one.alternative, other.alternative)?;
    Some(leads.into_iter().filter_map(|(lead, place)| Some((lead, *measures.get(place)?))).gather())
}
