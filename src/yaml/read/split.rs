//! From bytes to text, and from text to the documents in it.
//!
//! Each document is cut out before it is parsed, so that one that cannot be read does not take the others with it.
//! A line that begins with `---` is a marker everywhere in YAML, even within quotes or a block, so cutting there is
//! exact.

use super::{Place, Problem, ReadError};
use crate::order::Gather;
use std::borrow::Cow;

/// The most bytes of one file that are read.
pub const MAX_BYTES: usize = 20_000_000;

/// The text in some bytes: UTF-8, or UTF-16 with its mark, as PowerShell writes it.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let whole = |problem| Err(ReadError { document: 0, at: Place::default(), problem });
    if bytes.len() > MAX_BYTES {
        return whole(Problem::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
    }
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        all => utf8(all),
    }?;
    let shown = text.trim_start();
    let tag: String = shown.chars().take(14).collect::<String>().to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<?xml"].iter().any(|start| tag.starts_with(start)) {
        return whole(Problem::WebPage);
    }
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return whole(Problem::Empty);
    }
    Ok(text)
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let line = |end: usize| {
        let before = bytes.get(..end).unwrap_or(bytes);
        Place { line: count(before.split(|b| *b == b'\n').count()), column: 0 }
    };
    if let Some(nul) = bytes.iter().position(|b| *b == 0) {
        // Every other byte of such text is empty.
        let pairs = bytes.as_chunks::<2>().0;
        let halves = pairs.iter().filter(|[a, b]| (*a == 0) != (*b == 0)).count();
        let problem =
            if halves * 5 > pairs.len() * 4 { Problem::Encoding { encoding: "UTF-16" } } else { Problem::Binary };
        return Err(ReadError { document: 0, at: line(nul), problem });
    }
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        let control = bytes.iter().any(|b| *b < 9 || (14..27).contains(b));
        let problem = if control { Problem::Binary } else { Problem::Encoding { encoding: "in an older encoding" } };
        ReadError { document: 0, at: line(error.valid_up_to()), problem }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, ReadError> {
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).gather();
    String::from_utf16(&units).map(Cow::Owned).map_err(|_| ReadError {
        document: 0,
        at: Place::default(),
        problem: Problem::Encoding { encoding: "broken UTF-16" },
    })
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The text of one document, not parsed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'t> {
    /// Which document of the file, from 1; those with nothing in them do not count.
    pub number: u32,
    /// The line of the file it begins in.
    pub line: u32,
    /// Its text.
    pub text: &'t str,
    /// Whether the file ends with it.
    pub last: bool,
}

impl<'t> Piece<'t> {
    /// The value that follows a key at the left margin, and its line, found without parsing. JSON has no left margin.
    pub fn margin(&self, key: &str) -> Option<(&'t str, u32)> {
        self.text.lines().zip(self.line..).find_map(|(line, number)| {
            let value = line.strip_prefix(key)?.strip_prefix(':')?;
            (value.is_empty() || value.starts_with([' ', '\t', '\r'])).then(|| (bare(value), number))
        })
    }

    /// The value of `name` within `metadata`, and its line, found without parsing.
    pub fn metadata_name(&self) -> Option<(&'t str, u32)> {
        let mut inside = false;
        let mut margin = None;
        for (line, number) in self.text.lines().zip(self.line..) {
            let indent = line.len() - line.trim_start().len();
            if line.trim().is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            if indent == 0 {
                inside = line.starts_with("metadata:");
            } else if inside
                && *margin.get_or_insert(indent) == indent
                && let Some(value) = line.trim_start().strip_prefix("name:")
            {
                return Some((bare(value), number));
            }
        }
        None
    }
}

/// A value without the blanks, quotes and comment around it.
fn bare(value: &str) -> &str {
    let value = value.split(" #").next().unwrap_or(value);
    value.trim().trim_matches(['"', '\''])
}

/// The documents of a text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found: Vec<Piece<'_>> = Vec::new();
    let (mut start, mut start_line) = (0, 1);
    let mut offset = 0;
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        if let Some(marker) = marker(line) {
            let before = text.get(start..offset).unwrap_or_default();
            // Directives belong to the document whose `---` follows them.
            if matches!(marker, Marker::End) {
                add(&mut found, before, start_line);
                (start, start_line) = (offset + line.len(), number + 1);
            } else if !only_directives(before) {
                add(&mut found, before, start_line);
                (start, start_line) = (offset, number);
            }
        }
        offset += line.len();
    }
    add(&mut found, text.get(start..).unwrap_or_default(), start_line);
    if let Some(last) = found.last_mut() {
        last.last = true;
    }
    found
}

/// Adds the documents of a text that has no marker within it.
fn add<'t>(found: &mut Vec<Piece<'t>>, text: &'t str, line: u32) {
    let (mut rest, mut line) = (text, line);
    while has_content(rest) {
        let (one, after) = first_json(rest);
        found.push(Piece { number: count(found.len() + 1), line, text: one, last: false });
        let next = after.trim_start();
        line += count(rest.split_at(rest.len() - next.len()).0.matches('\n').count());
        rest = next;
    }
}

enum Marker {
    Start,
    End,
}

fn marker(line: &str) -> Option<Marker> {
    if !line.starts_with(['-', '.']) {
        return None;
    }
    let (mark, rest) = line.split_at_checked(3)?;
    if !(rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n'])) {
        return None;
    }
    match mark {
        "---" => Some(Marker::Start),
        "..." => Some(Marker::End),
        _ => None,
    }
}

fn only_directives(text: &str) -> bool {
    text.lines().any(|line| line.starts_with('%'))
        && text.lines().all(|line| line.trim().is_empty() || line.starts_with(['%', '#']))
}

fn has_content(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.strip_prefix("---").filter(|_| marker(line).is_some()).unwrap_or(line).trim();
        !line.is_empty() && !line.starts_with('#')
    })
}

/// The first JSON value and what follows, where one value stands after another with no marker between.
fn first_json(text: &str) -> (&str, &str) {
    let whole = (text, "");
    if !text.trim_start().starts_with('{') {
        return whole;
    }
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return match text.split_at_checked(at + 1) {
                        Some((first, rest)) if rest.trim_start().starts_with('{') => (first, rest),
                        _ => whole,
                    };
                }
            }
            _ => {}
        }
    }
    whole
}
