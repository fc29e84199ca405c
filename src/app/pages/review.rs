//! What is wrong, worst first.

use crate::app::derived::use_derived;
use crate::app::effects::use_effects;
use crate::app::jobs::ROWS;
use crate::app::kit::live;
use crate::app::store::use_store;
use crate::design::{Finding, Severity};
use crate::text::{ENGLISH, fill, plural};
use leptos::prelude::*;

/// Draws the page.
pub(crate) fn review() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let effects = use_effects();
    let further = RwSignal::new(Vec::<Finding>::new());
    let first = Memo::new(move |_| {
        further.set(Vec::new());
        store.followed.with(|f| f.as_ref().map(|(_, f)| f.findings.clone()))
    });
    let heading = move || {
        let [errors, warnings, notes] = derived.found.get().map(|n| n as u64);
        [
            plural(errors, ENGLISH.review_error, ENGLISH.review_errors),
            plural(warnings, ENGLISH.review_warning, ENGLISH.review_warnings),
            plural(notes, ENGLISH.review_note, ENGLISH.review_notes),
        ]
        .join(", ")
    };
    view! {
        {live(move || match first.get() {
            None => view! { <h1 class="busy">{ENGLISH.review_looking}</h1> }.into_any(),
            Some(first) if first.is_empty() => view! {
                <h1>{ENGLISH.review_clean}</h1>
                <p class="lead">{ENGLISH.review_clean_lead}</p>
            }.into_any(),
            Some(first) => view! {
                <h1>{heading()}</h1>
                <p class="renewing" role="status">
                    {live(move || derived.renewing.get().then_some(ENGLISH.review_renewing))}
                </p>
                <ul class="findings">{first.iter().map(row).collect_view()}</ul>
            }.into_any(),
        })}
        {live(move || further.with(|further| (!further.is_empty()).then(|| view! {
            <ul class="findings">{further.iter().map(row).collect_view()}</ul>
        })))}
        {live(move || {
            let shown = first.with(|first| first.as_ref().map_or(0, Vec::len)) + further.with(Vec::len);
            let left = derived.found.get().iter().sum::<usize>().saturating_sub(shown);
            (left > 0).then(|| view! {
                <button type="button" on:click=move |_| effects.read_findings(shown, move |more| {
                    let _gone = further.try_update(|further| further.extend(more));
                })>{fill(ENGLISH.workload_more, &[&left.min(ROWS)])}</button>
            })
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
