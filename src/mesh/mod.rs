//! Who may call whom, and as whom. A design comes in; a [`MeshPlan`] goes out: the Services that are there, the identity
//! of every workload, and each way one reaches another, down to the container's port. The idea: network policies,
//! authorization policies, scopes and exceptions are all read off this one graph, so they cannot disagree. `cost` says what
//! each mesh would take on it, `choice` which mesh to take, if any.

pub mod choice;
pub mod cost;
mod ingress;
mod plan;
mod protocol;
mod reach;
mod served;
pub(crate) mod sorted;

pub use ingress::{IngressGateway, ingress_gateway};
pub use plan::{Member, MeshPlan, WAYPOINT, plan, plan_for};
pub use protocol::{Language, Protocol};
pub use reach::{Caller, Leaving, Reach};
pub use served::{Implied, Served, governing_service};
