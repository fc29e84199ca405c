//! Texts seen before, and which of them is likely here.

use super::place::{Place, hash};
use crate::order::Map;
use std::collections::BTreeMap;

/// A text's number.
pub(super) type Id = u32;

/// Every text passed so far.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    texts: Vec<Known>,
    ids: BTreeMap<String, Id>,
    /// What came last in a context.
    after: Vec<Id>,
    /// By kind of place, the texts that stood there, the latest last.
    stood: Map<u32, Vec<Id>>,
    /// All texts, the latest last.
    all: Vec<Id>,
    /// The name of what is being passed: a Service's or workload's.
    subject: Id,
    last: [Id; 2],
}

#[derive(Debug, Clone)]
struct Known {
    text: String,
    /// Where it was spelled.
    spelled: Option<usize>,
    /// The subject when it was last passed.
    subject: Id,
}

/// No text.
pub(super) const NONE: Id = 0;
const AFTER_BITS: u32 = 14;
/// Older texts are spelled again.
const LONGEST_LIST: usize = 1024;
/// Longer texts are not looked through for a name.
const LONGEST_TRANSLATED: usize = 256;
/// How many guesses there are.
pub(super) const GUESSES: usize = 7;

impl Memory {
    pub(super) fn new() -> Self {
        Self {
            texts: vec![Known { text: String::new(), spelled: None, subject: NONE }],
            ids: BTreeMap::new(),
            after: vec![NONE; 1 << AFTER_BITS],
            stood: Map::new(),
            all: Vec::new(),
            subject: NONE,
            last: [NONE; 2],
        }
    }

    /// The text of that number.
    pub(super) fn text(&self, id: Id) -> &str {
        self.known(id).map_or("", |known| &known.text)
    }

    /// Where it was spelled.
    pub(super) fn spelled(&self, id: Id) -> Option<usize> {
        self.known(id).and_then(|known| known.spelled)
    }

    pub(super) fn spelled_at(&mut self, id: Id, at: usize) {
        if let Some(known) = self.texts.get_mut(id as usize) {
            known.spelled = known.spelled.or(Some(at));
        }
    }

    fn known(&self, id: Id) -> Option<&Known> {
        self.texts.get(id as usize)
    }

    /// A text's number, a new one if it must be.
    pub(super) fn id(&mut self, text: &str) -> Id {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = Id::try_from(self.texts.len()).unwrap_or(NONE);
        self.texts.push(Known { text: text.to_owned(), spelled: None, subject: NONE });
        self.ids.insert(text.to_owned(), id);
        id
    }

    /// The number of a text that is known.
    pub(super) fn find(&self, text: &str) -> Option<Id> {
        self.ids.get(text).copied()
    }

    /// What is passed from here on belongs to that name.
    pub(super) fn set_subject(&mut self, id: Id) {
        self.subject = id;
    }

    pub(super) fn subject(&self) -> Id {
        self.subject
    }

    pub(super) fn last(&self) -> Id {
        self.last[0]
    }

    /// The last text in a kind of place.
    pub(super) fn last_in(&self, kind: u32) -> Id {
        self.recall(hash(kind, 1))
    }

    /// The guesses for a place, from the surest; [`NONE`] where there is none.
    pub(super) fn guesses(&mut self, place: Place, group: u32, suggested: Option<&str>) -> [Id; GUESSES] {
        let before = self.last_in(place.kind);
        let same = self.translated(before);
        let suggested = suggested.map_or(NONE, |text| self.id(text));
        let [last, second] = self.last;
        let guesses = [
            suggested,
            self.recall(hash(hash(place.kind, 2), hash(last, second))),
            self.recall(hash(hash(place.kind, 3), last)),
            same,
            self.recall(hash(hash(place.kind, 4), before)),
            self.recall(hash(hash(group, 5), self.subject)),
            self.recall(hash(place.path, 6)),
        ];
        let mut told = guesses;
        for (index, guess) in told.iter_mut().enumerate() {
            if guesses.iter().take(index).any(|earlier| earlier == guess) {
                *guess = NONE;
            }
        }
        told
    }

    /// A text as it would be for the present subject: the subject's name in place of that one's.
    fn translated(&mut self, id: Id) -> Id {
        let Some(known) = self.known(id) else { return NONE };
        let (old, new) = (self.text(known.subject), self.text(self.subject));
        if old.is_empty() || old == new || known.text.len() > LONGEST_TRANSLATED || !known.text.contains(old) {
            return id;
        }
        let text = known.text.replacen(old, new, 1);
        self.id(&text)
    }

    /// A text's place from the latest in a list: of its kind, or of all.
    pub(super) fn rank(&self, kind: Option<u32>, id: Id) -> Option<u32> {
        let rank = self.list(kind).iter().rev().position(|other| *other == id)?;
        u32::try_from(rank).ok()
    }

    /// The text at a place from the latest.
    pub(super) fn ranked(&self, kind: Option<u32>, rank: u32) -> Option<Id> {
        self.list(kind).iter().rev().nth(usize::try_from(rank).ok()?).copied()
    }

    fn list(&self, kind: Option<u32>) -> &[Id] {
        match kind {
            Some(kind) => self.stood.get(&kind).map_or(&[], Vec::as_slice),
            None => &self.all,
        }
    }

    /// A text stood in a place.
    pub(super) fn stood(&mut self, place: Place, group: u32, id: Id) {
        let before = self.last_in(place.kind);
        let [last, second] = self.last;
        for context in [
            hash(hash(place.kind, 2), hash(last, second)),
            hash(hash(place.kind, 3), last),
            hash(hash(place.kind, 4), before),
            hash(hash(group, 5), self.subject),
            hash(place.path, 6),
            hash(place.kind, 1),
        ] {
            if let Some(slot) = self.after.get_mut((context >> (32 - AFTER_BITS)) as usize) {
                *slot = id;
            }
        }
        self.last = [id, last];
        let subject = self.subject;
        if let Some(known) = self.texts.get_mut(id as usize) {
            known.subject = subject;
        }
        for list in [self.stood.entry(place.kind).or_default(), &mut self.all] {
            if let Some(old) = list.iter().rposition(|other| *other == id) {
                list.remove(old);
            } else if list.len() >= LONGEST_LIST {
                list.remove(0);
            }
            list.push(id);
        }
    }

    fn recall(&self, context: u32) -> Id {
        self.after.get((context >> (32 - AFTER_BITS)) as usize).copied().unwrap_or(NONE)
    }
}
