//! The steps at the left, each with its state.

use super::derived::use_derived;
use super::step::Step;
use super::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::text::{ENGLISH, fill};

/// Draws the rail.
pub(crate) fn rail() -> AnyView {
    let store = use_store();
    view! {
        <nav class="rail" aria-label=ENGLISH.steps>
            <ol>
                {Step::ALL.into_iter().map(|step| view! {
                    <li>
                        <a href=move || href(store, step)
                            aria-current=move || (store.step.get() == step).then_some("step")
                            on:click=move |event| if plain(&event) { event.prevent_default(); store.go(step); }>
                            <span>{step.label()}</span>
                            {state(store, step)}
                        </a>
                    </li>
                }).collect_view()}
            </ol>
        </nav>
    }
}

/// A click that means this page, not a new tab.
fn plain(event: &MouseEvent) -> bool {
    event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key()
}

fn href(store: Store, step: Step) -> String {
    let address = crate::share::address::Address { step: step.key().to_owned(), design: store.link.get() };
    address.to_string()
}

/// What stands behind a step's name: how much is said, or how much is wrong.
fn state(store: Store, step: Step) -> AnyView {
    let derived = use_derived();
    match step {
        Step::Workloads => count(Signal::derive(move || derived.totals.get().workloads)),
        Step::Requirements => count(store.part(|design| design.requirements.iter().count()).into()),
        Step::Mesh => count(Signal::derive(move || derived.totals.get().calls)),
        Step::Traffic => count(store.part(|design| design.routes.len() + design.traffic.services.len()).into()),
        Step::Clusters => count(store.part(|design| design.clusters.clusters.len()).into()),
        Step::Files => count(derived.files.into()),
        Step::Review => view! {
            {live(move || match derived.found.get() {
                [0, 0, _] => ().into_any(),
                [0, warnings, _] => view! {
                    <span class="count" title=fill(ENGLISH.warnings_n, &[&warnings])>{warnings}</span>
                },
                [errors, ..] => view! {
                    <span class="count danger" title=fill(ENGLISH.errors_n, &[&errors])>{errors}</span>
                },
            })}
        },
        Step::Start | Step::Platform | Step::Cluster => ().into_any(),
    }
}

fn count(number: Signal<usize>) -> AnyView {
    view! { {live(move || (number.get() > 0).then(|| view! { <span class="count">{number.get()}</span> }))} }
}
