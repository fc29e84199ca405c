//! The files of settings while they are written.

use crate::cluster::settings::SettingsPlan;
use crate::manifests::object::{Object, entry, wrapped};
use crate::manifests::sheets::headed;
use crate::manifests::{File, FileTarget, Provenance};
use crate::order::Gather;
use crate::yaml::{Document, Tree, Written, print, written};

/// Everything below this folder is settings.
const FOLDER: &str = "settings";
/// What below it is applied to the cluster.
pub(super) const APPLIED: &str = "cluster";

/// Where a value's reason stands: the key's path, and the id of the value.
pub(super) type Reasons<'a> = [(&'a [&'a str], &'a str)];

pub(super) struct Book<'p, 'd> {
    pub(super) plan: &'p SettingsPlan<'d>,
    pub(super) provenance: &'p Provenance,
    files: Vec<File>,
}

written! {
    struct Kustomization {
        api_version: &'static str,
        kind: &'static str,
        resources: Vec<String>,
    }
}

impl<'p, 'd> Book<'p, 'd> {
    pub(super) fn new(plan: &'p SettingsPlan<'d>, provenance: &'p Provenance) -> Self {
        Self { plan, provenance, files: Vec::new() }
    }

    /// A value as a whole number.
    pub(super) fn whole(&self, id: &str) -> Option<i64> {
        self.plan.value(id).and_then(|value| value.parse().ok())
    }

    /// A value as text.
    pub(super) fn text(&self, id: &str) -> Option<String> {
        self.plan.value(id).map(str::to_owned)
    }

    /// A value as a switch.
    pub(super) fn switch(&self, id: &str) -> Option<bool> {
        self.plan.value(id).map(|value| value == "true")
    }

    /// A configuration: its version and kind before its own keys, and above each value why.
    pub(super) fn document(&self, api: &str, kind: &str, body: &dyn Written, reasons: &Reasons) -> Document {
        let mut entries =
            vec![entry("apiVersion", Tree::Text(api.to_owned())), entry("kind", Tree::Text(kind.to_owned()))];
        if let Tree::Map(own) = body.write() {
            entries.extend(own);
        }
        let mut tree = Tree::Map(entries);
        for (path, id) in reasons {
            tree.note(path, &wrapped(&self.plan.reason(id)));
        }
        Document { comment: String::new(), tree }
    }

    /// A file for a component or a tool.
    pub(super) fn put(&mut self, path: &str, about: &str, describes: &str, mut documents: Vec<Document>) {
        if let Some(first) = documents.first_mut() {
            let own = first.comment.clone();
            first.comment = headed(self.provenance, &wrapped(about), &own);
        }
        self.file(path, describes, print(&documents), FileTarget::Settings);
    }

    /// A file of objects to apply.
    pub(super) fn apply(&mut self, name: &str, about: &str, objects: Vec<Object>) {
        let kinds: Vec<&str> = objects.iter().map(|object| object.kind).gather();
        let mut named: Vec<&str> = Vec::new();
        for kind in kinds {
            if !named.contains(&kind) {
                named.push(kind);
            }
        }
        let describes = named.join(", ");
        let mut documents: Vec<Document> = objects.into_iter().map(|object| object.document).gather();
        if let Some(first) = documents.first_mut() {
            let own = first.comment.clone();
            first.comment = headed(self.provenance, &wrapped(about), &own);
        }
        let path = format!("{APPLIED}/{name}.yaml");
        self.file(&path, &describes, print(&documents), FileTarget::Kubernetes);
    }

    /// A file with that text.
    pub(super) fn file(&mut self, path: &str, describes: &str, text: String, target: FileTarget) {
        let path = format!("{FOLDER}/{path}");
        self.files.push(File { path, text, target, describes: describes.to_owned() });
    }

    /// All files, what is read first in front, with the list of what is applied.
    pub(super) fn bound(mut self) -> Vec<File> {
        let prefix = format!("{FOLDER}/{APPLIED}/");
        let resources: Vec<String> =
            self.files.iter().filter_map(|file| file.path.strip_prefix(&prefix)).map(str::to_owned).gather();
        if !resources.is_empty() {
            let body =
                Kustomization { api_version: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources };
            let about = format!("What of the settings is applied: kubectl apply -k {FOLDER}/{APPLIED}");
            let comment = headed(self.provenance, &about, "");
            let text = print(&[Document { comment, tree: body.write() }]);
            self.file(&format!("{APPLIED}/kustomization.yaml"), "Kustomization", text, FileTarget::Kustomize);
        }
        if let Some(guide) = self.files.iter().position(|file| file.path.ends_with("README.md")) {
            let guide = self.files.remove(guide);
            self.files.insert(0, guide);
        }
        self.files
    }
}
