//! From files to documents, each told by its shape: a Kubernetes object, a Compose file, or neither.

use super::InputFile;
use super::compose;
use super::error::ImportError;
use super::notes::{Notes, Source};
use super::report::ReportLevel;
use crate::yaml::read::{Document, Node, Piece, Problem, ReadError, Remark, decode, pieces};

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// An object of Kubernetes, or a list of them.
    Kubernetes,
    /// A Compose file.
    Compose,
}

/// A document that is one or the other.
pub(super) struct Loaded {
    pub(super) shape: Shape,
    pub(super) source: Source,
    pub(super) document: Document,
}

/// All files, read as far as they can be.
#[derive(Default)]
pub(super) struct Inputs {
    pub(super) documents: Vec<Loaded>,
    pub(super) errors: Vec<ImportError>,
    /// Kinds that were told by a look at the text alone.
    pub(super) skipped: Vec<String>,
    /// Values of `.env` files, for Compose.
    pub(super) variables: compose::Variables,
}

/// Reads every file.
pub(super) fn load(files: &[InputFile], notes: &Notes) -> Inputs {
    let mut inputs = Inputs::default();
    for (file_index, file) in files.iter().enumerate() {
        let source = Source { file_index, file: file.name.as_str().into(), ..Source::default() };
        match decode(&file.bytes) {
            Ok(text) if is_env_file(&file.name) => read_variables(&text, &source, &mut inputs, notes),
            Ok(text) => {
                if !matches!(text, std::borrow::Cow::Borrowed(_)) {
                    notes.say(&source, 0, ReportLevel::Read, "The file is UTF-16 and was read as such.", "");
                }
                for piece in pieces(&text) {
                    one(&piece, &source, &mut inputs, notes);
                }
            }
            Err(error) => refuse(error, &source, &mut inputs, notes),
        }
    }
    inputs
}

fn one(piece: &Piece<'_>, source: &Source, inputs: &mut Inputs, notes: &Notes) {
    let source = Source { document: piece.number, ..source.clone() };
    // The largest documents of all define kinds and run nothing: a look at the margin is enough.
    if let Some(("CustomResourceDefinition", line)) = piece.margin("kind") {
        let name = piece.metadata_name().map(|(name, _)| format!(" {name}")).unwrap_or_default();
        let source = source.of(format!("CustomResourceDefinition{name}"));
        notes.say(
            &source,
            line,
            ReportLevel::LeftOut,
            "It defines a kind and runs nothing.",
            "Keep applying it yourself.",
        );
        inputs.skipped.push("CustomResourceDefinition".to_owned());
        return;
    }
    match piece.read() {
        Ok(document) if document.root.is_null() => {}
        Ok(document) => {
            remark(&document, &source, notes);
            match shape(&document.root) {
                Ok(shape) => match template(&document.root, shape) {
                    Some(at) => {
                        let problem = Problem::HelmTemplate;
                        refuse(ReadError { document: piece.number, at: at.at, problem }, &source, inputs, notes);
                    }
                    None => inputs.documents.push(Loaded { shape, source, document }),
                },
                Err((what, hint)) => {
                    let line = document.root.at.line;
                    notes.say(&source, line, ReportLevel::LeftOut, what, hint);
                }
            }
        }
        Err(error) => refuse(error, &source, inputs, notes),
    }
}

fn refuse(error: ReadError, source: &Source, inputs: &mut Inputs, notes: &Notes) {
    let source = Source { document: error.document, ..source.clone() };
    notes.say(&source, error.at.line, ReportLevel::Refused, error.problem.to_string(), "");
    let (document, line, problem) = (error.document, error.at.line, error.problem);
    inputs.errors.push(ImportError { file: source.file.to_string(), document, line, problem });
}

fn remark(document: &Document, source: &Source, notes: &Notes) {
    for remark in &document.remarks {
        let (line, what, hint) = match remark {
            Remark::DuplicateKey { key, first, at } => (
                at.line,
                format!("The key `{key}` stands twice in one mapping, first in line {first}; the last value is taken."),
                "Kubernetes and Compose refuse that: remove one.",
            ),
            Remark::Tag { tag, at } => {
                (at.line, format!("The tag `{tag}` is not understood; the value is read without it."), "")
            }
        };
        notes.say(source, line, ReportLevel::Assumed, what, hint);
    }
}

/// What a document is, or why it is nothing of ours.
fn shape(root: &Node) -> Result<Shape, (String, &'static str)> {
    let has = |key: &str| root.get(key).is_some_and(|value| !value.is_null());
    let starts =
        |key: &str, start: &str| root.get(key).and_then(Node::text).is_some_and(|text| text.starts_with(start));
    let fixed = |what: &str, hint| Err((what.to_owned(), hint));
    if starts("kind", "Kustomization") || (!has("kind") && (has("resources") || has("bases")) && !has("services")) {
        return fixed(
            "It is a kustomization, which names other files.",
            "Import what `kubectl kustomize` prints for it.",
        );
    }
    if has("kind") {
        return Ok(Shape::Kubernetes);
    }
    if root.get("services").is_some_and(|services| !services.entries().is_empty()) {
        return Ok(Shape::Compose);
    }
    if has("apiVersion") && has("name") && has("version") {
        return fixed("It describes a Helm chart.", "Import what `helm template` prints for it.");
    }
    if has("apiVersion") {
        return fixed("It has no `kind`, so it is no object of Kubernetes.", "Add its kind and import again.");
    }
    if has("schema") && ["workloads", "services", "requirements", "platform"].into_iter().any(has) {
        return fixed("It is a design of Sheerline.", "Open it as a design instead of importing it.");
    }
    let old = root.entries().iter().filter(|entry| entry.value.get("image").or(entry.value.get("build")).is_some());
    if !root.entries().is_empty() && old.count() == root.entries().len() {
        return fixed(
            "It is a Compose file of the first form, with its services at the margin, which no tool of today reads.",
            "Put the services under `services:` and import again.",
        );
    }
    if has("include") {
        return fixed("It is a Compose file that only includes others.", "Import those files themselves.");
    }
    fixed("It is neither an object of Kubernetes (no `kind`) nor a Compose file (no `services`).", "")
}

/// A value that shows that the document was not rendered: templates often parse when they stand in quotes.
fn template(root: &Node, shape: Shape) -> Option<&Node> {
    let paths: &[&[&str]] = &[&["metadata", "name"], &["metadata", "namespace"], &["kind"], &["spec", "replicas"]];
    let values = paths.iter().filter_map(|path| root.at_path(path)).filter(|_| shape == Shape::Kubernetes);
    values.into_iter().find(|value| value.text().is_some_and(|text| text.contains("{{")))
}

fn is_env_file(name: &str) -> bool {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.starts_with(".env") || base.rsplit('.').next() == Some("env")
}

fn read_variables(text: &str, source: &Source, inputs: &mut Inputs, notes: &Notes) {
    compose::variables(text, &mut inputs.variables);
    notes.say(source, 0, ReportLevel::Read, "Its values are filled in for `${…}` in the Compose files.", "");
}
