//! A design outside the program: as a link, as a file, as an address of the page. A [`Design`] goes out as text and
//! the same design comes back, to the last byte of its file. The idea: whatever comes in was written by a stranger, so
//! every reader here bounds what it reads and says in one sentence what is wrong.
//!
//! [`Design`]: crate::design::Design

pub mod address;
mod file;
mod link;
#[cfg(test)]
pub(crate) mod schema;
#[cfg(test)]
pub(crate) mod testing;
mod voices;

pub use file::{DesignFileError, LARGEST_FILE, read_design, write_design};
pub use link::{LinkError, decode, encode};
pub use voices::{Untaken, read_voices};
