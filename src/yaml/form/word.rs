//! One word of a closed list.

use super::super::read::Node;
use super::misfit::Named;
use super::{Misfit, read_text};

/// The position of a word among those that are known.
pub fn word_among(word: &str, known: &[&str]) -> Result<usize, Misfit> {
    known.iter().position(|other| *other == word).ok_or_else(|| Misfit::unknown(Named::Word, word, known))
}

/// The position of the word that stands there.
pub fn read_word(node: &Node, known: &[&str]) -> Result<usize, Misfit> {
    word_among(read_text(node, "a word")?, known)
}
