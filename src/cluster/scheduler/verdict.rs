//! What one node has against one pod, in the real scheduler's words.

use super::profile::{Filter, Profile};
use super::version::Version;
use super::volumes::Volumes;
use super::world::World;
use crate::cluster::model::{Effect, Node, PodSpec, Taint};

/// A node's no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) reasons: Vec<String>,
    /// Not even fewer pods on the node would help (`UnschedulableAndUnresolvable`).
    pub(super) is_final: bool,
}

/// The words for a claim that one pod alone may use, and one does.
const CLAIMED: &str = "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode";

fn finally(reason: &str) -> Refusal {
    Refusal { reasons: vec![reason.to_owned()], is_final: true }
}

fn for_now(reason: &str) -> Refusal {
    Refusal { reasons: vec![reason.to_owned()], is_final: false }
}

/// Whether nothing that never changes speaks against a node.
pub(super) fn suits(pod: &PodSpec, node: &Node, profile: &Profile, volumes: &Volumes) -> bool {
    profile.filters.iter().all(|filter| lasting(*filter, pod, node, profile, volumes, None).is_none())
}

/// What a filter has against a node whatever pods are there.
fn lasting(
    filter: Filter,
    pod: &PodSpec,
    node: &Node,
    profile: &Profile,
    volumes: &Volumes,
    version: Option<&Version>,
) -> Option<Refusal> {
    match filter {
        Filter::NodeUnschedulable => {
            let cordon = Taint {
                key: "node.kubernetes.io/unschedulable".to_owned(),
                value: String::new(),
                effect: Effect::NoSchedule,
            };
            let is_out = node.unschedulable && !pod.tolerations.iter().any(|one| one.tolerates(&cordon));
            is_out.then(|| finally("node(s) were unschedulable"))
        }
        Filter::TaintToleration => node.untolerated(&pod.tolerations).map(|taint| {
            if version.is_some_and(|version| version.names_taints) {
                finally(&format!("node(s) had untolerated taint {{{}: {}}}", taint.key, taint.value))
            } else {
                finally("node(s) had untolerated taint(s)")
            }
        }),
        Filter::NodeAffinity => {
            let added = profile.added_required.as_ref();
            if !added.is_none_or(|terms| terms.iter().any(|term| term.matches(node))) {
                return Some(finally("node(s) didn't match scheduler-enforced node affinity"));
            }
            (!pod.may_run_on(node)).then(|| finally("node(s) didn't match Pod's node affinity/selector"))
        }
        Filter::VolumeBinding => (!volumes.are_reached_from(node)).then(|| {
            let names_new = version.is_some_and(|version| !version.names_taints);
            finally(if names_new {
                "node(s) didn't match PersistentVolume's node affinity"
            } else {
                "node(s) had volume node affinity conflict"
            })
        }),
        Filter::VolumeZone => (!volumes.are_in_zone_of(node)).then(|| finally("node(s) had no available volume zone")),
        Filter::NodePorts
        | Filter::NodeResourcesFit
        | Filter::VolumeRestrictions
        | Filter::NodeVolumeLimits
        | Filter::PodTopologySpread
        | Filter::InterPodAffinity => None,
    }
}

impl World<'_> {
    /// The first filter's no to a node; none when the pod may go there.
    pub(super) fn verdict(&self, spec: usize, node: usize) -> Option<Refusal> {
        let (pod, volumes) = (self.cluster.specs.get(spec)?, self.volumes.get(spec)?);
        let (profile, there) = (self.profile(spec)?, self.nodes.get(node)?);
        profile.filters.iter().find_map(|filter| match filter {
            Filter::NodePorts => self
                .port_is_taken(spec, node)
                .then(|| for_now("node(s) didn't have free ports for the requested pod ports")),
            Filter::NodeResourcesFit => self.lacks(spec, node),
            Filter::VolumeRestrictions => self.is_claimed(spec, node).then(|| for_now(CLAIMED)),
            Filter::NodeVolumeLimits => {
                self.takes_no_volume(spec, node).then(|| for_now("node(s) exceed max volume count"))
            }
            Filter::PodTopologySpread => self.lies_unevenly(spec, node),
            Filter::InterPodAffinity => self.has_wrong_company(spec, node),
            other => lasting(*other, pod, there, profile, volumes, Some(&self.settings.version)),
        })
    }

    fn port_is_taken(&self, spec: usize, node: usize) -> bool {
        let (Some(class), Some(taken)) = (self.classes.get(spec), self.ports.get(node)) else { return false };
        class.ports.iter().any(|wanted| taken.iter().any(|port| port.conflicts_with(wanted)))
    }

    fn is_claimed(&self, spec: usize, node: usize) -> bool {
        let claimed = self.classes.get(spec).map_or(&[][..], |class| &class.claimed);
        claimed.iter().any(|(tally, key)| self.count(*tally, *key, node) > Some(0))
    }

    fn takes_no_volume(&self, spec: usize, node: usize) -> bool {
        self.classes.get(spec).is_some_and(|class| !self.attachments.take(node, &class.volumes))
    }

    fn lacks(&self, spec: usize, node: usize) -> Option<Refusal> {
        let size = self.sizes.get(self.classes.get(spec)?.size)?;
        let mut refusal = Refusal { reasons: Vec::new(), is_final: false };
        if !self.amounts.has_place(node) {
            refusal.reasons.push("Too many pods".to_owned());
        }
        for (name, never) in self.amounts.lacking(node, size) {
            refusal.reasons.push(format!("Insufficient {name}"));
            refusal.is_final |= never;
        }
        (!refusal.reasons.is_empty()).then_some(refusal)
    }

    fn lies_unevenly(&self, spec: usize, node: usize) -> Option<Refusal> {
        self.classes.get(spec)?.hard.iter().find_map(|one| match self.count(one.tally, one.key, node) {
            None => Some(finally("node(s) didn't match pod topology spread constraints (missing required label)")),
            Some(count) => {
                let least = self.tallies.get(one.tally).map_or(0, |tally| tally.least(one.min_domains));
                let is_uneven = count + one.own - least > one.max_skew;
                is_uneven.then(|| for_now("node(s) didn't match pod topology spread constraints"))
            }
        })
    }

    /// Whether the pod would be the first of a group that wants itself near.
    pub(super) fn is_first(&self, spec: usize) -> bool {
        self.classes.get(spec).is_some_and(|class| {
            let nobody = |tally: &usize| self.tallies.get(*tally).is_none_or(|tally| tally.total == 0);
            class.near_itself && class.near.iter().all(|(tally, _)| nobody(tally))
        })
    }

    fn has_wrong_company(&self, spec: usize, node: usize) -> Option<Refusal> {
        let class = self.classes.get(spec)?;
        let counts = || class.near.iter().map(|(tally, key)| self.count(*tally, *key, node));
        let is_lonely =
            counts().any(|count| count.is_none()) || (counts().any(|count| count <= Some(0)) && !self.is_first(spec));
        if is_lonely {
            return Some(finally("node(s) didn't match pod affinity rules"));
        }
        let any = |terms: &[(usize, usize)]| terms.iter().any(|(tally, key)| self.count(*tally, *key, node) > Some(0));
        if any(&class.far) {
            return Some(for_now("node(s) didn't match pod anti-affinity rules"));
        }
        any(&class.shunned).then(|| for_now("node(s) didn't satisfy existing pods anti-affinity rules"))
    }
}
