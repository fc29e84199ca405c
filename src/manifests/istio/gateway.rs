//! The gateway in Istio's own API.

use crate::design::RoutingApi;
use crate::manifests::FileTarget;
use crate::manifests::desk::{Desk, listed};
use crate::manifests::left_out::{Pairs, pairs};
use crate::manifests::object::{Body, Metadata, Object};
use crate::manifests::routes::HostRoutes;
use crate::mesh::{ingress_gateway, sorted};
use crate::order::Gather;
use crate::yaml::written;

written! {
    struct GatewaySpec {
        selector: Pairs,
        servers: Vec<Server>,
    }
}

impl Body for GatewaySpec {
    const API_VERSION: &'static str = "networking.istio.io/v1";
    const KIND: &'static str = "Gateway";
}

written! {
    struct Server {
        port: Port,
        tls: Option<Tls>,
        hosts: Vec<String>,
    }

    struct Port {
        number: u16,
        name: String,
        protocol: &'static str,
    }

    #[derive(Default)]
    struct Tls {
        https_redirect: Option<bool>,
        mode: Option<&'static str>,
        credential_name: Option<String>,
    }
}

/// Writes the gateway of all routes from outside.
pub(super) fn gateway(desk: &mut Desk, hosts: &[HostRoutes]) {
    let full = |host: &HostRoutes| format!("{}/{}", host.namespace, if host.host.is_empty() { "*" } else { host.host });
    let plain: Vec<String> = hosts.iter().filter(|host| host.secret.is_none()).map(full).gather();
    let secure: Vec<String> = hosts.iter().filter(|host| host.secret.is_some()).map(full).gather();
    let mut by_secret: Vec<(&str, Vec<String>)> = Vec::new();
    for host in hosts {
        if let Some(secret) = host.secret {
            sorted::change(&mut by_secret, secret, |hosts| hosts.push(full(host)));
        }
    }
    let mut servers = Vec::new();
    let http = |name: &str| Port { number: 80, name: name.to_owned(), protocol: "HTTP" };
    if !plain.is_empty() {
        servers.push(Server { port: http("http"), tls: None, hosts: plain });
    }
    if !secure.is_empty() {
        let tls = Tls { https_redirect: Some(true), ..Tls::default() };
        servers.push(Server { port: http("http-to-https"), tls: Some(tls), hosts: secure });
    }
    for (number, (secret, hosts)) in by_secret.iter().enumerate() {
        servers.push(Server {
            port: Port { number: 443, name: format!("https-{}", number + 1), protocol: "HTTPS" },
            tls: Some(Tls { mode: Some("SIMPLE"), credential_name: Some((*secret).to_owned()), ..Tls::default() }),
            hosts: hosts.clone(),
        });
    }
    let place = ingress_gateway(RoutingApi::Istio);
    if !by_secret.is_empty() {
        let names: Vec<&str> = by_secret.iter().map(|(secret, _)| *secret).gather();
        desk.warn(
            "routes".into(),
            format!("Istio's own gateway reads certificates in its namespace {} alone.", place.namespace),
            &format!("Put {} there as well, or write routes in the Gateway API.", listed(&names)),
        );
    }
    let spec = GatewaySpec { selector: Pairs(pairs([place.label])), servers };
    let object = Object::new(&Metadata::new(place.name, place.namespace), &spec).saying(format!(
        "The pods come from Istio's chart: helm install {} istio/gateway -n {}.",
        place.account, place.namespace
    ));
    desk.sheets.put(&["istio"], "ingress", FileTarget::Istio, object);
}
