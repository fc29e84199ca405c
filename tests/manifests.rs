//! The files of a small but complete design, as people will read them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it stands")]

mod fixtures;

use sheerline::design::{Design, MeshKind, MtlsMode, RoutingApi, check};
use sheerline::manifests::{Bundle, FileTarget, generate};

fn bundle(change: fn(&mut Design)) -> Bundle {
    let mut design = fixtures::shop();
    change(&mut design);
    generate(&design, &fixtures::provenance())
}

/// Every file whose path one of the words is in, one after the other.
fn shown(bundle: &Bundle, words: &[&str]) -> String {
    let wanted = bundle.files.iter().filter(|file| words.iter().any(|word| file.path.contains(word)));
    let shown: Vec<String> = wanted.map(|file| format!("──── {}\n{}", file.path, file.text)).collect();
    shown.concat()
}

fn findings(bundle: &Bundle) -> String {
    let lines: Vec<String> =
        bundle.findings.iter().map(|finding| format!("{:?} {finding}\n", finding.severity)).collect();
    lines.concat()
}

#[test]
fn the_shops_kubernetes_files() {
    insta::assert_snapshot!(shown(&bundle(|_| ()), &["kubernetes/"]));
}

#[test]
fn the_shops_istio_files() {
    insta::assert_snapshot!(shown(&bundle(|_| ()), &["istio/"]));
}

#[test]
fn the_shop_in_ambient_mode() {
    let bundle = bundle(|design| design.mesh.chosen = Some(MeshKind::IstioAmbient));
    insta::assert_snapshot!(shown(&bundle, &["istio/", "cart.yaml", "namespaces", "network-policies"]));
}

#[test]
fn the_shop_with_istios_own_routes() {
    let bundle = bundle(|design| design.mesh.routing = Some(RoutingApi::Istio));
    insta::assert_snapshot!(shown(&bundle, &["ingress", "routes", "traffic"]));
}

#[test]
fn the_shop_without_a_mesh() {
    let bundle = bundle(|design| design.mesh.chosen = Some(MeshKind::None));
    assert!(bundle.files.iter().all(|file| !file.path.starts_with("istio")));
    insta::assert_snapshot!(shown(&bundle, &["kustomization", "ingress", "web.yaml"]));
}

#[test]
fn the_shop_with_linkerd() {
    let bundle = bundle(|design| design.mesh.chosen = Some(MeshKind::Linkerd));
    insta::assert_snapshot!(shown(&bundle, &["linkerd/", "namespaces", "network-policies"]) + &findings(&bundle));
}

#[test]
fn the_shop_with_consul() {
    let bundle = bundle(|design| design.mesh.chosen = Some(MeshKind::Consul));
    insta::assert_snapshot!(shown(&bundle, &["consul/"]) + &findings(&bundle));
}

#[test]
fn the_shop_with_cilium() {
    let bundle = bundle(|design| design.mesh.chosen = Some(MeshKind::Cilium));
    insta::assert_snapshot!(shown(&bundle, &["cilium/"]) + &findings(&bundle));
}

#[test]
fn the_shop_while_it_moves_into_the_mesh() {
    let bundle = bundle(|design| design.mesh.mtls = Some(MtlsMode::Permissive));
    insta::assert_snapshot!(shown(&bundle, &["access"]));
}

#[test]
fn what_there_is_to_say_of_the_shop() {
    insta::assert_snapshot!(findings(&bundle(|_| ())));
}

#[test]
fn what_there_is_to_say_of_everything() {
    let bundle = generate(&fixtures::everything::everything(), &fixtures::provenance());
    insta::assert_snapshot!(findings(&bundle));
}

#[test]
fn an_empty_design_has_no_files() {
    assert_eq!(generate(&Design::default(), &fixtures::provenance()), Bundle::default());
}

#[test]
fn files_come_in_order_and_say_what_they_are() {
    let bundle = bundle(|_| ());
    let listed: Vec<(&str, FileTarget, &str)> =
        bundle.files.iter().map(|file| (file.path.as_str(), file.target, file.describes.as_str())).collect();
    insta::assert_debug_snapshot!(listed);
    for file in &bundle.files {
        assert!(
            file.text.starts_with("# Written by Sheerline 0.1.0, with facts of 2026-11-22.\n# The design: https://")
        );
        assert!(file.text.ends_with('\n') && !file.text.contains(" \n"), "{}", file.path);
    }
}

#[test]
fn the_shared_designs_are_as_sound_as_they_are_meant_to_be() {
    let faults = |design: &Design| {
        let errors = check(design).into_iter().filter(|finding| finding.severity == sheerline::design::Severity::Error);
        errors.count()
    };
    assert_eq!(faults(&fixtures::shop()) + faults(&fixtures::everything::everything()), 0);
}
