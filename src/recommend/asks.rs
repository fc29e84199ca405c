//! What is asked of a platform: the needs, said or shown by the workloads, and those that the kinds of work imply.

use super::Cause;
use crate::design::{Insistence, Need, QuestionKey, Resolved, ResolvedFrom, WorkloadKindWanted};

/// A need, who asks for it and how firmly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) need: Need,
    pub(super) cause: Cause,
    pub(super) insistence: Insistence,
}

/// Every ask, in the needs' order.
pub(super) fn asks(resolved: &Resolved) -> Vec<Ask> {
    let ask = |(need, state): (&Need, &crate::design::NeedState)| {
        if state.needed {
            return Some(Ask { need: *need, cause: Cause::Need(*need), insistence: state.insistence });
        }
        // A no that was said is an answer; silence is not.
        let silent = matches!(state.from, ResolvedFrom::Assumed(_));
        let kind = implied_by(*need).filter(|kind| silent && resolved.workload_kinds.contains(kind));
        kind.map(|_| Ask {
            need: *need,
            cause: Cause::Answer(QuestionKey::WorkloadKinds),
            insistence: insistence(resolved, QuestionKey::WorkloadKinds),
        })
    };
    resolved.needs.iter().filter_map(ask).collect()
}

/// The kind of work that asks for a need by itself.
const fn implied_by(need: Need) -> Option<WorkloadKindWanted> {
    match need {
        Need::PerNodeDaemon => Some(WorkloadKindWanted::Daemons),
        Need::NativeCron => Some(WorkloadKindWanted::Cron),
        Need::BlockStorage => Some(WorkloadKindWanted::Stateful),
        Need::Gpu => Some(WorkloadKindWanted::MachineLearning),
        _ => None,
    }
}

/// How firmly an answer was meant; a wish where it was not said.
pub(super) fn insistence(resolved: &Resolved, key: QuestionKey) -> Insistence {
    match resolved.from.get(&key) {
        Some(ResolvedFrom::Said(insistence)) => *insistence,
        _ => Insistence::Want,
    }
}
