//! The comparison: platforms by criteria, sorted, left out, pinned and turned as one likes. Every cell opens its value's
//! arithmetic, facts, sources and dates.

mod better;
mod function;
mod grid;
mod opened;

pub(super) use better::own_numbers;
pub(super) use opened::cited;

use super::requirements::weighting;
use crate::app::comparison::{HEAD, ahead, axes, line_key, line_of, place_id, place_of};
use crate::app::derived::{Derived, use_derived};
use crate::app::effects::use_effects;
use crate::app::store::use_store;
use crate::app::summary::platform_name;
use crate::app::view::prelude::*;
use crate::draw::{Comparison, Line, Places, comparison_as_svg};
use crate::knowledge;
use crate::recommend::Candidate;
use crate::text::ENGLISH;
use crate::web;
use grid::Grid;
use opened::opened;
use std::sync::Arc;

/// The element that the grid is drawn into.
const GRID: &str = "comparison-grid";

/// Draws the grid and, beneath it, the cell that is open.
pub(super) fn matrix() -> AnyView {
    let derived = use_derived();
    let view = use_store().comparison;
    // Where Tab leads to, and whose cell is open: attributes of the grid that change without it being drawn anew.
    let here = RwSignal::new(first_place());
    let open = RwSignal::new(String::new());
    let mut drawn = Vec::new();
    Effect::new(move |_| {
        let rows = with_places(derived, &view.get(), &mut |places| {
            let axes = axes(places);
            let stands = |id: &str| {
                place_of(id).is_some_and(|(lane, by)| {
                    [lane, by].iter().zip(&axes).all(|(key, all)| all.iter().any(|one| one == key))
                })
            };
            // What is no longer shown can be reached no more.
            if !here.with_untracked(|here| stands(here)) {
                here.set(first_place());
            }
            let (here, open) = (here.get_untracked(), open.get_untracked());
            Grid { places, here: &here, open: &open }.rows()
        });
        web::redraw_table(GRID, TABLE, &drawn, &rows);
        drawn = rows;
    });
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
        let Some((lane, by)) = place_of(&id) else { return };
        go(&id);
        match (lane, by) {
            (HEAD, _) => view.update(|view| view.order_by(line_of(by).unwrap_or_default())),
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
        let now = view.get_untracked();
        let axes = untrack(|| with_places(derived, &now, &mut |places| axes(places)));
        if ahead(&axes, now.turned, &from, &event.key()).iter().any(|to| go(to)) {
            event.prevent_default();
        }
    };
    view! {
        <section>
            <h2>{ENGLISH.platform_matrix}</h2>
            <p class="help">{ENGLISH.platform_matrix_lead}</p>
            {weights()}
            <div class="actions">
                {toggle(view, ENGLISH.matrix_hide_out, |view| &mut view.hide_out)}
                {toggle(view, ENGLISH.matrix_only_marked, |view| &mut view.only_marked)}
                {toggle(view, ENGLISH.matrix_turn, |view| &mut view.turned)}
                <input type="search" aria-label=ENGLISH.matrix_filter placeholder=ENGLISH.matrix_filter
                    prop:value=move || view.with(|view| view.filter.clone())
                    on:input=move |event| view.update(|view| view.filter = event_target_value(&event)) />
            </div>
            <div class="scroll tall" id=GRID
                on:click=move |event| if let Some(id) = web::closest(&event, "button[id]") { act(id) }
                on:keydown=move_on></div>
            {live(move || {
                let recommendation = derived.recommendation.get();
                let id = open.get();
                let (lane, by) = place_of(&id)?;
                let row = recommendation.matrix.get(lane.parse::<usize>().ok()?)?;
                Some(opened(&recommendation, row, line_of(by)?, Arc::clone(&close)))
            })}
            {save_as(derived)}
        </section>
    }
}

/// What each criterion counts, to be changed with the comparison in sight; drawn when it is opened.
fn weights() -> AnyView {
    let shown = RwSignal::new(false);
    view! {
        <details class="weights" on:toggle=move |event| shown.set(web::is_open(&event))>
            <summary>{ENGLISH.matrix_weights}</summary>
            {live(move || shown.get().then(weighting))}
        </details>
    }
}

/// The buttons that save it: pictures as it is looked at, the rest with all there is.
fn save_as(derived: Derived) -> AnyView {
    let (store, effects) = (use_store(), use_effects());
    let save = move |extension| match extension {
        "svg" | "png" => {
            let name = &store.design_now().name;
            let draw = &mut |places: &Places| comparison_as_svg(places, name);
            let picture = untrack(|| with_places(derived, &store.comparison.get_untracked(), draw));
            effects.save_picture(&picture, extension == "png");
        }
        _ => effects.save_matrix(extension),
    };
    let button = |(extension, text): (&'static str, &'static str)| {
        view! { <button type="button" on:click=move |_| save(extension)>{text}</button> }
    };
    view! {
        <div class="actions" role="group" aria-label=ENGLISH.matrix_save>
            <span class="help">{ENGLISH.matrix_save}</span>
            {[("svg", "SVG"), ("png", "PNG"), ("csv", "CSV"), ("md", "Markdown")].map(button).into_iter().collect_view()}
        </div>
    }
}

/// The table's opening tag.
const TABLE: &str = "<table class=matrix role=grid aria-label=Comparison>";

/// Where Tab leads to at first.
fn first_place() -> String {
    place_id(HEAD, &line_key(Line::Score))
}

/// Looks at the places as they stand, following what they are made of.
fn with_places<T>(derived: Derived, view: &Comparison, look: &mut dyn FnMut(&Places) -> T) -> T {
    let (recommendation, known) = (derived.recommendation.get(), derived.known.get());
    look(&Places::of(&recommendation, known.knowledge(), view))
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
