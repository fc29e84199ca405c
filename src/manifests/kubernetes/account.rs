//! Service accounts: who a workload is, to Kubernetes and to the mesh.

use crate::manifests::desk::Desk;
use crate::manifests::object::{Body, Metadata, Object};
use crate::yaml::written;

written! {
    struct ServiceAccount {
        automount_service_account_token: bool,
    }
}

impl Body for ServiceAccount {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "ServiceAccount";
    const UNDER_SPEC: bool = false;
}

/// The account of a workload, unless an earlier one has it already or it is the namespace's own.
pub(super) fn account(desk: &Desk, index: usize) -> Option<Object> {
    let member = desk.plan.members.get(index)?;
    let (namespace, name) = (&member.namespace, &member.account);
    if name == "default" || desk.sheets.has("v1", ServiceAccount::KIND, namespace, name) {
        return None;
    }
    Some(Object::new(&Metadata::new(name, namespace), &ServiceAccount { automount_service_account_token: false }))
}
