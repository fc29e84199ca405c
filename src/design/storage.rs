//! Where data lives.

use crate::design::is_default;
use crate::units::Bytes;
use serde::{Deserialize, Serialize};

/// Who may mount a volume at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum AccessMode {
    /// One node, reading and writing.
    #[default]
    ReadWriteOnce,
    /// Many nodes, reading.
    ReadOnlyMany,
    /// Many nodes, reading and writing.
    ReadWriteMany,
    /// One pod.
    ReadWriteOncePod,
}

/// A volume claim: on its own, or a StatefulSet's template for one per replica.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Claim {
    /// Its name; in a template also the volume's.
    pub name: String,
    /// Its namespace; empty for the design's own. Unused in a template.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// Its size.
    pub size: Bytes,
    /// The storage class; none takes the cluster's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Who may mount it at once; empty means ReadWriteOnce.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub access: Vec<AccessMode>,
    /// A raw block device instead of a file system.
    #[serde(skip_serializing_if = "is_default")]
    pub block: bool,
}

/// What becomes of a StatefulSet's claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimRetention {
    /// Deleted with the StatefulSet.
    pub delete_with_set: bool,
    /// Deleted when scaled down.
    pub delete_on_scale_down: bool,
}

/// What is behind a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum VolumeSource {
    /// Empty at the pod's start, gone at its end.
    #[serde(rename_all = "camelCase")]
    EmptyDir {
        /// In memory, counted to the pod.
        #[serde(default, skip_serializing_if = "is_default")]
        in_memory: bool,
        /// The most it may hold.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size_limit: Option<Bytes>,
    },
    /// Keys of a ConfigMap as files.
    #[serde(rename_all = "camelCase")]
    ConfigMap {
        /// The ConfigMap.
        name: String,
        /// The keys and the paths they appear at; empty for all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        items: Vec<(String, String)>,
        /// File mode, as the octal number means it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mode: Option<u16>,
        /// May be absent.
        #[serde(default, skip_serializing_if = "is_default")]
        optional: bool,
    },
    /// Keys of a Secret as files.
    #[serde(rename_all = "camelCase")]
    Secret {
        /// The Secret.
        name: String,
        /// The keys and the paths they appear at; empty for all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        items: Vec<(String, String)>,
        /// File mode, as the octal number means it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mode: Option<u16>,
        /// May be absent.
        #[serde(default, skip_serializing_if = "is_default")]
        optional: bool,
    },
    /// A claim of that name.
    #[serde(rename_all = "camelCase")]
    Claim {
        /// The PersistentVolumeClaim.
        name: String,
        /// Cannot be written.
        #[serde(default, skip_serializing_if = "is_default")]
        read_only: bool,
    },
    /// A path on the node.
    #[serde(rename_all = "camelCase")]
    HostPath {
        /// The path.
        path: String,
        /// Kubernetes' `type`, such as `DirectoryOrCreate`; empty does no check.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        check: String,
    },
}

/// A volume of a pod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Volume {
    /// Its name within the pod.
    pub name: String,
    /// What is behind it.
    pub source: VolumeSource,
}

/// A volume in a container.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Mount {
    /// The volume.
    pub volume: String,
    /// Where it appears.
    pub path: String,
    /// A path within the volume; empty for its root.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sub_path: String,
    /// Cannot be written.
    #[serde(skip_serializing_if = "is_default")]
    pub read_only: bool,
}
