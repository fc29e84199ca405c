//! Lists of what comes.

/// Gathers what an iterator gives. As `collect`, but the list is made by one piece of code for each type of item, not for
/// each iterator there is; what is called through a pointer is the iterator's next item.
pub trait Gather: Iterator {
    /// All that comes, in a list.
    fn gather(mut self) -> Vec<Self::Item>
    where
        Self: Sized,
    {
        gathered(&mut move || self.next())
    }
}

impl<I: Iterator> Gather for I {}

#[inline(never)]
fn gathered<T>(next: &mut dyn FnMut() -> Option<T>) -> Vec<T> {
    let mut items = Vec::new();
    while let Some(item) = next() {
        items.push(item);
    }
    items
}
