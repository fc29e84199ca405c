//! Where a derived value comes from: the arithmetic, line by line, with the facts it used.

use super::FactId;
use crate::order::Gather;
use serde::Serialize;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhyLine {
    /// The step in words and numbers.
    pub text: String,
    /// The facts it used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactId>,
}

/// The steps that led to a value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Why {
    /// In the order they were taken.
    pub lines: Vec<WhyLine>,
}

impl Why {
    /// Adds a step.
    pub fn because<'a>(&mut self, text: impl Into<String>, facts: impl IntoIterator<Item = &'a FactId>) {
        self.lines.push(WhyLine { text: text.into(), facts: facts.into_iter().cloned().gather() });
    }

    /// Every fact used, each once, in the order of their first use.
    pub fn facts(&self) -> Vec<&FactId> {
        let mut seen = Vec::new();
        for fact in self.lines.iter().flat_map(|line| &line.facts) {
            if !seen.contains(&fact) {
                seen.push(fact);
            }
        }
        seen
    }
}
