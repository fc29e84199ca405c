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
use sheerline::design::{Design, KubernetesMinor, NodePool, OptionKey, PlatformId, Taint, TaintEffect};
use sheerline::knowledge::embedded;
use sheerline::manifests::settings::settings;
use sheerline::manifests::{generate, mesh_setup};
use sheerline::order::Map;
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

/// Settings for each version and several sizes, for `make conformance`: a folder for each version.
#[test]
fn settings_of_every_version_are_written() {
    let Some(place) = std::env::var_os("SHEERLINE_SETTINGS").map(PathBuf::from) else {
        println!("nothing is written: SHEERLINE_SETTINGS names no folder");
        return;
    };
    for version in KubernetesMinor::ALL {
        for (platform, nodes) in [
            (PlatformId::KubernetesSelfManaged, 3),
            (PlatformId::KubernetesSelfManaged, 700),
            (PlatformId::KubernetesSelfManaged, 4500),
            (PlatformId::Eks, 20),
            (PlatformId::K3s, 20),
        ] {
            let mut design = Design { name: "The Shop".into(), ..Design::default() };
            design.cluster.version = Some(*version);
            let mut labels = Map::new();
            labels.insert("tier".to_owned(), "yes".to_owned());
            let taints = vec![Taint { key: "batch".into(), value: "true".into(), effect: TaintEffect::NoSchedule }];
            let pool = |name: &str, machine: &str| NodePool {
                name: name.into(),
                machine: machine.into(),
                ..NodePool::default()
            };
            design.cluster.pools = vec![
                NodePool { nodes: Some(nodes), ..pool("general", "m7i.xlarge") },
                NodePool { min: Some(0), max: Some(9), labels, taints, ..pool("batch", "m7i.2xlarge") },
            ];
            let plan = SettingsPlan::of(&design, platform, embedded()).unwrap();
            for file in settings(&plan, &fixtures::provenance()) {
                let path = place.join(version.key()).join(format!("{}-{nodes}", platform.key())).join(&file.path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, file.text).unwrap();
            }
        }
    }
}
