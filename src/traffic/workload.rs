//! What sends and answers: everything that makes pods, and machines outside the cluster.

use super::field::{items, labels, number, text};
use super::object::{Meta, Object};
use crate::cluster::model::Labels;
use crate::order::Gather;
use crate::yaml::read::Node;

/// Pods of one make, or a machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Workload {
    /// What makes them and where it stands.
    pub meta: Meta,
    /// The labels of its pods.
    pub labels: Labels,
    /// The annotations of its pods.
    pub annotations: Labels,
    /// The service account of its pods.
    pub account: String,
    /// Ports of its containers: name and number.
    pub ports: Vec<(String, u16)>,
}

impl Workload {
    /// Its identity in the mesh.
    pub fn principal(&self) -> String {
        format!("cluster.local/ns/{}/sa/{}", self.meta.namespace, self.account)
    }

    /// Out of an object that makes pods; none of anything else.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let (metadata, pod) = match object.meta.kind.as_str() {
            "Pod" => (object.root.get("metadata"), spec),
            "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Job" | "ReplicationController" | "Rollout" => {
                let template = spec.get("template")?;
                (template.get("metadata"), template.get("spec")?)
            }
            "CronJob" => {
                let template = spec.at_path(&["jobTemplate", "spec", "template"])?;
                (template.get("metadata"), template.get("spec")?)
            }
            "WorkloadEntry" => (None, spec),
            "WorkloadGroup" => (spec.get("metadata"), spec.get("template")?),
            _ => return None,
        };
        let mut own = metadata.map(|node| labels(node, &["labels"])).unwrap_or_default();
        if object.meta.kind == "WorkloadEntry" {
            own = labels(spec, &["labels"]);
        }
        let said = [text(pod, "serviceAccountName"), text(pod, "serviceAccount"), "default"];
        Some(Self {
            meta: object.meta.clone(),
            labels: own,
            annotations: metadata.map(|node| labels(node, &["annotations"])).unwrap_or_default(),
            account: said.into_iter().find(|said| !said.is_empty()).unwrap_or_default().to_owned(),
            ports: items(pod, &["containers"]).iter().chain(items(pod, &["initContainers"])).flat_map(ports).gather(),
        })
    }

    /// The number of a port that a Service names by number or by name.
    pub fn port(&self, target: &str, else_number: u16) -> u16 {
        if target.is_empty() {
            return else_number;
        }
        let named = || self.ports.iter().find(|(name, _)| name == target).map(|(_, number)| *number);
        target.parse().ok().or_else(named).unwrap_or(else_number)
    }
}

fn ports(container: &Node) -> impl Iterator<Item = (String, u16)> + '_ {
    items(container, &["ports"]).iter().filter_map(|port| {
        let number = number(port, "containerPort")?;
        Some((text(port, "name").to_owned(), u16::try_from(number).ok()?))
    })
}
