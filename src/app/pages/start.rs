//! The first screen: an empty design with three doors.

use crate::app::effects::{Effects, use_effects};
use crate::app::step::Step;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::Design;
use crate::text::{ENGLISH, fill, plural};
use crate::web::PickedFile;

const EXAMPLE_NAME: &str = "shop.yaml";
const EXAMPLE: &str = include_str!("../../../assets/example/shop.yaml");

/// Reads the example in the place of whatever is on the table.
pub(crate) fn open_example(store: Store, effects: Effects) {
    store.replace(Design { name: "Shop".to_owned(), ..Design::default() });
    effects.take_files(vec![PickedFile { name: EXAMPLE_NAME.to_owned(), bytes: Some(EXAMPLE.as_bytes().to_vec()) }]);
}

/// Draws the page.
pub(crate) fn start() -> AnyView {
    let store = use_store();
    let effects = use_effects();
    let pasted = RwSignal::new(String::new());
    let on_table = store.part(|design| (design.workloads.len(), design.requirements.iter().count()));
    view! {
        <h1>{ENGLISH.start_heading}</h1>
        <p class="lead">{ENGLISH.start_lead}</p>
        {live(move || match on_table.get() {
            (0, 0) => ().into_any(),
            (workloads, answers) => view! {
                <section class="door resume">
                    <h2>{ENGLISH.door_resume}</h2>
                    <p>{fill(ENGLISH.door_resume_text, &[
                        &plural(workloads as u64, ENGLISH.one_workload, ENGLISH.many_workloads),
                        &plural(answers as u64, ENGLISH.one_answer, ENGLISH.many_answers),
                    ])}</p>
                    <div class="actions">
                        <button type="button" class="primary" on:click=move |_| {
                            store.go(if workloads > 0 { Step::Workloads } else { Step::Requirements });
                        }>{ENGLISH.door_resume_open}</button>
                        <button type="button" on:click=move |_| store.replace(Design::default())>{ENGLISH.door_new}</button>
                    </div>
                </section>
            },
        })}
        <div class="doors">
            <section class="door drop">
                <h2>{ENGLISH.door_files}</h2>
                <p>{ENGLISH.door_files_text}</p>
                <div class="actions">
                    <button type="button" class="primary" on:click=move |_| effects.open_picker()>
                        {ENGLISH.door_files_pick}
                    </button>
                    <span class="help">{ENGLISH.door_files_drop}</span>
                </div>
                <label for="paste">{ENGLISH.door_paste_label}</label>
                <textarea id="paste" rows="4" spellcheck="false" prop:value=move || pasted.get()
                    on:input=move |event| pasted.set(event_target_value(&event))></textarea>
                <div class="actions">
                    <button type="button" prop:disabled=move || pasted.with(|text| text.trim().is_empty())
                        on:click=move |_| effects.take_text(&pasted.get_untracked())>{ENGLISH.door_paste_take}</button>
                </div>
            </section>
            <section class="door">
                <h2>{ENGLISH.door_example}</h2>
                <p>{ENGLISH.door_example_text}</p>
                <div class="actions">
                    <button type="button" on:click=move |_| open_example(store, effects)>{ENGLISH.door_example_open}</button>
                </div>
            </section>
            <section class="door">
                <h2>{ENGLISH.door_questions}</h2>
                <p>{ENGLISH.door_questions_text}</p>
                <div class="actions">
                    <button type="button" on:click=move |_| store.go(Step::Requirements)>{ENGLISH.door_questions_open}</button>
                </div>
            </section>
        </div>
    }
}
