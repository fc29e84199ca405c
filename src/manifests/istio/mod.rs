//! Istio's objects: who may call whom, how calls are balanced and cut off, what proxies are told and what they report.

mod access;
mod authorization_policy;
mod destination_rule;
mod gateway;
mod peer_authentication;
mod service_entry;
mod sidecar;
mod telemetry;
mod traffic;
mod virtual_service;

pub(super) use access::access;
pub(super) use traffic::traffic;

use super::desk::Desk;
use super::gateway_api;
use crate::design::RoutingApi;

/// Writes everything of the mesh, namespace by namespace.
pub(super) fn mesh(desk: &mut Desk) {
    let hosts = desk.host_routes();
    if !hosts.is_empty() {
        match desk.plan.routing {
            RoutingApi::GatewayApi => gateway_api::gateway(desk, &hosts),
            RoutingApi::Istio => gateway::gateway(desk, &hosts),
        }
    }
    for namespace in desk.namespaces() {
        service_entry::service_entries(desk, namespace);
        if Desk::is_system(namespace) {
            continue;
        }
        access(desk, namespace);
        traffic(desk, namespace);
        for host in hosts.iter().filter(|host| host.namespace == namespace) {
            match desk.plan.routing {
                RoutingApi::GatewayApi => gateway_api::host_routes(desk, host),
                RoutingApi::Istio => virtual_service::host_routes(desk, host),
            }
        }
        if desk.plan.routing == RoutingApi::GatewayApi {
            gateway_api::grant(desk, namespace, &hosts);
        }
        sidecar::scopes(desk, namespace);
        telemetry::telemetry(desk, namespace);
    }
}
