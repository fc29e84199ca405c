//! The whole design as one word of an address.

mod codec;
mod coder;
mod estimate;
mod form;
mod frame;
mod lines;
mod memory;
mod place;
mod scene;
mod spelling;
mod wire;

#[cfg(test)]
pub(super) use form::design_fields;

use crate::design::Design;
use codec::Codec;
use std::sync::LazyLock;
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
    let mut version = frame::FIRST;
    loop {
        let mut codec = taught(version).writing();
        form::pass_design(&mut design.clone(), &mut codec);
        // The oldest version that holds it all: it opens in the most programs.
        match codec.needed() {
            needed if needed > version => version = needed,
            _ => return Ok(frame::wrap_as(version, &codec.finish()?)),
        }
    }
}

/// The design of a link: a whole address, its fragment, or the word alone.
pub fn decode(text: &str) -> Result<Design, LinkError> {
    let address = super::address::parse(text);
    let word = if address.design.is_empty() { text } else { &address.design };
    let (version, bytes) = frame::unwrap(word)?;
    let mut codec = taught(version).reading(bytes);
    let mut design = Design::default();
    form::pass_design(&mut design, &mut codec);
    codec.finish()?;
    Ok(design)
}

fn taught(version: u8) -> &'static Codec {
    static FIRST: LazyLock<Codec> = LazyLock::new(|| teach(frame::FIRST));
    static SECOND: LazyLock<Codec> = LazyLock::new(|| teach(b'2'));
    static THIRD: LazyLock<Codec> = LazyLock::new(|| teach(frame::NEWEST));
    match version {
        frame::FIRST => &FIRST,
        b'2' => &SECOND,
        _ => &THIRD,
    }
}

fn teach(version: u8) -> Codec {
    let mut codec = Codec::untaught(version);
    if let Ok(mut design) = super::read_design(include_str!("primer.yaml")) {
        form::pass_design(&mut design, &mut codec);
    }
    codec
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::HostRoute;
    use crate::share::testing::{designs, full_design};
    use crate::share::{read_design, write_design};
    use proptest::prelude::*;

    #[test]
    fn the_primer_is_a_design() {
        let primer = read_design(include_str!("primer.yaml")).unwrap();
        assert!(primer.workloads.len() > 5);
    }

    #[test]
    fn a_full_design_opens_as_it_was() {
        let design = full_design();
        assert_eq!(decode(&encode(&design).unwrap()).unwrap(), design);
    }

    #[test]
    fn what_is_no_link_says_so() {
        let link = encode(&full_design()).unwrap();
        for (text, error) in [
            ("", LinkError::Foreign),
            ("hello", LinkError::Foreign),
            ("https://example.org/", LinkError::Foreign),
            ("https://example.org/#/files?d=0", LinkError::Foreign),
            ("#/files?d=abc", LinkError::Foreign),
            ("#/files?d=1", LinkError::Damaged),
            (&link[..link.len() - 1], LinkError::Short { expected: link.len(), found: link.len() - 1 }),
            (&link[..200], LinkError::Short { expected: link.len(), found: 200 }),
        ] {
            assert_eq!(decode(text), Err(error), "{text}");
        }
    }

    #[test]
    fn what_was_pasted_with_a_link_does_not_hurt() {
        let design = full_design();
        let link = encode(&design).unwrap();
        let (first, second) = link.split_at(link.len() / 2);
        for text in [
            format!("https://example.org/sheerline/#/files?d={link}"),
            format!("<https://example.org/#/files%3Fd%3D{link}>,"),
            format!(
                "  {first}
  {second}
"
            ),
            format!("https://example.org/#/files?d={link} please"),
        ] {
            assert_eq!(decode(&text).as_ref(), Ok(&design), "{text}");
        }
        assert!(link.ends_with(|c: char| c.is_ascii_alphanumeric()));
    }

    #[test]
    fn what_would_fill_the_memory_is_refused() {
        let long = "x".repeat(100_000);
        let design = Design {
            routes: vec![HostRoute { host: long.clone(), path: long, ..HostRoute::default() }; 5_000],
            ..Design::default()
        };
        assert_eq!(encode(&design), Err(LinkError::TooLarge));
        let mut codec = taught(frame::FIRST).writing_without_end();
        form::pass_design(&mut design.clone(), &mut codec);
        let forged = frame::wrap_as(frame::FIRST, &codec.finish().unwrap());
        assert!(forged.len() < 2_000, "{} characters", forged.len());
        assert_eq!(decode(&forged), Err(LinkError::TooLarge));
    }

    proptest! {
        /// A checksum of 32 bits: every change within five neighbouring characters is found, any other is missed
        /// once in four thousand million.
        #[test]
        fn a_changed_character_is_found(design in designs(), at in any::<prop::sample::Index>(), to in "[A-Za-z0-9_-]") {
            let link = encode(&design).unwrap();
            let at = at.index(link.len());
            let changed = format!("{}{to}{}", &link[..at], &link[at + 1..]);
            prop_assert_eq!(decode(&changed).is_ok(), changed == link);
        }

        /// Whoever forges a checksum gets an error or some design, soon, and nothing else.
        #[test]
        fn forged_bytes_do_no_harm(newest: bool, bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let version = if newest { frame::NEWEST } else { frame::FIRST };
            if let Ok(design) = decode(&frame::wrap_as(version, &bytes)) {
                prop_assert_eq!(decode(&encode(&design).unwrap()).unwrap(), design);
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,80}|1[A-Za-z0-9_-]{0,80}") {
            let _ = decode(&text);
        }

        #[test]
        fn any_design_opens_as_it_was(design in designs()) {
            prop_assert_eq!(decode(&encode(&design).unwrap()).unwrap(), design);
        }

        #[test]
        fn any_design_is_read_as_it_was_written(design in designs()) {
            let written = write_design(&design);
            let read = read_design(&written).unwrap();
            prop_assert_eq!(&read, &design);
            prop_assert_eq!(write_design(&read), written);
        }
    }
}
