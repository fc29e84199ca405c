//! Texts letter by letter, each foretold from those before it and from what was spelled earlier.

use super::coder::Coder;
use super::estimate::Estimator;
use super::place::hash;

/// Spells texts and remembers them.
#[derive(Debug, Clone)]
pub(super) struct Spelling {
    estimator: Estimator<6>,
    /// Every text spelled so far, each with [`END`] behind it.
    past: Vec<u8>,
    /// Where the last three, and the last four, letters stood before.
    recent: [Vec<u32>; 2],
}

/// Ends a text.
const END: u8 = 0;
/// Stands before an [`END`] or [`ESCAPE`] that is part of the text.
const ESCAPE: u8 = 1;
const RECENT_BITS: u32 = 13;
/// Sets of weights: how far the present match goes and what kind of letter was last, and one for digests.
const SETS: usize = 6 * 4 + 1;
/// After so many hexadecimal digits a text is taken for a digest.
const DIGEST: u32 = 5;

/// What is known before the first letter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// The place's kind.
    pub kind: u32,
    /// Where a like text stands in the past.
    pub model: Option<usize>,
    /// Where the subject's name stands in the past.
    pub subject: Option<usize>,
}

impl Spelling {
    pub(super) fn new() -> Self {
        let recent = || vec![0; 1 << RECENT_BITS];
        Self { estimator: Estimator::new(SETS, 250), past: vec![END], recent: [recent(), recent()] }
    }

    /// Where the next text will stand.
    pub(super) fn here(&self) -> usize {
        self.past.len()
    }

    /// Passes a text; nothing when it is longer than `most` bytes or no UTF-8.
    pub(super) fn pass(&mut self, coder: &mut Coder, setting: Setting, text: &str, most: usize) -> Option<String> {
        let upper = text.bytes().any(|b| b.is_ascii_uppercase()) && !text.bytes().any(|b| b.is_ascii_lowercase());
        let mut run = Run::new(setting);
        let upper = self.estimator.pass(coder, [hash(setting.kind, 7); 6], 0, upper);
        let lowered = if upper { text.to_ascii_lowercase() } else { text.to_owned() };
        let mut letters = lowered.bytes();
        let mut bytes = Vec::new();
        loop {
            let letter = letters.next();
            let marked = letter.is_some_and(|b| b == END || b == ESCAPE);
            let read = self.letter(coder, &mut run, if marked { ESCAPE } else { letter.unwrap_or(END) });
            match read {
                END => break,
                ESCAPE => {
                    bytes.push(self.letter(coder, &mut run, letter.unwrap_or(END).wrapping_add(2)).wrapping_sub(2));
                }
                plain => bytes.push(plain),
            }
            if bytes.len() > most {
                return None;
            }
        }
        let spelled = String::from_utf8(bytes).ok()?;
        Some(if upper { spelled.to_ascii_uppercase() } else { spelled })
    }

    fn letter(&mut self, coder: &mut Coder, run: &mut Run, said: u8) -> u8 {
        let guess = run.matched.and_then(|at| self.past.get(at).copied());
        let other = run.aligned.and_then(|at| self.past.get(at).copied());
        let [_, c3, c2, c1] = self.last_four();
        let class = class_of(c1);
        let set = match run.length {
            0 => 0,
            1..=2 => 1,
            3..=5 => 2,
            6..=11 => 3,
            12..=24 => 4,
            _ => 5,
        } * 4
            + class;
        let digest = run.hexadecimal >= DIGEST;
        let set = if digest { SETS - 1 } else { set };
        let order2 = hash(u32::from(c1) << 8 | u32::from(c2), 2);
        let order3 = hash(order2, u32::from(c3));
        let bases =
            [if digest { hash(8, 8) } else { hash(run.kind, run.place) }, hash(u32::from(c1), 1), order2, order3];
        let mut node: u32 = 1;
        for shift in (0..8).rev() {
            let foretold = |byte: Option<u8>, strength: u32| match byte {
                Some(byte) if (u32::from(byte) | 0x100) >> (shift + 1) == node => {
                    hash(strength, u32::from(byte >> shift & 1) + 1)
                }
                _ => hash(strength.min(1), 9),
            };
            let [a, b, c, d] = bases.map(|base| hash(base, node));
            let contexts =
                [a, b, c, d, foretold(other, 100 + run.aligned_length.min(6)), foretold(guess, run.length.min(20) + 1)];
            let bit = self.estimator.pass(coder, contexts, set, said >> shift & 1 == 1);
            node = node << 1 | u32::from(bit);
        }
        let letter = u8::try_from(node & 0xff).unwrap_or(END);
        self.remember(run, letter);
        letter
    }

    fn last_four(&self) -> [u8; 4] {
        self.past.last_chunk::<4>().copied().unwrap_or_default()
    }

    fn remember(&mut self, run: &mut Run, letter: u8) {
        self.past.push(letter);
        run.place = (run.place + 1).min(3);
        run.hexadecimal = if matches!(letter, b'0'..=b'9' | b'a'..=b'f') { run.hexadecimal + 1 } else { 0 };
        run.follow(&self.past, letter);
        let here = self.past.len();
        let [c4, c3, c2, c1] = self.last_four().map(u32::from);
        let three = hash(c1 << 16 | c2 << 8 | c3, 3);
        let four = hash(three, c4);
        for (recent, context) in self.recent.iter_mut().zip([three, four]) {
            let Some(slot) = recent.get_mut((context >> (32 - RECENT_BITS)) as usize) else { continue };
            let before = usize::try_from(*slot).unwrap_or(0);
            *slot = u32::try_from(here).unwrap_or(0);
            if run.length < 6 && before > 0 {
                let length = common_end(&self.past, before, here);
                if length > run.length {
                    run.length = length;
                    run.matched = Some(before);
                }
            }
        }
    }
}

/// How many letters before two places agree, up to 32.
fn common_end(past: &[u8], a: usize, b: usize) -> u32 {
    let (Some(a), Some(b)) = (past.get(..a), past.get(..b)) else { return 0 };
    let agreed = a.iter().rev().zip(b.iter().rev()).take(32).take_while(|(x, y)| x == y).count();
    u32::try_from(agreed).unwrap_or(0)
}

fn class_of(letter: u8) -> usize {
    match letter {
        b'0'..=b'9' => 0,
        b if b.is_ascii_alphabetic() => 1,
        END => 2,
        _ => 3,
    }
}

/// The state within one text.
struct Run {
    kind: u32,
    /// How many letters were spelled, up to three.
    place: u32,
    /// Where in the past the text seems to repeat itself, and for how long it has.
    matched: Option<usize>,
    length: u32,
    /// The like text, followed part by part: behind a sign such as `-` or `/` it is taken up behind its own.
    aligned: Option<usize>,
    aligned_length: u32,
    subject: Option<usize>,
    /// How many hexadecimal digits were last.
    hexadecimal: u32,
}

impl Run {
    fn new(setting: Setting) -> Self {
        Self {
            kind: setting.kind,
            place: 0,
            matched: setting.subject,
            length: 0,
            aligned: setting.model,
            aligned_length: 1,
            subject: setting.subject,
            hexadecimal: 0,
        }
    }

    fn follow(&mut self, past: &[u8], letter: u8) {
        match self.matched {
            Some(at) if past.get(at) == Some(&letter) => {
                self.matched = Some(at + 1);
                self.length += 1;
            }
            _ => {
                self.matched = None;
                self.length = 0;
            }
        }
        if let Some(at) = self.aligned {
            if past.get(at) == Some(&letter) {
                self.aligned = Some(at + 1);
                self.aligned_length += 1;
            } else {
                self.aligned_length = 0;
                let rest = past.get(at..).unwrap_or_default();
                let end = rest.iter().position(|b| *b == END).unwrap_or(rest.len());
                if !letter.is_ascii_alphanumeric() {
                    let next = rest.iter().take(end).position(|b| *b == letter);
                    self.aligned = next.map_or(self.aligned, |next| Some(at + next + 1));
                }
            }
        }
        if !letter.is_ascii_alphanumeric() && self.matched.is_none() {
            self.matched = self.subject;
        }
    }
}
