//! The cited facts. The tables in `assets/knowledge` come in; one typed value, the [`Knowledge`], goes out to every
//! room that decides. The idea: a limit, price, date or judgement is a row with a source and a date, and a row without
//! them does not load, so whatever the page shows can be asked who says so and since when.

mod assemble;
mod curve;
mod date;
mod error;
mod fact;
mod form;
mod load;
mod lookup;
mod number;
mod tables;
mod why;

#[cfg(test)]
mod tests;

pub use curve::Curve;
pub use date::{Date, DateError};
pub use error::KnowledgeError;
pub use fact::{Fact, FactId, FactKind, Mark, OLD_MONTHS};
pub use lookup::{Knowledge, ScheduledSize};
pub use number::Number;
pub use tables::{
    Billing, Constraint, Costing, CriterionInfo, CriterionPart, Grade, IstioRelease, KubernetesRelease, LargestPod,
    Limit, LimitOf, Machine, Platform, PlatformFamily, Rating, Reach, Trait, UnsaidImportance, Verdict,
};
pub use why::{Why, WhyLine};

use std::sync::OnceLock;

/// The knowledge this build was made with. A test reads every table, so what stands here has loaded; were it broken
/// all the same, nothing would be known, and nothing recommended.
pub fn embedded() -> &'static Knowledge {
    static EMBEDDED: OnceLock<Knowledge> = OnceLock::new();
    EMBEDDED.get_or_init(|| load::from_json(EMBEDDED_JSON).unwrap_or_default())
}

/// The tables as the build wrote them down.
const EMBEDDED_JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/knowledge.json"));
