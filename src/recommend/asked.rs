//! Every question with what became of it in a design: what was said, what the design itself answers, what is assumed,
//! what need not be asked; and what its answer touches.

use super::{Touches, touches};
use crate::design::{Design, Insistence, QuestionKey, Resolved, ResolvedFrom, idle};
use crate::knowledge::Knowledge;
use crate::order::Gather;
use serde::Serialize;
use std::fmt::Write;

/// A question and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// The question's key in the design file.
    pub question: &'static str,
    /// What became of it.
    pub answer: AnswerFrom,
    /// How firmly it is meant, where it was said or follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firmly: Option<Insistence>,
    /// How it follows, why it is assumed or need not be asked.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub why: String,
    /// What its answer touches.
    pub touches: Touches,
    /// That in a sentence.
    pub text: String,
}

/// Where an answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerFrom {
    /// It was said.
    Said,
    /// The workloads show it.
    Inferred,
    /// It follows from another answer.
    Follows,
    /// Nobody said it.
    Assumed,
    /// It decides nothing beside the other answers.
    NotAsked,
}

/// Every question, in the form's order.
pub fn asked(design: &Design, resolved: &Resolved, knowledge: &Knowledge) -> Vec<Asked> {
    let of = |key: QuestionKey| {
        let (from, meant) = match key {
            QuestionKey::Need(need) => {
                let state = resolved.needs.get(&need);
                (state.map(|state| &state.from), state.filter(|state| state.needed).map(|state| state.insistence))
            }
            plain => (resolved.from.get(&plain), None),
        };
        let (answer, firmly, why) = match from {
            Some(ResolvedFrom::Said(firmly)) => (AnswerFrom::Said, Some(*firmly), ""),
            Some(ResolvedFrom::Inferred(how)) => (AnswerFrom::Inferred, meant, how.as_str()),
            Some(ResolvedFrom::Follows(how)) => (AnswerFrom::Follows, meant, *how),
            Some(ResolvedFrom::Assumed(why)) => (AnswerFrom::Assumed, None, *why),
            None => match design.requirements.get(key) {
                Some(said) => (AnswerFrom::Said, Some(said.insistence), ""),
                None => (AnswerFrom::Assumed, None, ""),
            },
        };
        let (answer, why) = match idle(&design.requirements, resolved, key) {
            Some(idle) if answer == AnswerFrom::Assumed => (AnswerFrom::NotAsked, idle),
            _ => (answer, why),
        };
        let touches = touches(knowledge, key);
        let text = touches.sentence(knowledge);
        Asked { question: key.key(), answer, firmly, why: why.to_owned(), touches, text }
    };
    QuestionKey::all().filter(|key| !key.is_of_the_mesh()).map(of).gather()
}

/// What the design itself answers as plain text, for a terminal; nothing where that is nothing.
pub fn asked_as_text(asked: &[Asked]) -> String {
    let mut text = String::new();
    for one in asked.iter().filter(|one| matches!(one.answer, AnswerFrom::Inferred | AnswerFrom::Follows)) {
        if text.is_empty() {
            text += "\nAnswered by the design itself\n";
        }
        let _ = writeln!(text, "  - {}: {}.", one.question, one.why.trim_end_matches('.'));
    }
    text
}
