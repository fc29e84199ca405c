//! Other people's manifests. Kubernetes YAML or JSON and Compose files come in as bytes; workloads, Services, routes
//! and claims of a design go out, with the calls that their addresses show and a report that says for every line what
//! became of it. The idea: nothing is dropped in silence. Each field that is understood is taken from the tree, and
//! what nobody took is in the report of itself.

mod calls;
mod compose;
mod credential;
mod draft;
mod error;
mod field;
mod input;
mod kubernetes;
mod leftover;
mod notes;
mod report;
mod summary;

pub use error::ImportError;
pub use report::{ImportReport, ImportTotals, ReportEntry, ReportLevel};

use crate::design::{Claim, Design, HostRoute, Service, Workload};
use crate::order::Gather;
use input::Shape;
use notes::Notes;

/// A file as a person gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Its name, as messages show it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl InputFile {
    /// A file of text, such as a paste.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// What the files hold, as parts of a design, and what became of each line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Import {
    /// What the files call the whole: a Compose project's name; empty when they do not say.
    pub name: String,
    /// What runs.
    pub workloads: Vec<Workload>,
    /// How it is reached.
    pub services: Vec<Service>,
    /// What leads in from outside.
    pub routes: Vec<HostRoute>,
    /// Volume claims that stand on their own.
    pub claims: Vec<Claim>,
    /// What was read, assumed, left out and refused.
    pub report: ImportReport,
    /// What could not be read at all; each is also in the report.
    pub errors: Vec<ImportError>,
}

/// Reads files together: what stands in one may refer to what stands in another.
pub fn import(files: &[InputFile]) -> Import {
    import_beside(files, &Design::default())
}

/// The same, where calls may also lead to the Services of a design that is there already.
pub fn import_beside(files: &[InputFile], design: &Design) -> Import {
    let notes = Notes::default();
    let mut inputs = input::load(files, &notes);
    let mut import = Import::default();
    let mut composed = compose::Gathered::default();
    let mut objects = Vec::new();
    for loaded in &mut inputs.documents {
        match loaded.shape {
            Shape::Compose => {
                compose::read(&mut loaded.document, &loaded.source, &inputs.variables, &mut composed, &notes);
            }
            Shape::Kubernetes => kubernetes::objects(&loaded.document.root, &loaded.source, &mut objects),
        }
    }
    let mut gathered = kubernetes::read(&objects, &notes);
    let of_compose = composed.drafts.iter().map(|_| "Compose service".to_owned());
    let kinds = objects.iter().map(|object| object.kind.clone());
    for kind in kinds.chain(inputs.skipped).chain(of_compose) {
        *import.report.totals.objects.entry(kind).or_insert(0) += 1;
    }
    gathered.drafts.append(&mut composed.drafts);
    gathered.services.append(&mut composed.services);
    gathered.claims.append(&mut composed.claims);
    // Of two with one name the first stays.
    let aliases = std::mem::take(&mut composed.aliases).into_iter().rev().collect();
    let book = calls::Book::new(gathered.services.iter().map(|(service, _)| service), design, aliases);
    calls::infer(&mut gathered.drafts, &book, &gathered.configs, &notes);
    composed.finish(&mut gathered.services, &gathered.drafts, &notes);
    import.name = composed.project;
    for draft in &gathered.drafts {
        summary::workload(draft, &notes);
    }
    for (service, source) in &gathered.services {
        summary::service(service, source, &notes);
    }
    import.workloads = gathered.drafts.into_iter().map(|draft| draft.workload).gather();
    import.services = gathered.services.into_iter().map(|(service, _)| service).gather();
    import.routes = gathered.routes;
    import.claims = gathered.claims;
    import.errors = inputs.errors;
    import.report.totals.count(&import.workloads, import.services.len());
    import.report.entries = notes.into_entries();
    import
}

impl Import {
    /// Whether there is nothing to take over.
    pub fn is_empty(&self) -> bool {
        self.workloads.is_empty() && self.services.is_empty() && self.routes.is_empty() && self.claims.is_empty()
    }

    /// The design with what was read in it: an object of the same kind, name and namespace is replaced, everything
    /// else stays. The given design is not touched.
    #[must_use]
    pub fn merge_into(&self, design: &Design) -> Design {
        let mut merged = design.clone();
        if merged.name.is_empty() {
            merged.name.clone_from(&self.name);
        }
        replace(&mut merged.workloads, &self.workloads, |a, b| {
            a.name == b.name
                && a.kind == b.kind
                && design.namespace_of(&a.namespace) == design.namespace_of(&b.namespace)
        });
        replace(&mut merged.services, &self.services, |a, b| {
            a.name == b.name && design.namespace_of(&a.namespace) == design.namespace_of(&b.namespace)
        });
        replace(&mut merged.claims, &self.claims, |a, b| {
            a.name == b.name && design.namespace_of(&a.namespace) == design.namespace_of(&b.namespace)
        });
        replace(&mut merged.routes, &self.routes, |a, b| {
            (&a.host, &a.path, a.path_match) == (&b.host, &b.path, b.path_match)
        });
        merged
    }
}

fn replace<T: Clone>(kept: &mut Vec<T>, read: &[T], same: impl Fn(&T, &T) -> bool) {
    for new in read {
        match kept.iter_mut().find(|old| same(old, new)) {
            Some(old) => old.clone_from(new),
            None => kept.push(new.clone()),
        }
    }
}
