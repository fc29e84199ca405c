//! On wasm32 `src/lib.rs` takes this crate's macros, and with them every `#[test]` of the core becomes one that the wasm
//! test runner finds. So the same unit tests run natively and in Chromium, without a word about it at any of them.

pub use wasm_bindgen_test::wasm_bindgen_test as test;
