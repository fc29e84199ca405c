//! Health checks.

use crate::design::is_default;
use crate::yaml::read::Node;
use crate::yaml::{Blank, Form, Misfit, Tree, Written, read_text};
use serde::{Deserialize, Serialize};

/// A port by number or by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ProbePort {
    /// By number.
    Number(u16),
    /// By the container port's name.
    Name(String),
}

impl Written for ProbePort {
    fn write(&self) -> Tree {
        match self {
            Self::Number(number) => number.write(),
            Self::Name(name) => name.write(),
        }
    }
}

impl Form for ProbePort {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        let mut number: u16 = 0;
        *self = match number.read(node) {
            Ok(()) => Self::Number(number),
            Err(_) => Self::Name(
                read_text(node, "a port's number or name")
                    .map_err(|_| Misfit::new("a port is a number or a name"))?
                    .to_owned(),
            ),
        };
        Ok(())
    }
    fn is_blank(&self) -> bool {
        *self == Self::Number(0)
    }
}

impl Blank for ProbePort {
    fn blank() -> Self {
        Self::Number(0)
    }
}

/// What a probe does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum ProbeAction {
    /// An HTTP GET that must answer 200 to 399.
    #[serde(rename_all = "camelCase")]
    Http {
        /// The path.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        path: String,
        /// The port.
        port: ProbePort,
        /// Over TLS.
        #[serde(default, skip_serializing_if = "is_default")]
        https: bool,
        /// Headers sent, in order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        headers: Vec<(String, String)>,
    },
    /// A TCP connection.
    Tcp {
        /// The port.
        port: ProbePort,
    },
    /// The gRPC health protocol.
    Grpc {
        /// The port.
        port: u16,
        /// The service asked for; empty for the server as a whole.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        service: String,
    },
    /// A command in the container that must exit 0.
    Exec {
        /// The command and its arguments.
        command: Vec<String>,
    },
}

/// A health check; what is none keeps Kubernetes' default (period 10 s, timeout 1 s, failure threshold 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Probe {
    /// What it does.
    pub action: ProbeAction,
    /// Seconds before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_delay_seconds: Option<u32>,
    /// Seconds between two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_seconds: Option<u32>,
    /// Seconds until one counts as failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<u32>,
    /// Failures in a row until it acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_threshold: Option<u32>,
    /// Successes in a row until it is well again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success_threshold: Option<u32>,
}
