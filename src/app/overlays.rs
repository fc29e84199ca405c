//! What lies over the page: the link, the keys, search and commands.

use super::effects::{Effects, use_effects};
use super::keys;
use super::step::Step;
use super::store::{Overlay, Store, use_store};
use crate::app::kit::Memo;
use crate::app::view::prelude::*;
use crate::design::Design;
use crate::order::Gather;
use crate::text::{ENGLISH, fill, grouped};
use crate::web;
use std::sync::Arc;

/// Draws what is open.
pub(crate) fn overlays() -> AnyView {
    let store = use_store();
    view! {
        {live(move || store.overlay.get().map(|overlay| {
            let (heading, body) = match overlay {
                Overlay::Keys => (ENGLISH.key_list, key_list()),
                Overlay::Commands => (ENGLISH.commands, commands()),
                Overlay::Share => (ENGLISH.share_heading, link()),
            };
            // Commands put the focus into their own field.
            if overlay != Overlay::Commands {
                web::focus_element("overlay");
            }
            view! {
                <div class="veil" on:click=move |_| store.overlay.set(None)></div>
                <section class="overlay" id="overlay" role="dialog" aria-modal="true" aria-label=heading tabindex="-1"
                    on:keydown=move |event| keep_focus_inside(&event)>
                    <header>
                        <h2>{heading}</h2>
                        <button type="button" on:click=move |_| store.overlay.set(None)>{ENGLISH.close}</button>
                    </header>
                    {body}
                </section>
            }
        }))}
    }
}

fn keep_focus_inside(event: &KeyboardEvent) {
    if event.key() == "Tab" {
        web::keep_tab_within(event, "overlay");
    }
}

fn key_list() -> AnyView {
    view! {
        <table class="keys">
            <tbody>
                {keys::listed().into_iter().map(|(key, what)| view! {
                    <tr><th scope="row"><kbd>{key}</kbd></th><td>{what}</td></tr>
                }).collect_view()}
            </tbody>
        </table>
    }
}

fn link() -> AnyView {
    let store = use_store();
    let effects = use_effects();
    let step = RwSignal::new(Step::Platform);
    let whole = Memo::new(move || {
        let step = step.get();
        (!store.link.get().is_empty()).then(|| effects.whole_link(step))
    });
    let options = Step::ALL.iter().map(|step| (step.key().to_owned(), step.label().to_owned())).gather();
    view! {
        <p class="help">{ENGLISH.share_lead}</p>
        {super::kit::select(
            "share-step".to_owned(), ENGLISH.share_step.to_owned(), String::new(), options,
            Signal::derive(move || step.get().key().to_owned()),
            move |key| if let Some(chosen) = Step::from_key(&key) { step.set(chosen) },
        )}
        {live(move || match whole.get() {
            None => view! { <p class="empty">{ENGLISH.share_empty}</p> },
            Some(link) => {
                let length = link.chars().count();
                let verdict = match length {
                    0..2_000 => ENGLISH.share_short,
                    2_000..8_000 => ENGLISH.share_medium,
                    _ => ENGLISH.share_long,
                };
                let copied = link.clone();
                view! {
                    <textarea class="link" readonly rows="5" aria-label=ENGLISH.share_label prop:value=link></textarea>
                    <p>{fill(ENGLISH.share_length, &[&grouped(length as u64)])}" "{verdict}</p>
                    <div class="actions">
                        <button type="button" class="primary" on:click=move |_| effects.copy(&copied)>
                            {ENGLISH.share_copy}
                        </button>
                        <button type="button" on:click=move |_| effects.save_design()>{ENGLISH.share_file}</button>
                    </div>
                }
            }
        })}
    }
}

/// Something that can be found and done.
#[derive(Clone)]
struct Command {
    text: String,
    act: Arc<dyn Fn() + Send + Sync>,
}

fn all_commands(store: Store, effects: Effects) -> Vec<Command> {
    let mut list: Vec<Command> = Step::ALL
        .into_iter()
        .map(|step| Command { text: step.label().to_owned(), act: Arc::new(move || store.go(step)) })
        .gather();
    let mut action = |text: &str, act: Arc<dyn Fn() + Send + Sync>| list.push(Command { text: text.to_owned(), act });
    action(ENGLISH.share_heading, Arc::new(move || store.overlay.set(Some(Overlay::Share))));
    action(ENGLISH.key_save, Arc::new(move || effects.save_design()));
    action(ENGLISH.key_open, Arc::new(move || effects.open_picker()));
    action(ENGLISH.undo, Arc::new(move || store.undo()));
    action(ENGLISH.redo, Arc::new(move || store.redo()));
    action(ENGLISH.command_example, Arc::new(move || super::pages::open_example(store, effects)));
    action(ENGLISH.command_new, Arc::new(move || store.replace(Design::default())));
    action(ENGLISH.key_list, Arc::new(move || store.overlay.set(Some(Overlay::Keys))));
    for (index, workload) in store.design_now().workloads.iter().enumerate() {
        let text = format!("{} {}", workload.kind.name(), workload.name);
        let act = Arc::new(move || {
            store.go(Step::Workloads);
            store.workload.set(Some(index));
        });
        list.push(Command { text, act });
    }
    list
}

/// Commands shown at once.
const SHOWN: usize = 12;

fn commands() -> AnyView {
    let store = use_store();
    let effects = use_effects();
    let all = all_commands(store, effects);
    let sought = RwSignal::new(String::new());
    let at = RwSignal::new(0usize);
    let found = Memo::new(move || {
        let words: Vec<String> = sought.get().to_ascii_lowercase().split_whitespace().map(str::to_owned).gather();
        Found(
            all.iter()
                .filter(|command| words.iter().all(|word| command.text.to_ascii_lowercase().contains(word.as_str())))
                .take(SHOWN)
                .cloned()
                .gather(),
        )
    });
    let run = move |index: usize| {
        let command = found.with_untracked(|found| found.0.get(index).cloned());
        if let Some(command) = command {
            store.overlay.set(None);
            (command.act)();
        }
    };
    web::focus_element("command");
    view! {
        <input id="command" type="text" role="combobox" autocomplete="off" spellcheck="false" aria-expanded="true"
            aria-controls="command-list" aria-label=ENGLISH.command_prompt placeholder=ENGLISH.command_prompt
            aria-activedescendant=move || format!("command-{}", at.get())
            prop:value=move || sought.get()
            on:input=move |event| { sought.set(event_target_value(&event)); at.set(0); }
            on:keydown=move |event| match event.key().as_str() {
                "ArrowDown" => {
                    event.prevent_default();
                    let last = found.with_untracked(|found| found.0.len().saturating_sub(1));
                    at.update(|at| *at = (*at + 1).min(last));
                }
                "ArrowUp" => { event.prevent_default(); at.update(|at| *at = at.saturating_sub(1)); }
                "Enter" => { event.prevent_default(); run(at.get_untracked()); }
                _ => {}
            } />
        <ul id="command-list" role="listbox" aria-label=ENGLISH.commands>
            {live(move || found.get().0.into_iter().enumerate().map(|(index, command)| view! {
                <li id=format!("command-{index}") role="option" aria-selected=move || (at.get() == index).to_string()
                    on:click=move |_| run(index)>{command.text}</li>
            }).collect_view())}
        </ul>
        {live(move || found.with(|found| found.0.is_empty()).then(|| view! { <p class="empty">{ENGLISH.command_none}</p> }))}
    }
}

#[derive(Clone)]
struct Found(Vec<Command>);

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(|(a, b)| a.text == b.text)
    }
}
