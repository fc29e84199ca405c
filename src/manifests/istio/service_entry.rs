//! Names outside the mesh that its workloads call.

use crate::design::ServiceKind;
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::object::{Body, Metadata, Object};
use crate::mesh::Served;
use serde::Serialize;

#[derive(Serialize)]
struct ServiceEntrySpec {
    hosts: Vec<String>,
    ports: Vec<Port>,
    location: &'static str,
    resolution: &'static str,
}

impl Body for ServiceEntrySpec {
    const API_VERSION: &'static str = "networking.istio.io/v1";
    const KIND: &'static str = "ServiceEntry";
}

#[derive(Serialize)]
struct Port {
    number: u16,
    name: String,
    protocol: String,
}

/// Writes the entry of a Service that is but a name elsewhere: with only registered destinations, it must be one.
pub(super) fn service_entry(desk: &mut Desk, served: &Served) {
    let ServiceKind::ExternalName(name) = &served.service.kind else { return };
    let ports = served.service.ports.iter().map(|port| {
        let protocol = desk.plan.language(served, port).protocol().map_or("tcp", |protocol| protocol.name());
        Port { number: port.port, name: format!("{protocol}-{}", port.port), protocol: protocol.to_uppercase() }
    });
    let spec = ServiceEntrySpec {
        hosts: vec![name.clone()],
        ports: ports.collect(),
        location: "MESH_EXTERNAL",
        resolution: "DNS",
    };
    let object = Object::new(&Metadata::new(&served.service.name, &served.namespace), &spec)
        .saying("Only registered destinations may be called, and this one is outside the mesh.");
    desk.sheets.put(&["istio", &served.namespace], "traffic", FileTarget::Istio, object);
}
