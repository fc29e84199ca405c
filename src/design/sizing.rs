//! What the nodes of a cluster must hold and withstand: as said, and with every gap filled.

use super::{Availability, Design, Need, PlatformId, Resolved, ResolvedFrom, option_keys};
use crate::units::{Bytes, MilliCpu};
use serde::{Deserialize, Serialize};

option_keys! {
    /// Whose rules say what of a machine is left for pods.
    pub enum NodeProvider {
        /// Google Kubernetes Engine.
        Gke = "gke",
        /// Amazon EKS.
        Eks = "eks",
        /// Azure Kubernetes Service.
        Aks = "aks",
        /// One's own cluster: the kubelet's defaults, or values of one's own.
        Kubeadm = "kubeadm",
    }
}

option_keys! {
    /// How many rolling updates must find room for their extra pods at the same time.
    pub enum RolloutRoom {
        /// None: an update waits for room.
        None = "none",
        /// Any one of them.
        One = "one",
        /// All together.
        All = "all",
    }
}

/// What nodes must hold and withstand, as said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct SizingChoice {
    /// Whose rules say what of a machine is left for pods; none follows the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<NodeProvider>,
    /// By how many per cent the load may grow before nodes are added; none means not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head_room: Option<u32>,
    /// How many rolling updates must find room at once; none means one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollouts: Option<RolloutRoom>,
    /// Whether workloads that scale with the load count with their most replicas; none means yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_replicas: Option<bool>,
    /// Whether interruptible machines may be used; none means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spot: Option<bool>,
    /// Whether ARM machines may be used, for which images must be built; none follows the requirements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arm: Option<bool>,
    /// The most pods of one node; none follows the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_pods: Option<u32>,
    /// Machine types to choose from; empty means all that are known of the provider.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub machines: Vec<String>,
    /// The range that pods take their addresses from, such as `10.0.0.0/14`; empty means none is set.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pod_cidr: String,
    /// Whether nodes of EKS take addresses by prefixes of sixteen, so that more pods fit; none means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_delegation: Option<bool>,
    /// CPU kept from pods on one's own nodes; none follows the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved_cpu: Option<MilliCpu>,
    /// Memory kept from pods on one's own nodes; none follows the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved_memory: Option<Bytes>,
}

/// What nodes must hold and withstand, with every gap filled.
#[expect(clippy::struct_excessive_bools, reason = "there are as many yes-or-no answers")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizing {
    /// Whose rules say what of a machine is left for pods.
    pub provider: NodeProvider,
    /// Zones of the cluster, by name.
    pub zones: Vec<String>,
    /// Nodes whose loss must leave room for everything.
    pub survive_nodes: u32,
    /// Whether the loss of any one zone must.
    pub survive_zone: bool,
    /// By how many per cent the load may grow.
    pub head_room: u32,
    /// How many rolling updates must find room at once.
    pub rollouts: RolloutRoom,
    /// Whether workloads that scale with the load count with their most replicas.
    pub most_replicas: bool,
    /// Whether interruptible machines may be used.
    pub spot: bool,
    /// Whether ARM machines may be used.
    pub arm: bool,
    /// The most pods of one node; none follows the provider.
    pub max_pods: Option<u32>,
    /// Machine types to choose from; empty means all that are known of the provider.
    pub machines: Vec<String>,
    /// Whether nodes of EKS take addresses by prefixes.
    pub prefix_delegation: bool,
    /// CPU and memory kept from pods on one's own nodes.
    pub reserved: (Option<MilliCpu>, Option<Bytes>),
    /// Where each answer came from, by the name of its field in the document.
    pub from: Vec<(&'static str, ResolvedFrom)>,
}

/// Fills the gaps. `followed` is the platform the design leads to, chosen or recommended.
pub fn resolve_sizing(design: &Design, resolved: &Resolved, followed: Option<PlatformId>) -> Sizing {
    let (cluster, said) = (&design.cluster, &design.cluster.sizing);
    let mut reader = Reader { from: Vec::new() };
    let zones: Vec<String> = if cluster.zones.is_empty() {
        let number = u8::try_from(resolved.zones.likely).unwrap_or(3).clamp(1, 26);
        (b'a'..b'a' + number).map(|letter| format!("zone-{}", char::from(letter))).collect()
    } else {
        cluster.zones.clone()
    };
    let strict = resolved.availability >= Availability::Percent9999;
    let (zone, why) = match (zones.len() > 1, strict) {
        (false, _) => (false, "there is one zone only"),
        (true, true) => (true, "four nines and more do not wait for a zone to come back"),
        (true, false) => (false, "the promised availability leaves time to replace a zone's nodes"),
    };
    let arm = resolved.needs(Need::Arm64);
    let why_arm = if arm { "the design asks for ARM" } else { "images for ARM were not spoken of" };
    let platform = design.platform.chosen.or(followed);
    let (provider, why_provider) = match platform {
        Some(PlatformId::Eks | PlatformId::EcsEc2 | PlatformId::EcsFargate) => {
            (NodeProvider::Eks, "the platform runs on AWS")
        }
        Some(PlatformId::GkeStandard | PlatformId::GkeAutopilot | PlatformId::CloudRun) => {
            (NodeProvider::Gke, "the platform runs on Google Cloud")
        }
        Some(PlatformId::Aks) => (NodeProvider::Aks, "the platform runs on Azure"),
        _ => (NodeProvider::Kubeadm, "the platform is run by the team"),
    };
    Sizing {
        provider: reader.follow("sizing.provider", said.provider, provider, why_provider),
        survive_nodes: reader.assume("surviveNodes", cluster.survive_nodes, 1, "a node can fail at any time"),
        survive_zone: reader.follow("surviveZone", cluster.survive_zone, zone, why),
        head_room: reader.assume("sizing.headRoom", said.head_room, 0, "nodes can be added when the load has grown"),
        rollouts: reader.assume(
            "sizing.rollouts",
            said.rollouts,
            RolloutRoom::One,
            "releases usually come one after the other",
        ),
        most_replicas: reader.assume("sizing.mostReplicas", said.most_replicas, true, "the peak must find room"),
        spot: reader.assume("sizing.spot", said.spot, false, "an interruptible node can go within two minutes"),
        arm: reader.follow("sizing.arm", said.arm, arm, why_arm),
        max_pods: said.max_pods,
        machines: said.machines.clone(),
        prefix_delegation: reader.assume(
            "sizing.prefixDelegation",
            said.prefix_delegation,
            false,
            "the network plugin does not do it unless told",
        ),
        reserved: (said.reserved_cpu, said.reserved_memory),
        zones,
        from: reader.from,
    }
}

struct Reader {
    from: Vec<(&'static str, ResolvedFrom)>,
}

impl Reader {
    fn read<T>(&mut self, field: &'static str, said: Option<T>, otherwise: T, from: ResolvedFrom) -> T {
        let firmly = ResolvedFrom::Said(super::Insistence::Want);
        self.from.push((field, if said.is_some() { firmly } else { from }));
        said.unwrap_or(otherwise)
    }

    fn assume<T>(&mut self, field: &'static str, said: Option<T>, otherwise: T, why: &'static str) -> T {
        self.read(field, said, otherwise, ResolvedFrom::Assumed(why))
    }

    fn follow<T>(&mut self, field: &'static str, said: Option<T>, otherwise: T, why: &'static str) -> T {
        self.read(field, said, otherwise, ResolvedFrom::Follows(why))
    }
}

/// First address and length of a range of IPv4 addresses.
pub fn address_range(text: &str) -> Option<(u32, u32)> {
    let (address, length) = text.split_once('/')?;
    let length: u32 = length.parse().ok().filter(|length| *length <= 32)?;
    let address: std::net::Ipv4Addr = address.parse().ok()?;
    Some((u32::from(address), length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Answer, Insistence, QuestionKey, Said, resolve};

    fn sizing(design: &Design) -> Sizing {
        resolve_sizing(design, &resolve(design), None)
    }

    #[test]
    fn what_was_not_said_has_a_default_with_its_reason() {
        let sizing = sizing(&Design::default());
        assert_eq!(sizing.zones, ["zone-a", "zone-b", "zone-c"]);
        assert_eq!((sizing.survive_nodes, sizing.survive_zone, sizing.head_room), (1, false, 0));
        assert_eq!((sizing.rollouts, sizing.provider), (RolloutRoom::One, NodeProvider::Kubeadm));
        assert_eq!(sizing.from.len(), 9);
        assert!(!sizing.from.iter().any(|(_, from)| matches!(from, ResolvedFrom::Said(_))));
    }

    #[test]
    fn availability_and_platform_are_followed_until_something_else_is_said() {
        let mut design = Design::default();
        let four_nines = Answer::Choice("99.99");
        let said = Said { answer: four_nines, insistence: Insistence::Want };
        design.requirements.say(QuestionKey::Availability, said).unwrap();
        design.platform.chosen = Some(PlatformId::Eks);
        assert_eq!((sizing(&design).provider, sizing(&design).survive_zone), (NodeProvider::Eks, true));
        design.cluster.zones = vec!["eu-1a".into()];
        assert!(!sizing(&design).survive_zone);
        design.cluster.zones.push("eu-1b".into());
        design.cluster.survive_zone = Some(false);
        design.cluster.sizing.provider = Some(NodeProvider::Aks);
        assert_eq!((sizing(&design).provider, sizing(&design).survive_zone), (NodeProvider::Aks, false));
    }

    #[test]
    fn ranges_of_addresses_are_read() {
        for (text, range) in [
            ("10.0.0.0/14", Some((10 << 24, 14))),
            ("10.0.0.0", None),
            ("10.0.0/8", None),
            ("10.0.0.0/33", None),
            ("fd00::/48", None),
        ] {
            assert_eq!(address_range(text), range, "{text}");
        }
    }
}
