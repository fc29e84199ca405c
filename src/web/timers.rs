//! Time.

use gloo::timers::callback::Timeout;

/// Something that will happen, unless this is dropped first.
pub struct Delay(Timeout);

impl Delay {
    /// Lets it happen even though nobody holds it.
    pub fn forget(self) {
        self.0.forget();
    }
}

/// Does something after so many milliseconds.
pub fn after(milliseconds: u32, act: impl FnOnce() + 'static) -> Delay {
    Delay(Timeout::new(milliseconds, act))
}

/// Milliseconds since the page began, for measuring.
pub fn now_ms() -> f64 {
    js_sys::Reflect::get(&js_sys::global(), &"performance".into())
        .ok()
        .and_then(|value| wasm_bindgen::JsCast::dyn_into::<web_sys::Performance>(value).ok())
        .map_or(0.0, |performance| performance.now())
}
