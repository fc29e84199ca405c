//! Patterns of traffic: what is written for them in each mesh, and what is said of tries, times and capacity.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop where it stands")]

mod fixtures;

use fixtures::patterns::shop;
use sheerline::design::{Design, MeshKind, ReleaseDriver, ReleaseKind};
use sheerline::manifests::{File, generate, mesh_setup};

fn rollout(design: &Design) -> Vec<File> {
    let files = mesh_setup(design, None, &fixtures::provenance());
    files.into_iter().filter(|file| file.path.starts_with("mesh/rollouts/")).collect()
}

fn shown(files: &[File], words: &[&str]) -> String {
    let wanted = files.iter().filter(|file| words.iter().any(|word| file.path.contains(word)));
    let shown: Vec<String> = wanted.map(|file| format!("──── {}\n{}", file.path, file.text)).collect();
    shown.concat()
}

fn findings(design: &Design) -> Vec<String> {
    let bundle = generate(design, &fixtures::provenance());
    bundle.findings.iter().filter(|one| one.field.starts_with("traffic")).map(ToString::to_string).collect()
}

#[test]
fn a_canary_by_hand_with_istio() {
    let design = shop(MeshKind::IstioSidecar, ReleaseKind::Weighted, ReleaseDriver::ByHand);
    insta::assert_snapshot!(shown(&rollout(&design), &["mesh/rollouts"]));
}

#[test]
fn patterns_among_istios_objects() {
    let design = shop(MeshKind::IstioSidecar, ReleaseKind::Cookie, ReleaseDriver::ByHand);
    let bundle = generate(&design, &fixtures::provenance());
    let text = shown(&bundle.files, &["tokens", "limits", "machines", "istio/shop/traffic"]);
    insta::assert_snapshot!(text + &shown(&rollout(&design), &["1-chosen"]) + &findings(&design).join("\n"));
}

#[test]
fn other_ways_and_meshes() {
    let mut text = String::new();
    for (mesh, kind, driver) in [
        (MeshKind::IstioAmbient, ReleaseKind::Mirror, ReleaseDriver::ByHand),
        (MeshKind::Linkerd, ReleaseKind::Cookie, ReleaseDriver::ByHand),
        (MeshKind::Consul, ReleaseKind::Header, ReleaseDriver::ByHand),
        (MeshKind::Consul, ReleaseKind::BlueGreen, ReleaseDriver::ByHand),
        (MeshKind::Linkerd, ReleaseKind::Weighted, ReleaseDriver::Flagger),
        (MeshKind::IstioSidecar, ReleaseKind::Weighted, ReleaseDriver::ArgoRollouts),
    ] {
        let files = rollout(&shop(mesh, kind, driver));
        text += &shown(&files, &["/1-", "rollback", "flagger", "argo"]);
    }
    insta::assert_snapshot!(text);
}

#[test]
fn what_a_mesh_cannot_do_is_said() {
    let all = |mesh, kind, driver| findings(&shop(mesh, kind, driver)).join("\n");
    assert!(all(MeshKind::Cilium, ReleaseKind::Weighted, ReleaseDriver::ByHand).contains("cilium cannot route"));
    assert!(all(MeshKind::Linkerd, ReleaseKind::Mirror, ReleaseDriver::ByHand).contains("linkerd cannot route"));
    assert!(all(MeshKind::Consul, ReleaseKind::Weighted, ReleaseDriver::Flagger).contains("consul cannot route"));
    assert!(all(MeshKind::Linkerd, ReleaseKind::Weighted, ReleaseDriver::ByHand).contains("linkerd has no faults"));
    assert!(!all(MeshKind::IstioSidecar, ReleaseKind::Mirror, ReleaseDriver::ByHand).contains("cannot route"));
}

#[test]
fn tries_multiply_and_times_nest() {
    let mut design = shop(MeshKind::IstioSidecar, ReleaseKind::Weighted, ReleaseDriver::ByHand);
    let said = findings(&design).join("\n");
    assert!(said.contains("web (5 tries) → cart (4 tries)") && said.contains("becomes 20 of them"), "{said}");
    assert!(said.contains("web waits up to 2s for cart, but is itself given up after 1s"), "{said}");
    assert!(said.contains("5 tries of 400ms do not fit into 1s: only 2 of them"), "{said}");
    for traffic in &mut design.traffic.services {
        traffic.retries = Some(1);
        traffic.per_try_timeout = None;
    }
    design.traffic.services[1].timeout = Some(sheerline::units::Millis::seconds(3));
    let said = findings(&design).join("\n");
    assert!(!said.contains("tries") && !said.contains("given up"), "{said}");
}

#[test]
fn the_new_version_has_pods_for_its_share() {
    let design = shop(MeshKind::IstioSidecar, ReleaseKind::Weighted, ReleaseDriver::ByHand);
    let cart = design.workloads.iter().find(|own| own.name == "cart").unwrap();
    let pods = cart.pods().max(cart.autoscaling.as_ref().map_or(0, |scaling| scaling.max));
    let files = rollout(&design);
    let text = &files.iter().find(|file| file.path.ends_with("0-new-version.yaml")).unwrap().text;
    assert!(text.contains(&format!("replicas: {}\n", pods.div_ceil(2))), "{text}");
    assert!(text.contains("cart:1.5.0"));
}
