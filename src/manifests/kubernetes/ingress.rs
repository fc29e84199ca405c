//! Routes from outside where no mesh brings a gateway: Ingress, which any controller of the cluster can serve.

use crate::design::PathMatch;
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Many, Word};
use crate::manifests::object::{Body, Metadata, Object};
use crate::mesh::sorted;
use crate::yaml::written;

written! {
    struct IngressSpec {
        tls: Many<Tls>,
        rules: Vec<Rule>,
    }
}

impl Body for IngressSpec {
    const API_VERSION: &'static str = "networking.k8s.io/v1";
    const KIND: &'static str = "Ingress";
}

written! {
    struct Tls {
        hosts: Many<String>,
        secret_name: String,
    }

    struct Rule {
        host: Word,
        http: Paths,
    }

    struct Paths {
        paths: Vec<Path>,
    }

    struct Path {
        path: String,
        path_type: PathMatch,
        backend: Backend,
    }

    struct Backend {
        service: ServiceRef,
    }

    struct ServiceRef {
        name: String,
        port: Number,
    }

    struct Number {
        number: u16,
    }
}

/// Writes the routes that lead to a namespace.
pub(super) fn ingress(desk: &mut Desk, namespace: &str) {
    let mut hosts: Vec<(&str, Vec<Path>)> = Vec::new();
    let mut secrets: Vec<(&str, Vec<&str>)> = Vec::new();
    for route in &desk.design.routes {
        let Some(number) = desk.route_port(route) else { continue };
        if desk.design.namespace_of(&route.namespace) != namespace {
            continue;
        }
        let path = Path {
            path: crate::manifests::routes::path(route),
            path_type: route.path_match,
            backend: Backend { service: ServiceRef { name: route.service.clone(), port: Number { number } } },
        };
        sorted::change(&mut hosts, route.host.as_str(), |paths| paths.push(path));
        if !route.tls_secret.is_empty() {
            sorted::change(&mut secrets, route.tls_secret.as_str(), |hosts| sorted::insert(hosts, route.host.as_str()));
        }
    }
    if hosts.is_empty() {
        return;
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
