//! The design as a `.yaml` file that people read, compare and keep beside their code. Written by the printer of the
//! manifests, so no YAML 1.1 reader takes a name for a number; the same design always gives the same bytes.

mod explain;

use crate::design::Design;
use crate::yaml::{Document, print, to_tree};
use thiserror::Error;

/// The largest file that is read, in bytes: a thousand times a common one.
pub const LARGEST_FILE: usize = 16 << 20;

/// Why a text is not a design file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DesignFileError {
    /// Nothing is in it.
    #[error("the file is empty; a design file begins with `schema: 1`")]
    Empty,
    /// Larger than [`LARGEST_FILE`].
    #[error(
        "the file has {bytes} bytes, but a design file has at most {LARGEST_FILE}; import manifests instead of opening them"
    )]
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// Manifests, a Compose file or something else of the kind.
    #[error("this is {0}, not a design file; import it instead of opening it")]
    Manifests(&'static str),
    /// Beyond what is read: too deep, too many aliases, several documents.
    #[error("the file cannot be read: {0}")]
    Limits(&'static str),
    /// Not YAML at all.
    #[error("{}this is not YAML: {what}", at_line(*.line))]
    NotYaml {
        /// From 1, where it is known.
        line: Option<usize>,
        /// What the reader says.
        what: String,
    },
    /// YAML that is no design.
    #[error("{}{}{what}", at_line(*.line), of_field(.field))]
    Field {
        /// From 1, where it is known.
        line: Option<usize>,
        /// The field's path, such as `workloads[0].replicas`; empty for the document as a whole.
        field: String,
        /// What is wrong and what to do, as a sentence.
        what: String,
    },
}

fn at_line(line: Option<usize>) -> String {
    line.map_or(String::new(), |line| format!("line {line}: "))
}

fn of_field(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!("{field}: ") }
}

/// The design as YAML.
pub fn write_design(design: &Design) -> String {
    match to_tree(design) {
        Ok(tree) => print(&[Document { comment: String::new(), tree }]),
        // A design has no floats and no keys but text, which is all that a tree cannot hold.
        Err(error) => format!("# {error}\n"),
    }
}

/// Reads a design file.
pub fn read_design(text: &str) -> Result<Design, DesignFileError> {
    if text.len() > LARGEST_FILE {
        return Err(DesignFileError::TooLarge { bytes: text.len() });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let written = text.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#'));
    if written.clone().all(|line| line == "---") {
        return Err(DesignFileError::Empty);
    }
    // Data-carrying choices stand as `{http: {…}}`, which every YAML reader knows, not as tags.
    serde_yaml::with::singleton_map_recursive::deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        match text.lines().filter(|line| !line.starts_with(' ')).find_map(foreign_form) {
            Some(form) => DesignFileError::Manifests(form),
            None => explain::explained(&error),
        }
    })
}

/// What a first-level key says a file is, when it is no design.
fn foreign_form(line: &str) -> Option<&'static str> {
    match line.trim_start_matches(['{', ' ', '"']).split([':', '"']).next()? {
        "apiVersion" => Some("a Kubernetes manifest"),
        "version" | "x-common" => Some("a Compose file"),
        _ => None,
    }
}
