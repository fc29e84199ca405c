//! The comparison: platforms by criteria, sorted, left out, pinned and turned as one likes. Every cell opens its value's
//! arithmetic, facts, sources and dates.

mod function;
mod grid;
mod opened;

pub(super) use opened::cited;

use crate::app::comparison::{Comparison, HEAD, TOTAL, ahead, place_id};
use crate::app::derived::use_derived;
use crate::app::erased::view;
use crate::app::kit::{Memo, live};
use crate::app::store::use_store;
use crate::app::summary::platform_name;
use crate::knowledge;
use crate::recommend::Candidate;
use crate::text::ENGLISH;
use crate::web;
use grid::{Grid, is_marked};
use leptos::prelude::*;
use opened::opened;
use std::sync::Arc;

/// The element that the grid is drawn into.
const GRID: &str = "comparison-grid";

/// Draws the grid and, beneath it, the cell that is open.
pub(super) fn matrix() -> AnyView {
    let derived = use_derived();
    let store = use_store();
    let view = store.comparison;
    // Where Tab leads to, and whose cell is open: attributes of the grid that change without it being drawn anew.
    let here = RwSignal::new(place_id(HEAD, TOTAL));
    let open = RwSignal::new(String::new());
    let axes = Memo::new(move || {
        let (recommendation, known) = (derived.recommendation.get(), derived.known.get());
        let view = view.get();
        let shown = view.platforms(&recommendation);
        let marked = |place: usize| {
            let rows = shown.iter().filter_map(|row| recommendation.matrix.get(*row));
            rows.filter_map(|row| row.cells.get(place)).any(|cell| is_marked(known.knowledge(), cell))
        };
        (view.lanes(&recommendation), view.measures(&recommendation, &marked))
    });
    let markup = Memo::new(move || {
        let (recommendation, known, view) = (derived.recommendation.get(), derived.known.get(), view.get());
        let (lanes, measures) = axes.get();
        let (here, open) = (here.get_untracked(), open.get_untracked());
        let (recommendation, knowledge) = (&*recommendation, known.knowledge());
        let (lanes, measures, view, here, open) = (&*lanes, &*measures, &view, &*here, &*open);
        Grid { recommendation, knowledge, view, lanes, measures, here, open }.markup()
    });
    Effect::new(move || markup.with(|markup| web::redraw(GRID, markup)));
    let go = move |to: &str| {
        let reached = web::rove(&here.get_untracked(), to);
        if reached {
            here.set(to.to_owned());
        }
        reached
    };
    let show = move |id: String| {
        web::set_attribute(&open.get_untracked(), "aria-expanded", "false");
        web::set_attribute(&id, "aria-expanded", "true");
        open.set(id);
    };
    let close: Arc<dyn Fn() + Send + Sync> = Arc::new(move || {
        let from = open.get_untracked();
        show(String::new());
        go(&from);
    });
    let act = move |id: String| {
        let mut name = id.split('-').skip(1);
        let (Some(lane), Some(by)) = (name.next(), name.next()) else { return };
        go(&id);
        match (lane, by) {
            (HEAD, _) => view.update(|view| view.order_by(by.parse().ok())),
            (_, HEAD) => view.update(|view| lane.parse().into_iter().for_each(|place| view.pin(place))),
            _ if open.get_untracked() == id => show(String::new()),
            _ => {
                show(id);
                web::focus_element("cell-panel");
            }
        }
    };
    let move_on = move |event: web::Key| {
        let Some(from) = web::closest(&event, "button[id]") else { return };
        let (lanes, measures) = axes.get_untracked();
        let ways = ahead(&lanes, &measures, view.get_untracked().turned, &from, &event.key());
        if ways.iter().any(|to| go(to)) {
            event.prevent_default();
        }
    };
    view! {
        <section>
            <h2>{ENGLISH.platform_matrix}</h2>
            <p class="help">{ENGLISH.platform_matrix_lead}</p>
            <div class="actions">
                {toggle(view, ENGLISH.matrix_hide_out, |view| &mut view.hide_out)}
                {toggle(view, ENGLISH.matrix_only_marked, |view| &mut view.only_marked)}
                {toggle(view, ENGLISH.matrix_turn, |view| &mut view.turned)}
            </div>
            <div class="scroll tall" id=GRID
                on:click=move |event| if let Some(id) = web::closest(&event, "button[id]") { act(id) }
                on:keydown=move_on></div>
            {live(move || {
                let recommendation = derived.recommendation.get();
                let id = open.get();
                let mut place = id.split('-').skip(1).filter_map(|name| name.parse::<usize>().ok());
                let row = recommendation.matrix.get(place.next()?)?;
                Some(opened(row.platform, row.cells.get(place.next()?)?, Arc::clone(&close)))
            })}
        </section>
    }
}

/// A way to look at it, pressed or not.
fn toggle(
    view: RwSignal<Comparison>,
    text: &'static str,
    part: impl Fn(&mut Comparison) -> &mut bool + Copy + Send + Sync + 'static,
) -> AnyView {
    let pressed = Signal::derive(move || (*part(&mut view.get())).to_string());
    let press = move |_| view.update(|view| *part(view) = !*part(view));
    view! { <button type="button" aria-pressed=pressed on:click=press>{text}</button> }
}

/// A platform's short name, for narrow columns.
pub(super) fn short(platform: Candidate) -> String {
    match platform {
        Candidate::Own(_) => platform_name(platform),
        Candidate::Platform(_) => platform.short(knowledge::embedded()).to_owned(),
    }
}
