//! All files of a design.

use crate::design::{Design, Finding};

/// Where the files come from, told in the header of each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// Sheerline's version.
    pub version: String,
    /// The date of the facts.
    pub facts_date: String,
    /// A link that opens the design; empty leaves the line out.
    pub link: String,
}

/// Which tool a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileTarget {
    /// Kubernetes' own objects.
    Kubernetes,
    /// Istio's.
    Istio,
    /// The Gateway API's.
    GatewayApi,
    /// Kustomize's list of files.
    Kustomize,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path within the bundle, with `/`; safe to unpack anywhere.
    pub path: String,
    /// What stands in it.
    pub text: String,
    /// Which tool it is for.
    pub target: FileTarget,
    /// What it is, in a few words.
    pub describes: String,
}

/// All files, in the order they are listed and applied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bundle {
    /// The files.
    pub files: Vec<File>,
    /// What there is to know about them, in the document's order.
    pub findings: Vec<Finding>,
}

/// Writes the files of a design. It never fails: what cannot be written as said is a finding.
pub fn generate(_design: &Design, _provenance: &Provenance) -> Bundle {
    Bundle::default()
}
