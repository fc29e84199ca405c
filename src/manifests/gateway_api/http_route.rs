//! Routes: from the gateway to Services, and between Services.

use super::VERSION;
use super::gateway::{PLAIN, tls_listener};
use crate::design::{PathMatch, RoutingApi, ServiceTraffic};
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Many, Word};
use crate::manifests::object::{Body, Metadata, Note, Object};
use crate::manifests::routes::{HostRoutes, duration, path};
use crate::mesh::{Served, ingress_gateway};
use crate::order::Gather;
use crate::yaml::written;

written! {
    struct HttpRouteSpec {
        parent_refs: Vec<ParentRef>,
        hostnames: Many<String>,
        rules: Vec<Rule>,
    }
}

impl Body for HttpRouteSpec {
    const API_VERSION: &'static str = VERSION;
    const KIND: &'static str = "HTTPRoute";
}

written! {
    #[derive(Default)]
    struct ParentRef {
        group: Option<&'static str>,
        kind: Option<&'static str>,
        name: String,
        namespace: Word,
        section_name: Word,
        port: Option<u16>,
    }

    #[derive(Default)]
    struct Rule {
        matches: Many<Match>,
        filters: Many<Filter>,
        timeouts: Option<Timeouts>,
        backend_refs: Many<BackendRef>,
    }

    struct Match {
        path: PathValue,
    }

    struct PathValue {
        r#type: &'static str,
        value: String,
    }

    struct Filter {
        r#type: &'static str,
        request_redirect: Redirect,
    }

    struct Redirect {
        scheme: &'static str,
        status_code: u16,
    }

    struct Timeouts {
        request: Option<String>,
        backend_request: Option<String>,
    }

    struct BackendRef {
        name: String,
        port: u16,
    }
}

fn timeouts(traffic: Option<&ServiceTraffic>) -> Option<Timeouts> {
    let traffic = traffic?;
    let request = traffic.timeout;
    // A single try cannot last longer than the whole.
    let backend =
        traffic.per_try_timeout.map(|one| request.filter(|whole| whole.0 > 0).map_or(one, |whole| one.min(whole)));
    let timeouts = Timeouts { request: request.and_then(duration), backend_request: backend.and_then(duration) };
    (timeouts.request.is_some() || timeouts.backend_request.is_some()).then_some(timeouts)
}

fn at_gateway(section: String) -> ParentRef {
    let gateway = ingress_gateway(RoutingApi::GatewayApi);
    ParentRef {
        name: gateway.name.to_owned(),
        namespace: gateway.namespace.into(),
        section_name: Word(section),
        ..ParentRef::default()
    }
}

/// Writes the routes of one host, and what leads plain requests to its certificate.
pub(in crate::manifests) fn host_routes(desk: &mut Desk, host: &HostRoutes) {
    let hostnames: Many<String> =
        Some(host.host).filter(|host| !host.is_empty()).map(str::to_owned).into_iter().collect();
    let rules = host.routes.iter().map(|route| Rule {
        matches: vec![Match {
            path: PathValue {
                r#type: if route.said.path_match == PathMatch::Exact { "Exact" } else { "PathPrefix" },
                value: path(route.said),
            },
        }]
        .into(),
        timeouts: timeouts(desk.plan.traffic(route.served)),
        backend_refs: vec![BackendRef { name: route.served.service.name.clone(), port: route.port }].into(),
        ..Rule::default()
    });
    let section = if host.secret.is_some() { tls_listener(host) } else { PLAIN.to_owned() };
    let spec = HttpRouteSpec { parent_refs: vec![at_gateway(section)], hostnames, rules: rules.gather() };
    let mut objects = vec![Object::new(&Metadata::new(&host.name, host.namespace), &spec)];
    if host.secret.is_some() {
        let redirect =
            Filter { r#type: "RequestRedirect", request_redirect: Redirect { scheme: "https", status_code: 301 } };
        let spec = HttpRouteSpec {
            parent_refs: vec![at_gateway(PLAIN.to_owned())],
            hostnames: spec.hostnames,
            rules: vec![Rule { filters: vec![redirect].into(), ..Rule::default() }],
        };
        let metadata = Metadata::new(&format!("{}-to-https", host.name), host.namespace);
        objects.push(
            Object::new(&metadata, &spec).saying("The host has a certificate, so plain requests are sent to it."),
        );
    }
    for object in objects {
        desk.sheets.put(&["istio", host.namespace], "routes", FileTarget::GatewayApi, object);
    }
}

/// Writes how calls between workloads to a Service's port are cut off.
pub(in crate::manifests) fn calls_route(desk: &mut Desk, served: &Served, port: u16) {
    let Some(timeouts) = timeouts(desk.plan.traffic(served)) else { return };
    let service = &served.service;
    let several = service.ports.len() > 1;
    let name = if several { format!("{}-calls-{port}", service.name) } else { format!("{}-calls", service.name) };
    let spec = HttpRouteSpec {
        parent_refs: vec![ParentRef {
            group: Some(""),
            kind: Some("Service"),
            name: service.name.clone(),
            port: Some(port),
            ..ParentRef::default()
        }],
        hostnames: Many::default(),
        rules: vec![Rule {
            timeouts: Some(timeouts),
            backend_refs: vec![BackendRef { name: service.name.clone(), port }].into(),
            ..Rule::default()
        }],
    };
    let note = Note::new(&["spec", "parentRefs"], "Attached to the Service: it holds for calls from within the mesh.");
    let object = Object::new(&Metadata::new(&name, &served.namespace), &spec).noted(&[note]);
    desk.sheets.put(&["istio", &served.namespace], "traffic", FileTarget::Istio, object);
}
