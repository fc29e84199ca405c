//! Shares and conditions, in the API of each mesh.

use super::Rollout;
use super::canary::name_of;
use crate::design::{Fault, MeshKind, ReleaseDriver, ReleaseKind, ServiceTraffic};
use crate::manifests::left_out::Many;
use crate::manifests::linkerd::route_annotations;
use crate::manifests::object::{Body, Metadata, Object, entry};
use crate::manifests::routes::duration;
use crate::mesh::{MeshPlan, Protocol, Served};
use crate::order::Gather;
use crate::yaml::{Tree, Written, written};

written! {
    struct VirtualServiceSpec {
        hosts: Vec<String>,
        http: Vec<Http>,
    }

    struct Http {
        name: Option<&'static str>,
        r#match: Many<Match>,
        fault: Option<Injected>,
        route: Vec<Weighted>,
        mirrors: Many<Mirror>,
        timeout: Option<String>,
        retries: Option<Retries>,
    }

    struct Match {
        headers: Headers,
    }

    struct Injected {
        delay: Option<Delay>,
        abort: Option<Abort>,
    }

    struct Delay {
        fixed_delay: String,
        percentage: Percent,
    }

    struct Abort {
        http_status: u16,
        percentage: Percent,
    }

    struct Percent {
        value: u8,
    }

    struct Weighted {
        destination: Destination,
        weight: Option<u8>,
    }

    struct Destination {
        host: String,
    }

    struct Mirror {
        destination: Destination,
        percentage: Percent,
    }

    struct Retries {
        attempts: u8,
        per_try_timeout: Option<String>,
    }

    struct RouteSpec {
        parent_refs: Vec<Parent>,
        rules: Vec<Rule>,
    }

    struct Parent {
        group: &'static str,
        kind: &'static str,
        name: String,
        port: u16,
    }

    struct Rule {
        matches: Many<RuleMatch>,
        filters: Many<Filter>,
        backend_refs: Vec<Backend>,
        timeouts: Option<Timeouts>,
    }

    struct Timeouts {
        request: String,
    }

    struct RuleMatch {
        headers: Vec<HeaderMatch>,
    }

    struct HeaderMatch {
        r#type: &'static str,
        name: String,
        value: String,
    }

    struct Filter {
        r#type: &'static str,
        request_mirror: RequestMirror,
    }

    struct RequestMirror {
        backend_ref: Backend,
        percent: u8,
    }

    struct Backend {
        name: String,
        port: u16,
        weight: Option<u8>,
    }

    struct SplitterSpec {
        splits: Vec<Split>,
    }

    struct Split {
        weight: u8,
        service: String,
    }

    struct RouterSpec {
        routes: Vec<ConsulRoute>,
    }

    struct ConsulRoute {
        r#match: Option<ConsulMatch>,
        destination: ConsulTo,
    }

    struct ConsulMatch {
        http: ConsulHttp,
    }

    struct ConsulHttp {
        header: Vec<ConsulHeader>,
    }

    struct ConsulHeader {
        name: String,
        exact: Option<String>,
        regex: Option<String>,
    }

    struct ConsulTo {
        service: String,
        request_timeout: Option<String>,
        num_retries: Option<u8>,
    }
}

impl Body for VirtualServiceSpec {
    const API_VERSION: &'static str = "networking.istio.io/v1";
    const KIND: &'static str = "VirtualService";
}

impl Body for RouteSpec {
    const API_VERSION: &'static str = "gateway.networking.k8s.io/v1";
    const KIND: &'static str = "HTTPRoute";
}

impl Body for SplitterSpec {
    const API_VERSION: &'static str = "consul.hashicorp.com/v1alpha1";
    const KIND: &'static str = "ServiceSplitter";
}

impl Body for RouterSpec {
    const API_VERSION: &'static str = "consul.hashicorp.com/v1alpha1";
    const KIND: &'static str = "ServiceRouter";
}

/// A header and how it is compared.
struct Headers {
    name: String,
    how: &'static str,
    value: String,
}

impl Written for Headers {
    fn write(&self) -> Tree {
        let how = Tree::Map(vec![entry(self.how, Tree::Text(self.value.clone()))]);
        Tree::Map(vec![entry(self.name.clone(), how)])
    }
}

/// Whether the mesh can do what is asked for.
pub(super) fn can(rollout: &Rollout) -> bool {
    let mesh = rollout.plan.mesh;
    let requests = rollout.served.languages.iter().any(|own| own.protocol().is_some_and(Protocol::has_requests));
    let way = match (mesh, rollout.kind()) {
        (MeshKind::None | MeshKind::Cilium, _) | (MeshKind::Linkerd | MeshKind::Consul, ReleaseKind::Mirror) => false,
        // In ambient mode only a waypoint routes.
        (MeshKind::IstioAmbient, _) => rollout.served.through_waypoint,
        _ => true,
    };
    let driven = match rollout.driver() {
        ReleaseDriver::ByHand => true,
        ReleaseDriver::Flagger => mesh != MeshKind::Consul,
        ReleaseDriver::ArgoRollouts => mesh == MeshKind::IstioSidecar,
    };
    requests && way && driven
}

/// The condition of a header or cookie: its name, how it is compared, and with what.
fn condition(rollout: &Rollout, exact: &'static str, regex: &'static str) -> (String, &'static str, String) {
    if rollout.kind() == ReleaseKind::Cookie {
        let plain = |text: &str| -> String {
            text.chars()
                .flat_map(|c| if c.is_alphanumeric() || c == '-' || c == '_' { vec![c] } else { vec!['\\', c] })
                .collect()
        };
        let value = format!("^(.*;\\s*)?{}={}(;.*)?$", plain(rollout.name()), plain(rollout.value()));
        return ("cookie".to_owned(), regex, value);
    }
    (rollout.name().to_ascii_lowercase(), exact, rollout.value().to_owned())
}

fn canary_host(served: &Served) -> String {
    format!("{}.{}.svc.cluster.local", name_of(&served.service.name), served.namespace)
}

fn to(host: String, weight: Option<u8>) -> Weighted {
    Weighted { destination: Destination { host }, weight }
}

fn http(traffic: &ServiceTraffic, route: Vec<Weighted>) -> Http {
    let per_try_timeout = traffic.per_try_timeout.and_then(duration);
    let attempts = traffic.retries.or(per_try_timeout.as_ref().map(|_| 2));
    Http {
        name: None,
        r#match: Many::default(),
        fault: None,
        route,
        mirrors: Many::default(),
        timeout: traffic.timeout.and_then(duration),
        retries: attempts
            .map(|attempts| Retries { attempts, per_try_timeout: per_try_timeout.filter(|_| attempts > 0) }),
    }
}

fn virtual_service(served: &Served, http: Vec<Http>) -> Vec<Object> {
    let metadata = Metadata::new(&format!("{}-calls", served.service.name), &served.namespace);
    vec![Object::new(&metadata, &VirtualServiceSpec { hosts: vec![served.host()], http })]
}

/// Routes of the Gateway API, one for each port on which requests are told apart.
fn http_routes(rollout: &Rollout, rules: &dyn Fn(u16) -> Vec<Rule>) -> Vec<Object> {
    let served = rollout.served;
    let linkerd = rollout.plan.mesh == MeshKind::Linkerd;
    let several = served.service.ports.len() > 1;
    let name = &served.service.name;
    let ports = served.ports().filter(|(_, language)| language.protocol().is_some_and(Protocol::has_requests));
    let one = |port: u16| {
        let own = match (linkerd, several) {
            (true, _) => format!("{name}-{port}"),
            (false, true) => format!("{name}-calls-{port}"),
            (false, false) => format!("{name}-calls"),
        };
        let mut metadata = Metadata::new(&own, &served.namespace);
        if linkerd && let Some(annotations) = route_annotations(rollout.traffic) {
            metadata = metadata.annotated(annotations);
        }
        let parent = Parent { group: "", kind: "Service", name: name.clone(), port };
        Object::new(&metadata, &RouteSpec { parent_refs: vec![parent], rules: rules(port) })
    };
    ports.map(|(port, _)| one(port.port)).gather()
}

fn rule(rollout: &Rollout, backends: Vec<Backend>) -> Rule {
    let linkerd = rollout.plan.mesh == MeshKind::Linkerd;
    let request = rollout.traffic.timeout.and_then(duration).filter(|_| !linkerd);
    Rule {
        matches: Many::default(),
        filters: Many::default(),
        backend_refs: backends,
        timeouts: request.map(|request| Timeouts { request }),
    }
}

fn consul_to(rollout: &Rollout, service: String) -> ConsulTo {
    ConsulTo {
        service,
        request_timeout: rollout.traffic.timeout.and_then(duration),
        num_retries: rollout.traffic.retries,
    }
}

/// That share to the new version, the rest to the old.
pub(super) fn weighted(rollout: &Rollout, percent: u8) -> Vec<Object> {
    let served = rollout.served;
    let (old, new) = (&served.service.name, name_of(&served.service.name));
    let rest = 100u8.saturating_sub(percent);
    match rollout.plan.mesh {
        MeshKind::IstioSidecar => {
            let mut route =
                http(rollout.traffic, vec![to(served.host(), Some(rest)), to(canary_host(served), Some(percent))]);
            route.name = Some("calls");
            virtual_service(served, vec![route])
        }
        MeshKind::Consul => {
            let split = |weight, service: &str| Split { weight, service: service.to_owned() };
            let spec = SplitterSpec { splits: vec![split(rest, old), split(percent, &new)] };
            let mut objects = vec![Object::new(&Metadata::new(old, &served.namespace), &spec)];
            if matches!(rollout.kind(), ReleaseKind::Header | ReleaseKind::Cookie) {
                let routes = vec![ConsulRoute { r#match: None, destination: consul_to(rollout, old.clone()) }];
                objects.push(Object::new(&Metadata::new(old, &served.namespace), &RouterSpec { routes }));
            }
            objects
        }
        _ => http_routes(rollout, &|port| {
            let backend = |name: &str, weight| Backend { name: name.to_owned(), port, weight: Some(weight) };
            vec![rule(rollout, vec![backend(old, rest), backend(&new, percent)])]
        }),
    }
}

/// Requests with the header or cookie to the new version.
pub(super) fn matched(rollout: &Rollout) -> Vec<Object> {
    let served = rollout.served;
    let (old, new) = (&served.service.name, name_of(&served.service.name));
    match rollout.plan.mesh {
        MeshKind::IstioSidecar => {
            let (name, how, value) = condition(rollout, "exact", "regex");
            let mut chosen = http(rollout.traffic, vec![to(canary_host(served), None)]);
            chosen.r#match = vec![Match { headers: Headers { name, how, value } }].into();
            virtual_service(served, vec![chosen, http(rollout.traffic, vec![to(served.host(), None)])])
        }
        MeshKind::Consul => {
            let (name, how, value) = condition(rollout, "exact", "regex");
            let header = ConsulHeader {
                name,
                exact: (how == "exact").then(|| value.clone()),
                regex: (how == "regex").then_some(value),
            };
            let chosen = ConsulMatch { http: ConsulHttp { header: vec![header] } };
            let routes = vec![
                ConsulRoute { r#match: Some(chosen), destination: consul_to(rollout, new) },
                ConsulRoute { r#match: None, destination: consul_to(rollout, old.clone()) },
            ];
            vec![Object::new(&Metadata::new(old, &served.namespace), &RouterSpec { routes })]
        }
        _ => http_routes(rollout, &|port| {
            let (name, how, value) = condition(rollout, "Exact", "RegularExpression");
            let backend = |name: &str| vec![Backend { name: name.to_owned(), port, weight: None }];
            let mut chosen = rule(rollout, backend(&new));
            chosen.matches = vec![RuleMatch { headers: vec![HeaderMatch { r#type: how, name, value }] }].into();
            vec![chosen, rule(rollout, backend(old))]
        }),
    }
}

/// Copies to the new version.
pub(super) fn mirrored(rollout: &Rollout, percent: u8) -> Vec<Object> {
    let served = rollout.served;
    let percent = percent.min(100);
    if rollout.plan.mesh == MeshKind::IstioSidecar {
        let mut all = http(rollout.traffic, vec![to(served.host(), None)]);
        let destination = Destination { host: canary_host(served) };
        all.mirrors = vec![Mirror { destination, percentage: Percent { value: percent } }].into();
        return virtual_service(served, vec![all]);
    }
    http_routes(rollout, &|port| {
        let backend = |name: &str| Backend { name: name.to_owned(), port, weight: None };
        let mut all = rule(rollout, vec![backend(&served.service.name)]);
        let backend_ref = backend(&name_of(&served.service.name));
        all.filters =
            vec![Filter { r#type: "RequestMirror", request_mirror: RequestMirror { backend_ref, percent } }].into();
        vec![all]
    })
}

/// Faults for requests that bring the header, and for no others.
pub(super) fn fault(plan: &MeshPlan, served: &Served, fault: &Fault) -> Object {
    let unsaid = ServiceTraffic::default();
    let traffic = plan.traffic(served).unwrap_or(&unsaid);
    let name = if fault.header.is_empty() { "x-fault-test".to_owned() } else { fault.header.to_ascii_lowercase() };
    let percent = || Percent { value: fault.percent.unwrap_or(100).min(100) };
    let mut chosen = http(traffic, vec![to(served.host(), None)]);
    chosen.r#match = vec![Match { headers: Headers { name, how: "exact", value: "true".to_owned() } }].into();
    let delay = fault.delay.and_then(duration).map(|fixed_delay| Delay { fixed_delay, percentage: percent() });
    // Without either there would be nothing to see.
    let status = fault.status.or(delay.is_none().then_some(503));
    chosen.fault =
        Some(Injected { delay, abort: status.map(|http_status| Abort { http_status, percentage: percent() }) });
    let spec = VirtualServiceSpec {
        hosts: vec![served.host()],
        http: vec![chosen, http(traffic, vec![to(served.host(), None)])],
    };
    Object::new(&Metadata::new(&format!("{}-calls", served.service.name), &served.namespace), &spec).saying(
        "Only requests with this header are hit, so a test in production hits itself alone. Services on the way must pass \
         the header on. Timeouts and tries do not act on a faulted request.",
    )
}
