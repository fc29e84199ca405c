//! Numbers side by side, one for each node or domain.

/// A row of numbers; beyond its end all are the default.
#[derive(Debug, Clone, Default)]
pub(super) struct Row<T>(Vec<T>);

impl<T: Copy + Default> Row<T> {
    pub(super) fn new(length: usize, value: T) -> Self {
        Self(vec![value; length])
    }

    #[inline]
    pub(super) fn at(&self, index: usize) -> T {
        self.0.get(index).copied().unwrap_or_default()
    }

    #[inline]
    pub(super) fn set(&mut self, index: usize, value: T) {
        if let Some(place) = self.0.get_mut(index) {
            *place = value;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = T> + '_ {
        self.0.iter().copied()
    }

    /// The numbers themselves, for loops that go through many.
    #[inline]
    pub(super) fn all(&self) -> &[T] {
        &self.0
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

impl<T: Copy + Default> FromIterator<T> for Row<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}
