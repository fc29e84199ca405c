//! What a controller made. `kubectl get all` prints a Deployment, its ReplicaSets and their pods: only the uppermost
//! counts. Where the uppermost is not in the files, what it made is put together again to one workload.

use super::controller::{controller, draft_of, restart};
use super::object::Object;
use super::pod::pod;
use super::volume::templates_of_pod;
use super::{add_draft, names};
use crate::design::WorkloadKind;
use crate::import::draft::Draft;
use crate::import::leftover::report_leftovers;
use crate::import::notes::Notes;
use crate::import::report::ReportLevel;
use std::collections::BTreeMap;

/// Objects by kind, namespace and name, each with a number.
pub(super) type Names = BTreeMap<String, u32>;

/// What tells an object from all others; the lengths keep apart what stands side by side.
pub(in crate::import) fn identity(kind: &str, namespace: &str, name: &str) -> String {
    format!("{} {} {kind}{namespace}{name}", kind.len(), namespace.len())
}

/// Whether another object made it. What an operator made (a StatefulSet of a database) is read as it is.
pub(super) fn is_owned(object: &Object<'_>) -> bool {
    let owner = object.owner();
    let owner = owner.as_ref().map(|(kind, _)| kind.as_str());
    matches!(
        (object.kind.as_str(), owner),
        ("ReplicaSet", Some("Deployment" | "Rollout"))
            | ("Job", Some("CronJob"))
            | ("ReplicationController", Some("DeploymentConfig"))
    )
}

/// Reads pods, and what was made by something else.
pub(super) fn read(objects: &[&Object<'_>], drafts: &mut Vec<Draft>, notes: &Notes) {
    let mut imported = names(drafts);
    let mut groups = Names::new();
    // What makes pods comes first, so that the pods find it.
    let (pods, makers): (Vec<&Object<'_>>, Vec<&Object<'_>>) = objects.iter().partition(|object| object.kind == "Pod");
    for object in makers {
        let Some((kind, name)) = object.owner() else { continue };
        imported.insert(identity(&object.kind, &object.namespace, &object.name), 0);
        if imported.contains_key(&identity(&kind, &object.namespace, &name)) {
            belongs(object, &kind, &name, notes);
        } else if object.kind == "ReplicaSet" && object.peek(&["spec", "replicas"]) == Some("0") {
            let what = format!("It is an old version of {kind} {name} and has no pods.");
            object.say(notes, ReportLevel::LeftOut, what, "");
        } else {
            let becomes = if object.kind == "Job" { WorkloadKind::Job } else { WorkloadKind::Deployment };
            regroup(object, (&kind, &name), becomes, &mut groups, drafts, notes);
        }
    }
    for object in pods {
        one_pod(object, &imported, &mut groups, drafts, notes);
    }
}

fn belongs(object: &Object<'_>, kind: &str, name: &str, notes: &Notes) {
    object.say(notes, ReportLevel::Read, format!("It belongs to {kind} {name}, which is read itself."), "");
}

fn one_pod(object: &Object<'_>, imported: &Names, groups: &mut Names, drafts: &mut Vec<Draft>, notes: &Notes) {
    if let Some(phase @ ("Succeeded" | "Failed")) = object.peek(&["status", "phase"]) {
        let what = format!("The pod has finished ({phase}), so it needs nothing any more.");
        object.say(notes, ReportLevel::LeftOut, what, "");
        return;
    }
    let Some((kind, name)) = object.owner() else {
        alone(object, drafts, notes);
        return;
    };
    if kind == "Node" {
        object.say(notes, ReportLevel::LeftOut, "It is a static pod, which a node runs by itself.", "");
        return;
    }
    let owned_by = |kind: &str, name: &str| imported.contains_key(&identity(kind, &object.namespace, name));
    if owned_by(&kind, &name) {
        belongs(object, &kind, &name, notes);
        return;
    }
    // A ReplicaSet is called after its Deployment and the hash of the template.
    let hash = object.peek(&["metadata", "labels", "pod-template-hash"]);
    let deployment = hash.and_then(|hash| name.strip_suffix(hash)?.strip_suffix('-')).filter(|_| kind == "ReplicaSet");
    let (kind, name) = match deployment {
        Some(deployment) => ("Deployment", deployment),
        None => (kind.as_str(), name.as_str()),
    };
    if owned_by(kind, name) {
        belongs(object, kind, name, notes);
        return;
    }
    let becomes = match kind {
        "StatefulSet" => WorkloadKind::StatefulSet,
        "DaemonSet" => WorkloadKind::DaemonSet,
        "Job" => WorkloadKind::Job,
        _ => WorkloadKind::Deployment,
    };
    regroup(object, (kind, name), becomes, groups, drafts, notes);
}

/// A pod that nothing owns.
fn alone(object: &Object<'_>, drafts: &mut Vec<Draft>, notes: &Notes) {
    let ends = matches!(object.peek(&["spec", "restartPolicy"]), Some("Never" | "OnFailure"));
    let kind = if ends { WorkloadKind::Job } else { WorkloadKind::Deployment };
    let draft = draft_of_pod(object, kind, notes);
    object.say(
        notes,
        ReportLevel::Assumed,
        format!("A pod that no controller keeps running; it is read as a {} of one pod.", kind.name()),
        "A pod alone is not started again when its node fails.",
    );
    add_draft(draft, drafts, notes);
}

fn draft_of_pod(object: &Object<'_>, kind: WorkloadKind, notes: &Notes) -> Draft {
    let mut draft = draft_of(object, kind);
    let root = object.field(notes);
    restart(root, kind, &mut draft);
    pod(root, &mut draft);
    // Set when the pod was placed, or derived from names that were read.
    if let Some(spec) = root.part("spec") {
        for key in ["nodeName", "priority", "hostname", "subdomain"] {
            spec.skip(key);
        }
    }
    report_leftovers(object.root, &object.source, notes);
    draft
}

/// Puts together what an owner that is not in the files has made.
fn regroup(
    object: &Object<'_>,
    (kind, name): (&str, &str),
    becomes: WorkloadKind,
    groups: &mut Names,
    drafts: &mut Vec<Draft>,
    notes: &Notes,
) {
    let pods = if object.kind == "Pod" {
        1
    } else {
        object.peek(&["spec", "replicas"]).and_then(|text| text.parse().ok()).unwrap_or(1)
    };
    let key = identity(kind, &object.namespace, name);
    if let Some(draft) = groups.get(&key).and_then(|index| drafts.get_mut(*index as usize)) {
        let workload = &mut draft.workload;
        match becomes {
            WorkloadKind::Deployment | WorkloadKind::StatefulSet => {
                workload.replicas = Some(workload.replicas.unwrap_or(0).saturating_add(pods));
            }
            WorkloadKind::Job if object.kind == "Pod" => {
                workload.batch.parallelism = Some(workload.batch.parallelism.unwrap_or(1).saturating_add(pods));
            }
            _ => {}
        }
        object.say(notes, ReportLevel::Read, format!("It is counted with {kind} {name}."), "");
        return;
    }
    let read = if object.kind == "Pod" {
        let mut read = draft_of_pod(object, becomes, notes);
        if becomes == WorkloadKind::StatefulSet {
            templates_of_pod(&object.name, &mut read);
        }
        Some(read)
    } else {
        let read = controller(object, becomes, notes);
        report_leftovers(object.root, &object.source, notes);
        read
    };
    let Some(mut draft) = read else { return };
    name.clone_into(&mut draft.workload.name);
    draft.source.object = format!("{} {name}", becomes.name()).into();
    draft.workload.selector.clear();
    if matches!(becomes, WorkloadKind::Deployment | WorkloadKind::StatefulSet) {
        draft.workload.replicas = Some(pods);
    }
    object.say(
        notes,
        ReportLevel::Assumed,
        format!(
            "{kind} {name}, which made it, is not in the files; it is read as a {} from what it made.",
            becomes.name()
        ),
        format!("Import {kind} {name} itself: its pods may have been changed since."),
    );
    groups.insert(key, u32::try_from(drafts.len()).unwrap_or(u32::MAX));
    drafts.push(draft);
}
