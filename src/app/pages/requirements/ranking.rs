//! Criteria in the order of what they count: dragged, or moved by arrows and buttons, each move said aloud.

use super::weighting::{all, known_name, label};
use crate::app::derived::Derived;
use crate::app::store::Store;
use crate::app::view::prelude::*;
use crate::design::Weighting;
use crate::text::{ENGLISH, fill};
use crate::web;

/// The list's id.
const ORDER: &str = "criteria-order";

/// Draws the order, and what is not in it yet.
pub(super) fn ranking(store: Store, derived: Derived) -> AnyView {
    let order = store.part(|design| match &design.requirements.weighting {
        Weighting::Ranking(order) => order.clone(),
        _ => Vec::new(),
    });
    // Read once: rows that are drawn anew with every answer of the worker would slip from under a pointer.
    let names = StoredValue::new(untrack(|| all(store, derived)));
    let called = move |name: &str| names.with_value(|names| label(name, names));
    let said = RwSignal::new(String::new());
    let place = move |from: usize, to: usize| {
        let now = order.get_untracked();
        let Some(name) = now.get(from).filter(|_| from != to && to < now.len()) else { return };
        store.edit("", |design| {
            if let Weighting::Ranking(order) = &mut design.requirements.weighting
                && from.max(to) < order.len()
            {
                let name = order.remove(from);
                order.insert(to, name);
            }
        });
        said.set(fill(ENGLISH.weighting_moved, &[&called(name), &(to + 1), &now.len()]));
    };
    // By a key: the focus goes along.
    let step = move |from: usize, down: bool| {
        let last = order.with_untracked(Vec::len).saturating_sub(1);
        let to = if down { (from + 1).min(last) } else { from.saturating_sub(1) };
        if from == to {
            return;
        }
        place(from, to);
        let still = if down { to < last } else { to == 0 };
        web::focus_element(&button_id(if still { "down" } else { "up" }, to));
    };
    let held = RwSignal::new(None::<usize>);
    let drop_at = move |gap: Option<usize>| {
        web::let_go(ORDER);
        let Some(from) = held.get_untracked() else { return };
        held.set(None);
        if let Some(gap) = gap {
            // The gap was counted with the row still in its place.
            place(from, if gap > from { gap - 1 } else { gap });
        }
    };
    let moved = move |event: web::Pointer| {
        if held.get_untracked().is_some() {
            web::gap_under(&event, ORDER);
        }
    };
    let pressed = move |event: web::Key| {
        let down = event.key() == "ArrowDown";
        if event.key() == "Escape" {
            drop_at(None);
        } else if (down || event.key() == "ArrowUp")
            && let Some(from) = web::closest(&event, "button[id]").and_then(|id| id.rsplit('-').next()?.parse().ok())
        {
            event.prevent_default();
            step(from, down);
        }
    };
    let share = move |name: &str| {
        let design = store.design_now();
        let recommendation = derived.recommendation.get();
        let weight = recommendation.weights.iter().find(|weight| known_name(weight.criterion, &design) == name);
        weight.map(|weight| format!("{}\u{a0}%", (weight.share + 50) / 100))
    };
    let row = move |(at, name): (usize, String)| {
        let last = order.with_untracked(Vec::len).saturating_sub(1);
        let label = called(&name);
        let button = |way: &'static str, sign: &'static str, words: &str| {
            view! {
                <button type="button" class="link" id=button_id(way, at)
                    disabled={at == if way == "up" { 0 } else { last }} aria-label=fill(words, &[&label])
                    on:click=move |_| step(at, way == "down")>{sign}</button>
            }
        };
        view! {
            <li>
                <span class="grip" aria-hidden="true"></span>
                <span aria-hidden="true"></span>
                <span>{label.clone()}</span>
                <span class="weight">{live(move || share(&name))}</span>
                {button("up", "↑", ENGLISH.weighting_up)}
                {button("down", "↓", ENGLISH.weighting_down)}
            </li>
        }
    };
    view! {
        <p class="help">{ENGLISH.weighting_ranking_lead}</p>
        <ol class="order" id=ORDER tabindex="-1"
            on:pointerdown=move |event| held.set(web::take_row(&event, ORDER))
            on:pointermove=moved
            on:pointerup=move |event| drop_at(held.get_untracked().map(|_| web::gap_under(&event, ORDER)))
            on:pointercancel=move |_| drop_at(None)
            on:keydown=pressed>
            {live(move || order.get().into_iter().enumerate().map(row).collect_view())}
        </ol>
        <div class="actions">{live(move || names.with_value(|names| unranked(store, &order.get(), names)))}</div>
        <p class="help" role="status">{live(move || said.get())}</p>
    }
}

/// Criteria that are not in the order, such as one that was added later.
fn unranked(store: Store, order: &[String], names: &[(String, String)]) -> AnyView {
    let add = |(name, label): &(String, String)| {
        let name = name.clone();
        let add = move |_| {
            store.edit("", |design| {
                if let Weighting::Ranking(order) = &mut design.requirements.weighting {
                    order.push(name.clone());
                }
            });
        };
        view! { <button type="button" on:click=add>{fill(ENGLISH.weighting_unranked, &[label])}</button> }
    };
    names.iter().filter(|(name, _)| !order.contains(name)).map(add).collect_view().into_any()
}

fn button_id(way: &str, at: usize) -> String {
    format!("rank-{way}-{at}")
}
