//! The settings of a design as files: each passes the check of its version, and reads well.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it stands")]

mod fixtures;

use sheerline::cluster::settings::{Minor, SettingsPlan, Tables, check};
use sheerline::design::{Design, KubernetesMinor, NodePool, OptionKey, PlatformId, Severity, Taint, TaintEffect};
use sheerline::knowledge::embedded;
use sheerline::manifests::File;
use sheerline::manifests::settings::settings;
use sheerline::order::Map;
use sheerline::yaml::read::read;

/// Pools of every sort, with that many nodes in the first.
fn design(nodes: u32, version: KubernetesMinor) -> Design {
    let mut design = Design { name: "The Shop: “no” & 1_000".into(), ..Design::default() };
    design.cluster.version = Some(version);
    let mut labels = Map::new();
    labels.insert("tier".to_owned(), "yes".to_owned());
    let pool =
        |name: &str, machine: &str| NodePool { name: name.into(), machine: machine.into(), ..NodePool::default() };
    design.cluster.pools = vec![
        NodePool { nodes: Some(nodes), ..pool("General 1", "m7i.xlarge") },
        NodePool {
            min: Some(0),
            max: Some(12),
            spot: true,
            labels,
            zones: vec!["eu-west-1a".into()],
            taints: vec![Taint { key: "batch".into(), value: "true".into(), effect: TaintEffect::NoSchedule }],
            ..pool("batch", "m7i.2xlarge")
        },
    ];
    design
}

fn written(platform: PlatformId, nodes: u32, version: KubernetesMinor) -> Vec<File> {
    let design = design(nodes, version);
    let plan = SettingsPlan::of(&design, platform, embedded()).unwrap();
    settings(&plan, &fixtures::provenance())
}

const PLATFORMS: [PlatformId; 6] = [
    PlatformId::KubernetesSelfManaged,
    PlatformId::Eks,
    PlatformId::GkeStandard,
    PlatformId::GkeAutopilot,
    PlatformId::Aks,
    PlatformId::K3s,
];

/// Kinds that `check` reads.
fn is_checked(text: &str, tables: &Tables) -> bool {
    tables.kinds.iter().any(|kind| text.contains(&format!("\nkind: {}\n", kind.kind)))
}

#[test]
fn every_file_passes_the_check_of_its_version() {
    let tables = Tables::read();
    let mut checked = 0;
    for version in [KubernetesMinor::V1_35, KubernetesMinor::V1_36, KubernetesMinor::V1_37] {
        let minor: Minor = version.key().parse().unwrap();
        for platform in PLATFORMS {
            for nodes in [1, 3, 80, 101, 600, 3500, 6000] {
                for file in written(platform, nodes, version) {
                    if !is_checked(&file.text, &tables) {
                        continue;
                    }
                    checked += 1;
                    let found = check(&file.text, minor, &tables).findings;
                    // A database of more than 4 GiB is what thousands of nodes need, and is remarked on all the same.
                    let loud: Vec<String> = found
                        .iter()
                        .filter(|one| one.severity > Severity::Note || !one.at.contains("quota-backend-bytes"))
                        .map(ToString::to_string)
                        .collect();
                    assert!(loud.is_empty(), "{} for {minor}, {nodes} nodes:\n{}", file.path, loud.join("\n"));
                }
            }
        }
    }
    assert!(checked >= 3 * 7 * 5, "{checked}");
}

#[test]
fn every_yaml_file_can_be_read_and_says_whose_it_is() {
    for platform in PLATFORMS {
        for file in written(platform, 600, KubernetesMinor::V1_36) {
            let is_json = file.path.ends_with("json");
            assert!(is_json || file.text.starts_with("# Written by Sheerline "), "{}", file.path);
            if file.path.to_ascii_lowercase().ends_with("md") {
                continue;
            }
            let documents = read(&file.text);
            assert!(!documents.is_empty());
            for document in documents {
                let document = document.unwrap_or_else(|error| panic!("{}: {error}", file.path));
                assert!(document.remarks.is_empty(), "{}", file.path);
            }
        }
    }
}

#[test]
fn what_a_platform_keeps_to_itself_is_not_written() {
    let paths = |platform| -> Vec<String> {
        written(platform, 600, KubernetesMinor::V1_36).into_iter().map(|file| file.path).collect()
    };
    assert_eq!(
        paths(PlatformId::KubernetesSelfManaged),
        [
            "settings/README.md",
            "settings/control-plane/kubeadm.yaml",
            "settings/control-plane/kube-scheduler.yaml",
            "settings/control-plane/encryption.yaml",
            "settings/control-plane/audit-policy.yaml",
            "settings/nodes/batch/kubeletconfiguration.yaml",
            "settings/control-plane/join.yaml",
            "settings/nodes/general-1/join.yaml",
            "settings/nodes/batch/join.yaml",
            "settings/cluster/etcd.yaml",
            "settings/cluster/cluster-autoscaler.yaml",
            "settings/cluster/fairness.yaml",
            "settings/cluster/prometheus-rules.yaml",
            "settings/cluster/dashboards.yaml",
            "settings/cluster/kustomization.yaml",
        ]
    );
    assert!(paths(PlatformId::Eks).contains(&"settings/cluster/karpenter.yaml".to_owned()));
    assert!(paths(PlatformId::Aks).contains(&"settings/nodes/aks-kubelet.json".to_owned()));
    for platform in PLATFORMS.into_iter().filter(|platform| *platform != PlatformId::KubernetesSelfManaged) {
        let files = written(platform, 600, KubernetesMinor::V1_36);
        assert!(files.iter().all(|file| !file.path.contains("control-plane/")), "{platform:?}");
        let rules = files.iter().find(|file| file.path.ends_with("prometheus-rules.yaml")).unwrap();
        assert!(!rules.text.contains("etcd_server_has_leader"), "{platform:?}");
    }
}

#[test]
fn no_gate_is_ever_set() {
    for version in [KubernetesMinor::V1_35, KubernetesMinor::V1_36, KubernetesMinor::V1_37] {
        for platform in PLATFORMS {
            for file in written(platform, 3, version) {
                assert!(!file.text.contains("featureGates") && !file.text.contains("feature-gates"), "{}", file.path);
            }
        }
    }
}

fn show(file: &File) -> String {
    format!("──── {} ({})\n{}", file.path, file.describes, file.text)
}

fn shown(platform: PlatformId, nodes: u32, version: KubernetesMinor) -> String {
    let files = written(platform, nodes, version);
    let shown: Vec<String> = files.iter().map(show).collect();
    shown.concat()
}

#[test]
fn a_cluster_of_ones_own() {
    insta::assert_snapshot!(shown(PlatformId::KubernetesSelfManaged, 600, KubernetesMinor::V1_36));
}

#[test]
fn a_cluster_on_eks() {
    insta::assert_snapshot!(shown(PlatformId::Eks, 30, KubernetesMinor::V1_35));
}

/// Of what others have, too, only what is their own.
fn own(platform: PlatformId) -> String {
    let files = written(platform, 30, KubernetesMinor::V1_37);
    let own = files.iter().filter(|file| !file.path.contains("/cluster/"));
    let shown: Vec<String> = own.map(show).collect();
    shown.concat()
}

#[test]
fn clusters_on_gke_and_aks_and_of_k3s() {
    insta::assert_snapshot!([own(PlatformId::GkeStandard), own(PlatformId::Aks), own(PlatformId::K3s)].concat());
}
