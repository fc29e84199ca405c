//! Leave for the gateway to read a certificate in another namespace.

use crate::design::RoutingApi;
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::object::{Body, Metadata, Object};
use crate::manifests::routes::HostRoutes;
use crate::mesh::{ingress_gateway, sorted};
use crate::order::Gather;
use crate::yaml::written;

written! {
    struct GrantSpec {
        from: Vec<From>,
        to: Vec<To>,
    }
}

impl Body for GrantSpec {
    /// The version Istio reads.
    const API_VERSION: &'static str = "gateway.networking.k8s.io/v1beta1";
    const KIND: &'static str = "ReferenceGrant";
}

written! {
    struct From {
        group: &'static str,
        kind: &'static str,
        namespace: &'static str,
    }

    struct To {
        group: &'static str,
        kind: &'static str,
        name: String,
    }
}

/// Writes the one of a namespace with certificates.
pub(in crate::manifests) fn grant(desk: &mut Desk, namespace: &str, hosts: &[HostRoutes]) {
    let gateway = ingress_gateway(RoutingApi::GatewayApi);
    let mut secrets: Vec<&str> = Vec::new();
    for secret in hosts.iter().filter(|host| host.namespace == namespace).filter_map(|host| host.secret) {
        sorted::insert(&mut secrets, secret);
    }
    if secrets.is_empty() {
        return;
    }
    let to = |name: &str| To { group: "", kind: "Secret", name: name.to_owned() };
    let spec = GrantSpec {
        from: vec![From { group: "gateway.networking.k8s.io", kind: "Gateway", namespace: gateway.namespace }],
        to: secrets.into_iter().map(to).gather(),
    };
    let object = Object::new(&Metadata::new("certificates-for-ingress", namespace), &spec)
        .saying("The gateway lives in another namespace, and may read these certificates and nothing else.");
    desk.sheets.put(&["istio", namespace], "routes", FileTarget::GatewayApi, object);
}
