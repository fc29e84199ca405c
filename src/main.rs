//! The page, or its worker: the same module, started twice.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    if sheerline::web::in_worker() {
        sheerline::web::serve(sheerline::app::desk());
    } else {
        sheerline::app::start();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program is the page and runs in a browser: `make serve`. The terminal program is `sheerline`.");
    std::process::exit(2);
}
