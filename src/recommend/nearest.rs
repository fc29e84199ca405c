//! The nearest number at which somebody else wins.
//!
//! Most numbers move every value one way: more people to run it only lower the share of their hours, a larger budget
//! only makes a bill a smaller part of it. Between two such numbers every value lies between what it is at either, so
//! whoever is first by the worst of its values and the best of the others' is first throughout. Stretches of which that
//! cannot be said are halved until it can, or until one number is left: what is found is the nearest, without exception.
//!
//! Pods and regions are no such numbers, since machines are whole: their costs are a saw. There the nearest
//! [`EACH`] numbers are tried one by one, farther ones a [`PART`]th of the distance apart, and what is found far away is
//! followed back to the very number; a winner who comes and goes between two of those steps is not seen.

use super::Candidate;
use crate::decide::Table;

/// So many numbers are tried one by one where values do not move one way.
pub(super) const EACH: u64 = 128;
/// Beyond them the steps are so small a part of the distance.
const PART: u64 = 32;
/// More numbers than this are not tried; what is found then is not said to be the nearest.
const MOST: usize = 4000;

/// What a number at some distance comes to.
pub(super) struct Tried {
    /// What the engine sees.
    pub(super) table: Table,
    /// Whether anybody can do it.
    pub(super) stands: bool,
    /// Who wins, where it is somebody else than now.
    pub(super) other: Option<Candidate>,
}

/// The least distance from 1 to `most` at which somebody else wins, who that is, and whether it is the least for sure.
/// `steady` says that every value moves one way over the distance.
pub(super) fn nearest(
    most: u64,
    steady: bool,
    at: &mut dyn FnMut(u64) -> Option<Tried>,
) -> Option<(u64, Candidate, bool)> {
    let mut reached = (0, at(0)?);
    if most == 0 {
        return None;
    }
    // Ends of stretches still to be looked at, the nearest last.
    let mut ahead = vec![(most, at(most)?)];
    let (mut exact, mut tries) = (true, 0);
    while let Some((end, there)) = ahead.last() {
        let (from, here) = &reached;
        let width = end - from;
        let step = if *from < EACH { 1 } else { from / PART };
        let passed = match (&there.other, steady) {
            (Some(_), _) => false,
            (None, true) => {
                let first = here.table.first();
                let same = here.stands == there.stands && first == there.table.first();
                same && here.table.keeps_first(&there.table)
            }
            (None, false) => width <= step,
        };
        if passed || width == 1 || tries > MOST {
            if let Some(winner) = there.other {
                return Some((*end, winner, exact && width == 1));
            }
            exact &= width == 1 || (passed && steady);
            reached = ahead.pop()?;
            continue;
        }
        tries += 1;
        let middle = if steady {
            // Doubling first: what is near is likelier to matter than what is far.
            (2 * from + 1).min(from + width / 2)
        } else if width > step {
            from + step
        } else {
            from + width / 2
        };
        let middle = middle.clamp(from + 1, end - 1);
        ahead.push((middle, at(middle)?));
    }
    None
}
