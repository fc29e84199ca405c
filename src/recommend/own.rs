//! What a person knows better than the facts: their own numbers in place of cited ones.

use super::context::Context;
use super::matrix::{self, Valued};
use super::named::MOST_OWN;
use super::{Candidate, Measure, OwnUsed, own_rows};
use crate::decide::{Interval, Points};
use crate::design::{DecisionChoice, Design, OwnNumber};
use crate::knowledge::{FactKind, Knowledge, Mark, Number};
use crate::order::Gather;
use crate::units::Quantity;
use std::borrow::Cow;

/// The knowledge with a person's own numbers in it, and what became of each of them.
pub(super) fn with_own_numbers<'a>(
    knowledge: &'a Knowledge,
    decision: &DecisionChoice,
) -> (Cow<'a, Knowledge>, Vec<OwnUsed>) {
    let mut changed = Cow::Borrowed(knowledge);
    if !decision.alternatives.is_empty() || !decision.criteria.is_empty() {
        let known = changed.to_mut();
        known.own_alternatives = decision.alternatives.iter().take(MOST_OWN).map(|own| own.name.clone()).gather();
        known.own_criteria = decision.criteria.iter().take(MOST_OWN).map(|own| own.name.clone()).gather();
    }
    let mut used = Vec::with_capacity(decision.numbers.len());
    for own in &decision.numbers {
        let what = format!("{} of {}", own.number, own.fact);
        let is = own.is.parse::<Quantity>().ok().and_then(|is| u64::try_from(is.nanos()).ok()).map(Number::of_nanos);
        let before = number(knowledge, own);
        let (Some(is), Some(before)) = (is, before) else {
            let text = format!("{what} is taken from nowhere: there is no such number.");
            used.push(OwnUsed { text, because: own.because.clone(), takes_effect: false });
            continue;
        };
        put(changed.to_mut(), own, is);
        let text = format!("{what} is {is} instead of {before}.");
        used.push(OwnUsed { text, because: own.because.clone(), takes_effect: true });
    }
    (changed, used)
}

/// The knowledge as a design's recommendation uses it: with the person's own numbers in place of those that are cited.
pub fn knowledge_for<'a>(design: &Design, knowledge: &'a Knowledge) -> Cow<'a, Knowledge> {
    with_own_numbers(knowledge, &design.decision).0
}

/// The name under which the price of a machine is changed.
const MACHINE_PRICE: &str = "dollars_an_hour";

/// The cited number.
fn number(knowledge: &Knowledge, own: &OwnNumber) -> Option<Number> {
    if let Some(fact) = knowledge.fact(&own.fact) {
        return fact.value(&own.number);
    }
    let machine = knowledge.machines.iter().find(|machine| machine.name == own.fact)?;
    (own.number == MACHINE_PRICE).then_some(machine.dollars_an_hour)
}

fn put(knowledge: &mut Knowledge, own: &OwnNumber, is: Number) {
    if let Some(fact) = knowledge.facts.iter_mut().find(|fact| fact.id.as_str() == own.fact) {
        fact.values.insert(own.number.clone(), is);
        fact.kind = FactKind::Judgement;
        if !fact.marks.contains(&Mark::Own) {
            fact.marks.push(Mark::Own);
        }
        return;
    }
    for machine in knowledge.machines.iter_mut().filter(|machine| machine.name == own.fact) {
        machine.dollars_an_hour = is;
    }
}

/// Every row of the matrix with what a person knows better, and what became of that.
pub(super) fn all_valued(context: &Context) -> (Vec<Valued>, Vec<OwnUsed>) {
    let mut valued: Vec<Valued> =
        context.knowledge.platforms.iter().map(|platform| matrix::value(context, platform)).gather();
    own_rows::add(context, &mut valued);
    let used = put_own_values(context, &mut valued);
    (valued, used)
}

/// Puts a person's own values in place of those that the facts give, and says what became of each.
fn put_own_values(context: &Context, valued: &mut [Valued]) -> Vec<OwnUsed> {
    let mut used = Vec::with_capacity(context.design.decision.values.len());
    for own in &context.design.decision.values {
        let of = Candidate::named(context.knowledge, &own.of);
        let criterion = Measure::named(context.knowledge, &own.criterion);
        let cell = valued
            .iter_mut()
            .find(|one| Some(one.row.platform) == of)
            .and_then(|one| one.row.cells.iter_mut().find(|cell| Some(cell.criterion) == criterion));
        let text = match &cell {
            Some(cell) => {
                format!("{} of {} is {} instead of {}.", own.criterion, own.of, own.points.min(100), cell.value.likely)
            }
            None => format!("{} of {} is no value of the matrix.", own.criterion, own.of),
        };
        used.push(OwnUsed { text, because: own.because.clone(), takes_effect: cell.is_some() });
        let Some(cell) = cell else { continue };
        let before = cell.value.likely;
        cell.value = Interval::exact(Points::whole(i64::from(own.points)));
        let because = own.because.trim();
        let reason = if because.is_empty() { "no reason is given".to_owned() } else { because.to_owned() };
        cell.why.because(format!("In place of {before} you say {}: {reason}.", cell.value.likely), []);
        cell.text = format!("Your own value: {reason}.");
        cell.own = Some(reason);
    }
    used
}
