//! Words of printed YAML by what they are, for colouring. It knows what the printer writes, and takes what else there
//! may be for text.

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A map's key.
    Key,
    /// Text, quoted or not.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Word,
    /// A comment with its `#`.
    Comment,
    /// `-`, `:`, `---`, `|` and their like.
    Mark,
    /// Blanks.
    Space,
}

/// A piece of a line and what it is.
type Token<'a> = (TokenKind, &'a str);

/// The pieces of one line that stands outside a block of text, in order; together they are the line.
pub fn highlight(line: &str) -> Vec<Token<'_>> {
    tokens(line).0
}

/// The pieces of every line of a file; lines inside a block of text are text.
pub fn highlight_text(text: &str) -> Vec<Vec<Token<'_>>> {
    let mut block_parent: Option<usize> = None;
    let mut lines = Vec::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if block_parent.is_some_and(|parent| indent > parent || line.trim().is_empty()) {
            lines.push(if line.is_empty() { Vec::new() } else { vec![(TokenKind::Text, line)] });
            continue;
        }
        let (pieces, opens_block_at) = tokens(line);
        block_parent = opens_block_at;
        lines.push(pieces);
    }
    lines
}

/// The pieces of a line and, where it opens a block of text, the column that block is indented under.
fn tokens(line: &str) -> (Vec<Token<'_>>, Option<usize>) {
    let mut pieces = Vec::new();
    let mut rest = blanks(line, &mut pieces);
    if rest == "---" || rest == "..." {
        pieces.push((TokenKind::Mark, rest));
        return (pieces, None);
    }
    let mut parent = line.len() - rest.len();
    while rest == "-" || rest.starts_with("- ") || rest == "?" || rest.starts_with("? ") {
        parent = line.len() - rest.len();
        rest = mark(rest, 1, &mut pieces);
    }
    if let Some(end) = key_end(rest) {
        parent = line.len() - rest.len();
        let (key, tail) = rest.split_at(end);
        if !key.is_empty() {
            pieces.push((TokenKind::Key, key));
        }
        rest = mark(tail, 1, &mut pieces);
    }
    let opens_block = value(rest, &mut pieces);
    (pieces, opens_block.then_some(parent))
}

/// Puts the leading blanks away and gives the rest.
fn blanks<'a>(text: &'a str, pieces: &mut Vec<Token<'a>>) -> &'a str {
    let rest = text.trim_start_matches([' ', '\t']);
    let (blank, rest) = text.split_at(text.len() - rest.len());
    if !blank.is_empty() {
        pieces.push((TokenKind::Space, blank));
    }
    rest
}

/// Puts the first `length` bytes away as a mark, with the blanks after it.
fn mark<'a>(text: &'a str, length: usize, pieces: &mut Vec<Token<'a>>) -> &'a str {
    let (sign, rest) = text.split_at(length);
    pieces.push((TokenKind::Mark, sign));
    blanks(rest, pieces)
}

/// Where a key ends and its colon stands.
fn key_end(text: &str) -> Option<usize> {
    let ends_at = |at: usize| {
        let after = text.get(at..)?.strip_prefix(':')?;
        (after.is_empty() || after.starts_with(' ')).then_some(at)
    };
    match text.chars().next()? {
        '"' | '\'' => ends_at(quoted_end(text)?),
        '#' => None,
        _ => text.match_indices(':').find_map(|(at, _)| ends_at(at)),
    }
}

/// Where a text in quotes ends, behind its closing quote.
fn quoted_end(text: &str) -> Option<usize> {
    let mut characters = text.char_indices();
    let (_, quote) = characters.next()?;
    let mut escaped = false;
    for (at, c) in characters {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            // A doubled quote in single quotes ends and starts at once, which colours the same.
            c if c == quote => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// Puts a value away; says whether it opens a block of text.
fn value<'a>(text: &'a str, pieces: &mut Vec<Token<'a>>) -> bool {
    if text.is_empty() {
        return false;
    }
    if text.starts_with('#') {
        pieces.push((TokenKind::Comment, text));
        return false;
    }
    let end = match text.chars().next() {
        Some('"' | '\'') => text.rfind(['"', '\'']).map_or(text.len(), |at| at + 1),
        _ => text.find(" #").unwrap_or(text.len()),
    };
    let (scalar, rest) = text.split_at(end);
    let kind = match scalar {
        "|" | "|-" | "|+" | ">" | ">-" | ">+" | "[]" | "{}" => TokenKind::Mark,
        "true" | "false" | "null" | "~" => TokenKind::Word,
        number if is_number(number) => TokenKind::Number,
        _ => TokenKind::Text,
    };
    pieces.push((kind, scalar));
    let rest = blanks(rest, pieces);
    if !rest.is_empty() {
        pieces.push((if rest.starts_with('#') { TokenKind::Comment } else { TokenKind::Text }, rest));
    }
    kind == TokenKind::Mark && scalar.starts_with(['|', '>'])
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use TokenKind::{Comment, Key, Mark, Number, Space, Text, Word};
    use proptest::prelude::*;

    #[test]
    fn each_piece_is_what_it_is() {
        let table: &[(&str, &[Token<'_>])] = &[
            ("", &[]),
            ("---", &[(Mark, "---")]),
            ("# why: so", &[(Comment, "# why: so")]),
            ("  # indented", &[(Space, "  "), (Comment, "# indented")]),
            ("spec:", &[(Key, "spec"), (Mark, ":")]),
            ("  replicas: 3", &[(Space, "  "), (Key, "replicas"), (Mark, ":"), (Space, " "), (Number, "3")]),
            ("a: \"x: # y\"", &[(Key, "a"), (Mark, ":"), (Space, " "), (Text, "\"x: # y\"")]),
            ("\"no\": true", &[(Key, "\"no\""), (Mark, ":"), (Space, " "), (Word, "true")]),
            ("- http://a:80/b", &[(Mark, "-"), (Space, " "), (Text, "http://a:80/b")]),
            ("- name: web", &[(Mark, "-"), (Space, " "), (Key, "name"), (Mark, ":"), (Space, " "), (Text, "web")]),
            ("podSelector: {}", &[(Key, "podSelector"), (Mark, ":"), (Space, " "), (Mark, "{}")]),
            (
                "cpu: 250m # said",
                &[(Key, "cpu"), (Mark, ":"), (Space, " "), (Text, "250m"), (Space, " "), (Comment, "# said")],
            ),
        ];
        for (line, expected) in table {
            assert_eq!(highlight(line), *expected, "{line}");
        }
    }

    #[test]
    fn a_block_of_text_ends_where_its_indentation_does() {
        let text = "a:\n  - b: |-\n      x: 1\n\n      # no comment\n    c: 2\n  - |\n    y: 1\n  - z\n";
        let kinds: Vec<Vec<TokenKind>> = highlight_text(text)
            .into_iter()
            .map(|line| line.into_iter().map(|(kind, _)| kind).filter(|kind| *kind != Space).collect())
            .collect();
        let expected: [&[TokenKind]; 9] = [
            &[Key, Mark],
            &[Mark, Key, Mark, Mark],
            &[Text],
            &[],
            &[Text],
            &[Key, Mark, Number],
            &[Mark, Mark],
            &[Text],
            &[Mark, Text],
        ];
        assert_eq!(kinds, expected);
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_line(line in "\\PC{0,60}") {
            let joined: String = highlight(&line).into_iter().map(|(_, piece)| piece).collect();
            prop_assert_eq!(&joined, &line);
            for (line, pieces) in line.lines().zip(highlight_text(&line)) {
                prop_assert_eq!(pieces.into_iter().map(|(_, piece)| piece).collect::<String>(), line);
            }
        }
    }
}
