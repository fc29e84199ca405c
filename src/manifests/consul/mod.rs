//! Consul's objects: what each Service speaks, who may call it, and how calls are balanced, cut off and tried again. Consul
//! names a service after the Kubernetes Service in front of its pods.

mod defaults;
mod intentions;
mod router;

use super::desk::Desk;

/// Writes everything of the mesh, namespace by namespace.
pub(super) fn mesh(desk: &mut Desk) {
    defaults::everywhere(desk);
    for namespace in desk.namespaces() {
        if Desk::is_system(namespace) {
            continue;
        }
        defaults::services(desk, namespace);
        intentions::intentions(desk, namespace);
        router::routers(desk, namespace);
    }
}
