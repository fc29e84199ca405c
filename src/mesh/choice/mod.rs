//! Which mesh, if any. A design and what each mesh takes on it come in; a [`MeshAdvice`] goes out: who can do what is asked
//! for and in which order, who cannot and why, and how firm that is. The idea: the same engine as for platforms. Hard
//! constraints eliminate, each criterion turns facts and this design into a value, and [`crate::decide`] does the rest. No
//! mesh is one of the alternatives: it wins wherever a mesh is not worth its keep.

mod advice;
mod asks;
mod facts;
mod screen;
mod values;
mod weights;

#[cfg(test)]
mod tests;

pub use advice::{Left, MeshAdvice, Near, Placed, advise};
pub use asks::{Demand, requests_wanted};
pub use facts::{Aspect, Cell};
pub use screen::Said;
pub use values::{Value, millis};
pub use weights::{Measure, Weight};
