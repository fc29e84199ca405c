//! Sorted lists for handfuls of things. A tree map or a sort of each type would cost the page some kilobytes; these cost
//! next to nothing, and what comes out is in order all the same.

/// Puts an item in its place, unless it is there already.
pub(crate) fn insert<T: Ord>(list: &mut Vec<T>, item: T) {
    let at = list.partition_point(|own| *own < item);
    if list.get(at) != Some(&item) {
        list.insert(at, item);
    }
}

/// Changes what is kept under a key; a key that is not there yet is put in its place first.
pub(crate) fn change<K: Ord, V: Default>(list: &mut Vec<(K, V)>, key: K, change: impl FnOnce(&mut V)) {
    let at = list.partition_point(|(own, _)| *own < key);
    if list.get(at).is_none_or(|(own, _)| *own != key) {
        list.insert(at, (key, V::default()));
    }
    if let Some((_, value)) = list.get_mut(at) {
        change(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_stay_sorted_and_hold_each_once() {
        let mut list = Vec::new();
        for item in [3, 1, 2, 3, 1] {
            insert(&mut list, item);
        }
        assert_eq!(list, [1, 2, 3]);
        let mut map: Vec<(&str, Vec<u8>)> = Vec::new();
        for (key, value) in [("b", 1), ("a", 2), ("b", 3)] {
            change(&mut map, key, |values| values.push(value));
        }
        assert_eq!(map, [("a", vec![2]), ("b", vec![1, 3])]);
    }
}
