//! Environment variables.

use crate::design::{EnvFrom, EnvSource, EnvVar};
use crate::manifests::left_out::{Flag, Word};
use crate::yaml::written;

written! {
    pub(super) struct EnvVarSpec {
        name: String,
        value: Option<String>,
        value_from: Option<ValueFrom>,
    }

    /// Where a value comes from; one of these is there.
    #[derive(Default)]
    struct ValueFrom {
        config_map_key_ref: Option<KeyRef>,
        secret_key_ref: Option<KeyRef>,
        field_ref: Option<FieldRef>,
        resource_field_ref: Option<ResourceFieldRef>,
    }

    struct KeyRef {
        name: String,
        key: String,
        optional: Flag,
    }

    struct FieldRef {
        field_path: String,
    }

    struct ResourceFieldRef {
        container_name: Word,
        resource: String,
        divisor: Word,
    }

    pub(super) struct EnvFromSpec {
        prefix: Word,
        config_map_ref: Option<WholeRef>,
        secret_ref: Option<WholeRef>,
    }

    struct WholeRef {
        name: String,
        optional: Flag,
    }
}

pub(super) fn variable(said: &EnvVar) -> EnvVarSpec {
    let key_ref = |name: &String, key: &String, optional: bool| {
        Some(KeyRef { name: name.clone(), key: key.clone(), optional: Flag(optional) })
    };
    let from = match &said.source {
        EnvSource::Value(value) => {
            return EnvVarSpec { name: said.name.clone(), value: Some(value.clone()), value_from: None };
        }
        EnvSource::ConfigMap { name, key, optional } => {
            ValueFrom { config_map_key_ref: key_ref(name, key, *optional), ..ValueFrom::default() }
        }
        EnvSource::Secret { name, key, optional } => {
            ValueFrom { secret_key_ref: key_ref(name, key, *optional), ..ValueFrom::default() }
        }
        EnvSource::Field(path) => {
            ValueFrom { field_ref: Some(FieldRef { field_path: path.clone() }), ..ValueFrom::default() }
        }
        EnvSource::Resource { container, resource, divisor } => ValueFrom {
            resource_field_ref: Some(ResourceFieldRef {
                container_name: container.into(),
                resource: resource.clone(),
                divisor: divisor.into(),
            }),
            ..ValueFrom::default()
        },
    };
    EnvVarSpec { name: said.name.clone(), value: None, value_from: Some(from) }
}

pub(super) fn whole(said: &EnvFrom) -> EnvFromSpec {
    let reference = |name: &String, optional: bool| Some(WholeRef { name: name.clone(), optional: Flag(optional) });
    match said {
        EnvFrom::ConfigMap { name, prefix, optional } => {
            EnvFromSpec { prefix: prefix.into(), config_map_ref: reference(name, *optional), secret_ref: None }
        }
        EnvFrom::Secret { name, prefix, optional } => {
            EnvFromSpec { prefix: prefix.into(), config_map_ref: None, secret_ref: reference(name, *optional) }
        }
    }
}
