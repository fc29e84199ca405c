//! Routes from outside where no mesh brings a gateway: Ingress, which any controller of the cluster can serve.

use crate::design::{HostRoute, PathMatch};
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Many, Word};
use crate::manifests::object::{Body, Metadata, Object};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
struct IngressSpec {
    tls: Many<Tls>,
    rules: Vec<Rule>,
}

impl Body for IngressSpec {
    const API_VERSION: &'static str = "networking.k8s.io/v1";
    const KIND: &'static str = "Ingress";
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tls {
    hosts: Many<String>,
    secret_name: String,
}

#[derive(Serialize)]
struct Rule {
    host: Word,
    http: Paths,
}

#[derive(Serialize)]
struct Paths {
    paths: Vec<Path>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Path {
    path: String,
    path_type: PathMatch,
    backend: Backend,
}

#[derive(Serialize)]
struct Backend {
    service: ServiceRef,
}

#[derive(Serialize)]
struct ServiceRef {
    name: String,
    port: Number,
}

#[derive(Serialize)]
struct Number {
    number: u16,
}

/// Writes the routes that lead to a namespace.
pub(super) fn ingress(desk: &mut Desk, namespace: &str) {
    let routes: Vec<(&HostRoute, u16)> = desk
        .design
        .routes
        .iter()
        .filter(|route| desk.design.namespace_of(&route.namespace) == namespace)
        .filter_map(|route| Some((route, desk.route_port(route)?)))
        .collect();
    if routes.is_empty() {
        return;
    }
    let mut hosts: BTreeMap<&str, Vec<Path>> = BTreeMap::new();
    let mut secrets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (route, number) in routes {
        hosts.entry(&route.host).or_default().push(Path {
            path: crate::manifests::routes::path(route),
            path_type: route.path_match,
            backend: Backend { service: ServiceRef { name: route.service.clone(), port: Number { number } } },
        });
        if !route.tls_secret.is_empty() {
            secrets.entry(&route.tls_secret).or_default().insert(&route.host);
        }
    }
    let tls = secrets.into_iter().map(|(secret, hosts)| Tls {
        hosts: hosts.into_iter().filter(|host| !host.is_empty()).map(str::to_owned).collect(),
        secret_name: secret.to_owned(),
    });
    let spec = IngressSpec {
        tls: tls.collect(),
        rules: hosts.into_iter().map(|(host, paths)| Rule { host: host.into(), http: Paths { paths } }).collect(),
    };
    let object = Object::new(&Metadata::new("routes", namespace), &spec).saying(
        "The cluster's default IngressClass serves it. A Gateway would need the name of a class, which only the \
             installed controller knows.",
    );
    desk.sheets.put(&["kubernetes", namespace], "ingress", FileTarget::Kubernetes, object);
}
