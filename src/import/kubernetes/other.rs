//! Objects that are not part of a design, and why.

use super::object::{Object, is_mapping};
use crate::import::draft::Draft;
use crate::import::notes::Notes;
use crate::import::report::ReportLevel;
use crate::order::Gather;
use crate::yaml::read::Node;

/// Says of an object why it is left out.
pub(super) fn leave_out(object: &Object<'_>, notes: &Notes) {
    let (what, hint) = reason(object);
    object.say(notes, ReportLevel::LeftOut, what, hint);
}

fn reason(object: &Object<'_>) -> (String, &'static str) {
    const KEEP: &str = "Keep applying it yourself.";
    let fixed = |what: &str, hint: &'static str| (what.to_owned(), hint);
    match (object.group.as_str(), object.kind.as_str()) {
        (_, "Secret" | "SealedSecret") => fixed("Secrets are never read.", KEEP),
        (_, "Namespace") => {
            let labels: Vec<String> = object
                .root
                .at_path(&["metadata", "labels"])
                .map(|labels| labels.entries().iter().filter(|entry| entry.key != "kubernetes.io/metadata.name"))
                .map(|labels| labels.map(|e| format!("{}={}", e.key, e.value.text().unwrap_or_default())).gather())
                .unwrap_or_default();
            let noted =
                if labels.is_empty() { String::new() } else { format!(" It has the labels {}.", labels.join(", ")) };
            (
                format!("Namespaces are written anew, with labels from the design's own choices.{noted}"),
                if labels.is_empty() { "" } else { "Choose the same in the design: mesh and pod security." },
            )
        }
        (_, "NetworkPolicy" | "CiliumNetworkPolicy" | "AuthorizationPolicy") => {
            fixed("Policies are written from the calls.", "Compare the written ones with this one.")
        }
        ("rbac.authorization.k8s.io", _) => fixed("Rights within the cluster are not part of a design.", KEEP),
        (_, "CustomResourceDefinition") => fixed("It defines a kind and runs nothing.", KEEP),
        ("gateway.networking.k8s.io" | "networking.istio.io" | "security.istio.io" | "telemetry.istio.io", _) => {
            fixed("Gateways and mesh settings are written from the design's choices.", "Set them in the design.")
        }
        ("serving.knative.dev", _) => fixed(
            "A Knative Service makes pods whose number follows the load; they cannot be sized from it.",
            "Enter it as a workload by hand.",
        ),
        ("argoproj.io", "Workflow" | "CronWorkflow" | "WorkflowTemplate") => {
            fixed("A workflow makes pods step by step; they cannot be sized from it.", "Enter it as a Job by hand.")
        }
        ("keda.sh", _) => fixed(
            "It scales a workload by events, which the design has no place for.",
            "Set the autoscaling of the workload in the design.",
        ),
        ("autoscaling.k8s.io", _) => {
            fixed("It changes requests while pods run; the design keeps those of the files.", KEEP)
        }
        ("", "Template") => {
            fixed("An OpenShift template has to be filled in first.", "Use `oc process` and import what it prints.")
        }
        (group, _) if is_custom(group) => match sized_by(object) {
            Some(what) => (
                format!("A custom resource that makes pods of its own ({what}); they cannot be sized from it."),
                "Import the pods or StatefulSets that its operator made, or enter it as a workload by hand.",
            ),
            None => fixed("A custom resource, which is not part of a design.", KEEP),
        },
        _ => fixed("This kind is not part of a design.", KEEP),
    }
}

fn is_custom(group: &str) -> bool {
    !(group.is_empty() || group.ends_with(".k8s.io")) && group.contains('.')
}

/// The field that shows that a custom resource makes pods.
fn sized_by(object: &Object<'_>) -> Option<String> {
    fn find(node: &Node, depth: usize) -> Option<String> {
        let sizes = ["replicas", "instances", "nodeSets", "podTemplate", "size", "nodeCount"];
        let here = node.entries().iter().find(|entry| sizes.contains(&entry.key.as_str()));
        if let Some(entry) = here {
            let count = entry.value.text().map(|text| format!(": {text}")).unwrap_or_default();
            return Some(format!("`{}{count}`", entry.key));
        }
        if node.get("template").is_some_and(|template| template.get("spec").is_some()) {
            return Some("`template`".to_owned());
        }
        let below = node.entries().iter().filter(|entry| is_mapping(&entry.value));
        if depth == 0 { None } else { below.into_iter().find_map(|entry| find(&entry.value, depth - 1)) }
    }
    find(object.root.get("spec")?, 2)
}

/// Says that a version of the API is gone or wrong, and which one is read in its place.
pub(super) fn note_obsolete(object: &Object<'_>, notes: &Notes) {
    let (group, version) = (object.group.as_str(), object.version.as_str());
    let given = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
    let (why, today) = match (group, version, object.kind.as_str()) {
        ("extensions", _, "Ingress") | ("networking.k8s.io", "v1beta1", "Ingress") => {
            (OBSOLETE, "networking.k8s.io/v1")
        }
        ("extensions", _, "Deployment" | "DaemonSet" | "ReplicaSet") | ("apps", "v1beta1" | "v1beta2", _) => {
            (OBSOLETE, "apps/v1")
        }
        ("batch", "v1beta1" | "v2alpha1", "CronJob") => (OBSOLETE, "batch/v1"),
        ("autoscaling", "v2beta1" | "v2beta2", _) => (OBSOLETE, "autoscaling/v2"),
        ("policy", "v1beta1", "PodDisruptionBudget") => (OBSOLETE, "policy/v1"),
        ("", _, "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet") => (UNKNOWN, "apps/v1"),
        ("", _, "Job" | "CronJob") => (UNKNOWN, "batch/v1"),
        ("", _, "Ingress") => (UNKNOWN, "networking.k8s.io/v1"),
        _ => return,
    };
    let what =
        if given.is_empty() { "It has no `apiVersion`.".to_owned() } else { format!("`apiVersion: {given}` {why}.") };
    object.say(notes, ReportLevel::Assumed, what, format!("It is read, and written as {today}."));
}

const OBSOLETE: &str = "is obsolete, and clusters of today refuse it";
const UNKNOWN: &str = "does not have this kind";

/// Says that a kind was read as another.
pub(super) fn note_assumed_kind(object: &Object<'_>, notes: &Notes) {
    let what = match object.kind.as_str() {
        "ReplicaSet" | "ReplicationController" => "It is read as a Deployment, which adds rolling updates.",
        "Rollout" => "An Argo Rollout; its pods are read as those of a Deployment, its strategy is not.",
        "DeploymentConfig" => "OpenShift's own kind; it is read as a Deployment.",
        _ => return,
    };
    object.say(notes, ReportLevel::Assumed, what, "");
}

/// Service accounts are written with the workloads that name them.
pub(super) fn service_account(object: &Object<'_>, drafts: &[Draft], notes: &Notes) {
    let users: Vec<&str> = drafts
        .iter()
        .map(|draft| &draft.workload)
        .filter(|workload| workload.namespace == object.namespace && workload.service_account == object.name)
        .map(|workload| workload.name.as_str())
        .gather();
    let root = object.field(notes);
    if let Some(metadata) = root.part("metadata") {
        let tools = crate::import::leftover::is_of_tools;
        let own = metadata.node.get("annotations").map(Node::entries).unwrap_or_default();
        let own: Vec<&str> = own.iter().map(|entry| entry.key.as_str()).filter(|key| !tools(key)).gather();
        if !own.is_empty() {
            // A cloud's rights hang on these.
            let what = format!("Annotations of the service account are left out: {}.", own.join(", "));
            object.say(
                notes,
                ReportLevel::LeftOut,
                what,
                "Add them to the written file by hand, or its rights are gone.",
            );
        }
    }
    if users.is_empty() {
        let what = "No workload of the files names this service account.";
        object.say(notes, ReportLevel::LeftOut, what, "Keep applying it yourself.");
    } else {
        let what = format!("It is written anew with {}.", users.join(", "));
        object.say(notes, ReportLevel::Read, what, "");
    }
}
