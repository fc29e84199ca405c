//! Routes in Istio's own API: from the gateway to Services, and between Services.

use crate::design::{PathMatch, RoutingApi, ServiceTraffic};
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::Many;
use crate::manifests::object::{Body, Metadata, Object};
use crate::manifests::routes::{HostRoutes, duration, path};
use crate::mesh::{Served, ingress_gateway};
use crate::order::Gather;
use crate::yaml::written;

written! {
    struct VirtualServiceSpec {
        hosts: Vec<String>,
        gateways: Many<String>,
        http: Vec<HttpRoute>,
    }
}

impl Body for VirtualServiceSpec {
    const API_VERSION: &'static str = "networking.istio.io/v1";
    const KIND: &'static str = "VirtualService";
}

written! {
    struct HttpRoute {
        r#match: Many<Match>,
        route: Vec<Weighted>,
        timeout: Option<String>,
        retries: Option<Retries>,
    }

    #[derive(Default)]
    struct Match {
        uri: Option<Uri>,
        port: Option<u16>,
    }

    #[derive(Default)]
    struct Uri {
        exact: Option<String>,
        prefix: Option<String>,
    }

    struct Weighted {
        destination: Destination,
    }

    struct Destination {
        host: String,
        port: Port,
    }

    struct Port {
        number: u16,
    }

    struct Retries {
        attempts: u8,
        per_try_timeout: Option<String>,
    }
}

fn to(served: &Served, port: u16) -> Vec<Weighted> {
    vec![Weighted { destination: Destination { host: served.host(), port: Port { number: port } } }]
}

/// Retries as said. A limit for one try without their number keeps Istio's own two.
fn retries(traffic: Option<&ServiceTraffic>) -> Option<Retries> {
    let traffic = traffic?;
    let per_try_timeout = traffic.per_try_timeout.and_then(duration);
    let attempts = traffic.retries.or(per_try_timeout.as_ref().map(|_| 2))?;
    // Without a further try there is no limit for one.
    Some(Retries { attempts, per_try_timeout: per_try_timeout.filter(|_| attempts > 0) })
}

fn timeout(traffic: Option<&ServiceTraffic>) -> Option<String> {
    traffic?.timeout.and_then(duration)
}

/// How a path is compared here: by characters, so a prefix of path elements takes two conditions.
fn matches(exact: bool, path: &str) -> Vec<Match> {
    let uri = |uri: Uri| Match { uri: Some(uri), port: None };
    let whole = |path: &str| uri(Uri { exact: Some(path.to_owned()), prefix: None });
    let below = |path: String| uri(Uri { exact: None, prefix: Some(path) });
    match path.trim_end_matches('/') {
        _ if exact => vec![whole(path)],
        "" => vec![below("/".to_owned())],
        trimmed => vec![whole(trimmed), below(format!("{trimmed}/"))],
    }
}

/// Writes the routes of one host.
pub(super) fn host_routes(desk: &mut Desk, host: &HostRoutes) {
    let gateway = ingress_gateway(RoutingApi::Istio);
    let http = host.routes.iter().map(|route| {
        let traffic = desk.plan.traffic(route.served);
        HttpRoute {
            r#match: matches(route.said.path_match == PathMatch::Exact, &path(route.said)).into(),
            route: to(route.served, route.port),
            timeout: timeout(traffic),
            retries: retries(traffic),
        }
    });
    let spec = VirtualServiceSpec {
        hosts: vec![if host.host.is_empty() { "*".to_owned() } else { host.host.to_owned() }],
        gateways: vec![format!("{}/{}", gateway.namespace, gateway.name)].into(),
        http: http.gather(),
    };
    let object = Object::new(&Metadata::new(&host.name, host.namespace), &spec);
    desk.sheets.put(&["istio", host.namespace], "routes", FileTarget::Istio, object);
}

/// Writes how calls between workloads to ports of a Service are cut off and tried again.
pub(super) fn calls_route(desk: &mut Desk, served: &Served, ports: &[u16]) {
    let traffic = desk.plan.traffic(served);
    if timeout(traffic).is_none() && retries(traffic).is_none() {
        return;
    }
    let several = served.service.ports.len() > 1;
    let http = ports.iter().map(|port| HttpRoute {
        r#match: if several { vec![Match { uri: None, port: Some(*port) }].into() } else { Many::default() },
        route: to(served, *port),
        timeout: timeout(traffic),
        retries: retries(traffic),
    });
    let spec = VirtualServiceSpec { hosts: vec![served.host()], gateways: Many::default(), http: http.gather() };
    let metadata = Metadata::new(&format!("{}-calls", served.service.name), &served.namespace);
    let mut object = Object::new(&metadata, &spec);
    if desk.plan.routing == RoutingApi::GatewayApi {
        object = object
            .saying("Written in Istio's own API: the Gateway API's standard routes cannot say how often to try again.");
    }
    desk.sheets.put(&["istio", &served.namespace], "traffic", FileTarget::Istio, object);
}
