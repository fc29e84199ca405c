//! Why a table does not load.

use thiserror::Error;

/// What is wrong with a table, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KnowledgeError {
    /// Not YAML, or not of the table's form.
    #[error("{table}: {what}")]
    Form {
        /// The file.
        table: String,
        /// What does not fit.
        what: String,
    },
    /// There is no table of that name.
    #[error("{0}: there is no such table; rows about platforms belong into facts/")]
    NoSuchTable(String),
    /// A row that cannot be read.
    #[error("{table}, row {row}: {what}")]
    Row {
        /// The file.
        table: String,
        /// From 1.
        row: usize,
        /// What does not fit.
        what: String,
    },
    /// A fact that nobody can look up.
    #[error("the fact {0} has no source: write where it stands, or leave it out")]
    NoSource(String),
    /// A fact that may be of any age.
    #[error("the fact {0} has no date: write as_of with the day, month or year it held")]
    NoDate(String),
    /// A fact without a claim.
    #[error("the fact {0} claims nothing: write its claim as a sentence")]
    NoClaim(String),
    /// Two rows for one thing.
    #[error("{0} stands there twice: remove one")]
    Twice(String),
    /// A row that names a fact which is not there.
    #[error("{row} rests on the fact {fact}, which is in no table")]
    UnknownFact {
        /// The row.
        row: String,
        /// The fact it names.
        fact: String,
    },
    /// A row that names a number its fact does not have.
    #[error("{row} uses “{value}” of the fact {fact}, which has no such value")]
    UnknownValue {
        /// The row.
        row: String,
        /// The fact it names.
        fact: String,
        /// The number.
        value: String,
    },
    /// Something every table must cover is not there.
    #[error("{table} has no row for {what}")]
    Missing {
        /// The table.
        table: &'static str,
        /// What is missing.
        what: String,
    },
    /// A criterion whose parts, points or curves do not fit.
    #[error("{row}: {what}")]
    Unsound {
        /// The row.
        row: String,
        /// What does not fit.
        what: &'static str,
    },
}
