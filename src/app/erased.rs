//! Markup behind a pointer.

/// Leptos' `view!`, always as an `AnyView`. Options and lists of views are then of one type on the whole page; left as they
/// are, each of them would bring its own code for being drawn and redrawn.
macro_rules! view {
    ($($markup:tt)*) => {
        ::leptos::prelude::IntoAny::into_any(::leptos::prelude::view! { $($markup)* })
    };
}
pub(crate) use view;
