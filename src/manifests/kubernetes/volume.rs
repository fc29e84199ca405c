//! Volumes, and where containers mount them.

use crate::design::{Mount, Volume, VolumeSource};
use crate::manifests::left_out::{Flag, Many, Word};
use crate::yaml::written;

written! {
    /// A volume; exactly one of its sources is there.
    #[derive(Default)]
    pub(super) struct VolumeSpec {
        name: String,
        empty_dir: Option<EmptyDir>,
        config_map: Option<ConfigMapFiles>,
        secret: Option<SecretFiles>,
        persistent_volume_claim: Option<ClaimRef>,
        host_path: Option<HostPath>,
    }

    struct EmptyDir {
        medium: Option<&'static str>,
        size_limit: Option<String>,
    }

    struct ConfigMapFiles {
        name: String,
        items: Many<Item>,
        default_mode: Option<u16>,
        optional: Flag,
    }

    struct SecretFiles {
        secret_name: String,
        items: Many<Item>,
        default_mode: Option<u16>,
        optional: Flag,
    }

    struct Item {
        key: String,
        path: String,
    }

    struct ClaimRef {
        claim_name: String,
        read_only: Flag,
    }

    struct HostPath {
        path: String,
        r#type: Word,
    }

    pub(super) struct VolumeMount {
        name: String,
        mount_path: String,
        sub_path: Word,
        read_only: Flag,
    }

    /// A raw block device in a container.
    pub(super) struct VolumeDevice {
        name: String,
        device_path: String,
    }
}

pub(super) fn volume(said: &Volume) -> VolumeSpec {
    let items = |items: &[(String, String)]| {
        items.iter().map(|(key, path)| Item { key: key.clone(), path: path.clone() }).collect()
    };
    let mut volume = VolumeSpec { name: said.name.clone(), ..VolumeSpec::default() };
    match &said.source {
        VolumeSource::EmptyDir { in_memory, size_limit } => {
            volume.empty_dir = Some(EmptyDir {
                medium: in_memory.then_some("Memory"),
                size_limit: size_limit.as_ref().map(ToString::to_string),
            });
        }
        VolumeSource::ConfigMap { name, items: keys, mode, optional } => {
            volume.config_map = Some(ConfigMapFiles {
                name: name.clone(),
                items: items(keys),
                default_mode: *mode,
                optional: Flag(*optional),
            });
        }
        VolumeSource::Secret { name, items: keys, mode, optional } => {
            volume.secret = Some(SecretFiles {
                secret_name: name.clone(),
                items: items(keys),
                default_mode: *mode,
                optional: Flag(*optional),
            });
        }
        VolumeSource::Claim { name, read_only } => {
            volume.persistent_volume_claim = Some(ClaimRef { claim_name: name.clone(), read_only: Flag(*read_only) });
        }
        VolumeSource::HostPath { path, check } => {
            volume.host_path = Some(HostPath { path: path.clone(), r#type: check.into() });
        }
    }
    volume
}

pub(super) fn mount(said: &Mount) -> VolumeMount {
    VolumeMount {
        name: said.volume.clone(),
        mount_path: said.path.clone(),
        sub_path: (&said.sub_path).into(),
        read_only: Flag(said.read_only),
    }
}

pub(super) fn device(said: &Mount) -> VolumeDevice {
    VolumeDevice { name: said.volume.clone(), device_path: said.path.clone() }
}
