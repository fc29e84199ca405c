//! What each proxy is told of: only what its workload calls. That keeps it small; it is no protection.

use super::service_entry::registered_host;
use crate::design::EgressPolicy;
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::Pairs;
use crate::manifests::object::{Body, Metadata, Object};
use crate::mesh::sorted;
use crate::order::Map;
use crate::yaml::written;

written! {
    struct SidecarSpec {
        workload_selector: Option<WorkloadSelector>,
        outbound_traffic_policy: Option<Outbound>,
        egress: Vec<Egress>,
    }
}

impl Body for SidecarSpec {
    const API_VERSION: &'static str = "networking.istio.io/v1";
    const KIND: &'static str = "Sidecar";
}

written! {
    struct WorkloadSelector {
        labels: Pairs,
    }

    struct Outbound {
        mode: &'static str,
    }

    struct Egress {
        hosts: Vec<String>,
    }
}

/// Writes the scopes of a namespace: one for each workload that calls, and one for all that do not.
pub(super) fn scopes(desk: &mut Desk, namespace: &str) {
    let registered_only = desk.design.mesh.egress == Some(EgressPolicy::RegistryOnly);
    if desk.plan.is_ambient() {
        if registered_only {
            desk.remark(
                "mesh.egress".into(),
                format!("In ambient mode nothing but the network policies of {namespace} holds back what leaves."),
                "Lead it through an egress gateway if that is not enough.",
            );
        }
        return;
    }
    let is_scoped = desk.design.mesh.sidecar_scopes.unwrap_or(true);
    if !is_scoped && !registered_only {
        return;
    }
    let usual = if is_scoped { "istio-system/*" } else { "*/*" };
    let comment = if is_scoped {
        "Proxies of workloads that call nothing need to know of nothing but the mesh itself."
    } else {
        "Proxies know of every Service, as the design says, but nothing else may be called."
    };
    let mut objects =
        vec![sidecar("default", namespace, None, registered_only, vec![usual.to_owned()]).saying(comment)];
    if is_scoped {
        for (index, workload) in desk.workloads_in(namespace) {
            let mut hosts = hosts(desk, index);
            if hosts.is_empty() || !desk.plan.members.get(index).is_some_and(|member| member.inside) {
                continue;
            }
            sorted::insert(&mut hosts, usual.to_owned());
            let selector = Some(workload.selector_labels());
            objects.push(sidecar(&desk.object_name(index), namespace, selector, registered_only, hosts));
        }
    }
    for object in objects {
        desk.sheets.put(&["istio", namespace], "scopes", FileTarget::Istio, object);
    }
}

/// The hosts a workload calls, as `namespace/name`.
fn hosts(desk: &Desk, index: usize) -> Vec<String> {
    let reached = desk.plan.callees_of(index).map(|reach| reach.service);
    let left = desk.plan.leaving.iter().filter(|leaving| leaving.workload == index).map(|leaving| leaving.service);
    let mut hosts = Vec::new();
    for served in reached.chain(left).filter_map(|place| desk.plan.services.get(place)) {
        sorted::insert(&mut hosts, format!("{}/{}", served.namespace, served.host()));
        if let Some(host) = registered_host(desk, served).filter(|_| !served.service.ports.is_empty()) {
            sorted::insert(&mut hosts, format!("{}/{host}", served.namespace));
        }
    }
    hosts
}

fn sidecar(
    name: &str,
    namespace: &str,
    selector: Option<Map<String, String>>,
    registered_only: bool,
    hosts: Vec<String>,
) -> Object {
    let spec = SidecarSpec {
        workload_selector: selector.map(|labels| WorkloadSelector { labels: labels.into() }),
        outbound_traffic_policy: registered_only.then_some(Outbound { mode: "REGISTRY_ONLY" }),
        egress: vec![Egress { hosts }],
    };
    Object::new(&Metadata::new(name, namespace), &spec)
}
