//! The address: step and design live in the fragment, which no server ever sees.

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::JsValue;

/// The fragment with its `#`; empty for none.
pub fn read_fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// The whole address without its fragment.
pub fn current_address() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Shows a fragment; a new step makes an entry in the browser's history, an edit does not.
pub fn show_fragment(fragment: &str, new_entry: bool) {
    if let Ok(history) = window().history() {
        let shown = if new_entry {
            history.push_state_with_url(&JsValue::NULL, "", Some(fragment))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(fragment))
        };
        // A browser may refuse very long addresses or too many changes; the design is stored all the same.
        drop(shown);
    }
}

/// Calls back with the fragment whenever a person changes it: by a link, by hand, or by going back.
pub fn on_address_change(mut changed: impl FnMut(String) + 'static) {
    EventListener::new(&window(), "popstate", move |_| changed(read_fragment())).forget();
}
