//! The page's few primitives: fields that keep what was typed, choices, tables of words. Plain values and callbacks
//! come in, native elements go out. The idea: one function per primitive, none generic, so that a form of a hundred
//! fields costs the download of one.

mod choice;
mod field;
mod figure;
mod memo;
mod more;

pub(crate) use crate::draw::{Bar, Markup};
pub(crate) use choice::{checks, flag, segmented, select};
pub(crate) use field::{Field, field};
pub(crate) use figure::{bar, mark};
pub(crate) use memo::{Memo, Same};
pub(crate) use more::more;
