//! A pod template.

use super::container::container;
use super::scheduling::{affinity, spread, toleration};
use super::security::pod_security;
use super::volume::volumes;
use crate::import::draft::Draft;
use crate::import::field::Field;
use crate::import::leftover::is_of_tools;
use crate::import::report::ReportLevel;
use crate::order::Gather;
use crate::order::Map;

/// Labels that controllers put on their pods; a design has none of them.
pub(super) const SET_BY_CONTROLLERS: [&str; 10] = [
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/job-name",
    "controller-revision-hash",
    "controller-uid",
    "job-name",
    "pod-template-generation",
    "pod-template-hash",
    "statefulset.kubernetes.io/pod-name",
];
/// What terminates a pod that does not say: Kubernetes' 30 seconds.
const GRACE_SECONDS: u64 = 30;

/// Reads `metadata` and `spec` of a pod or of a template of one into the draft.
pub(super) fn pod(template: Field<'_>, draft: &mut Draft) {
    if let Some(metadata) = template.part("metadata") {
        draft.workload.labels = own_labels(metadata.labels("labels"), metadata);
        draft.workload.annotations = annotations(metadata);
        // A template's name and namespace mean nothing.
        metadata.skip("name");
    }
    let Some(spec) = template.part("spec") else {
        template.say(
            ReportLevel::LeftOut,
            "It has no pod template, so nothing is known of its containers.",
            "Export it whole and import again.",
        );
        return;
    };
    let injected = injected(draft);
    let mut left_out = false;
    for (key, initial) in [("initContainers", true), ("containers", false)] {
        for field in spec.parts(key) {
            if field.peek(&["name"]).is_some_and(|name| injected.contains(&name)) {
                field.take_whole();
                left_out = true;
            } else {
                container(field, initial, draft);
            }
        }
    }
    if left_out {
        spec.say(
            ReportLevel::LeftOut,
            "The containers that the mesh put into the pod are not part of the workload.",
            "Choose the mesh in the design: it counts what its proxies need.",
        );
    }
    volumes(spec, draft);
    let account = spec.text("serviceAccountName");
    let older = spec.text("serviceAccount");
    let workload = &mut draft.workload;
    workload.service_account = account.or(older).filter(|name| name != "default").unwrap_or_default();
    workload.api_token = spec.flag("automountServiceAccountToken");
    workload.security = spec.part("securityContext").map(pod_security).unwrap_or_default();
    workload.host_network = spec.flag("hostNetwork").unwrap_or_default();
    workload.host_pid = spec.flag("hostPID").unwrap_or_default();
    workload.host_ipc = spec.flag("hostIPC").unwrap_or_default();
    workload.node_selector = spec.labels("nodeSelector");
    workload.affinity = spec.part("affinity").map(affinity).unwrap_or_default();
    workload.spread = spec.parts("topologySpreadConstraints").into_iter().filter_map(spread).gather();
    workload.tolerations = spec.parts("tolerations").into_iter().filter_map(toleration).gather();
    workload.priority_class = spec.text_or_empty("priorityClassName");
    workload.runtime_class = spec.text_or_empty("runtimeClassName");
    workload.scheduler = spec.text("schedulerName").filter(|name| name != "default-scheduler").unwrap_or_default();
    workload.pull_secrets = spec.parts("imagePullSecrets").into_iter().filter_map(|part| part.text("name")).gather();
    workload.termination_grace_seconds =
        spec.number("terminationGracePeriodSeconds").filter(|seconds| *seconds != GRACE_SECONDS);
    if draft.workload.containers.is_empty() {
        spec.say(ReportLevel::Assumed, "It has no container.", "Add one with an image.");
    }
}

fn own_labels(mut labels: Map<String, String>, metadata: Field<'_>) -> Map<String, String> {
    labels.retain(|key, _| {
        let own = !SET_BY_CONTROLLERS.contains(&key.as_str());
        if !own {
            metadata.notes.count_server_field();
        }
        own
    });
    labels
}

/// The annotations that a person may have written.
pub(super) fn annotations(metadata: Field<'_>) -> Map<String, String> {
    metadata.labels_besides("annotations", |key| {
        let of_tools = is_of_tools(key);
        if of_tools {
            metadata.notes.count_server_field();
        }
        of_tools
    })
}

/// The marks of meshes in running pods, and the containers they put there.
const INJECTED: [(&str, &[&str]); 3] = [
    ("sidecar.istio.io/status", &["istio-proxy", "istio-init", "istio-validation"]),
    ("linkerd.io/proxy-version", &["linkerd-proxy", "linkerd-init", "linkerd-network-validator"]),
    ("consul.hashicorp.com/connect-inject-status", &["consul-dataplane", "consul-connect-inject-init"]),
];

/// Containers that a mesh put into a running pod: they come back by themselves, and counting them here would count
/// them twice.
fn injected(draft: &mut Draft) -> Vec<&'static str> {
    let annotations = &mut draft.workload.annotations;
    let present = INJECTED.iter().filter(|(mark, _)| annotations.remove(*mark).is_some());
    present.flat_map(|(_, names)| names.iter().copied()).gather()
}
