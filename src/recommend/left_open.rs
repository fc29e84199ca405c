//! What ranges and doubts leave open. An answer that is a range is tried at both its ends, one that nobody is sure of
//! by what else it might be: each other option, no answer, half and double the number. Every value then reaches as far
//! as it comes to with any of them, and who would be shut out then is at risk. What is likely stays.

use super::asks::asks;
use super::context::Context;
use super::load::Load;
use super::matrix::{Valued, widen};
use super::method::Method;
use super::own::all_valued;
use super::weighing::Weights;
use super::words::dollars;
use super::{Cause, EliminationReason, MoneyRange};
use crate::decide::Interval;
use crate::design::{Answer, AnswerKind, Design, Estimate, Insistence, QuestionKey, Said, resolve};
use crate::order::Gather;

/// Goes through what else every open answer might be: the answer's question, and a design with the other answer.
fn each_other(context: &Context, look: &mut dyn FnMut(QuestionKey, &Context)) {
    let mut design = None;
    for (key, said) in context.design.requirements.iter().filter(|(key, _)| !key.is_of_the_mesh()) {
        let firmly = if said.insistence == Insistence::NotSure { key.usual() } else { said.insistence };
        for answer in others(context.method, key, said) {
            let design: &mut Design = design.get_or_insert_with(|| context.design.clone());
            // A number within its bounds and an option of its own fit the question.
            match answer {
                Some(answer) => drop(design.requirements.say(key, Said { answer, insistence: firmly })),
                None => design.requirements.unsay(key),
            }
            let resolved = resolve(design);
            let load = Load::of(design, &resolved, context.method);
            look(key, &Context { design, resolved: &resolved, load: &load, asks: asks(&resolved), ..*context });
        }
        if let Some(design) = &mut design {
            drop(design.requirements.say(key, said.clone()));
        }
    }
}

/// Widens how much each criterion may count by every answer that is open.
pub(super) fn leave_weights_open(context: &Context, weights: &mut Weights) {
    let requirements = &context.design.requirements;
    each_other(context, &mut |_, there| {
        let others = super::weighing::weights(there, &requirements.priorities, &requirements.weighting);
        for (range, other) in weights.ranges.iter_mut().zip(&others.ranges) {
            range.low = range.low.min(other.low);
            range.high = range.high.max(other.high);
        }
    });
}

/// Widens what was valued by every answer that is open.
pub(super) fn leave_values_open(context: &Context, valued: &mut [Valued]) {
    let bills: Vec<MoneyRange> = valued.iter().map(|one| one.row.cost.provider).collect();
    let before: Vec<Vec<Interval>> =
        valued.iter().map(|one| one.row.cells.iter().map(|cell| cell.value).gather()).gather();
    each_other(context, &mut |key, there| try_it(there, key, valued));
    for (one, _) in valued.iter_mut().zip(&bills).filter(|(one, bill)| one.row.cost.provider != **bill) {
        let MoneyRange { low, high, .. } = one.row.cost.provider;
        let text = format!("With what ranges and doubts leave open, from {} to {}.", dollars(low), dollars(high));
        one.row.cost.why.because(text, [&context.method.facts.doubt]);
    }
    for (one, before) in valued.iter_mut().zip(&before) {
        for (cell, before) in one.row.cells.iter_mut().zip(before).filter(|(cell, before)| cell.value != **before) {
            let Interval { low, high, .. } = cell.value;
            let text = format!(
                "What ranges and doubts leave open takes it from {low} to {high}, not {} to {}.",
                before.low, before.high
            );
            cell.why.because(text, [&context.method.facts.doubt]);
        }
    }
}

/// Widens by a design with one other answer.
fn try_it(there: &Context, key: QuestionKey, valued: &mut [Valued]) {
    for (one, other) in valued.iter_mut().zip(all_valued(there).0) {
        for (cell, other) in one.row.cells.iter_mut().zip(&other.row.cells) {
            cell.value.low = cell.value.low.min(other.value.low);
            cell.value.high = cell.value.high.max(other.value.high);
        }
        widen(&mut one.row.cost, &other.row.cost);
        if let (true, Some(out)) = (one.screened.eliminated.is_empty(), other.screened.eliminated.first()) {
            one.screened.risks.push(EliminationReason { cause: Cause::Answer(key), ..out.clone() });
        }
    }
}

/// What else an answer might be.
fn others(method: &Method, key: QuestionKey, said: &Said) -> Vec<Option<Answer>> {
    let doubted = said.insistence == Insistence::NotSure;
    match (key.question().kind, &said.answer) {
        (AnswerKind::Number { min, max, .. }, Answer::Number(estimate)) => {
            let Estimate { mut low, likely, mut high } = *estimate;
            if doubted {
                low = low.min(likely * method.doubt_least / 100).max(min);
                high = high.max((likely * method.doubt_most).div_ceil(100).max(likely + 1)).min(max);
            }
            let ends = [low, high].into_iter().filter(|end| *end != likely);
            ends.map(|end| Some(Answer::Number(Estimate::exact(end)))).gather()
        }
        (AnswerKind::Choice { options }, Answer::Choice(now)) if doubted => {
            options.iter().filter(|option| *option != now).map(|option| Some(Answer::Choice(option))).gather()
        }
        (AnswerKind::Several { .. }, _) if doubted => vec![None],
        _ => Vec::new(),
    }
}
