//! What every platform is worth by every criterion, before anything is weighed. Values take nearly all of the time and
//! do not depend on what the criteria count, so they are kept while somebody moves a weight.

use super::asks::asks;
use super::context::Context;
use super::left_open::{leave_values_open, leave_weights_open};
use super::load::Load;
use super::matrix::Valued;
use super::method::Method;
use super::outcome::outcome;
use super::own::{all_valued, with_own_numbers};
use super::weighing::weights;
use super::{OwnUsed, Recommendation};
use crate::decide::{Firmness, Table};
use crate::design::{Design, Resolved};
use crate::knowledge::Knowledge;
use std::borrow::Cow;

/// Every platform's values for a design, and what they came from.
pub struct Valuation<'a> {
    knowledge: Cow<'a, Knowledge>,
    method: Method,
    load: Load,
    valued: Vec<Valued>,
    own: Vec<OwnUsed>,
}

impl<'a> Valuation<'a> {
    /// Values every platform.
    pub fn of(design: &Design, resolved: &Resolved, knowledge: &'a Knowledge) -> Self {
        let (knowledge, mut own) = with_own_numbers(knowledge, &design.decision);
        let method = Method::of(&knowledge);
        let load = Load::of(design, resolved, &method);
        let mut this = Self { knowledge, method, load, valued: Vec::new(), own: Vec::new() };
        let context = this.context(design, resolved);
        let (mut valued, own_values) = all_valued(&context);
        own.extend(own_values);
        leave_values_open(&context, &mut valued);
        (this.valued, this.own) = (valued, own);
        this
    }

    /// The same with facts of its own.
    pub fn into_owned(self) -> Valuation<'static> {
        Valuation { knowledge: Cow::Owned(self.knowledge.into_owned()), ..self }
    }

    fn context<'b>(&'b self, design: &'b Design, resolved: &'b Resolved) -> Context<'b> {
        Context {
            design,
            resolved,
            knowledge: &self.knowledge,
            method: &self.method,
            load: &self.load,
            asks: asks(resolved),
        }
    }

    /// Weighs them by what a design says that counts. It may differ in that from the one they are the values of, and in
    /// nothing else; see [`same_values`].
    pub fn weighed(
        &self,
        design: &Design,
        resolved: &Resolved,
        firm: &dyn Fn(&Table, u32) -> Firmness,
    ) -> Recommendation {
        let context = self.context(design, resolved);
        let requirements = &design.requirements;
        let mut weights = weights(&context, &requirements.priorities, &requirements.weighting);
        leave_weights_open(&context, &mut weights);
        let outcome = outcome(&context, self.valued.clone(), weights, firm);
        Recommendation { own: self.own.clone(), ..outcome }
    }
}

/// Whether two designs have the same values: they differ in what counts alone.
pub fn same_values(one: &Design, other: &Design) -> bool {
    let requirements = one.requirements.iter().eq(other.requirements.iter());
    requirements && one.decision == other.decision && one.workloads == other.workloads && one.services == other.services
}
