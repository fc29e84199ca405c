//! Network policies: everything is closed, and each way of the call graph is opened.

use super::controller::Selector;
use crate::design::{EgressPolicy, PortProtocol, Workload};
use crate::manifests::FileTarget;
use crate::manifests::desk::{Desk, listed};
use crate::manifests::left_out::{self, Many, Pairs};
use crate::manifests::object::{Body, Metadata, Note, Object};
use crate::mesh::{Caller, Reach, Served, WAYPOINT, ingress_gateway, sorted};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PolicySpec {
    pod_selector: Selector,
    policy_types: Vec<&'static str>,
    ingress: Many<Ingress>,
    egress: Many<Egress>,
}

impl Body for PolicySpec {
    const API_VERSION: &'static str = "networking.k8s.io/v1";
    const KIND: &'static str = "NetworkPolicy";
}

/// From nobody named means from everybody.
#[derive(Serialize)]
struct Ingress {
    from: Many<Peer>,
    ports: Many<Port>,
}

#[derive(Serialize)]
struct Egress {
    to: Many<Peer>,
    ports: Many<Port>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Peer {
    namespace_selector: Option<Selector>,
    pod_selector: Option<Selector>,
    ip_block: Option<IpBlock>,
}

#[derive(Serialize)]
struct IpBlock {
    cidr: &'static str,
    except: Many<&'static str>,
}

#[derive(Serialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Port {
    protocol: PortProtocol,
    port: u16,
}

/// The port of the mesh's tunnels.
const HBONE: Port = tcp(15008);
/// The port on which istiod tells proxies what they need to know.
const DISCOVERY: Port = tcp(15012);

const fn tcp(port: u16) -> Port {
    Port { protocol: PortProtocol::Tcp, port }
}

fn labels<const N: usize>(pairs: [(&str, &str); N]) -> Selector {
    Selector { match_labels: Pairs(left_out::pairs(pairs)) }
}

fn namespace(name: &str) -> Selector {
    labels([("kubernetes.io/metadata.name", name)])
}

/// Pods of a namespace, seen from another one or from the same.
fn pods(from: &str, own: &str, selector: Selector) -> Peer {
    Peer { namespace_selector: (from != own).then(|| namespace(own)), pod_selector: Some(selector), ip_block: None }
}

fn policy(name: &str, own: &str, spec: &PolicySpec) -> Object {
    Object::new(&Metadata::new(name, own), spec)
}

/// The policies of a namespace as a whole: nothing goes, but names are resolved and the mesh finds its control plane.
pub(super) fn namespace_policies(desk: &mut Desk, own: &str) {
    let all = || labels([]);
    let closed = PolicySpec {
        pod_selector: all(),
        policy_types: vec!["Ingress", "Egress"],
        ingress: Many::default(),
        egress: Many::default(),
    };
    let dns = Peer {
        namespace_selector: Some(namespace("kube-system")),
        pod_selector: Some(labels([("k8s-app", "kube-dns")])),
        ip_block: None,
    };
    let dns_ports = vec![Port { protocol: PortProtocol::Udp, port: 53 }, tcp(53)];
    let resolving = PolicySpec {
        pod_selector: all(),
        policy_types: vec!["Egress"],
        ingress: Many::default(),
        egress: vec![Egress { to: vec![dns].into(), ports: dns_ports.into() }].into(),
    };
    let mut objects = vec![
        policy("default-deny", own, &closed).saying(
            "Nothing may come in or go out but what another policy allows. What is open stands with each workload, from \
             the calls the design knows. Monitoring that scrapes pods needs a policy of its own. Policies act only where \
             the network plugin enforces them.",
        ),
        policy("allow-dns", own, &resolving)
            .saying("Every pod may resolve names. With NodeLocal DNS, allow its address as well."),
    ];
    if desk.design.mesh.egress.unwrap_or(EgressPolicy::Any) == EgressPolicy::Any {
        objects.push(policy("allow-internet", own, &internet_spec()).saying(
            "The design lets anything leave (mesh.egress: any), and does not know which addresses are called: pods may \
             reach all but private ones. A database in the private network needs a policy of its own.",
        ));
    }
    if desk.plan.has_istio() {
        objects.push(policy("allow-mesh", own, &mesh_spec(desk)).saying(if desk.plan.is_ambient() {
            "Probes of the kubelet reach ambient pods from this address of the node's own."
        } else {
            "Every proxy asks istiod for its configuration and its certificate."
        }));
    }
    if desk.plan.has_waypoint(own) {
        objects.push(policy("allow-waypoint", own, &waypoint_spec()).saying(
            "The waypoint takes tunnels from everywhere, opens its own to the pods behind it, and asks istiod. Who may \
             call what through it is for the authorization policies.",
        ));
    }
    for object in objects {
        desk.sheets.put(&["kubernetes", own], "network-policies", FileTarget::Kubernetes, object);
    }
}

fn internet_spec() -> PolicySpec {
    PolicySpec {
        pod_selector: labels([]),
        policy_types: vec!["Egress"],
        ingress: Many::default(),
        egress: vec![Egress { to: internet().into(), ports: Many::default() }].into(),
    }
}

fn istiod() -> Peer {
    Peer {
        namespace_selector: Some(namespace("istio-system")),
        pod_selector: Some(labels([("app", "istiod")])),
        ip_block: None,
    }
}

fn mesh_spec(desk: &Desk) -> PolicySpec {
    if desk.plan.is_ambient() {
        let probes =
            Peer { ip_block: Some(IpBlock { cidr: "169.254.7.127/32", except: Many::default() }), ..Peer::default() };
        return PolicySpec {
            pod_selector: labels([]),
            policy_types: vec!["Ingress"],
            ingress: vec![Ingress { from: vec![probes].into(), ports: Many::default() }].into(),
            egress: Many::default(),
        };
    }
    PolicySpec {
        pod_selector: labels([]),
        policy_types: vec!["Egress"],
        ingress: Many::default(),
        egress: vec![Egress { to: vec![istiod()].into(), ports: vec![DISCOVERY].into() }].into(),
    }
}

fn waypoint() -> Selector {
    labels([("gateway.networking.k8s.io/gateway-name", WAYPOINT)])
}

fn waypoint_spec() -> PolicySpec {
    let behind = Peer { pod_selector: Some(labels([])), ..Peer::default() };
    PolicySpec {
        pod_selector: waypoint(),
        policy_types: vec!["Ingress", "Egress"],
        ingress: vec![Ingress { from: Many::default(), ports: vec![HBONE].into() }].into(),
        egress: vec![
            Egress { to: vec![behind].into(), ports: vec![HBONE].into() },
            Egress { to: vec![istiod()].into(), ports: vec![DISCOVERY].into() },
        ]
        .into(),
    }
}

/// The policy of a workload: who may call it, and whom it may call. A pod on the node's network is under none.
pub(super) fn workload_policy(desk: &Desk, index: usize, workload: &Workload, metadata: &Metadata) -> Option<Object> {
    let member = desk.plan.members.get(index)?;
    if workload.host_network || Desk::is_system(&member.namespace) {
        return None;
    }
    let mut rules = Rules { desk, own: &member.namespace, notes: Vec::new() };
    let ingress = rules.ingress(index);
    let egress = rules.egress(index, workload);
    let notes = rules.notes;
    let spec = PolicySpec {
        pod_selector: Selector { match_labels: workload.selector_labels().into() },
        policy_types: vec!["Ingress", "Egress"],
        ingress: ingress.into(),
        egress: egress.into(),
    };
    Some(Object::new(metadata, &spec).noted(&notes))
}

struct Rules<'a> {
    desk: &'a Desk<'a>,
    own: &'a str,
    notes: Vec<Note>,
}

impl Rules<'_> {
    fn ingress(&mut self, index: usize) -> Vec<Ingress> {
        let plan = self.desk.plan;
        let is_inside = plan.members.get(index).is_some_and(|member| member.inside);
        let mut open: Vec<Port> = Vec::new();
        // Who comes in by which ports; those who share all ports share a rule.
        let mut ways: Vec<(Caller, Vec<Port>)> = Vec::new();
        let mut through_waypoint = false;
        for reach in plan.callers_of(index) {
            let port = Port { protocol: reach.protocol, port: reach.target };
            let tunnels = plan.is_ambient() && is_inside && reach.protocol == PortProtocol::Tcp;
            let by_waypoint = self.served(reach).is_some_and(|served| served.through_waypoint);
            if plan.is_unseen(reach.caller) {
                sorted::insert(&mut open, port);
            } else if tunnels && by_waypoint && reach.caller != Caller::Gateway {
                through_waypoint = true;
            } else {
                let seen = if tunnels { HBONE } else { port };
                sorted::change(&mut ways, reach.caller, |ports| sorted::insert(ports, seen));
            }
        }
        let mut by_ports: Vec<(Vec<Port>, Vec<Peer>)> = Vec::new();
        for (caller, ports) in ways {
            let peer = self.peer(caller);
            sorted::change(&mut by_ports, ports, |peers| peers.extend(peer));
        }
        if through_waypoint {
            let waypoint = Peer { pod_selector: Some(waypoint()), ..Peer::default() };
            sorted::change(&mut by_ports, vec![HBONE], |peers| peers.push(waypoint));
        }
        let mut rules: Vec<Ingress> =
            by_ports.into_iter().map(|(ports, from)| Ingress { from: from.into(), ports: ports.into() }).collect();
        if !open.is_empty() {
            let place = format!("[{}]", rules.len());
            let callers = listed(&plan.unseen_callers(index));
            self.notes.push(Note::new(
                &["spec", "ingress", &place, "ports"],
                format!("From anywhere: no policy can name the addresses of {callers}."),
            ));
            rules.push(Ingress { from: Many::default(), ports: open.into() });
        }
        rules
    }

    fn egress(&mut self, index: usize, workload: &Workload) -> Vec<Egress> {
        let plan = self.desk.plan;
        let is_inside = plan.members.get(index).is_some_and(|member| member.inside);
        let mut ways: Vec<(Caller, Vec<Port>)> = Vec::new();
        let mut waypoints: Vec<&str> = Vec::new();
        let mut anywhere: Vec<Port> = Vec::new();
        let mut unnamed: Vec<&str> = Vec::new();
        for reach in plan.callees_of(index) {
            let port = Port { protocol: reach.protocol, port: reach.target };
            let tunnels = plan.is_ambient() && is_inside && reach.protocol == PortProtocol::Tcp;
            let served = self.served(reach);
            let callee = Caller::Workload(reach.workload);
            if plan.is_unseen(callee) {
                // A pod on the node's network has the node's address, which no policy can name.
                sorted::insert(&mut anywhere, port);
                served.into_iter().for_each(|served| sorted::insert(&mut unnamed, &served.service.name));
            } else if let Some(served) = served.filter(|served| tunnels && served.through_waypoint) {
                sorted::insert(&mut waypoints, &served.namespace);
            } else {
                let seen = if tunnels { HBONE } else { port };
                sorted::change(&mut ways, callee, |ports| sorted::insert(ports, seen));
            }
        }
        for leaving in plan.leaving.iter().filter(|leaving| leaving.workload == index) {
            leaving.port.into_iter().for_each(|port| sorted::insert(&mut anywhere, tcp(port)));
            let served = plan.services.get(leaving.service);
            served.into_iter().for_each(|served| sorted::insert(&mut unnamed, &served.service.name));
        }
        let mut by_ports: Vec<(Vec<Port>, Vec<Peer>)> = Vec::new();
        for (callee, ports) in ways {
            let peer = self.peer(callee);
            sorted::change(&mut by_ports, ports, |peers| peers.extend(peer));
        }
        for there in waypoints {
            let waypoint = pods(self.own, there, waypoint());
            sorted::change(&mut by_ports, vec![HBONE], |peers| peers.push(waypoint));
        }
        let mut rules: Vec<Egress> =
            by_ports.into_iter().map(|(ports, to)| Egress { to: to.into(), ports: ports.into() }).collect();
        if !anywhere.is_empty() {
            let text = format!("To anywhere: {} is called, where no policy can name the address.", listed(&unnamed));
            self.note_egress(rules.len(), "ports", &text);
            rules.push(Egress { to: Many::default(), ports: anywhere.into() });
        }
        if workload.api_token == Some(true) {
            self.note_egress(rules.len(), "ports", "The Kubernetes API, whose address no policy can name.");
            rules.push(Egress { to: Many::default(), ports: vec![tcp(443), tcp(6443)].into() });
        }
        rules
    }

    fn note_egress(&mut self, place: usize, key: &str, text: &str) {
        self.notes.push(Note::new(&["spec", "egress", &format!("[{place}]"), key], text));
    }

    fn served(&self, reach: &Reach) -> Option<&Served> {
        self.desk.plan.services.get(reach.service)
    }

    fn peer(&self, caller: Caller) -> Option<Peer> {
        match caller {
            Caller::Outside => None,
            Caller::Gateway => {
                let gateway = ingress_gateway(self.desk.plan.routing);
                Some(pods(self.own, gateway.namespace, labels([gateway.label])))
            }
            Caller::Workload(index) => {
                let workload = self.desk.design.workloads.get(index)?;
                let selector = Selector { match_labels: workload.selector_labels().into() };
                Some(pods(self.own, &self.desk.plan.members.get(index)?.namespace, selector))
            }
        }
    }
}

/// Every address but the private ones, those of the link and of the machine itself.
fn internet() -> Vec<Peer> {
    let block = |cidr: &'static str, except: Vec<&'static str>| Peer {
        ip_block: Some(IpBlock { cidr, except: except.into() }),
        ..Peer::default()
    };
    vec![
        block("0.0.0.0/0", vec!["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]),
        block("::/0", vec!["fc00::/7", "fe80::/10"]),
    ]
}
