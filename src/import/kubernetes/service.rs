//! Services.

use super::container::PROTOCOLS;
use super::object::Object;
use super::pod::annotations;
use crate::design::{ProbePort, Service, ServiceKind, ServicePort, SessionAffinity};
use crate::import::field::Field;
use crate::import::notes::Notes;
use crate::order::Gather;

/// Reads a Service.
pub(super) fn service(object: &Object<'_>, notes: &Notes) -> Service {
    let root = object.field(notes);
    let mut service = Service {
        name: object.name.clone(),
        namespace: object.namespace.clone(),
        read_at: Some(object.read_at()),
        ..Service::default()
    };
    if let Some(metadata) = root.part("metadata") {
        service.labels = metadata.labels("labels");
        service.annotations = annotations(metadata);
    }
    let Some(spec) = root.part("spec") else { return service };
    service.selector = spec.labels("selector");
    service.ports = spec.parts("ports").into_iter().filter_map(port).gather();
    service.kind = kind(spec);
    let words = [("None", SessionAffinity::None), ("ClientIP", SessionAffinity::ClientIP)];
    service.session_affinity = spec.one_of("sessionAffinity", &words).unwrap_or_default();
    service.local_traffic_only =
        spec.one_of("externalTrafficPolicy", &[("Cluster", false), ("Local", true)]).unwrap_or_default();
    service.publish_not_ready = spec.flag("publishNotReadyAddresses").unwrap_or_default();
    service
}

fn kind(spec: Field<'_>) -> ServiceKind {
    let words = [
        ("ClusterIP", ServiceKind::ClusterIP),
        ("NodePort", ServiceKind::NodePort),
        ("LoadBalancer", ServiceKind::LoadBalancer),
        ("ExternalName", ServiceKind::ExternalName(String::new())),
    ];
    match spec.one_of("type", &words).unwrap_or_default() {
        ServiceKind::ExternalName(_) => ServiceKind::ExternalName(spec.text_or_empty("externalName")),
        ServiceKind::ClusterIP if spec.peek(&["clusterIP"]) == Some("None") => {
            spec.skip("clusterIP");
            spec.skip("clusterIPs");
            ServiceKind::Headless
        }
        other => other,
    }
}

fn port(field: Field<'_>) -> Option<ServicePort> {
    let port = field.number("port")?;
    Some(ServicePort {
        name: field.text_or_empty("name"),
        port,
        target: field.port("targetPort").filter(|target| *target != ProbePort::Number(port)),
        protocol: field.one_of("protocol", &PROTOCOLS).unwrap_or_default(),
        app_protocol: field.text_or_empty("appProtocol"),
        node_port: field.number("nodePort").filter(|port| *port != 0),
    })
}
