//! What nobody took. After an object is read, every key that no reader looked at is reported with its path and line,
//! so that a field the design has no place for cannot get lost in silence. What the API server fills in itself is
//! counted only.

use super::notes::{Notes, Source};
use super::report::ReportLevel;
use crate::yaml::read::{Entry, Node, Value};

/// Reports what was not taken of an object.
pub(super) fn report_leftovers(root: &Node, source: &Source, notes: &Notes) {
    Walk { source, notes }.node(root, "");
}

struct Walk<'a> {
    source: &'a Source,
    notes: &'a Notes,
}

impl Walk<'_> {
    fn node(&self, node: &Node, path: &str) {
        match &node.value {
            Value::Scalar(_) => {}
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    let name = item.get("name").and_then(Node::text).map_or_else(|| index.to_string(), str::to_owned);
                    self.node(item, &format!("{path}[{name}]"));
                }
            }
            Value::Mapping(entries) => entries.iter().for_each(|entry| self.entry(entry, path)),
        }
    }

    fn entry(&self, entry: &Entry, path: &str) {
        let below = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
        if entry.taken.get() {
            self.node(&entry.value, &below);
        } else if is_empty(&entry.value) || is_server_field(entry, path) {
            if !entry.value.is_null() {
                self.notes.count_server_field();
            }
        } else {
            self.notes.say(
                self.source,
                entry.key_at.line,
                ReportLevel::LeftOut,
                format!("`{below}` has no place in the design."),
                hint(&entry.key),
            );
        }
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(_) => node.is_null(),
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(entries) => entries.is_empty(),
    }
}

/// Keys that only a cluster sets.
const OF_THE_SERVER: [&str; 12] = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "finalizers",
    "generateName",
    "generation",
    "managedFields",
    "ownerReferences",
    "resourceVersion",
    "selfLink",
    "uid",
    "namespace",
];

/// Beginnings of annotations that only a cluster or a tool sets.
const OF_TOOLS: [&str; 12] = [
    "autoscaling.alpha.kubernetes.io/",
    "batch.kubernetes.io/",
    "cni.projectcalico.org/",
    "control-plane.alpha.kubernetes.io/",
    "deployment.kubernetes.io/",
    "deprecated.daemonset.template.generation",
    "kubectl.kubernetes.io/",
    "kubernetes.io/config.",
    "meta.helm.sh/",
    "pv.kubernetes.io/",
    "volume.beta.kubernetes.io/",
    "volume.kubernetes.io/",
];

/// Whether an annotation is one that a person does not write.
pub(super) fn is_of_tools(annotation: &str) -> bool {
    OF_TOOLS.iter().any(|start| annotation.starts_with(start))
}

/// What the API server writes where nothing was said.
const DEFAULTS: [(&str, &str); 25] = [
    ("allocateLoadBalancerNodePorts", "true"),
    ("apiVersion", "v1"),
    ("completionMode", "NonIndexed"),
    ("defaultMode", "420"),
    ("dnsPolicy", "ClusterFirst"),
    ("enableServiceLinks", "true"),
    ("externalTrafficPolicy", "Cluster"),
    ("internalTrafficPolicy", "Cluster"),
    ("ipFamilyPolicy", "SingleStack"),
    ("manualSelector", "false"),
    ("mountPropagation", "None"),
    ("podReplacementPolicy", "TerminatingOrFailed"),
    ("preemptionPolicy", "PreemptLowerPriority"),
    ("priority", "0"),
    ("procMount", "Default"),
    ("progressDeadlineSeconds", "600"),
    ("recursiveReadOnly", "Disabled"),
    ("restartPolicy", "Always"),
    ("schedulerName", "default-scheduler"),
    ("sessionAffinity", "None"),
    ("shareProcessNamespace", "false"),
    ("terminationMessagePath", "/dev/termination-log"),
    ("terminationMessagePolicy", "File"),
    ("unhealthyPodEvictionPolicy", "IfHealthyBudget"),
    ("volumeMode", "Filesystem"),
];

/// Whether a key holds nothing that a person said.
fn is_server_field(entry: &Entry, path: &str) -> bool {
    let key = entry.key.as_str();
    if path.is_empty() {
        // Compose leaves whatever begins with `x-` to others.
        return key == "status" || key.starts_with("x-");
    }
    if path.ends_with("metadata") && OF_THE_SERVER.contains(&key) {
        return true;
    }
    if path == "spec" && ["clusterIP", "clusterIPs", "ipFamilies", "healthCheckNodePort", "volumeName"].contains(&key) {
        return true;
    }
    entry.value.text().is_some_and(|text| DEFAULTS.contains(&(key, text)))
}

fn hint(key: &str) -> &'static str {
    match key {
        "imagePullSecrets" | "loadBalancerSourceRanges" => "It guards something: add it to the written files by hand.",
        "ingressClassName" | "parentRefs" => "The written files bring a gateway of their own.",
        _ => "If it is needed, add it to the written files by hand.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read::read;

    #[test]
    fn only_what_nobody_took_is_named() {
        let text = "status: {}\nkind: Pod\nmetadata: {uid: 1, name: x}\nspec:\n  dnsPolicy: Default\n  dnsConfig: {}\n  \
                    containers:\n  - name: a\n    odd: {deep: 1}\n    image: b\n";
        let root = read(text).remove(0).unwrap().root;
        for path in [&["kind"][..], &["metadata"], &["metadata", "name"], &["spec"], &["spec", "containers"]] {
            let (last, parents) = path.split_last().unwrap();
            root.at_path(parents).unwrap().entry(last).unwrap().take();
        }
        let notes = Notes::default();
        report_leftovers(&root, &Source::default(), &notes);
        let lines: Vec<(u32, String)> = notes.into_entries().into_iter().map(|e| (e.line, e.what)).collect();
        assert_eq!(
            lines[..4],
            [
                (5, "`spec.dnsPolicy` has no place in the design.".to_owned()),
                (8, "`spec.containers[a].name` has no place in the design.".to_owned()),
                (9, "`spec.containers[a].odd` has no place in the design.".to_owned()),
                (10, "`spec.containers[a].image` has no place in the design.".to_owned()),
            ]
        );
        assert!(lines[4].1.contains("3 fields"), "{}", lines[4].1);
    }
}
