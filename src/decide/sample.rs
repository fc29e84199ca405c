//! A fixed sample of points between 0 and 1, in integers: the same on every machine and for ever.
//!
//! Weights take the Richtmyer sequence, which spreads evenly: the n-th point is the fraction of n times the root of a
//! prime, another prime for each criterion. There are too many values for that, so they take a mixing function of their
//! number (SplitMix64), which is as good as chance and no chance.

use crate::order::Gather;

/// The part of √`prime` behind the point, in 2⁻⁶⁴.
fn root_fraction(prime: u64) -> u64 {
    // √(p·2¹¹⁸) = √p·2⁵⁹, whose lowest 59 bits are the fraction; for primes below 1,024 the product fits.
    let scaled = (u128::from(prime) << 118).isqrt();
    u64::try_from(scaled & ((1 << 59) - 1)).unwrap_or_default() << 5
}

/// The step of each of so many dimensions.
pub(super) fn steps(dimensions: usize) -> Vec<u64> {
    let is_prime = |n: &u64| (2..*n).take_while(|d| d * d <= *n).all(|d| !n.is_multiple_of(d));
    (2u64..1024).filter(is_prime).map(root_fraction).cycle().take(dimensions).gather()
}

/// The n-th number of a dimension, in 2⁻¹⁶.
pub(super) fn even(step: u64, n: u64) -> u32 {
    // Half a step in, so that the first point is no corner.
    top16(step.wrapping_mul(n).wrapping_add(step / 2))
}

fn top16(bits: u64) -> u32 {
    u32::try_from(bits >> 48).unwrap_or_default()
}

/// Four numbers in 2⁻¹⁶ for a place in the sample.
pub(super) fn mixed(place: u64) -> [u32; 4] {
    let mut z = place.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    [top16(z), top16(z << 16), top16(z << 32), top16(z << 48)]
}

/// Bounds about what is likely, made ready to be drawn from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bounds {
    low: u32,
    below: u32,
    above: u32,
}

const HALF: u32 = 1 << 15;

impl Bounds {
    /// Gives back the number itself.
    pub(super) const EVEN: Self = Self::new(0, HALF, 2 * HALF);

    pub(super) const fn new(low: u32, likely: u32, high: u32) -> Self {
        Self { low, below: likely.saturating_sub(low), above: high.saturating_sub(likely) }
    }

    /// A number between the bounds for one in 2⁻¹⁶, so that half of them lie on either side of what is likely.
    pub(super) fn at(self, at: u32) -> u64 {
        let (first, second) = (at.min(HALF), at.saturating_sub(HALF));
        let along = u64::from(self.below) * u64::from(first) + u64::from(self.above) * u64::from(second);
        u64::from(self.low) + (along >> 15)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roots_are_right() {
        // √2 = 1.41421356…, √3 = 1.7320508…
        for (prime, fraction) in
            [(2u64, 0.414_213_562_373_095), (3, 0.732_050_807_568_877), (997, 0.575_306_807_693_37)]
        {
            #[expect(clippy::cast_precision_loss, reason = "a comparison to twelve places")]
            let found = root_fraction(prime) as f64 / 18_446_744_073_709_551_616.0;
            assert!((found - fraction).abs() < 1e-12, "{prime}: {found}");
        }
    }

    #[test]
    fn every_dimension_is_even() {
        for step in steps(20) {
            let mut tenths = [0; 10];
            for n in 0..1000 {
                tenths[((even(step, n) * 10) >> 16) as usize] += 1;
            }
            assert!(tenths.iter().all(|count| (80..=120).contains(count)), "{tenths:?}");
        }
    }

    #[test]
    fn mixed_numbers_are_spread() {
        let mut tenths = [[0; 10]; 4];
        for place in 0..10_000 {
            for (lane, number) in mixed(place).into_iter().enumerate() {
                tenths[lane][((number * 10) >> 16) as usize] += 1;
            }
        }
        assert!(tenths.iter().flatten().all(|count| (850..=1150).contains(count)), "{tenths:?}");
    }

    #[test]
    fn the_bounds_hold() {
        let bounds = Bounds::new(10, 20, 60);
        assert_eq!([0, HALF, HALF / 2 + HALF].map(|at| bounds.at(at)), [10, 20, 40]);
        assert!((59..=60).contains(&bounds.at(65_535)));
        assert_eq!(Bounds::new(7, 7, 7).at(12_345), 7);
    }
}
