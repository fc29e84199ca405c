//! Network policies: their form, and the peers and ports they speak of.

use super::controller::Selector;
use crate::design::PortProtocol;
use crate::manifests::left_out::{self, Many, Pairs};
use crate::manifests::object::{Body, Metadata, Object};
use crate::mesh::WAYPOINT;
use crate::yaml::written;

written! {
    pub(super) struct PolicySpec {
        pub(super) pod_selector: Selector,
        pub(super) policy_types: Vec<&'static str>,
        pub(super) ingress: Many<Ingress>,
        pub(super) egress: Many<Egress>,
    }
}

impl Body for PolicySpec {
    const API_VERSION: &'static str = "networking.k8s.io/v1";
    const KIND: &'static str = "NetworkPolicy";
}

written! {
    /// From nobody named means from everybody.
    pub(super) struct Ingress {
        pub(super) from: Many<Peer>,
        pub(super) ports: Many<Port>,
    }

    pub(super) struct Egress {
        pub(super) to: Many<Peer>,
        pub(super) ports: Many<Port>,
    }

    #[derive(Default)]
    pub(super) struct Peer {
        pub(super) namespace_selector: Option<Selector>,
        pub(super) pod_selector: Option<Selector>,
        pub(super) ip_block: Option<IpBlock>,
    }

    pub(super) struct IpBlock {
        pub(super) cidr: &'static str,
        pub(super) except: Many<&'static str>,
    }

    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub(super) struct Port {
        pub(super) protocol: PortProtocol,
        pub(super) port: u16,
    }
}

/// The port of the mesh's tunnels.
pub(super) const HBONE: Port = tcp(15008);
/// The port on which istiod tells proxies what they need to know.
pub(super) const DISCOVERY: Port = tcp(15012);

pub(super) const fn tcp(port: u16) -> Port {
    Port { protocol: PortProtocol::Tcp, port }
}

pub(super) fn labels<const N: usize>(pairs: [(&str, &str); N]) -> Selector {
    Selector { match_labels: Pairs(left_out::pairs(pairs)) }
}

pub(super) fn namespace(name: &str) -> Selector {
    labels([("kubernetes.io/metadata.name", name)])
}

/// Pods of a namespace, seen from another one or from the same.
pub(super) fn pods(from: &str, own: &str, selector: Selector) -> Peer {
    Peer { namespace_selector: (from != own).then(|| namespace(own)), pod_selector: Some(selector), ip_block: None }
}

pub(super) fn policy(name: &str, own: &str, spec: &PolicySpec) -> Object {
    Object::new(&Metadata::new(name, own), spec)
}

/// The control plane of the mesh.
pub(super) fn istiod() -> Peer {
    Peer {
        namespace_selector: Some(namespace("istio-system")),
        pod_selector: Some(labels([("app", "istiod")])),
        ip_block: None,
    }
}

/// The pods of a namespace's waypoint.
pub(super) fn waypoint() -> Selector {
    labels([("gateway.networking.k8s.io/gateway-name", WAYPOINT)])
}
