//! Amounts: as their printed form where that is a name of its own, such as `128Mi`.

use super::super::codec::Codec;
use super::super::place::Place;
use super::super::wire::{Wire, printed};
use crate::units::{Bytes, IntOrPercent, MilliCpu, Millis, Rate};

impl Wire for MilliCpu {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        let mut text = self.to_string();
        codec.text(place, place.kind, None, &mut text);
        if codec.reads() {
            let read = match text.strip_suffix('m') {
                Some(milli) => milli.parse().ok(),
                None => text.parse::<u64>().ok().and_then(|whole| whole.checked_mul(1000)),
            };
            codec.put(&mut self.0, read);
        }
    }
}

impl Wire for Bytes {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        let mut text = self.to_string();
        codec.text(place, place.kind, None, &mut text);
        if codec.reads() {
            codec.put(&mut self.0, bytes_of(&text));
        }
    }
}

/// Reads what `Bytes` prints, up to the largest number.
fn bytes_of(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let size: u64 = match text.strip_prefix(digits)? {
        "" => 1,
        "k" => 1000,
        "M" => 1_000_000,
        "G" => 1_000_000_000,
        "T" => 1_000_000_000_000,
        "P" => 1_000_000_000_000_000,
        "E" => 1_000_000_000_000_000_000,
        "Ki" => 1 << 10,
        "Mi" => 1 << 20,
        "Gi" => 1 << 30,
        "Ti" => 1 << 40,
        "Pi" => 1 << 50,
        "Ei" => 1 << 60,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(size)
}

impl Wire for Millis {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        self.0.pass(codec, place);
    }
}

impl Wire for Rate {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        self.per_kilosecond.pass(codec, place);
    }
}

impl Wire for IntOrPercent {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        printed(self, codec, place, place.kind);
    }
}

#[cfg(test)]
mod samples {
    use super::{Bytes, IntOrPercent, MilliCpu, Millis, Rate};
    use crate::share::testing::{Dice, Sample};

    impl Sample for MilliCpu {
        fn sample(dice: &mut Dice) -> Self {
            Self(u64::sample(dice))
        }
    }

    impl Sample for Bytes {
        /// A quantity ends at 2^63 - 1, as Kubernetes' own.
        fn sample(dice: &mut Dice) -> Self {
            Self(u64::sample(dice) >> 1)
        }
    }

    impl Sample for Millis {
        fn sample(dice: &mut Dice) -> Self {
            Self(u64::sample(dice))
        }
    }

    impl Sample for Rate {
        fn sample(dice: &mut Dice) -> Self {
            Self { per_kilosecond: u64::sample(dice) }
        }
    }

    impl Sample for IntOrPercent {
        const KINDS: usize = 2;
        fn sample(dice: &mut Dice) -> Self {
            match dice.variant("IntOrPercent", 2) {
                0 => Self::Count(u32::sample(dice)),
                _ => Self::Percent(u32::sample(dice)),
            }
        }
    }
}
