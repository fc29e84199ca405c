//! Lists of what comes.

/// Gathers what an iterator gives. As `collect`, but the list is made by one piece of code for each type of item, not for
/// each iterator there is; what is called through a pointer is the iterator's next item.
pub trait Gather: Iterator {
    /// All that comes, in a list.
    fn gather(mut self) -> Vec<Self::Item>
    where
        Self: Sized,
    {
        gathered(&mut self)
    }
}

impl<I: Iterator> Gather for I {}

/// An iterator behind a pointer with nothing but its next item: a pointer to a closure or to an iterator brings functions
/// nobody calls.
trait Source<T> {
    fn next_item(&mut self) -> Option<T>;
}

impl<I: Iterator> Source<I::Item> for I {
    fn next_item(&mut self) -> Option<I::Item> {
        self.next()
    }
}

#[inline(never)]
fn gathered<T>(source: &mut dyn Source<T>) -> Vec<T> {
    let mut items = Vec::new();
    while let Some(item) = source.next_item() {
        items.push(item);
    }
    items
}
