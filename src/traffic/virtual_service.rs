//! Istio's VirtualService.

use super::field::{entries, flag, items, labels, number, text, texts};
use super::object::{Meta, Object};
use super::pattern::Pattern;
use crate::cluster::model::Labels;
use crate::order::Gather;
use crate::yaml::read::Node;

/// How a value is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StringMatch {
    /// The same.
    Exact(String),
    /// It begins so.
    Prefix(String),
    /// All of it is as this pattern says.
    Regex(String),
    /// There is one.
    Present,
}

impl StringMatch {
    /// Out of its mapping.
    pub fn of(node: &Node) -> Self {
        let said = |key| node.get(key).and_then(Node::text).map(str::to_owned);
        said("exact")
            .map(Self::Exact)
            .or_else(|| said("prefix").map(Self::Prefix))
            .or_else(|| said("regex").map(Self::Regex))
            .unwrap_or(Self::Present)
    }

    /// Whether a value is meant; a pattern that cannot be read means none.
    pub fn takes(&self, value: &str, case_blind: bool) -> bool {
        let fold = |text: &str| if case_blind { text.to_lowercase() } else { text.to_owned() };
        match self {
            Self::Exact(wanted) => fold(wanted) == fold(value),
            Self::Prefix(wanted) => fold(value).starts_with(&fold(wanted)),
            Self::Regex(pattern) => Pattern::read(pattern).is_ok_and(|pattern| pattern.is_match(value)),
            Self::Present => true,
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Exact(value) => format!("= {value}"),
            Self::Prefix(value) => format!("begins with {value}"),
            Self::Regex(value) => format!("matches {value}"),
            Self::Present => "is there".to_owned(),
        }
    }
}

/// Conditions that must all hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HttpMatch {
    /// The line.
    pub line: u32,
    /// The path.
    pub uri: Option<StringMatch>,
    /// Whether letters of the path may be large or small.
    pub ignore_uri_case: bool,
    /// The scheme.
    pub scheme: Option<StringMatch>,
    /// The method.
    pub method: Option<StringMatch>,
    /// The host with its port, as the request says it.
    pub authority: Option<StringMatch>,
    /// Headers that must be.
    pub headers: Vec<(String, StringMatch)>,
    /// Headers that must not be.
    pub without_headers: Vec<(String, StringMatch)>,
    /// Parameters of the query.
    pub query: Vec<(String, StringMatch)>,
    /// The port at the host.
    pub port: Option<u16>,
    /// Labels of the caller.
    pub source_labels: Labels,
    /// The caller's namespace.
    pub source_namespace: String,
    /// Gateways in place of the VirtualService's own.
    pub gateways: Vec<String>,
}

impl HttpMatch {
    /// Whether it asks for nothing.
    pub fn takes_all(&self) -> bool {
        let plain = Self { line: self.line, ..Self::default() };
        let root = matches!(&self.uri, Some(StringMatch::Prefix(prefix)) if prefix == "/");
        *self == plain || (root && *self == Self { uri: self.uri.clone(), ..plain })
    }
}

/// A host to send to, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weighted {
    /// The line.
    pub line: u32,
    /// The host as it is said.
    pub host: String,
    /// The subset; empty for none.
    pub subset: String,
    /// The port.
    pub port: Option<u16>,
    /// The weight as it is said.
    pub weight: Option<u32>,
}

/// One rule for HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HttpRoute {
    /// The line.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// Any of these; without one it takes everything.
    pub matches: Vec<HttpMatch>,
    /// Where to.
    pub route: Vec<Weighted>,
    /// Sent elsewhere: code and where.
    pub redirect: Option<(u32, String)>,
    /// Answered at once with this status.
    pub direct: Option<u32>,
    /// Handed to another VirtualService: namespace and name.
    pub delegate: Option<(String, String)>,
    /// The path and the authority that are put in.
    pub rewrite: Option<(String, String)>,
    /// The timeout as it is said.
    pub timeout: String,
    /// Attempts, the time for each, and on what.
    pub retries: Option<(u32, String, String)>,
    /// Delays and aborts, in words.
    pub faults: Vec<String>,
    /// The status of an abort and its share in thousandths of a per cent.
    pub abort: Option<(String, u32)>,
    /// Hosts that get a copy, in words.
    pub mirrors: Vec<Weighted>,
    /// Whether headers are changed.
    pub changes_headers: bool,
    /// Whether there is a policy for other origins.
    pub cors: bool,
}

/// One rule for TCP or TLS.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlainRoute {
    /// The line.
    pub line: u32,
    /// Names of TLS; empty for TCP.
    pub sni: Vec<String>,
    /// Ports.
    pub ports: Vec<u16>,
    /// Where to.
    pub route: Vec<Weighted>,
}

/// A VirtualService.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VirtualService {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Hosts as they are said.
    pub hosts: Vec<String>,
    /// Gateways as they are said; none means the mesh.
    pub gateways: Vec<String>,
    /// Namespaces that may see it.
    pub export_to: Vec<String>,
    /// Rules for HTTP.
    pub http: Vec<HttpRoute>,
    /// Rules for TLS that is passed on.
    pub tls: Vec<PlainRoute>,
    /// Rules for TCP.
    pub tcp: Vec<PlainRoute>,
}

fn port(node: &Node) -> Option<u16> {
    number(node, "port").and_then(|port| u16::try_from(port).ok())
}

fn compared(node: &Node, key: &str) -> Vec<(String, StringMatch)> {
    entries(node, &[key]).iter().map(|entry| (entry.key.clone(), StringMatch::of(&entry.value))).gather()
}

fn http_match(node: &Node) -> HttpMatch {
    let one = |key| node.get(key).map(StringMatch::of);
    HttpMatch {
        line: node.at.line,
        uri: one("uri"),
        ignore_uri_case: flag(node, "ignoreUriCase"),
        scheme: one("scheme"),
        method: one("method"),
        authority: one("authority"),
        headers: compared(node, "headers"),
        without_headers: compared(node, "withoutHeaders"),
        query: compared(node, "queryParams"),
        port: port(node),
        source_labels: labels(node, &["sourceLabels"]),
        source_namespace: text(node, "sourceNamespace").to_owned(),
        gateways: texts(node, &["gateways"]),
    }
}

/// A destination; the weight stands beside it.
fn weighted(node: &Node) -> Weighted {
    let destination = node.get("destination").unwrap_or(node);
    let port =
        destination.get("port").and_then(|port| number(port, "number")).and_then(|port| u16::try_from(port).ok());
    Weighted {
        line: destination.at.line,
        host: text(destination, "host").to_owned(),
        subset: text(destination, "subset").to_owned(),
        port,
        weight: number(node, "weight"),
    }
}

/// A share as it is said, in thousandths of a per cent.
fn share(node: &Node, key: &str) -> u32 {
    let said = node.get(key).map_or("100", |share| text(share, "value"));
    let (whole, part) = said.split_once('.').unwrap_or((said, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u32>().unwrap_or(0) * 1000 + part.parse::<u32>().unwrap_or(0)
}

fn http_route(node: &Node, namespace: &str) -> HttpRoute {
    let said = |parent: &Node, key| text(parent, key).to_owned();
    let redirect = node.get("redirect").map(|to| {
        let scheme = if text(to, "scheme").is_empty() { String::new() } else { format!("{}://", text(to, "scheme")) };
        let way = format!("{scheme}{}{}{}", text(to, "authority"), text(to, "uri"), text(to, "prefixRewrite"));
        (number(to, "redirectCode").unwrap_or(301), way)
    });
    let (mut faults, mut abort) = (Vec::new(), None);
    if let Some(delay) = node.at_path(&["fault", "delay"]) {
        faults.push(format!("{} of delay for {}", text(delay, "fixedDelay"), per_cent(share(delay, "percentage"))));
    }
    if let Some(stop) = node.at_path(&["fault", "abort"]) {
        let status = [said(stop, "httpStatus"), said(stop, "grpcStatus")].concat();
        let share = share(stop, "percentage");
        faults.push(format!("status {status} for {}", per_cent(share)));
        abort = Some((status, share));
    }
    let mut mirrors = node.get("mirror").map(|mirror| vec![weighted(mirror)]).unwrap_or_default();
    mirrors.extend(items(node, &["mirrors"]).iter().map(weighted));
    HttpRoute {
        line: node.at.line,
        name: said(node, "name"),
        matches: items(node, &["match"]).iter().map(http_match).gather(),
        route: items(node, &["route"]).iter().map(weighted).gather(),
        redirect,
        direct: node.get("directResponse").map(|direct| number(direct, "status").unwrap_or_default()),
        delegate: node.get("delegate").map(|to| {
            let said = text(to, "namespace");
            ((if said.is_empty() { namespace } else { said }).to_owned(), text(to, "name").to_owned())
        }),
        rewrite: node.get("rewrite").map(|to| {
            let pattern = to.at_path(&["uriRegexRewrite", "rewrite"]).and_then(Node::text).unwrap_or_default();
            ([text(to, "uri"), pattern].concat(), said(to, "authority"))
        }),
        timeout: said(node, "timeout"),
        retries: node.get("retries").map(|retries| {
            (number(retries, "attempts").unwrap_or(2), said(retries, "perTryTimeout"), said(retries, "retryOn"))
        }),
        faults,
        abort,
        mirrors,
        changes_headers: node.get("headers").is_some(),
        cors: node.get("corsPolicy").is_some(),
    }
}

/// Thousandths of a per cent, as they are read.
pub(super) fn per_cent(share: u32) -> String {
    if share.is_multiple_of(1000) {
        format!("{} %", share / 1000)
    } else {
        format!("{}.{:03} %", share / 1000, share % 1000)
    }
}

fn plain_route(node: &Node) -> PlainRoute {
    let matches = items(node, &["match"]);
    PlainRoute {
        line: node.at.line,
        sni: matches.iter().flat_map(|one| texts(one, &["sniHosts"])).gather(),
        ports: matches.iter().filter_map(port).gather(),
        route: items(node, &["route"]).iter().map(weighted).gather(),
    }
}

impl VirtualService {
    /// Out of its object.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let namespace = &object.meta.namespace;
        Some(Self {
            hosts: texts(spec, &["hosts"]),
            gateways: texts(spec, &["gateways"]),
            export_to: texts(spec, &["exportTo"]),
            http: items(spec, &["http"]).iter().map(|route| http_route(route, namespace)).gather(),
            tls: items(spec, &["tls"]).iter().map(plain_route).gather(),
            tcp: items(spec, &["tcp"]).iter().map(plain_route).gather(),
            meta: object.meta.clone(),
        })
    }

    /// Whether it binds to a gateway, by `namespace/name`, or to the mesh, by `mesh`.
    pub fn binds(&self, gateway: &str) -> bool {
        bound(&self.gateways, gateway, &self.meta.namespace)
    }
}

/// Whether a list of gateways names one; an empty list is the mesh.
pub(super) fn bound(said: &[String], gateway: &str, own: &str) -> bool {
    if said.is_empty() {
        return gateway == "mesh";
    }
    said.iter().any(|one| one == gateway || (one != "mesh" && !one.contains('/') && format!("{own}/{one}") == gateway))
}
