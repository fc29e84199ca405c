//! Weights from comparisons of two at a time: the analytic hierarchy process (Saaty, 1980). The weights are the
//! principal eigenvector of the matrix of ratios, and how far its eigenvalue exceeds that of a matrix without
//! contradictions says how consistent the comparisons are. Comparisons that were not made are left out as Harker (1987)
//! does: their place is 0, and each adds 1 to the diagonal.

use crate::order::Gather;

/// That one counts so many times the other, 1 to 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// The one that counts as much or more.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// How many times.
    pub times: u8,
}

/// What comparisons say together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pairwise {
    /// Which were compared, directly or by way of others: the largest such group, in rising order.
    pub items: Vec<usize>,
    /// Their weights, in millionths that add up but for rounding.
    pub weights: Vec<u32>,
    /// The consistency index over that of random comparisons, in ten-thousandths; 0 where two or fewer are compared.
    pub ratio: u32,
    /// The comparison that fits the weights least, and how many times, in thousandths, its one really counts the other.
    pub worst: Option<(Comparison, u32)>,
    /// How many pairs of the group were not compared.
    pub missing: usize,
}

/// One in fixed point.
const ONE: u128 = 1 << 40;
/// Weights settle long before; a chain of many that are compared with their neighbours alone takes the longest.
const ROUNDS: usize = 400;

/// What the comparisons say. `random` holds the consistency index of random comparisons of 1, 2, 3 … things, in
/// thousandths; its last entry stands for all larger numbers. Of two comparisons of a pair the later counts.
pub fn pairwise(comparisons: &[Comparison], random: &[u32]) -> Pairwise {
    let items = largest_group(comparisons);
    let n = items.len();
    if n < 2 {
        return Pairwise::default();
    }
    let place = |item: usize| items.binary_search(&item).ok();
    let mut matrix = vec![vec![0u128; n]; n];
    let mut made: Vec<(usize, usize, Comparison)> = Vec::new();
    for comparison in comparisons {
        let (Some(one), Some(other)) = (place(comparison.one), place(comparison.other)) else { continue };
        if one == other {
            continue;
        }
        made.retain(|(a, b, _)| (*a, *b) != (one, other) && (*b, *a) != (one, other));
        made.push((one, other, *comparison));
        let times = u128::from(comparison.times.clamp(1, 9));
        set(&mut matrix, one, other, ONE * times);
        set(&mut matrix, other, one, ONE / times);
    }
    let missing = n * (n - 1) / 2 - made.len();
    for place in 0..n {
        let compared = made.iter().filter(|(one, other, _)| *one == place || *other == place).count();
        set(&mut matrix, place, place, ONE * u128::try_from(n - compared).unwrap_or(1));
    }
    let (vector, eigenvalue) = principal(&matrix);
    let weight = |place: usize| vector.get(place).copied().unwrap_or(1).max(1);
    let off = |(one, other, comparison): &(usize, usize, Comparison)| {
        let said = u128::from(comparison.times.clamp(1, 9));
        // What was said over what the weights say, or the other way round: from one in millionths.
        let (a, b) = (weight(*other) * said, weight(*one));
        a.max(b) * 1_000_000 / a.min(b)
    };
    let least_fitting = made.iter().max_by_key(|made| (off(made), std::cmp::Reverse((made.0, made.1))));
    let worst = least_fitting.filter(|made| n > 2 && off(made) > 1_000_100).map(|(one, other, comparison)| {
        (*comparison, u32::try_from(weight(*one) * 1000 / weight(*other)).unwrap_or(u32::MAX))
    });
    let random = random.get(n - 1).or(random.last()).copied().unwrap_or_default();
    Pairwise {
        weights: vector.iter().map(|part| u32::try_from((part * 1_000_000 + ONE / 2) / ONE).unwrap_or(0)).gather(),
        ratio: ratio(eigenvalue, n, random),
        worst,
        missing,
        items,
    }
}

fn set(matrix: &mut [Vec<u128>], row: usize, column: usize, value: u128) {
    if let Some(place) = matrix.get_mut(row).and_then(|row| row.get_mut(column)) {
        *place = value;
    }
}

/// (λ − n) / (n − 1) over the random index.
fn ratio(eigenvalue: u128, n: usize, random: u32) -> u32 {
    let n = u128::try_from(n).unwrap_or(1);
    if n < 3 || random == 0 {
        return 0;
    }
    let index = eigenvalue.saturating_sub(n * ONE) / (n - 1);
    let whole = index * 10_000_000 / u128::from(random);
    u32::try_from((whole + ONE / 2) / ONE).unwrap_or(u32::MAX)
}

/// The eigenvector of the largest eigenvalue, its parts adding up to one, and that eigenvalue.
fn principal(matrix: &[Vec<u128>]) -> (Vec<u128>, u128) {
    let n = u128::try_from(matrix.len()).unwrap_or(1).max(1);
    let mut vector = vec![ONE / n; matrix.len()];
    let mut eigenvalue = n * ONE;
    for _ in 0..ROUNDS {
        let next: Vec<u128> = matrix.iter().map(|row| row.iter().zip(&vector).map(|(a, v)| a * v / ONE).sum()).gather();
        let sum = next.iter().sum::<u128>().max(1);
        let next: Vec<u128> = next.iter().map(|part| part * ONE / sum).gather();
        let settled = next.iter().zip(&vector).all(|(a, b)| a.abs_diff(*b) <= 64);
        (vector, eigenvalue) = (next, sum);
        if settled {
            break;
        }
    }
    (vector, eigenvalue)
}

/// The largest group whose members are compared with one another, directly or by way of others; of equal ones that with
/// the earliest member.
fn largest_group(comparisons: &[Comparison]) -> Vec<usize> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for Comparison { one, other, .. } in comparisons {
        let mut joined = vec![*one, *other];
        groups.retain_mut(|group| {
            let touches = group.contains(one) || group.contains(other);
            if touches {
                joined.append(group);
            }
            !touches
        });
        crate::order::sort(&mut joined);
        joined.dedup();
        groups.push(joined);
    }
    crate::order::sort(&mut groups);
    groups.into_iter().rev().max_by_key(Vec::len).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RANDOM: [u32; 5] = [0, 0, 580, 900, 1120];

    fn said(all: &[(usize, usize, u8)]) -> Vec<Comparison> {
        all.iter().map(|(one, other, times)| Comparison { one: *one, other: *other, times: *times }).collect()
    }

    #[test]
    fn a_textbook_matrix_has_the_textbook_weights() {
        // 1 3 5, 1/3 1 3, 1/5 1/3 1: weights 0.637, 0.258, 0.105, λ = 3.0385, ratio 0.033.
        let found = pairwise(&said(&[(0, 1, 3), (0, 2, 5), (1, 2, 3)]), &RANDOM);
        assert_eq!(found.items, [0, 1, 2]);
        for (weight, exact) in found.weights.iter().zip([636_986, 258_285, 104_729]) {
            assert!(weight.abs_diff(exact) <= 2, "{:?}", found.weights);
        }
        assert!(found.ratio.abs_diff(332) <= 1, "{}", found.ratio);
        assert_eq!(found.missing, 0);
    }

    #[test]
    fn a_circle_is_inconsistent_and_named() {
        let found = pairwise(&said(&[(0, 1, 9), (1, 2, 9), (2, 0, 9)]), &RANDOM);
        assert!(found.ratio > 10_000, "{}", found.ratio);
        let odd = pairwise(&said(&[(0, 1, 2), (1, 2, 2), (0, 2, 4), (3, 0, 9), (3, 1, 9), (2, 3, 3)]), &RANDOM);
        assert_eq!(odd.worst.map(|(worst, _)| (worst.one, worst.other)), Some((2, 3)));
    }

    #[test]
    fn what_was_not_compared_is_left_out() {
        let chain = pairwise(&said(&[(0, 1, 2), (1, 2, 2), (2, 3, 2)]), &RANDOM);
        for (weight, exact) in chain.weights.iter().zip([533_333, 266_667, 133_333, 66_667]) {
            assert!(weight.abs_diff(exact) <= 20, "{:?}", chain.weights);
        }
        assert_eq!((chain.missing, chain.ratio), (3, 0));
        assert_eq!(chain.worst, None);
        let apart = pairwise(&said(&[(5, 6, 3), (0, 1, 2), (1, 2, 2)]), &RANDOM);
        assert_eq!(apart.items, [0, 1, 2]);
        assert_eq!(pairwise(&[], &RANDOM), Pairwise::default());
        assert_eq!(pairwise(&said(&[(2, 2, 3)]), &RANDOM), Pairwise::default());
    }

    proptest! {
        #[test]
        fn consistent_comparisons_have_no_ratio(powers in prop::collection::vec(0u32..4, 3..8)) {
            // Weights 1, 2, 4 and 8, so that every ratio is on the scale.
            let all: Vec<Comparison> = (0..powers.len())
                .flat_map(|one| (0..powers.len()).map(move |other| (one, other)))
                .filter(|(one, other)| one != other && powers[*one] >= powers[*other])
                .map(|(one, other)| Comparison { one, other, times: 1 << (powers[one] - powers[other]) })
                .collect();
            let found = pairwise(&all, &RANDOM);
            prop_assert!(found.ratio <= 1);
            prop_assert_eq!(found.worst, None);
            let whole: u64 = powers.iter().map(|power| 1u64 << power).sum();
            for (weight, power) in found.weights.iter().zip(&powers) {
                prop_assert!(u64::from(*weight).abs_diff(1_000_000 * (1 << power) / whole) <= 2);
            }
        }

        #[test]
        fn whatever_is_compared_the_weights_add_up(all in prop::collection::vec((0usize..9, 0usize..9, 0u8..12), 0..40)) {
            let found = pairwise(&said(&all), &RANDOM);
            prop_assert_eq!(found.items.len(), found.weights.len());
            let sum: u32 = found.weights.iter().sum();
            prop_assert!(found.weights.is_empty() || sum.abs_diff(1_000_000) <= 10, "{}", sum);
        }
    }
}
