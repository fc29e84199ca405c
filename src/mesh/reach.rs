//! Each way a caller reaches a workload, down to the container's port.

use super::{MeshPlan, Served, sorted};
use crate::design::{Design, Finding, PortProtocol, ServicePort, Severity};
use crate::order::Gather;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// A workload, by its place in the design.
    Workload(usize),
    /// The mesh's ingress gateway.
    Gateway,
    /// Clients without an identity: from outside the cluster, or through something the design does not know.
    Outside,
}

/// A caller, what it calls, and where that leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reach {
    /// Who calls.
    pub caller: Caller,
    /// The Service, by its place in [`MeshPlan::services`].
    pub service: usize,
    /// The Service's port.
    pub port: u16,
    /// The workload behind it, by its place in the design.
    pub workload: usize,
    /// The container's port.
    pub target: u16,
    /// The transport.
    pub protocol: PortProtocol,
}

/// A call that leaves the cluster, or goes where the design cannot follow: its Service has no pods of the design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leaving {
    /// The caller, by its place in the design.
    pub workload: usize,
    /// The Service, by its place in [`MeshPlan::services`].
    pub service: usize,
    /// The Service's port; none when it has no ports.
    pub port: Option<u16>,
}

impl MeshPlan<'_> {
    /// Who reaches a workload, in order.
    pub fn callers_of(&self, workload: usize) -> impl Iterator<Item = &Reach> {
        self.reaches.iter().filter(move |reach| reach.workload == workload)
    }

    /// What a workload reaches, in order.
    pub fn callees_of(&self, workload: usize) -> impl Iterator<Item = &Reach> {
        self.reaches.iter().filter(move |reach| reach.caller == Caller::Workload(workload))
    }
}

/// All ways, sorted, each once; and what is to be said about calls that lead nowhere.
pub(super) fn reaches(
    design: &Design,
    services: &[Served],
    doubles: &[usize],
    has_gateway: bool,
    findings: &mut Vec<Finding>,
) -> (Vec<Reach>, Vec<Leaving>) {
    let mut graph = Graph { design, services, reaches: Vec::new(), leaving: Vec::new() };
    for (index, workload) in design.workloads.iter().enumerate().filter(|(index, _)| !doubles.contains(index)) {
        for call in workload.calls.iter().filter(|call| !call.denied) {
            let namespace = if call.namespace.is_empty() { &workload.namespace } else { &call.namespace };
            // A call of a Service that is not there is a finding of the design's own check.
            if let Some(service) = graph.find(&call.service, namespace) {
                graph.through(Caller::Workload(index), service, call.port);
            }
        }
    }
    let entering = if has_gateway { Caller::Gateway } else { Caller::Outside };
    for route in &design.routes {
        if let Some(service) = graph.find(&route.service, &route.namespace) {
            graph.through(entering, service, route.port);
        }
    }
    for (index, served) in services.iter().enumerate() {
        if served.is_open_to_outside() {
            for port in &served.service.ports {
                graph.through(Caller::Outside, index, Some(port.port));
            }
        }
        for port in &served.service.ports {
            if served.targets(design, port).len() < served.behind.len() {
                findings.push(lost_port(served, port));
            }
        }
    }
    let Graph { reaches, leaving, .. } = graph;
    (reaches, leaving)
}

struct Graph<'a> {
    design: &'a Design,
    services: &'a [Served],
    reaches: Vec<Reach>,
    leaving: Vec<Leaving>,
}

impl Graph<'_> {
    fn find(&self, name: &str, namespace: &str) -> Option<usize> {
        let wanted = self.design.namespace_of(namespace);
        self.services.iter().position(|served| served.service.name == name && served.namespace == wanted)
    }

    /// Adds the ways through one port of a Service; none is its first.
    fn through(&mut self, caller: Caller, service: usize, port: Option<u16>) {
        let Some(served) = self.services.get(service) else { return };
        let ports = &served.service.ports;
        if let (Caller::Workload(workload), true) = (caller, served.behind.is_empty()) {
            let port = port.or(ports.first().map(|own| own.port));
            sorted::insert(&mut self.leaving, Leaving { workload, service, port });
            return;
        }
        let wanted: Vec<&ServicePort> = match port {
            None => ports.iter().take(1).gather(),
            Some(number) => ports.iter().filter(|own| own.port == number).gather(),
        };
        for own in wanted {
            for (workload, target) in served.targets(self.design, own) {
                let protocol = own.protocol;
                sorted::insert(
                    &mut self.reaches,
                    Reach { caller, service, port: own.port, workload, target, protocol },
                );
            }
        }
    }
}

fn lost_port(served: &Served, port: &ServicePort) -> Finding {
    let name = &served.service.name;
    Finding {
        severity: Severity::Error,
        field: format!("services.{name}.ports"),
        what: format!("Port {} leads to a port that a container behind it does not name.", port.port),
        hint: "Name the container's port so, or give its number.".into(),
    }
}
