//! The network policy of a workload: the ways of the call graph that lead to it and from it.

use super::controller::Selector;
use super::network_policy::{Egress, HBONE, Ingress, Peer, PolicySpec, Port, labels, pods, tcp, waypoint};
use crate::design::{PortProtocol, Workload};
use crate::manifests::desk::{Desk, listed};
use crate::manifests::left_out::Many;
use crate::manifests::object::{Metadata, Note, Object};
use crate::mesh::{Caller, MeshPlan, Reach, Served, ingress_gateway, sorted};
use crate::order::Gather;

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
            let tunnels = is_inside && self.tunnels(reach);
            let by_waypoint = self.served(reach).is_some_and(|served| served.through_waypoint);
            if !plan.has_address(reach.caller) {
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
            by_ports.into_iter().map(|(ports, from)| Ingress { from: from.into(), ports: ports.into() }).gather();
        if !open.is_empty() {
            let place = format!("[{}]", rules.len());
            let callers = listed(&plan.callers_without(MeshPlan::has_address, index));
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
        let mut ways: Vec<(Caller, Vec<Port>)> = Vec::new();
        let mut waypoints: Vec<&str> = Vec::new();
        let mut anywhere: Vec<Port> = Vec::new();
        let mut unnamed: Vec<&str> = Vec::new();
        for reach in plan.callees_of(index) {
            let port = Port { protocol: reach.protocol, port: reach.target };
            let served = self.served(reach);
            let callee = Caller::Workload(reach.workload);
            let tunnels = plan.has_identity(callee) && self.tunnels(reach);
            if !plan.has_address(callee) {
                // A pod on the node's network has the node's address, which no policy can name.
                sorted::insert(&mut anywhere, port);
                if let Some(served) = served {
                    sorted::insert(&mut unnamed, &served.service.name);
                }
            } else if let Some(served) = served.filter(|served| tunnels && served.through_waypoint) {
                sorted::insert(&mut waypoints, &served.namespace);
            } else {
                let seen = if tunnels { HBONE } else { port };
                sorted::change(&mut ways, callee, |ports| sorted::insert(ports, seen));
            }
        }
        for leaving in plan.leaving.iter().filter(|leaving| leaving.workload == index) {
            if let Some(port) = leaving.port {
                sorted::insert(&mut anywhere, tcp(port));
            }
            if let Some(served) = plan.services.get(leaving.service) {
                sorted::insert(&mut unnamed, &served.service.name);
            }
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
            by_ports.into_iter().map(|(ports, to)| Egress { to: to.into(), ports: ports.into() }).gather();
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

    /// Whether a call comes through a tunnel of the nodes, if the callee is in the mesh.
    fn tunnels(&self, reach: &Reach) -> bool {
        let plan = self.desk.plan;
        plan.is_ambient() && reach.protocol == PortProtocol::Tcp && plan.has_identity(reach.caller)
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
