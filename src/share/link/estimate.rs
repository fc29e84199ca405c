//! How likely a decision is. Each decision is asked under several contexts, from coarse to fine; every context keeps
//! its own experience, and a mixer that learns which of them to trust weighs them into one number (logistic mixing, as
//! in the PAQ family of compressors). Integers and tables throughout: every machine must come to the same number.

use super::coder::Coder;
use crate::order::Gather;
use std::sync::LazyLock;

/// What one context has seen.
#[derive(Debug, Clone, Copy)]
struct Experience {
    /// Of 65,536, how often it was true.
    odds: u16,
    /// How often it was asked, up to a limit that keeps it able to learn.
    count: u8,
    /// Part of the context's hash: two contexts that fall on one place do not take each other's experience for theirs.
    owner: u8,
}

/// Even odds, from nobody.
const UNASKED: Experience = Experience { odds: 1 << 15, count: 0, owner: 0 };

/// Weighs `N` contexts into one estimate.
#[derive(Debug, Clone)]
pub(super) struct Estimator<const N: usize> {
    seen: Vec<Experience>,
    weights: Vec<[i32; N]>,
    /// Experiences older than this many are forgotten bit by bit.
    memory: u8,
}

/// Experiences are found by the upper bits of a context's hash.
const SEEN_BITS: u32 = 16;
/// 1.0 as a weight.
const ONE: i32 = 1 << 16;
/// 1.0 as a logit.
const LOGIT_ONE: i32 = 256;
/// The largest logit in the table: odds of 1 : 163,000.
const LOGIT_MOST: i32 = 12 * LOGIT_ONE;
/// How much is trusted of a context by how often it was asked, in sixteenths.
const TRUST: [i32; 8] = [0, 5, 8, 11, 13, 15, 17, 19];
/// How much of one that was asked more often than that.
const TRUST_MOST: i32 = 20;

impl<const N: usize> Estimator<N> {
    /// An estimator with so many sets of weights.
    pub(super) fn new(sets: usize, memory: u8) -> Self {
        let share = ONE * 2 / i32::try_from(N + 2).unwrap_or(1);
        Self { seen: vec![UNASKED; 1 << SEEN_BITS], weights: vec![[share; N]; sets], memory }
    }

    /// Passes a decision under its contexts, given from coarse to fine, and learns from it.
    pub(super) fn pass(&mut self, coder: &mut Coder, contexts: [u32; N], set: usize, said: bool) -> bool {
        let tables: &Tables = &TABLES;
        let places = contexts.map(|context| self.place_of(context));
        let mut logits = [0; N];
        let mut coarser = None;
        for (place, logit) in places.iter().zip(&mut logits) {
            let Some(experience) = self.seen.get_mut(*place) else { continue };
            // A context that was never asked believes what the next coarser one believes.
            if experience.count == 0
                && let Some(odds) = coarser
            {
                experience.odds = odds;
            }
            coarser = Some(experience.odds);
            let trust = TRUST.get(usize::from(experience.count)).copied().unwrap_or(TRUST_MOST);
            *logit = tables.logit_of(experience.odds) * trust / 16;
        }
        let mut sum = 0;
        if let Some(weights) = self.weights.get(set) {
            for (weight, logit) in weights.iter().zip(logits) {
                sum += i64::from(*weight) * i64::from(logit);
            }
        }
        let odds = odds_of(i32::try_from(sum / i64::from(ONE)).unwrap_or(LOGIT_MOST));
        let decision = coder.pass(odds, said);
        let truth: i32 = if decision { 1 << 16 } else { 0 };
        let error = truth - i32::try_from(odds).unwrap_or(0);
        if let Some(weights) = self.weights.get_mut(set) {
            for (weight, logit) in weights.iter_mut().zip(logits) {
                *weight += (logit * (error >> 2)) >> 13;
            }
        }
        for place in places {
            let Some(experience) = self.seen.get_mut(place) else { continue };
            let step = ((truth - i32::from(experience.odds)) * tables.share_of(experience.count)) >> 14;
            experience.odds = u16::try_from((i32::from(experience.odds) + step).clamp(16, 65_520)).unwrap_or(1 << 15);
            experience.count = self.memory.min(experience.count + 1);
        }
        decision
    }

    /// Where a context's experience is kept: one of two places, of which a new context takes the one that knows less.
    fn place_of(&mut self, context: u32) -> usize {
        let owner = owner_of(context);
        let first = (context >> (32 - SEEN_BITS)) as usize;
        let [a, b] = [first, first ^ 1].map(|at| self.seen.get(at).copied().unwrap_or(UNASKED));
        if a.owner == owner {
            return first;
        }
        if b.owner == owner {
            return first ^ 1;
        }
        let place = if a.count <= b.count { first } else { first ^ 1 };
        if let Some(experience) = self.seen.get_mut(place) {
            *experience = Experience { owner, ..UNASKED };
        }
        place
    }
}

fn owner_of(context: u32) -> u8 {
    let [_, _, _, low] = context.to_be_bytes();
    low
}

/// 65,536 / (1 + e^-x) for x from -12 to 12 in halves.
const ODDS: [i32; 49] = [
    1, 1, 1, 2, 3, 5, 8, 13, 22, 36, 60, 98, 162, 267, 439, 720, 1179, 1921, 3108, 4971, 7812, 11955, 17625, 24743,
    32768, 40793, 47911, 53581, 57724, 60565, 62428, 63615, 64357, 64816, 65097, 65269, 65374, 65438, 65476, 65500,
    65514, 65523, 65528, 65531, 65533, 65534, 65535, 65535, 65535,
];

/// The odds of a logit, never certain.
fn odds_of(logit: i32) -> u32 {
    let shifted = logit.clamp(1 - LOGIT_MOST, LOGIT_MOST - 1) + LOGIT_MOST;
    let (position, part) = (shifted / 128, shifted % 128);
    let at = |index: i32| usize::try_from(index).ok().and_then(|i| ODDS.get(i)).copied().unwrap_or(1 << 15);
    let odds = at(position) + (at(position + 1) - at(position)) * part / 128;
    u32::try_from(odds.clamp(1, 65_535)).unwrap_or(1 << 15)
}

/// What is looked up rather than computed.
struct Tables {
    /// The logit of odds, ln(odds / (65,536 - odds)), for every sixteenth: [`odds_of`] turned round.
    logits: Vec<i16>,
    /// How much of the way to the truth one more experience leads, of 16,384, by how many there are.
    shares: Vec<i32>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut logits = Vec::with_capacity(4096);
    let mut logit = 1 - LOGIT_MOST;
    for step in 0..4096u32 {
        while odds_of(logit) < step * 16 + 8 && logit < LOGIT_MOST {
            logit += 1;
        }
        logits.push(i16::try_from(logit).unwrap_or(0));
    }
    // The first experience leads two thirds of the way, the second two fifths, and so on.
    let shares = (0..=255).map(|count| (1 << 15) / (2 * count + 3)).gather();
    Tables { logits, shares }
});

impl Tables {
    fn logit_of(&self, odds: u16) -> i32 {
        self.logits.get(usize::from(odds >> 4)).copied().map_or(0, i32::from)
    }

    fn share_of(&self, count: u8) -> i32 {
        self.shares.get(usize::from(count)).copied().unwrap_or(0)
    }
}
