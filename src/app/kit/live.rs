//! Parts of the page that follow what they read.

use leptos::prelude::*;

/// A part that is drawn anew when what it reads changes. The closure goes behind a pointer, so all such parts share one
/// copy of the code that watches and replaces them; a type of its own for each would be a third of the download.
pub(crate) fn live<V: IntoAny + 'static>(draw: impl Fn() -> V + Send + 'static) -> AnyView {
    drawn(Box::new(move || draw().into_any()))
}

fn drawn(draw: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    (move || draw()).into_any()
}
