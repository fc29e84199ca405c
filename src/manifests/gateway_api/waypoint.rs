//! A namespace's waypoint: the proxy that sees requests in ambient mode.

use super::gateway::{GatewaySpec, Listener};
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Word, pairs};
use crate::manifests::object::{Metadata, Object};
use crate::mesh::WAYPOINT;

/// Writes the waypoint of a namespace.
pub(in crate::manifests) fn waypoint(desk: &mut Desk, namespace: &str) {
    let spec = GatewaySpec {
        gateway_class_name: "istio-waypoint",
        listeners: vec![Listener {
            name: "mesh".to_owned(),
            hostname: Word::default(),
            port: 15008,
            protocol: "HBONE",
            tls: None,
            allowed_routes: None,
        }],
    };
    let metadata = Metadata::new(WAYPOINT, namespace).labelled(pairs([("istio.io/waypoint-for", "service")]));
    let object = Object::new(&metadata, &spec).saying(
        "Only Services with the label istio.io/use-waypoint pass it; calls to the others need no proxy for requests. \
             In a namespace that enforces the level restricted, istiod has to be installed with \
             gateways.seccompProfile.type=RuntimeDefault, or its pods are refused.",
    );
    desk.sheets.put(&["istio", namespace], "waypoint", FileTarget::GatewayApi, object);
}
