//! Low overhead: the hours a platform takes over the hours that those who run it have.

use super::bill::Machinery;
use super::context::Context;
use super::words::{grouped, operation, thousandths};
use super::{Cell, CostEstimate, Reading};
use crate::decide::{Interval, Points};
use crate::design::Operation;
use crate::knowledge::{CriterionInfo, Platform, Why};

/// Hours a month for this design: low, likely, high, and how they come about.
pub(super) fn hours(context: &Context, platform: &Platform, machinery: &Machinery) -> ([u32; 3], Why) {
    let mut why = Why::default();
    let Some(costing) = context.knowledge.costing(platform.id) else { return ([0; 3], why) };
    let Some(fact) = context.knowledge.fact(costing.effort.as_str()) else { return ([0; 3], why) };
    let value = |name: &str| fact.units(name);
    let method = context.method;
    let (nodes, clusters) = (machinery.nodes, context.load.regions - 1);
    let (low, usual, high) = (value("hours_low"), value("hours").max(1), value("hours_high"));
    // A small cluster takes the low estimate, a usual one the likely one.
    let (small, large) = (method.small_cluster, method.usual_cluster.max(method.small_cluster + 1));
    let a_region = nodes.div_ceil(context.load.regions).clamp(small, large);
    let first = low + usual.saturating_sub(low) * (a_region - small) / (large - small);
    let more = value("hours_a_hundred_nodes").saturating_mul(nodes) / 100
        + value("hours_a_further_cluster").saturating_mul(clusters);
    let likely = first.saturating_add(more);
    let bound = |bound: u64| u32::try_from(likely.saturating_mul(bound) / usual).unwrap_or(u32::MAX);
    let hours = [bound(low), bound(usual), bound(high)];
    let beyond = if more > 0 {
        format!(", {more} more for {} nodes and {clusters} further regions", grouped(nodes))
    } else {
        String::new()
    };
    let cited = std::iter::once(&costing.effort).chain(&costing.operation).chain([&method.facts.effort]);
    let [low, _, high] = hours;
    why.because(
        format!("{first} hours a month for a first cluster of this size{beyond}: {low} to {high} in all."),
        cited,
    );
    (hours, why)
}

/// Values low overhead for a platform.
pub(super) fn overhead(context: &Context, criterion: &CriterionInfo, cost: &CostEstimate, hours_why: &Why) -> Cell {
    let people = context.resolved.platform_engineers;
    let [fewest, there_are, most] = [people.low, people.likely, people.high].map(|people| attention(context, people));
    let ratio = |hours: u32, there_are: u64| u64::from(hours).saturating_mul(1000) / there_are.max(1);
    let value_of = |hours: u32, there_are: u64| {
        Points::hundredths(criterion.curve.as_ref().map_or(0, |curve| curve.at(ratio(hours, there_are))))
    };
    let value = |hours: u32| value_of(hours, there_are);
    let [low, likely, high] = cost.people_hours;
    let mut why = hours_why.clone();
    why.because(
        format!("There are {} hours a month, because {}.", grouped(there_are), operation(context.resolved.operation)),
        [&context.method.facts.attention],
    );
    let share = thousandths(ratio(likely, there_are));
    why.because(format!("That is {share} of the hours there are: {} of 100.", value(likely)), std::iter::empty());
    Cell {
        criterion: criterion.id.into(),
        value: Interval { low: value_of(high, fewest), likely: value(likely), high: value_of(low, most) },
        text: format!("Some {likely} hours a month of the {} there are.", grouped(there_are)),
        why,
        read: Reading::Curve([ratio(high, fewest), ratio(likely, there_are), ratio(low, most)]),
        own: None,
    }
}

/// Hours a month that those who run it have for it.
pub(super) fn attention(context: &Context, people: u64) -> u64 {
    let method = context.method;
    let each = match context.resolved.operation {
        Operation::Nobody => return method.attention_nobody,
        Operation::PartTime => method.attention_part_time,
        Operation::Dedicated => method.attention_dedicated,
    };
    people.saturating_mul(each).max(method.attention_nobody)
}
