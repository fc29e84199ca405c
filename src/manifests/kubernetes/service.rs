//! Services.

use crate::design::Workload;
use crate::design::{MeshKind, PortProtocol, ProbePort, ServiceKind, ServicePort, SessionAffinity};
use crate::manifests::desk::{Desk, is_label_value};
use crate::manifests::left_out::{Flag, Many, Pairs, Word};
use crate::manifests::linkerd::service_annotations;
use crate::manifests::object::{Body, Metadata, Note, Object};
use crate::mesh::{Implied, Language, Served, WAYPOINT};
use crate::yaml::written;

written! {
    struct ServiceSpec {
        r#type: Option<&'static str>,
        cluster_ip as "clusterIP": Option<&'static str>,
        external_name: Word,
        selector: Pairs,
        ports: Many<PortSpec>,
        session_affinity: Option<SessionAffinity>,
        internal_traffic_policy: Option<&'static str>,
        external_traffic_policy: Option<&'static str>,
        publish_not_ready_addresses: Flag,
    }
}

impl Body for ServiceSpec {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "Service";
}

written! {
    struct PortSpec {
        name: Word,
        port: u16,
        target_port: Option<ProbePort>,
        protocol: Option<PortProtocol>,
        app_protocol: Word,
        node_port: Option<u16>,
    }
}

/// The object of a Service.
pub(super) fn service(desk: &mut Desk, served: &Served) -> Object {
    let said = &served.service;
    let mut notes = Vec::new();
    let is_external_name = matches!(said.kind, ServiceKind::ExternalName(_));
    let mut silent = Vec::new();
    let mut ports = Vec::new();
    for (place, (port, language)) in served.ports().enumerate() {
        let place = format!("[{place}]");
        let mut spec = port_spec(&said.kind, port);
        if desk.plan.has_istio() && !is_external_name {
            match language {
                Language::Shown(protocol, why) => {
                    spec.app_protocol = protocol.name().into();
                    let text = format!("Not said in the design, but the mesh needs to know; {why}.");
                    notes.push(Note::new(&["spec", "ports", &place, "appProtocol"], text));
                }
                Language::Unknown if port.protocol == PortProtocol::Tcp && port.app_protocol.is_empty() => {
                    silent.push(port.port.to_string());
                }
                _ => {}
            }
        }
        if said.ports.len() > 1 && port.name.is_empty() {
            spec.name = Word(format!("{}-{}", language.protocol().map_or("port", |own| own.name()), port.port));
            notes.push(Note::new(
                &["spec", "ports", &place, "name"],
                "Not said in the design: where there are several ports, each needs a name.",
            ));
        }
        ports.push(spec);
    }
    if !silent.is_empty() && !served.behind.is_empty() {
        silence(desk, &said.name, &silent);
    }
    let is_outside = served.is_open_to_outside();
    let spec = ServiceSpec {
        r#type: match said.kind {
            ServiceKind::ClusterIP | ServiceKind::Headless => None,
            ServiceKind::NodePort => Some("NodePort"),
            ServiceKind::LoadBalancer => Some("LoadBalancer"),
            ServiceKind::ExternalName(_) => Some("ExternalName"),
        },
        cluster_ip: (said.kind == ServiceKind::Headless).then_some("None"),
        external_name: match &said.kind {
            ServiceKind::ExternalName(name) => name.into(),
            _ => Word::default(),
        },
        selector: said.selector.clone().into(),
        ports: ports.into(),
        session_affinity: (said.session_affinity == SessionAffinity::ClientIP).then_some(said.session_affinity),
        internal_traffic_policy: (said.local_traffic_only && !is_outside).then_some("Local"),
        external_traffic_policy: (said.local_traffic_only && is_outside).then_some("Local"),
        publish_not_ready_addresses: Flag(said.publish_not_ready),
    };
    let metadata = metadata(desk, served, &mut notes);
    Object::new(&metadata, &spec).saying(why(served.implied)).noted(&notes)
}

fn why(implied: Option<Implied>) -> &'static str {
    match implied {
        None => "",
        Some(Implied::NamesPods) => {
            "Not in the design: a StatefulSet needs a headless Service to give its pods names. It names those that are \
             not ready yet too, so that they find each other while they start."
        }
        Some(Implied::LeadsToPorts) => "Not in the design: the workload has ports, and no Service led to them.",
    }
}

fn metadata(desk: &Desk, served: &Served, notes: &mut Vec<Note>) -> Metadata {
    let said = &served.service;
    let mut labels = said.labels.clone();
    let behind = match served.behind.as_slice() {
        [only] => desk.design.workloads.get(*only).map(|workload| workload.name.as_str()),
        _ => None,
    };
    let name = behind.unwrap_or(&said.name);
    if is_label_value(name) {
        labels.entry(Workload::NAME_LABEL.to_owned()).or_insert_with(|| name.to_owned());
    }
    if served.through_waypoint {
        labels.insert(USE_WAYPOINT.to_owned(), WAYPOINT.to_owned());
        notes.push(Note::new(
            &["metadata", "labels", USE_WAYPOINT],
            "The timeouts, retries or limits the design sets for this Service act on requests: they need a waypoint.",
        ));
    }
    let mut annotations = said.annotations.clone();
    if desk.plan.mesh == MeshKind::Linkerd
        && let Some(traffic) = desk.plan.traffic(served)
    {
        annotations.extend(service_annotations(traffic));
    }
    Metadata::new(&said.name, &served.namespace).labelled(labels).annotated(annotations)
}

const USE_WAYPOINT: &str = "istio.io/use-waypoint";

fn port_spec(kind: &ServiceKind, port: &ServicePort) -> PortSpec {
    let on_nodes = matches!(kind, ServiceKind::NodePort | ServiceKind::LoadBalancer);
    PortSpec {
        name: (&port.name).into(),
        port: port.port,
        target_port: port.target.clone().filter(|target| *target != ProbePort::Number(port.port)),
        protocol: (port.protocol != PortProtocol::Tcp).then_some(port.protocol),
        app_protocol: (&port.app_protocol).into(),
        node_port: port.node_port.filter(|_| on_nodes),
    }
}

fn silence(desk: &mut Desk, name: &str, ports: &[String]) {
    let (noun, verb) = if ports.len() == 1 { ("Port", "says") } else { ("Ports", "say") };
    desk.remark(
        format!("services.{name}.ports"),
        format!("{noun} {} {verb} nothing of the protocol, and nothing shows it.", ports.join(", ")),
        "Istio guesses from the first bytes; declare it (tcp at least) where the server speaks first.",
    );
}
