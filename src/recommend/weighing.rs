//! What each criterion counts: as said, else as the other answers suggest.

use super::CriterionWeight;
use super::context::Context;
use super::words::{grouped, list, operation, place, spoken};
use crate::decide::WeightRange;
use crate::design::{Cloud, Criterion, OptionKey, Priority, Sureness};
use crate::knowledge::Trait;

/// A weight of one importance: fine enough for tipping points, coarse enough to multiply.
pub(super) const A_POINT: u32 = 1000;

/// What each criterion counts, in the criteria's order; the shares are filled in by the engine.
pub(super) fn weights(context: &Context) -> Vec<CriterionWeight> {
    Criterion::ALL.iter().map(|criterion| of(context, *criterion)).collect()
}

fn of(context: &Context, criterion: Criterion) -> CriterionWeight {
    let weight = |priority: Priority, assumed: String| CriterionWeight {
        criterion,
        importance: priority.importance.min(Priority::MOST),
        sureness: priority.sureness,
        said: assumed.is_empty(),
        assumed,
        share: 0,
    };
    if let Some(said) = context.design.requirements.priorities.get(&criterion) {
        return weight(*said, String::new());
    }
    let Some(info) = context.knowledge.criterion(criterion) else {
        return weight(Priority::DEFAULT, "Nobody said.".to_owned());
    };
    let fits = info.unsaid_when.iter().find(|unsaid| context.is(unsaid.when));
    let mut importance = fits.map_or(info.unsaid, |unsaid| unsaid.importance);
    let mut assumed = fits
        .map_or_else(|| "Nobody said.".to_owned(), |unsaid| format!("Nobody said; {}.", because(context, unsaid.when)));
    if !context.design.requirements.priorities.is_empty() {
        let less = (u64::from(importance) * context.method.beside_said).div_ceil(100);
        importance = u8::try_from(less).unwrap_or(importance);
        assumed += " Others were named, so it counts less.";
    }
    weight(Priority { importance, sureness: Sureness::Unsure }, assumed)
}

/// The bounds of a weight by how surely it was said.
pub(super) fn range(context: &Context, weight: &CriterionWeight) -> WeightRange {
    let likely = u32::from(weight.importance).saturating_mul(A_POINT);
    let margin = u64::from(likely) * context.method.weight_margin(weight.sureness) / 100;
    let margin = u32::try_from(margin).unwrap_or_default();
    WeightRange { low: likely.saturating_sub(margin), likely, high: likely.saturating_add(margin) }
}

/// The trait in a half-sentence.
fn because(context: &Context, one: Trait) -> String {
    let resolved = context.resolved;
    let places = |pick: fn(&Cloud) -> bool| {
        let named: Vec<&str> = resolved.clouds.iter().filter(|cloud| pick(cloud)).map(|cloud| place(*cloud)).collect();
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
        Trait::SmallTeam => format!("there are {} engineers", grouped(resolved.engineers.likely)),
    }
}
