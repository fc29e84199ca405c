//! Many values under one key.

use crate::order::Gather;

/// Values by their keys, made once of all of them: found by halving, and kept as one sorted list. For what input may
/// make large.
#[derive(Debug, Clone)]
pub struct Groups<K, V> {
    entries: Vec<(K, V)>,
}

impl<K: Ord, V> Groups<K, V> {
    /// Sorts what comes; those of one key keep their order.
    pub fn of(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut entries: Vec<_> = entries.into_iter().gather();
        super::sort_by(&mut entries, |(a, _), (b, _)| a.cmp(b));
        Self { entries }
    }

    /// The entries of a key.
    pub fn get(&self, key: &K) -> &[(K, V)] {
        let from = self.entries.partition_point(|(own, _)| own < key);
        let from = self.entries.get(from..).unwrap_or_default();
        from.get(..from.partition_point(|(own, _)| own == key)).unwrap_or_default()
    }

    /// All values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }
}
