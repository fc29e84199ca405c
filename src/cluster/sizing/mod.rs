//! Which nodes, how many, at what price. Pods, machines one can rent and guarantees come in; node pools that hold it
//! all come out, with a bound below which nothing can. The idea: a pool is not a sum of requests divided by a machine;
//! it is tried, by the scheduler's twin, with everything that is to be survived, and what is cheaper was tried before.

mod addresses;
mod allocatable;
mod answer;
mod ask;
mod bound;
mod candidates;
mod demand;
mod given;
mod growth;
mod hints;
mod levers;
mod machines;
mod needs;
mod offers;
mod plan;
mod proxies;
mod reservations;
mod search;
mod today;
mod trial;

pub use addresses::Addresses;
pub use allocatable::{Allocatable, Capacity, Rules, Step, allocatable};
pub use answer::{Hopeless, Month, PlanAnswer, PoolAnswer, ProfileAnswer, SizeAnswer, Spare, TodayAnswer, Used};
pub use ask::{Ask, nodes_of, pools_of, size};
pub use demand::{Demand, Growth, peak};
pub use given::follow_nodes;
pub use growth::growth_of;
pub use hints::Hint;
pub use levers::Lever;
pub use machines::{MachineType, machines};
pub use offers::{Offer, clouds_of, offers};
pub use plan::Plan;
pub use proxies::with_proxies;
pub use reservations::Reservations;
pub use search::{Found, Limits, Searched, Stage, search};
pub use today::Today;
pub use trial::{Effort, Proof, Question, Scenario, Short, try_plan};
