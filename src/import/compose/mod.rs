//! Compose files: version 2, version 3 and today's specification. A tree comes in; workloads, the Services by which
//! they reach each other, and claims for named volumes go out. The idea: a Compose file describes one machine, so
//! whatever a cluster needs beyond it is assumed, and each assumption is said.

mod amount;
mod environment;
mod exposed;
mod health;
mod interpolate;
mod name;
mod port;
mod resources;
mod service;
mod storage;

pub(super) use interpolate::{Variables, variables};

use super::draft::Draft;
use super::field::Field;
use super::leftover::report_leftovers;
use super::notes::{Notes, Source};
use super::report::ReportLevel;
use crate::design::{AccessMode, Claim, Service};
use crate::order::Gather;
use crate::order::Set;
use crate::units::Bytes;
use crate::yaml::read::{Document, Node};
use name::kubernetes_name;
use service::Around;
use std::collections::BTreeMap;

/// What was found in all Compose files.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) project: String,
    pub(super) drafts: Vec<Draft>,
    pub(super) services: Vec<(Service, Source)>,
    pub(super) claims: Vec<Claim>,
    /// Further names of the services, and names that Kubernetes does not take.
    pub(super) aliases: Vec<(String, String)>,
    /// The names of the Services that were made here, each with its number.
    own: BTreeMap<String, u32>,
}

/// The size of a volume that does not say: none ever does.
const ASSUMED_SIZE: Bytes = Bytes::GIB;

/// Reads one file into what was found before.
pub(super) fn read(
    document: &mut Document,
    source: &Source,
    values: &Variables,
    gathered: &mut Gathered,
    notes: &Notes,
) {
    let unset = interpolate::interpolate(&mut document.root, values, source, notes);
    let root = &document.root;
    let top = Field { node: root, key: "", source, notes };
    let project = top.text("name").filter(|name| !name.is_empty()).unwrap_or_else(|| project_of(&source.file));
    let Some(services) = top.part("services") else { return };
    let awaited = awaited(services.node);
    let around = Around { project: &project, values, unset: &unset, awaited: &awaited };
    let mut mounted: BTreeMap<String, u32> = BTreeMap::new();
    for (entry, field) in services.entries() {
        let source = source.of(format!("Compose service {}", entry.key));
        let field = Field { source: &source, ..field };
        if entry.value.entries().is_empty() {
            notes.say(&source, entry.key_at.line, ReportLevel::LeftOut, "It says nothing, so it is left out.", "");
            continue;
        }
        if let Some(extends) = field.get("extends") {
            extends.take_whole();
            extends.say(
                ReportLevel::LeftOut,
                "What it takes over from another service by `extends` is not read.",
                "Import what `docker compose config` prints.",
            );
        }
        let read = service::service(field, entry.key_at, &around);
        for claim in read.claims {
            *mounted.entry(claim).or_insert(0) += 1;
        }
        add(read.draft, &read.ports, read.aliases, &entry.key, gathered, notes);
        report_leftovers(&entry.value, &source, notes);
    }
    claims(top, &mounted, gathered);
    rest(top);
    gathered.project = project;
}

fn add(
    draft: Draft,
    ports: &[port::Port],
    aliases: Vec<(String, String)>,
    key: &str,
    gathered: &mut Gathered,
    notes: &Notes,
) {
    let name = draft.workload.name.clone();
    exposed::note_published(&draft, ports, notes);
    for (alias, own) in aliases.into_iter().chain([(key.to_owned(), name.clone())]).filter(|(alias, own)| alias != own)
    {
        gathered.aliases.push((alias.to_ascii_lowercase(), own));
    }
    let service = exposed::service(&draft, ports);
    let number = u32::try_from(gathered.own.len()).unwrap_or(u32::MAX);
    if gathered.own.insert(name.clone(), number).is_some() {
        notes.say(
            &draft.source,
            draft.line,
            ReportLevel::Assumed,
            "It stands in the Compose files twice; the last one is taken as it is.",
            "If one is meant to change the other, import what `docker compose config` prints.",
        );
        gathered.drafts.retain(|old| old.workload.name != name);
        gathered.services.retain(|(old, _)| old.name != name);
    }
    gathered.services.push((service, draft.source.clone()));
    gathered.drafts.push(draft);
}

/// What Compose calls a project without a name: the folder's.
fn project_of(file: &str) -> String {
    let folder = file.rsplit(['/', '\\']).nth(1).filter(|folder| !folder.is_empty() && *folder != ".");
    folder.map_or_else(|| "app".to_owned(), kubernetes_name)
}

/// The services that others wait for the end of.
fn awaited(services: &Node) -> Set<String> {
    let dependencies = services.entries().iter().filter_map(|entry| entry.value.get("depends_on"));
    let ends = |node: &Node| node.get("condition").and_then(Node::text) == Some("service_completed_successfully");
    dependencies.flat_map(Node::entries).filter(|entry| ends(&entry.value)).map(|entry| entry.key.clone()).collect()
}

/// A claim for each named volume that a service mounts.
fn claims(top: Field<'_>, mounted: &BTreeMap<String, u32>, gathered: &mut Gathered) {
    let section = top.part("volumes");
    for (name, count) in mounted {
        let said = section.and_then(|section| section.get(name));
        let field = said.or(section).unwrap_or(top);
        if said.is_none() {
            // An empty entry is the usual form: it is taken, and says nothing.
            field.skip(name);
        }
        let shared = *count > 1;
        let claim = Claim {
            name: kubernetes_name(name),
            size: ASSUMED_SIZE,
            access: if shared { vec![AccessMode::ReadWriteMany] } else { Vec::new() },
            ..Claim::default()
        };
        let several = if shared { ", shared by several services" } else { "" };
        field.say(
            ReportLevel::Assumed,
            format!("The volume {name} is read as a claim of {ASSUMED_SIZE}{several}: Compose says no size."),
            "Say how large it is.",
        );
        gathered.claims.retain(|old| old.name != claim.name);
        gathered.claims.push(claim);
    }
    if let Some(section) = section {
        for (entry, _) in section.entries() {
            for (key, _) in entry.value.entries().iter().map(|below| (below.key.as_str(), below.take())) {
                let what = format!("`volumes.{}.{key}` has no place in the design.", entry.key);
                section.notes.say(section.source, entry.key_at.line, ReportLevel::LeftOut, what, "");
            }
        }
    }
}

/// What stands beside the services.
fn rest(top: Field<'_>) {
    for entry in top.node.entries() {
        let key = entry.key.as_str();
        if key.starts_with("x-") || ["name", "version", "services", "volumes"].contains(&key) || entry.value.is_null() {
            continue;
        }
        let names: Vec<&str> = entry.value.entries().iter().map(|below| below.key.as_str()).gather();
        let names = names.join(", ");
        let (what, hint) = match key {
            "networks" => (
                format!("Networks are left out: {names}."),
                "In a cluster all pods reach each other; policies are written from the calls.",
            ),
            "secrets" => (format!("Secrets are never read: {names}."), "Make a Secret for each."),
            "configs" => (format!("Configs are not read: {names}."), "Make a ConfigMap for each."),
            "include" => (
                "The files it includes are not read.".to_owned(),
                "Import them along, or import what `docker compose config` prints.",
            ),
            other => (format!("`{other}` has no place in the design."), ""),
        };
        top.notes.say(top.source, entry.key_at.line, ReportLevel::LeftOut, what, hint);
    }
}

impl Gathered {
    /// After the calls are known: keeps the Services that are needed, and gives them ports.
    pub(super) fn finish(&self, services: &mut Vec<(Service, Source)>, drafts: &[Draft], notes: &Notes) {
        exposed::finish(services, drafts, &self.own, notes);
    }
}
