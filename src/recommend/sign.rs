//! What to be careful of in a value, told apart as every table and picture tells it.

use super::Cell;
use crate::knowledge::{Knowledge, Mark, Why};

/// What to be careful of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Nothing.
    Plain,
    /// It rests on a fact that is old or unverified.
    Careful,
    /// It is, or rests on, what a person says instead of the facts.
    Own,
}

impl Sign {
    /// What to be careful of in what something rests on.
    pub fn of(why: &Why, knowledge: &Knowledge) -> Self {
        let facts = why.lines.iter().flat_map(|line| &line.facts).filter_map(|id| knowledge.fact(id.as_str()));
        let of = |mark: &Mark| match mark {
            Mark::Own => Self::Own,
            Mark::Unverified | Mark::Old => Self::Careful,
            _ => Self::Plain,
        };
        facts.flat_map(|fact| &fact.marks).map(of).fold(Self::Plain, Self::max)
    }
}

impl Cell {
    /// What to be careful of in it.
    pub fn sign(&self, knowledge: &Knowledge) -> Sign {
        if self.own.is_some() { Sign::Own } else { Sign::of(&self.why, knowledge) }
    }
}
