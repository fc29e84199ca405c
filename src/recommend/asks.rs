//! What is asked of a platform: the needs, said, shown by the workloads or following from other answers.

use super::Cause;
use crate::design::{Insistence, Need, QuestionKey, Resolved, ResolvedFrom};
use crate::order::Gather;

/// A need, who asks for it and how firmly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) need: Need,
    pub(super) cause: Cause,
    pub(super) insistence: Insistence,
}

/// Every ask, in the needs' order.
pub(super) fn asks(resolved: &Resolved) -> Vec<Ask> {
    let needed = resolved.needs.iter().filter(|(_, state)| state.needed);
    let ask = |(need, state): (&Need, &crate::design::NeedState)| {
        let kind = need.implied_by().filter(|_| matches!(state.from, ResolvedFrom::Follows(_)));
        let by_kind = kind.is_some_and(|kind| resolved.workload_kinds.contains(&kind));
        let cause = if by_kind { Cause::Answer(QuestionKey::WorkloadKinds) } else { Cause::Need(*need) };
        Ask { need: *need, cause, insistence: state.insistence }
    };
    needed.map(ask).gather()
}

/// How firmly an answer was meant; as it usually is where it was not said.
pub(super) fn insistence(resolved: &Resolved, key: QuestionKey) -> Insistence {
    match resolved.from.get(&key) {
        Some(ResolvedFrom::Said(insistence)) => *insistence,
        _ => key.usual(),
    }
}
