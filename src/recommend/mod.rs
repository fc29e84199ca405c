//! Which orchestrator. A design, its resolved requirements and the cited facts come in; a [`Recommendation`] goes out:
//! who can do it and in which order, who cannot and why, what it costs and how firm all that is. The idea: hard
//! constraints eliminate first, then each criterion turns facts and this design into a value from 0 to 100 within
//! fixed bounds, and [`crate::decide`] does the rest, so no platform's value depends on which others are compared.
//!
//! A *must* that a platform cannot meet eliminates it; one it meets with much work takes points from the criteria the
//! constraint touches. A *wish* takes points alone. What nobody is *sure* of takes points from the low end alone, and is
//! named as a risk.

mod argue;
mod asked;
mod asks;
mod assumptions;
mod bill;
mod capacity;
mod context;
mod contradictions;
mod effort;
mod export;
mod graded;
mod group;
mod left_open;
mod load;
mod matrix;
mod method;
mod named;
mod near;
mod nearest;
mod outcome;
mod over_scale;
mod own;
mod own_rows;
mod plain;
mod plain_study;
mod reach;
mod recommendation;
mod screen;
mod sign;
mod study;
mod touches;
mod turns;
mod valuation;
mod way_out;
mod weighing;
mod words;

#[cfg(test)]
mod tests;

pub use asked::{AnswerFrom, Asked, asked, asked_as_text};
pub use export::{matrix_as_csv, matrix_as_markdown};
pub use group::group;
pub use named::{Candidate, Measure};
pub use over_scale::over_scale;
pub use own::knowledge_for;
pub use plain::as_text;
pub use plain_study::study_as_text;
pub use recommendation::{
    Assumption, Cause, Caveat, Cell, Consistency, Contradiction, Contribution, CostEstimate, CostKind, CostPart,
    CriterionWeight, Eliminated, EliminationReason, MatrixRow, MoneyRange, NearMiss, OddPair, OwnUsed, Ranked, Reading,
    Recommendation, Risk, TippingPoint, TornadoBar, WayOut, WeightingUsed, WhyNot,
};

pub use sign::Sign;
pub use study::{Crossing, Group, GroupCriterion, GroupVoice, RequirementTurn, ScaleChart, ScaleLine};
pub use touches::{Touches, touches};
#[cfg(all(test, not(target_arch = "wasm32")))]
use turns::number;
pub use turns::requirement_turns;
pub use valuation::{Valuation, same_values};
pub use words::thousandths;

use crate::decide::{Firmness, Table, firmness};
use crate::design::{Design, Resolved};
use crate::knowledge::Knowledge;

/// Recommends an orchestrator.
pub fn recommend(design: &Design, resolved: &Resolved, knowledge: &Knowledge) -> Recommendation {
    recommend_by(design, resolved, knowledge, &firmness)
}

/// The same by another way to know how firm the ranking is, from its table and how many weightings to try: that takes
/// longer than all else, and may have been worked out elsewhere.
pub fn recommend_by(
    design: &Design,
    resolved: &Resolved,
    knowledge: &Knowledge,
    firm: &dyn Fn(&Table, u32) -> Firmness,
) -> Recommendation {
    Valuation::of(design, resolved, knowledge).weighed(design, resolved, firm)
}
