//! Who a process is and what it may do.

use crate::design::{Capabilities, ContainerSecurity, PodSecurity, SeccompProfile};
use crate::import::field::Field;
use crate::order::Gather;

/// A pod's `securityContext`.
pub(super) fn pod_security(field: Field<'_>) -> PodSecurity {
    PodSecurity {
        run_as_user: field.number("runAsUser"),
        run_as_group: field.number("runAsGroup"),
        run_as_non_root: field.flag("runAsNonRoot"),
        fs_group: field.number("fsGroup"),
        supplemental_groups: field
            .list("supplementalGroups")
            .iter()
            .filter_map(|group| group.node.text()?.parse().ok())
            .gather(),
        seccomp: field.part("seccompProfile").and_then(seccomp),
    }
}

/// A container's `securityContext`.
pub(super) fn container_security(field: Field<'_>) -> ContainerSecurity {
    let capabilities = |key: &str| {
        let names = field.part("capabilities").map(|part| part.texts(key)).unwrap_or_default();
        names.into_iter().map(|name| name.strip_prefix("CAP_").unwrap_or(&name).to_owned()).gather()
    };
    ContainerSecurity {
        run_as_user: field.number("runAsUser"),
        run_as_group: field.number("runAsGroup"),
        run_as_non_root: field.flag("runAsNonRoot"),
        read_only_root_filesystem: field.flag("readOnlyRootFilesystem"),
        allow_privilege_escalation: field.flag("allowPrivilegeEscalation"),
        privileged: field.flag("privileged"),
        capabilities: Capabilities { add: capabilities("add"), drop: capabilities("drop") },
        seccomp: field.part("seccompProfile").and_then(seccomp),
    }
}

fn seccomp(field: Field<'_>) -> Option<SeccompProfile> {
    Some(match field.text("type")?.as_str() {
        "Localhost" => SeccompProfile::Localhost(field.text("localhostProfile")?),
        "Unconfined" => SeccompProfile::Unconfined,
        _ => SeccompProfile::RuntimeDefault,
    })
}
