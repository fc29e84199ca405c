//! The whole design as one word of an address.

mod codec;
mod coder;
mod estimate;
mod form;
mod frame;
mod memory;
mod place;
mod spelling;
mod wire;

use crate::design::Design;
use codec::Codec;
use thiserror::Error;

/// Why a text does not open as a link.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LinkError {
    /// Nothing in it looks like one.
    #[error("this is not a Sheerline link: copy the whole address, from https to its last character")]
    Foreign,
    /// Written by a later version of this program.
    #[error("this link was made by a newer Sheerline: reload the page, or update the program, and open it again")]
    Newer,
    /// Characters are missing.
    #[error("this link is cut short: {found} of {expected} characters are there; copy it again as a whole")]
    Short {
        /// How many a whole one has.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// Characters were changed.
    #[error("this link is damaged: its checksum does not fit; copy it again")]
    Damaged,
    /// More than a link may hold.
    #[error("this design is too large for a link: save it as a file instead")]
    TooLarge,
}

/// The design as a word of letters, digits, `-` and `_`, for [`super::address::Address::design`].
pub fn encode(design: &Design) -> Result<String, LinkError> {
    let mut codec = taught().writing();
    form::pass_design(&mut design.clone(), &mut codec);
    Ok(frame::wrap(&codec.finish()?))
}

/// The design of a link: a whole address, its fragment, or the word alone.
pub fn decode(text: &str) -> Result<Design, LinkError> {
    let address = super::address::parse(text);
    let word = if address.design.is_empty() { text } else { &address.design };
    let mut codec = taught().reading(frame::unwrap(word)?);
    let mut design = Design::default();
    form::pass_design(&mut design, &mut codec);
    codec.finish()?;
    Ok(design)
}

fn taught() -> &'static Codec {
    static TAUGHT: std::sync::LazyLock<Codec> = std::sync::LazyLock::new(|| {
        let mut codec = Codec::untaught();
        if let Ok(mut design) = super::read_design(include_str!("primer.yaml")) {
            form::pass_design(&mut design, &mut codec);
        }
        codec
    });
    &TAUGHT
}
