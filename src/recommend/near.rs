//! Near misses: platforms that a single answer keeps out, and where they would rank without it.

use super::context::Context;
use super::matrix::Valued;
use super::outcome::name;
use super::words::{list, ordinal, place, spoken};
use super::{Cause, NearMiss};
use crate::decide::{Standing, Table};
use crate::design::{PlatformId, QuestionKey};
use crate::knowledge::Knowledge;
use crate::order::Gather;

/// How far down a platform may rank and still be a near miss: a need is more often up for debate than where it may run.
const fn worth_naming(cause: Cause) -> usize {
    match cause {
        Cause::Need(_) => 3,
        Cause::Answer(_) => 1,
    }
}

/// The near misses, best first.
pub(super) fn near_misses(context: &Context, table: &Table, valued: &[Valued]) -> Vec<NearMiss> {
    let mut found: Vec<NearMiss> = valued
        .iter()
        .enumerate()
        .filter_map(|(position, one)| {
            let platform = one.row.platform.platform()?;
            let cause = only_cause(one)?;
            let mut standing = table.clone();
            standing.alternatives.get_mut(position)?.standing = Standing::Stands;
            let placed = standing.ranking();
            let rank = placed.iter().find(|place| place.alternative == position)?.rank;
            (rank <= worth_naming(cause)).then(|| NearMiss {
                platform,
                cause,
                rank: u8::try_from(rank).unwrap_or(u8::MAX),
                text: format!(
                    "{} would rank {} {}.",
                    name(context.knowledge, platform),
                    ordinal(rank),
                    without(context.knowledge, platform, cause)
                ),
            })
        })
        .gather();
    crate::order::sort_by_key(&mut found, |miss| (miss.rank, miss.platform));
    found
}

/// The one answer behind all reasons, where there is one.
fn only_cause(one: &Valued) -> Option<Cause> {
    let reasons = &one.screened.eliminated;
    let first = reasons.first()?.cause;
    reasons.iter().all(|reason| reason.cause == first).then_some(first)
}

/// What was asked, in words.
pub(super) fn asked(knowledge: &Knowledge, cause: Cause) -> String {
    match cause {
        Cause::Need(need) => knowledge
            .constraint(need)
            .map_or_else(String::new, |constraint| constraint.asks.trim_end_matches('.').to_owned()),
        Cause::Answer(QuestionKey::Clouds) => "Where it may run".to_owned(),
        Cause::Answer(QuestionKey::Budget) => "The budget".to_owned(),
        Cause::Answer(QuestionKey::WorkloadKinds) => "What has to run".to_owned(),
        Cause::Answer(QuestionKey::PlatformEngineers) => "How many can run it".to_owned(),
        Cause::Answer(QuestionKey::Operation) => "Who keeps it running".to_owned(),
        Cause::Answer(QuestionKey::Pods) => "How many pods there are".to_owned(),
        Cause::Answer(key) => spoken(key.key()),
    }
}

/// If an answer were not so, as the end of a sentence about a platform.
pub(super) fn without(knowledge: &Knowledge, platform: PlatformId, cause: Cause) -> String {
    match cause {
        Cause::Need(_) => format!("without the need “{}”", asked(knowledge, cause)),
        Cause::Answer(QuestionKey::Clouds) => {
            let runs_in = knowledge.platform(platform).map(|row| &row.runs_in);
            let places: Vec<&str> = runs_in.into_iter().flatten().map(|cloud| place(*cloud)).gather();
            format!("if {} were allowed", list(&places, "or"))
        }
        Cause::Answer(QuestionKey::Budget) => "with a larger budget".to_owned(),
        Cause::Answer(QuestionKey::WorkloadKinds) => "if nothing had to run that it cannot take".to_owned(),
        Cause::Answer(QuestionKey::PlatformEngineers) => "with more people to run it".to_owned(),
        Cause::Answer(QuestionKey::Operation) => "if somebody had the time to operate it".to_owned(),
        Cause::Answer(QuestionKey::Pods) => "with fewer pods".to_owned(),
        Cause::Answer(key) => format!("with another answer to “{}”", spoken(key.key())),
    }
}
