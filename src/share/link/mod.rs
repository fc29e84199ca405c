//! The whole design as one word of an address.

use crate::design::Design;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
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
    let json = serde_json::to_vec(design).map_err(|_| LinkError::TooLarge)?;
    Ok(format!("0{}", URL_SAFE_NO_PAD.encode(json)))
}

/// The design of a link: a whole address, its fragment, or the word alone.
pub fn decode(text: &str) -> Result<Design, LinkError> {
    let address = super::address::parse(text);
    let word = if address.design.is_empty() { text } else { &address.design };
    let body = word.strip_prefix('0').ok_or(LinkError::Foreign)?;
    let json = URL_SAFE_NO_PAD.decode(body).map_err(|_| LinkError::Damaged)?;
    serde_json::from_slice(&json).map_err(|_| LinkError::Damaged)
}
