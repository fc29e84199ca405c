//! Objects that make pods: how many, and of what.

use super::field::{Read, Source, labels, said, text};
use super::pod::{Classes, pod};
use crate::cluster::facts::Facts;
use crate::cluster::model::{PodSpec, Requirement, Selector, Share};
use crate::yaml::read::Node as Tree;

/// The most pods of one workload that are simulated.
const MOST: i64 = 2_000_000;

/// What an object makes.
pub(super) struct Made {
    pub(super) spec: PodSpec,
    /// How many; none for one on every node that suits.
    pub(super) count: Option<usize>,
    /// What the names of its pods begin with.
    pub(super) prefix: String,
    /// How many pods may be there in addition and how many missing while it rolls out, where it says so.
    pub(super) rollout: Option<(Share, Share)>,
}

/// Whether a kind makes pods from a template when it is applied.
pub(super) fn makes_pods(kind: &str) -> bool {
    matches!(kind, "Deployment" | "ReplicaSet" | "ReplicationController" | "StatefulSet" | "DaemonSet" | "Job")
}

/// Reads an object that makes pods.
pub(super) fn workload(
    source: &Source,
    root: &Tree,
    (kind, namespace, name): (&str, &str, &str),
    classes: &Classes,
    facts: &Facts,
) -> Read<Made> {
    let spec = said(root, "spec").ok_or_else(|| source.fault(root, format!("{kind} {name} needs a spec")))?;
    let template =
        said(spec, "template").ok_or_else(|| source.fault(spec, format!("{kind} {name} needs a template")))?;
    let mut pod_labels = labels(template, &["metadata", "labels"]);
    let hash = short_hash(&format!("{template:?}"));
    match kind {
        "Deployment" => pod_labels.set("pod-template-hash", &hash),
        "StatefulSet" | "DaemonSet" => pod_labels.set("controller-revision-hash", &hash),
        "Job" => {
            pod_labels.set("job-name", name);
            pod_labels.set("batch.kubernetes.io/job-name", name);
        }
        _ => {}
    }
    let mut made = pod(source, template, namespace, pod_labels, classes, facts)?;
    let mut selector = match kind {
        "ReplicationController" => Some(Selector(
            super::field::pairs(spec, &["selector"])
                .iter()
                .map(|(key, value)| Requirement::equals(key, value))
                .collect(),
        )),
        _ => source.selector(spec, "selector")?,
    };
    if let Some(selector) = &selector
        && matches!(kind, "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet")
        && !selector.selects(&made.labels)
    {
        return Err(source.fault(
            root,
            format!("the selector of {kind} {name} does not select its own pods: the API server refuses that"),
        ));
    }
    if let (Some(selector), "Deployment") = (&mut selector, kind) {
        selector.0.push(Requirement::equals("pod-template-hash", &hash));
    }
    made.owner_selector = selector.filter(|_| !matches!(kind, "DaemonSet" | "Job"));
    let count = match kind {
        "DaemonSet" => None,
        "Job" if source.flag(spec, "suspend")? => Some(0),
        "Job" => {
            let parallel = source.count(spec, "parallelism")?.unwrap_or(1);
            Some(source.count(spec, "completions")?.map_or(parallel, |completions| completions.min(parallel)))
        }
        _ => Some(source.count(spec, "replicas")?.unwrap_or(1)),
    };
    let count = match count {
        Some(count) if count > MOST => {
            let at = spec.get("replicas").or_else(|| spec.get("parallelism")).unwrap_or(spec);
            return Err(source.fault(at, format!("{kind} {name} asks for {count} pods; at most {MOST} are simulated")));
        }
        count => count.map(|count| usize::try_from(count).unwrap_or(0)),
    };
    if kind == "DaemonSet" {
        tolerate_as_daemon(&mut made, text(said(template, "spec").unwrap_or(template), "hostNetwork") == Some("true"));
    }
    let prefix = if kind == "Deployment" { format!("{name}-{hash}") } else { name.to_owned() };
    Ok(Made { spec: made, count, prefix, rollout: rollout(source, spec, kind)? })
}

/// How it rolls out, where it says anything; what it leaves out has the default (`apis/apps/v1/defaults.go`).
fn rollout(source: &Source, spec: &Tree, kind: &str) -> Read<Option<(Share, Share)>> {
    let (key, surge, unavailable) = match kind {
        "Deployment" => ("strategy", Share::Percent(25), Share::Percent(25)),
        "StatefulSet" => ("updateStrategy", Share::Count(0), Share::Count(1)),
        _ => return Ok(None),
    };
    let Some(said_so) = said(spec, key) else { return Ok(None) };
    if text(said_so, "type") == Some("Recreate") {
        return Ok(Some((Share::Count(0), Share::Percent(100))));
    }
    let Some(rolling) = said(said_so, "rollingUpdate") else { return Ok(None) };
    let surge = if kind == "Deployment" { source.share(rolling, "maxSurge")?.unwrap_or(surge) } else { surge };
    Ok(Some((surge, source.share(rolling, "maxUnavailable")?.unwrap_or(unavailable))))
}

/// What the DaemonSet controller adds to its pods (`AddOrUpdateDaemonPodTolerations`).
fn tolerate_as_daemon(pod: &mut PodSpec, on_host_network: bool) {
    use crate::cluster::model::{Effect, Toleration, TolerationOperator};
    let mut add = |key: &str, effect| {
        let key = format!("node.kubernetes.io/{key}");
        pod.tolerations.push(Toleration {
            key,
            operator: TolerationOperator::Exists,
            value: String::new(),
            effect: Some(effect),
        });
    };
    add("not-ready", Effect::NoExecute);
    add("unreachable", Effect::NoExecute);
    for key in ["disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"] {
        add(key, Effect::NoSchedule);
    }
    if on_host_network {
        add("network-unavailable", Effect::NoSchedule);
    }
}

/// A short name for a text, of the letters Kubernetes takes for such names (32-bit FNV-1a).
fn short_hash(text: &str) -> String {
    const LETTERS: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";
    let mut hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let mut name = String::new();
    for _ in 0..6 {
        name.push(LETTERS.get((hash % 27) as usize).map_or('b', |letter| char::from(*letter)));
        hash /= 27;
    }
    name
}
