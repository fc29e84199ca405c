//! What each criterion counts: as said, else as the other answers suggest.

use super::context::Context;
use super::words::{grouped, list, operation, place, spoken, thousandths};
use super::{Consistency, CriterionWeight, Measure, OddPair, WeightingUsed};
use crate::decide::{Comparison, Pairwise, WeightRange, pairwise, rank_order_centroid};
use crate::design::{Cloud, Criterion, OptionKey, Pair, Priorities, Priority, Sureness, Weighting};
use crate::knowledge::{Number, Trait};
use crate::order::Gather;
use crate::order::Map;
use std::fmt::Write;

/// A weight of one importance: fine enough for tipping points, coarse enough to multiply.
pub(super) const A_POINT: u32 = 1000;

/// The largest weight.
pub(super) const MOST: u32 = 10 * A_POINT;

/// What the criteria count, and how that was said.
pub(super) struct Weights {
    /// In the criteria's order; the shares are filled in by the engine.
    pub(super) each: Vec<CriterionWeight>,
    /// The bounds of each, in the same order.
    pub(super) ranges: Vec<WeightRange>,
    /// Those of which only the order is known, the most important first.
    pub(super) order: Vec<usize>,
    pub(super) used: WeightingUsed,
}

/// What a way of saying priorities comes to.
#[derive(Default)]
struct Said {
    /// By criterion: thousandths of a point of ten and how firmly.
    weights: Map<usize, (u32, Sureness)>,
    order: Vec<usize>,
    used: WeightingUsed,
}

/// The position of a criterion by its key or its own name.
fn position(context: &Context, name: &str) -> Option<usize> {
    let measure = Measure::named(context.knowledge, name)?;
    Measure::all(context.knowledge).iter().position(|other| *other == measure)
}

/// What the criteria count for someone who said so in such a way.
pub(super) fn weights(context: &Context, priorities: &Priorities, weighting: &Weighting) -> Weights {
    let said = match weighting {
        Weighting::Points => by_points(context, priorities),
        Weighting::Ranking(names) => by_ranking(context, names),
        Weighting::Swing(points) => by_swing(context, points),
        Weighting::Pairs(pairs) => by_pairs(context, pairs),
    };
    let some = !said.weights.is_empty();
    let each: Vec<CriterionWeight> = (0..)
        .zip(Measure::all(context.knowledge))
        .map(|(position, criterion)| match said.weights.get(&position) {
            Some((thousandths, sureness)) => weight(criterion, *thousandths, *sureness, String::new()),
            None => unsaid(context, criterion, some),
        })
        .gather();
    let ranges = each.iter().map(|weight| range(context, weight)).gather();
    Weights { each, ranges, order: said.order, used: said.used }
}

fn by_points(context: &Context, priorities: &Priorities) -> Said {
    let of = |(criterion, said): (&Criterion, &Priority)| {
        let thousandths = u32::from(said.importance.min(Priority::MOST)) * A_POINT;
        Some((position(context, criterion.key())?, (thousandths, said.sureness)))
    };
    let used = WeightingUsed { by: "points", ..WeightingUsed::default() };
    Said { weights: crate::order::map(priorities.iter().filter_map(of)), order: Vec::new(), used }
}

fn by_ranking(context: &Context, names: &[String]) -> Said {
    let mut order: Vec<usize> = Vec::with_capacity(names.len());
    for place in names.iter().filter_map(|name| position(context, name)) {
        if !order.contains(&place) {
            order.push(place);
        }
    }
    let centre = rank_order_centroid(order.len(), MOST);
    let weights =
        crate::order::map(order.iter().zip(centre).map(|(place, weight)| (*place, (weight, Sureness::Fairly))));
    Said { weights, order, used: used(context, "ranking", "weighting.ranking") }
}

fn by_swing(context: &Context, points: &Map<String, u8>) -> Said {
    let of = |(name, points): (&String, &u8)| {
        Some((position(context, name)?, (u32::from((*points).min(100)) * (MOST / 100), Sureness::Fairly)))
    };
    let weights = crate::order::map(points.iter().filter_map(of));
    Said { weights, order: Vec::new(), used: used(context, "swing", "weighting.swing") }
}

fn by_pairs(context: &Context, pairs: &[Pair]) -> Said {
    let of = |pair: &Pair| {
        Some(Comparison {
            one: position(context, &pair.one)?,
            other: position(context, &pair.other)?,
            times: pair.times,
        })
    };
    let comparisons: Vec<Comparison> = pairs.iter().filter_map(of).gather();
    let random = context.knowledge.fact("weighting.random-index");
    let indices: Vec<u32> = random
        .map(|fact| fact.values.values().map(|index| u32::try_from(index.thousandths()).unwrap_or(0)).gather())
        .unwrap_or_default();
    let found = pairwise(&comparisons, &indices);
    let mut used = used(context, "pairs", "weighting.pairs");
    if found.items.is_empty() {
        return Said { used, ..Said::default() };
    }
    let bound = context.knowledge.value("weighting.pairs", "acceptable").map_or(0, Number::thousandths) * 10;
    let acceptable = u64::from(found.ratio) < bound;
    // Comparisons that contradict one another leave the weights more open.
    let sureness = if acceptable { Sureness::Fairly } else { Sureness::Unsure };
    let most = u64::from(found.weights.iter().copied().max().unwrap_or(1).max(1));
    let scaled = |weight: &u32| u32::try_from((u64::from(*weight) * u64::from(MOST) + most / 2) / most).unwrap_or(MOST);
    used.consistency = Some(consistency(context, &found, acceptable));
    let weights =
        crate::order::map(found.items.iter().zip(&found.weights).map(|(place, w)| (*place, (scaled(w), sureness))));
    Said { weights, order: Vec::new(), used }
}

fn consistency(context: &Context, found: &Pairwise, acceptable: bool) -> Consistency {
    let measures = Measure::all(context.knowledge);
    let named = |place: usize| {
        measures.get(place).map(|measure| match measure {
            Measure::Usual(criterion) => criterion.key(),
            Measure::Own(_) => measure.name(context.knowledge),
        })
    };
    let key = |place: usize| named(place).unwrap_or_default().to_owned();
    let label = |place: usize| {
        measures.get(place).map_or_else(String::new, |measure| measure.name(context.knowledge).to_ascii_lowercase())
    };
    let ratio = thousandths(u64::from(found.ratio.div_ceil(10)));
    let how = if acceptable { "consistent enough" } else { "not consistent enough" };
    let mut text = format!("The consistency ratio is {ratio}: {how}.");
    if let Some((worst, fits)) = &found.worst {
        let (one, other) = (label(worst.one), label(worst.other));
        let fitting = if *fits >= 1000 {
            format!("{one} counts {} times {other}", thousandths(u64::from(*fits)))
        } else {
            format!("{other} counts {} times {one}", thousandths(1_000_000 / u64::from((*fits).max(1))))
        };
        let more = format!(" Least fits that {one} counts {} times {other}: by all together {fitting}.", worst.times);
        text += &more;
    }
    if found.missing > 0 {
        let _ = write!(
            text,
            " {} pairs of these were not compared.",
            grouped(u64::try_from(found.missing).unwrap_or(u64::MAX))
        );
    }
    Consistency {
        ratio: found.ratio,
        acceptable,
        compared: found.items.len(),
        missing: found.missing,
        worst: found.worst.map(|(worst, fits)| OddPair {
            one: key(worst.one),
            other: key(worst.other),
            said: worst.times,
            fits,
        }),
        text,
        fact: context.knowledge.fact_id("weighting.random-index"),
    }
}

fn used(context: &Context, by: &'static str, fact: &str) -> WeightingUsed {
    WeightingUsed { by, fact: Some(context.knowledge.fact_id(fact)), consistency: None }
}

fn weight(criterion: Measure, thousandths: u32, sureness: Sureness, assumed: String) -> CriterionWeight {
    CriterionWeight {
        criterion,
        importance: u8::try_from((thousandths + A_POINT / 2) / A_POINT).unwrap_or(Priority::MOST),
        thousandths,
        sureness,
        said: assumed.is_empty(),
        assumed,
        share: 0,
    }
}

/// What a criterion counts that nobody named; less where others were.
fn unsaid(context: &Context, criterion: Measure, some: bool) -> CriterionWeight {
    let assumed =
        |importance: u8, why: String| weight(criterion, u32::from(importance) * A_POINT, Sureness::Unsure, why);
    if let Measure::Own(position) = criterion
        && let Some(own) = context.design.decision.criteria.get(usize::from(position))
    {
        let thousandths = u32::from(own.importance.min(Priority::MOST)) * A_POINT;
        return weight(criterion, thousandths, own.sureness, String::new());
    }
    let Some(info) = criterion.usual().and_then(|criterion| context.knowledge.criterion(criterion)) else {
        return assumed(Priority::DEFAULT.importance, "Nobody said.".to_owned());
    };
    let fits = info.unsaid_when.iter().find(|unsaid| context.is(unsaid.when));
    let mut importance = fits.map_or(info.unsaid, |unsaid| unsaid.importance);
    let mut why = fits
        .map_or_else(|| "Nobody said.".to_owned(), |unsaid| format!("Nobody said; {}.", because(context, unsaid.when)));
    if some {
        let less = (u64::from(importance) * context.method.beside_said).div_ceil(100);
        importance = u8::try_from(less).unwrap_or(importance);
        why += " Others were named, so it counts less.";
    }
    assumed(importance, why)
}

/// The bounds of a weight by how surely it was said.
fn range(context: &Context, weight: &CriterionWeight) -> WeightRange {
    let likely = weight.thousandths;
    let margin = u64::from(likely) * context.method.weight_margin(weight.sureness) / 100;
    let margin = u32::try_from(margin).unwrap_or_default();
    WeightRange { low: likely.saturating_sub(margin), likely, high: likely.saturating_add(margin) }
}

/// The trait in a half-sentence.
fn because(context: &Context, one: Trait) -> String {
    let resolved = context.resolved;
    let places = |pick: fn(&Cloud) -> bool| {
        let named: Vec<&str> = resolved.clouds.iter().filter(|cloud| pick(cloud)).map(|cloud| place(*cloud)).gather();
        list(&named, "and")
    };
    match one {
        Trait::MostlyIdle | Trait::Spiky | Trait::Steady => {
            format!("the load is {}", spoken(resolved.traffic_shape.key()))
        }
        Trait::Edge => "it runs in small sites".to_owned(),
        Trait::Owned => "it runs on owned hardware".to_owned(),
        Trait::OnlyOwned => "it runs on owned hardware alone".to_owned(),
        Trait::OneCloud => format!("it runs in {} alone", places(|_| true)),
        Trait::SeveralClouds => "several clouds were named".to_owned(),
        Trait::Stateful => "it keeps data".to_owned(),
        Trait::Stateless => "what has to run keeps no data".to_owned(),
        Trait::Mixed => "there are several kinds of work".to_owned(),
        Trait::Large => format!("there are {} pods", grouped(resolved.pods.likely)),
        Trait::Regulated => "rules bind it".to_owned(),
        Trait::Nobody | Trait::Dedicated => operation(resolved.operation).to_owned(),
        Trait::ManyReleases => format!("there are {} releases a day", grouped(resolved.deploys_a_day.likely)),
        Trait::SmallTeam => format!("there are {} engineers", grouped(resolved.engineers.likely)),
    }
}
