//! Patterns of traffic: how a new version is let in, faults for a test, who keeps to a pod, and who must bring a token.

use super::{is_default, option_keys};
use crate::units::Millis;
use serde::{Deserialize, Serialize};

option_keys! {
    /// How a new version of what is behind a Service is let in.
    pub enum ReleaseKind {
        /// A share of requests that grows by steps.
        Weighted = "weighted",
        /// Requests with a header.
        Header = "header",
        /// Requests with a cookie.
        Cookie = "cookie",
        /// All requests at once, with the old version kept.
        BlueGreen = "blue-green",
        /// Copies of requests, whose answers are dropped.
        Mirror = "mirror",
    }
}

option_keys! {
    /// Who goes through the steps.
    pub enum ReleaseDriver {
        /// A person, a file a step.
        ByHand = "by-hand",
        /// Flagger.
        Flagger = "flagger",
        /// Argo Rollouts.
        ArgoRollouts = "argo-rollouts",
    }
}

option_keys! {
    /// Which pods calls go to first.
    pub enum LocalityRule {
        /// Those of the caller's zone, others when these fail.
        Failover = "failover",
        /// All alike.
        Everywhere = "everywhere",
    }
}

option_keys! {
    /// What tells clients apart that keep to a pod.
    pub enum StickyBy {
        /// A cookie, which the proxy makes.
        Cookie = "cookie",
        /// A header.
        Header = "header",
        /// Their address.
        SourceAddress = "source-address",
    }
}

/// How a new version is let in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Release {
    /// How; none means by weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ReleaseKind>,
    /// The tag of its image; empty for one to be filled in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Per cent of requests, step by step; empty for 5, 25 and 50.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<u8>,
    /// How long a step lasts; none means five minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause: Option<Millis>,
    /// The header or cookie; empty for `x-canary`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its value; empty for `true`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Who goes through the steps; none means a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub driver: Option<ReleaseDriver>,
}

/// A fault for requests that ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The header such requests bring; empty for `x-fault-test`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub header: String,
    /// How long they wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<Millis>,
    /// The status they are refused with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How many of them, in per cent; none means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
}

/// Who keeps to a pod.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Sticky {
    /// What tells clients apart; none means a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<StickyBy>,
    /// The cookie or header.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// Which tokens are taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenRule {
    /// Who issues them.
    pub issuer: String,
    /// Where its keys are; empty for what the issuer's own page names.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub keys: String,
    /// For whom they must be; empty for anybody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<String>,
    /// Whether the workload gets them, too.
    #[serde(skip_serializing_if = "is_default")]
    pub forward: bool,
}
