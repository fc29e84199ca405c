//! A platform's row: screened, then valued by every criterion, less what unmet needs take.

use super::bill::Machinery;
use super::context::Context;
use super::screen::{Deduction, Screened, screen};
use super::words::points;
use super::{Cell, CostEstimate, MatrixRow, bill, effort, graded, reach};
use crate::design::Criterion;
use crate::knowledge::{Platform, Why};

/// A platform with its values and what the asks make of it.
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
    let screened = screen(context, platform, &cost);
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
        .collect();
    Valued { row: MatrixRow { platform: platform.id, cells, cost }, screened }
}

/// Money, machines and hours of a platform.
fn costed(context: &Context, platform: &Platform) -> (CostEstimate, Machinery, Why) {
    let (mut cost, machinery) = bill::bill(context, platform);
    let (hours, hours_why) = effort::hours(context, platform, &machinery);
    cost.people_hours = hours;
    (cost, machinery, hours_why)
}

/// Takes in what it might cost otherwise; what is likely stays.
fn widen(cost: &mut CostEstimate, other: &CostEstimate) {
    let money = &mut cost.provider;
    (money.low, money.high) = (money.low.min(other.provider.low), money.high.max(other.provider.high));
    let ([low, _, high], [less, _, more]) = (&mut cost.nodes, other.nodes);
    (*low, *high) = ((*low).min(less), (*high).max(more));
    let ([low, _, high], [less, _, more]) = (&mut cost.people_hours, other.people_hours);
    (*low, *high) = ((*low).min(less), (*high).max(more));
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
