//! The Leptos shell.
use leptos::prelude::*;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    view! { <main><h1>"Sheerline"</h1></main> }
}
