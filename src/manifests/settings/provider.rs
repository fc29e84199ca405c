//! What can be set where the provider runs the control plane, and in which form: EKS, GKE and AKS.

use super::book::{Book, Reasons};
use super::kubelet;
use crate::cluster::settings::PoolPlan;
use crate::manifests::FileTarget;
use crate::manifests::left_out::{Flag, Many, Pairs};
use crate::order::Gather;
use crate::yaml::{Tree, Written, json, print, written};

/// A name that every provider takes: small letters, digits and dashes.
pub(super) fn plain(name: &str) -> String {
    let mut plain: String =
        name.chars().take(40).map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    while plain.contains("--") {
        plain = plain.replace("--", "-");
    }
    let plain = plain.trim_matches('-').to_owned();
    if plain.is_empty() { "cluster".to_owned() } else { plain }
}

written! {
    struct ClusterConfig {
        metadata: ClusterMetadata,
        cloud_watch: CloudWatch,
        managed_node_groups: Vec<NodeGroup>,
    }

    struct ClusterMetadata {
        name: String,
        region: &'static str,
        version: String,
    }

    struct CloudWatch {
        cluster_logging: Logging,
    }

    struct Logging {
        enable_types: Vec<&'static str>,
    }

    struct NodeGroup {
        name: String,
        ami_family: &'static str,
        instance_type: String,
        min_size: u32,
        desired_capacity: u32,
        max_size: u32,
        spot: Flag,
        availability_zones: Many<String>,
        labels: Pairs,
        taints: Many<super::autoscaling::Taint>,
        override_bootstrap_command: String,
    }

    /// What nodeadm of the machine's image reads.
    struct NodeConfig {
        spec: NodeConfigSpec,
    }

    struct NodeConfigSpec {
        kubelet: NodeKubelet,
    }

    struct NodeKubelet {
        config: kubelet::Kubelet,
    }
}

/// The kubelet's configuration as nodeadm of EKS takes it; what EKS works out itself stays with it.
fn eks_kubelet(book: &Book) -> kubelet::Kubelet {
    kubelet::Kubelet {
        kube_reserved: Pairs::default(),
        system_reserved: Pairs::default(),
        server_tls_bootstrap: None,
        ..kubelet::whole(book, (0, 0))
    }
}

fn node_group(pool: &PoolPlan, bootstrap: &str) -> NodeGroup {
    let (min, max) = pool.bounds();
    NodeGroup {
        name: plain(&pool.pool.name),
        ami_family: "AmazonLinux2023",
        instance_type: pool.pool.machine.clone(),
        min_size: min,
        desired_capacity: pool.pool.nodes.unwrap_or(min).clamp(min, max),
        max_size: max,
        spot: Flag(pool.pool.spot),
        availability_zones: pool.pool.zones.clone().into(),
        labels: Pairs(pool.pool.labels.clone()),
        taints: super::autoscaling::taints(pool).into(),
        override_bootstrap_command: bootstrap.to_owned(),
    }
}

/// eksctl's file of the cluster and its groups of nodes.
pub(super) fn eks(book: &mut Book) {
    let plan = book.plan;
    let config = NodeConfig { spec: NodeConfigSpec { kubelet: NodeKubelet { config: eks_kubelet(book) } } };
    let node = book.document("node.eks.aws/v1alpha1", "NodeConfig", &config, &[]);
    let bootstrap = print(&[node]);
    let fixed: Vec<&PoolPlan> = plan.pools.iter().filter(|pool| !pool.scales()).gather();
    let groups: Vec<&PoolPlan> = if fixed.is_empty() { plan.pools.iter().take(1).gather() } else { fixed };
    let body = ClusterConfig {
        metadata: ClusterMetadata {
            name: plain(&plan.design.name),
            region: "eu-west-1",
            version: plan.minor().to_string(),
        },
        cloud_watch: CloudWatch {
            cluster_logging: Logging { enable_types: vec!["audit", "authenticator", "controllerManager", "scheduler"] },
        },
        managed_node_groups: groups.iter().map(|pool| node_group(pool, &bootstrap)).gather(),
    };
    let mut document = book.document("eksctl.io/v1alpha5", "ClusterConfig", &body, &[]);
    document.tree.note(&["metadata", "region"], "Write your own; and a version that EKS offers.");
    document.tree.note(
        &["cloudWatch"],
        "The control plane is Amazon's: neither flags nor an audit policy can be set, but its logs can be had.",
    );
    document.tree.note(
        &["managedNodeGroups"],
        "Pools that do not grow stand here, those that do in cluster/karpenter.yaml. Reservations are EKS' own: 255 MiB and 11 MiB for each pod.",
    );
    let about = "For eksctl create cluster -f eksctl.yaml. Encrypt Secrets with a key of your own: eksctl utils enable-secrets-encryption.";
    book.put("nodes/eksctl.yaml", about, "ClusterConfig", vec![document]);
}

written! {
    struct SystemConfig {
        kubelet_config: GkeKubelet,
    }

    struct GkeKubelet {
        pod_pids_limit: Option<i64>,
        container_log_max_size: Option<String>,
    }
}

/// GKE's node system configuration.
pub(super) fn gke(book: &mut Book) {
    let body = SystemConfig {
        kubelet_config: GkeKubelet {
            pod_pids_limit: book.whole("kubelet.podPidsLimit"),
            container_log_max_size: book.text("kubelet.containerLogMaxSize"),
        },
    };
    let mut tree = body.write();
    let reasons: &Reasons = &[
        (&["kubeletConfig", "podPidsLimit"], "kubelet.podPidsLimit"),
        (&["kubeletConfig", "containerLogMaxSize"], "kubelet.containerLogMaxSize"),
    ];
    for (path, id) in reasons {
        tree.note(path, &crate::manifests::object::wrapped(&book.plan.reason(id)));
    }
    let document = crate::yaml::Document { comment: String::new(), tree };
    let about = "For gcloud container node-pools create NAME --system-config-from-file=gke-system-config.yaml. What is not \
                 in it GKE sets itself: reservations and eviction are its own.";
    book.put("nodes/gke-system-config.yaml", about, "node system configuration", vec![document]);
}

/// The custom node configuration of AKS, which is JSON.
pub(super) fn aks(book: &mut Book) {
    let mut entries = Vec::new();
    if let Some(limit) = book.whole("kubelet.podPidsLimit") {
        entries.push(crate::manifests::object::entry("podMaxPids", Tree::Integer(limit)));
    }
    let size = book.text("kubelet.containerLogMaxSize");
    let megabytes = size.and_then(|size| size.strip_suffix("Mi")?.parse::<i64>().ok());
    if let Some(megabytes) = megabytes {
        entries.push(crate::manifests::object::entry("containerLogMaxSizeMB", Tree::Integer(megabytes)));
    }
    let mut text = json(&Tree::Map(entries));
    text.push('\n');
    book.file("nodes/aks-kubelet.json", "custom node configuration", text, FileTarget::Settings);
}

written! {
    struct K3s {
        secrets_encryption as "secrets-encryption": bool,
        kubelet_arg as "kubelet-arg": Vec<String>,
        kube_apiserver_arg as "kube-apiserver-arg": Vec<String>,
    }
}

/// k3s' own file, which passes flags on.
pub(super) fn k3s(book: &mut Book) {
    let kubelet = [
        ("pod-max-pids", "kubelet.podPidsLimit"),
        ("container-log-max-size", "kubelet.containerLogMaxSize"),
        ("seccomp-default", "kubelet.seccompDefault"),
    ];
    let api_server = [
        ("audit-log-maxage", "apiserver.audit-log-maxage"),
        ("audit-log-maxbackup", "apiserver.audit-log-maxbackup"),
        ("max-requests-inflight", "apiserver.max-requests-inflight"),
        ("max-mutating-requests-inflight", "apiserver.max-mutating-requests-inflight"),
    ];
    let own = |args: &[(&str, &str)]| -> Vec<String> {
        args.iter().filter_map(|(name, id)| Some(format!("{name}={}", book.text(id)?))).gather()
    };
    let mut kube_apiserver_arg = vec![
        "audit-log-path=/var/lib/rancher/k3s/server/logs/audit.log".to_owned(),
        "audit-policy-file=/var/lib/rancher/k3s/server/audit.yaml".to_owned(),
    ];
    kube_apiserver_arg.extend(own(&api_server));
    let body = K3s { secrets_encryption: true, kubelet_arg: own(&kubelet), kube_apiserver_arg };
    let mut tree = body.write();
    tree.note(
        &["secrets-encryption"],
        "Without it Secrets are stored in plain form. It can only be turned on when the first server starts.",
    );
    tree.note(&["kube-apiserver-arg"], "Put k3s-audit-policy.yaml there as audit.yaml before the server starts.");
    let document = crate::yaml::Document { comment: String::new(), tree };
    let about = "For /etc/rancher/k3s/config.yaml. What is not in it k3s sets itself.";
    book.put("nodes/k3s-config.yaml", about, "configuration of k3s", vec![document]);
    let about = "Put it on every server as /var/lib/rancher/k3s/server/audit.yaml.";
    super::api_server::audit(book, "nodes/k3s-audit-policy.yaml", about);
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_people_become_names_of_things() {
        for (name, plain) in
            [("General 1", "general-1"), ("", "cluster"), ("--", "cluster"), ("Ä b", "b"), ("a..b", "a-b")]
        {
            assert_eq!(super::plain(name), plain, "{name}");
        }
    }
}
