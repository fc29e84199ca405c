//! What no table of fields can say: fields that need or exclude each other, and values that work and still hurt. A
//! document or the flags of one call come in; findings go onto the sheet.

mod apiserver;
mod encryption;
mod etcd;
mod kubeadm;
mod kubelet;
mod network;
mod proxy;
mod reserved;
mod scheduler;

use super::check::{Flags, Known, Sheet};
use super::{Kind, SettingFinding, Since};
use crate::yaml::read::{Entry, Node};

/// What there is to say about a kind in a version.
pub(super) fn kind_in_version(sheet: &mut Sheet, row: &Kind, line: u32) {
    let (version, source) = (sheet.version, sheet.tables.source_of_kind(row).to_owned());
    let (component, api) = (&row.component, &row.api);
    let fix = format!("Write apiVersion: {}", row.instead);
    if let Some(gone) = row.until.filter(|gone| version >= *gone) {
        sheet.say(
            SettingFinding::error(line, "apiVersion", format!("{api} was removed in {gone}."))
                .why(format!("{component} {version} does not read the file."))
                .fix(fix)
                .source(source),
        );
    } else if let Some(since) = row.deprecated.filter(|since| version >= *since) {
        let until = row.until.map_or(String::new(), |gone| format!(" {component} {gone} does not read it any more."));
        sheet.say(
            SettingFinding::warning(line, "apiVersion", format!("{api} is deprecated since {since}."))
                .why(until.trim_start())
                .fix(format!("{fix}; kubeadm config migrate writes the file anew."))
                .source(source),
        );
    } else if let Since::In(first) = row.since
        && version < first
    {
        sheet.say(
            SettingFinding::error(line, "apiVersion", format!("{api} is there since {first}."))
                .why(format!("{component} {version} does not read the file."))
                .source(source),
        );
    }
}

/// Rules for the flags of one call.
pub(super) fn flags(sheet: &mut Sheet, flags: &Flags) {
    match flags.component.as_str() {
        "kube-apiserver" => apiserver::flags(sheet, flags),
        "etcd" => etcd::flags(sheet, flags),
        "kubelet" => kubelet::flags(sheet, flags),
        _ => {}
    }
}

/// Rules for one document.
pub(super) fn document(sheet: &mut Sheet, known: &Known) {
    match known.kind {
        "KubeletConfiguration" => kubelet::document(sheet, known.root),
        "KubeSchedulerConfiguration" => scheduler::document(sheet, known.root),
        "KubeProxyConfiguration" => proxy::document(sheet, known.root),
        "ClusterConfiguration" => kubeadm::cluster(sheet, known.root),
        "InitConfiguration" | "JoinConfiguration" => kubeadm::node(sheet, known.root),
        "EncryptionConfiguration" => encryption::document(sheet, known.root),
        "Policy" => apiserver::policy(sheet, known.root),
        _ => {}
    }
}

/// Rules that look at several documents of one file.
pub(super) fn together(sheet: &mut Sheet, known: &[Known]) {
    network::together(sheet, known);
}

/// Looking at one document.
struct View<'n> {
    root: &'n Node,
}

impl<'n> View<'n> {
    /// The entry at a path of keys joined by dots.
    fn entry(&self, path: &str) -> Option<&'n Entry> {
        let mut node = self.root;
        let mut found = None;
        for key in path.split('.') {
            let entry = node.entry(key)?;
            node = &entry.value;
            found = Some(entry);
        }
        found.filter(|entry| !entry.value.is_null())
    }

    fn text(&self, path: &str) -> Option<&'n str> {
        self.entry(path).and_then(|entry| entry.value.text()).filter(|text| !text.is_empty())
    }

    fn is(&self, path: &str, word: &str) -> bool {
        self.text(path) == Some(word)
    }

    fn number(&self, path: &str) -> Option<i64> {
        self.text(path).and_then(|text| text.parse().ok())
    }

    fn line(&self, path: &str) -> u32 {
        self.entry(path).map_or(self.root.at.line, |entry| entry.key_at.line)
    }

    fn items(&self, path: &str) -> &'n [Node] {
        self.entry(path).map(|entry| entry.value.items()).unwrap_or_default()
    }

    fn entries(&self, path: &str) -> &'n [Entry] {
        self.entry(path).map(|entry| entry.value.entries()).unwrap_or_default()
    }
}
