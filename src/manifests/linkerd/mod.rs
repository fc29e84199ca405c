//! Linkerd's objects: for each port that is called a Server that takes nothing by itself, and who may call it by the
//! identity of their service accounts; how calls are given up and tried again.

mod access;
mod routes;

pub(super) use routes::{route_annotations, service_annotations};

use super::desk::Desk;

/// Writes everything of the mesh, namespace by namespace.
pub(super) fn mesh(desk: &mut Desk) {
    for namespace in desk.namespaces() {
        if Desk::is_system(namespace) {
            continue;
        }
        access::access(desk, namespace);
        routes::routes(desk, namespace);
    }
}
