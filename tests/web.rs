//! The page in a real browser: mounted as `main` mounts it, and looked at.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

use leptos::mount::mount_to;
use sheerline::app::App;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

/// A place of its own in the page for one mounted app; it goes when the test ends.
struct Stage(HtmlElement);

impl Stage {
    fn new() -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let place: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        document.body().unwrap().append_child(&place).unwrap();
        Self(place)
    }

    fn text(&self, selector: &str) -> String {
        self.0.query_selector(selector).unwrap().and_then(|found| found.text_content()).unwrap_or_default()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.0.remove();
    }
}

#[wasm_bindgen_test]
async fn the_page_shows_its_heading() {
    let stage = Stage::new();
    let mounted = mount_to(stage.0.clone(), App);
    leptos::task::tick().await;
    assert!(!stage.text("h1").trim().is_empty(), "no heading in: {}", stage.0.inner_html());
    drop(mounted);
}
