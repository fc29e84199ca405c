//! The Gateway API's objects: the gateway at the edge, routes to and between Services, and waypoints.

mod gateway;
mod http_route;
mod reference_grant;
mod waypoint;

pub(super) use gateway::gateway;
pub(super) use http_route::{calls_route, host_routes};
pub(super) use reference_grant::grant;
pub(super) use waypoint::waypoint;

/// The version of all its kinds that Istio serves.
const VERSION: &str = "gateway.networking.k8s.io/v1";
