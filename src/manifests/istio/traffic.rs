//! A namespace's traffic: for each Service that is called, how calls are balanced, cut off and tried again.

use super::destination_rule::destination_rule;
use super::virtual_service;
use crate::design::RoutingApi;
use crate::manifests::desk::Desk;
use crate::manifests::gateway_api;
use crate::mesh::{Caller, Served};

/// Writes how calls to the Services of a namespace are treated.
pub(in crate::manifests) fn traffic(desk: &mut Desk, namespace: &str) {
    let plan = desk.plan;
    if plan.has_waypoint(namespace) {
        gateway_api::waypoint(desk, namespace);
    }
    for (place, served) in plan.services.iter().enumerate().filter(|(_, served)| served.namespace == namespace) {
        // In ambient mode only a waypoint or the gateway reads the rule.
        let is_routed = plan.reaches.iter().any(|reach| reach.service == place && reach.caller == Caller::Gateway);
        let is_read = !plan.is_ambient() || is_routed || served.through_waypoint;
        if is_read && plan.is_called(place) {
            destination_rule(desk, served);
        }
        calls(desk, served);
    }
}

/// Timeouts and retries of calls between workloads.
fn calls(desk: &mut Desk, served: &Served) {
    let Some(traffic) = desk.plan.traffic(served) else { return };
    let field = format!("traffic.services.{}", served.service.name);
    if traffic.timeout.is_none() && traffic.retries.is_none() && traffic.per_try_timeout.is_none() {
        return;
    }
    let mut ports = Vec::new();
    let mut bytes = Vec::new();
    for (port, language) in served.ports() {
        match language.protocol() {
            Some(protocol) if !protocol.has_requests() => bytes.push(port.port.to_string()),
            _ => ports.push(port.port),
        }
    }
    if ports.is_empty() {
        desk.warn(
            field,
            format!(
                "No requests are told apart on its ports ({}), so no timeout or retry can act there.",
                bytes.join(", ")
            ),
            "Declare the protocol of the port, or remove them.",
        );
        return;
    }
    // VirtualServices at waypoints are not stable, so calls in ambient mode are always routed by the Gateway API. Elsewhere
    // they can say what it cannot.
    if !desk.plan.is_ambient() && (desk.plan.routing == RoutingApi::Istio || traffic.retries.is_some()) {
        virtual_service::calls_route(desk, served, &ports);
        return;
    }
    if traffic.retries.is_some() {
        desk.warn(
            format!("{field}.retries"),
            "Retries are not written: routes at a waypoint have none, and Istio's own two stay.".into(),
            "Choose sidecars to set them, or remove them.",
        );
    }
    for port in ports {
        gateway_api::calls_route(desk, served, port);
    }
}
