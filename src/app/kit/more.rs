//! Long lists are drawn a page at a time.

use crate::app::view::prelude::*;
use crate::text::{ENGLISH, fill};

/// The button that shows the next page of a list, where there is one.
pub(crate) fn more(total: Signal<usize>, shown: RwSignal<usize>, page: usize) -> AnyView {
    live(move || {
        let left = total.get().saturating_sub(shown.get());
        (left > 0).then(|| {
            view! {
                <button type="button" on:click=move |_| shown.update(|shown| *shown += page)>
                    {fill(ENGLISH.workload_more, &[&left.min(page)])}
                </button>
            }
        })
    })
}
