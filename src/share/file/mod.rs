//! The design as a `.yaml` file that people read, compare and keep beside their code. Written by the printer of the
//! manifests, so no YAML 1.1 reader takes a name for a number; the same design always gives the same bytes.

mod explain;

use crate::design::Design;
use crate::yaml::read::{self, Remark};
use crate::yaml::{Document, Written, from_node, print};
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
    /// More than one document.
    #[error("the file has several documents, and a design file has one; import manifests instead of opening them")]
    SeveralDocuments,
    /// Not YAML at all.
    #[error("{}{what}", at_line(*.line))]
    NotYaml {
        /// From 1, where it is known.
        line: Option<u32>,
        /// What the reader says.
        what: String,
    },
    /// YAML that is no design.
    #[error("{}{}{what}", at_line(*.line), of_field(.field))]
    Field {
        /// From 1, where it is known.
        line: Option<u32>,
        /// The field's path, such as `workloads[0].replicas`; empty for the document as a whole.
        field: String,
        /// What is wrong and what to do, as a sentence.
        what: String,
    },
}

fn at_line(line: Option<u32>) -> String {
    line.map_or(String::new(), |line| format!("line {line}: "))
}

fn of_field(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!("{field}: ") }
}

/// The design as YAML.
pub fn write_design(design: &Design) -> String {
    print(&[Document { comment: String::new(), tree: design.write() }])
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
    let mut documents = read::read(text).into_iter();
    let document = documents.next().ok_or(DesignFileError::Empty)?.map_err(|error| explain::unreadable(&error))?;
    if documents.next().is_some() {
        return Err(DesignFileError::SeveralDocuments);
    }
    if let Some(Remark::DuplicateKey { key, first, at }) = document.remarks.first() {
        return Err(explain::twice(key, *first, at.line));
    }
    from_node(&document.root).map_err(|misfit| {
        match text.lines().filter(|line| !line.starts_with(' ')).find_map(foreign_form) {
            Some(form) => DesignFileError::Manifests(form),
            None => explain::explained(misfit),
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

#[cfg(test)]
mod tests {
    use super::{read_design, write_design};
    use crate::design::Design;
    use crate::share::testing::{designs, full_design};
    use crate::yaml::{Written, json};
    use proptest::prelude::*;

    /// Serde, from its own derivations, reads what is written here as the same design, and writes what is read here.
    fn agrees_with_serde(design: &Design) {
        let file = write_design(design);
        assert_eq!(read_design(&file).as_ref(), Ok(design));
        assert_eq!(&serde_json::from_str::<Design>(&json(&design.write())).unwrap(), design);
        assert_eq!(read_design(&serde_json::to_string(design).unwrap()).as_ref(), Ok(design));
    }

    #[test]
    fn a_full_design_agrees_with_serde() {
        agrees_with_serde(&full_design());
        agrees_with_serde(&Design::default());
        assert_eq!(write_design(&Design::default()), "schema: 1\n");
    }

    proptest! {
        #[test]
        fn any_design_agrees_with_serde(design in designs()) {
            agrees_with_serde(&design);
        }
    }
}
