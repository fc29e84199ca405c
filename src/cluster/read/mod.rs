//! Manifests to a cluster: files come in; nodes, pods and what concerns both go out, with a fault for every value that
//! cannot be meant, with file and line, and a note for what was left aside. The idea: the API server's defaults are
//! filled in here, so that the scheduler sees what the real one would see.

mod affinity;
mod config;
mod documents;
mod field;
mod limits;
mod node;
mod pod;
mod requests;
mod storage;
mod workload;

pub use config::read_configuration;
pub use documents::{ReadFile, Reading, read_cluster};
pub use field::Fault;
