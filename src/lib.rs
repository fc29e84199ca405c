//! Sheerline: the drawing table for container platforms.
#[cfg(target_arch = "wasm32")]
pub mod app;
