//! The cited facts. The tables in `assets/knowledge/*.yaml` come in; one typed value, the [`Knowledge`], goes out to
//! every room that decides. The idea: a limit, price, date or judgement is a row with a source and a date, and a row
//! without them does not load, so whatever the page shows can be asked who says so and since when.

mod date;
mod fact;
mod number;
mod tables;
mod why;

pub use date::{Date, DateError};
pub use fact::{Fact, FactId, FactKind, Mark, OLD_MONTHS};
pub use number::Number;
pub use tables::{
    Constraint, CriterionInfo, CriterionPart, IstioRelease, Knowledge, KubernetesRelease, Machine, Platform,
    PlatformFamily, Verdict,
};
pub use why::{Why, WhyLine};

use std::sync::OnceLock;

/// The knowledge this build was made with.
pub fn embedded() -> &'static Knowledge {
    static EMBEDDED: OnceLock<Knowledge> = OnceLock::new();
    EMBEDDED.get_or_init(Knowledge::default)
}
