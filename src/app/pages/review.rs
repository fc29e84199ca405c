//! What is wrong, worst first.

use crate::app::derived::use_derived;
use crate::app::effects::use_effects;
use crate::app::jobs::ROWS;
use crate::app::kit::Memo;
use crate::app::step::Step;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{Finding, Severity};
use crate::order::Gather;
use crate::text::{ENGLISH, fill, plural};

/// Draws the page.
pub(crate) fn review() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let effects = use_effects();
    let further = RwSignal::new(Vec::<Finding>::new());
    let first = Memo::new(move || {
        further.set(Vec::new());
        store.followed.with(|f| f.as_ref().map(|(_, f)| f.findings.clone()))
    });
    let heading = move || sentence(derived.found.get()).unwrap_or_default();
    view! {
        {live(move || match first.get() {
            None => view! { <h1 class="busy">{ENGLISH.review_looking}</h1> },
            Some(first) if first.is_empty() => view! {
                <h1>{ENGLISH.review_clean}</h1>
                <p class="lead">{ENGLISH.review_clean_lead}</p>
            },
            Some(first) => view! {
                <h1>{heading()}</h1>
                <p class="renewing" role="status">
                    {live(move || derived.renewing.get().then_some(ENGLISH.review_renewing))}
                </p>
                <ul class="findings">{first.iter().map(row).collect_view()}</ul>
            },
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
        {super::mesh_review::mesh_review()}
    }
}

/// What was found, in words; none when nothing was.
pub(crate) fn sentence(found: [usize; 3]) -> Option<String> {
    let names = [
        (ENGLISH.review_error, ENGLISH.review_errors),
        (ENGLISH.review_warning, ENGLISH.review_warnings),
        (ENGLISH.review_note, ENGLISH.review_notes),
    ];
    let parts = found.into_iter().zip(names).filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, (one, many))| plural(count as u64, one, many)).gather();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Where a finding's field is changed: the step, and the workload whose form it is in.
fn place(store: Store, field: &str) -> Option<(Step, Option<usize>)> {
    let (first, rest) = field.split_once('.').unwrap_or((field, ""));
    let step = match first {
        "workloads" | "services" | "claims" => Step::Workloads,
        "requirements" | "decision" => Step::Requirements,
        "platform" => Step::Platform,
        "cluster" => Step::Cluster,
        "mesh" => Step::Mesh,
        "traffic" | "routes" => Step::Traffic,
        "clusters" => Step::Clusters,
        _ => return None,
    };
    let named = |name: &str| rest.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let workloads = &store.design_now().workloads;
    let workload = workloads.iter().position(|workload| first == "workloads" && named(&workload.name));
    Some((step, workload))
}

fn row(finding: &Finding) -> AnyView {
    let store = use_store();
    let (class, name) = match finding.severity {
        Severity::Error => ("severity danger", ENGLISH.review_error),
        Severity::Warning => ("severity", ENGLISH.review_warning),
        Severity::Note => ("severity quiet", ENGLISH.review_note),
    };
    view! {
        <li>
            <span class=class>{name}</span>
            {match place(store, &finding.field) {
                Some((step, workload)) => view! {
                    <button type="button" class="link" on:click=move |_| {
                        store.workload.set(workload);
                        store.go(step);
                    }><code>{finding.field.clone()}</code></button>
                },
                None => view! { <code>{finding.field.clone()}</code> },
            }}
            <p>{finding.what.clone()}" "<span class="hint">{finding.hint.clone()}</span></p>
        </li>
    }
}
