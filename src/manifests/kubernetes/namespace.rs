//! Namespaces, with the pod-security level they enforce and their place in the mesh.

use super::security::{breaches, leaves_user_to_image, level_met};
use crate::design::{KubernetesMinor, MeshKind, MtlsMode, OptionKey, PodSecurityLevel};
use crate::manifests::FileTarget;
use crate::manifests::desk::{Desk, listed};
use crate::manifests::left_out::pairs;
use crate::manifests::object::{Body, Metadata, Note, Object};
use crate::mesh::ingress_gateway;
use crate::order::Gather;
use crate::order::Map;
use crate::yaml::written;

written! {
    /// Nothing but its metadata.
    struct Namespace {}
}

impl Body for Namespace {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "Namespace";
    const UNDER_SPEC: bool = false;
}

const ENFORCE: &str = "pod-security.kubernetes.io/enforce";

/// Writes every namespace of the design, and the one the gateway lives in.
pub(in crate::manifests) fn namespaces(desk: &mut Desk) {
    let wanted = desk.wanted_level();
    let mut users = Vec::new();
    for name in desk.namespaces() {
        if Desk::is_system(name) {
            desk.warn(
                "workloads".into(),
                format!("The namespace {name} belongs to the cluster: its labels and policies are left alone."),
                "Give what runs there a namespace of its own.",
            );
            continue;
        }
        let all: Vec<_> = desk.workloads_in(name).into_iter().flat_map(|(_, workload)| breaches(workload)).gather();
        let enforced = level_met(&all).max(wanted);
        let mut notes = Vec::new();
        if enforced > wanted {
            let mut what: Vec<&str> =
                all.iter().filter(|breach| breach.level > wanted).map(|breach| breach.what.as_str()).gather();
            what.dedup();
            let what = listed(&what);
            notes.push(Note::new(
                &["metadata", "labels", ENFORCE],
                format!("The level {} would refuse {what}.", wanted.key()),
            ));
            desk.warn(
                "cluster.podSecurity".into(),
                format!("The namespace {name} enforces {}, not {}, because of {what}.", enforced.key(), wanted.key()),
                "Remove these, or move what needs them to a namespace of its own.",
            );
        }
        for (_, own) in desk.workloads_in(name) {
            if leaves_user_to_image(own) {
                users.push(own.name.as_str());
            }
        }
        if desk.plan.has_istio() && !desk.plan.is_ambient() && enforced < PodSecurityLevel::Privileged {
            notes.push(Note::new(
                &["metadata", "labels", "istio-injection"],
                "Needs Istio's CNI node agent (chart istio/cni): without it each pod gets an init container with NET_ADMIN, \
             which the enforced level refuses.",
            ));
        }
        let labels = labels(desk, enforced, wanted);
        put(desk, name, labels, &notes, "");
    }
    gateway_namespace(desk);
    if wanted == PodSecurityLevel::Restricted && !users.is_empty() {
        desk.remark(
            "cluster.podSecurity".into(),
            format!("Restricted pods must not be root. These leave the user to their image: {}.", listed(&users)),
            "Where an image runs as root, set runAsUser or choose the level baseline.",
        );
    }
}

fn put(desk: &mut Desk, name: &str, labels: Map<String, String>, notes: &[Note], comment: &str) {
    let metadata = Metadata::new(name, "").labelled(labels).annotated(annotations(desk, name));
    let object = Object::new(&metadata, &Namespace {}).saying(comment).noted(notes);
    desk.sheets.put(&["kubernetes"], "namespaces", FileTarget::Kubernetes, object);
}

fn labels(desk: &Desk, enforced: PodSecurityLevel, wanted: PodSecurityLevel) -> Map<String, String> {
    let mut labels = level_labels(desk.version(), enforced, wanted);
    if desk.plan.is_ambient() {
        labels.insert("istio.io/dataplane-mode".into(), "ambient".into());
    } else if desk.plan.has_istio() {
        labels.insert("istio-injection".into(), "enabled".into());
    }
    labels
}

/// What a mesh wants said at a namespace of the design.
fn annotations(desk: &Desk, name: &str) -> Map<String, String> {
    if desk.plan.mesh != MeshKind::Linkerd || !desk.namespaces().contains(&name) {
        return Map::new();
    }
    let open = desk.design.mesh.mtls == Some(MtlsMode::Permissive);
    pairs([
        ("linkerd.io/inject", "enabled"),
        ("config.linkerd.io/default-inbound-policy", if open { "all-unauthenticated" } else { "deny" }),
    ])
}

fn level_labels(version: KubernetesMinor, enforced: PodSecurityLevel, wanted: PodSecurityLevel) -> Map<String, String> {
    let mut labels = Map::new();
    for (mode, level) in [("enforce", enforced), ("audit", wanted), ("warn", wanted)] {
        labels.insert(format!("pod-security.kubernetes.io/{mode}"), level.key().to_owned());
        labels.insert(format!("pod-security.kubernetes.io/{mode}-version"), format!("v{}", version.key()));
    }
    labels
}

/// The namespace of the ingress gateway, where there is one.
fn gateway_namespace(desk: &mut Desk) {
    if !desk.plan.has_istio() || desk.design.routes.is_empty() {
        return;
    }
    let name = ingress_gateway(desk.plan.routing).namespace;
    if desk.sheets.has("v1", Namespace::KIND, "", name) {
        return;
    }
    let labels = level_labels(desk.version(), PodSecurityLevel::Baseline, PodSecurityLevel::Baseline);
    put(
        desk,
        name,
        labels,
        &[],
        "The gateway's own namespace. Istio's gateways meet the level restricted only where istiod is installed with \
             gateways.seccompProfile.type=RuntimeDefault.",
    );
}
