//! The lists of files that `kubectl apply -k` follows.

use crate::manifests::sheets::headed;
use crate::manifests::{File, FileTarget, Provenance};
use crate::order::Gather;
use crate::yaml::{Document, Written, print, written};

written! {
    struct Kustomization {
        api_version: &'static str,
        kind: &'static str,
        resources: Vec<String>,
    }
}

/// Puts a list before the files of each folder, and one before all of them.
pub(in crate::manifests) fn kustomizations(files: Vec<File>, about: &str, provenance: &Provenance) -> Vec<File> {
    if files.is_empty() {
        return files;
    }
    let mut folders: Vec<String> = Vec::new();
    for folder in files.iter().filter_map(|file| file.path.split('/').next()) {
        if !folders.iter().any(|known| known == folder) {
            folders.push(folder.to_owned());
        }
    }
    let mut all = vec![list("kustomization.yaml".into(), folders.clone(), about, provenance)];
    let mut files = files;
    for folder in folders {
        let prefix = format!("{folder}/");
        let (own, rest): (Vec<File>, Vec<File>) = files.into_iter().partition(|file| file.path.starts_with(&prefix));
        let names = own.iter().filter_map(|file| file.path.strip_prefix(&prefix)).map(str::to_owned).gather();
        all.push(list(format!("{prefix}kustomization.yaml"), names, "The files of this folder.", provenance));
        all.extend(own);
        files = rest;
    }
    all
}

fn list(path: String, resources: Vec<String>, about: &str, provenance: &Provenance) -> File {
    let body = Kustomization { api_version: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources };
    let comment = headed(provenance, about, "");
    let text = print(&[Document { comment, tree: body.write() }]);
    File { path, text, target: FileTarget::Kustomize, describes: "Kustomization".into() }
}
