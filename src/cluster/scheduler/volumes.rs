//! Which nodes reach a pod's volumes.

use crate::cluster::model::{Binding, Cluster, Node, PodSpec, Volume};

/// What a pod's claims come to.
#[derive(Debug, Default)]
pub(super) struct Volumes<'a> {
    /// The pod waits for its claims, wherever it would go: the real scheduler's words.
    pub(super) refusal: Option<String>,
    bound: Vec<&'a Volume>,
}

const LABELS: [&str; 4] = [
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
];

impl<'a> Volumes<'a> {
    /// Looks a pod's claims up (`VolumeBinding.PreFilter`). Where no claim at all was given, all are taken as met.
    pub(super) fn of(pod: &PodSpec, cluster: &'a Cluster) -> Self {
        let mut found = Self::default();
        if cluster.claims.is_empty() {
            return found;
        }
        for name in &pod.claims {
            let claim = cluster.claims.iter().find(|claim| claim.namespace == pod.namespace && claim.name == *name);
            match claim.map(|claim| &claim.binding) {
                None => found.refusal = Some(format!("persistentvolumeclaim \"{name}\" not found")),
                Some(Binding::Missing) => {
                    found.refusal = Some("pod has unbound immediate PersistentVolumeClaims".to_owned());
                }
                Some(Binding::Bound(volume)) => {
                    found.bound.extend(cluster.volumes.iter().find(|one| one.name == *volume));
                }
                Some(Binding::WithPod) => {}
            }
            if found.refusal.is_some() {
                break;
            }
        }
        found
    }

    /// Whether a node reaches all by the volumes' own node affinity.
    pub(super) fn are_reached_from(&self, node: &Node) -> bool {
        let reaches =
            |volume: &&Volume| volume.nodes.as_ref().is_none_or(|terms| terms.iter().any(|one| one.matches(node)));
        self.bound.iter().all(reaches)
    }

    /// Whether a node is in the zone and region all are labelled with (`VolumeZone.Filter`); a node that says neither
    /// passes.
    pub(super) fn are_in_zone_of(&self, node: &Node) -> bool {
        if LABELS.iter().all(|label| node.labels.get(label).is_none()) {
            return true;
        }
        self.bound.iter().all(|volume| {
            LABELS.iter().all(|label| {
                let Some(zones) = volume.labels.get(label) else { return true };
                let newer = label.replace("failure-domain.beta", "topology");
                let here = node.labels.get(label).or_else(|| node.labels.get(&newer));
                here.is_some_and(|here| zones.split("__").any(|zone| zone == here))
            })
        })
    }
}
