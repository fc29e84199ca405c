//! Order. Anything comes in with what tells before from after; the same, in order, goes out. The idea: the standard
//! library makes a sorting machine of three thousand bytes for every type that is sorted, and a tree of five thousand for
//! every type that is kept in a map. Here there is one machine for all, which sorts positions; only the moving to them is
//! made for each type, and maps and sets are sorted lists. Lists are short where a person waits, so a call through a
//! pointer costs nothing that is seen. What input may make large and comes piece by piece stays in the standard
//! library's maps, where it can in `BTreeMap<String, u32>`, so that they share one tree.

mod gather;
mod groups;
mod map;
mod set;

pub use gather::Gather;
pub use groups::Groups;
pub use map::{Entries, Entry, Map};
pub use set::Set;

use std::cmp::Ordering;

/// Tells two places from each other. A pointer to a closure as such would bring two more functions for each, which nobody
/// calls; so with [`Told`].
trait Compare {
    fn compare(&mut self, a: usize, b: usize) -> Ordering;
}

impl<F: FnMut(usize, usize) -> Ordering> Compare for F {
    fn compare(&mut self, a: usize, b: usize) -> Ordering {
        self(a, b)
    }
}

/// Tells what stands at a place from what is looked for.
trait Told {
    fn tell(&mut self, at: usize) -> Ordering;
}

impl<F: FnMut(usize) -> Ordering> Told for F {
    fn tell(&mut self, at: usize) -> Ordering {
        self(at)
    }
}

/// Sorts by a comparison; equals keep their order.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let swaps = swaps(items.len(), &mut |a: usize, b: usize| match (items.get(a), items.get(b)) {
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

/// Sorts; of equals the last stays.
fn arrange<T>(items: &mut Vec<T>, compare: fn(&T, &T) -> Ordering) {
    let arranged = arrangement(items.len(), &mut |a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let Some((swaps, kept)) = arranged else { return };
    for (a, b) in swaps {
        items.swap(a, b);
    }
    items.truncate(kept);
}

/// Which places to swap to have those that stay in order before the others, and how many stay; nothing where all is in
/// order and told apart.
fn arrangement(length: usize, compare: &mut dyn Compare) -> Option<(Vec<(usize, usize)>, usize)> {
    if (1..length).all(|at| compare.compare(at - 1, at).is_lt()) {
        return None;
    }
    let order = order(length, compare);
    let mut kept = Vec::with_capacity(length);
    let mut others = Vec::new();
    for (place, at) in order.iter().enumerate() {
        match order.get(place + 1) {
            Some(next) if compare.compare(*at, *next).is_eq() => others.push(*at),
            _ => kept.push(*at),
        }
    }
    let stay = kept.len();
    kept.append(&mut others);
    Some((swaps_to(kept), stay))
}

/// Where in a sorted list something stands, or where it would; `compare` tells what stands at a place from it.
fn place(length: usize, compare: &mut dyn Told) -> Result<usize, usize> {
    // What comes in order goes to the end.
    if length == 0 || compare.tell(length - 1).is_lt() {
        return Err(length);
    }
    let (mut from, mut to) = (0, length);
    while from < to {
        let middle = from.midpoint(to);
        match compare.tell(middle) {
            Ordering::Less => from = middle + 1,
            Ordering::Equal => return Ok(middle),
            Ordering::Greater => to = middle,
        }
    }
    Err(from)
}

/// Of each, whether it stood there before.
pub fn repeated<T: Ord>(items: &[T]) -> Vec<bool> {
    repeats(items.len(), &mut |a: usize, b: usize| items.get(a).cmp(&items.get(b)))
}

fn repeats(length: usize, compare: &mut dyn Compare) -> Vec<bool> {
    let mut repeated = vec![false; length];
    let order = order(length, compare);
    for (before, at) in order.iter().zip(order.iter().skip(1)) {
        if compare.compare(*before, *at).is_eq()
            && let Some(repeated) = repeated.get_mut(*at)
        {
            *repeated = true;
        }
    }
    repeated
}

/// The places of so many items in their order; equals keep theirs.
fn order(length: usize, compare: &mut dyn Compare) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).gather();
    order.sort_by(|a, b| compare.compare(*a, *b));
    order
}

/// Which places to swap, one pair after the other, to bring so many items into order.
fn swaps(length: usize, compare: &mut dyn Compare) -> Vec<(usize, usize)> {
    swaps_to(order(length, compare))
}

fn swaps_to(order: Vec<usize>) -> Vec<(usize, usize)> {
    let length = order.len();
    // Where each item has to go.
    let mut goes: Vec<usize> = vec![0; length];
    for (to, from) in order.into_iter().enumerate() {
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
    use std::collections::{BTreeMap, BTreeSet};

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
            let told: Vec<u8> = items.iter().map(|(key, _)| *key).collect();
            let mut seen = BTreeSet::new();
            let expected: Vec<bool> = told.iter().map(|key| !seen.insert(*key)).collect();
            prop_assert_eq!(repeated(&told), expected);
            let groups = Groups::of(items.clone());
            for key in 0..20 {
                let found: Vec<u16> = groups.get(&key).iter().map(|(_, value)| *value).collect();
                let slow: Vec<u16> = items.iter().filter(|(own, _)| *own == key).map(|(_, value)| *value).collect();
                prop_assert_eq!(found, slow);
            }
        }

        #[test]
        fn a_map_is_as_the_standard_librarys(
            first in prop::collection::vec((0u8..20, any::<u16>()), 0..40),
            more in prop::collection::vec((0u8..20, any::<u16>()), 0..40),
            steps in prop::collection::vec((0u8..5, 0u8..20, any::<u16>()), 0..80),
        ) {
            let mut ours = map(first.clone());
            let mut theirs: BTreeMap<_, _> = first.into_iter().collect();
            ours.extend(more.clone());
            theirs.extend(more);
            for (step, key, value) in steps {
                match step {
                    0 => prop_assert_eq!(ours.insert(key, value), theirs.insert(key, value)),
                    1 => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                    2 => prop_assert_eq!(ours.entry(key).or_insert(value), theirs.entry(key).or_insert(value)),
                    3 => prop_assert_eq!(
                        ours.entry(key).and_modify(|own| *own ^= value).or_default(),
                        theirs.entry(key).and_modify(|own| *own ^= value).or_default()
                    ),
                    _ => prop_assert_eq!(ours.get_mut(&key), theirs.get_mut(&key)),
                }
                prop_assert_eq!(ours.get(&key), theirs.get(&key));
                prop_assert_eq!(ours.contains_key(&key), theirs.contains_key(&key));
                prop_assert!(ours.up_to(&key).eq(theirs.range(..=key)));
                prop_assert!(ours.iter().eq(theirs.iter()));
            }
            prop_assert!(ours.keys().eq(theirs.keys()) && ours.values().eq(theirs.values()));
            prop_assert_eq!(ours.first_key_value(), theirs.first_key_value());
            prop_assert_eq!(ours.last_key_value(), theirs.last_key_value());
            prop_assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
            let text = serde_json::to_string(&ours).unwrap();
            prop_assert_eq!(&text, &serde_json::to_string(&theirs).unwrap());
            prop_assert_eq!(&serde_json::from_str::<Map<u8, u16>>(&text).unwrap(), &ours);
            ours.retain(|_, value| *value % 2 == 0);
            theirs.retain(|_, value| *value % 2 == 0);
            prop_assert!(ours.into_iter().eq(theirs));
        }

        #[test]
        fn a_set_is_as_the_standard_librarys(
            first in prop::collection::vec(0u8..20, 0..40),
            other in prop::collection::vec(0u8..20, 0..10),
            steps in prop::collection::vec((any::<bool>(), 0u8..20), 0..80),
        ) {
            let mut ours = set(first.clone());
            let mut theirs: BTreeSet<_> = first.into_iter().collect();
            let (our_other, their_other) = (set(other.clone()), other.into_iter().collect());
            for (put, item) in steps {
                prop_assert_eq!(ours.is_disjoint(&our_other), theirs.is_disjoint(&their_other));
                prop_assert_eq!(our_other.is_subset(&ours), their_other.is_subset(&theirs));
                match put {
                    true => prop_assert_eq!(ours.insert(item), theirs.insert(item)),
                    false => prop_assert_eq!(ours.remove(&item), theirs.remove(&item)),
                }
                prop_assert_eq!(ours.contains(&item), theirs.contains(&item));
                prop_assert!(ours.iter().eq(theirs.iter()));
            }
            prop_assert_eq!((ours.first(), ours.last()), (theirs.first(), theirs.last()));
            prop_assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
            ours.extend(our_other);
            theirs.extend(their_other);
            prop_assert!(ours.into_iter().eq(theirs));
        }
    }
}
