//! Who calls whom as a drawing: laid out by the desk, looked at, searched and gone over by keys here.

use crate::app::effects::use_effects;
use crate::app::graph_desk::Drawn;
use crate::app::step::Step;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::draw::SPOT;
use crate::order::Gather;
use crate::text::{ENGLISH, fill};
use crate::web;
use std::sync::Arc;

const FRAME: &str = "call-graph-frame";
const DRAWING: &str = "call-graph";
/// The least and the most it is enlarged to, and by how much at once, in per cent.
const LEAST: i32 = 25;
const MOST: i32 = 300;
const LARGER: i32 = 125;
const SMALLER: i32 = 80;

/// How the drawing is looked at.
#[derive(Clone, Copy)]
struct Looking {
    store: Store,
    drawn: RwSignal<Arc<Drawn>>,
    sought: RwSignal<String>,
    /// Per cent; none until it is known what fits.
    zoom: RwSignal<Option<i32>>,
}

impl Looking {
    /// Has it drawn anew: who is looked at, and a way to go from there.
    fn look(self, focus: Option<usize>, (across, down): (i32, i32)) {
        let focus = focus.map(|focus| focus.to_string()).unwrap_or_default();
        let look = [focus, self.sought.get_untracked(), across.to_string(), down.to_string()];
        use_effects().draw_calls(look, move |drawn| self.drawn.set(Arc::new(drawn)));
    }

    fn focus(self) -> Option<usize> {
        self.drawn.with_untracked(|drawn| drawn.focus)
    }

    /// Enlarges it to so many per cent of what it is; without, to the width there is.
    fn enlarge(self, by: Option<i32>) {
        let size = self.drawn.with_untracked(|drawn| drawn.size);
        let fits = (100 * web::width_of(FRAME).max(1) / size.0.max(1)).min(100);
        let zoom = by.map_or(fits, |by| self.zoom.get_untracked().unwrap_or(100) * by / 100);
        self.zoom.set(Some(zoom.clamp(LEAST, MOST)));
    }

    /// Gives the drawing on the page its size.
    fn measure(self) {
        let (wide, high) = self.drawn.with_untracked(|drawn| drawn.size);
        if wide == 0 {
            return;
        }
        let Some(zoom) = self.zoom.get_untracked() else { return self.enlarge(None) };
        for (name, length) in [("width", wide), ("height", high)] {
            web::set_attribute(DRAWING, name, &(length * zoom / 100).to_string());
        }
    }

    fn open(self) {
        let place = self.drawn.with_untracked(|drawn| drawn.about.get(2).and_then(|place| place.parse().ok()));
        if let Some(place) = place {
            self.store.go(Step::Workloads);
            self.store.workload.set(Some(place));
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        let way = match event.key().as_str() {
            "ArrowLeft" => (-1, 0),
            "ArrowRight" => (1, 0),
            "ArrowUp" => (0, -1),
            "ArrowDown" => (0, 1),
            "Enter" => return self.open(),
            "+" => return self.enlarge(Some(LARGER)),
            "-" => return self.enlarge(Some(SMALLER)),
            "Escape" => (0, 0),
            _ => return,
        };
        event.prevent_default();
        self.look(self.focus().filter(|_| way != (0, 0)), way);
    }
}

/// Draws it.
pub(super) fn call_graph() -> AnyView {
    let store = use_store();
    let looking = Looking { store, drawn: RwSignal::default(), sought: RwSignal::default(), zoom: RwSignal::new(None) };
    Effect::new(move |_| {
        let _ = store.design();
        looking.sought.track();
        looking.look(looking.focus(), (0, 0));
    });
    Effect::new(move |_| {
        looking.drawn.track();
        looking.zoom.track();
        // Once the drawing is on the page.
        web::after(0, move || looking.measure()).forget();
    });
    view! {
        <section class="call-graph" hidden=move || looking.drawn.with(|drawn| drawn.markup.is_empty())>
            <h2>{ENGLISH.graph_heading}</h2>
            <p>{live(move || looking.drawn.with(|drawn| drawn.sentence.clone()))}"."</p>
            <p class="help">{ENGLISH.graph_lead}</p>
            {tools(looking)}
            <ul class="legend">
                <li><i class="mutual"></i>{ENGLISH.graph_key_mutual}</li>
                <li><i class="permissive"></i>{ENGLISH.graph_key_permissive}</li>
                <li><i class="bare"></i>{ENGLISH.graph_key_plain}</li>
                <li>{ENGLISH.graph_key_back}</li>
            </ul>
            <div id=FRAME class="graph-frame" tabindex="0" role="region" aria-label=ENGLISH.graph_label aria-describedby="call-graph-about"
                on:keydown=move |event: KeyboardEvent| looking.pressed(&event)
                on:mousemove=move |event: MouseEvent| if let Some((across, down)) = web::dragged(&event) {
                    web::scroll_by(FRAME, -across, -down);
                }
                on:click=move |event: MouseEvent| {
                    let spot = web::closest(&event, "g.spot").and_then(|id| id.strip_prefix(SPOT)?.parse().ok());
                    if let Some(spot) = spot {
                        looking.look(Some(spot), (0, 0));
                    }
                }>
                {live(move || view! { <div inner_html=looking.drawn.with(|drawn| drawn.markup.clone())></div> })}
            </div>
            <div id="call-graph-about" class="graph-about" aria-live="polite">{live(move || about(looking))}</div>
        </section>
    }
}

fn tools(looking: Looking) -> AnyView {
    let effects = use_effects();
    view! {
        <div class="map-tools">
            <label class="search" for="call-graph-search"><span>{ENGLISH.graph_search}</span>
                <input id="call-graph-search" type="search" autocomplete="off"
                    prop:value=move || looking.sought.get()
                    on:input=move |event| looking.sought.set(event_target_value(&event)) />
            </label>
            <span class="actions">
                <button type="button" aria-label=ENGLISH.graph_smaller on:click=move |_| looking.enlarge(Some(SMALLER))>"−"</button>
                <button type="button" aria-label=ENGLISH.graph_larger on:click=move |_| looking.enlarge(Some(LARGER))>"+"</button>
                <button type="button" on:click=move |_| looking.enlarge(None)>{ENGLISH.graph_fit}</button>
                <button type="button" aria-label=fill(ENGLISH.graph_picture, &[&"SVG"]) on:click=move |_| effects.save_calls(false)>"SVG"</button>
                <button type="button" aria-label=fill(ENGLISH.graph_picture, &[&"PNG"]) on:click=move |_| effects.save_calls(true)>"PNG"</button>
            </span>
            <p class="help" role="status">{live(move || looking.drawn.with(|drawn| drawn.found.clone()))}</p>
        </div>
    }
}

/// Who is looked at, with its calls.
fn about(looking: Looking) -> Option<AnyView> {
    let drawn = looking.drawn.get();
    let name = drawn.about.first().filter(|name| !name.is_empty())?.clone();
    let note = drawn.about.get(1).cloned().unwrap_or_default();
    let is_workload = drawn.about.get(2).is_some_and(|place| !place.is_empty());
    let list = move |title: &'static str, rows: &[Vec<String>]| {
        let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
        let nobody = rows.is_empty().then(|| view! { <li class="help">{ENGLISH.graph_nobody}</li> });
        let rows = rows.iter().map(|row| {
            let place = cell(row, 0).parse().ok();
            view! {
                <li><button type="button" class="plain" on:click=move |_| looking.look(place, (0, 0))>{cell(row, 1)}</button>
                    " "<span class="help">{cell(row, 2)}</span></li>
            }
        });
        let rows = rows.gather();
        view! { <div><h4>{title}</h4><ul>{nobody}{rows.collect_view()}</ul></div> }
    };
    Some(view! {
        <h3 class="names">{name}</h3>
        <p class="help">{note}</p>
        <div class="graph-sides">
            {list(ENGLISH.graph_callers_list, &drawn.callers)}
            {list(ENGLISH.graph_calls_list, &drawn.calls)}
        </div>
        <div class="actions">
            {is_workload.then(|| view! { <button type="button" on:click=move |_| looking.open()>{ENGLISH.graph_open}</button> })}
            <button type="button" on:click=move |_| looking.look(None, (0, 0))>{ENGLISH.graph_whole}</button>
        </div>
    })
}
