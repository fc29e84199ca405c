//! Review. A world of files comes in; what is wrong with them goes out, each with its rule, object, line, reason, source
//! and way out. The idea: a rule's words are a row of `assets/review/mesh.yaml`, its judgement a few lines here over the
//! same objects a request is walked through; and it judges only what the files can show: where they hold nothing of a
//! kind, nothing of that kind is called missing.

mod ambient;
mod destinations;
mod edit;
mod filters;
mod found;
mod gateways;
mod policies;
mod routes;
mod rows;
mod scopes;
mod services;

pub use edit::{Edit, apply};
pub use found::{Finding, review};
pub use rows::{Row, Rules};
