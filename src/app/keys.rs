//! The keys.

use super::effects::Effects;
use super::step::Step;
use super::store::{Overlay, Store};
use crate::text::{ENGLISH, Words};
use crate::web;
use leptos::prelude::{GetUntracked, Set};

/// The keys and what they do, as the list shows them.
pub(crate) const fn listed() -> [(&'static str, &'static str); 9] {
    let words: &Words = &ENGLISH;
    [
        ("?", words.key_list),
        ("/", words.key_search),
        ("Ctrl K", words.key_commands),
        ("Ctrl Z", words.key_undo),
        ("Ctrl Shift Z", words.key_redo),
        ("Ctrl S", words.key_save),
        ("Ctrl O", words.key_open),
        ("1 … 9, 0", words.key_steps),
        ("Esc", words.key_close),
    ]
}

/// Listens to the whole page.
pub(crate) fn listen(store: Store, effects: Effects) {
    web::on_key(move |event| {
        let command = event.ctrl_key() || event.meta_key();
        let handled = match (event.key().to_ascii_lowercase().as_str(), command, event.shift_key()) {
            ("k", true, _) => open(store, Overlay::Commands),
            ("s", true, false) => {
                effects.save_design();
                true
            }
            ("o", true, false) => {
                effects.open_picker();
                true
            }
            // While letters are typed, the field's own undo is meant.
            ("z", true, false) if !web::is_editing(event) => {
                store.undo();
                true
            }
            ("z", true, true) | ("y", true, false) if !web::is_editing(event) => {
                store.redo();
                true
            }
            ("escape", false, _) => close(store),
            ("?", false, _) if !web::is_editing(event) => open(store, Overlay::Keys),
            ("/", false, _) if !web::is_editing(event) => open(store, Overlay::Commands),
            (digit, false, false) if !event.alt_key() && !web::is_editing(event) => to_step(store, digit),
            _ => false,
        };
        if handled {
            event.prevent_default();
        }
    });
}

fn open(store: Store, overlay: Overlay) -> bool {
    store.overlay.set(Some(overlay));
    true
}

fn close(store: Store) -> bool {
    if store.overlay.get_untracked().is_some() {
        store.overlay.set(None);
        return true;
    }
    store.close_workload()
}

fn to_step(store: Store, digit: &str) -> bool {
    let number = digit.parse::<usize>().ok().filter(|_| digit.len() == 1);
    // The tenth step is at the key after the 9.
    match number.map(|number| (number + 9) % 10).and_then(|index| Step::ALL.get(index)) {
        Some(step) => {
            store.go(*step);
            true
        }
        None => false,
    }
}
