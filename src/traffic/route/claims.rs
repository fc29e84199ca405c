//! What a request's token says. No key is at hand, so it is taken at its word.

use super::Request;
use crate::yaml::read::{Node, Value, read};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// The claims of a bearer token.
#[derive(Debug, Default)]
pub(super) struct Claims {
    root: Option<Node>,
    /// Whether there is something that should be a token.
    pub(super) has_token: bool,
}

impl Claims {
    pub(super) fn of(request: &Request) -> Self {
        let Some(header) = request.value("authorization") else { return Self::default() };
        let Some(token) = header.strip_prefix("Bearer ").or_else(|| header.strip_prefix("bearer ")) else {
            return Self::default();
        };
        let payload = token.split('.').nth(1).unwrap_or_default().trim_end_matches('=');
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let root = read(&text).into_iter().next().and_then(Result::ok).map(|document| document.root);
        Self { root, has_token: true }
    }

    /// The values of a claim: one, or those of a list; a text of words counts as each of them.
    pub(super) fn values(&self, path: &[&str]) -> Vec<String> {
        let Some(node) = self.root.as_ref().and_then(|root| root.at_path(path)) else { return Vec::new() };
        match &node.value {
            Value::Sequence(items) => items.iter().filter_map(Node::text).map(str::to_owned).collect(),
            _ => node.text().map(|text| text.split(' ').map(str::to_owned).collect()).unwrap_or_default(),
        }
    }

    pub(super) fn issuer(&self) -> String {
        self.values(&["iss"]).concat()
    }

    /// `issuer/subject`.
    pub(super) fn principal(&self) -> String {
        format!("{}/{}", self.issuer(), self.values(&["sub"]).join(" "))
    }
}
