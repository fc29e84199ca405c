//! The engine that decides. Alternatives with a value for each criterion, and the weight of each criterion, come in;
//! scores, ranks, contributions, how firm they are and what would turn them go out. The idea: it knows no platform and
//! no mesh, only a table of numbers in fixed point, so it can be tested by law and used for any choice.

mod apportion;
mod firmness;
mod order;
mod pairwise;
mod sample;
mod swing;
mod table;
mod tipping;
mod value;

#[cfg(test)]
mod laws;

pub use apportion::apportion;
pub use firmness::{Firmness, firmness};
pub use order::rank_order_centroid;
pub use pairwise::{Comparison, Pairwise, pairwise};
pub use swing::{Swing, SwingEnd, swings};
pub use table::{Alternative, Placed, Standing, Table};
pub use tipping::{Tipping, tipping_points};
pub use value::{Interval, Points, WeightRange};
