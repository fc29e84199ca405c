//! Who may call: typed policies, all of them allowing.

use super::peer_authentication::Selector;
use crate::manifests::left_out::Many;
use crate::manifests::object::{Body, Metadata, Object};
use crate::order::Gather;
use crate::order::Map;
use crate::yaml::written;

written! {
    /// An allowing policy; without rules it allows nothing.
    #[derive(Default)]
    pub(super) struct AuthorizationPolicySpec {
        selector: Option<Selector>,
        target_refs: Many<TargetRef>,
        action: Option<&'static str>,
        rules: Many<Rule>,
    }
}

impl Body for AuthorizationPolicySpec {
    const API_VERSION: &'static str = "security.istio.io/v1";
    const KIND: &'static str = "AuthorizationPolicy";
}

written! {
    /// What a policy at a waypoint is for.
    pub(super) struct TargetRef {
        pub(super) group: &'static str,
        pub(super) kind: &'static str,
        pub(super) name: String,
    }

    /// From one of the sources, to one of the operations; from nobody named means from anybody.
    pub(super) struct Rule {
        from: Many<From>,
        to: Many<To>,
    }

    struct From {
        source: Source,
    }

    struct Source {
        principals: Vec<String>,
    }

    struct To {
        operation: Operation,
    }

    struct Operation {
        ports: Vec<String>,
    }
}

impl Rule {
    /// Callers by identity, and the ports they may call; no callers means anybody, no ports means all.
    pub(super) fn new(principals: Vec<String>, ports: &[u16]) -> Self {
        let ports: Vec<String> = ports.iter().map(ToString::to_string).gather();
        let from = if principals.is_empty() { vec![] } else { vec![From { source: Source { principals } }] };
        let to = if ports.is_empty() { vec![] } else { vec![To { operation: Operation { ports } }] };
        Self { from: from.into(), to: to.into() }
    }
}

/// Nothing may call any pod of a namespace.
pub(super) fn nothing(metadata: &Metadata) -> Object {
    Object::new(metadata, &AuthorizationPolicySpec::default())
}

/// Nothing may pass what is named, but what other policies allow.
pub(super) fn nothing_through(metadata: &Metadata, target: TargetRef) -> Object {
    Object::new(
        metadata,
        &AuthorizationPolicySpec { target_refs: vec![target].into(), ..AuthorizationPolicySpec::default() },
    )
}

/// These may call the pods with these labels.
pub(super) fn to_pods(metadata: &Metadata, selector: Map<String, String>, rules: Vec<Rule>) -> Object {
    let spec = AuthorizationPolicySpec {
        selector: Some(Selector { match_labels: selector.into() }),
        action: Some("ALLOW"),
        rules: rules.into(),
        ..AuthorizationPolicySpec::default()
    };
    Object::new(metadata, &spec)
}

/// These may pass the waypoint to what is named.
pub(super) fn through_waypoint(metadata: &Metadata, target: TargetRef, rules: Vec<Rule>) -> Object {
    let spec = AuthorizationPolicySpec {
        target_refs: vec![target].into(),
        action: Some("ALLOW"),
        rules: rules.into(),
        ..AuthorizationPolicySpec::default()
    };
    Object::new(metadata, &spec)
}
