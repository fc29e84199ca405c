//! The files while they are being written: which object stands in which file, under a name that is safe to unpack.

use super::bounds;
use super::object::Object;
use super::{File, FileTarget, Provenance};
use crate::design::{Finding, Severity};
use crate::order::Gather;
use crate::yaml::{Document, print};
use std::collections::BTreeSet;

/// One file on its way.
struct Sheet {
    /// Folder and name as asked for.
    asked: String,
    path: String,
    target: FileTarget,
    subject: String,
    objects: Vec<Object>,
}

/// All files on their way, in the order they were begun.
#[derive(Default)]
pub(super) struct Sheets {
    begun: Vec<Sheet>,
    /// Paths that are taken. All are in lower case: some disks cannot tell `A` from `a`.
    taken: BTreeSet<String>,
    /// Objects that are written: two of one name would undo each other.
    written: BTreeSet<String>,
    pub(super) findings: Vec<Finding>,
}

impl Sheets {
    /// Puts an object into the file of that name in that folder; begins the file where there is none. The folder is
    /// ours with a name of the design's at most as its last part.
    pub(super) fn put(&mut self, folder: &[&str], name: &str, target: FileTarget, mut object: Object) {
        let group = object.api_version.split('/').next().unwrap_or_default();
        if !self.written.insert(identity(group, object.kind, &object.namespace, &object.name)) {
            self.findings.push(Finding {
                severity: Severity::Error,
                field: "workloads".into(),
                what: format!("There would be two objects {} {} in one namespace.", object.kind, object.name),
                hint: "Only the first is written: rename the other.".into(),
            });
            return;
        }
        for said in bounds::fit(&mut object.document.tree) {
            self.findings.push(Finding {
                severity: Severity::Error,
                field: "workloads".into(),
                what: format!("{} {}: {said}", object.kind, object.name),
                hint: "Correct it in the design.".into(),
            });
        }
        if self.sheet(folder, name).is_none() {
            let sheet = Sheet {
                asked: asked(folder, name),
                path: self.path(folder, name),
                target,
                subject: String::new(),
                objects: Vec::new(),
            };
            self.begun.push(sheet);
        }
        if let Some(sheet) = self.sheet(folder, name) {
            sheet.objects.push(object);
        }
    }

    /// Says whom a file is about.
    pub(super) fn describe(&mut self, folder: &[&str], name: &str, subject: &str) {
        if let Some(sheet) = self.sheet(folder, name) {
            subject.clone_into(&mut sheet.subject);
        }
    }

    /// Whether an object of that kind and name is written already.
    pub(super) fn has(&self, group: &str, kind: &'static str, namespace: &str, name: &str) -> bool {
        self.written.contains(&identity(group, kind, namespace, name))
    }

    /// A file that was begun; mostly it is the last one.
    fn sheet(&mut self, folder: &[&str], name: &str) -> Option<&mut Sheet> {
        let asked = asked(folder, name);
        self.begun.iter_mut().rev().find(|sheet| sheet.asked == asked)
    }

    /// A path nobody has yet.
    fn path(&mut self, folder: &[&str], name: &str) -> String {
        let folder: Vec<String> = folder.iter().map(|part| safe(part)).gather();
        let stem = format!("{}/{}", folder.join("/"), safe(name));
        let mut path = format!("{stem}.yaml");
        let mut number = 2;
        while !self.taken.insert(path.clone()) {
            path = format!("{stem}-{number}.yaml");
            number += 1;
        }
        path
    }

    /// Every file with its header.
    pub(super) fn print(self, provenance: &Provenance) -> Vec<File> {
        self.begun.into_iter().map(|sheet| sheet.print(provenance)).gather()
    }
}

impl Sheet {
    fn print(self, provenance: &Provenance) -> File {
        let describes = describe(&self.objects);
        let mut documents: Vec<Document> = self.objects.into_iter().map(|object| object.document).gather();
        if let Some(first) = documents.first_mut() {
            let about = if self.subject.is_empty() {
                describes.clone()
            } else {
                format!("{}: {describes}", one_line(&self.subject))
            };
            first.comment = headed(provenance, &about, &first.comment);
        }
        File { path: self.path, text: print(&documents), target: self.target, describes }
    }
}

fn asked(folder: &[&str], name: &str) -> String {
    [&folder.join("\0"), name].join("\0")
}

/// What no two objects may share.
fn identity(group: &str, kind: &str, namespace: &str, name: &str) -> String {
    [group, kind, namespace, name].join("\0")
}

/// The comment at the top of a file, and what stands above its first object.
pub(super) fn headed(provenance: &Provenance, about: &str, comment: &str) -> String {
    let Provenance { version, facts_date, link } = provenance;
    let facts = if facts_date.is_empty() { String::new() } else { format!(", with facts of {}", one_line(facts_date)) };
    let mut lines = vec![format!("Written by Sheerline {}{facts}.", one_line(version))];
    if !link.is_empty() {
        lines.push(format!("The design: {}", one_line(link)));
    }
    lines.push(about.to_owned());
    if !comment.is_empty() {
        lines.extend([String::new(), comment.to_owned()]);
    }
    lines.join("\n")
}

/// A line break in what we are told must not look like a line of ours.
fn one_line(text: &str) -> String {
    text.split_whitespace().gather().join(" ")
}

/// The kinds in a file, each once, in order: “ServiceAccount, Deployment, 2 × Service”.
fn describe(objects: &[Object]) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for object in objects {
        match kinds.iter_mut().find(|(kind, _)| *kind == object.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((object.kind, 1)),
        }
    }
    let words: Vec<String> = kinds
        .into_iter()
        .map(|(kind, count)| if count == 1 { kind.to_owned() } else { format!("{count} × {kind}") })
        .gather();
    words.join(", ")
}

/// Names that Windows keeps for devices, whatever comes after a dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name without anything that leaves its folder, hides the file or means something to a shell or a disk.
fn safe(name: &str) -> String {
    let mut safe: String = name
        .chars()
        .take(80)
        .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c.to_ascii_lowercase() } else { '-' })
        .collect();
    if safe.trim_matches(['-', '.']).is_empty() {
        "unnamed".clone_into(&mut safe);
    }
    let device = safe.split('.').next().unwrap_or_default();
    let numbered = device.strip_prefix("com").or_else(|| device.strip_prefix("lpt"));
    if DEVICES.contains(&device) || numbered.is_some_and(|rest| rest.len() == 1) || safe.starts_with(['.', '-']) {
        safe.insert(0, '_');
    }
    if safe == "kustomization" || safe.ends_with('.') {
        safe.push('_');
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_folder() {
        for (name, expected) in [
            ("cart", "cart"),
            ("Cart", "cart"),
            ("../../etc/passwd", "_..-..-etc-passwd"),
            ("..", "unnamed"),
            ("", "unnamed"),
            ("a/b\\c:d", "a-b-c-d"),
            ("nul", "_nul"),
            ("com1.x", "_com1.x"),
            ("kustomization", "kustomization_"),
            ("ü\n\u{0}", "---"),
            ("end.", "end._"),
        ] {
            let expected = if expected == "---" { "unnamed" } else { expected };
            assert_eq!(safe(name), expected, "{name:?}");
        }
        assert_eq!(safe(&"x".repeat(500)).len(), 80);
    }

    #[test]
    fn no_two_files_share_a_path() {
        let mut sheets = Sheets::default();
        let paths: Vec<String> =
            ["a", "A", "a-2", "á", "."].iter().map(|name| sheets.path(&["k", "n"], name)).collect();
        assert_eq!(paths, ["k/n/a.yaml", "k/n/a-2.yaml", "k/n/a-2-2.yaml", "k/n/unnamed.yaml", "k/n/unnamed-2.yaml"]);
    }
}
