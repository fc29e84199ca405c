//! What is told of a design as a whole. Several rooms' answers come in; one comes out that none of them could give
//! alone: what nodes a design takes, by its files, the scheduler's twin and the prices that are known. The idea: here
//! nothing is worked out anew, it is only asked for in the right order.

mod sizes;

pub use sizes::{scheduled_size, scheduled_sizes, settings_plan};
