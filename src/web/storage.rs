//! What the browser keeps between two visits.

use gloo::storage::{LocalStorage, SessionStorage, Storage};

const PREFIX: &str = "sheerline.";

/// What was kept under a name.
pub fn recall(name: &str) -> Option<String> {
    LocalStorage::raw().get_item(&format!("{PREFIX}{name}")).ok().flatten()
}

/// Keeps a text under a name; false when the browser has no room or forbids it.
pub fn remember(name: &str, text: &str) -> bool {
    LocalStorage::raw().set_item(&format!("{PREFIX}{name}"), text).is_ok()
}

/// Forgets what was kept under a name.
pub fn forget(name: &str) {
    LocalStorage::delete(format!("{PREFIX}{name}"));
}

/// What was kept under a name while this tab is open.
pub fn recall_in_tab(name: &str) -> Option<String> {
    SessionStorage::raw().get_item(&format!("{PREFIX}{name}")).ok().flatten()
}

/// Keeps a text under a name until this tab is closed, where the browser has room for it; an empty one is forgotten.
pub fn keep_in_tab(name: &str, text: &str) {
    let name = format!("{PREFIX}{name}");
    if text.is_empty() || SessionStorage::raw().set_item(&name, text).is_err() {
        SessionStorage::delete(name);
    }
}
