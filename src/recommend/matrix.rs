//! A platform's row: screened, then valued by every criterion, less what unmet needs take.

use super::bill::Machinery;
use super::context::Context;
use super::screen::{Deduction, Screened, screen};
use super::words::{dollars, points};
use super::{Cell, CostEstimate, MatrixRow, MoneyRange, bill, capacity, effort, graded, reach};
use crate::design::Criterion;
use crate::knowledge::{Platform, Why};
use crate::order::Gather;
use crate::units::Money;

/// A platform with its values and what the asks make of it.
#[derive(Clone)]
pub(super) struct Valued {
    pub(super) row: MatrixRow,
    pub(super) screened: Screened,
}

/// Values a platform.
pub(super) fn value(context: &Context, platform: &Platform) -> Valued {
    let (mut cost, machinery, hours_why) = costed(context, platform);
    let regions = context.resolved.regions;
    for regions in [regions.low, regions.high] {
        if regions != context.load.regions {
            let load = context.load.in_regions(regions);
            let there = Context { load: &load, asks: Vec::new(), ..*context };
            widen(&mut cost, &costed(&there, platform).0);
        }
    }
    // After that, or the hours of other regions would count as free.
    cost.people = people(context, &mut cost);
    let mut screened = screen(context, platform, &cost);
    capacity::screen(context, platform, &cost, &machinery, &mut screened);
    screened.in_order();
    let cells = context
        .knowledge
        .criteria
        .iter()
        .map(|criterion| {
            let mut cell = match criterion.id {
                Criterion::Scalability => reach::reach(context, criterion, platform, &machinery),
                Criterion::LowOverhead => effort::overhead(context, criterion, &cost, &hours_why),
                Criterion::Cost => bill::cost(context, criterion, &cost),
                _ => graded::graded(context, criterion, platform),
            };
            for deduction in screened.deductions.get(&criterion.id).into_iter().flatten() {
                deduct(context, &mut cell, deduction);
            }
            cell
        })
        .gather();
    Valued { row: MatrixRow { platform: platform.id.into(), cells, cost }, screened }
}

/// Money and hours that a person says, and what the hours cost.
pub(super) fn costed_by_hand(context: &Context, provider: MoneyRange, hours: Option<u32>, why: Why) -> CostEstimate {
    let mut cost = CostEstimate { provider, people_hours: [hours.unwrap_or(0); 3], why, ..CostEstimate::default() };
    if hours.is_some() {
        cost.people = people(context, &mut cost);
    }
    cost
}

/// What the hours cost by the rate that was said, or the assumed one.
fn people(context: &Context, cost: &mut CostEstimate) -> MoneyRange {
    let said = context.design.decision.hour_rate;
    let rate = said.map_or(context.method.rate, u64::from);
    let [low, likely, high] = cost.people_hours.map(|hours| Money::dollars(u64::from(hours).saturating_mul(rate)));
    let whose = if said.is_some() { "you said" } else { "is assumed" };
    let text = format!(
        "Apart from that, {} hours of people at ${rate}, which {whose}: {} a month.",
        cost.people_hours.get(1).copied().unwrap_or_default(),
        dollars(likely)
    );
    cost.why.because(text, said.is_none().then_some(&context.method.facts.rate));
    MoneyRange { low, likely, high }
}

/// Money, machines and hours of a platform.
fn costed(context: &Context, platform: &Platform) -> (CostEstimate, Machinery, Why) {
    let (mut cost, machinery) = bill::bill(context, platform);
    let (hours, hours_why) = effort::hours(context, platform, &machinery);
    cost.people_hours = hours;
    (cost, machinery, hours_why)
}

/// Takes in what it might cost otherwise; what is likely stays.
pub(super) fn widen(cost: &mut CostEstimate, other: &CostEstimate) {
    let money = &mut cost.provider;
    (money.low, money.high) = (money.low.min(other.provider.low), money.high.max(other.provider.high));
    let ([low, _, high], [less, _, more]) = (&mut cost.nodes, other.nodes);
    (*low, *high) = ((*low).min(less), (*high).max(more));
    let ([low, _, high], [less, _, more]) = (&mut cost.people_hours, other.people_hours);
    (*low, *high) = ((*low).min(less), (*high).max(more));
    let (people, than) = (&mut cost.people, other.people);
    (people.low, people.high) = (people.low.min(than.low), people.high.max(than.high));
}

fn deduct(context: &Context, cell: &mut Cell, deduction: &Deduction) {
    let less = |points: crate::decide::Points| points.changed_by(-deduction.hundredths);
    cell.value.low = less(cell.value.low);
    if !deduction.risk_only {
        cell.value.likely = less(cell.value.likely);
        cell.value.high = less(cell.value.high);
    }
    let which = if deduction.risk_only { "Perhaps less" } else { "Less" };
    let text = format!("{which} {} points: {}", points(deduction.hundredths), deduction.text);
    cell.why.because(text, [&deduction.fact, &context.method.facts.needs]);
}
