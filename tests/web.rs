//! The page in a real browser: started as `main` starts it, and looked at.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn the_page_shows_its_heading() {
    sheerline::app::start();
    leptos::task::tick().await;
    let body = web_sys::window().unwrap().document().unwrap().body().unwrap();
    let heading = body.query_selector("main h1").unwrap().and_then(|found| found.text_content()).unwrap_or_default();
    assert!(!heading.trim().is_empty(), "no heading in: {}", body.inner_html());
}
