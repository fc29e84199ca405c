//! Check mine: settings that somebody runs, pasted or dropped, and what the desk finds in them.

use crate::app::kit::{Memo, select};
use crate::app::settings_view::{Checking, use_settings_view};
use crate::app::store::Store;
use crate::app::view::prelude::*;
use crate::design::{KubernetesMinor, OptionKey};
use crate::order::Gather;
use crate::text::{ENGLISH, SETTINGS, fill};
use crate::web::{self, PickedFile};

const TEXT: &str = "check-text";
const FILE: &str = "check-file";

/// Draws the section.
pub(super) fn check_mine(store: Store) -> AnyView {
    let view = use_settings_view();
    let of_design = store.part(|design| {
        let newest = KubernetesMinor::ALL.iter().copied().max();
        design.cluster.version.or(newest).map(OptionKey::key).unwrap_or_default().to_owned()
    });
    let version = Memo::new(move || Some(view.version.get()).filter(|key| !key.is_empty()).unwrap_or(of_design.get()));
    // Another version, or coming back to the page: what stands there is checked for it.
    Effect::new(move |_| view.check(&version.get(), None));
    let take = move |files: Vec<PickedFile>| {
        if let Some(file) = files.into_iter().next() {
            view.check(&version.get_untracked(), Some(file));
        }
    };
    let versions = KubernetesMinor::ALL.iter().rev().map(|minor| (minor.key().to_owned(), minor.key().to_owned()));
    view! {
        <section class="check-mine" id="check-mine">
            <h2>{SETTINGS.check}</h2>
            <p class="help">{SETTINGS.check_lead}</p>
            <div class="taking"
                on:dragover=move |event: DragEvent| event.prevent_default()
                on:drop=move |event: DragEvent| {
                    event.prevent_default();
                    // The page as a whole would take it for manifests.
                    event.stop_propagation();
                    web::dropped_files(&event, take);
                }>
                <label for=TEXT>{SETTINGS.check_text}</label>
                <textarea id=TEXT rows="8" spellcheck="false" autocomplete="off" placeholder=SETTINGS.check_hint
                    prop:value=move || view.text.get()
                    on:input=move |event| view.typed(event_target_value(&event), &version.get_untracked())></textarea>
                <div class="actions">
                    <button type="button" on:click=move |_| web::click_element(FILE)>{SETTINGS.check_pick}</button>
                    <span class="help">{SETTINGS.check_drop}</span>
                    <button type="button" hidden=move || view.text.with(String::is_empty) && view.checking.get() == Checking::Nothing
                        on:click=move |_| view.clear()>{SETTINGS.check_clear}</button>
                    <input id=FILE type="file" hidden=true aria-label=SETTINGS.check_pick
                        on:change=move |event| web::picked_files(&event, take) />
                </div>
                <p class="help">{SETTINGS.check_kept}</p>
            </div>
            {select("check-version".to_owned(), SETTINGS.check_version.to_owned(), String::new(), versions.gather(),
                version.into(), move |key| view.for_version(key))}
            {found(view.checking)}
        </section>
    }
}

fn found(checking: RwSignal<Checking>) -> AnyView {
    let summary = move || match checking.get() {
        Checking::Nothing => String::new(),
        Checking::Yes => SETTINGS.check_looking.to_owned(),
        Checking::Done(told) => told.summary,
        Checking::Broke => SETTINGS.check_broke.to_owned(),
    };
    view! {
        <p class="check-summary" role="status">{live(summary)}</p>
        {live(move || match checking.get() {
            Checking::Done(told) if !told.findings.is_empty() => view! {
                <ol class="findings checked">{told.findings.iter().map(|row| finding(row)).gather().collect_view()}</ol>
            }.into_any(),
            _ => ().into_any(),
        })}
    }
}

fn finding(row: &[String]) -> AnyView {
    let cell = |at: usize| row.get(at).cloned().unwrap_or_default();
    let severity = cell(0);
    let class = match severity.as_str() {
        name if name == ENGLISH.review_error => "severity danger",
        name if name == ENGLISH.review_note => "severity quiet",
        _ => "severity",
    };
    let (line, field, fix, source) = (cell(1), cell(2), cell(5), cell(6));
    let place = line.parse::<usize>().ok().map(|number| {
        view! {
            <button type="button" class="link" on:click=move |_| web::select_line(TEXT, number)>
                {SETTINGS.check_line}" "{line}
            </button>
        }
    });
    view! {
        <li>
            <span class=class>{severity}</span>
            <div>
                <p>{place}" "{(!field.is_empty()).then(|| view! { <code>{field}</code> })}" "{cell(3)}" "
                    <span class="hint">{cell(4)}</span></p>
                {(!fix.is_empty()).then(|| view! { <p class="fix">{fix}</p> })}
                {(!source.is_empty()).then(|| source_link(&source))}
            </div>
        </li>
    }
}

/// A source as a link by its host; sources that are no address stand as they are.
pub(super) fn source_link(source: &str) -> AnyView {
    match source.strip_prefix("https://") {
        Some(rest) => {
            let host = rest.split('/').next().unwrap_or_default().to_owned();
            view! {
                <a class="help" href=source.to_owned() title=source.to_owned() target="_blank" rel="noopener noreferrer">{host}</a>
            }
        }
        None => view! { <span class="help">{source.to_owned()}</span> },
    }
}

/// When a source was looked at.
pub(super) fn looked_at(date: &str) -> String {
    if date.is_empty() { String::new() } else { fill(SETTINGS.settings_read, &[&date]) }
}
