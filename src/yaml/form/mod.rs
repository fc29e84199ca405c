//! What a typed value looks like in a document, declared once a type: a record's fields, a choice's words. From that
//! it is read with the place and the path of whatever does not fit, and written with what is blank left out.
//!
//! Records that only ever go out, as manifests do, are declared together with their structs by `written!`.
//!
//! The idea: fields are met as `&dyn Form` or `&dyn Written`, so one function reads every record and one writes it.
//! Serde, which makes a reader and a writer for every type, cost the page a fifth of its download; natively it is the
//! measure of this room.

mod amounts;
mod choice;
mod misfit;
mod record;
#[cfg(test)]
mod tests;
mod values;
mod word;
mod written;

pub use choice::{Choice, Variant, is_blank_choice, read_choice, write_choice};
pub(crate) use choice::{blank_for, carries, choice, first_blank, nth_or_none};
pub(crate) use misfit::closest;
pub use misfit::{Misfit, Named};
pub use record::{Outline, Record, is_blank_record, read_record, write_record};
pub(crate) use record::{first_of, is_said, nth, record, record_of};
pub(crate) use values::printed_form;
pub use values::{Key, read_printed, read_text, read_whole};
pub use word::{read_word, word_among};
pub use written::write_named;
pub(crate) use written::{name_of, written};

use super::Tree;
use super::read::Node;

/// A value that is written into documents.
pub trait Written {
    /// The value as a tree; `null` where there is none.
    fn write(&self) -> Tree;
}

/// A value that has a form in a document: it is read from what it was written as.
pub trait Form: Written {
    /// Takes the value from a tree; what stood here may be half replaced when it does not fit.
    fn read(&mut self, node: &Node) -> Result<(), Misfit>;

    /// Whether it is as it is when nothing was said. A record leaves such fields out.
    fn is_blank(&self) -> bool;
}

/// A value that can be there with nothing said.
pub trait Blank: Sized {
    /// The value with nothing said.
    fn blank() -> Self;
}

/// A value out of a tree.
pub fn from_node<T: Form + Blank>(node: &Node) -> Result<T, Misfit> {
    let mut value = T::blank();
    value.read(node).map_err(|misfit| misfit.at(node.at))?;
    Ok(value)
}
