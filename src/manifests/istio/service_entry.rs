//! Names outside the mesh that its workloads call.

use crate::design::{EgressPolicy, ServiceKind};
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::object::{Body, Metadata, Object};
use crate::mesh::Served;
use crate::order::Gather;
use crate::yaml::written;

written! {
    struct ServiceEntrySpec {
        hosts: Vec<String>,
        ports: Vec<Port>,
        location: &'static str,
        resolution: &'static str,
    }
}

impl Body for ServiceEntrySpec {
    const API_VERSION: &'static str = "networking.istio.io/v1";
    const KIND: &'static str = "ServiceEntry";
}

written! {
    struct Port {
        number: u16,
        name: String,
        protocol: String,
    }
}

/// The host of a Service that is but a name elsewhere, where only what is registered may be called.
pub(super) fn registered_host<'a>(desk: &Desk, served: &'a Served) -> Option<&'a str> {
    match &served.service.kind {
        ServiceKind::ExternalName(name) if desk.design.mesh.egress == Some(EgressPolicy::RegistryOnly) => Some(name),
        _ => None,
    }
}

/// Writes the entries of a namespace's Services that are but names elsewhere.
pub(super) fn service_entries(desk: &mut Desk, namespace: &str) {
    for served in desk.plan.services.iter().filter(|served| served.namespace == namespace) {
        if let Some(host) = registered_host(desk, served) {
            service_entry(desk, served, host);
        }
    }
}

fn service_entry(desk: &mut Desk, served: &Served, host: &str) {
    if served.service.ports.is_empty() {
        desk.warn(
            format!("services.{}.ports", served.service.name),
            format!("Only registered destinations may be called, and {host} cannot be registered without a port."),
            "Say which ports are called there.",
        );
        return;
    }
    let ports = served.ports().map(|(port, language)| {
        let protocol = language.protocol().map_or("tcp", |protocol| protocol.name());
        Port { number: port.port, name: format!("{protocol}-{}", port.port), protocol: protocol.to_ascii_uppercase() }
    });
    let spec = ServiceEntrySpec {
        hosts: vec![host.to_owned()],
        ports: ports.gather(),
        location: "MESH_EXTERNAL",
        resolution: "DNS",
    };
    let object = Object::new(&Metadata::new(&served.service.name, &served.namespace), &spec)
        .saying("Only registered destinations may be called, and this one is outside the mesh.");
    desk.sheets.put(&["istio", &served.namespace], "traffic", FileTarget::Istio, object);
}
