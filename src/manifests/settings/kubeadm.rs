//! kubeadm's ClusterConfiguration, with the kubelet's and kube-proxy's configuration behind it.

use super::book::{Book, Reasons};
use super::kubelet;
use crate::manifests::left_out::{Flag, Many};
use crate::yaml::written;

/// Where the audit policy stands on the machine.
const AUDIT: &str = "/etc/kubernetes/audit";
/// Where the log goes.
const AUDIT_LOG: &str = "/var/log/kubernetes/audit";
/// Where the encryption configuration stands.
const ENCRYPTION: &str = "/etc/kubernetes/enc";
/// Where a plug-in for keys has its socket.
const KMS: &str = "/run/kmsplugin";
/// Where all API servers are reached.
pub(super) const ENDPOINT: &str = "kubernetes.internal:6443";
/// The scheduler's configuration on the machine.
const SCHEDULER: &str = "/etc/kubernetes/kube-scheduler.yaml";

written! {
    struct ClusterConfiguration {
        cluster_name: String,
        kubernetes_version: String,
        control_plane_endpoint: &'static str,
        networking: Networking,
        api_server: Component,
        controller_manager: Option<Component>,
        scheduler: Component,
        etcd: Option<Etcd>,
    }

    struct Networking {
        pod_subnet: Option<String>,
    }

    #[derive(Default)]
    struct Component {
        extra_args: Many<Arg>,
        extra_volumes: Many<Volume>,
    }

    struct Arg {
        name: String,
        value: String,
    }

    struct Volume {
        name: &'static str,
        host_path: &'static str,
        mount_path: &'static str,
        read_only: Flag,
        path_type: &'static str,
    }

    struct Etcd {
        local: Component,
    }

    struct Proxy {
        mode: Option<String>,
    }
}

/// Flags by the ids of their values; those whose default does are left out.
fn args(book: &Book, of: &str, names: &[&str]) -> Vec<Arg> {
    let mut args = Vec::new();
    for name in names {
        if let Some(value) = book.text(&format!("{of}.{name}")) {
            args.push(Arg { name: (*name).to_owned(), value });
        }
    }
    args
}

fn own(name: &str, value: &str) -> Arg {
    Arg { name: name.to_owned(), value: value.to_owned() }
}

fn folder(name: &'static str, path: &'static str, read_only: bool) -> Volume {
    Volume { name, host_path: path, mount_path: path, read_only: Flag(read_only), path_type: "DirectoryOrCreate" }
}

fn api_server(book: &Book) -> Component {
    let mut extra_args = args(book, "apiserver", &["max-requests-inflight", "max-mutating-requests-inflight"]);
    extra_args.push(own("audit-policy-file", &format!("{AUDIT}/policy.yaml")));
    extra_args.push(own("audit-log-path", &format!("{AUDIT_LOG}/audit.log")));
    extra_args.extend(args(
        book,
        "apiserver",
        &[
            "audit-log-mode",
            "audit-log-maxage",
            "audit-log-maxbackup",
            "encryption-provider-config",
            "encryption-provider-config-automatic-reload",
            "goaway-chance",
            "delete-collection-workers",
        ],
    ));
    let extra_volumes = vec![
        folder("audit-policy", AUDIT, true),
        folder("audit-log", AUDIT_LOG, false),
        folder("encryption", ENCRYPTION, true),
        folder("kms-plugin", KMS, false),
    ];
    Component { extra_args: extra_args.into(), extra_volumes: extra_volumes.into() }
}

/// The reasons of flags, which stand above the items of a list by their names.
fn reasons(body: &ClusterConfiguration) -> Vec<([&str; 4], String)> {
    let mut all = Vec::new();
    for arg in &body.api_server.extra_args.0 {
        all.push((["apiServer", "extraArgs", arg.name.as_str(), "name"], format!("apiserver.{}", arg.name)));
    }
    for arg in body.controller_manager.iter().flat_map(|manager| &manager.extra_args.0) {
        all.push((["controllerManager", "extraArgs", arg.name.as_str(), "name"], format!("manager.{}", arg.name)));
    }
    all
}

/// Writes what kubeadm init takes.
pub(super) fn cluster(book: &mut Book) {
    let plan = book.plan;
    let manager = args(book, "manager", &["kube-api-qps", "kube-api-burst"]);
    let etcd = args(book, "etcd", &["quota-backend-bytes"]);
    let body = ClusterConfiguration {
        cluster_name: super::provider::plain(&plan.design.name),
        kubernetes_version: plan.advice.patch(plan.minor()).to_owned(),
        control_plane_endpoint: ENDPOINT,
        networking: Networking { pod_subnet: book.text("network.pod-prefix") },
        api_server: api_server(book),
        controller_manager: (!manager.is_empty())
            .then(|| Component { extra_args: manager.into(), extra_volumes: Many::default() }),
        scheduler: Component {
            extra_args: vec![own("config", SCHEDULER)].into(),
            extra_volumes: vec![Volume {
                name: "config",
                host_path: SCHEDULER,
                mount_path: SCHEDULER,
                read_only: Flag(true),
                path_type: "File",
            }]
            .into(),
        },
        etcd: (!etcd.is_empty())
            .then(|| Etcd { local: Component { extra_args: etcd.into(), extra_volumes: Many::default() } }),
    };
    let of_flags = reasons(&body);
    let mut at: Vec<(&[&str], &str)> = vec![(&["networking", "podSubnet"], "network.pod-prefix")];
    for (path, id) in &of_flags {
        if plan.advice.said(id).is_some() {
            at.push((path, id));
        }
    }
    at.push((&["etcd", "local", "extraArgs", "quota-backend-bytes", "name"], "etcd.quota-backend-bytes"));
    let mut cluster = book.document("kubeadm.k8s.io/v1beta4", "ClusterConfiguration", &body, &at);
    cluster.tree.note(
        &["controlPlaneEndpoint"],
        "A name that leads to all API servers, through a balancer: make it, or write your own.",
    );
    cluster.tree.note(
        &["kubernetesVersion"],
        "The newest patch when the facts were read; a newer one of the same minor is better.",
    );
    let reasons: &Reasons = &[(&["mode"], "proxy.mode")];
    let proxy = Proxy { mode: book.text("proxy.mode") };
    let proxy = book.document("kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration", &proxy, reasons);
    let kubelet = kubelet::shared(book);
    let about = format!(
        "For Kubernetes {} on machines of one's own. First put the other files of this folder in place (README.md says \
         where), then on the first machine: kubeadm init --config kubeadm.yaml --upload-certs",
        plan.minor()
    );
    let describes = "ClusterConfiguration, KubeletConfiguration, KubeProxyConfiguration";
    book.put("control-plane/kubeadm.yaml", &about, describes, vec![cluster, kubelet, proxy]);
}
