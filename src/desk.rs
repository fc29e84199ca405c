//! The desk: what the worker beside the page runs.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    sheerline::web::serve(sheerline::app::desk());
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!(
        "This program is the page's worker and runs in a browser: `make serve`. The terminal program is `sheerline`."
    );
    std::process::exit(2);
}
