//! Somebody's own nodes and scheduler: taken from files or a text, told of, let go.

use crate::app::cluster_view::ClusterView;
use crate::app::view::prelude::*;
use crate::order::Gather;
use crate::text::SETTINGS;
use crate::web::{self, PickedFile};

const FILES: &str = "own-files";

/// Draws the door.
pub(super) fn own(view: ClusterView) -> AnyView {
    let pasted = RwSignal::new(String::new());
    let take = move |files: Vec<PickedFile>| {
        if !files.is_empty() {
            view.take_own(files);
        }
    };
    view! {
        <details class="holds own" id="own">
            <summary><b>{SETTINGS.own}</b>" "<span class="help">{live(move || {
                view.own.with(|own| own.as_ref().and_then(|told| told.lines.first().cloned()))
            })}</span></summary>
            <div class="taking"
                on:dragover=move |event: DragEvent| event.prevent_default()
                on:drop=move |event: DragEvent| {
                    event.prevent_default();
                    event.stop_propagation();
                    web::dropped_files(&event, take);
                }>
                <p class="help">{SETTINGS.own_lead}</p>
                <div class="actions">
                    <button type="button" on:click=move |_| web::click_element(FILES)>{SETTINGS.own_pick}</button>
                    <span class="help">{SETTINGS.check_drop}</span>
                    <button type="button" hidden=move || view.own.with(Option::is_none)
                        on:click=move |_| view.take_own(Vec::new())>{SETTINGS.own_let_go}</button>
                    <input id=FILES type="file" multiple=true hidden=true aria-label=SETTINGS.own_pick
                        on:change=move |event| web::picked_files(&event, take) />
                </div>
                <label for="own-text">{SETTINGS.own_text}</label>
                <textarea id="own-text" rows="3" spellcheck="false" autocomplete="off" prop:value=move || pasted.get()
                    on:input=move |event| pasted.set(event_target_value(&event))></textarea>
                <div class="actions">
                    <button type="button" prop:disabled=move || pasted.with(|text| text.trim().is_empty())
                        on:click=move |_| {
                            let bytes = Some(pasted.get_untracked().into_bytes());
                            view.take_own(vec![PickedFile { name: SETTINGS.own_text.to_owned(), bytes }]);
                        }>{SETTINGS.own_take}</button>
                </div>
                <div role="status"><ul class="remarks">{live(move || {
                    let lines = view.own.with(|own| own.as_ref().map(|told| told.lines.clone()).unwrap_or_default());
                    lines.into_iter().map(|line| view! { <li>{line}</li> }).gather().collect_view()
                })}</ul></div>
                <p class="help">{SETTINGS.own_kept}</p>
            </div>
        </details>
    }
}

/// Profiles of the scheduler, side by side.
pub(super) fn profiles(view: ClusterView) -> AnyView {
    let heads = [
        SETTINGS.compare_placed,
        SETTINGS.compare_waiting,
        SETTINGS.compare_used,
        SETTINGS.compare_empty,
        SETTINGS.compare_fullest,
        SETTINGS.compare_spread,
    ];
    view! {
        <div class="compared">
            <h3>{SETTINGS.compare}</h3>
            <p class="help">{SETTINGS.compare_lead}</p>
            <div class="actions"><button type="button" on:click=move |_| view.compare()>{SETTINGS.compare_do}</button></div>
            {live(move || view.profiles.with(|rows| (!rows.is_empty()).then(|| view! {
                <div class="scroll" tabindex="0" role="region" aria-label=SETTINGS.compare>
                <table class="list">
                    <thead><tr>
                        <th scope="col">{SETTINGS.compare_profile}</th>
                        {heads.iter().map(|head| view! { <th scope="col" class="number">{*head}</th> }).gather().collect_view()}
                    </tr></thead>
                    <tbody>{rows.iter().map(|row| {
                        let (name, cells) = row.split_first().map(|(name, rest)| (name.clone(), rest)).unwrap_or_default();
                        view! {
                            <tr>
                                <th scope="row">{name}</th>
                                {cells.iter().map(|cell| view! { <td class="number">{cell.clone()}</td> }).gather().collect_view()}
                            </tr>
                        }
                    }).gather().collect_view()}</tbody>
                </table>
                </div>
            })))}
        </div>
    }
}
