//! What planning says about a design instead of failing.

use serde::Serialize;
use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Will hurt some day.
    Warning,
    /// Does not work as it stands.
    Error,
}

/// One thing to know about a design: what, where and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The field that caused it, as a path in the design file: `workloads.cart.replicas`.
    pub field: String,
    /// What is the case, as a sentence.
    pub what: String,
    /// What to do about it, as a sentence; empty when nothing need be done.
    pub hint: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.what)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, " {}", self.hint) }
    }
}
