//! What is wrong, worst first.

use crate::app::derived::use_derived;
use crate::app::kit::live;
use crate::design::{Finding, Severity};
use crate::text::{ENGLISH, fill, plural};
use leptos::prelude::*;

/// Rows drawn at once.
const PAGE: usize = 100;

/// Draws the page.
pub(crate) fn review() -> AnyView {
    let derived = use_derived();
    let shown = RwSignal::new(PAGE);
    view! {
        {live(move || {
            let findings = derived.findings.get();
            let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count() as u64;
            if findings.is_empty() {
                return view! {
                    <h1>{ENGLISH.review_clean}</h1>
                    <p class="lead">{ENGLISH.review_clean_lead}</p>
                }.into_any();
            }
            let heading = [
                plural(of(Severity::Error), ENGLISH.review_error, ENGLISH.review_errors),
                plural(of(Severity::Warning), ENGLISH.review_warning, ENGLISH.review_warnings),
                plural(of(Severity::Note), ENGLISH.review_note, ENGLISH.review_notes),
            ]
            .join(", ");
            let left = findings.len().saturating_sub(shown.get());
            view! {
                <h1>{heading}</h1>
                <ul class="findings">{findings.iter().take(shown.get()).map(row).collect_view()}</ul>
                {(left > 0).then(|| view! {
                    <button type="button" on:click=move |_| shown.update(|shown| *shown += PAGE)>
                        {fill(ENGLISH.workload_more, &[&left.min(PAGE)])}
                    </button>
                })}
            }.into_any()
        })}
    }
    .into_any()
}

fn row(finding: &Finding) -> AnyView {
    let (class, name) = match finding.severity {
        Severity::Error => ("severity danger", ENGLISH.review_error),
        Severity::Warning => ("severity", ENGLISH.review_warning),
        Severity::Note => ("severity quiet", ENGLISH.review_note),
    };
    view! {
        <li>
            <span class=class>{name}</span>
            <code>{finding.field.clone()}</code>
            <p>{finding.what.clone()}" "<span class="hint">{finding.hint.clone()}</span></p>
        </li>
    }
    .into_any()
}
