//! Which nodes, how many, at what price. Pods, machines one can rent and guarantees come in; node pools that hold it
//! all come out, with a bound below which nothing can. The idea: a pool is not a sum of requests divided by a machine;
//! it is tried, by the scheduler's twin, with everything that is to be survived, and what is cheaper was tried before.

mod allocatable;
mod bound;
mod candidates;
mod demand;
mod machines;
mod needs;
mod offers;
mod plan;
mod reservations;
mod search;
mod trial;

pub use allocatable::{Allocatable, Capacity, Rules, Step, allocatable};
pub use demand::{Demand, Growth, peak};
pub use machines::{MachineType, machines};
pub use offers::{Offer, clouds_of, offers};
pub use plan::Plan;
pub use reservations::Reservations;
pub use search::{Found, Limits, Searched, Stage, search};
pub use trial::{Effort, Proof, Question, Scenario, Short, try_plan};
