//! Regular expressions as RE2 has them, held against a whole text. The idea: a set of places in the pattern walks along
//! the text, so no pattern takes longer than its length times the text's.

use thiserror::Error;

/// Instructions of one pattern at most: more are refused, as Envoy refuses programs that grow too large.
const MOST: usize = 20_000;
/// The highest count of a repetition, as in RE2.
const MOST_REPEATS: usize = 1000;
/// Groups within groups at most.
const DEEPEST: usize = 200;

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PatternError {
    /// A bracket is open or closed alone.
    #[error("a bracket has no partner")]
    Bracket,
    /// A repetition without anything to repeat, or with impossible counts.
    #[error("a repetition has nothing before it, or its counts cannot be")]
    Repeat,
    /// RE2 has no such thing, as look-around or a back reference.
    #[error("RE2 has no “{0}”")]
    Unknown(String),
    /// It ends with a backslash.
    #[error("it ends with a backslash")]
    Open,
    /// It grows too large.
    #[error("it grows too large")]
    Large,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Class {
    ranges: Vec<(char, char)>,
    not: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Empty,
    Class(Class),
    Start,
    End,
    Word(bool),
    Row(Vec<Part>),
    Either(Vec<Part>),
    Repeat(Box<Part>, usize, Option<usize>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    One(Class),
    Split(usize, usize),
    Go(usize),
    Start,
    End,
    Word(bool),
    Match,
}

/// A pattern that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    steps: Vec<Step>,
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    case_blind: bool,
    any_line: bool,
    depth: usize,
}

impl Pattern {
    /// Reads a pattern.
    pub fn read(text: &str) -> Result<Self, PatternError> {
        let mut reader = Reader { rest: text.chars().peekable(), case_blind: false, any_line: false, depth: 0 };
        let part = reader.either()?;
        if reader.rest.next().is_some() {
            return Err(PatternError::Bracket);
        }
        let mut steps = Vec::new();
        write(&part, &mut steps)?;
        steps.push(Step::Match);
        Ok(Self { steps })
    }

    /// Whether the whole text is as the pattern says.
    pub fn is_match(&self, text: &str) -> bool {
        let letters: Vec<char> = text.chars().collect();
        let mut now = vec![false; self.steps.len()];
        self.reach(&mut now, 0, &letters, 0);
        for (at, letter) in letters.iter().enumerate() {
            let mut next = vec![false; self.steps.len()];
            for (place, step) in self.steps.iter().enumerate() {
                if now.get(place) == Some(&true)
                    && let Step::One(class) = step
                    && class.has(*letter)
                {
                    self.reach(&mut next, place + 1, &letters, at + 1);
                }
            }
            now = next;
        }
        now.last() == Some(&true)
    }

    fn reach(&self, places: &mut [bool], from: usize, letters: &[char], at: usize) {
        let mut open = vec![from];
        while let Some(place) = open.pop() {
            let Some(known) = places.get_mut(place) else { continue };
            if std::mem::replace(known, true) {
                continue;
            }
            match self.steps.get(place) {
                Some(Step::Split(one, other)) => open.extend([*one, *other]),
                Some(Step::Go(to)) => open.push(*to),
                Some(Step::Start) if at == 0 => open.push(place + 1),
                Some(Step::End) if at == letters.len() => open.push(place + 1),
                Some(Step::Word(edge)) => {
                    let is_word =
                        |letter: Option<&char>| letter.is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_');
                    let before = at.checked_sub(1).and_then(|before| letters.get(before));
                    if (is_word(before) != is_word(letters.get(at))) == *edge {
                        open.push(place + 1);
                    }
                }
                _ => {}
            }
        }
    }
}

impl Class {
    fn one(letter: char) -> Self {
        Self { ranges: vec![(letter, letter)], not: false }
    }

    fn has(&self, letter: char) -> bool {
        self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter)) != self.not
    }

    /// What an escape such as `\d` stands for.
    fn named(letter: char) -> Option<Self> {
        let ranges = match letter.to_ascii_lowercase() {
            'd' => vec![('0', '9')],
            'w' => vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
            's' => vec![('\t', '\n'), ('\u{c}', '\r'), (' ', ' ')],
            _ => return None,
        };
        Some(Self { ranges, not: letter.is_ascii_uppercase() })
    }

    fn blind(mut self) -> Self {
        let mut more = Vec::new();
        for (from, to) in &self.ranges {
            for (low, high, other) in [('a', 'z', 'A'), ('A', 'Z', 'a')] {
                let (from, to) = ((*from).max(low), (*to).min(high));
                if from <= to {
                    let shift = |letter: char| char::from_u32(u32::from(other) + u32::from(letter) - u32::from(low));
                    more.extend(shift(from).zip(shift(to)));
                }
            }
        }
        self.ranges.extend(more);
        self
    }

    /// Its letters as ranges that are not negated.
    fn plain(self) -> Vec<(char, char)> {
        if !self.not {
            return self.ranges;
        }
        let mut rest = vec![];
        let mut from = Some('\0');
        let mut ranges = self.ranges;
        crate::order::sort(&mut ranges);
        for (low, high) in ranges {
            if let Some(start) = from
                && start < low
                && let Some(end) = char::from_u32(u32::from(low) - 1)
            {
                rest.push((start, end));
            }
            from = char::from_u32(u32::from(high) + 1);
        }
        rest.extend(from.map(|start| (start, char::MAX)));
        rest
    }
}

impl Reader<'_> {
    fn either(&mut self) -> Result<Part, PatternError> {
        let mut ways = vec![self.row()?];
        while self.rest.next_if_eq(&'|').is_some() {
            ways.push(self.row()?);
        }
        Ok(Part::Either(ways))
    }

    fn row(&mut self) -> Result<Part, PatternError> {
        let mut row = Vec::new();
        while let Some(letter) = self.rest.peek().copied() {
            if letter == '|' || letter == ')' {
                break;
            }
            self.rest.next();
            let part = match letter {
                '(' => self.group()?,
                '[' => Part::Class(self.class()?),
                '.' => {
                    let not = if self.any_line { vec![] } else { vec![('\n', '\n')] };
                    Part::Class(Class { ranges: not, not: true })
                }
                '^' => Part::Start,
                '$' => Part::End,
                '*' | '+' | '?' => return Err(PatternError::Repeat),
                '\\' => self.escaped()?,
                other => Part::Class(self.cased(Class::one(other))),
            };
            row.push(self.repeated(part)?);
        }
        Ok(Part::Row(row))
    }

    fn cased(&self, class: Class) -> Class {
        if self.case_blind { class.blind() } else { class }
    }

    fn repeated(&mut self, part: Part) -> Result<Part, PatternError> {
        let (least, most) = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.counts()? {
                Some(counts) => counts,
                None => return Ok(part),
            },
            _ => return Ok(part),
        };
        if matches!(self.rest.peek(), Some('*' | '+' | '?')) {
            self.rest.next();
        }
        // Lazy or not, the same texts match.
        self.rest.next_if_eq(&'?');
        if matches!(self.rest.peek(), Some('*' | '+')) {
            return Err(PatternError::Repeat);
        }
        Ok(Part::Repeat(Box::new(part), least, most))
    }

    /// `{2}`, `{2,}` or `{2,3}`; anything else is a brace that stands for itself.
    fn counts(&mut self) -> Result<Option<(usize, Option<usize>)>, PatternError> {
        let ahead: String = self.rest.clone().skip(1).take_while(|letter| *letter != '}').take(12).collect();
        let (least, most) = ahead.split_once(',').unwrap_or((&ahead, &ahead));
        let Ok(least) = least.parse::<usize>() else { return Ok(None) };
        let most = if most.is_empty() { None } else { Some(most.parse().map_err(|_| PatternError::Repeat)?) };
        if least > MOST_REPEATS || most.is_some_and(|most: usize| most > MOST_REPEATS || most < least) {
            return Err(PatternError::Repeat);
        }
        for _ in 0..ahead.chars().count() + 2 {
            self.rest.next();
        }
        Ok(Some((least, most)))
    }

    fn group(&mut self) -> Result<Part, PatternError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(PatternError::Large);
        }
        let before = (self.case_blind, self.any_line);
        if self.rest.next_if_eq(&'?').is_some() {
            let mut on = true;
            loop {
                match self.rest.next() {
                    Some(':') => break,
                    Some('-') => on = false,
                    Some('i') => self.case_blind = on,
                    Some('s') => self.any_line = on,
                    Some('m' | 'U') => {}
                    Some('P') if self.rest.peek() == Some(&'<') => {
                        self.rest.next();
                        while self.rest.next().is_some_and(|letter| letter != '>') {}
                        break;
                    }
                    // Flags for the rest of the group this stands in.
                    Some(')') => {
                        self.depth -= 1;
                        return Ok(Part::Empty);
                    }
                    Some(other) => return Err(PatternError::Unknown(format!("(?{other}"))),
                    None => return Err(PatternError::Bracket),
                }
            }
        }
        let part = self.either()?;
        (self.case_blind, self.any_line) = before;
        self.depth -= 1;
        if self.rest.next() == Some(')') { Ok(part) } else { Err(PatternError::Bracket) }
    }

    fn escaped(&mut self) -> Result<Part, PatternError> {
        let letter = self.rest.next().ok_or(PatternError::Open)?;
        Ok(match letter {
            'b' => Part::Word(true),
            'B' => Part::Word(false),
            'A' => Part::Start,
            'z' => Part::End,
            other => match Class::named(other) {
                Some(class) => Part::Class(class),
                None => Part::Class(self.cased(Class::one(self.letter(other)?))),
            },
        })
    }

    fn letter(&self, escaped: char) -> Result<char, PatternError> {
        Ok(match escaped {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'f' => '\u{c}',
            'v' => '\u{b}',
            'a' => '\u{7}',
            other if other.is_ascii_alphanumeric() => return Err(PatternError::Unknown(format!("\\{other}"))),
            other => other,
        })
    }

    fn class(&mut self) -> Result<Class, PatternError> {
        let not = self.rest.next_if_eq(&'^').is_some();
        let (mut ranges, mut first) = (Vec::new(), true);
        loop {
            let letter = self.rest.next().ok_or(PatternError::Bracket)?;
            if letter == ']' && !first {
                break;
            }
            first = false;
            if letter == '[' && self.rest.peek() == Some(&':') {
                ranges.extend(self.posix()?);
                continue;
            }
            let from = if letter == '\\' {
                let escaped = self.rest.next().ok_or(PatternError::Open)?;
                if let Some(class) = Class::named(escaped) {
                    ranges.extend(class.plain());
                    continue;
                }
                self.letter(escaped)?
            } else {
                letter
            };
            let mut ahead = self.rest.clone();
            let is_range = ahead.next() == Some('-') && ahead.next().is_some_and(|next| next != ']');
            let to = if is_range {
                self.rest.next();
                match self.rest.next() {
                    Some('\\') => {
                        let escaped = self.rest.next().ok_or(PatternError::Open)?;
                        self.letter(escaped)?
                    }
                    Some(other) => other,
                    None => return Err(PatternError::Bracket),
                }
            } else {
                from
            };
            if to < from {
                return Err(PatternError::Unknown(format!("{from}-{to}")));
            }
            ranges.push((from, to));
        }
        let class = self.cased(Class { ranges, not: false });
        Ok(Class { not, ..class })
    }

    /// `[:alpha:]` and its like.
    fn posix(&mut self) -> Result<Vec<(char, char)>, PatternError> {
        self.rest.next();
        let name: String = std::iter::from_fn(|| self.rest.next_if(|letter| *letter != ']')).take(12).collect();
        self.rest.next();
        Ok(match name.trim_end_matches(':') {
            "alpha" => vec![('A', 'Z'), ('a', 'z')],
            "digit" => vec![('0', '9')],
            "alnum" => vec![('0', '9'), ('A', 'Z'), ('a', 'z')],
            "upper" => vec![('A', 'Z')],
            "lower" => vec![('a', 'z')],
            "space" => vec![('\t', '\r'), (' ', ' ')],
            "xdigit" => vec![('0', '9'), ('A', 'F'), ('a', 'f')],
            "word" => vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
            other => return Err(PatternError::Unknown(format!("[:{other}:]"))),
        })
    }
}

fn write(part: &Part, steps: &mut Vec<Step>) -> Result<(), PatternError> {
    if steps.len() > MOST {
        return Err(PatternError::Large);
    }
    match part {
        Part::Empty => {}
        Part::Class(class) => steps.push(Step::One(class.clone())),
        Part::Start => steps.push(Step::Start),
        Part::End => steps.push(Step::End),
        Part::Word(edge) => steps.push(Step::Word(*edge)),
        Part::Row(parts) => {
            for part in parts {
                write(part, steps)?;
            }
        }
        Part::Either(ways) => {
            let mut ends = Vec::new();
            for (at, way) in ways.iter().enumerate() {
                let last = at + 1 == ways.len();
                let split = steps.len();
                if !last {
                    steps.push(Step::Match);
                }
                write(way, steps)?;
                if !last {
                    ends.push(steps.len());
                    steps.push(Step::Match);
                    let next = steps.len();
                    set(steps, split, Step::Split(split + 1, next));
                }
            }
            let end = steps.len();
            for place in ends {
                set(steps, place, Step::Go(end));
            }
        }
        Part::Repeat(inner, least, most) => {
            for _ in 0..*least {
                write(inner, steps)?;
            }
            match most {
                None => {
                    let split = steps.len();
                    steps.push(Step::Match);
                    write(inner, steps)?;
                    steps.push(Step::Go(split));
                    let next = steps.len();
                    set(steps, split, Step::Split(split + 1, next));
                }
                Some(most) => {
                    let mut splits = Vec::new();
                    for _ in *least..*most {
                        splits.push(steps.len());
                        steps.push(Step::Match);
                        write(inner, steps)?;
                    }
                    let end = steps.len();
                    for split in splits {
                        set(steps, split, Step::Split(split + 1, end));
                    }
                }
            }
        }
    }
    Ok(())
}

fn set(steps: &mut [Step], at: usize, step: Step) {
    if let Some(place) = steps.get_mut(at) {
        *place = step;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_texts_match_as_in_re2() {
        for (pattern, text, matches) in [
            ("abc", "abc", true),
            ("abc", "xabc", false),
            ("abc", "abcd", false),
            ("a.*", "abcd", true),
            ("^/api/v[0-9]+$", "/api/v12", true),
            ("/api/v[0-9]+", "/api/v", false),
            ("a|b|cd", "cd", true),
            ("(foo|bar)?baz", "baz", true),
            ("(?i)hello", "HeLLo", true),
            ("(?i:he)llo", "HEllo", true),
            ("(?i:he)llo", "HELLO", false),
            ("a{2,3}", "aaa", true),
            ("a{2,3}", "aaaa", false),
            ("a{2}", "aa", true),
            ("a{,2}", "a{,2}", true),
            (r"\d+\.\d+", "1.25", true),
            (r"[^/]+", "a/b", false),
            (r"[\w-]+", "a-b_9", true),
            (r"[^\d]+", "abc", true),
            (r"(.*?;)?(user=jason)(;.*)?", "a=b;user=jason;c", true),
            (r"(.*?;)?(user=jason)(;.*)?", "user=jasons", false),
            (r"(?P<x>a)\bz?", "a", true),
            ("[[:alpha:]]+", "abC", true),
            ("", "", true),
            ("()*", "", true),
            ("(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaac", false),
            (".", "\n", false),
            ("(?s).", "\n", true),
        ] {
            let read = Pattern::read(pattern);
            assert_eq!(read.map(|read| read.is_match(text)), Ok(matches), "{pattern} {text}");
        }
    }

    #[test]
    fn what_re2_lacks_is_refused() {
        for pattern in ["(", "a)", "[a", "*a", "(?=a)", r"\1", "a**", "a{1001}", "a{3,2}", "\\", "((a{1000}){1000})"] {
            assert!(Pattern::read(pattern).is_err(), "{pattern}");
        }
    }
}
