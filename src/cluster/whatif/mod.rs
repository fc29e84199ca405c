//! What if. A cluster with all its pods placed and something that happens to it come in; a film comes out: step by step
//! what happened, which pods moved from where to where, who waits and in whose words, for how long there was too
//! little, and what to change. The idea: everybody stays where they are, and only what moves is placed again, by the
//! same scheduler on the same stage.

mod advice;
mod assumptions;
mod camera;
mod count;
mod drain;
mod eviction;
mod failures;
mod film;
mod load;
mod lose;
mod rollout;

pub use assumptions::Assumptions;
pub use drain::{drain, upgrade};
pub use failures::{Estimate, Failures, failures};
pub use film::{Film, Frame, Move};
pub use load::{all_autoscalers_to_most, traffic};
pub use lose::{Loss, LostPod, Moved, lose_nodes, lose_zone, without_zone, worst_nodes};
pub use rollout::roll_out;
