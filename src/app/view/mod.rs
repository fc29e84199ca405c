//! What is on the screen. Markup comes in (`view!`), elements of the document go out and follow the signals they read. The
//! idea: Leptos' signals and effects say *when* something changes; what is drawn is one small tree of plain values and one
//! function that makes the document agree with it. Leptos' own views give every element, attribute and closure a type of
//! its own and with it a copy of the code that draws it; on a page of forms and tables that was a third of the download.

mod attribute;
mod drawn;
mod element;
pub(crate) mod events;
mod parts;
#[cfg(test)]
mod tests;

pub(crate) use drawn::mount;
pub(crate) use element::Element;
pub(crate) use parts::{AnyView, CollectView, IntoAny, kept, live};
pub(crate) use sheerline_markup::view;

/// What a part of the page is written with: signals, effects, and views.
pub(crate) mod prelude {
    pub(crate) use super::events::{DragEvent, KeyboardEvent, MouseEvent};
    pub(crate) use super::{AnyView, CollectView, IntoAny, live, view};
    pub(crate) use leptos::prelude::{
        Effect, Get, GetUntracked, GetValue, LocalStorage, RwSignal, Set, SetValue, Signal, StoredValue, Track, Update,
        UpdateValue, With, WithUntracked, WithValue, event_target_checked, event_target_value, provide_context,
        untrack, use_context,
    };
}
