//! Order. Anything comes in with what tells before from after; the same, in order, goes out. The idea: the standard
//! library makes a sorting machine of three thousand bytes for every type that is sorted or collected into a map, and
//! here there is one for all, which sorts positions; only the moving to them is made for each type. Lists are short
//! where a person waits, so a call through a pointer costs nothing that is seen.

mod groups;
mod map;
mod set;

pub use groups::Groups;
pub use map::{Entries, Entry, Map};
pub use set::Set;

use std::cmp::Ordering;

/// Sorts by a comparison; equals keep their order.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let swaps = swaps(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    for (a, b) in swaps {
        items.swap(a, b);
    }
}

/// Sorts by what `key` makes of each; equals keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts; equals keep their order.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// A set of what comes.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> Set<T> {
    items.into_iter().collect()
}

/// A map of what comes; of two with one key the later stays.
pub fn map<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> Map<K, V> {
    entries.into_iter().collect()
}

/// Of each, whether it stood there before.
pub fn repeated<T: Ord>(items: &[T]) -> Vec<bool> {
    repeats(items.len(), &mut |a, b| items.get(a).cmp(&items.get(b)))
}

fn repeats(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<bool> {
    let mut repeated = vec![false; length];
    let order = order(length, compare);
    for (before, at) in order.iter().zip(order.iter().skip(1)) {
        if compare(*before, *at).is_eq()
            && let Some(repeated) = repeated.get_mut(*at)
        {
            *repeated = true;
        }
    }
    repeated
}

/// The places of so many items in their order; equals keep theirs.
fn order(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Which places to swap, one pair after the other, to bring so many items into order.
fn swaps(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    // Where each item has to go.
    let mut goes: Vec<usize> = vec![0; length];
    for (to, from) in order(length, compare).into_iter().enumerate() {
        if let Some(place) = goes.get_mut(from) {
            *place = to;
        }
    }
    let mut swaps = Vec::new();
    for at in 0..length {
        while let Some(to) = goes.get(at).copied().filter(|to| *to != at) {
            swaps.push((at, to));
            goes.swap(at, to);
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items in prop::collection::vec((0u8..20, any::<u16>()), 0..80)) {
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            let mut sorted = items.clone();
            sort_by_key(&mut sorted, |(key, _)| *key);
            prop_assert_eq!(&sorted, &expected);
            expected.sort_unstable();
            sort(&mut sorted);
            prop_assert_eq!(&sorted, &expected);
            prop_assert_eq!(map(items.clone()), items.iter().copied().collect());
            prop_assert_eq!(set(items.clone()), items.into_iter().collect());
        }
    }
}
