//! kubeadm: the flags below extraArgs, the files they name, and what kubeadm passes by itself.

use super::kubelet::say;
use super::{SettingFinding, Sheet, View};
use crate::cluster::settings::Minor;
use crate::cluster::settings::check::{Flags, Said, check_flags};
use crate::order::Gather;
use crate::yaml::read::{Node, Value};

/// Flags whose file or folder kube-apiserver must find within its container.
const FILES: [&str; 8] = [
    "audit-policy-file",
    "audit-log-path",
    "audit-webhook-config-file",
    "encryption-provider-config",
    "authentication-config",
    "authorization-config",
    "admission-control-config-file",
    "egress-selector-config-file",
];
/// What kubeadm mounts by itself.
const MOUNTED: [&str; 3] = ["/etc/kubernetes/pki", "/etc/ssl/certs", "/etc/ca-certificates"];
/// Flags that kubeadm passes to kube-apiserver by itself.
const OWN: [&str; 14] = [
    "advertise-address",
    "service-cluster-ip-range",
    "service-account-key-file",
    "service-account-signing-key-file",
    "client-ca-file",
    "tls-cert-file",
    "tls-private-key-file",
    "kubelet-client-certificate",
    "kubelet-client-key",
    "secure-port",
    "etcd-cafile",
    "etcd-certfile",
    "etcd-keyfile",
    "etcd-servers",
];

/// A ClusterConfiguration.
pub(super) fn cluster(sheet: &mut Sheet, root: &Node) {
    let view = View { root };
    for (path, component) in [
        ("apiServer", "kube-apiserver"),
        ("controllerManager", "kube-controller-manager"),
        ("scheduler", "kube-scheduler"),
        ("etcd.local", "etcd"),
    ] {
        let Some(entry) = view.entry(path) else { continue };
        let call = extra_args(sheet, &entry.value, "extraArgs", component, path);
        if component == "kube-apiserver" {
            mounts(sheet, &entry.value, &call);
            own_flags(sheet, &call);
        }
    }
    if view.entry("etcd.local").is_some() && view.entry("etcd.external").is_some() {
        let finding = SettingFinding::error(view.line("etcd"), "etcd", "etcd is local and external at once.")
            .why("kubeadm refuses the file.")
            .fix("Keep one of them.");
        say(sheet, "kubeadm.extra-args", finding);
    }
    let said = view.text("kubernetesVersion").and_then(|version| version.parse::<Minor>().ok());
    if let Some(said) = said.filter(|said| *said != sheet.version) {
        let finding = SettingFinding::warning(
            view.line("kubernetesVersion"),
            "kubernetesVersion",
            format!("The file is for {said}, and was checked for {}.", sheet.version),
        )
        .fix(format!("Check it with --version {said}, or write a version of {}.", sheet.version));
        sheet.say(finding);
    }
}

/// An InitConfiguration or JoinConfiguration.
pub(super) fn node(sheet: &mut Sheet, root: &Node) {
    if let Some(registration) = root.get("nodeRegistration") {
        extra_args(sheet, registration, "kubeletExtraArgs", "kubelet", "nodeRegistration");
    }
}

fn extra_args(sheet: &mut Sheet, node: &Node, key: &str, component: &str, path: &str) -> Flags {
    let mut call = Flags { component: component.to_owned(), extra: true, ..Flags::default() };
    let Some(args) = node.entry(key) else { return call };
    match &args.value.value {
        Value::Sequence(items) => {
            for item in items {
                let Some(name) = item.get("name").and_then(Node::text) else { continue };
                let value = item.get("value").and_then(Node::text).map(str::to_owned);
                call.said.push(Said { name: name.to_owned(), value, line: item.at.line });
            }
        }
        Value::Mapping(entries) => {
            let finding =
                SettingFinding::error(args.key_at.line, format!("{path}.{key}"), format!("{key} is a map here."))
                    .why("Since v1beta4 it is a list, so that a flag may be said twice; kubeadm refuses a map.")
                    .fix(format!("Write {key}: [{{name: …, value: \"…\"}}]"));
            say(sheet, "kubeadm.extra-args", finding);
            for entry in entries {
                let value = entry.value.text().map(str::to_owned);
                call.said.push(Said { name: entry.key.clone(), value, line: entry.key_at.line });
            }
        }
        Value::Scalar(_) => {}
    }
    for said in &mut call.said {
        if let Some(bare) = said.name.strip_prefix("--") {
            let finding = SettingFinding::error(
                said.line,
                format!("{path}.{key}"),
                format!("--{bare} stands there with its dashes."),
            )
            .why("kubeadm puts them before the name, and four dashes are no flag.")
            .fix(format!("Write {bare}."));
            say(sheet, "kubeadm.extra-args", finding);
            said.name = bare.to_owned();
        }
    }
    check_flags(sheet, &call);
    super::flags(sheet, &call);
    call
}

fn mounts(sheet: &mut Sheet, api_server: &Node, call: &Flags) {
    let volumes = View { root: api_server }.items("extraVolumes");
    let text = |volume: &Node, key: &str| volume.get(key).and_then(Node::text).unwrap_or_default().to_owned();
    for name in FILES {
        let Some(said) = call.get(name) else { continue };
        let Some(path) = said.value.as_deref().filter(|path| path.starts_with('/')) else { continue };
        let covers = |mount: &str| {
            let mount = mount.trim_end_matches('/');
            path == mount || path.strip_prefix(mount).is_some_and(|rest| rest.starts_with('/'))
        };
        let own: Vec<&Node> = volumes.iter().filter(|volume| covers(&text(volume, "mountPath"))).gather();
        if own.is_empty() && !MOUNTED.iter().any(|mount| covers(mount)) {
            let finding =
                SettingFinding::error(said.line, call.at(name), format!("{path} is not mounted into kube-apiserver."))
                    .why("It runs in a container and sees only what extraVolumes gives it, so it will not start.")
                    .fix("Add an entry to apiServer.extraVolumes whose hostPath and mountPath hold it.");
            say(sheet, "kubeadm.mounts", finding);
        }
        if name == "audit-log-path" && own.iter().any(|volume| text(volume, "readOnly") == "true") {
            let finding =
                SettingFinding::error(said.line, call.at(name), "The folder of the audit log is mounted read-only.")
                    .why("kube-apiserver cannot write its log there.")
                    .fix("Remove readOnly from that volume.");
            say(sheet, "kubeadm.mounts", finding);
        }
    }
}

fn own_flags(sheet: &mut Sheet, call: &Flags) {
    for said in call.said.iter().filter(|said| OWN.contains(&said.name.as_str())) {
        let finding =
            SettingFinding::note(said.line, call.at(&said.name), format!("kubeadm passes {} by itself.", said.name))
                .why("What stands here takes the place of what it worked out.")
                .fix("Leave it out, unless it is meant to differ.");
        say(sheet, "kubeadm.own-flags", finding);
    }
}
