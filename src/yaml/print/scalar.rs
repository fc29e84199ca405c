//! How a text is written so that every reader takes it for that text.

use std::borrow::Cow;
use std::fmt::Write;

/// Words that some YAML 1.1 or 1.2 reader takes for a boolean, a null or a number, whatever their case.
const WORDS: [&str; 15] = [
    "y",
    "n",
    "yes",
    "no",
    "on",
    "off",
    "true",
    "false",
    "null",
    "nan",
    ".nan",
    "inf",
    ".inf",
    "infinity",
    ".infinity",
];

const LONGEST_WORD: usize = ".infinity".len();

/// Letters that stand in some number, date or time: digits of base 16, the marks of a base, an exponent, a date.
const IN_NUMBERS: &str = "abcdefABCDEFoOxXpPtTzZ_.:+-, ";

/// Beyond this a key is no longer a simple one for every reader (the limit is 1,024 characters with its quotes).
pub(super) const LONGEST_SIMPLE_KEY: usize = 1000;

/// The text on one line: bare where nobody can misread it, in quotes otherwise.
pub(super) fn inline(text: &str) -> Cow<'_, str> {
    if is_bare(text) {
        Cow::Borrowed(text)
    } else if text.contains(['"', '\\']) && !text.contains('\'') && text.chars().all(is_plainly_printable) {
        Cow::Owned(format!("'{text}'"))
    } else {
        Cow::Owned(double_quoted(text))
    }
}

/// The lines of a block scalar and its mark, where a text of several lines can be written as one; see [`block_safe`].
pub(super) fn block(text: &str) -> Option<(&'static str, std::str::Lines<'_>)> {
    if !block_safe(text) {
        return None;
    }
    let mark = if text.ends_with('\n') { "|" } else { "|-" };
    Some((mark, text.lines()))
}

/// Whether every reader agrees on the text without quotes.
fn is_bare(text: &str) -> bool {
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphanumeric() || "/_.$(".contains(c))
        || (text.starts_with('-') && !text.starts_with("- ") && !text.starts_with("---"));
    starts_well
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && text.chars().all(|c| (' '..='~').contains(&c) && !"{}[]#\"'`".contains(c))
        && !is_word(text)
        && !may_be_number(text)
}

fn is_word(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['-', '+']);
    unsigned.len() <= LONGEST_WORD && WORDS.iter().any(|word| word.eq_ignore_ascii_case(unsigned))
}

/// Whether a number, a date or a time of any reader could look like this: it starts as one and has no letter that none
/// of them has.
fn may_be_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || ".+-".contains(c))
        && text.chars().all(|c| c.is_ascii_digit() || IN_NUMBERS.contains(c))
}

/// Printable, on one line, and looking like what it is: no blank but the space, nothing invisible, nothing that turns
/// the direction of the text around it.
fn is_plainly_printable(c: char) -> bool {
    let invisible = matches!(c,
        '\u{0}'..='\u{1f}'
        | '\u{7f}'..='\u{a0}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{2000}'..='\u{200f}'
        | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{206f}'
        | '\u{3000}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{ffff}'
        | '\u{e0000}'..='\u{10ffff}');
    // The last two code points of every plane are no characters.
    !invisible && u32::from(c) & 0xfffe != 0xfffe
}

/// Everything but plain printable characters is escaped, in the escapes YAML 1.1 and 1.2 share.
fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if is_plainly_printable(c) => quoted.push(c),
            c => escape(c, &mut quoted),
        }
    }
    quoted.push('"');
    quoted
}

fn escape(c: char, into: &mut String) {
    // Writing to a String cannot fail.
    let _ = match u32::from(c) {
        code @ 0..=0xff => write!(into, "\\x{code:02X}"),
        code @ 0x100..=0xffff => write!(into, "\\u{code:04X}"),
        code => write!(into, "\\U{code:08X}"),
    };
}

/// Whether a text of several lines reads the same as a block: plain characters alone, a first line that shows the
/// indentation, no blanks at the end of a line, at most one line break at the end.
fn block_safe(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.starts_with([' ', '\n'])
        && !body.ends_with('\n')
        && body.split('\n').all(|line| !line.ends_with(' ') && line.chars().all(is_plainly_printable))
}
