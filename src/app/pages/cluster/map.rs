//! The map of the nodes: painted by the desk, looked at here.

use crate::app::cluster_view::{CANVAS, ClusterView};
use crate::app::kit::segmented;
use crate::app::step::Step;
use crate::app::store::use_store;
use crate::app::view::prelude::*;
use crate::draw::{LAST_COLOUR, MOVED};
use crate::order::Gather;
use crate::text::{ENGLISH, fill};
use crate::web;

/// Things that have a colour of their own, before the pods' colours.
const THINGS: [&str; 6] = ["paper", "gone", "words", "heads", "chosen", "veil"];

/// Draws the map with what belongs to it.
pub(super) fn map(view: ClusterView) -> AnyView {
    let store = use_store();
    let waiting = StoredValue::new_local(None);
    Effect::new(move |_| {
        view.sized.track();
        view.film.track();
        view.frame.track();
        view.colouring.track();
        view.sought.track();
        view.chosen.track();
        store.theme.track();
        view.resized.track();
        // Once what has changed is on the page: width and colours are read from it.
        waiting.set_value(Some(web::after(16, move || view.paint())));
    });
    let colours = (1..=LAST_COLOUR).map(|colour| format!("map-{colour}"));
    let palette = THINGS.iter().map(|name| format!("map-{name}")).chain(colours).gather();
    let ways =
        [("workload", ENGLISH.map_by_workload), ("namespace", ENGLISH.map_by_namespace), ("use", ENGLISH.map_by_use)];
    let ways = ways.iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned())).gather();
    view! {
        <div class="node-map">
            <div class="map-tools">
                {segmented("map-colouring".to_owned(), ENGLISH.map_colours.to_owned(), ways, view.colouring.into(),
                    move |key| view.colouring.set(key))}
                <label class="search" for="map-search"><span>{ENGLISH.map_search}</span>
                    <input id="map-search" type="search" autocomplete="off"
                        prop:value=move || view.sought.get()
                        on:input=move |event| view.sought.set(event_target_value(&event)) />
                </label>
                <p class="help" role="status">{live(move || view.painted.with(|painted| painted.found.clone()))}</p>
            </div>
            <ul class="legend" aria-label=ENGLISH.map_legend>{live(move || {
                let legend = view.painted.with(|painted| painted.legend.clone());
                let mut items = legend.into_iter().map(|(place, name)| {
                    let name = if name.is_empty() { ENGLISH.map_others.to_owned() } else { name };
                    view! { <li><i class=format!("map-{place}")></i>{name}</li> }
                }).gather();
                if view.frame.get() > 0 {
                    items.push(view! { <li><i class=format!("map-{MOVED}")></i>{ENGLISH.map_moved}</li> });
                    items.push(view! { <li><i class="map-gone"></i>{ENGLISH.map_gone}</li> });
                }
                items.collect_view()
            })}</ul>
            <span id="map-palette" hidden=true>{palette.into_iter().map(|name| view! { <i class=name></i> }).gather().collect_view()}</span>
            <div class="map-sheet">
                <div id="node-map-frame" class="map-frame">
                    <canvas id=CANVAS tabindex="0" role="img" aria-label=move || label(view) aria-describedby="map-pointed"
                        on:mousemove=move |event: MouseEvent| view.point(web::pointed_at(&event), false)
                        on:click=move |event: MouseEvent| view.point(web::pointed_at(&event), true)
                        on:keydown=move |event: KeyboardEvent| {
                            let way = match event.key().as_str() {
                                "ArrowLeft" => (-1, 0),
                                "ArrowRight" => (1, 0),
                                "ArrowUp" => (0, -1),
                                "ArrowDown" => (0, 1),
                                _ => return,
                            };
                            event.prevent_default();
                            view.step(way.0, way.1);
                        }></canvas>
                </div>
                {pointed(view)}
            </div>
        </div>
    }
}

fn label(view: ClusterView) -> String {
    let heading = view.sized.with(|sized| sized.as_ref().map(|(_, sized)| sized.heading.clone()).unwrap_or_default());
    fill(ENGLISH.map_label, &[&heading])
}

/// The node that was pointed at, with the way to its workloads.
fn pointed(view: ClusterView) -> AnyView {
    let store = use_store();
    let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    let open = move |place: usize| {
        store.workload.set(Some(place));
        store.go(Step::Workloads);
    };
    view! {
        <div class="pointed" id="map-pointed" aria-live="polite">{live(move || {
            let pointed = view.pointed.get();
            if pointed.node.is_empty() {
                return view! { <p class="help">{ENGLISH.map_hint}</p> }.into_any();
            }
            view! {
                <h4 class="names">{pointed.node.clone()}</h4>
                {pointed.lines.iter().map(|line| view! { <p>{line.clone()}</p> }).collect_view()}
                <ul>{pointed.pods.iter().map(|row| {
                    let name = cell(row, 1);
                    let shown = match cell(row, 3).parse::<usize>() {
                        Ok(place) => view! {
                            <button type="button" class="plain" on:click=move |_| open(place)>{name}</button>
                        }.into_any(),
                        Err(_) => view! { <span>{name}</span> }.into_any(),
                    };
                    view! { <li>{cell(row, 0)}" × "{shown}" "<span class="help">{cell(row, 2)}</span></li> }
                }).gather().collect_view()}</ul>
            }
        })}</div>
    }
}
