//! The reader: a text comes in, one tree per document goes out in which every key and value knows its line.

mod problem;

pub use problem::Problem;
