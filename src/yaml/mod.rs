//! YAML as text: read with the line of every value, and printed so that no reader can take a string for anything else.
//! The idea: manifests are trees with places, not text, on both sides; `serde_yaml` loses the places when it reads and
//! the quotes when it writes.

mod form;
mod print;
pub mod read;

pub use form::{
    Blank, Choice, Form, Key, Misfit, Named, Outline, Record, Variant, Written, from_node, is_blank_choice,
    is_blank_record, read_choice, read_printed, read_record, read_text, read_whole, read_word, word_among,
    write_choice, write_named, write_record,
};
pub(crate) use form::{
    blank_for, carries, choice, closest, first_blank, first_of, is_said, name_of, nth, nth_or_none, printed_form,
    record, record_of, written,
};
pub use print::{Decimal, Document, Entry, TokenKind, Tree, highlight, highlight_text, json, print};
