//! A set of nodes, one bit each.

/// A set of small numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// The numbers below `length` for which something holds.
    pub(super) fn of(length: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut bits = Self { words: vec![0; length.div_ceil(64)] };
        for index in (0..length).filter(|index| holds(*index)) {
            bits.insert(index);
        }
        bits
    }

    #[inline]
    pub(super) fn has(&self, index: usize) -> bool {
        self.word(index / 64) >> (index % 64) & 1 == 1
    }

    pub(super) fn insert(&mut self, index: usize) {
        if let Some(word) = self.words.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    #[inline]
    pub(super) fn remove(&mut self, index: usize) {
        if let Some(word) = self.words.get_mut(index / 64) {
            *word &= !(1 << (index % 64));
        }
    }

    #[inline]
    pub(super) fn word(&self, at: usize) -> u64 {
        self.words.get(at).copied().unwrap_or(0)
    }
}
