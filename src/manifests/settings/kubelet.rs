//! KubeletConfiguration, for all nodes and what differs for a pool.

use super::book::{Book, Reasons};
use crate::cluster::settings::PoolPlan;
use crate::manifests::left_out::Pairs;
use crate::order::{Gather, Map};
use crate::yaml::{Document, written};

pub(super) const API: &str = "kubelet.config.k8s.io/v1beta1";
pub(super) const KIND: &str = "KubeletConfiguration";

written! {
    #[derive(Default)]
    pub(super) struct Kubelet {
        pub(super) pod_pids_limit: Option<i64>,
        pub(super) container_log_max_size: Option<String>,
        pub(super) seccomp_default: Option<bool>,
        pub(super) server_tls_bootstrap as "serverTLSBootstrap": Option<bool>,
        pub(super) shutdown_grace_period: Option<String>,
        pub(super) shutdown_grace_period_critical_pods: Option<String>,
        pub(super) kube_reserved: Pairs,
        pub(super) system_reserved: Pairs,
        pub(super) eviction_hard: Pairs,
    }
}

/// The reasons of its values.
pub(super) const REASONS: &Reasons = &[
    (&["podPidsLimit"], "kubelet.podPidsLimit"),
    (&["containerLogMaxSize"], "kubelet.containerLogMaxSize"),
    (&["seccompDefault"], "kubelet.seccompDefault"),
    (&["serverTLSBootstrap"], "kubelet.serverTLSBootstrap"),
    (&["shutdownGracePeriod"], "kubelet.shutdownGracePeriod"),
    (&["shutdownGracePeriodCriticalPods"], "kubelet.shutdownGracePeriodCriticalPods"),
    (&["kubeReserved"], "kubelet.kubeReserved"),
    (&["systemReserved"], "kubelet.systemReserved"),
    (&["evictionHard"], "kubelet.evictionHard"),
];

/// Signals with a default.
const SIGNALS: [&str; 5] =
    ["memory.available", "nodefs.available", "nodefs.inodesFree", "imagefs.available", "imagefs.inodesFree"];

/// What every node has, with the reservations of one machine.
pub(super) fn whole(book: &Book, reserved: (u64, u64)) -> Kubelet {
    Kubelet {
        pod_pids_limit: book.whole("kubelet.podPidsLimit"),
        container_log_max_size: book.text("kubelet.containerLogMaxSize"),
        seccomp_default: book.switch("kubelet.seccompDefault"),
        server_tls_bootstrap: book.switch("kubelet.serverTLSBootstrap"),
        shutdown_grace_period: book.text("kubelet.shutdownGracePeriod"),
        shutdown_grace_period_critical_pods: book.text("kubelet.shutdownGracePeriodCriticalPods"),
        kube_reserved: kube_reserved(book, reserved),
        system_reserved: system_reserved(book),
        eviction_hard: eviction_hard(book),
    }
}

/// All thresholds, since writing one drops the defaults of the others.
pub(super) fn eviction_hard(book: &Book) -> Pairs {
    let mut pairs = Map::new();
    for signal in SIGNALS {
        if let Some(value) = book.text(&format!("kubelet.evictionHard.{signal}")) {
            pairs.insert(signal.to_owned(), value);
        }
    }
    Pairs(pairs)
}

pub(super) fn kube_reserved(book: &Book, (mib, milli): (u64, u64)) -> Pairs {
    let mut pairs = both(book);
    pairs.insert("cpu".into(), format!("{milli}m"));
    pairs.insert("memory".into(), format!("{mib}Mi"));
    Pairs(pairs)
}

pub(super) fn system_reserved(book: &Book) -> Pairs {
    let mut pairs = both(book);
    for key in ["cpu", "memory"] {
        pairs.insert(key.into(), book.text(&format!("kubelet.systemReserved.{key}")).unwrap_or_default());
    }
    Pairs(pairs)
}

fn both(book: &Book) -> Map<String, String> {
    let mut pairs = Map::new();
    for key in ["ephemeral-storage", "pid"] {
        pairs.insert(key.to_owned(), book.text(&format!("kubelet.reserved.{key}")).unwrap_or_default());
    }
    pairs
}

/// The reservations of the smallest machine, which fit everywhere.
pub(super) fn least_reserved(book: &Book) -> (u64, u64) {
    let all = book.plan.pools.iter().map(|pool| (pool.reserved_mib, pool.reserved_cpu));
    // A machine of two cores and eight GiB where no pool says which.
    all.min().unwrap_or((1843, 70))
}

/// The configuration all nodes share.
pub(super) fn shared(book: &Book) -> Document {
    let body = whole(book, least_reserved(book));
    let mut document = book.document(API, KIND, &body, REASONS);
    "What every kubelet is told. Pools with larger machines get more kept back: nodes/."
        .clone_into(&mut document.comment);
    document
}

/// For each pool whose machines differ, what kubeadm joins them with.
pub(super) fn pools(book: &mut Book) {
    let least = least_reserved(book);
    let differing: Vec<PoolPlan> =
        book.plan.pools.iter().filter(|pool| (pool.reserved_mib, pool.reserved_cpu) != least).cloned().gather();
    for pool in differing {
        let body = Kubelet {
            kube_reserved: kube_reserved(book, (pool.reserved_mib, pool.reserved_cpu)),
            ..Kubelet::default()
        };
        let reasons: &Reasons = &[(&["kubeReserved"], "kubelet.kubeReserved")];
        let document = book.document(API, KIND, &body, reasons);
        let name = super::provider::plain(&pool.pool.name);
        let about = format!(
            "What nodes of the pool {} have beside the others ({}). Put it on the machine and join with: kubeadm join --patches /etc/kubernetes/patches",
            pool.pool.name, pool.pool.machine
        );
        book.put(&format!("nodes/{name}/kubeletconfiguration.yaml"), &about, "KubeletConfiguration", vec![document]);
    }
}
