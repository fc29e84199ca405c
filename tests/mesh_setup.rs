//! What a mesh is installed with: every key is one its chart knows, and the files read well.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop where it stands")]

mod fixtures;

use sheerline::design::{Design, EgressPolicy, IstioMinor, MeshKind, OptionKey, PlatformId, RoutingApi};
use sheerline::manifests::{File, mesh_setup};
use sheerline::units::Rate;
use sheerline::yaml::read::{Node, read};

fn written(design: &Design, platform: PlatformId) -> Vec<File> {
    mesh_setup(design, Some(platform), &fixtures::provenance())
}

fn shop(kind: MeshKind) -> Design {
    let mut design = fixtures::shop();
    design.mesh.chosen = Some(kind);
    design
}

const KEYS: &str = include_str!("fixtures/mesh-keys.txt");

/// The patterns of a chart, each with the minor it is known from.
fn known(chart: &str) -> Vec<(&'static str, Vec<String>)> {
    let head = format!("[{chart}]");
    let own = KEYS.lines().skip_while(|line| *line != head).skip(1).take_while(|line| !line.starts_with('['));
    own.map(|line| {
        let (since, pattern) = line.split_once(' ').unwrap_or(("1.30", line));
        (since, spread(pattern))
    })
    .collect()
}

/// `a.{b,c}` as `a.b` and `a.c`.
fn spread(pattern: &str) -> Vec<String> {
    let Some((before, rest)) = pattern.split_once('{') else { return vec![pattern.to_owned()] };
    let (names, after) = rest.split_once('}').unwrap();
    names.split(',').flat_map(|name| spread(&format!("{before}{name}{after}"))).collect()
}

fn fits(pattern: &str, path: &[String]) -> bool {
    let mut parts = pattern.split('.');
    for (at, step) in path.iter().enumerate() {
        match parts.next() {
            Some("**") => return true,
            Some("*") => {}
            Some(part) if part == step => {}
            // A list or a map that is taken as a whole.
            None => return at > 0,
            Some(_) => return false,
        }
    }
    parts.next().is_none()
}

fn leaves(node: &Node, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    if node.entries().is_empty() {
        found.push(path.clone());
        return;
    }
    for entry in node.entries() {
        path.push(entry.key.clone());
        leaves(&entry.value, path, found);
        path.pop();
    }
}

fn unknown(chart: &str, minor: &str, text: &str) -> Vec<String> {
    let known = known(chart);
    assert!(!known.is_empty(), "no keys of {chart}");
    let root = &read(text)[0].as_ref().unwrap().root.clone();
    let mut found = Vec::new();
    leaves(root, &mut Vec::new(), &mut found);
    let is_known = |path: &Vec<String>| {
        known.iter().any(|(since, patterns)| *since <= minor && patterns.iter().any(|pattern| fits(pattern, path)))
    };
    found.iter().filter(|path| !is_known(path)).map(|path| path.join(".")).collect()
}

/// Every mesh, version, routing API and platform, small and large.
fn cases() -> Vec<(Design, PlatformId)> {
    let mut cases = Vec::new();
    for kind in MeshKind::ALL {
        for minor in IstioMinor::ALL {
            for api in RoutingApi::ALL {
                for platform in
                    [PlatformId::KubernetesSelfManaged, PlatformId::Eks, PlatformId::GkeStandard, PlatformId::K3s]
                {
                    for large in [false, true] {
                        let mut design = shop(*kind);
                        design.mesh.istio = Some(*minor);
                        design.mesh.routing = Some(*api);
                        if large {
                            design.mesh.egress = Some(EgressPolicy::RegistryOnly);
                            design.clusters.trust_domain = "shop.example.com".into();
                            for workload in &mut design.workloads {
                                workload.replicas = Some(900);
                                for call in &mut workload.calls {
                                    call.rate = Some(Rate::per_second(90_000));
                                }
                            }
                            let first = design.services[0].clone();
                            for number in 0..60 {
                                let mut more = first.clone();
                                more.name = format!("more-{number}");
                                design.services.push(more);
                            }
                        }
                        cases.push((design, platform));
                    }
                }
            }
        }
    }
    cases
}

#[test]
fn every_key_is_one_that_the_chart_of_that_version_knows() {
    let mut seen = 0;
    for (design, platform) in cases() {
        let minor = design.mesh.istio.unwrap().key();
        for file in written(&design, platform) {
            let chart = match file.path.strip_prefix("mesh/").unwrap() {
                "istioctl.yaml" => "operator",
                other => match other.strip_prefix("values/").and_then(|name| name.strip_suffix(".yaml")) {
                    Some(chart) => chart,
                    None => continue,
                },
            };
            assert_eq!(unknown(chart, minor, &file.text), Vec::<String>::new(), "{} of {minor}", file.path);
            seen += 1;
        }
    }
    assert!(seen > 200);
}

#[test]
fn a_key_that_no_chart_knows_is_found() {
    assert_eq!(unknown("istiod", "1.31", "pilot: {env: {A: b}}\nautoscaleMin: 2"), ["pilot.env.A"]);
    assert_eq!(unknown("istiod", "1.31", "env: {PILOT_ENABLE_SUB_EFFECTIVE_POLICY: 'true'}").len(), 1);
    assert_eq!(unknown("gateway", "1.30", "dnsPolicy: Default"), ["dnsPolicy"]);
    assert_eq!(unknown("gateway", "1.31", "dnsPolicy: Default"), Vec::<String>::new());
    assert_eq!(unknown("operator", "1.31", "spec: {values: {pilot: {pdb: {minAvailable: 1}}}}").len(), 1);
}

fn shown(files: &[File]) -> String {
    let shown: Vec<String> = files.iter().map(|file| format!("──── {}\n{}", file.path, file.text)).collect();
    shown.concat()
}

#[test]
fn istio_with_sidecars_on_eks() {
    let mut design = shop(MeshKind::IstioSidecar);
    design.mesh.istio = Some(IstioMinor::V1_31);
    design.mesh.routing = Some(RoutingApi::Istio);
    design.mesh.egress = Some(EgressPolicy::RegistryOnly);
    insta::assert_snapshot!(shown(&written(&design, PlatformId::Eks)));
}

#[test]
fn istio_ambient_on_gke() {
    insta::assert_snapshot!(shown(&written(&shop(MeshKind::IstioAmbient), PlatformId::GkeStandard)));
}

#[test]
fn the_other_meshes() {
    let files: Vec<File> = [MeshKind::Linkerd, MeshKind::Consul, MeshKind::Cilium]
        .into_iter()
        .flat_map(|kind| written(&shop(kind), PlatformId::KubernetesSelfManaged))
        .collect();
    insta::assert_snapshot!(shown(&files));
}

#[test]
fn without_a_mesh_or_workloads_there_is_nothing() {
    assert_eq!(written(&shop(MeshKind::None), PlatformId::Eks), []);
    assert_eq!(written(&Design::default(), PlatformId::Eks), []);
}
