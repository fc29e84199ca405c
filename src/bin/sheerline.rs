//! The core at a terminal.

fn main() {
    std::process::exit(2);
}
