//! When nothing meets every must: the smallest sets of answers to give up, and who could then do it.
//!
//! A platform stands as soon as none of its causes is left, so every set that lets somebody stand holds all the causes
//! of some platform. The smallest such sets are therefore among the platforms' own: an exact answer without a search.

use super::context::Context;
use super::matrix::Valued;
use super::near::without;
use super::outcome::name;
use super::words::list;
use super::{Cause, WayOut};
use crate::decide::Table;
use crate::order::Gather;
use std::cmp::Reverse;

/// The ways out, the fewest answers first; of equally many the one that opens the best platform. None is part of another.
pub(super) fn ways_out(context: &Context, table: &Table, valued: &[Valued]) -> Vec<WayOut> {
    if valued.iter().any(|one| one.screened.eliminated.is_empty()) {
        return Vec::new();
    }
    let causes: Vec<Vec<Cause>> = valued.iter().map(causes).gather();
    let within = |small: &[Cause], large: &[Cause]| small.iter().all(|cause| large.contains(cause));
    let mut ways: Vec<(usize, Reverse<crate::decide::Points>, WayOut)> = Vec::new();
    for (position, set) in causes.iter().enumerate() {
        let again = causes.iter().take(position).any(|other| other == set);
        let larger = causes.iter().any(|other| other.len() < set.len() && within(other, set));
        if again || larger {
            continue;
        }
        let mut opens: Vec<(Reverse<crate::decide::Points>, usize)> = (0..valued.len())
            .zip(&causes)
            .filter(|(_, other)| within(other, set))
            .map(|(row, _)| (Reverse(table.score(row)), row))
            .gather();
        crate::order::sort(&mut opens);
        let platforms: Vec<_> = opens.iter().filter_map(|(_, row)| valued.get(*row)?.row.platform.platform()).gather();
        let Some((best, first)) = opens.first().map(|(score, _)| *score).zip(platforms.first().copied()) else {
            continue;
        };
        let names: Vec<&str> = platforms.iter().map(|platform| name(context.knowledge, *platform)).gather();
        let phrases: Vec<String> = set.iter().map(|cause| without(context.knowledge, first, *cause)).gather();
        let text = format!("{} could do it {}.", list(&names, "and"), list(&phrases, "and"));
        ways.push((set.len(), best, WayOut { give_up: set.clone(), opens: platforms, text }));
    }
    crate::order::sort_by(&mut ways, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    ways.into_iter().map(|(_, _, way)| way).gather()
}

/// What keeps a platform out, each once, in the questions' order.
fn causes(one: &Valued) -> Vec<Cause> {
    let mut causes: Vec<Cause> = one.screened.eliminated.iter().map(|reason| reason.cause).gather();
    causes.dedup();
    causes
}
