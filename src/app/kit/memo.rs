//! What is worked out from what it reads, and is only news when it differs.

use leptos::prelude::{Get, GetUntracked, Memo as Watched, Signal};
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// A value that follows what it reads; who reads it is only told when it differs. As leptos' own of that name, but the
/// machinery that watches is there once for values of all types, behind a pointer; one for each was thirty copies.
pub(crate) struct Memo<T>(Watched<Kept>, PhantomData<fn() -> T>);

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

/// A value of any type that can be told from another.
pub(crate) trait Same: Send + Sync {
    /// Whether the other is of the same type and equal.
    fn is_same(&self, other: &dyn Any) -> bool;
    /// As what it is.
    fn any(&self) -> &dyn Any;
}

impl<T: PartialEq + Send + Sync + 'static> Same for T {
    fn is_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<T>() == Some(self)
    }
    fn any(&self) -> &dyn Any {
        self
    }
}

#[derive(Clone)]
struct Kept(Arc<dyn Same>);

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(other.0.any())
    }
}

impl Kept {
    fn value<T: 'static>(&self) -> &T {
        match self.0.any().downcast_ref() {
            Some(value) => value,
            None => unreachable!("a memo only ever holds values of its own type"),
        }
    }
}

/// What works a value out, behind a pointer to that alone.
trait Work: Send + Sync {
    fn work(&self) -> Kept;
}

impl<T: PartialEq + Send + Sync + 'static, F: Fn() -> T + Send + Sync> Work for F {
    fn work(&self) -> Kept {
        Kept(Arc::new(self()))
    }
}

fn watched(work: Box<dyn Work>) -> Watched<Kept> {
    Watched::new(move |_| work.work())
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// A value worked out by `work` from the signals it reads.
    pub(crate) fn new(work: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self(watched(Box::new(work)), PhantomData)
    }

    /// Reads the value in place.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(self.0.get().value())
    }

    /// Reads the value in place, without following it.
    pub(crate) fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(self.0.get_untracked().value())
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Memo<T> {
    /// A copy of the value.
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy of the value, without following it.
    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The same; none once the part of the page that held the memo is gone.
    pub(crate) fn try_get_untracked(self) -> Option<T> {
        self.0.try_get_untracked().map(|kept| kept.value::<T>().clone())
    }
}

impl<T: PartialEq + Clone + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Signal::derive(move || memo.get())
    }
}
