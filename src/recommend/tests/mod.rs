//! What must hold for every recommendation.

mod bills;
mod degrees;
mod facts;
mod laws;
mod needs;
mod open;
mod own;
mod places;
// Thousands of rankings: that they are the same in the browser is held elsewhere.
#[cfg(not(target_arch = "wasm32"))]
mod touches;
#[cfg(not(target_arch = "wasm32"))]
mod turns;
mod valuation;
mod values;
mod weighing;

use super::{Recommendation, recommend};
use crate::design::{Criterion, Design, OptionKey, PlatformId, resolve};
use crate::knowledge::{Knowledge, Number, embedded};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The recommendation for requirements as a design file writes them.
fn asked(requirements: &str) -> Recommendation {
    of(&design(requirements))
}

fn design(requirements: &str) -> Design {
    serde_yaml::from_str(&format!("schema: 1\nrequirements: {{{requirements}}}")).unwrap_or_else(|e| panic!("{e}"))
}

fn of(design: &Design) -> Recommendation {
    recommend(design, &resolve(design), quick())
}

/// What is known, but with fewer weightings tried: unoptimised, ten thousand take a fifth of a second.
fn quick() -> &'static Knowledge {
    static QUICK: OnceLock<Knowledge> = OnceLock::new();
    QUICK.get_or_init(|| {
        let mut knowledge = embedded().clone();
        let sample = knowledge.facts.iter_mut().find(|fact| fact.id.as_str() == "method.sample").unwrap();
        sample.values.insert("samples".into(), Number::whole(512));
        knowledge
    })
}

fn eliminated(recommendation: &Recommendation) -> BTreeSet<PlatformId> {
    recommendation.eliminated.iter().map(|out| out.platform).collect()
}

fn platforms(keys: &str) -> BTreeSet<PlatformId> {
    keys.split_whitespace().map(|key| PlatformId::from_key(key).unwrap_or_else(|| panic!("{key}"))).collect()
}

/// A likely value in hundredths.
fn likely(recommendation: &Recommendation, platform: PlatformId, criterion: Criterion) -> u16 {
    recommendation.cell(platform, criterion).unwrap().value.likely.as_hundredths()
}
