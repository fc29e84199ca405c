//! Sizes, durations and command lines as Docker writes them.

use crate::units::{Bytes, Millis};

/// A size: `512m`, `1.5gb`, `64`. Docker's units are powers of 1024 whatever the letter's case (go-units `RAMInBytes`).
pub(super) fn size(text: &str) -> Option<Bytes> {
    let lower = text.trim().to_ascii_lowercase();
    let bare = lower.strip_suffix('b').unwrap_or(&lower);
    let bare = bare.strip_suffix('i').unwrap_or(bare);
    let shift = match bare.chars().next_back()? {
        'k' => 10,
        'm' => 20,
        'g' => 30,
        't' => 40,
        'p' => 50,
        _ => 0,
    };
    let number = if shift > 0 { bare.get(..bare.len() - 1)? } else { bare }.trim_end();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let fraction: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    let billionths = whole.parse::<u128>().ok()?.checked_mul(1_000_000_000)? + fraction.parse::<u128>().ok()?;
    let bytes = billionths.checked_mul(1 << shift)? / 1_000_000_000;
    u64::try_from(bytes).ok().map(Bytes)
}

/// A duration in whole seconds, rounded up.
pub(super) fn seconds(text: &str) -> Option<u32> {
    let millis: Millis = text.parse().ok()?;
    u32::try_from(millis.0.div_ceil(1000)).ok()
}

/// A command line as a shell would split it; what is quoted stays together.
pub(super) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some('\''), _) => word.get_or_insert_default().push(letter),
            (_, '\\') => word.get_or_insert_default().extend(letters.next()),
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_powers_of_1024() {
        for (text, bytes) in [
            ("512M", 512 << 20),
            ("512mb", 512 << 20),
            ("1.5g", 3 << 29),
            ("64", 64),
            ("64b", 64),
            ("2 GB", 2 << 30),
            ("1GiB", 1 << 30),
            ("0.1k", 102),
        ] {
            assert_eq!(size(text), Some(Bytes(bytes)), "{text}");
        }
        for text in ["", "m", "-1m", "1x", "1.2.3m", "99999999999999999999999p"] {
            assert_eq!(size(text), None, "{text}");
        }
    }

    #[test]
    fn command_lines_are_split_as_a_shell_does() {
        let table: &[(&str, &[&str])] = &[
            ("nodemon --inspect=0.0.0.0 server.js", &["nodemon", "--inspect=0.0.0.0", "server.js"]),
            ("sh -c \"echo 'a b' && x\"", &["sh", "-c", "echo 'a b' && x"]),
            ("a\\ b '' c\"d\"e", &["a b", "", "cde"]),
            ("  ", &[]),
            ("'open", &["open"]),
        ];
        for (line, split) in table {
            assert_eq!(words(line), *split, "{line}");
        }
    }
}
