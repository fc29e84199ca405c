//! Who may call: Servers, authentications and the policies that tie them together.

use crate::design::{MtlsMode, PortProtocol, Workload};
use crate::manifests::FileTarget;
use crate::manifests::desk::{Desk, listed};
use crate::manifests::left_out::{Many, Pairs};
use crate::manifests::object::{Body, Metadata, Object};
use crate::mesh::{Caller, MeshPlan, Protocol, sorted};
use crate::order::Gather;
use crate::yaml::written;

written! {
    struct ServerSpec {
        pod_selector: Selector,
        port: u16,
        proxy_protocol: &'static str,
        access_policy: &'static str,
    }

    struct Selector {
        match_labels: Pairs,
    }

    struct AuthenticationSpec {
        identity_refs: Many<Account>,
    }

    struct Account {
        kind: &'static str,
        name: String,
        namespace: String,
    }

    struct NetworksSpec {
        networks: Vec<Network>,
    }

    struct Network {
        cidr: &'static str,
    }

    struct PolicySpec {
        target_ref: Target,
        required_authentication_refs: Vec<Target>,
    }

    struct Target {
        group: &'static str,
        kind: &'static str,
        name: String,
    }
}

impl Body for ServerSpec {
    const API_VERSION: &'static str = "policy.linkerd.io/v1beta3";
    const KIND: &'static str = "Server";
}

impl Body for AuthenticationSpec {
    const API_VERSION: &'static str = "policy.linkerd.io/v1alpha1";
    const KIND: &'static str = "MeshTLSAuthentication";
}

impl Body for NetworksSpec {
    const API_VERSION: &'static str = "policy.linkerd.io/v1alpha1";
    const KIND: &'static str = "NetworkAuthentication";
}

impl Body for PolicySpec {
    const API_VERSION: &'static str = "policy.linkerd.io/v1alpha1";
    const KIND: &'static str = "AuthorizationPolicy";
}

const GROUP: &str = "policy.linkerd.io";
const ANYWHERE: &str = "anywhere";

/// Writes who may call what in a namespace.
pub(super) fn access(desk: &mut Desk, namespace: &str) {
    let mut objects = Vec::new();
    let mut open = false;
    for (index, workload) in desk.workloads_in(namespace) {
        if desk.plan.members.get(index).is_some_and(|member| member.inside) {
            open |= workload_access(desk, namespace, index, workload, &mut objects);
        }
    }
    if open {
        let networks = vec![Network { cidr: "0.0.0.0/0" }, Network { cidr: "::/0" }];
        let object = Object::new(&Metadata::new(ANYWHERE, namespace), &NetworksSpec { networks })
            .saying("Any address, with or without an identity: for ports that callers outside the mesh reach.");
        objects.insert(0, object);
    }
    for object in objects {
        desk.sheets.put(&["linkerd", namespace], "access", FileTarget::Mesh, object);
    }
}

/// What of a workload's ports is open to whom; true when one is to anybody.
fn workload_access(
    desk: &mut Desk,
    namespace: &str,
    index: usize,
    workload: &Workload,
    objects: &mut Vec<Object>,
) -> bool {
    let audits = desk.design.mesh.mtls == Some(MtlsMode::Permissive);
    let mut ports: Vec<(u16, Vec<(String, String)>)> = Vec::new();
    let mut anybody: Vec<u16> = Vec::new();
    let mut languages: Vec<(u16, &'static str)> = Vec::new();
    for reach in desk.plan.callers_of(index).filter(|reach| reach.protocol == PortProtocol::Tcp) {
        let spoken = desk.plan.services.get(reach.service).and_then(|served| {
            let port = served.ports().find(|(port, _)| port.port == reach.port)?;
            port.1.protocol()
        });
        sorted::insert(&mut languages, (reach.target, protocol(spoken)));
        let account = match reach.caller {
            Caller::Workload(caller) => desk.plan.members.get(caller).filter(|member| member.inside),
            _ => None,
        };
        match account {
            Some(member) => {
                let account = (member.namespace.clone(), member.account.clone());
                sorted::change(&mut ports, reach.target, |accounts| sorted::insert(accounts, account));
            }
            None => sorted::insert(&mut anybody, reach.target),
        }
    }
    for port in &anybody {
        sorted::change(&mut ports, *port, |_| {});
    }
    let name = desk.object_name(index);
    let labels = Desk::object_labels(workload);
    for (port, accounts) in ports {
        let own = format!("{name}-{port}");
        let metadata = Metadata::new(&own, namespace).labelled(labels.clone());
        let server = ServerSpec {
            pod_selector: Selector { match_labels: workload.selector_labels().into() },
            port,
            proxy_protocol: languages.iter().find(|(own, _)| *own == port).map_or("unknown", |(_, word)| *word),
            access_policy: if audits { "audit" } else { "deny" },
        };
        let mut server = Object::new(&metadata, &server);
        if audits {
            server = server.saying("While plain text is taken, what no policy allows is let in and logged.");
        }
        objects.push(server);
        let is_open = anybody.contains(&port);
        let why = if is_open {
            let callers = listed(&desk.plan.callers_without(MeshPlan::has_identity, index));
            format!("From anybody, since these have no identity: {callers}.")
        } else {
            let refs = accounts.iter().map(|(namespace, name)| Account {
                kind: "ServiceAccount",
                name: name.clone(),
                namespace: namespace.clone(),
            });
            let spec = AuthenticationSpec { identity_refs: refs.gather().into() };
            objects.push(Object::new(&metadata, &spec));
            String::new()
        };
        let required = if is_open {
            Target { group: GROUP, kind: "NetworkAuthentication", name: ANYWHERE.to_owned() }
        } else {
            Target { group: GROUP, kind: "MeshTLSAuthentication", name: own.clone() }
        };
        let spec = PolicySpec {
            target_ref: Target { group: GROUP, kind: "Server", name: own },
            required_authentication_refs: vec![required],
        };
        let policy = Object::new(&metadata, &spec);
        objects.push(if why.is_empty() { policy } else { policy.saying(why) });
    }
    !anybody.is_empty()
}

/// A protocol in Linkerd's words.
fn protocol(spoken: Option<Protocol>) -> &'static str {
    match spoken {
        None => "unknown",
        Some(Protocol::Http | Protocol::GrpcWeb) => "HTTP/1",
        Some(Protocol::Http2) => "HTTP/2",
        Some(Protocol::Grpc) => "gRPC",
        Some(Protocol::Https | Protocol::Tls) => "TLS",
        Some(_) => "opaque",
    }
}
