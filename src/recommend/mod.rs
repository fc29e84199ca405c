//! Which orchestrator. A design, its resolved requirements and the cited facts come in; a [`Recommendation`] goes out:
//! who can do it and in which order, who cannot and why, what it costs and how firm all that is. The idea: hard
//! constraints eliminate first, then each criterion turns facts and this design into a value from 0 to 100 within
//! fixed bounds, and [`crate::decide`] does the rest, so no platform's value depends on which others are compared.

mod recommendation;

pub use recommendation::{
    Assumption, Cause, Caveat, Cell, Contradiction, Contribution, CostEstimate, CriterionWeight, Eliminated,
    EliminationReason, MatrixRow, MoneyRange, NearMiss, Ranked, Recommendation,
};

use crate::design::{Design, Resolved};
use crate::knowledge::Knowledge;

/// Recommends an orchestrator.
pub fn recommend(_design: &Design, _resolved: &Resolved, _knowledge: &Knowledge) -> Recommendation {
    Recommendation::default()
}

/// The recommendation as plain text, for a terminal.
pub fn as_text(recommendation: &Recommendation, _knowledge: &Knowledge) -> String {
    recommendation.summary.clone()
}
