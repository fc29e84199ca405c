//! Writes the files of the shared designs into a folder, for validators that are not ours:
//!
//! ```text
//! SHEERLINE_DUMP=DIR cargo test --test dump_generated
//! ```
//!
//! Each design gets a folder of its own. Without the variable nothing is written, and the test says so.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod fixtures;

use std::fs;
use std::path::PathBuf;

#[test]
fn the_files_of_every_design_are_written() {
    let Some(place) = std::env::var_os("SHEERLINE_DUMP").map(PathBuf::from) else {
        println!("nothing is written: SHEERLINE_DUMP names no folder");
        return;
    };
    for (name, design) in fixtures::cases() {
        let folder = place.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        for file in sheerline::manifests::generate(&design, &fixtures::provenance()).files {
            let path = folder.join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file.text).unwrap();
        }
    }
}
