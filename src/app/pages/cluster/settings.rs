//! The table of what to set: by component, with what holds otherwise, why, since when, and where it stands in the files.

use super::check_mine::{looked_at, source_link};
use crate::app::effects::use_effects;
use crate::app::kit::{mark, select};
use crate::app::settings_jobs::TableTold;
use crate::app::settings_view::use_settings_view;
use crate::app::step::Step;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{OptionKey, PlatformId};
use crate::knowledge;
use crate::order::Gather;
use crate::text::{SETTINGS, fill};

/// Where each cell of a row stands.
const COMPONENT: usize = 0;
const SETTING: usize = 1;
const VALUE: usize = 2;
const OTHERWISE: usize = 3;
const WHY: usize = 4;
const SOURCE: usize = 5;
const DATE: usize = 6;
const VERSIONS: usize = 7;
const THERE: usize = 8;
const READ: usize = 9;
const FILE: usize = 10;

/// Draws the section.
pub(super) fn settings(store: Store) -> AnyView {
    let view = use_settings_view();
    let effects = use_effects();
    Effect::new(move |_| {
        // After link and files: these are written from the same plan.
        store.followed.track();
        let platform = view.platform.get();
        effects.read_settings(platform.clone(), move |told| {
            if view.platform.get_untracked() == platform {
                view.table.set(told);
            }
        });
    });
    let mut options = vec![(String::new(), SETTINGS.settings_follow.to_owned())];
    let kubernetes = PlatformId::ALL.iter().filter(|platform| platform.is_kubernetes());
    let known = knowledge::embedded();
    let name = |one: &PlatformId| known.platform(*one).map_or_else(|| one.key().to_owned(), |known| known.name.clone());
    options.extend(kubernetes.map(|one| (one.key().to_owned(), name(one))));
    let (label, help) = (SETTINGS.settings_for.to_owned(), SETTINGS.settings_for_help.to_owned());
    view! {
        <section class="settings" id="settings">
            <h2>{SETTINGS.settings}</h2>
            <p class="help">{SETTINGS.settings_lead}</p>
            <div class="fields">
                {select("settings-platform".to_owned(), label, help, options, view.platform.into(),
                    move |key| view.platform.set(key))}
                <div class="field">
                    <label for="settings-search">{SETTINGS.settings_search}</label>
                    <input id="settings-search" type="search" autocomplete="off" prop:value=move || view.sought.get()
                        on:input=move |event| view.sought.set(event_target_value(&event)) />
                    <p class="help" role="status">{live(move || shown(view.table, &view.sought.get()))}</p>
                </div>
            </div>
            {live(move || view.table.with(|told| match told.rows.is_empty() {
                true => view! { <p class="empty">{SETTINGS.settings_none}</p> },
                false => remarks(told),
            }))}
            {live(move || view.table.with(|told| table(told, &view.sought.get())))}
        </section>
    }
}

fn matches(row: &[String], sought: &str) -> bool {
    let sought = sought.trim().to_ascii_lowercase();
    let mut words = sought.split(' ');
    words.all(|word| row.iter().any(|cell| cell.to_ascii_lowercase().contains(word)))
}

/// How many rows are shown, while something is looked for.
fn shown(table: RwSignal<TableTold>, sought: &str) -> String {
    if sought.trim().is_empty() {
        return String::new();
    }
    table.with(|told| {
        let found = told.rows.iter().filter(|row| matches(row, sought)).count();
        fill(SETTINGS.settings_shown, &[&found, &told.rows.len()])
    })
}

fn remarks(told: &TableTold) -> AnyView {
    let item = |line: &String| view! { <li>{line.clone()}</li> };
    let (lines, upgrades) =
        (told.lines.iter().map(item).gather().collect_view(), told.upgrades.iter().map(item).gather().collect_view());
    view! { <ul class="remarks">{lines}{upgrades}</ul> }
}

fn table(told: &TableTold, sought: &str) -> AnyView {
    let mut rows = Vec::new();
    let mut component = "";
    for row in told.rows.iter().filter(|row| matches(row, sought)) {
        let own = row.get(COMPONENT).map_or("", String::as_str);
        if own != component {
            component = own;
            rows.push(view! {
                <tr class="component"><th scope="rowgroup" colspan="5">{own.to_owned()}</th></tr>
            });
        }
        rows.push(drawn(row));
    }
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=SETTINGS.settings>
        <table class="list settings-table">
            <thead><tr>
                <th scope="col">{SETTINGS.settings_setting}</th>
                <th scope="col">{SETTINGS.settings_value}</th>
                <th scope="col">{SETTINGS.settings_default}</th>
                <th scope="col">{SETTINGS.settings_why}</th>
                <th scope="col">{SETTINGS.settings_versions}</th>
            </tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        </div>
    }
}

fn drawn(row: &[String]) -> AnyView {
    let store = use_store();
    let cell = |at: usize| row.get(at).cloned().unwrap_or_default();
    let or = |text: String, other: &'static str| match text.is_empty() {
        true => view! { <span class="help">{other}</span> },
        false => view! { <code>{text}</code> },
    };
    let (there, file) = (cell(THERE), cell(FILE));
    let there = (!there.is_empty()).then(|| {
        let kept = there == SETTINGS.settings_not_there;
        view! { <p class="help">{(!kept).then_some(SETTINGS.settings_there)}" "{if kept { view! { <span>{there}</span> } } else { view! { <code>{there}</code> } }}</p> }
    });
    let jump = (!file.is_empty()).then(|| {
        let shown = file.clone();
        view! {
            <button type="button" class="link" title=shown on:click=move |_| {
                store.file.set(file.clone());
                store.go(Step::Files);
            }>{SETTINGS.settings_file}</button>
        }
    });
    let unread = cell(READ).is_empty().then(|| mark(SETTINGS.settings_unread, SETTINGS.settings_unread_why));
    view! {
        <tr>
            <th scope="row"><code>{cell(SETTING)}</code>{there}</th>
            <td>{or(cell(VALUE), SETTINGS.settings_leave)}" "{jump}</td>
            <td>{or(cell(OTHERWISE), SETTINGS.settings_unsaid)}</td>
            <td>
                <p>{cell(WHY)}</p>
                <p class="help">{source_link(&cell(SOURCE))}" "{looked_at(&cell(DATE))}" "{unread}</p>
            </td>
            <td>{cell(VERSIONS)}</td>
        </tr>
    }
}
