//! Cilium's policies: by labels, for pods that the nodes know, down to the port, with nothing else let in. What Kubernetes'
//! own policies say as well is said once more, so that Cilium shows and counts it under its own names.

use super::FileTarget;
use super::desk::Desk;
use super::left_out::{Many, Pairs, pairs};
use super::object::{Body, Metadata, Note, Object};
use crate::design::PortProtocol;
use crate::mesh::{Caller, Protocol, sorted};
use crate::order::{Gather, Map};
use crate::yaml::{Tree, Written, written};

written! {
    struct PolicySpec {
        endpoint_selector: Selector,
        ingress: Vec<Ingress>,
    }

    struct Ingress {
        from_endpoints: Many<Selector>,
        from_entities: Many<&'static str>,
        to_ports: Many<ToPorts>,
    }

    struct ToPorts {
        ports: Vec<Port>,
        rules: Option<Rules>,
    }

    struct Rules {
        http: Vec<Anything>,
    }

    struct Port {
        port: String,
        protocol: &'static str,
    }
}

/// Any request.
struct Anything;

impl Written for Anything {
    fn write(&self) -> Tree {
        Tree::Map(Vec::new())
    }
}

/// Which pods are meant; all where no label is said.
struct Selector(Map<String, String>);

impl Written for Selector {
    fn write(&self) -> Tree {
        if self.0.is_empty() {
            return Tree::Map(Vec::new());
        }
        Tree::Map(vec![super::object::entry("matchLabels", Pairs(self.0.clone()).write())])
    }
}

impl Body for PolicySpec {
    const API_VERSION: &'static str = "cilium.io/v2";
    const KIND: &'static str = "CiliumNetworkPolicy";
}

const NAMESPACE: &str = "k8s:io.kubernetes.pod.namespace";

/// Who calls, as the policy names them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Peer {
    Pods(usize),
    Entity(&'static str),
}

/// Writes the policies, namespace by namespace.
pub(super) fn mesh(desk: &mut Desk) {
    for namespace in desk.namespaces() {
        if Desk::is_system(namespace) {
            continue;
        }
        let closed = PolicySpec {
            endpoint_selector: Selector(Map::new()),
            ingress: vec![Ingress {
                from_endpoints: Many::default(),
                from_entities: vec!["host"].into(),
                to_ports: Many::default(),
            }],
        };
        let object = Object::new(&Metadata::new("allow-probes", namespace), &closed).saying(
            "Every pod of the namespace is selected, so nothing comes in but what a policy allows: here the node's own \
             kubelet, which probes.",
        );
        desk.sheets.put(&["cilium", namespace], "access", FileTarget::Mesh, object);
        for (index, _) in desk.workloads_in(namespace) {
            workload(desk, namespace, index);
        }
    }
}

fn workload(desk: &mut Desk, namespace: &str, index: usize) {
    let plan = desk.plan;
    let Some(own) = desk.design.workloads.get(index).filter(|own| !own.host_network) else { return };
    let mut ways: Vec<(Peer, Vec<(u16, PortProtocol, bool)>)> = Vec::new();
    for reach in plan.callers_of(index) {
        let peer = match reach.caller {
            Caller::Workload(caller) if plan.has_address(reach.caller) => Peer::Pods(caller),
            Caller::Workload(_) => Peer::Entity("remote-node"),
            Caller::Gateway | Caller::Outside => Peer::Entity("world"),
        };
        let language = plan.services.get(reach.service).and_then(|served| {
            served.ports().find(|(port, _)| port.port == reach.port).and_then(|(_, language)| language.protocol())
        });
        let requests = matches!(language, Some(Protocol::Http | Protocol::Http2 | Protocol::Grpc));
        sorted::change(&mut ways, peer, |ports| sorted::insert(ports, (reach.target, reach.protocol, requests)));
    }
    if ways.is_empty() {
        return;
    }
    let mut ingress = Vec::new();
    let mut seen = false;
    for (peer, ports) in ways {
        let mut rule =
            Ingress { from_endpoints: Many::default(), from_entities: Many::default(), to_ports: Many::default() };
        match peer {
            Peer::Pods(caller) => {
                let (Some(workload), Some(member)) = (desk.design.workloads.get(caller), plan.members.get(caller))
                else {
                    continue;
                };
                let mut labels = workload.selector_labels();
                labels.extend(pairs([(NAMESPACE, &member.namespace)]));
                rule.from_endpoints = vec![Selector(labels)].into();
            }
            // A load balancer's address is the world's, an ingress controller's its node's.
            Peer::Entity("world") => rule.from_entities = vec!["world", "ingress"].into(),
            Peer::Entity(entity) => rule.from_entities = vec![entity, "host"].into(),
        }
        let to_ports = ports.into_iter().map(|(port, protocol, requests)| {
            seen |= requests;
            ToPorts {
                ports: vec![Port {
                    port: port.to_string(),
                    protocol: match protocol {
                        PortProtocol::Tcp => "TCP",
                        PortProtocol::Udp => "UDP",
                        PortProtocol::Sctp => "SCTP",
                    },
                }],
                rules: requests.then(|| Rules { http: vec![Anything] }),
            }
        });
        rule.to_ports = to_ports.gather().into();
        ingress.push(rule);
    }
    let spec = PolicySpec { endpoint_selector: Selector(own.selector_labels()), ingress };
    let metadata = Metadata::new(&desk.object_name(index), namespace).labelled(Desk::object_labels(own));
    let mut object = Object::new(&metadata, &spec);
    if seen {
        object = object.noted(&[Note::new(
            &["spec", "ingress", "[0]"],
            "Where requests are told apart they pass the node's Envoy: every one is allowed, and shown by Hubble. Write methods \
             and paths there to allow fewer.",
        )]);
    }
    desk.sheets.put(&["cilium", namespace], "access", FileTarget::Mesh, object);
}
