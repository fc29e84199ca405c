//! Istio's policies of who may call: AuthorizationPolicy, PeerAuthentication, RequestAuthentication.

use super::field::{entries, flag, items, plain_selector, text, texts};
use super::object::{Meta, Object};
use crate::cluster::model::Selector;
use crate::order::Gather;
use crate::yaml::read::Node;

/// What a policy is laid on instead of a selector: kind and name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Target {
    /// Gateway, Service, ServiceEntry or GatewayClass.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// What a policy does with what its rules match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Action {
    /// Nothing else may pass.
    #[default]
    Allow,
    /// It may not pass.
    Deny,
    /// Somebody else is asked.
    Custom,
    /// It is written down.
    Audit,
}

/// Where a request may come from; all of it must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Each list with its key.
    pub lists: Vec<(String, Vec<String>)>,
}

/// What a request may do; all of it must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Operation {
    /// Each list with its key.
    pub lists: Vec<(String, Vec<String>)>,
}

/// A further condition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Condition {
    /// What is looked at.
    pub key: String,
    /// Any of these.
    pub values: Vec<String>,
    /// None of these.
    pub not_values: Vec<String>,
}

/// One rule of an AuthorizationPolicy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyRule {
    /// The line.
    pub line: u32,
    /// Any of these.
    pub from: Vec<Source>,
    /// Any of these.
    pub to: Vec<Operation>,
    /// All of these.
    pub when: Vec<Condition>,
}

/// An AuthorizationPolicy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuthorizationPolicy {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Which pods; empty for all.
    pub selector: Selector,
    /// What it is laid on instead.
    pub targets: Vec<Target>,
    /// What it does.
    pub action: Action,
    /// The rules; without any nothing matches.
    pub rules: Vec<PolicyRule>,
    /// Who is asked where the action is CUSTOM.
    pub provider: String,
    /// Whether it is only tried: `istio.io/dry-run`.
    pub dry_run: bool,
}

/// How connections must come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeerAuthentication {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Which pods; empty for all.
    pub selector: Selector,
    /// STRICT, PERMISSIVE, DISABLE, or empty.
    pub mode: String,
    /// The same for single ports.
    pub ports: Vec<(u16, String)>,
}

/// One issuer of tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JwtRule {
    /// The line.
    pub line: u32,
    /// Who issues them.
    pub issuer: String,
    /// For whom.
    pub audiences: Vec<String>,
    /// Where keys are, if anywhere.
    pub has_keys: bool,
    /// Whether the token is passed on.
    pub forwards: bool,
}

/// Which tokens are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestAuthentication {
    /// What it is and where it stands.
    pub meta: Meta,
    /// Which pods; empty for all.
    pub selector: Selector,
    /// What it is laid on instead.
    pub targets: Vec<Target>,
    /// Issuers.
    pub rules: Vec<JwtRule>,
}

fn targets(spec: &Node) -> Vec<Target> {
    let one = |node: &Node| Target { kind: text(node, "kind").to_owned(), name: text(node, "name").to_owned() };
    let mut all = items(spec, &["targetRefs"]).iter().map(one).gather();
    all.extend(spec.get("targetRef").map(one));
    all
}

fn lists(node: Option<&Node>) -> Vec<(String, Vec<String>)> {
    let entries = node.map(Node::entries).unwrap_or_default();
    let values = |node: &Node| node.items().iter().filter_map(Node::text).map(str::to_owned).gather();
    entries.iter().map(|entry| (entry.key.clone(), values(&entry.value))).gather()
}

fn rule(node: &Node) -> PolicyRule {
    let condition = |node: &Node| Condition {
        key: text(node, "key").to_owned(),
        values: texts(node, &["values"]),
        not_values: texts(node, &["notValues"]),
    };
    PolicyRule {
        line: node.at.line,
        from: items(node, &["from"]).iter().map(|one| Source { lists: lists(one.get("source")) }).gather(),
        to: items(node, &["to"]).iter().map(|one| Operation { lists: lists(one.get("operation")) }).gather(),
        when: items(node, &["when"]).iter().map(condition).gather(),
    }
}

impl AuthorizationPolicy {
    /// Out of its object; one with an empty `spec` allows nothing.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        Some(Self {
            selector: plain_selector(spec, &["selector", "matchLabels"]),
            targets: targets(spec),
            action: match text(spec, "action") {
                "DENY" => Action::Deny,
                "CUSTOM" => Action::Custom,
                "AUDIT" => Action::Audit,
                _ => Action::Allow,
            },
            rules: items(spec, &["rules"]).iter().map(rule).gather(),
            provider: spec.get("provider").map(|node| text(node, "name").to_owned()).unwrap_or_default(),
            dry_run: object.annotation("istio.io/dry-run") == Some("true"),
            meta: object.meta.clone(),
        })
    }
}

impl PeerAuthentication {
    /// Out of its object.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let mode =
            |node: &Node| Some(text(node, "mode")).filter(|mode| *mode != "UNSET").unwrap_or_default().to_owned();
        let ports = entries(spec, &["portLevelMtls"]).iter();
        Some(Self {
            selector: plain_selector(spec, &["selector", "matchLabels"]),
            mode: spec.get("mtls").map(mode).unwrap_or_default(),
            ports: ports.filter_map(|entry| Some((entry.key.parse().ok()?, mode(&entry.value)))).gather(),
            meta: object.meta.clone(),
        })
    }
}

impl RequestAuthentication {
    /// Out of its object.
    pub(super) fn of(object: &Object) -> Option<Self> {
        let spec = object.root.get("spec")?;
        let jwt = |node: &Node| JwtRule {
            line: node.at.line,
            issuer: text(node, "issuer").to_owned(),
            audiences: texts(node, &["audiences"]),
            has_keys: node.get("jwksUri").is_some() || node.get("jwks").is_some(),
            forwards: flag(node, "forwardOriginalToken"),
        };
        Some(Self {
            selector: plain_selector(spec, &["selector", "matchLabels"]),
            targets: targets(spec),
            rules: items(spec, &["jwtRules"]).iter().map(jwt).gather(),
            meta: object.meta.clone(),
        })
    }
}
