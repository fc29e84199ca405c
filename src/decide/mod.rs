//! The engine that decides. Alternatives with a value for each criterion, and the weight of each criterion, come in;
//! scores, ranks, contributions and how firm they are go out. The idea: it knows no platform and no mesh, only a
//! table of numbers in fixed point, so it can be tested by law and used for any choice.

mod value;

pub use value::{Interval, Points, WeightRange};
