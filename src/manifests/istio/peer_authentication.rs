//! Mutual TLS: for a namespace, and where a port has to take plain text.

use crate::design::MtlsMode;
use crate::manifests::left_out::Pairs;
use crate::manifests::object::{Body, Metadata, Note, Object, entry};
use crate::order::Gather;
use crate::order::Map;
use crate::yaml::{Tree, Written, written};

written! {
    struct PeerAuthenticationSpec {
        selector: Option<Selector>,
        mtls: Mtls,
        port_level_mtls: Option<PlainPorts>,
    }
}

impl Body for PeerAuthenticationSpec {
    const API_VERSION: &'static str = "security.istio.io/v1";
    const KIND: &'static str = "PeerAuthentication";
}

written! {
    /// Which pods are meant.
    pub(super) struct Selector {
        pub(super) match_labels: Pairs,
    }

    struct Mtls {
        mode: &'static str,
    }
}

/// Ports that take plain text, each with its mode.
struct PlainPorts(Vec<u16>);

impl Written for PlainPorts {
    fn write(&self) -> Tree {
        let plain = |port: &u16| entry(port.to_string(), Mtls { mode: "PERMISSIVE" }.write());
        Tree::Map(self.0.iter().map(plain).gather())
    }
}

/// What all pods of a namespace take.
pub(super) fn of_namespace(namespace: &str, mode: MtlsMode) -> Object {
    let (mode, comment) = match mode {
        MtlsMode::Strict => (
            "STRICT",
            "Pods of this namespace take mutual TLS alone. It stands in each namespace of the design and not in \
             istio-system, where it would also bind workloads that are none of this design.",
        ),
        MtlsMode::Permissive => (
            "PERMISSIVE",
            "Plain text is still taken, as the design says, while callers move into the mesh. Close it once \
             istio_requests_total shows no more connection_security_policy none.",
        ),
    };
    let spec = PeerAuthenticationSpec { selector: None, mtls: Mtls { mode }, port_level_mtls: None };
    Object::new(&Metadata::new("default", namespace), &spec).saying(comment)
}

/// The ports of one workload that take plain text too.
pub(super) fn exception(metadata: &Metadata, selector: Map<String, String>, ports: Vec<u16>, why: &str) -> Object {
    let spec = PeerAuthenticationSpec {
        selector: Some(Selector { match_labels: selector.into() }),
        mtls: Mtls { mode: "STRICT" },
        port_level_mtls: Some(PlainPorts(ports)),
    };
    Object::new(metadata, &spec).noted(&[Note::new(&["spec", "portLevelMtls"], why)])
}
