//! Weights of criteria of which only the order is known.
//!
//! All weightings that keep an order form a simplex. Its centre gives the rank-order centroid weights (Barron and
//! Barrett, 1996); points drawn evenly from it give what else fits the order.

use crate::order::Gather;

/// One in fixed point: fine enough that the shares of hundreds of criteria are right to the last digit shown.
const ONE: u64 = 1 << 50;

/// The rank-order centroid weights of so many criteria, the first the most important: `most` for the first, the others
/// in proportion, rounded to the nearest.
pub fn rank_order_centroid(count: usize, most: u32) -> Vec<u32> {
    // The j-th weight is in proportion to 1/j + 1/(j+1) + … + 1/n.
    let mut sum = 0u64;
    let places = u64::try_from(count).unwrap_or(u64::MAX);
    let mut sums: Vec<u64> = (1..=places)
        .rev()
        .map(|place| {
            sum += ONE / place;
            sum
        })
        .gather();
    sums.reverse();
    let first = u128::from(sums.first().copied().unwrap_or(1));
    let weight = |sum: &u64| (u128::from(*sum) * u128::from(most) + first / 2) / first;
    sums.iter().map(|sum| u32::try_from(weight(sum)).unwrap_or(most)).gather()
}

/// Turns as many numbers in 2⁻¹⁶ as there are criteria, drawn evenly, into weights in falling order that add up to
/// `whole`: a point drawn evenly from all weightings in that order.
pub(super) fn falling(numbers: &mut [u64], whole: u64) {
    const END: u64 = 1 << 16;
    // The last number is no cut but the end of the line: the gaps between the sorted cuts are the weights.
    if let Some(last) = numbers.last_mut() {
        *last = END;
    }
    place_in_order(numbers, |a, b| a < b);
    let mut before = 0;
    for number in numbers.iter_mut() {
        let gap = *number - before;
        before = *number;
        *number = gap * whole / END;
    }
    place_in_order(numbers, |a, b| a > b);
}

/// Puts each where it belongs among those before it: no memory is taken, and for a dozen nothing is quicker.
pub(super) fn place_in_order<T: Copy>(items: &mut [T], before: impl Fn(&T, &T) -> bool) {
    for end in 1..items.len() {
        let mut place = end;
        while let Some([earlier, later]) = items.get_mut(place - 1..=place) {
            if !before(later, earlier) {
                break;
            }
            std::mem::swap(earlier, later);
            place -= 1;
            if place == 0 {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_centre_is_where_it_must_be() {
        // Four criteria: 25/48, 13/48, 7/48 and 3/48.
        assert_eq!(rank_order_centroid(4, 2500), [2500, 1300, 700, 300]);
        assert_eq!(rank_order_centroid(1, 10_000), [10_000]);
        assert_eq!(rank_order_centroid(0, 10_000), Vec::<u32>::new());
    }

    #[test]
    fn the_mean_of_what_is_drawn_is_the_centre() {
        let mut sums = [0u64; 4];
        for n in 0..4000 {
            let [a, b, ..] = super::super::sample::mixed(n);
            let [c, d, ..] = super::super::sample::mixed(n + 100_000);
            let mut numbers = [a, b, c, d].map(u64::from);
            falling(&mut numbers, 48_000);
            sums.iter_mut().zip(numbers).for_each(|(sum, weight)| *sum += weight);
        }
        for (sum, exact) in sums.iter().zip([25_000u64, 13_000, 7000, 3000]) {
            assert!((sum / 4000).abs_diff(exact) < 250, "{sums:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_drawn_falls_and_adds_up(mut numbers in prop::collection::vec(0u64..65_536, 1..20), whole in 0u64..1_000_000) {
            let count = u64::try_from(numbers.len()).unwrap();
            falling(&mut numbers, whole);
            prop_assert!(numbers.is_sorted_by(|a, b| a >= b));
            let sum: u64 = numbers.iter().sum();
            prop_assert!(sum <= whole && sum + count >= whole);
        }

        #[test]
        fn more_important_counts_more(count in 1usize..60) {
            let weights = rank_order_centroid(count, 1_000_000);
            prop_assert_eq!(weights[0], 1_000_000);
            prop_assert!(weights.is_sorted_by(|a, b| a > b));
        }
    }
}
