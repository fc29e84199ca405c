//! Views as values: nothing is in the document yet.

use super::element::Made;
use crate::app::kit::Same;
use crate::order::Gather;
use leptos::prelude::Owner;
use std::borrow::Cow;

/// A part of the page, ready to be drawn.
pub(crate) struct AnyView(pub(super) Box<Part>);

/// What a part may be.
pub(super) enum Part {
    /// Nothing, but something may come in its place.
    Nothing,
    /// Words.
    Text(Cow<'static, str>),
    /// An element with all that is in it.
    Element(Box<Made>),
    /// One after the other.
    Several(Vec<AnyView>),
    /// Drawn anew when what the closure reads changes.
    Live(Box<dyn Draw>),
    /// Drawn anew, from nothing, only when its key differs from the one before it in its place.
    Kept(Box<Kept>),
}

/// Draws a part, as often as it is asked to. A pointer to a closure as such would bring two more functions for each part of
/// the page, which nobody calls; so with the other closures of this room.
pub(super) trait Draw {
    fn draw(&self) -> AnyView;
}

impl<V: IntoAny, F: Fn() -> V> Draw for F {
    fn draw(&self) -> AnyView {
        self().into_any()
    }
}

/// A part that depends on its key alone.
pub(super) struct Kept {
    /// What it depends on.
    pub(super) key: Box<dyn Same>,
    /// Under which signals made while drawing live: longer than one drawing of the list.
    pub(super) home: Owner,
    /// Draws it.
    pub(super) draw: Box<dyn FnOnce() -> AnyView>,
}

impl AnyView {
    fn new(part: Part) -> Self {
        Self(Box::new(part))
    }

    /// Words.
    pub(super) fn text(text: Cow<'static, str>) -> Self {
        Self::new(Part::Text(text))
    }

    /// An element.
    pub(super) fn element(made: Box<Made>) -> Self {
        Self::new(Part::Element(made))
    }

    /// One after the other.
    pub(crate) fn several(views: Vec<AnyView>) -> Self {
        Self::new(Part::Several(views))
    }

    fn live(draw: Box<dyn Draw>) -> Self {
        Self::new(Part::Live(draw))
    }
}

/// What can stand in a view.
pub(crate) trait IntoAny {
    /// As a view.
    fn into_any(self) -> AnyView;
}

impl IntoAny for AnyView {
    fn into_any(self) -> AnyView {
        self
    }
}

impl IntoAny for () {
    fn into_any(self) -> AnyView {
        AnyView::new(Part::Nothing)
    }
}

impl IntoAny for &'static str {
    fn into_any(self) -> AnyView {
        AnyView::text(Cow::Borrowed(self))
    }
}

impl IntoAny for String {
    fn into_any(self) -> AnyView {
        AnyView::text(Cow::Owned(self))
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {
        $(impl IntoAny for $kind {
            fn into_any(self) -> AnyView {
                self.to_string().into_any()
            }
        })*
    };
}

numbers!(u8, u16, u32, usize);

impl<V: IntoAny> IntoAny for Option<V> {
    fn into_any(self) -> AnyView {
        match self {
            Some(view) => view.into_any(),
            None => ().into_any(),
        }
    }
}

impl<V: IntoAny> IntoAny for Vec<V> {
    fn into_any(self) -> AnyView {
        AnyView::several(self.into_iter().map(IntoAny::into_any).gather())
    }
}

impl<V: IntoAny, F: Fn() -> V + 'static> IntoAny for F {
    fn into_any(self) -> AnyView {
        live(self)
    }
}

/// Gathers views from an iterator.
pub(crate) trait CollectView {
    /// One after the other.
    fn collect_view(self) -> AnyView;
}

impl<I: IntoIterator<Item: IntoAny>> CollectView for I {
    fn collect_view(self) -> AnyView {
        AnyView::several(self.into_iter().map(IntoAny::into_any).gather())
    }
}

/// A part that is drawn anew when what it reads changes.
pub(crate) fn live<V: IntoAny>(draw: impl Fn() -> V + 'static) -> AnyView {
    AnyView::live(Box::new(draw))
}

/// A list of which only those parts are drawn anew, from nothing, whose key differs from what stood in their place.
pub(crate) fn kept<K: Clone + PartialEq + Send + Sync + 'static>(
    list: impl Fn() -> Vec<K> + 'static,
    draw: impl Fn(K) -> AnyView + Clone + 'static,
) -> AnyView {
    let home = Owner::new();
    live(move || {
        let part = |key: K| {
            let draw = draw.clone();
            let given = key.clone();
            AnyView::new(Part::Kept(Box::new(Kept {
                key: Box::new(key),
                home: home.clone(),
                draw: Box::new(move || draw(given)),
            })))
        };
        list().into_iter().map(part).collect::<Vec<_>>()
    })
}
