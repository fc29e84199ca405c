//! Scalability: the least of the ratios of a platform's published limits to what this design will need.

use super::bill::Machinery;
use super::context::Context;
use super::words::{grouped, thousandths};
use super::{Cell, Reading};
use crate::decide::{Interval, Points};
use crate::knowledge::{CriterionInfo, Fact, FactId, FactKind, LimitOf, Mark, Number, Platform, Why};

/// A limit over the need, in thousandths: low, likely, high.
struct Headroom {
    ratios: [u64; 3],
    text: String,
    facts: Vec<FactId>,
}

/// Values scalability for a platform.
pub(super) fn reach(context: &Context, criterion: &CriterionInfo, platform: &Platform, machinery: &Machinery) -> Cell {
    let rooms = headrooms(context, platform, machinery);
    let least = |at: usize| rooms.iter().filter_map(|room| room.ratios.get(at).copied()).min().unwrap_or_default();
    let value = |ratio: u64| Points::hundredths(criterion.curve.as_ref().map_or(0, |curve| curve.at(ratio)));
    let (low, likely, high) = (least(0), least(1), least(2));
    let mut why = Why::default();
    for room in &rooms {
        why.because(room.text.clone(), &room.facts);
    }
    let method = &context.method.facts;
    why.because(
        format!(
            "Growth of {} % a year is looked at over {} years.",
            context.resolved.growth.likely, context.method.years
        ),
        [&method.horizon],
    );
    let binding = rooms.iter().min_by_key(|room| room.ratios.get(1).copied());
    why.because(
        format!("The least of them, {} times the need, is {} of 100.", thousandths(likely), value(likely)),
        std::iter::empty(),
    );
    Cell {
        criterion: criterion.id.into(),
        value: Interval { low: value(low), likely: value(likely), high: value(high) },
        text: binding.map(|room| room.text.clone()).unwrap_or_default(),
        why,
        read: Reading::Curve([low, likely, high]),
        own: None,
    }
}

/// The room that each published limit of a platform leaves.
fn headrooms(context: &Context, platform: &Platform, machinery: &Machinery) -> Vec<Headroom> {
    let mut rooms: Vec<Headroom> = Vec::new();
    for limit in context.knowledge.reach(platform.id).map(|reach| reach.limits.as_slice()).unwrap_or_default() {
        if let Some(fact) = context.knowledge.fact(limit.fact.as_str()) {
            rooms.push(headroom(context, limit.of, fact, machinery));
        }
    }
    rooms
}

/// The limit that even the least of the needs goes beyond, with who says so.
pub(super) fn too_small(context: &Context, platform: &Platform, machinery: &Machinery) -> Option<(String, FactId)> {
    let rooms = headrooms(context, platform, machinery);
    let short = |room: &&Headroom| matches!(room.ratios, [_, _, most] if most < 1000);
    let room = rooms.iter().filter(short).min_by_key(|room| room.ratios.get(1).copied())?;
    Some((room.text.clone(), room.facts.first()?.clone()))
}

fn headroom(context: &Context, of: LimitOf, fact: &Fact, machinery: &Machinery) -> Headroom {
    let load = context.load;
    let name = crate::design::OptionKey::key(of);
    let limit = fact.units(name);
    let bound = |suffix: &str| fact.value(&format!("{name}_{suffix}")).map(Number::units);
    // Shown once and long ago: it may be far less.
    let shown_once = fact.kind == FactKind::Measured && fact.marks.contains(&Mark::Old);
    let low = bound("low").unwrap_or(if shown_once { limit * context.method.shown_once / 100 } else { limit });
    let high = bound("high").unwrap_or(limit);
    let regions = load.regions;
    let split = |pods: u64| pods.div_ceil(regions).max(1);
    let pods = [load.pods_later.low, load.pods_later.likely, load.pods_later.high].map(split);
    let (needs, words): ([u64; 3], &str) = match of {
        LimitOf::Nodes => (machinery.nodes_later.map(split), "nodes"),
        LimitOf::Pods => (pods, "pods"),
        LimitOf::Services => ([load.services.max(1); 3], "services"),
        LimitOf::TasksPerService => ([load.largest_service.max(1); 3], "tasks in the largest service"),
        LimitOf::Instances => ([load.largest_service.max(1); 3], "instances of the largest service"),
        // The largest service should come up within a minute.
        LimitOf::TasksAMinute => ([load.largest_service.max(1); 3], "tasks started in a minute"),
        // Services may be spread over networks, so each service has to fit one.
        LimitOf::Addresses => ([load.largest_service.max(1); 3], "addresses for the largest service"),
    };
    let [fewest, needed, most] = needs;
    let ratio = |limit: u64, need: u64| limit.saturating_mul(1000) / need.max(1);
    let mut facts = vec![fact.id.clone()];
    if shown_once {
        facts.push(context.method.facts.limits.clone());
    }
    Headroom {
        ratios: [ratio(low, most), ratio(limit, needed), ratio(high, fewest)],
        text: format!(
            "{} {words} are possible, {} will be needed: {} times.",
            grouped(limit),
            grouped(needed),
            thousandths(ratio(limit, needed))
        ),
        facts,
    }
}
