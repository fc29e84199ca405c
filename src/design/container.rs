//! One container of a pod.

use super::{ContainerSecurity, Mount, Probe, is_default};
use crate::order::Map;
use crate::units::{Bytes, MilliCpu, Quantity};
use serde::{Deserialize, Serialize};

/// When a container runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ContainerRole {
    /// As long as the pod.
    #[default]
    Main,
    /// Before the others, to its end.
    Init,
    /// Started before the others and kept running: an init container with `restartPolicy: Always`.
    Sidecar,
}

/// The transport of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum PortProtocol {
    /// TCP.
    #[default]
    #[serde(rename = "TCP")]
    Tcp,
    /// UDP.
    #[serde(rename = "UDP")]
    Udp,
    /// SCTP.
    #[serde(rename = "SCTP")]
    Sctp,
}

/// A port a container listens on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ContainerPort {
    /// Its name; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its number.
    pub number: u16,
    /// Its transport.
    #[serde(skip_serializing_if = "is_default")]
    pub protocol: PortProtocol,
    /// The same port on the node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_port: Option<u16>,
}

/// Where an environment variable's value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum EnvSource {
    /// Written down.
    Value(String),
    /// A key of a ConfigMap.
    ConfigMap {
        /// The ConfigMap.
        name: String,
        /// The key.
        key: String,
        /// May be absent.
        #[serde(default, skip_serializing_if = "is_default")]
        optional: bool,
    },
    /// A key of a Secret.
    Secret {
        /// The Secret.
        name: String,
        /// The key.
        key: String,
        /// May be absent.
        #[serde(default, skip_serializing_if = "is_default")]
        optional: bool,
    },
    /// A field of the pod, such as `status.podIP`.
    Field(String),
    /// A resource of a container, such as `limits.memory`.
    #[serde(rename_all = "camelCase")]
    Resource {
        /// The container; empty for this one.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        container: String,
        /// The resource.
        resource: String,
        /// The unit it is given in, such as `1Mi`; empty for 1.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        divisor: String,
    },
}

/// An environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnvVar {
    /// Its name.
    pub name: String,
    /// Its value.
    pub source: EnvSource,
}

/// All keys of a ConfigMap or Secret as environment variables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum EnvFrom {
    /// A ConfigMap.
    ConfigMap {
        /// Its name.
        name: String,
        /// Put before each key.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        prefix: String,
        /// May be absent.
        #[serde(default, skip_serializing_if = "is_default")]
        optional: bool,
    },
    /// A Secret.
    Secret {
        /// Its name.
        name: String,
        /// Put before each key.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        prefix: String,
        /// May be absent.
        #[serde(default, skip_serializing_if = "is_default")]
        optional: bool,
    },
}

/// Amounts of resources, as said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Resources {
    /// CPU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu: Option<MilliCpu>,
    /// Memory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<Bytes>,
    /// Scratch space on the node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ephemeral_storage: Option<Bytes>,
    /// Others, such as `nvidia.com/gpu` or `hugepages-2Mi`, in whole units.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub extended: Map<String, u64>,
}

impl Resources {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Sets a resource by Kubernetes' name for it.
    pub fn set(&mut self, name: &str, quantity: Quantity) {
        match name {
            "cpu" => self.cpu = Some(quantity.into()),
            "memory" => self.memory = Some(quantity.into()),
            "ephemeral-storage" => self.ephemeral_storage = Some(quantity.into()),
            other => {
                self.extended.insert(other.to_owned(), quantity.units_rounded_up());
            }
        }
    }
}

/// When an image is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PullPolicy {
    /// At every start.
    Always,
    /// When the node has it not.
    IfNotPresent,
    /// Never.
    Never,
}

/// What a lifecycle hook does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum LifecycleAction {
    /// A command in the container.
    Exec(Vec<String>),
    /// Waits that many seconds.
    Sleep(u32),
}

/// What happens right after the start and right before the end.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Lifecycle {
    /// After the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_start: Option<LifecycleAction>,
    /// Before the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_stop: Option<LifecycleAction>,
}

/// A container, as said; what is empty or none was not said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Container {
    /// Its name within the pod.
    pub name: String,
    /// When it runs.
    #[serde(skip_serializing_if = "is_default")]
    pub role: ContainerRole,
    /// The image.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub image: String,
    /// When it is fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull: Option<PullPolicy>,
    /// Replaces the image's entry point.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// Arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<String>,
    /// Where it starts; empty for the image's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub working_dir: String,
    /// Environment variables, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<EnvVar>,
    /// Whole ConfigMaps and Secrets as environment.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env_from: Vec<EnvFrom>,
    /// Ports.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ports: Vec<ContainerPort>,
    /// What it asks for.
    #[serde(skip_serializing_if = "Resources::is_empty")]
    pub requests: Resources,
    /// What it may not pass.
    #[serde(skip_serializing_if = "Resources::is_empty")]
    pub limits: Resources,
    /// Restarted when this fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liveness: Option<Probe>,
    /// Out of the Service while this fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readiness: Option<Probe>,
    /// Holds the others back until it succeeds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub startup: Option<Probe>,
    /// Hooks.
    #[serde(skip_serializing_if = "is_default")]
    pub lifecycle: Lifecycle,
    /// Volumes in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mounts: Vec<Mount>,
    /// Who it is and what it may do.
    #[serde(skip_serializing_if = "is_default")]
    pub security: ContainerSecurity,
    /// Keeps standard input open.
    #[serde(skip_serializing_if = "is_default")]
    pub stdin: bool,
    /// Has a terminal.
    #[serde(skip_serializing_if = "is_default")]
    pub tty: bool,
}

impl Container {
    /// What the scheduler counts for it: a limit without a request is a request (Kubernetes' defaulting).
    pub fn effective_requests(&self) -> Resources {
        let mut effective = self.requests.clone();
        effective.cpu = effective.cpu.or(self.limits.cpu);
        effective.memory = effective.memory.or(self.limits.memory);
        effective.ephemeral_storage = effective.ephemeral_storage.or(self.limits.ephemeral_storage);
        for (name, amount) in &self.limits.extended {
            effective.extended.entry(name.clone()).or_insert(*amount);
        }
        effective
    }
}
