//! The arithmetic coder: decisions and how likely each was go in, bytes come out, and the other way round. A decision
//! that was expected costs next to nothing, so what can be foretold need not be written.

/// Where decisions go to, or come from.
#[derive(Debug, Clone)]
pub(super) enum Coder {
    /// Nowhere: the model only learns.
    Learn,
    /// Into a link.
    Write(Writer),
    /// Out of a link.
    Read(Reader),
}

impl Coder {
    /// Passes one decision; `odds` of 65,536 that it is true. When reading, `said` is ignored.
    pub(super) fn pass(&mut self, odds: u32, said: bool) -> bool {
        match self {
            Self::Learn => said,
            Self::Write(writer) => {
                writer.put(odds, said);
                said
            }
            Self::Read(reader) => reader.take(odds),
        }
    }
}

/// Below this the range is too coarse for odds of 65,536, and a byte is due.
const BYTE_DUE: u32 = 1 << 24;

/// Writes decisions.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    low: u32,
    range: u32,
    bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { low: 0, range: u32::MAX, bytes: Vec::new() }
    }

    fn put(&mut self, odds: u32, decision: bool) {
        let bound = (self.range >> 16) * odds;
        if decision {
            self.range = bound;
        } else {
            self.raise(bound);
            self.range -= bound;
        }
        while self.range < BYTE_DUE {
            let [top, ..] = self.low.to_be_bytes();
            self.bytes.push(top);
            self.low <<= 8;
            self.range <<= 8;
        }
    }

    fn raise(&mut self, by: u32) {
        let (low, carried) = self.low.overflowing_add(by);
        self.low = low;
        if carried {
            for byte in self.bytes.iter_mut().rev() {
                *byte = byte.wrapping_add(1);
                if *byte != 0 {
                    break;
                }
            }
        }
    }

    /// The shortest bytes that read back: the reader takes missing ones for zeros.
    pub(super) fn finish(mut self) -> Vec<u8> {
        for kept in 0..=4 {
            let free = u32::MAX.checked_shr(8 * kept).unwrap_or(0);
            let rounded = self.low.wrapping_add(free) & !free;
            let step = rounded.wrapping_sub(self.low);
            if step < self.range {
                self.raise(step);
                self.bytes.extend(self.low.to_be_bytes());
                break;
            }
        }
        while self.bytes.last() == Some(&0) {
            self.bytes.pop();
        }
        self.bytes
    }
}

/// Reads decisions.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    offset: u32,
    range: u32,
    bytes: std::vec::IntoIter<u8>,
}

impl Reader {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        let mut reader = Self { offset: 0, range: u32::MAX, bytes: bytes.into_iter() };
        for _ in 0..4 {
            reader.shift();
        }
        reader
    }

    fn shift(&mut self) {
        self.offset = (self.offset << 8) | u32::from(self.bytes.next().unwrap_or(0));
    }

    fn take(&mut self, odds: u32) -> bool {
        let bound = (self.range >> 16) * odds;
        let decision = self.offset < bound;
        if decision {
            self.range = bound;
        } else {
            self.offset -= bound;
            self.range -= bound;
        }
        while self.range < BYTE_DUE {
            self.range <<= 8;
            self.shift();
        }
        decision
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(decisions in proptest::collection::vec((1u32..65_536, any::<bool>()), 0..400)) {
            let mut writer = Coder::Write(Writer::new());
            for (odds, decision) in &decisions {
                writer.pass(*odds, *decision);
            }
            let Coder::Write(writer) = writer else { unreachable!() };
            let mut reader = Coder::Read(Reader::new(writer.finish()));
            for (odds, decision) in &decisions {
                prop_assert_eq!(reader.pass(*odds, !decision), *decision);
            }
        }
    }

    #[test]
    fn what_was_expected_costs_next_to_nothing() {
        let mut writer = Writer::new();
        for _ in 0..10_000 {
            writer.put(65_500, true);
        }
        assert!(writer.finish().len() <= 2);
    }
}
