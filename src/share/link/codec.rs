//! One walk over a document for both directions: when writing, what stands there goes out; when reading, what comes in
//! is put there. A decision made twice cannot differ, since it is written once.

use super::LinkError;
use super::coder::{Coder, Reader, Writer};
use super::estimate::Estimator;
use super::lines::Lines;
use super::memory::{Id, Memory, NONE};
use super::place::{Place, hash};
use super::scene::Scene;
use super::spelling::{Setting, Spelling};
use crate::order::Map;

/// Walks a document.
#[derive(Debug, Clone)]
pub(super) struct Codec {
    coder: Coder,
    structure: Estimator<5>,
    spelling: Spelling,
    memory: Memory,
    scene: Scene,
    /// By context, the last outcomes of a decision.
    outcomes: Vec<u8>,
    /// By kind of place and base, the last distance between lines.
    distances: Map<u32, i64>,
    /// What the next variable may well hold.
    pub(super) expected: Option<String>,
    /// The lines passed.
    pub(super) lines: Lines,
    /// The version of links this is.
    version: u8,
    /// The first version that holds all that was to be written.
    needed: u8,
    /// Letters and decisions still allowed.
    budget: u32,
    failure: Option<LinkError>,
}

/// Decisions and letters a link may hold: three thousand workloads, and read within a second.
const LARGEST: u32 = 2 << 20;
/// Bytes of one text.
const LONGEST_TEXT: usize = 1 << 20;
const OUTCOME_BITS: u32 = 12;
/// Sets of weights: what kind of decision it is.
const SETS: usize = 8;

impl Codec {
    /// A codec of a version that has seen nothing.
    pub(super) fn untaught(version: u8) -> Self {
        Self {
            coder: Coder::Learn,
            structure: Estimator::new(SETS, 60),
            spelling: Spelling::new(),
            memory: Memory::new(),
            scene: Scene::default(),
            outcomes: vec![0; 1 << OUTCOME_BITS],
            distances: Map::new(),
            expected: None,
            lines: Lines::default(),
            version,
            needed: version,
            budget: u32::MAX,
            failure: None,
        }
    }

    /// Whether links of this version have a field that came with a later one; `said` when it holds something.
    pub(super) fn has_since(&mut self, since: u8, said: bool) -> bool {
        if said && !self.reads() {
            self.needed = self.needed.max(since);
        }
        self.version >= since
    }

    /// The first version that holds all that was to be written.
    pub(super) fn needed(&self) -> u8 {
        self.needed
    }

    /// The same experience, to write with.
    pub(super) fn writing(&self) -> Self {
        Self { coder: Coder::Write(Writer::new()), budget: LARGEST, ..self.clone() }
    }

    /// The same experience, to write more than may be read.
    #[cfg(test)]
    pub(super) fn writing_without_end(&self) -> Self {
        Self { budget: u32::MAX, ..self.writing() }
    }

    /// The same experience, to read with.
    pub(super) fn reading(&self, bytes: Vec<u8>) -> Self {
        Self { coder: Coder::Read(Reader::new(bytes)), budget: LARGEST, ..self.clone() }
    }

    /// The bytes written, or what went wrong.
    pub(super) fn finish(self) -> Result<Vec<u8>, LinkError> {
        match (self.failure, self.coder) {
            (Some(failure), _) => Err(failure),
            (None, Coder::Write(writer)) => Ok(writer.finish()),
            (None, _) => Ok(Vec::new()),
        }
    }

    /// Whether what stands in the document is put there by the link.
    pub(super) fn reads(&self) -> bool {
        matches!(self.coder, Coder::Read(_))
    }

    /// Notes what is wrong; from here on every answer is no, so that the walk ends soon.
    pub(super) fn fail(&mut self, failure: LinkError) {
        self.failure.get_or_insert(failure);
    }

    /// The texts seen.
    pub(super) fn memory(&mut self) -> &mut Memory {
        &mut self.memory
    }

    /// What was said about the parts to come.
    pub(super) fn scene(&mut self) -> &mut Scene {
        &mut self.scene
    }

    fn decide(&mut self, set: usize, contexts: [u32; 5], said: bool) -> bool {
        if self.budget == 0 {
            self.fail(LinkError::TooLarge);
        }
        if self.failure.is_some() {
            return false;
        }
        self.budget -= 1;
        self.structure.pass(&mut self.coder, contexts, set, said)
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, place: Place, said: bool) -> bool {
        self.flag_as(0, place, said)
    }

    fn flag_as(&mut self, set: usize, place: Place, said: bool) -> bool {
        let kind = hash(place.kind, 11);
        let path = hash(place.path, 12);
        let of_kind = self.outcomes_of(kind);
        let of_path = self.outcomes_of(path);
        let contexts = [
            kind,
            hash(kind, of_kind & 0xf),
            hash(path, of_path & 3),
            hash(kind, place.trail),
            hash(hash(kind, self.memory.last()), 13),
        ];
        let decision = self.decide(set, contexts, said);
        self.note(kind, decision);
        self.note(path, decision);
        decision
    }

    fn outcomes_of(&self, context: u32) -> u32 {
        self.outcomes.get((context >> (32 - OUTCOME_BITS)) as usize).copied().map_or(0, u32::from)
    }

    fn note(&mut self, context: u32, outcome: bool) {
        if let Some(slot) = self.outcomes.get_mut((context >> (32 - OUTCOME_BITS)) as usize) {
            *slot = *slot << 1 | u8::from(outcome);
        }
    }

    /// One of so many that `bits` hold their numbers.
    pub(super) fn choice(&mut self, place: Place, bits: u32, said: u32) -> u32 {
        let kind = hash(place.kind, 21);
        let path = hash(place.path, 22);
        let (of_kind, of_path) = (self.outcomes_of(kind), self.outcomes_of(path));
        let mut node = 1;
        for shift in (0..bits).rev() {
            let at = hash(kind, node);
            let contexts = [
                at,
                hash(at, of_kind),
                hash(hash(path, node), of_path),
                hash(at, place.trail),
                hash(hash(at, self.memory.last()), 23),
            ];
            let bit = self.decide(1, contexts, said >> shift & 1 == 1);
            node = node << 1 | u32::from(bit);
        }
        let choice = node ^ (1 << bits);
        for context in [kind, path] {
            if let Some(slot) = self.outcomes.get_mut((context >> (32 - OUTCOME_BITS)) as usize) {
                *slot = u8::try_from(choice & 0xff).unwrap_or(0);
            }
        }
        choice
    }

    /// A whole number for which nothing better is known than that small ones are commoner.
    pub(super) fn count(&mut self, place: Place, said: u64) -> u64 {
        let bits_said = 64 - said.leading_zeros();
        let mut bits = 0;
        while bits < 64 && self.count_bit(place, bits, 0, bits_said > bits) {
            bits += 1;
        }
        if bits < 2 {
            return u64::from(bits);
        }
        let mut number: u64 = 1;
        for shift in (0..bits - 1).rev() {
            let known = if number < 8 { u32::try_from(number).unwrap_or(0) } else { shift + 16 };
            let bit = self.count_bit(place, bits + 100, known, said >> shift & 1 == 1);
            number = number << 1 | u64::from(bit);
        }
        number
    }

    fn count_bit(&mut self, place: Place, step: u32, known: u32, said: bool) -> bool {
        let kind = hash(place.kind, hash(step, known));
        let path = hash(place.path, hash(step, known));
        self.decide(
            2,
            [kind, path, hash(kind, self.memory.last()), hash(kind, place.trail), hash(path, place.trail)],
            said,
        )
    }

    /// Whether a list goes on.
    pub(super) fn goes_on(&mut self, place: Place, index: usize, before: usize, said: bool) -> bool {
        let index = u32::try_from(index.min(6)).unwrap_or(6);
        let before = u32::try_from(before.min(30)).unwrap_or(30);
        let kind = hash(place.kind, 31);
        let path = hash(place.path, 32);
        let last = self.memory.last();
        let contexts = [
            hash(kind, index),
            hash(path, index),
            hash(path, hash(index, before)),
            hash(path, hash(last, index)),
            hash(hash(kind, place.trail), hash(index, 34)),
        ];
        self.decide(3, contexts, said)
    }

    /// A text; `group` joins places that hold the same things, `suggested` is what it may well be.
    pub(super) fn text(&mut self, place: Place, group: u32, suggested: Option<&str>, value: &mut String) {
        let id = self.text_id(place, group, suggested, value);
        // A long text told by its number alone costs few decisions, but as much room as before.
        let room = u32::try_from(self.memory.text(id).len() / 8).unwrap_or(u32::MAX);
        self.budget = self.budget.saturating_sub(room);
        if self.reads() {
            self.memory.text(id).clone_into(value);
        }
        self.memory.stood(place, group, id);
    }

    fn text_id(&mut self, place: Place, group: u32, suggested: Option<&str>, value: &str) -> Id {
        let guesses = self.memory.guesses(place, group, suggested);
        let said = self.memory.find(value);
        let kind = hash(place.kind, 41);
        let of_kind = self.outcomes_of(kind);
        let seen = guesses.iter().fold(0, |seen, guess| seen << 1 | u32::from(*guess != NONE));
        for (index, guess) in (0..).zip(guesses) {
            if guess == NONE {
                continue;
            }
            let at = hash(kind, index);
            let contexts = [
                at,
                hash(at, seen),
                hash(at, hash(of_kind, 43)),
                hash(at, place.trail),
                hash(hash(at, place.path), hash(of_kind & 3, seen)),
            ];
            let hit = self.decide(4, contexts, said == Some(guess));
            if hit {
                self.note(kind, true);
                return guess;
            }
        }
        self.note(kind, false);
        for (step, list) in [(51, Some(place.kind)), (52, None)] {
            let rank = said.and_then(|id| self.memory.rank(list, id));
            let ranked = place.within(step);
            if self.flag_as(5, ranked, rank.is_some()) {
                let rank = self.count(ranked.knowing(0), rank.map_or(0, u64::from));
                let found = u32::try_from(rank).ok().and_then(|rank| self.memory.ranked(list, rank));
                if found.is_none() {
                    self.fail(LinkError::Damaged);
                }
                return found.unwrap_or(NONE);
            }
        }
        self.spell(place, value)
    }

    fn spell(&mut self, place: Place, value: &str) -> Id {
        if self.failure.is_some() {
            return NONE;
        }
        let model = self.memory.spelled(self.memory.last_in(place.kind));
        let subject = self.memory.spelled(self.memory.subject());
        let at = self.spelling.here();
        let most = LONGEST_TEXT.min(self.budget as usize / 4);
        let setting = Setting { kind: place.kind, model, subject };
        let Some(text) = self.spelling.pass(&mut self.coder, setting, value, most) else {
            self.fail(if self.reads() { LinkError::Damaged } else { LinkError::TooLarge });
            return NONE;
        };
        let letters = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.budget = self.budget.saturating_sub(letters.saturating_mul(4));
        let id = self.memory.id(&text);
        self.memory.spelled_at(id, at);
        id
    }

    /// Puts what was read in its place, or fails when it was no such thing.
    pub(super) fn put<T>(&mut self, target: &mut T, read: Option<T>) {
        match read {
            Some(read) => *target = read,
            None => self.fail(LinkError::Damaged),
        }
    }

    /// How long the last list in this place was.
    pub(super) fn length_before(&self, place: Place) -> usize {
        self.outcomes_of(hash(place.path, 61)) as usize
    }

    pub(super) fn note_length(&mut self, place: Place, length: usize) {
        if let Some(slot) = self.outcomes.get_mut((hash(place.path, 61) >> (32 - OUTCOME_BITS)) as usize) {
            *slot = u8::try_from(length).unwrap_or(u8::MAX);
        }
    }

    /// A line number, told as the distance from a line that is known: from which of them, is told first.
    pub(super) fn line(&mut self, place: Place, known: &[u32], line: &mut u32) {
        let mut best = (true, u64::MAX, 0);
        for (index, base) in (0..).zip(known) {
            let distance = i64::from(*line) - i64::from(*base);
            let unusual = self.distances.get(&hash(place.kind, index)) != Some(&distance);
            best = best.min((unusual, distance.unsigned_abs(), index));
        }
        let chosen = if known.len() > 1 { self.choice(place.within(71), 2, best.2) } else { 0 };
        let place = place.knowing(chosen);
        let base = known.get(chosen as usize).copied().unwrap_or(0);
        let key = hash(place.kind, chosen);
        let before = self.distances.get(&key).copied().unwrap_or(1);
        let distance = i64::from(*line) - i64::from(base);
        let distance = if self.flag(place.within(72).knowing(chosen), distance == before) {
            before
        } else {
            let back = self.flag(place.within(73), distance < 0);
            let steps = self.count(place.within(74), distance.unsigned_abs());
            let steps = i64::try_from(steps).unwrap_or(i64::MAX);
            if back { -steps } else { steps }
        };
        self.distances.insert(key, distance);
        let read = i64::from(base).checked_add(distance).and_then(|line| u32::try_from(line).ok());
        self.put(line, read);
    }
}
