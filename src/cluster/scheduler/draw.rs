//! Lots, as a seed casts them: where the real scheduler draws among equals.

/// A number from a seed and a turn (Steele, Lea and Flood, “Fast splittable pseudorandom number generators”, 2014).
pub fn draw(seed: u64, turn: u64) -> u64 {
    let mut z = seed.wrapping_add(turn.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Which of some equals it is.
pub(super) fn one_of(seed: u64, turn: u64, equals: usize) -> usize {
    let equals = u64::try_from(equals).unwrap_or(u64::MAX).max(1);
    usize::try_from(draw(seed, turn) % equals).unwrap_or(0)
}
