//! The network policies of a namespace as a whole: closed, but for what every pod in it needs.

use super::network_policy::{
    DISCOVERY, Egress, HBONE, Ingress, IpBlock, Peer, PolicySpec, Port, istiod, labels, namespace, policy, tcp,
    waypoint,
};
use crate::design::{EgressPolicy, MeshKind, PortProtocol};
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::Many;
use crate::order::Gather;

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
    if let MeshKind::Linkerd | MeshKind::Consul = desk.plan.mesh {
        objects.push(policy("allow-mesh", own, &proxies_spec(desk)).saying(
            "Proxies ask their control plane, and may call each other at the port proxies listen at. Who may call whom \
             there is for the mesh's own policies.",
        ));
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

/// What proxies of other meshes need: their control plane, and each other.
fn proxies_spec(desk: &Desk) -> PolicySpec {
    let (home, port) = if desk.plan.mesh == MeshKind::Linkerd { ("linkerd", 4143) } else { ("consul", 20000) };
    let control = Peer { namespace_selector: Some(namespace(home)), ..Peer::default() };
    let proxies = || -> Vec<Peer> {
        let peer = |name: &str| Peer { namespace_selector: Some(namespace(name)), ..Peer::default() };
        desk.namespaces().into_iter().map(peer).gather()
    };
    PolicySpec {
        pod_selector: labels([]),
        policy_types: vec!["Ingress", "Egress"],
        ingress: vec![Ingress { from: proxies().into(), ports: vec![tcp(port)].into() }].into(),
        egress: vec![
            Egress { to: vec![control].into(), ports: Many::default() },
            Egress { to: proxies().into(), ports: vec![tcp(port)].into() },
        ]
        .into(),
    }
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
