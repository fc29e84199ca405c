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

use sheerline::cluster::settings::SettingsPlan;
use sheerline::design::{NodePool, PlatformId};
use sheerline::knowledge::embedded;
use sheerline::manifests::settings::settings;
use sheerline::manifests::{generate, mesh_setup};
use std::fs;
use std::path::PathBuf;

#[test]
fn the_files_of_every_design_are_written() {
    let Some(place) = std::env::var_os("SHEERLINE_DUMP").map(PathBuf::from) else {
        println!("nothing is written: SHEERLINE_DUMP names no folder");
        return;
    };
    // The settings of each platform in turn.
    let platforms =
        [PlatformId::KubernetesSelfManaged, PlatformId::Eks, PlatformId::GkeStandard, PlatformId::Aks, PlatformId::K3s];
    for ((name, mut design), platform) in fixtures::cases().into_iter().zip(platforms.into_iter().cycle()) {
        let pool = |name: &str, min, max| NodePool {
            name: name.into(),
            machine: "m7i.xlarge".into(),
            min: Some(min),
            max: Some(max),
            ..NodePool::default()
        };
        design.cluster.pools.extend([pool("dump-a", 3, 3), pool("dump-b", 0, 900)]);
        let folder = place.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        let mut files = generate(&design, &fixtures::provenance()).files;
        files.extend(mesh_setup(&design, Some(platform), &fixtures::provenance()));
        if let Some(plan) = SettingsPlan::of(&design, platform, embedded()) {
            files.extend(settings(&plan, &fixtures::provenance()));
        }
        for file in files {
            let path = folder.join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file.text).unwrap();
        }
    }
}
