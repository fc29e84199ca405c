//! Why a file or document could not be read.

use crate::yaml::read::Problem;
use thiserror::Error;

/// A document, or a whole file, that could not be read: where, what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}{problem}", place(file, *line))]
pub struct ImportError {
    /// The file.
    pub file: String,
    /// Which document of the file, from 1; 0 when it is the whole file.
    pub document: u32,
    /// The line in the file, from 1; 0 when it is the whole file.
    pub line: u32,
    /// What is wrong and what to do.
    pub problem: Problem,
}

fn place(file: &str, line: u32) -> String {
    if line == 0 { format!("{file}: ") } else { format!("{file}:{line}: ") }
}
