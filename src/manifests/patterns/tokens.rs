//! Tokens: which are taken, and that each request must bring one. The first alone would let requests without any pass.

use crate::design::TokenRule;
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Flag, Many, Pairs, Word};
use crate::manifests::object::{Body, Metadata, Object};
use crate::mesh::Served;
use crate::yaml::written;

written! {
    struct RequestSpec {
        selector: Option<Selector>,
        target_refs: Many<Target>,
        jwt_rules: Vec<Rule>,
    }

    struct DenySpec {
        selector: Option<Selector>,
        target_refs: Many<Target>,
        action: &'static str,
        rules: Vec<DenyRule>,
    }

    struct Selector {
        match_labels: Pairs,
    }

    struct Target {
        group: &'static str,
        kind: &'static str,
        name: String,
    }

    struct Rule {
        issuer: String,
        audiences: Many<String>,
        jwks_uri: Word,
        forward_original_token: Flag,
    }

    struct DenyRule {
        from: Vec<From>,
    }

    struct From {
        source: Source,
    }

    struct Source {
        not_request_principals: Vec<String>,
    }
}

impl Body for RequestSpec {
    const API_VERSION: &'static str = "security.istio.io/v1";
    const KIND: &'static str = "RequestAuthentication";
}

impl Body for DenySpec {
    const API_VERSION: &'static str = "security.istio.io/v1";
    const KIND: &'static str = "AuthorizationPolicy";
}

/// Writes both for the pods behind a Service, or at its waypoint.
pub(super) fn token(desk: &mut Desk, served: &Served, rule: &TokenRule) {
    if rule.issuer.is_empty() {
        desk.fail(
            format!("traffic.services.{}.token.issuer", served.service.name),
            "A token is wanted and nobody is named who issues it: nothing is written.".into(),
            "Name the issuer, as it stands in the token.",
        );
        return;
    }
    let selector =
        || (!served.through_waypoint).then(|| Selector { match_labels: served.service.selector.clone().into() });
    let targets = || -> Vec<Target> {
        if !served.through_waypoint {
            return Vec::new();
        }
        vec![Target { group: "", kind: "Service", name: served.service.name.clone() }]
    };
    let metadata = Metadata::new(&format!("{}-token", served.service.name), &served.namespace);
    let request = RequestSpec {
        selector: selector(),
        target_refs: targets().into(),
        jwt_rules: vec![Rule {
            issuer: rule.issuer.clone(),
            audiences: rule.audiences.clone().into(),
            jwks_uri: (&rule.keys).into(),
            forward_original_token: Flag(rule.forward),
        }],
    };
    let deny = DenySpec {
        selector: selector(),
        target_refs: targets().into(),
        action: "DENY",
        rules: vec![DenyRule { from: vec![From { source: Source { not_request_principals: vec!["*".to_owned()] } }] }],
    };
    let request = Object::new(&metadata, &request).saying(
        "Requests with a token that does not fit are refused with 401. Those without any pass this, so the policy below \
         is needed as well.",
    );
    let deny = Object::new(&metadata, &deny)
        .saying("Refused with 403: requests without a token that fits, whoever calls. Who may call stays as it is.");
    for object in [request, deny] {
        desk.sheets.put(&["istio", &served.namespace], "tokens", FileTarget::Istio, object);
    }
    if rule.audiences.is_empty() {
        desk.warn(
            format!("traffic.services.{}.token.audiences", served.service.name),
            "Any token of the issuer is taken, whomever it was made for.".into(),
            "Name the audiences.",
        );
    }
}
