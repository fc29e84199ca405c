//! Any design at all, for laws that hold of every one. The generator is made by the same declarations as the link, so
//! no field can be forgotten: [`designs`] gives any, [`full_design`] one in which every field and choice occurs.

use crate::design::{Design, OptionKey};
use crate::order::Map;
use proptest::prelude::*;

/// Any design.
pub(crate) fn designs() -> impl Strategy<Value = Design> {
    proptest::collection::vec(any::<u8>(), 0..1200).prop_map(|bytes| Design::sample(&mut Dice::new(bytes)))
}

/// A design with every field said and every choice made somewhere.
pub(crate) fn full_design() -> Design {
    Design::full()
}

/// What can be made up.
pub(crate) trait Sample: Sized {
    /// How many must be made up for every choice within to occur.
    const KINDS: usize = 1;
    /// One made up.
    fn sample(dice: &mut Dice) -> Self;

    /// One in which everything is said.
    fn full() -> Self {
        Self::sample(&mut Dice::full())
    }

    /// One of each kind.
    fn each() -> Vec<Self> {
        let mut dice = Dice::full();
        (0..Self::KINDS).map(|_| Self::sample(&mut dice)).collect()
    }
}

/// Where made-up values come from: bytes, which a failing test makes fewer and smaller. When none are left, the rest
/// is empty.
pub(crate) struct Dice {
    bytes: std::vec::IntoIter<u8>,
    /// Everything is said; the bytes count up.
    full: bool,
    count: usize,
    turns: Map<&'static str, usize>,
}

impl Dice {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into_iter(), full: false, count: 0, turns: Map::new() }
    }

    fn full() -> Self {
        Self { full: true, ..Self::new(Vec::new()) }
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.count += 1;
        if self.full { u8::try_from(self.count % 251).unwrap_or(0) } else { self.bytes.next().unwrap_or(0) }
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end.max(1)
    }

    /// A field: more often blank than not, unless everything is said.
    pub(crate) fn part<T: Sample>(&mut self, blank: T) -> T {
        if self.full || self.below(8) > 4 { T::sample(self) } else { blank }
    }

    /// Which of a type's variants: each in its turn when everything is said.
    pub(crate) fn variant(&mut self, of: &'static str, kinds: usize) -> usize {
        if !self.full {
            return self.below(kinds);
        }
        let turn = self.turns.entry(of).or_default();
        *turn += 1;
        (*turn - 1) % kinds
    }

    fn number(&mut self, most: u64) -> u64 {
        let number = match self.below(6) {
            0 => 1,
            1 | 2 => u64::from(self.byte()),
            3 => u64::from(self.byte()) << 20,
            4 => u64::from_le_bytes([(); 8].map(|()| self.byte())),
            _ => most,
        };
        number.min(most)
    }
}

/// Texts that some reader or other takes for something else.
const AWKWARD: [&str; 44] = [
    "no",
    "on",
    "y",
    "Null",
    "~",
    "true",
    "1_000",
    "12:30:45",
    "0o7",
    "0x1f",
    "1e3",
    ".5",
    "-1",
    "+1",
    "0",
    "007",
    "=",
    "<<",
    "-",
    "- a",
    "a: b",
    "a #b",
    "#a",
    ": #",
    "?",
    "[",
    "{}",
    "&a",
    "*a",
    "!a",
    "%a",
    "@a",
    "`a",
    "'",
    "\"",
    "\\",
    " a",
    "a ",
    "a\nb\n",
    "\n",
    "\t",
    "a\r\nb",
    "\u{85}\u{2028}\u{feff}",
    "\u{0}\u{1}\u{7f}",
];

impl Sample for String {
    fn sample(dice: &mut Dice) -> Self {
        if dice.full {
            return ["alpha", "beta-1", "GAMMA_2", "8080"][dice.below(4)].to_owned();
        }
        match dice.below(8) {
            0 => AWKWARD[dice.below(AWKWARD.len())].to_owned(),
            1 => (0..dice.below(12)).map(|_| char::from_u32(u32::from(dice.byte()) * 173).unwrap_or('ß')).collect(),
            2 => ["cart:7070", "http://cart:7070/x", "cart", "redis.shop.svc"][dice.below(4)].to_owned(),
            3 => ["CART_ADDR", "PORT", "8080", "64Mi", "sha256:0123456789abcdef0123456789abcdef"][dice.below(5)]
                .to_owned(),
            4 => "long ".repeat(dice.below(40)),
            _ => ["cart", "redis", "shop", "server", "app", "data", ""][dice.below(7)].to_owned(),
        }
    }
}

impl Sample for bool {
    fn sample(dice: &mut Dice) -> Self {
        dice.full || dice.below(2) == 1
    }
}

macro_rules! sampled_numbers {
    ($($number:ty),+) => {
        $(impl Sample for $number {
            fn sample(dice: &mut Dice) -> Self {
                Self::try_from(dice.number(u64::try_from(<$number>::MAX).unwrap())).unwrap()
            }
        })+
    };
}
sampled_numbers!(u8, u16, u32, u64);

impl Sample for i64 {
    fn sample(dice: &mut Dice) -> Self {
        let number = Self::try_from(dice.number(u64::try_from(Self::MAX).unwrap())).unwrap();
        if dice.below(4) == 3 { -number - 1 } else { number }
    }
}

impl<T: Sample> Sample for Option<T> {
    const KINDS: usize = T::KINDS;
    fn sample(dice: &mut Dice) -> Self {
        Some(T::sample(dice))
    }
}

impl<A: Sample, B: Sample> Sample for (A, B) {
    fn sample(dice: &mut Dice) -> Self {
        (A::sample(dice), B::sample(dice))
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample(dice: &mut Dice) -> Self {
        let length = if dice.full { T::KINDS.max(3) } else { dice.below(4) };
        (0..length).map(|_| T::sample(dice)).collect()
    }
}

impl<K: Sample + Ord, V: Sample> Sample for Map<K, V> {
    fn sample(dice: &mut Dice) -> Self {
        Vec::sample(dice).into_iter().collect()
    }
}

pub(crate) fn sample_option<T: OptionKey>(dice: &mut Dice) -> T {
    T::ALL[dice.variant(std::any::type_name::<T>(), T::ALL.len())]
}

/// The sources of the document, for what they say of each field.
pub(crate) const DESIGN_SOURCES: [&str; 26] = [
    include_str!("../design/call.rs"),
    include_str!("../design/check.rs"),
    include_str!("../design/check_decision.rs"),
    include_str!("../design/choices.rs"),
    include_str!("../design/container.rs"),
    include_str!("../design/criterion.rs"),
    include_str!("../design/decision.rs"),
    include_str!("../design/finding.rs"),
    include_str!("../design/mod.rs"),
    include_str!("../design/needs.rs"),
    include_str!("../design/network.rs"),
    include_str!("../design/option_key.rs"),
    include_str!("../design/pattern.rs"),
    include_str!("../design/placement.rs"),
    include_str!("../design/probe.rs"),
    include_str!("../design/question.rs"),
    include_str!("../design/reach.rs"),
    include_str!("../design/requirements.rs"),
    include_str!("../design/resolved.rs"),
    include_str!("../design/scaling.rs"),
    include_str!("../design/security.rs"),
    include_str!("../design/sizing.rs"),
    include_str!("../design/storage.rs"),
    include_str!("../design/version.rs"),
    include_str!("../design/vocabulary.rs"),
    include_str!("../design/workload.rs"),
];
