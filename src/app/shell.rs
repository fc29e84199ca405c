//! The frame: header, rail, the step in the middle, the summary at the side.

use super::derived::Derived;
use super::effects::{Effects, OPEN_FIELD, use_effects};
use super::overlays::overlays;
use super::rail::rail;
use super::step::Step;
use super::store::{Overlay, Store, Theme, use_store};
use super::summary::summary;
use super::{keys, pages, view};
use crate::app::view::kept;
use crate::app::view::prelude::*;
use crate::design::Design;
use crate::text::ENGLISH;
use crate::web;

/// Draws the whole page and keeps it true.
pub fn start() {
    view::mount(app);
}

fn app() -> AnyView {
    let store = Store::new(Design::default());
    provide_context(store);
    let effects = Effects::start(store);
    provide_context(effects);
    provide_context(Derived::from(store));
    provide_context(super::cluster_view::ClusterView::new(store));
    provide_context(super::settings_view::SettingsView::new(effects));
    provide_context(super::traffic_view::TrafficView::new());
    effects.keep();
    keys::listen(store, effects);
    let dragging = RwSignal::new(false);
    view! {
        <a class="skip" href="#main" on:click=move |event| { event.prevent_default(); web::focus_element("main"); }>
            {ENGLISH.skip_to_content}
        </a>
        <div class="frame" class:dragging=move || dragging.get()
            on:dragover=move |event: DragEvent| { event.prevent_default(); dragging.set(true); }
            on:dragleave=move |event: DragEvent| if event.related_target().is_none() { dragging.set(false); }
            on:drop=move |event: DragEvent| {
                event.prevent_default();
                dragging.set(false);
                web::dropped_files(&event, move |files| effects.take_files(files));
            }>
            {header()}
            {rail()}
            <main id="main" tabindex="-1">{notice()}{page(store)}</main>
            {summary()}
        </div>
        <input id=OPEN_FIELD type="file" multiple hidden aria-label=ENGLISH.open_files
            on:change=move |event| web::picked_files(&event, move |files| effects.take_files(files)) />
        {overlays()}
    }
}

/// The step's page; built anew when the design is replaced as a whole.
fn page(store: Store) -> AnyView {
    let one = move || vec![(store.generation.get(), store.step.get())];
    kept(one, |(_, step)| match step {
        Step::Start => pages::start(),
        Step::Workloads => pages::workloads(),
        Step::Requirements => pages::requirements(),
        Step::Platform => pages::platform(),
        Step::Cluster => pages::cluster(),
        Step::Mesh => pages::mesh(),
        Step::Traffic => pages::traffic(),
        Step::Clusters => pages::clusters(),
        Step::Files => pages::files(),
        Step::Review => pages::review(),
    })
}

fn header() -> AnyView {
    let store = use_store();
    let effects = use_effects();
    let name = store.part(|design| design.name.clone());
    view! {
        <header class="head">
            <a class="brand" href="#/start">
                <svg viewBox="0 0 32 16" width="32" height="16" aria-hidden="true" focusable="false">
                    <path d="M1 4 C 9 13, 22 14, 31 2" />
                </svg>
                "Sheerline"
            </a>
            <input class="design-name" aria-label=ENGLISH.design_name placeholder=ENGLISH.unnamed autocomplete="off"
                spellcheck="false" prop:value=move || name.get()
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    store.edit("name", |design| design.name = typed);
                } />
            <div class="tools">
                <button type="button" title="Ctrl Z" prop:disabled=move || !store.can_undo()
                    on:click=move |_| store.undo()>{ENGLISH.undo}</button>
                <button type="button" title="Ctrl Shift Z" prop:disabled=move || !store.can_redo()
                    on:click=move |_| store.redo()>{ENGLISH.redo}</button>
                <button type="button" title="Ctrl O" on:click=move |_| effects.open_picker()>{ENGLISH.open}</button>
                <button type="button" title="Ctrl S" on:click=move |_| effects.save_design()>{ENGLISH.save}</button>
                <button type="button" class="primary" on:click=move |_| store.overlay.set(Some(Overlay::Share))>
                    {ENGLISH.share}
                </button>
                <button type="button" title=ENGLISH.theme on:click=move |_| turn_theme(store)>
                    {live(move || match store.theme.get() {
                        Theme::System => ENGLISH.theme_system,
                        Theme::Light => ENGLISH.theme_light,
                        Theme::Dark => ENGLISH.theme_dark,
                    })}
                </button>
                <button type="button" aria-label=ENGLISH.key_list on:click=move |_| store.overlay.set(Some(Overlay::Keys))>
                    "?"
                </button>
            </div>
        </header>
    }
}

fn turn_theme(store: Store) {
    store.theme.update(|theme| {
        *theme = match theme {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    });
}

fn notice() -> AnyView {
    let store = use_store();
    let effects = use_effects();
    view! {
        <div class="notices" aria-live="polite">
            {live(move || store.notice.get().map(|notice| view! {
                <p class="notice" class:wrong=notice.wrong role=if notice.wrong { "alert" } else { "status" }>
                    <span>{notice.text}</span>
                    <button type="button" on:click=move |_| store.notice.set(None)>{ENGLISH.dismiss}</button>
                </p>
            }))}
            {live(move || store.newer.get().then(|| view! {
                <p class="notice" role="status">
                    <span>{ENGLISH.newer_build}</span>
                    <button type="button" on:click=move |_| effects.load_newer()>{ENGLISH.reload}</button>
                </p>
            }))}
        </div>
    }
}
