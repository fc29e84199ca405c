//! Rounded shares that add up.

use crate::order::Gather;

/// Divides `whole` in proportion to the parts, in whole numbers that add up to it: each share is rounded down, and what
/// is left goes to the largest remainders, the first of equal ones first. Nothing is divided where all parts are 0.
pub fn apportion(parts: &[u64], whole: u64) -> Vec<u64> {
    let sum: u128 = parts.iter().map(|part| u128::from(*part)).sum();
    if sum == 0 {
        return vec![0; parts.len()];
    }
    let exact = |part: &u64| u128::from(*part) * u128::from(whole);
    let mut shares: Vec<u64> = parts.iter().map(|part| u64::try_from(exact(part) / sum).unwrap_or(u64::MAX)).gather();
    let given: u64 = shares.iter().sum();
    let mut by_remainder: Vec<(u128, usize)> = parts.iter().map(|part| exact(part) % sum).zip(0..).gather();
    crate::order::sort_by(&mut by_remainder, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let left = usize::try_from(whole.saturating_sub(given)).unwrap_or_default();
    for (_, position) in by_remainder.into_iter().take(left) {
        if let Some(share) = shares.get_mut(position) {
            *share += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn remainders_go_to_the_largest() {
        assert_eq!(apportion(&[1, 1, 1], 100), [34, 33, 33]);
        assert_eq!(apportion(&[2, 1], 100), [67, 33]);
        assert_eq!(apportion(&[0, 0], 100), [0, 0]);
        assert_eq!(apportion(&[], 100), Vec::<u64>::new());
    }

    proptest! {
        #[test]
        fn shares_add_up_and_are_off_by_less_than_one(parts in prop::collection::vec(0u64..1_000_000, 1..20), whole in 0u64..100_000) {
            let shares = apportion(&parts, whole);
            let sum: u64 = parts.iter().sum();
            prop_assume!(sum > 0);
            prop_assert_eq!(shares.iter().sum::<u64>(), whole);
            for (part, share) in parts.iter().zip(&shares) {
                let exact = u128::from(*part) * u128::from(whole);
                prop_assert!((u128::from(*share) * u128::from(sum)).abs_diff(exact) < u128::from(sum));
            }
        }
    }
}
