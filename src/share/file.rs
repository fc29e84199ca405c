//! The design as a `.yaml` file.

use crate::design::Design;
use thiserror::Error;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 16 << 20;

/// Why a text is not a design file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DesignFileError {
    /// Larger than [`LARGEST_FILE`].
    #[error(
        "the file has {0} bytes; a design file has at most {LARGEST_FILE}: import manifests instead of opening them"
    )]
    TooLarge(usize),
    /// Not YAML, or YAML of another form.
    #[error("{0}")]
    Form(String),
}

/// The design as YAML.
pub fn write_design(design: &Design) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_yaml::Serializer::new(&mut bytes);
    let written = serde_yaml::with::singleton_map_recursive::serialize(design, &mut serializer);
    if written.is_err() { String::new() } else { String::from_utf8(bytes).unwrap_or_default() }
}

/// Reads a design file.
pub fn read_design(text: &str) -> Result<Design, DesignFileError> {
    if text.len() > LARGEST_FILE {
        return Err(DesignFileError::TooLarge(text.len()));
    }
    serde_yaml::with::singleton_map_recursive::deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| DesignFileError::Form(error.to_string()))
}
