//! Patterns of traffic that stand among a mesh's objects: tokens, virtual machines and limits of requests; and what is
//! wrong with tries, times and capacity along the paths of the call graph.

mod checks;
mod limits;
mod machines;
mod tokens;

use super::desk::Desk;
use super::rollouts;
use crate::design::{MeshKind, OptionKey};

/// Writes the patterns of all Services, and says what the mesh cannot do.
pub(super) fn patterns(desk: &mut Desk) {
    checks::paths(desk);
    let plan = desk.plan;
    let sidecar = plan.mesh == MeshKind::IstioSidecar;
    for served in &plan.services {
        let Some(traffic) = plan.traffic(served) else { continue };
        let field = format!("traffic.services.{}", served.service.name);
        let missing = |desk: &mut Desk, key: &str, what: &str, hint: &str| {
            desk.warn(format!("{field}.{key}"), format!("{} has no {what}: it is not written.", plan.mesh.key()), hint);
        };
        rollouts::notices(desk, served);
        if let Some(token) = &traffic.token {
            if plan.has_istio() {
                tokens::token(desk, served, token);
            } else {
                missing(
                    desk,
                    "token",
                    "check of tokens in what is written here",
                    "Choose Istio, or check them in the workload.",
                );
            }
        }
        if let Some(rate) = traffic.rate {
            match plan.mesh {
                MeshKind::IstioSidecar => limits::istio(desk, served, rate),
                MeshKind::Linkerd => limits::linkerd(desk, served, rate),
                MeshKind::Consul => {}
                _ => missing(desk, "rate", "limit of requests", "Limit them at the gateway or in the workload."),
            }
        }
        if !traffic.machines.is_empty() {
            if sidecar {
                machines::machines(desk, served, &traffic.machines);
            } else {
                missing(desk, "machines", "virtual machines in what is written here", "Choose Istio with sidecars.");
            }
        }
        if traffic.sticky.is_some() && !plan.has_istio() && plan.mesh != MeshKind::Consul {
            missing(desk, "sticky", "clients that keep to a pod", "Keep the session outside the pods.");
        }
        if traffic.locality.is_some() && !plan.has_istio() {
            missing(desk, "locality", "order of zones to set", "Set trafficDistribution at the Service.");
        }
    }
}
