//! What the browser keeps between two visits.

use gloo::storage::{LocalStorage, Storage};

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
