//! What must hold for every recommendation.

mod bills;
mod facts;
mod laws;
mod needs;
mod own;
mod places;
mod values;
mod weighing;

use super::{Recommendation, recommend};
use crate::design::{Criterion, Design, OptionKey, PlatformId, resolve};
use crate::knowledge::embedded;
use std::collections::BTreeSet;

/// The recommendation for requirements as a design file writes them.
fn asked(requirements: &str) -> Recommendation {
    of(&design(requirements))
}

fn design(requirements: &str) -> Design {
    serde_yaml::from_str(&format!("schema: 1\nrequirements: {{{requirements}}}")).unwrap_or_else(|e| panic!("{e}"))
}

fn of(design: &Design) -> Recommendation {
    recommend(design, &resolve(design), embedded())
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
