//! Volume claims.

use crate::design::{AccessMode, Claim};
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::object::{Body, Metadata, Object};
use crate::units::Bytes;
use crate::yaml::written;

written! {
    struct ClaimSpec {
        access_modes: Vec<AccessMode>,
        storage_class_name: Option<String>,
        volume_mode: Option<&'static str>,
        resources: Requests,
    }
}

impl Body for ClaimSpec {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "PersistentVolumeClaim";
}

written! {
    struct Requests {
        requests: Storage,
    }

    struct Storage {
        storage: Bytes,
    }

    /// A StatefulSet's template for one claim a replica.
    pub(super) struct ClaimTemplate {
        metadata: Name,
        spec: ClaimSpec,
    }

    struct Name {
        name: String,
    }
}

pub(super) fn template(said: &Claim) -> ClaimTemplate {
    ClaimTemplate { metadata: Name { name: said.name.clone() }, spec: spec(said) }
}

/// Writes the claims of a namespace that stand on their own.
pub(super) fn claims(desk: &mut Desk, namespace: &str) {
    let design = desk.design;
    for claim in design.claims.iter().filter(|claim| design.namespace_of(&claim.namespace) == namespace) {
        let object = Object::new(&Metadata::new(&claim.name, namespace), &spec(claim));
        desk.sheets.put(&["kubernetes", namespace], "claims", FileTarget::Kubernetes, object);
    }
}

fn spec(said: &Claim) -> ClaimSpec {
    ClaimSpec {
        access_modes: if said.access.is_empty() { vec![AccessMode::ReadWriteOnce] } else { said.access.clone() },
        storage_class_name: said.class.clone(),
        volume_mode: said.block.then_some("Block"),
        resources: Requests { requests: Storage { storage: said.size } },
    }
}
