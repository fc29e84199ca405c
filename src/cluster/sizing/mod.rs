//! Which nodes, how many, at what price. Pods, machines one can rent and guarantees come in; node pools that hold it
//! all come out, with a bound below which nothing can. The idea: a pool is not a sum of requests divided by a machine;
//! it is tried, by the scheduler's twin, with everything that is to be survived, and what is cheaper was tried before.

mod allocatable;
mod machines;
mod reservations;

pub use allocatable::{Allocatable, Capacity, Rules, Step, allocatable};
pub use machines::{MachineType, machines};
pub use reservations::Reservations;
