//! The Gateway API: Gateway, HTTPRoute, GRPCRoute and ReferenceGrant.

use super::field::{items, number, selector, text, texts};
use super::object::{Meta, Object};
use super::virtual_service::StringMatch;
use crate::cluster::model::Selector;
use crate::order::Gather;
use crate::yaml::read::Node;

/// The group of its kinds.
pub(super) const GROUP: &str = "gateway.networking.k8s.io";

/// Which namespaces may attach routes to a listener.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Allowed {
    /// The Gateway's own.
    #[default]
    Same,
    /// Every one.
    All,
    /// Those with such labels.
    Selector(Selector),
}

/// A port of a Gateway.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listener {
    /// The line.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// The host; empty for every one.
    pub hostname: String,
    /// The port.
    pub port: u16,
    /// HTTP, HTTPS, TLS, TCP or HBONE.
    pub protocol: String,
    /// Who may attach.
    pub allowed: Allowed,
    /// Secrets with certificates: namespace and name.
    pub certificates: Vec<(String, String)>,
    /// `tls.mode`.
    pub tls_mode: String,
}

/// A Gateway.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApiGateway {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Who runs it.
    pub class: String,
    /// Its ports.
    pub listeners: Vec<Listener>,
}

/// What a route is attached to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parent {
    /// The line.
    pub line: u32,
    /// Gateway or Service.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// One listener; empty for all.
    pub section: String,
    /// One port.
    pub port: Option<u16>,
}

/// Conditions that must all hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApiMatch {
    /// The line.
    pub line: u32,
    /// The path; a prefix ends at a `/`.
    pub path: Option<StringMatch>,
    /// The method.
    pub method: String,
    /// Headers.
    pub headers: Vec<(String, StringMatch)>,
    /// Parameters of the query.
    pub query: Vec<(String, StringMatch)>,
}

/// A Service to send to, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Backend {
    /// The line.
    pub line: u32,
    /// Its kind.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its port.
    pub port: Option<u16>,
    /// Its weight.
    pub weight: u32,
}

/// One rule of a route.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApiRule {
    /// The line.
    pub line: u32,
    /// Any of these; without one it takes everything.
    pub matches: Vec<ApiMatch>,
    /// Where to.
    pub backends: Vec<Backend>,
    /// Sent elsewhere: code and where.
    pub redirect: Option<(u32, String)>,
    /// The host and the path that are put in.
    pub rewrite: Option<String>,
    /// Hosts that get a copy.
    pub mirrors: Vec<Backend>,
    /// Kinds of all filters.
    pub filters: Vec<String>,
    /// `timeouts.request`.
    pub timeout: String,
    /// `timeouts.backendRequest`.
    pub backend_timeout: String,
    /// Attempts.
    pub retries: Option<u32>,
}

/// An HTTPRoute or GRPCRoute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApiRoute {
    /// What it is and where it stands.
    pub meta: Meta,
    /// What it is attached to.
    pub parents: Vec<Parent>,
    /// Hosts; none for every one.
    pub hostnames: Vec<String>,
    /// Its rules.
    pub rules: Vec<ApiRule>,
}

/// A ReferenceGrant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grant {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Who may refer: kind and namespace.
    pub from: Vec<(String, String)>,
    /// To what: kind and name, empty for all.
    pub to: Vec<(String, String)>,
}

fn small(node: &Node, key: &str) -> Option<u16> {
    number(node, key).and_then(|number| u16::try_from(number).ok())
}

fn or<'a>(said: &'a str, otherwise: &'a str) -> &'a str {
    if said.is_empty() { otherwise } else { said }
}

impl ApiGateway {
    /// Out of its object.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let own = &object.meta.namespace;
        let listener = |node: &Node| {
            let allowed = match node.at_path(&["allowedRoutes", "namespaces"]) {
                Some(namespaces) => match text(namespaces, "from") {
                    "All" => Allowed::All,
                    "Selector" => Allowed::Selector(namespaces.get("selector").map(selector).unwrap_or_default()),
                    _ => Allowed::Same,
                },
                None => Allowed::Same,
            };
            let secret = |one: &Node| (or(text(one, "namespace"), own).to_owned(), text(one, "name").to_owned());
            Listener {
                line: node.at.line,
                name: text(node, "name").to_owned(),
                hostname: text(node, "hostname").to_owned(),
                port: small(node, "port").unwrap_or_default(),
                protocol: text(node, "protocol").to_owned(),
                allowed,
                certificates: items(node, &["tls", "certificateRefs"]).iter().map(secret).gather(),
                tls_mode: node.get("tls").map(|tls| text(tls, "mode").to_owned()).unwrap_or_default(),
            }
        };
        Some(Self {
            class: text(spec, "gatewayClassName").to_owned(),
            listeners: items(spec, &["listeners"]).iter().map(listener).gather(),
            meta: object.meta.clone(),
        })
    }
}

fn compared(node: &Node, key: &str) -> Vec<(String, StringMatch)> {
    let one = |one: &Node| {
        let value = text(one, "value").to_owned();
        let value = if text(one, "type") == "RegularExpression" {
            StringMatch::Regex(value)
        } else {
            StringMatch::Exact(value)
        };
        (text(one, "name").to_owned(), value)
    };
    items(node, &[key]).iter().map(one).gather()
}

fn path_of(node: &Node) -> Option<StringMatch> {
    let path = node.get("path")?;
    let value = or(text(path, "value"), "/").to_owned();
    Some(match text(path, "type") {
        "Exact" => StringMatch::Exact(value),
        "RegularExpression" => StringMatch::Regex(value),
        _ => StringMatch::Prefix(value),
    })
}

/// The path of a method of gRPC.
fn grpc_path(node: &Node) -> Option<StringMatch> {
    let method = node.get("method")?;
    let (service, name) = (text(method, "service"), text(method, "method"));
    Some(match (text(method, "type") == "RegularExpression", service, name) {
        (false, "", "") => return None,
        (false, service, "") => StringMatch::Prefix(format!("/{service}/")),
        (false, "", name) => StringMatch::Regex(format!("/[^/]+/{name}")),
        (false, service, name) => StringMatch::Exact(format!("/{service}/{name}")),
        (true, service, name) => StringMatch::Regex(format!("/{}/{}", or(service, "[^/]+"), or(name, "[^/]+"))),
    })
}

fn backend(node: &Node, own: &str) -> Backend {
    Backend {
        line: node.at.line,
        kind: or(text(node, "kind"), "Service").to_owned(),
        namespace: or(text(node, "namespace"), own).to_owned(),
        name: text(node, "name").to_owned(),
        port: small(node, "port"),
        weight: number(node, "weight").unwrap_or(1),
    }
}

fn modified(node: &Node) -> String {
    let path = node.get("path");
    let said = |key| path.map(|path| text(path, key)).unwrap_or_default();
    [text(node, "hostname"), said("replaceFullPath"), said("replacePrefixMatch")].concat()
}

fn rule(node: &Node, own: &str, grpc: bool) -> ApiRule {
    let one = |node: &Node| ApiMatch {
        line: node.at.line,
        path: if grpc { grpc_path(node) } else { path_of(node) },
        method: if grpc { String::new() } else { text(node, "method").to_owned() },
        headers: compared(node, "headers"),
        query: compared(node, "queryParams"),
    };
    let filters = items(node, &["filters"]);
    let redirect = filters.iter().find_map(|filter| filter.get("requestRedirect")).map(|to| {
        let scheme = if text(to, "scheme").is_empty() { String::new() } else { format!("{}://", text(to, "scheme")) };
        (number(to, "statusCode").unwrap_or(302), format!("{scheme}{}", modified(to)))
    });
    let timeouts = |key| node.get("timeouts").map(|timeouts| text(timeouts, key).to_owned()).unwrap_or_default();
    let mirror = |filter: &Node| filter.at_path(&["requestMirror", "backendRef"]).map(|to| backend(to, own));
    ApiRule {
        line: node.at.line,
        matches: items(node, &["matches"]).iter().map(one).gather(),
        backends: items(node, &["backendRefs"]).iter().map(|to| backend(to, own)).gather(),
        redirect,
        rewrite: filters.iter().find_map(|filter| filter.get("urlRewrite")).map(modified),
        mirrors: filters.iter().filter_map(mirror).gather(),
        filters: filters.iter().map(|filter| text(filter, "type").to_owned()).gather(),
        timeout: timeouts("request"),
        backend_timeout: timeouts("backendRequest"),
        retries: node.get("retry").map(|retry| number(retry, "attempts").unwrap_or(1)),
    }
}

impl ApiRoute {
    /// Out of its object.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let own = &object.meta.namespace;
        let parent = |node: &Node| Parent {
            line: node.at.line,
            kind: or(text(node, "kind"), "Gateway").to_owned(),
            namespace: or(text(node, "namespace"), own).to_owned(),
            name: text(node, "name").to_owned(),
            section: text(node, "sectionName").to_owned(),
            port: small(node, "port"),
        };
        let grpc = object.meta.kind == "GRPCRoute";
        Some(Self {
            parents: items(spec, &["parentRefs"]).iter().map(parent).gather(),
            hostnames: texts(spec, &["hostnames"]),
            rules: items(spec, &["rules"]).iter().map(|one| rule(one, own, grpc)).gather(),
            meta: object.meta.clone(),
        })
    }
}

impl Grant {
    /// Out of its object.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let pair = |node: &Node, key| (text(node, "kind").to_owned(), text(node, key).to_owned());
        Some(Self {
            from: items(spec, &["from"]).iter().map(|node| pair(node, "namespace")).gather(),
            to: items(spec, &["to"]).iter().map(|node| pair(node, "name")).gather(),
            meta: object.meta.clone(),
        })
    }

    /// Whether it lets a kind of a namespace refer to an object of its own.
    pub fn lets(&self, from: (&str, &str), to: (&str, &str, &str)) -> bool {
        self.meta.namespace == to.1
            && self.from.iter().any(|(kind, namespace)| kind == from.0 && namespace == from.1)
            && self.to.iter().any(|(kind, name)| kind == to.0 && (name.is_empty() || name == to.2))
    }
}
