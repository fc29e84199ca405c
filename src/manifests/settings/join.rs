//! kubeadm's JoinConfiguration: for further machines of the control plane, and for the nodes of each pool.

use super::autoscaling::{Taint, taints};
use super::book::Book;
use super::provider::plain;
use crate::cluster::settings::PoolPlan;
use crate::manifests::left_out::Many;
use crate::order::Gather;
use crate::yaml::{Tree, written};

/// A token of the right form that no cluster has.
const TOKEN: &str = "abcdef.0123456789abcdef";
/// A hash and a key of the right form.
const NONE: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// Where the patches of a pool stand on the machine.
const PATCHES: &str = "/etc/kubernetes/patches";

written! {
    struct JoinConfiguration {
        discovery: Discovery,
        control_plane: Option<ControlPlane>,
        node_registration: Option<NodeRegistration>,
        patches: Option<Patches>,
    }

    struct Discovery {
        bootstrap_token: BootstrapToken,
    }

    struct BootstrapToken {
        api_server_endpoint: &'static str,
        token: &'static str,
        ca_cert_hashes: Vec<String>,
    }

    struct ControlPlane {
        certificate_key: &'static str,
    }

    struct NodeRegistration {
        kubelet_extra_args: Many<Arg>,
        taints: Many<Taint>,
    }

    struct Arg {
        name: &'static str,
        value: String,
    }

    struct Patches {
        directory: &'static str,
    }
}

fn discovery() -> Discovery {
    Discovery {
        bootstrap_token: BootstrapToken {
            api_server_endpoint: super::kubeadm::ENDPOINT,
            token: TOKEN,
            ca_cert_hashes: vec![format!("sha256:{NONE}")],
        },
    }
}

/// Labels that a kubelet may give its own node: of those of Kubernetes only some.
fn labels(pool: &PoolPlan) -> String {
    let own = |key: &str| {
        let prefix = key.split_once('/').map_or("", |(prefix, _)| prefix);
        let reserved = ["kubernetes.io", "k8s.io"].iter().any(|end| prefix.ends_with(end));
        !reserved || ["node.kubernetes.io", "kubelet.kubernetes.io"].iter().any(|end| prefix.ends_with(end))
    };
    let plain = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_./".contains(*letter)).collect()
    };
    let labels = pool.pool.labels.iter().filter(|(key, _)| own(key));
    labels.map(|(key, value)| format!("{}={}", plain(key), plain(value))).gather().join(",")
}

fn node(pool: &PoolPlan, has_patches: bool) -> JoinConfiguration {
    let labels = labels(pool);
    let args = if labels.is_empty() { Vec::new() } else { vec![Arg { name: "node-labels", value: labels }] };
    let taints = taints(pool);
    let registration = !args.is_empty() || !taints.is_empty();
    JoinConfiguration {
        discovery: discovery(),
        control_plane: None,
        node_registration: registration
            .then(|| NodeRegistration { kubelet_extra_args: args.into(), taints: taints.into() }),
        patches: has_patches.then_some(Patches { directory: PATCHES }),
    }
}

/// Writes a file for the control plane, and one for each pool.
pub(super) fn files(book: &mut Book) {
    let first = JoinConfiguration {
        discovery: discovery(),
        control_plane: Some(ControlPlane { certificate_key: NONE }),
        node_registration: None,
        patches: None,
    };
    let about = "For every further machine of the control plane: kubeadm join --config join.yaml";
    put(book, "control-plane/join.yaml", about, &first);
    let least = super::kubelet::least_reserved(book);
    let pools = book.plan.pools.clone();
    for pool in &pools {
        let differs = (pool.reserved_mib, pool.reserved_cpu) != least;
        let patches =
            if differs { format!(" Put kubeletconfiguration.yaml into {PATCHES} before.") } else { String::new() };
        let about = format!("For the nodes of the pool {}: kubeadm join --config join.yaml.{patches}", pool.pool.name);
        put(book, &format!("nodes/{}/join.yaml", plain(&pool.pool.name)), &about, &node(pool, differs));
    }
    if pools.is_empty() {
        let node =
            JoinConfiguration { discovery: discovery(), control_plane: None, node_registration: None, patches: None };
        put(book, "nodes/join.yaml", "For every node: kubeadm join --config join.yaml", &node);
    }
}

fn put(book: &mut Book, path: &str, about: &str, body: &JoinConfiguration) {
    let mut document = book.document("kubeadm.k8s.io/v1beta4", "JoinConfiguration", body, &[]);
    let tree: &mut Tree = &mut document.tree;
    tree.note(
        &["discovery", "bootstrapToken", "token"],
        "Write your own: kubeadm token create --print-join-command prints it with the hash below. It lasts a day.",
    );
    tree.note(
        &["controlPlane", "certificateKey"],
        "Write your own: kubeadm init phase upload-certs --upload-certs prints it. It lasts two hours.",
    );
    book.put(path, about, "JoinConfiguration", vec![document]);
}
