//! JSON as `kubectl -o json` prints it. YAML's reader takes most of it, but not tabs between values nor characters
//! written as a pair of surrogates, and it is slower.

use super::build::{Built, Known, MAX_DEPTH, MAX_VALUES, add};
use super::split::count;
use super::{Entry, Node, Piece, Place, Problem, ReadError, Remark, Scalar, Style, Value};
use std::cell::Cell;

pub(super) fn build(piece: &Piece<'_>) -> Result<Built, ReadError> {
    let text = piece.text.strip_prefix("---").unwrap_or(piece.text);
    let start = piece.text.len() - text.len();
    let mut reader = Reader { piece, at: start, line: piece.line, line_start: 0, values: 0, remarks: Vec::new() };
    let root = reader.value(0)?;
    reader.skip_blanks();
    match reader.peek() {
        None => Ok(Built { root, remarks: reader.remarks }),
        Some(_) => Err(reader.syntax("something follows the end of the JSON value")),
    }
}

struct Reader<'p, 't> {
    piece: &'p Piece<'t>,
    at: usize,
    line: u32,
    line_start: usize,
    values: usize,
    remarks: Vec<Remark>,
}

impl<'t> Reader<'_, 't> {
    fn rest(&self) -> &'t str {
        self.piece.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.piece.text.as_bytes().get(self.at).copied()
    }

    fn place(&self) -> Place {
        // In bytes: counting characters anew for each value of a file without line breaks would take for ever.
        Place { line: self.line, column: count(self.at - self.line_start) + 1 }
    }

    fn error(&self, problem: Problem) -> ReadError {
        ReadError { document: self.piece.number, at: self.place(), problem }
    }

    fn syntax(&self, why: &str) -> ReadError {
        match self.peek() {
            None => self.error(Problem::Truncated { what: "a JSON value" }),
            Some(_) => self.error(Problem::Syntax { why: why.to_owned() }),
        }
    }

    fn skip_blanks(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek() {
            self.at += 1;
            if byte == b'\n' {
                self.line = self.line.saturating_add(1);
                self.line_start = self.at;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, ReadError> {
        self.skip_blanks();
        let at = self.place();
        self.values += 1;
        if depth > MAX_DEPTH {
            return Err(self.error(Problem::TooDeep { limit: MAX_DEPTH }));
        }
        if self.values > MAX_VALUES {
            return Err(self.error(Problem::TooManyValues { limit: MAX_VALUES }));
        }
        let value = match self.peek() {
            Some(b'{') => self.mapping(depth)?,
            Some(b'[') => self.sequence(depth)?,
            Some(b'"') => Value::Scalar(Scalar { text: self.string()?, style: Style::Quoted }),
            _ => self.word()?,
        };
        Ok(Node { at, value })
    }

    /// After an element: whether another follows.
    fn another(&mut self, close: u8, what: &str) -> Result<bool, ReadError> {
        self.skip_blanks();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.syntax(what)),
        }
    }

    fn opened_and_closed(&mut self, close: u8) -> bool {
        self.at += 1;
        self.skip_blanks();
        let empty = self.peek() == Some(close);
        if empty {
            self.at += 1;
        }
        empty
    }

    fn sequence(&mut self, depth: usize) -> Result<Value, ReadError> {
        let mut items = Vec::new();
        if self.opened_and_closed(b']') {
            return Ok(Value::Sequence(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if !self.another(b']', "a comma or a closing bracket is missing in a list")? {
                return Ok(Value::Sequence(items));
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Value, ReadError> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut known = Known::default();
        if self.opened_and_closed(b'}') {
            return Ok(Value::Mapping(entries));
        }
        loop {
            self.skip_blanks();
            let key_at = self.place();
            if self.peek() != Some(b'"') {
                return Err(self.syntax("a key in double quotes is missing"));
            }
            let key = self.string()?;
            self.skip_blanks();
            if self.peek() != Some(b':') {
                return Err(self.syntax("a colon is missing after a key"));
            }
            self.at += 1;
            let value = self.value(depth + 1)?;
            let entry = Entry { key, key_at, value, taken: Cell::new(false) };
            add(entry, &mut entries, &mut known, &mut self.remarks);
            if !self.another(b'}', "a comma or a closing brace is missing in an object")? {
                return Ok(Value::Mapping(entries));
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Value, ReadError> {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let is_number = word.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        if !(is_number || matches!(word, "true" | "false" | "null")) {
            return Err(self.syntax("a value is missing, or text stands without quotes"));
        }
        self.at += end;
        Ok(Value::Scalar(Scalar { text: word.to_owned(), style: Style::Plain }))
    }

    fn string(&mut self) -> Result<String, ReadError> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let Some(end) = rest.find(['"', '\\', '\n']) else {
                self.at = self.piece.text.len();
                return Err(self.error(Problem::Truncated { what: "a quoted text" }));
            };
            text.push_str(rest.get(..end).unwrap_or_default());
            self.at += end;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => return Err(self.syntax("a quoted text is not closed in its line")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, ReadError> {
        let letter = self.piece.text.as_bytes().get(self.at + 1).copied();
        let simple = match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.syntax("a backslash stands before a letter that means nothing there")),
        };
        self.at += 2;
        Ok(simple)
    }

    /// `\uXXXX`, or a pair of them for what lies beyond; half a pair becomes the replacement character, as Go has it.
    fn unicode(&mut self) -> Result<char, ReadError> {
        let first = self.four_digits().ok_or_else(|| self.syntax("\\u wants four hexadecimal digits"))?;
        if !(0xd800..0xdc00).contains(&first) {
            return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let after_first = self.at;
        let second = if self.rest().starts_with("\\u") { self.four_digits() } else { None };
        if let Some(low @ 0xdc00..0xe000) = second {
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00);
            return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        self.at = after_first;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.piece.text.get(self.at + 2..self.at + 6)?;
        let code = digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())??;
        self.at += 6;
        Some(code)
    }
}
