//! Several people, one choice: where they agree, whom each would take, what serves all best, and who would object.

use super::context::Context;
use super::load::Load;
use super::matrix::Valued;
use super::method::Method;
use super::outcome::{name, table};
use super::own::{all_valued, with_own_numbers};
use super::weighing::weights;
use super::words::list;
use super::{Candidate, Group, GroupCriterion, GroupVoice, Measure, asks};
use crate::decide::{Points, Table, WeightRange};
use crate::design::{Design, Resolved, Voice};
use crate::knowledge::Knowledge;
use crate::order::Gather;

/// What the voices of a design come to; none where there are none.
///
/// The compromise is the ranking by the mean of everybody's shares: each person counts the same, however large their
/// numbers.
pub fn group(design: &Design, resolved: &Resolved, knowledge: &Knowledge) -> Option<Group> {
    if design.decision.voices.is_empty() {
        return None;
    }
    let (knowledge, _) = with_own_numbers(knowledge, &design.decision);
    let knowledge = knowledge.as_ref();
    let method = Method::of(knowledge);
    let load = Load::of(design, resolved, &method);
    let context = Context { design, resolved, knowledge, method: &method, load: &load, asks: asks::asks(resolved) };
    let (valued, _) = all_valued(&context);
    let heard: Vec<Heard> = design.decision.voices.iter().map(|voice| heard(&context, &valued, voice)).gather();
    let compromise = compromise(&heard);
    let platform = |row: usize| valued.get(row).map(|one| one.row.platform);
    let ranking: Vec<Candidate> = compromise.ranking().iter().filter_map(|place| platform(place.alternative)).gather();
    let chosen = compromise.ranking().first().map(|place| place.alternative)?;
    let voices: Vec<GroupVoice> = heard.iter().map(|one| voice(&context, one, chosen, &valued)).gather();
    let criteria: Vec<GroupCriterion> = (0..)
        .zip(Measure::all(knowledge))
        .map(|(place, criterion)| agreement(criterion, place, &heard, &compromise))
        .gather();
    let apart: u64 = criteria.iter().map(|one| u64::from(one.apart)).sum();
    let agreement = u16::try_from(10_000u64.saturating_sub(apart / 2)).unwrap_or_default();
    Some(Group { agreement, text: text(knowledge, &ranking, &voices, agreement), ranking, voices, criteria })
}

/// A voice and the table it stands for.
struct Heard<'a> {
    voice: &'a Voice,
    shares: Vec<u16>,
    table: Table,
}

fn heard<'a>(context: &Context, valued: &[Valued], voice: &'a Voice) -> Heard<'a> {
    let table = table(&weights(context, &voice.priorities, &voice.weighting), valued);
    Heard { voice, shares: table.shares(), table }
}

/// The values with the mean of everybody's shares.
fn compromise(heard: &[Heard]) -> Table {
    let Some(first) = heard.first() else { return Table::default() };
    let sum = |place: usize| heard.iter().filter_map(|one| one.shares.get(place)).map(|share| u32::from(*share)).sum();
    let weights = (0..first.shares.len()).map(|place| {
        let likely: u32 = sum(place);
        WeightRange { low: likely, likely, high: likely }
    });
    Table { weights: weights.gather(), alternatives: first.table.alternatives.clone(), order: Vec::new() }
}

fn voice(context: &Context, heard: &Heard, chosen: usize, valued: &[Valued]) -> GroupVoice {
    let ranking = heard.table.ranking();
    let own = ranking.first().map_or(Points::WORST, |first| first.score);
    let theirs = ranking.iter().find(|place| place.alternative == chosen);
    let loses = i64::from(own.as_hundredths()) - theirs.map_or(0, |place| i64::from(place.score.as_hundredths()));
    let most = i64::try_from(context.method.objection).unwrap_or(i64::MAX).saturating_mul(100);
    GroupVoice {
        name: heard.voice.name.clone(),
        first: ranking.first().and_then(|first| valued.get(first.alternative)).map(|one| one.row.platform),
        rank_of_compromise: theirs.map_or(0, |place| u8::try_from(place.rank).unwrap_or(u8::MAX)),
        loses: Points::hundredths(loses),
        objects: loses > most,
        shares: heard.shares.clone(),
    }
}

fn agreement(criterion: Measure, place: usize, heard: &[Heard], compromise: &Table) -> GroupCriterion {
    let shares: Vec<u16> = heard.iter().filter_map(|one| one.shares.get(place).copied()).gather();
    let people = u64::try_from(shares.len()).unwrap_or(1).max(1);
    let mean = compromise.shares().get(place).copied().unwrap_or_default();
    let apart: u64 = shares.iter().map(|share| u64::from(share.abs_diff(mean))).sum();
    let by = |least: bool| {
        let named = heard.iter().filter_map(|one| Some((one.shares.get(place).copied()?, &one.voice.name)));
        let pick = if least {
            named.reduce(|a, b| if b.0 < a.0 { b } else { a })
        } else {
            named.reduce(|a, b| if b.0 > a.0 { b } else { a })
        };
        pick.map(|(_, name)| name.clone()).unwrap_or_default()
    };
    GroupCriterion {
        criterion,
        low: shares.iter().copied().min().unwrap_or_default(),
        mean,
        high: shares.iter().copied().max().unwrap_or_default(),
        lowest: by(true),
        highest: by(false),
        apart: u16::try_from(apart / people).unwrap_or(u16::MAX),
    }
}

fn text(knowledge: &Knowledge, ranking: &[Candidate], voices: &[GroupVoice], agreement: u16) -> String {
    let Some(first) = ranking.first() else { return "Nothing meets every must.".to_owned() };
    let objecting: Vec<&str> = voices.iter().filter(|voice| voice.objects).map(|voice| voice.name.as_str()).gather();
    let who = match objecting.as_slice() {
        [] => "Nobody would object.".to_owned(),
        some => format!("{} would object.", list(some, "and")),
    };
    let with = voices.iter().filter(|voice| voice.first == Some(*first)).count();
    format!(
        "{} serves all best; {with} of {} put it first, and the priorities agree by {} %. {who}",
        name(knowledge, *first),
        voices.len(),
        (agreement + 50) / 100
    )
}
