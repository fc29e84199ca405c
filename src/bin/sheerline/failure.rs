//! What ends a command early, as one sentence.

use sheerline::cluster::read::Fault;
use sheerline::share::{DesignFileError, LinkError};
use sheerline::yaml::read::ReadError;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why a command stopped.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// It was called in a way that does not exist.
    #[error("{0}; `sheerline help` tells what there is")]
    Usage(String),
    /// A file or folder is not to be had.
    #[error("{}: {}", path.display(), sentence(error))]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file is not the text it should be.
    #[error("{0}: this is not UTF-8 text; save it as UTF-8")]
    NotText(String),
    /// A file is no text, or nothing is in it.
    #[error("{name}: {error}")]
    Unreadable {
        /// The file.
        name: String,
        /// What is wrong with it.
        error: ReadError,
    },
    /// A design file cannot be read.
    #[error("{name}: {error}")]
    Design {
        /// The file.
        name: String,
        /// What is wrong with it.
        error: DesignFileError,
    },
    /// A link cannot be read or written.
    #[error("{0}")]
    Link(#[from] LinkError),
    /// There is nothing to read in a folder.
    #[error("{}: no .yaml, .yml or .json file is in this folder", .0.display())]
    EmptyFolder(PathBuf),
    /// Nothing of what was given could be imported.
    #[error("nothing was found to import; the report above says why")]
    NothingImported,
    /// Values of manifests that cannot be meant.
    #[error("{}", lines(.0))]
    Faults(Vec<Fault>),
    /// A version that is none.
    #[error("“{0}” is no version of Kubernetes; write 1.36")]
    Version(String),
    /// A zone that no node is in.
    #[error("no node is in zone “{zone}”; {}", zones(.known))]
    Zone {
        /// The one that was named.
        zone: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// A node that is not among those given.
    #[error("no node is called “{0}”; see kubectl get nodes")]
    Node(String),
    /// Nothing to place anything on.
    #[error("no Node is in the files behind --nodes; take them from kubectl get nodes -o yaml")]
    NoNodes,
    /// A folder holds what we did not write.
    #[error("{}: {} is not of Sheerline's making; name an empty folder, or say --force to write beside it", folder.display(), found.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// The first such file.
        found: PathBuf,
    },
    /// Standard input or output is closed or broken.
    #[error("{0}")]
    Stream(io::Error),
    /// The answer has no text form.
    #[error("the answer cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// One fault a line, the first on the line of the program's name.
fn lines(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n           ")
}

fn zones(known: &[String]) -> String {
    if known.is_empty() { "no node says its zone".to_owned() } else { format!("there are {}", known.join(", ")) }
}

/// What the system says, in words where it says a code.
fn sentence(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "this may not be read or written by you".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder; name a file in it".to_owned(),
        io::ErrorKind::NotADirectory => "this is a file; name a folder".to_owned(),
        io::ErrorKind::StorageFull => "there is no room left on the disk".to_owned(),
        _ => error.to_string(),
    }
}

impl Failure {
    /// What the program ends with.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            _ => 1,
        }
    }
}
