//! What can be wrong with a text that should be YAML or JSON.

use thiserror::Error;

/// Why a document, or a whole file, cannot be read; each says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// Nothing in it.
    #[error("The file is empty. Give a file with Kubernetes or Compose YAML in it.")]
    Empty,
    /// Larger than is read.
    #[error(
        "The file has {} MB; the most that is read is {} MB. Export fewer objects, or leave out \
         CustomResourceDefinitions and ConfigMaps with large data.",
        bytes.div_ceil(1_000_000),
        limit / 1_000_000
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most that is read.
        limit: usize,
    },
    /// Not text.
    #[error(
        "This is not text: it has a byte that no text file has. Give the manifest itself, not an archive or image."
    )]
    Binary,
    /// Text in another encoding.
    #[error("The text is {encoding}, not UTF-8. Save it as UTF-8 and try again.")]
    Encoding {
        /// What it seems to be.
        encoding: &'static str,
    },
    /// A web page.
    #[error("This is a web page, not YAML. Save the raw file (on GitHub: the button Raw) and try again.")]
    WebPage,
    /// Text without any structure.
    #[error("This is text, but not YAML or JSON with fields. Give a Kubernetes manifest or a Compose file.")]
    NoStructure,
    /// A tab where YAML wants spaces.
    #[error("The line is indented with a tab, which YAML does not allow. Replace tabs by spaces.")]
    Tab,
    /// A template that was not filled in.
    #[error("This is a Helm template: `{{{{` stands where a value belongs. Render it first with `helm template`.")]
    HelmTemplate,
    /// The end is missing.
    #[error("The document ends in the middle of {what}. The file seems to be cut off: export or copy it again.")]
    Truncated {
        /// What was open.
        what: &'static str,
    },
    /// Aliases that grow beyond all measure.
    #[error(
        "The aliases in this document unfold to over {limit} values. That is how an alias bomb is built, so it is not \
         read: write the values out."
    )]
    AliasBomb {
        /// The most values that are read.
        limit: usize,
    },
    /// An alias to nothing.
    #[error(
        "An alias (`*name`) refers to an anchor that this document has not set before. Define it as `&name` first."
    )]
    UnknownAlias,
    /// A merge of something that cannot be merged.
    #[error("`<<` merges only mappings, or a list of them. Point it at a mapping.")]
    Merge,
    /// Nested too deep.
    #[error("The values are nested over {limit} levels deep. No manifest is: check the brackets and the indentation.")]
    TooDeep {
        /// The most levels that are read.
        limit: usize,
    },
    /// Too many values.
    #[error("The document has over {limit} values. Export fewer objects at a time.")]
    TooManyValues {
        /// The most that is read.
        limit: usize,
    },
    /// Anything else the parser says.
    #[error("This is not valid YAML: {why}. Correct the line or the one before it.")]
    Syntax {
        /// In the parser's words.
        why: String,
    },
}
