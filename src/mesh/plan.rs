//! The plan: identities, Services and reaches of a design, and which of the mesh's parts they need.

use super::protocol::{Language, language};
use super::reach::{Caller, Leaving, Reach, reaches};
use super::served::{Served, served};
use super::sorted;
use crate::design::{
    Design, Finding, MeshKind, PortProtocol, RoutingApi, ServiceTraffic, Severity, Workload, WorkloadKind,
};
use crate::order::Gather;
use crate::order::Map;

/// The name of a namespace's waypoint, and of the account it runs as.
pub const WAYPOINT: &str = "waypoint";

/// A workload as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its namespace.
    pub namespace: String,
    /// Its service account.
    pub account: String,
    /// Whether the mesh carries its traffic: a pod on the node's network is left out, and one that says so.
    pub inside: bool,
    /// The labels of its pods, as Services and policies see them.
    pub labels: Map<String, String>,
}

/// Who is there, as whom, and who reaches whom.
#[derive(Debug, Clone, PartialEq)]
pub struct MeshPlan<'a> {
    /// The design.
    pub design: &'a Design,
    /// The mesh files are written for.
    pub mesh: MeshKind,
    /// The API routes are written in.
    pub routing: RoutingApi,
    /// The domain of the identities.
    pub trust_domain: &'a str,
    /// The workloads, at the places they have in the design.
    pub members: Vec<Member>,
    /// The Services: the design's own, then those it implies.
    pub services: Vec<Served>,
    /// Who reaches whom, sorted.
    pub reaches: Vec<Reach>,
    /// Calls that leave for where no pod of the design is, sorted.
    pub leaving: Vec<Leaving>,
    /// Workloads that have the kind, name and namespace of an earlier one: they cannot be there as well.
    pub doubles: Vec<usize>,
    /// What there is to know.
    pub findings: Vec<Finding>,
}

/// Reads the graph off a design.
pub fn plan(design: &Design) -> MeshPlan<'_> {
    plan_for(design, design.mesh.chosen.unwrap_or(MeshKind::IstioSidecar))
}

/// The same as if that mesh were chosen.
pub fn plan_for(design: &Design, mesh: MeshKind) -> MeshPlan<'_> {
    let has_mesh = matches!(mesh, MeshKind::IstioSidecar | MeshKind::IstioAmbient);
    let members: Vec<Member> = design.workloads.iter().map(|workload| member(design, workload, mesh)).gather();
    let mut findings = Vec::new();
    let doubles = doubles(design, &mut findings);
    let services = spoken(design, mesh, served(design, &members, &doubles, &mut findings));
    let (reaches, leaving) = reaches(design, &services, &doubles, has_mesh, &mut findings);
    MeshPlan {
        design,
        mesh,
        routing: design.mesh.routing.unwrap_or(RoutingApi::GatewayApi),
        trust_domain: match design.clusters.trust_domain.as_str() {
            "" => "cluster.local",
            said => said,
        },
        members,
        services,
        reaches,
        leaving,
        doubles,
        findings,
    }
}

/// Workloads that cannot be written because an earlier one has their kind and name.
fn doubles(design: &Design, findings: &mut Vec<Finding>) -> Vec<usize> {
    let mut seen: Vec<(&str, WorkloadKind, &str)> = Vec::new();
    let mut doubles = Vec::new();
    for (index, workload) in design.workloads.iter().enumerate() {
        let namespace = design.namespace_of(&workload.namespace);
        let before = seen.len();
        sorted::insert(&mut seen, (namespace, workload.kind, workload.name.as_str()));
        if seen.len() == before {
            doubles.push(index);
            findings.push(Finding {
                severity: Severity::Error,
                field: format!("workloads.{}.name", workload.name),
                what: format!("A second {} of this name in {namespace} is not written.", workload.kind.name()),
                hint: "Rename or remove one.".into(),
            });
        }
    }
    doubles
}

/// The Services with what is spoken on their ports, and which of them a waypoint serves.
fn spoken(design: &Design, mesh: MeshKind, mut services: Vec<Served>) -> Vec<Served> {
    let languages: Vec<Vec<Language>> = services
        .iter()
        .map(|served| served.service.ports.iter().map(|port| language(design, &services, served, port)).gather())
        .gather();
    for (served, languages) in services.iter_mut().zip(languages) {
        served.languages = languages;
        let traffic = traffic_of(design, served);
        served.through_waypoint = mesh == MeshKind::IstioAmbient
            && !served.behind.is_empty()
            && traffic.is_some_and(|traffic| {
                let of_requests =
                    traffic.timeout.is_some() || traffic.retries.is_some() || traffic.per_try_timeout.is_some();
                let of_connections = traffic.eject_after_errors.is_some()
                    || traffic.eject_for.is_some()
                    || traffic.max_connections.is_some()
                    || traffic.sticky.is_some()
                    || traffic.locality.is_some()
                    || traffic.token.is_some()
                    || traffic.release.is_some();
                of_connections || (of_requests && served.has_requests())
            });
    }
    services
}

fn traffic_of<'a>(design: &'a Design, served: &Served) -> Option<&'a ServiceTraffic> {
    design.traffic.services.iter().find(|traffic| {
        traffic.service == served.service.name && design.namespace_of(&traffic.namespace) == served.namespace
    })
}

/// Whether a workload's pods say that they want no part in the mesh.
fn opts_out(workload: &Workload, mesh: MeshKind) -> bool {
    let says = |map: &Map<String, String>, key: &str, value: &str| map.get(key).is_some_and(|own| own == value);
    match mesh {
        MeshKind::IstioSidecar => {
            let key = "sidecar.istio.io/inject";
            says(&workload.labels, key, "false") || says(&workload.annotations, key, "false")
        }
        MeshKind::IstioAmbient => says(&workload.labels, "istio.io/dataplane-mode", "none"),
        MeshKind::Linkerd => {
            says(&workload.annotations, "linkerd.io/inject", "disabled")
                || says(&workload.labels, "linkerd.io/inject", "disabled")
        }
        MeshKind::Consul => says(&workload.annotations, "consul.hashicorp.com/connect-inject", "false"),
        MeshKind::Cilium => false,
        MeshKind::None => true,
    }
}

fn member(design: &Design, workload: &Workload, mesh: MeshKind) -> Member {
    let account = if workload.service_account.is_empty() { &workload.name } else { &workload.service_account };
    Member {
        namespace: design.namespace_of(&workload.namespace).to_owned(),
        account: account.clone(),
        inside: !workload.host_network && !opts_out(workload, mesh),
        labels: workload.pod_labels(),
    }
}

impl MeshPlan<'_> {
    /// Whether Istio's objects are written.
    pub fn has_istio(&self) -> bool {
        matches!(self.mesh, MeshKind::IstioSidecar | MeshKind::IstioAmbient)
    }

    /// Whether nodes, not pods, carry the mesh.
    pub fn is_ambient(&self) -> bool {
        self.mesh == MeshKind::IstioAmbient
    }

    /// The identity of a service account.
    pub fn principal(&self, namespace: &str, account: &str) -> String {
        format!("{}/ns/{namespace}/sa/{account}", self.trust_domain)
    }

    /// How requests to a Service are treated, where that was said.
    pub fn traffic(&self, served: &Served) -> Option<&ServiceTraffic> {
        traffic_of(self.design, served)
    }

    /// Whether a Service of a namespace is served by a waypoint.
    pub fn has_waypoint(&self, namespace: &str) -> bool {
        self.services.iter().any(|served| served.namespace == namespace && served.through_waypoint)
    }

    /// Whether a caller has an address that a network policy could name.
    pub fn has_address(&self, caller: Caller) -> bool {
        match caller {
            Caller::Outside => false,
            Caller::Gateway => true,
            Caller::Workload(index) => self.design.workloads.get(index).is_some_and(|workload| !workload.host_network),
        }
    }

    /// Whether a caller has an identity: whether the mesh carries what it sends.
    pub fn has_identity(&self, caller: Caller) -> bool {
        match caller {
            Caller::Outside => false,
            Caller::Gateway => true,
            Caller::Workload(index) => self.members.get(index).is_some_and(|member| member.inside),
        }
    }

    /// The callers of a workload that are not known in this way: other workloads by name, the rest by the Service they
    /// come through.
    pub fn callers_without(&self, known: fn(&Self, Caller) -> bool, workload: usize) -> Vec<String> {
        let mut names = Vec::new();
        for reach in self.callers_of(workload).filter(|reach| !known(self, reach.caller)) {
            let name = match reach.caller {
                Caller::Workload(caller) => self.design.workloads.get(caller).map(|workload| workload.name.clone()),
                _ => self.services.get(reach.service).map(|served| format!("clients of {}", served.service.name)),
            };
            if let Some(name) = name {
                sorted::insert(&mut names, name);
            }
        }
        names
    }

    /// Whether anybody in the mesh calls a Service over TCP, the only transport a mesh carries.
    pub fn is_called(&self, service: usize) -> bool {
        self.reaches.iter().any(|reach| {
            reach.service == service && reach.protocol == PortProtocol::Tcp && self.has_identity(reach.caller)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Implied, Protocol};
    use super::*;
    use crate::design::{
        Call, Container, ContainerPort, HostRoute, Probe, ProbeAction, ProbePort, Service, ServiceKind, ServicePort,
    };
    use crate::order::Map;

    fn workload(name: &str, port: u16, calls: &[&str]) -> Workload {
        Workload {
            name: name.into(),
            containers: vec![Container {
                name: "server".into(),
                ports: vec![ContainerPort { name: "web".into(), number: port, ..ContainerPort::default() }],
                readiness: Some(Probe {
                    action: ProbeAction::Grpc { port, service: String::new() },
                    initial_delay_seconds: None,
                    period_seconds: None,
                    timeout_seconds: None,
                    failure_threshold: None,
                    success_threshold: None,
                }),
                ..Container::default()
            }],
            calls: calls.iter().map(|name| Call { service: (*name).into(), ..Call::default() }).collect(),
            ..Workload::default()
        }
    }

    fn service(name: &str, kind: ServiceKind, port: u16, target: ProbePort) -> Service {
        Service {
            name: name.into(),
            kind,
            selector: Map::from([(Workload::NAME_LABEL.to_owned(), name.trim_end_matches("-out").to_owned())]),
            ports: vec![ServicePort { port, target: Some(target), ..ServicePort::default() }],
            ..Service::default()
        }
    }

    #[test]
    fn calls_lead_to_container_ports() {
        let design = Design {
            workloads: vec![workload("web", 8080, &["cart", "gone"]), workload("cart", 7070, &[])],
            services: vec![
                service("cart", ServiceKind::ClusterIP, 80, ProbePort::Name("web".into())),
                service("web-out", ServiceKind::LoadBalancer, 80, ProbePort::Number(8080)),
            ],
            routes: vec![HostRoute { service: "web-out".into(), ..HostRoute::default() }],
            ..Design::default()
        };
        let plan = plan(&design);
        let reached: Vec<_> = plan.reaches.iter().map(|r| (r.caller, r.port, r.workload, r.target)).collect();
        assert_eq!(
            reached,
            [(Caller::Workload(0), 80, 1, 7070), (Caller::Gateway, 80, 0, 8080), (Caller::Outside, 80, 0, 8080)]
        );
        assert_eq!(plan.findings, vec![]);
        let cart = &plan.services[0];
        assert_eq!(cart.languages[0].protocol(), Some(Protocol::Grpc));
        assert_eq!(plan.principal("shop", "web"), "cluster.local/ns/shop/sa/web");
    }

    #[test]
    fn who_opts_out_has_an_address_and_no_identity() {
        let mut web = workload("web", 8080, &["cart"]);
        web.annotations = Map::from([("sidecar.istio.io/inject".to_owned(), "false".to_owned())]);
        let mut agent = workload("agent", 9100, &["cart"]);
        agent.host_network = true;
        let design = Design {
            workloads: vec![web, agent, workload("cart", 7070, &[])],
            services: vec![service("cart", ServiceKind::ClusterIP, 80, ProbePort::Number(7070))],
            ..Design::default()
        };
        let plan = plan(&design);
        assert_eq!(plan.callers_without(MeshPlan::has_identity, 2), ["agent", "web"]);
        assert_eq!(plan.callers_without(MeshPlan::has_address, 2), ["agent"]);
    }

    #[test]
    fn services_nobody_wrote_are_implied_where_they_are_needed() {
        let mut design = Design {
            workloads: vec![
                Workload {
                    kind: WorkloadKind::StatefulSet,
                    governing_service: "peers".into(),
                    ..workload("db", 5432, &[])
                },
                workload("web", 8080, &["db"]),
                Workload { kind: WorkloadKind::Job, ..workload("seed", 1, &["peers"]) },
            ],
            ..Design::default()
        };
        let implied: Vec<_> =
            plan(&design).services.into_iter().map(|s| (s.service.name, s.implied, s.behind)).collect();
        assert_eq!(
            implied,
            [
                ("peers".to_owned(), Some(Implied::NamesPods), vec![0]),
                ("web".to_owned(), Some(Implied::LeadsToPorts), vec![1])
            ]
        );
        assert!(plan(&design).reaches.iter().any(|reach| reach.caller == Caller::Workload(2) && reach.target == 5432));
        design.workloads[1].read_at = Some(crate::design::SourceLine { file: "a.yaml".into(), line: 1 });
        assert_eq!(plan(&design).services.len(), 1);
    }
}
