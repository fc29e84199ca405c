//! Istio's own Gateway.

use super::field::{flag, items, number, plain_selector, text, texts};
use super::object::{Meta, Object};
use crate::cluster::model::Selector;
use crate::order::Gather;
use crate::yaml::read::Node;

/// A port a gateway listens on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Server {
    /// The line.
    pub line: u32,
    /// The port.
    pub port: u16,
    /// The protocol in capitals.
    pub protocol: String,
    /// The port's name.
    pub port_name: String,
    /// Hosts as they are said.
    pub hosts: Vec<String>,
    /// Whether plain requests are sent to https.
    pub redirects: bool,
    /// `tls.mode`; empty without TLS.
    pub tls_mode: String,
    /// The secret with the certificate.
    pub credential: String,
    /// Whether it has `tls`.
    pub has_tls: bool,
}

/// A Gateway of Istio.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IstioGateway {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Which pods it is for.
    pub selector: Selector,
    /// Its ports.
    pub servers: Vec<Server>,
}

impl IstioGateway {
    /// Out of its object.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let server = |node: &Node| {
            let port = node.get("port")?;
            let tls = node.get("tls");
            let said = |key| tls.map(|tls| text(tls, key).to_owned()).unwrap_or_default();
            Some(Server {
                line: node.at.line,
                port: number(port, "number").and_then(|port| u16::try_from(port).ok()).unwrap_or_default(),
                protocol: text(port, "protocol").to_ascii_uppercase(),
                port_name: text(port, "name").to_owned(),
                hosts: texts(node, &["hosts"]),
                redirects: tls.is_some_and(|tls| flag(tls, "httpsRedirect")),
                tls_mode: said("mode"),
                credential: said("credentialName"),
                has_tls: tls.is_some(),
            })
        };
        Some(Self {
            selector: plain_selector(spec, &["selector"]),
            servers: items(spec, &["servers"]).iter().filter_map(server).gather(),
            meta: object.meta.clone(),
        })
    }
}
