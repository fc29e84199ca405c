//! What is scheduled where, as plain data: nodes, pods and what may be said about both. The idea: everything the
//! scheduler looks at is here with its defaults filled in, and nothing else.

mod copy_on_write;
mod labels;
mod node;
mod objects;
mod pod;
mod resources;

mod terms;

pub use crate::design::LabelOperator;
pub use copy_on_write::Shared;
pub use labels::{Labels, Requirement, Selector};
pub use node::{Effect, Image, Node, Taint, Toleration, TolerationOperator};
pub use objects::{Autoscaler, Binding, Budget, Claim, Cluster, Pod, Rollout, Service, Share, Volume, Workload};
pub use pod::{HostPort, PodSpec};
pub use resources::{Resources, is_scalar};

pub use terms::{AffinityTerm, NodeTerm, Spread};
