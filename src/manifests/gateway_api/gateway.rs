//! The gateway that takes requests in from outside.

use super::VERSION;
use crate::design::RoutingApi;
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Many, Word};
use crate::manifests::object::{Body, Metadata, Object};
use crate::manifests::routes::HostRoutes;
use crate::mesh::{ingress_gateway, sorted};
use crate::order::Gather;
use crate::yaml::written;

written! {
    pub(super) struct GatewaySpec {
        pub(super) gateway_class_name: &'static str,
        pub(super) listeners: Vec<Listener>,
    }
}

impl Body for GatewaySpec {
    const API_VERSION: &'static str = VERSION;
    const KIND: &'static str = "Gateway";
}

written! {
    pub(super) struct Listener {
        pub(super) name: String,
        pub(super) hostname: Word,
        pub(super) port: u16,
        pub(super) protocol: &'static str,
        pub(super) tls: Option<Tls>,
        pub(super) allowed_routes: Option<AllowedRoutes>,
    }

    pub(super) struct Tls {
        mode: &'static str,
        certificate_refs: Vec<SecretRef>,
    }

    struct SecretRef {
        name: String,
        namespace: String,
    }

    pub(super) struct AllowedRoutes {
        namespaces: From,
    }

    struct From {
        from: &'static str,
        selector: Selector,
    }

    struct Selector {
        match_expressions: Many<Expression>,
    }

    struct Expression {
        key: &'static str,
        operator: &'static str,
        values: Vec<String>,
    }
}

/// The listener of a host's certificate. Each host has one of its own: routes name it.
pub(super) fn tls_listener(host: &HostRoutes) -> String {
    format!("https-{}-{}", host.namespace, host.name)
        .chars()
        .take(63)
        .collect::<String>()
        .trim_end_matches('-')
        .to_owned()
}

/// The listener for plain HTTP.
pub(super) const PLAIN: &str = "http";

/// More than this no Gateway may have.
const MOST_LISTENERS: usize = 64;

/// Writes the gateway of all routes from outside.
pub(in crate::manifests) fn gateway(desk: &mut Desk, hosts: &[HostRoutes]) {
    let mut namespaces: Vec<&str> = Vec::new();
    for host in hosts {
        sorted::insert(&mut namespaces, host.namespace);
    }
    let allowed = |namespaces: &[&str]| AllowedRoutes {
        namespaces: From {
            from: "Selector",
            selector: Selector {
                match_expressions: vec![Expression {
                    key: "kubernetes.io/metadata.name",
                    operator: "In",
                    values: namespaces.iter().map(|name| (*name).to_owned()).gather(),
                }]
                .into(),
            },
        },
    };
    let mut listeners = vec![Listener {
        name: PLAIN.to_owned(),
        hostname: Word::default(),
        port: 80,
        protocol: "HTTP",
        tls: None,
        allowed_routes: Some(allowed(&namespaces)),
    }];
    for (place, host) in hosts.iter().enumerate() {
        let Some(secret) = host.secret else { continue };
        let earlier = hosts.iter().take(place);
        if let Some(first) = earlier.filter(|own| own.secret.is_some()).find(|own| own.host == host.host) {
            let what =
                format!("The host {} has a certificate in {} and in {}.", host.host, first.namespace, host.namespace);
            desk.warn(
                format!("routes.{}", host.host),
                what,
                "Only one can be shown to clients: keep its routes in one namespace.",
            );
        }
        listeners.push(Listener {
            name: tls_listener(host),
            hostname: host.host.into(),
            port: 443,
            protocol: "HTTPS",
            tls: Some(Tls {
                mode: "Terminate",
                certificate_refs: vec![SecretRef { name: secret.to_owned(), namespace: host.namespace.to_owned() }],
            }),
            allowed_routes: Some(allowed(&[host.namespace])),
        });
    }
    if listeners.len() > MOST_LISTENERS {
        let what = format!("The gateway has {} listeners, and may have {MOST_LISTENERS}.", listeners.len());
        desk.fail("routes".into(), what, "Serve several hosts with one certificate for a wildcard.");
    }
    let place = ingress_gateway(RoutingApi::GatewayApi);
    let spec = GatewaySpec { gateway_class_name: "istio", listeners };
    let object = Object::new(&Metadata::new(place.name, place.namespace), &spec).saying(format!(
        "Istio runs pods and a load balancer for this gateway, named {}, and nothing else has to be installed for it. \
             Only namespaces with routes of the design may attach any.",
        place.account
    ));
    desk.sheets.put(&["istio"], "ingress", FileTarget::GatewayApi, object);
}
