//! What if: a click each, and the film of what happened.

use crate::app::cluster_jobs::Film;
use crate::app::cluster_view::ClusterView;
use crate::app::kit::Memo;
use crate::app::view::prelude::*;
use crate::order::Gather;
use crate::text::{ENGLISH, fill};

/// Draws the buttons and the film.
pub(super) fn what_if(view: ClusterView) -> AnyView {
    // Another design, or nodes of one's own, has other zones.
    let zones = Memo::new(move || {
        view.sized.with(|sized| sized.as_ref().map(|(_, sized)| sized.zones.clone()).unwrap_or_default())
    });
    view! {
        <div class="what-if">
            <h3>{ENGLISH.what_if}</h3>
            <div class="actions">{live(move || zones.with(|zones| buttons(view, zones)))}</div>
            <div aria-live="polite">{live(move || view.film.get().map(|(title, film)| frames(view, &title, &film)))}</div>
        </div>
    }
}

fn buttons(view: ClusterView, zones: &[String]) -> AnyView {
    let button = |kind: &'static str, of: String, title: String| {
        let shown = title.clone();
        view! {
            <button type="button" on:click=move |_| view.what_if(kind, &of, title.clone())>{shown}</button>
        }
    };
    let mut buttons = zones
        .iter()
        .filter(|_| zones.len() > 1)
        .map(|zone| button("zone", zone.clone(), fill(ENGLISH.what_if_zone, &[zone])))
        .gather();
    let plain = [
        ("node", ENGLISH.what_if_node),
        ("drain", ENGLISH.what_if_drain),
        ("upgrade", ENGLISH.what_if_upgrade),
        ("rollout", ENGLISH.what_if_rollout),
        ("traffic", ENGLISH.what_if_traffic),
        ("most", ENGLISH.what_if_most),
        ("failures", ENGLISH.what_if_failures),
    ];
    buttons.extend(plain.into_iter().map(|(kind, title)| button(kind, String::new(), title.to_owned())));
    buttons.collect_view()
}

fn frames(view: ClusterView, title: &str, film: &Film) -> AnyView {
    let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    let frame = |at: usize, when: String, text: String| {
        view! {
            <li>
                <button type="button" class="scene" aria-pressed=move || (view.frame.get() == at).to_string()
                    on:click=move |_| view.frame.set(at)>
                    <b>{when}</b>" "<span>{text}</span>
                </button>
            </li>
        }
    };
    let mut list = vec![frame(0, ENGLISH.what_if_before.to_owned(), String::new())];
    list.extend(film.frames.iter().enumerate().map(|(at, row)| frame(at + 1, cell(row, 0), cell(row, 1))));
    view! {
        <h4>{title.to_owned()}</h4>
        <ol class="film">{list.collect_view()}</ol>
        <div class="actions"><button type="button" on:click=move |_| { view.film.set(None); view.frame.set(0); }>
            {ENGLISH.what_if_end}</button></div>
    }
}

/// What to change, once something was asked.
pub(super) fn changes(view: ClusterView) -> AnyView {
    let lines = move || view.film.with(|film| film.as_ref().map(|(_, film)| film.changes.clone()).unwrap_or_default());
    live(move || {
        let lines = lines();
        (!lines.is_empty()).then(|| {
            view! {
                <h3>{ENGLISH.what_if_changes}</h3>
                <ul class="remarks">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            }
        })
    })
    .into_any()
}
