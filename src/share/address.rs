//! The page's address after `#`: `#/requirements?d=1AbC…`. Both parts may be absent; what else stands there is ignored.

use std::fmt;

/// Where the page is, and which design it shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// The step, as in `#/requirements`; empty for none.
    pub step: String,
    /// The design's link as [`super::encode`] gives it; empty for none.
    pub design: String,
}

impl fmt::Display for Address {
    /// `#/requirements?d=1AbC`, ready to set or to append to the page's own address.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "#/{}", self.step)?;
        if self.design.is_empty() { Ok(()) } else { write!(f, "?d={}", self.design) }
    }
}

/// The address as text: a fragment with its `#`.
pub fn print(address: &Address) -> String {
    address.to_string()
}

/// Reads a whole address, a fragment with or without `#`, or a design's link alone.
pub fn parse(text: &str) -> Address {
    let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    let (step, rest) = fragment.split_once('?').unwrap_or((fragment, ""));
    let design = rest.split('&').find_map(|part| part.strip_prefix("d=")).unwrap_or_default();
    Address { step: step.trim_start_matches('/').to_owned(), design: design.to_owned() }
}
