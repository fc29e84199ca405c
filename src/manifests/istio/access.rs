//! A namespace's access, read off the call graph: mutual TLS, nothing allowed, then each caller by its identity.

use super::authorization_policy::{Rule, TargetRef, nothing, nothing_through, through_waypoint, to_pods};
use super::peer_authentication::{exception, of_namespace};
use crate::design::{MtlsMode, PortProtocol, Workload};
use crate::manifests::FileTarget;
use crate::manifests::desk::{Desk, listed};
use crate::manifests::object::{Metadata, Note, Object};
use crate::mesh::{Caller, MeshPlan, Reach, WAYPOINT, ingress_gateway, sorted};
use crate::order::Gather;

/// Writes who may call what in a namespace.
pub(in crate::manifests) fn access(desk: &mut Desk, namespace: &str) {
    let mode = desk.design.mesh.mtls.unwrap_or(MtlsMode::Strict);
    let mut objects = vec![of_namespace(namespace, mode)];
    let workloads = desk.workloads_in(namespace);
    if mode == MtlsMode::Strict {
        for (index, workload) in &workloads {
            objects.extend(plain_ports(desk, namespace, *index, workload));
        }
    }
    if mode == MtlsMode::Permissive && desk.plan.is_ambient() {
        desk.remark(
            "mesh.mtls".into(),
            format!("While plain text is taken, callers in {namespace} cannot be told apart: no authorization policy is written."),
            "Choose strict once every caller is in the mesh.",
        );
    } else {
        let mut policies = policies(desk, namespace, &workloads);
        if mode == MtlsMode::Permissive {
            policies = policies.into_iter().map(Object::dry_run).gather();
        }
        objects.extend(policies);
    }
    for object in objects {
        desk.sheets.put(&["istio", namespace], "access", FileTarget::Istio, object);
    }
}

fn policies(desk: &mut Desk, namespace: &str, workloads: &[(usize, &Workload)]) -> Vec<Object> {
    let mut objects = vec![nothing(&Metadata::new("allow-nothing", namespace)).saying(
        "An allowing policy without rules: what no other policy allows is refused. Those below allow what the design \
             says is called, each caller by the identity of its service account.",
    )];
    let mut uncalled = Vec::new();
    for (index, workload) in workloads {
        if !desk.plan.members.get(*index).is_some_and(|member| member.inside) {
            continue;
        }
        match workload_access(desk, namespace, *index, workload) {
            Some(object) => objects.push(object),
            None if desk
                .plan
                .services
                .iter()
                .any(|served| served.behind.contains(index) && served.implied.is_none()) =>
            {
                uncalled.push(workload.name.as_str());
            }
            None => {}
        }
    }
    if !uncalled.is_empty() {
        desk.remark(
            "workloads".into(),
            format!("Nobody calls {} as far as the design knows, so every call is refused.", listed(&uncalled)),
            "Add the calls, or a route from outside.",
        );
    }
    objects.extend(waypoint_access(desk, namespace));
    objects
}

/// Who may call the pods of a workload; none where nobody does.
fn workload_access(desk: &Desk, namespace: &str, index: usize, workload: &Workload) -> Option<Object> {
    let mut by_principal: Vec<(String, Vec<u16>)> = Vec::new();
    let mut anybody: Vec<u16> = Vec::new();
    for reach in desk.plan.callers_of(index).filter(|reach| reach.protocol == PortProtocol::Tcp) {
        match principal(desk, reach) {
            Some(principal) => {
                sorted::change(&mut by_principal, principal, |ports| sorted::insert(ports, reach.target));
            }
            None => sorted::insert(&mut anybody, reach.target),
        }
    }
    if by_principal.is_empty() && anybody.is_empty() {
        return None;
    }
    let mut ways: Vec<(Vec<u16>, Vec<String>)> = Vec::new();
    for (principal, ports) in by_principal {
        sorted::change(&mut ways, ports, |principals| principals.push(principal));
    }
    let mut rules: Vec<Rule> = ways.into_iter().map(|(ports, principals)| Rule::new(principals, &ports)).gather();
    let mut notes = Vec::new();
    if !anybody.is_empty() {
        let place = format!("[{}]", rules.len());
        notes.push(Note::new(
            &["spec", "rules", &place, "to"],
            format!(
                "From anybody, since these have no identity: {}.",
                listed(&desk.plan.callers_without(MeshPlan::has_identity, index))
            ),
        ));
        rules.push(Rule::new(Vec::new(), &anybody));
    }
    let metadata = Metadata::new(&desk.object_name(index), namespace).labelled(Desk::object_labels(workload));
    Some(to_pods(&metadata, workload.selector_labels(), rules).noted(&notes))
}

/// The identity behind a call as the pod sees it; none where there is none.
fn principal(desk: &Desk, reach: &Reach) -> Option<String> {
    let plan = desk.plan;
    match reach.caller {
        Caller::Outside => None,
        Caller::Gateway => {
            let gateway = ingress_gateway(plan.routing);
            Some(plan.principal(gateway.namespace, gateway.account))
        }
        Caller::Workload(index) => {
            let caller = plan.members.get(index).filter(|member| member.inside)?;
            let served = plan.services.get(reach.service)?;
            // A waypoint calls for those who call through it.
            if served.through_waypoint {
                return Some(plan.principal(&served.namespace, WAYPOINT));
            }
            Some(plan.principal(&caller.namespace, &caller.account))
        }
    }
}

/// The exception for ports that callers without an identity reach.
fn plain_ports(desk: &mut Desk, namespace: &str, index: usize, workload: &Workload) -> Option<Object> {
    if !desk.plan.members.get(index)?.inside {
        return None;
    }
    let mut ports: Vec<u16> = Vec::new();
    for reach in desk.plan.callers_of(index).filter(|reach| reach.protocol == PortProtocol::Tcp) {
        if principal(desk, reach).is_none() {
            sorted::insert(&mut ports, reach.target);
        }
    }
    if ports.is_empty() {
        return None;
    }
    let callers = listed(&desk.plan.callers_without(MeshPlan::has_identity, index));
    let numbers: Vec<String> = ports.iter().map(ToString::to_string).gather();
    desk.warn(
        format!("workloads.{}", workload.name),
        format!("{} plain text from anybody, because of callers outside the mesh: {callers}.", subject(&numbers)),
        "Lead clients from outside through a route, which the gateway serves with an identity.",
    );
    let metadata = Metadata::new(&format!("{}-plain-ports", desk.object_name(index)), namespace)
        .labelled(Desk::object_labels(workload));
    let why = format!("Reached in plain text by callers outside the mesh: {callers}.");
    Some(exception(&metadata, workload.selector_labels(), ports, &why))
}

/// “Its port 80 takes”, “Its ports 80 and 81 take”.
fn subject(numbers: &[String]) -> String {
    if numbers.len() == 1 {
        format!("Its port {} takes", listed(numbers))
    } else {
        format!("Its ports {} take", listed(numbers))
    }
}

/// Who may pass the waypoint to the Services behind it.
fn waypoint_access(desk: &Desk, namespace: &str) -> Vec<Object> {
    let plan = desk.plan;
    let mut objects = Vec::new();
    for (place, served) in plan.services.iter().enumerate() {
        if served.namespace != namespace || !served.through_waypoint {
            continue;
        }
        let mut callers: Vec<String> = Vec::new();
        for reach in plan.reaches.iter().filter(|reach| reach.service == place) {
            if let Caller::Workload(index) = reach.caller
                && let Some(member) = plan.members.get(index).filter(|member| member.inside)
            {
                sorted::insert(&mut callers, plan.principal(&member.namespace, &member.account));
            }
        }
        if callers.is_empty() {
            continue;
        }
        let target = TargetRef { group: "", kind: "Service", name: served.service.name.clone() };
        let metadata = Metadata::new(&format!("{}-through-waypoint", served.service.name), namespace);
        let rule = Rule::new(callers, &[]);
        objects.push(through_waypoint(&metadata, target, vec![rule]).saying(
            "Pods behind a waypoint see its identity, not the caller's: who calls is decided at the waypoint, and the \
             pods themselves let only the waypoint in.",
        ));
    }
    if !desk.plan.has_waypoint(namespace) {
        return objects;
    }
    let target = TargetRef { group: "gateway.networking.k8s.io", kind: "Gateway", name: WAYPOINT.to_owned() };
    let closed = nothing_through(&Metadata::new("allow-nothing-through-waypoint", namespace), target);
    objects.insert(0, closed.saying("The same at the waypoint, which no policy without a target reaches."));
    objects
}

impl Object {
    /// Marks a policy as one that only reports what it would do.
    fn dry_run(self) -> Self {
        self.annotated("istio.io/dry-run", "true")
            .saying("While plain text is taken this policy only reports what it would refuse.")
    }
}
