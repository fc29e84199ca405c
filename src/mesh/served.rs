//! The Services that are written: the design's own, and those its workloads cannot do without.

use super::plan::Member;
use super::protocol::{Language, Protocol};
use crate::design::{
    ContainerRole, Design, Finding, ProbePort, Service, ServiceKind, ServicePort, Severity, Workload, WorkloadKind,
};
use crate::order::Gather;

/// Why there is a Service that nobody wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Implied {
    /// A StatefulSet's pods get their names from it.
    NamesPods,
    /// A workload that was entered has ports, and no Service leads to them.
    LeadsToPorts,
}

/// A Service with what is behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// The Service.
    pub service: Service,
    /// The namespace it lives in.
    pub namespace: String,
    /// Why it is there when the design does not have it.
    pub implied: Option<Implied>,
    /// The workloads it sends to, by their places in the design.
    pub behind: Vec<usize>,
    /// What is spoken on each of its ports, in their order.
    pub languages: Vec<Language>,
    /// Whether requests to it have to pass a waypoint: nothing else sees requests in ambient mode.
    pub through_waypoint: bool,
}

impl Served {
    /// The name under which every pod of the cluster finds it.
    pub fn host(&self) -> String {
        format!("{}.{}.svc.cluster.local", self.service.name, self.namespace)
    }

    /// Its ports, each with what is spoken on it.
    pub fn ports(&self) -> impl Iterator<Item = (&ServicePort, &Language)> {
        self.service.ports.iter().zip(&self.languages)
    }

    /// Whether requests are told apart on one of its ports, or might be.
    pub fn has_requests(&self) -> bool {
        self.languages.iter().any(|language| language.protocol().is_none_or(Protocol::has_requests))
    }

    /// Whether it is open to clients outside the cluster.
    pub fn is_open_to_outside(&self) -> bool {
        matches!(self.service.kind, ServiceKind::LoadBalancer | ServiceKind::NodePort)
    }

    /// The numbers of the containers' ports that one of its ports leads to, with the workload of each.
    pub fn targets(&self, design: &Design, port: &ServicePort) -> Vec<(usize, u16)> {
        let mut found = Vec::new();
        for index in &self.behind {
            let Some(workload) = design.workloads.get(*index) else { continue };
            let number = match &port.target {
                None => Some(port.port),
                Some(ProbePort::Number(number)) => Some(*number),
                Some(ProbePort::Name(name)) => named_port(workload, name, port),
            };
            found.extend(number.map(|number| (*index, number)));
        }
        found
    }
}

fn named_port(workload: &Workload, name: &str, port: &ServicePort) -> Option<u16> {
    let lasting = workload.containers.iter().filter(|container| container.role != ContainerRole::Init);
    let mut ports = lasting.flat_map(|container| &container.ports);
    ports.find(|own| own.name == name && own.protocol == port.protocol).map(|own| own.number)
}

/// Every Service, the design's own first and in its order.
pub(super) fn served(
    design: &Design,
    members: &[Member],
    doubles: &[usize],
    findings: &mut Vec<Finding>,
) -> Vec<Served> {
    let mut all: Vec<Served> = Vec::new();
    let is_taken = |all: &[Served], namespace: &str, name: &str| {
        all.iter().any(|served| served.namespace == namespace && served.service.name == name)
    };
    for service in &design.services {
        if is_taken(&all, design.namespace_of(&service.namespace), &service.name) {
            findings.push(Finding {
                severity: Severity::Error,
                field: format!("services.{}.name", service.name),
                what: "A second Service of this name in one namespace is not written.".into(),
                hint: "Rename or remove one.".into(),
            });
        } else {
            all.push(serve(design, members, doubles, service.clone(), None));
        }
    }
    let said = all.len();
    for (index, workload) in design.workloads.iter().enumerate().filter(|(index, _)| !doubles.contains(index)) {
        let implied = match workload.kind {
            WorkloadKind::StatefulSet => Implied::NamesPods,
            // What was imported came with the Services its authors wanted.
            WorkloadKind::Deployment if workload.read_at.is_none() && !is_reached(&all, said, index) => {
                Implied::LeadsToPorts
            }
            _ => continue,
        };
        let service = imply(design, workload, implied);
        if (implied == Implied::LeadsToPorts && (service.ports.is_empty() || workload.host_network))
            || is_taken(&all, design.namespace_of(&workload.namespace), &service.name)
        {
            continue;
        }
        all.push(serve(design, members, doubles, service, Some(implied)));
    }
    all
}

/// Whether one of the design's own Services leads to a workload.
fn is_reached(all: &[Served], said: usize, workload: usize) -> bool {
    all.iter().take(said).any(|served| served.behind.contains(&workload))
}

/// The Service that names a StatefulSet's pods: as said, else a headless one that leads to it, else one of its name.
pub fn governing_service(design: &Design, workload: &Workload) -> String {
    if !workload.governing_service.is_empty() {
        return workload.governing_service.clone();
    }
    let headless = design.services_of(workload).find(|service| service.kind == ServiceKind::Headless);
    headless.map_or_else(|| workload.name.clone(), |service| service.name.clone())
}

fn serve(design: &Design, members: &[Member], doubles: &[usize], service: Service, implied: Option<Implied>) -> Served {
    let namespace = design.namespace_of(&service.namespace).to_owned();
    let behind = members
        .iter()
        .enumerate()
        .filter(|(index, member)| {
            !doubles.contains(index) && member.namespace == namespace && service.selects(&member.labels)
        })
        .map(|(index, _)| index)
        .gather();
    Served { service, namespace, implied, behind, languages: Vec::new(), through_waypoint: false }
}

fn imply(design: &Design, workload: &Workload, implied: Implied) -> Service {
    let (name, kind) = match implied {
        Implied::NamesPods => (governing_service(design, workload), ServiceKind::Headless),
        Implied::LeadsToPorts => (workload.name.clone(), ServiceKind::ClusterIP),
    };
    let mut ports: Vec<ServicePort> = Vec::new();
    for own in workload.containers.iter().filter(|own| own.role != ContainerRole::Init).flat_map(|own| &own.ports) {
        if ports.iter().any(|port| port.port == own.number && port.protocol == own.protocol) {
            continue;
        }
        let name = if own.name.is_empty() || ports.iter().any(|port| port.name == own.name) {
            format!("port-{}", own.number)
        } else {
            own.name.clone()
        };
        ports.push(ServicePort { name, port: own.number, protocol: own.protocol, ..ServicePort::default() });
    }
    Service {
        name,
        namespace: workload.namespace.clone(),
        publish_not_ready: implied == Implied::NamesPods,
        kind,
        selector: workload.selector_labels(),
        ports,
        ..Service::default()
    }
}
