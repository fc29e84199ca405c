//! Small figures: bars and marks.

use crate::app::view::prelude::*;
use crate::draw::Bar;

/// Draws a bar with its interval; the number beside it carries the meaning.
pub(crate) fn bar(bar: Bar) -> AnyView {
    let per_cent = |hundredths: u16| format!("{}.{:02}%", hundredths / 100, hundredths % 100);
    let spread = bar.high.saturating_sub(bar.low);
    view! {
        <svg class="bar" width="100%" height="8" aria-hidden="true" focusable="false">
            <rect class="bar-track" x="0" y="1" width="100%" height="6" />
            <rect class="bar-value" x="0" y="1" width=per_cent(bar.likely) height="6" />
            {(spread > 0).then(|| view! {
                <rect class="bar-spread" x=per_cent(bar.low) y="3" width=per_cent(spread) height="2" />
            })}
        </svg>
    }
}

/// A small word that qualifies what stands before it.
pub(crate) fn mark(text: &'static str, meaning: &'static str) -> AnyView {
    view! { <abbr class="mark" title=meaning>{text}</abbr> }
}
