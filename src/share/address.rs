//! The page's address after `#`: `#/requirements?d=1AbC…`. Both parts may be absent, and other parameters may stand
//! beside `d`. What people paste has been through chat tools and mail: it may be percent-encoded, broken over lines,
//! put in brackets or end in a full stop, and is read all the same.

use std::fmt;

/// Where the page is, and which design it shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// The step, as in `#/requirements`; empty for none.
    pub step: String,
    /// The design's link as [`super::encode`] gives it; empty for none.
    pub design: String,
}

impl Address {
    /// The address of a step with a design.
    pub fn new(step: &str, design: &str) -> Self {
        Self { step: step.to_owned(), design: design.to_owned() }
    }
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

/// Reads a whole address, a fragment with or without `#`, or a design's link alone. What is not there is empty.
pub fn parse(text: &str) -> Address {
    let text = unescaped(text);
    let fragment = match text.split_once("#/").or_else(|| text.split_once('#')) {
        Some((_, fragment)) => fragment.trim_start_matches('/'),
        // An address without a fragment has no step and no design of ours.
        None if text.contains("://") => "",
        None => &text,
    };
    let (step, parameters) = match fragment.split_once(['?', '&']) {
        Some(parts) => parts,
        None if fragment.starts_with("d=") => ("", fragment),
        None => (fragment, ""),
    };
    let design = parameters.split(['&', '?']).find_map(|part| part.strip_prefix("d=")).unwrap_or_default();
    // No step begins with a digit, every design does.
    let (step, design) = match step.starts_with(|c: char| c.is_ascii_digit()) && design.is_empty() {
        true => ("", step),
        false => (step, design),
    };
    Address { step: word(step).to_owned(), design: word(design).to_owned() }
}

/// The leading letters, digits, `-` and `_`: whatever follows is punctuation of the sentence around it.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Without white space and with `%3F` and the like turned back, twice over where it was done twice.
fn unescaped(text: &str) -> String {
    let mut text: String = text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect();
    for _ in 0..2 {
        if !text.contains('%') {
            break;
        }
        text = percent_decoded(&text);
    }
    text.replace("&amp;", "&")
}

/// Soft hyphens, joiners and marks of direction, which some programs put into long words.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn percent_decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok()).filter(u8::is_ascii_graphic);
        match (code, part.get(2..)) {
            (Some(code), Some(rest)) => {
                decoded.push(char::from(code));
                decoded.push_str(rest);
            }
            _ => {
                decoded.push('%');
                decoded.push_str(part);
            }
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_paste() {
        for (text, step, design) in [
            ("", "", ""),
            ("#", "", ""),
            ("#/", "", ""),
            ("#/requirements", "requirements", ""),
            ("#/requirements?d=1Ab-_9", "requirements", "1Ab-_9"),
            ("#/?d=1Ab", "", "1Ab"),
            ("#?d=1Ab", "", "1Ab"),
            ("#d=1Ab", "", "1Ab"),
            ("d=1Ab", "", "1Ab"),
            ("1Ab-_9", "", "1Ab-_9"),
            ("#1Ab-_9", "", "1Ab-_9"),
            ("#/files?x=2&d=1Ab&y=3", "files", "1Ab"),
            ("https://example.org/sheerline/#/files?d=1Ab", "files", "1Ab"),
            ("https://example.org/sheerline/?utm=1#/files?d=1Ab", "files", "1Ab"),
            ("https://example.org/", "", ""),
            ("https://example.org/#/files%3Fd%3D1Ab", "files", "1Ab"),
            ("https://example.org/%23/files%253Fd%253D1Ab", "files", "1Ab"),
            ("https://example.org/#/files?x=1&amp;d=1Ab", "files", "1Ab"),
            ("<https://example.org/#/files?d=1Ab>.", "files", "1Ab"),
            ("(see https://example.org/#/files?d=1Ab), please", "files", "1Ab"),
            ("https://example.org/#/files?d=1A\r\n  b\n c", "files", "1Abc"),
            ("https://example.org/#/files?d=1A\u{200b}b", "files", "1Ab"),
            ("#/files?d=100%", "files", "100"),
            ("as in #5: https://example.org/#/files?d=1Ab", "files", "1Ab"),
        ] {
            assert_eq!(parse(text), Address::new(step, design), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(step in "[a-z][a-z-]{0,12}|", design in "[0-9][A-Za-z0-9_-]{0,60}|") {
            let address = Address { step, design };
            prop_assert_eq!(&parse(&print(&address)), &address);
            prop_assert_eq!(parse(&format!("https://example.org/a/b/{address}")), address);
        }

        #[test]
        fn never_panics(text in "\\PC{0,80}|[%#/?d=&0-9]{0,40}") {
            parse(&text);
        }
    }
}
