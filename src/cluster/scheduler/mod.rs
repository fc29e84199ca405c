//! The scheduler's twin. A cluster and profiles come in; each pod's node, or the real scheduler's words for why there
//! is none, come out. The idea: one attempt is the real one's — filters, a sample of nodes, scores in whole numbers,
//! lots among equals — but pods of one kind share what is known about each node, and a placed pod makes one node's
//! knowledge stale, no more.
//!
//! Where the real one runs in parallel or draws lots, this one is told by a seed: nodes are looked at one after the
//! other, and the same seed gives the same answer everywhere.

mod amounts;
mod attachments;
mod attempt;
mod bits;
mod class;
mod draw;
mod images;
mod kinds;
mod logarithm;
mod maker;
mod meaning;
mod message;
mod preempt;
mod profile;
mod row;
mod run;
mod sample;
mod score;
mod stage;
mod survey;
mod tally;
mod topology;
mod verdict;
mod version;
mod volumes;
mod world;

pub use draw::draw;
pub use message::Explanation;
pub use preempt::guards;
pub use profile::{DEFAULT_PLUGINS, Filter, Profile, Strategy, Weights};
pub use run::{Fate, Progress, Run, Settings, Work, schedule, schedule_from, schedule_until};
pub use stage::{Ask, Stage, Start};
pub use version::Version;
