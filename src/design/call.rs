//! Who calls whom.

use super::is_default;
use crate::units::{Bytes, Rate};
use serde::{Deserialize, Serialize};

/// A line of a file that a person gave us.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SourceLine {
    /// The file's name as given.
    pub file: String,
    /// From 1.
    pub line: u32,
}

/// What shows that a call exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum CallEvidence {
    /// The value of an environment variable of that name.
    Env(String),
    /// A command or an argument.
    Argument,
    /// A value in a ConfigMap: `name/key`.
    ConfigMap(String),
    /// A Compose `depends_on` or `links` entry.
    DependsOn,
}

/// A workload's calls to one Service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Call {
    /// The Service's name.
    pub service: String,
    /// The Service's namespace; empty for the caller's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// The Service's port; none means its first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Requests a second at the peak, from all replicas together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// Bytes of one request and its answer together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<Bytes>,
    /// Whether it is refused, though something shows it.
    #[serde(skip_serializing_if = "is_default")]
    pub denied: bool,
    /// What shows it; none when a person said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<CallEvidence>,
    /// Where that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<SourceLine>,
}
