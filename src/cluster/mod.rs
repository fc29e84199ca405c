//! The cluster. Nodes, workloads and a scheduler's configuration come in as manifests; where every pod goes, or why it
//! cannot, comes out. The idea: nothing is divided by anything; the pods are placed one after the other by the rules
//! of the real kube-scheduler, in its integers, and equal pods share what was worked out about every node.

mod compare;
pub mod facts;
pub mod model;
pub mod read;
pub mod scheduler;
pub mod settings;
mod simulate;
pub mod sizing;
pub mod whatif;

pub use compare::{Compared, compare_profiles, ways};
pub use simulate::{Outcome, Placement, simulate, simulate_until};
pub use whatif::{LostPod, Moved, without_zone};
