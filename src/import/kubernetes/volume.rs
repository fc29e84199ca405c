//! Volumes, mounts and claims.

use super::object::Object;
use crate::design::{AccessMode, Claim, Volume, VolumeSource};
use crate::import::draft::{ConfigUse, Draft};
use crate::import::field::Field;
use crate::import::notes::Notes;
use crate::import::report::ReportLevel;
use crate::order::Gather;
use crate::units::Bytes;

const ACCESS: [(&str, AccessMode); 4] = [
    ("ReadWriteOnce", AccessMode::ReadWriteOnce),
    ("ReadOnlyMany", AccessMode::ReadOnlyMany),
    ("ReadWriteMany", AccessMode::ReadWriteMany),
    ("ReadWriteOncePod", AccessMode::ReadWriteOncePod),
];
/// The mode the API server writes where none was said: octal 644.
const DEFAULT_MODE: u16 = 0o644;

/// Reads the pod's volumes, and takes mounts away whose volume the design has no place for.
pub(super) fn volumes(spec: Field<'_>, draft: &mut Draft) {
    for field in spec.parts("volumes") {
        let Some(name) = field.text("name") else { continue };
        match source(field) {
            Some(source) => draft.workload.volumes.push(Volume { name, source }),
            None => leave_out(field, &name, draft),
        }
    }
    let mut seen = Vec::new();
    for volume in &draft.workload.volumes {
        let VolumeSource::ConfigMap { name, items, .. } = &volume.source else { continue };
        for (index, container) in draft.workload.containers.iter().enumerate() {
            if !container.mounts.iter().any(|mount| mount.volume == volume.name) {
                continue;
            }
            let one = |key: Option<&String>| ConfigUse {
                container: index,
                name: name.clone(),
                key: key.cloned(),
                variable: None,
            };
            if items.is_empty() {
                seen.push(one(None));
            }
            seen.extend(items.iter().map(|(key, _)| one(Some(key))));
        }
    }
    draft.configs.extend(seen);
}

fn leave_out(field: Field<'_>, name: &str, draft: &mut Draft) {
    field.take_whole();
    let kind = field.node.entries().iter().find(|entry| entry.key != "name");
    let kind = kind.map_or("unknown", |entry| entry.key.as_str());
    let mut mounted = false;
    for container in &mut draft.workload.containers {
        let before = container.mounts.len();
        container.mounts.retain(|mount| mount.volume != name);
        mounted |= container.mounts.len() != before;
    }
    // The API server adds a token to every pod; it does so again.
    if name.starts_with("kube-api-access-") {
        field.notes.count_server_field();
        return;
    }
    let mounts = if mounted { " and its mounts are" } else { " is" };
    field.say(
        ReportLevel::LeftOut,
        format!("The volume {name} is of the kind {kind}, which has no place in the design; it{mounts} left out."),
        "If it is needed, add it to the written files by hand.",
    );
}

fn source(field: Field<'_>) -> Option<VolumeSource> {
    let has = |key: &str| field.node.entry(key).is_some();
    // A volume that says nothing else is an empty directory.
    if has("emptyDir") || field.node.entries().len() == 1 {
        let part = field.part("emptyDir");
        return Some(VolumeSource::EmptyDir {
            in_memory: part.and_then(|part| part.text("medium")).as_deref() == Some("Memory"),
            size_limit: part.and_then(|part| part.quantity("sizeLimit")).map(Bytes::from),
        });
    }
    if let Some(part) = field.part("configMap") {
        let (items, mode, optional) = keys_as_files(part);
        return Some(VolumeSource::ConfigMap { name: part.text("name")?, items, mode, optional });
    }
    if let Some(part) = field.part("secret") {
        let (items, mode, optional) = keys_as_files(part);
        return Some(VolumeSource::Secret { name: part.text("secretName")?, items, mode, optional });
    }
    if let Some(part) = field.part("persistentVolumeClaim") {
        let read_only = part.flag("readOnly").unwrap_or_default();
        return Some(VolumeSource::Claim { name: part.text("claimName")?, read_only });
    }
    let part = field.part("hostPath")?;
    Some(VolumeSource::HostPath { path: part.text("path")?, check: part.text_or_empty("type") })
}

fn keys_as_files(part: Field<'_>) -> (Vec<(String, String)>, Option<u16>, bool) {
    let items =
        part.parts("items").into_iter().filter_map(|item| Some((item.text("key")?, item.text("path")?))).gather();
    let mode = part.number("defaultMode").filter(|mode| *mode != DEFAULT_MODE);
    (items, mode, part.flag("optional").unwrap_or_default())
}

/// What a PersistentVolumeClaim, or a template of one, asks for.
pub(super) fn claim(spec: Option<Field<'_>>, name: String, namespace: String) -> Claim {
    let mut claim = Claim { name, namespace, ..Claim::default() };
    let Some(spec) = spec else { return claim };
    let requests = spec.part("resources").and_then(|resources| resources.part("requests"));
    match requests.and_then(|requests| requests.quantity("storage")) {
        Some(size) => claim.size = size.into(),
        None => spec.say(
            ReportLevel::Assumed,
            format!("The claim {} names no size; it is read with none.", claim.name),
            "Say how large it is.",
        ),
    }
    claim.class = spec.text("storageClassName");
    claim.access = spec
        .texts("accessModes")
        .iter()
        .filter_map(|mode| ACCESS.iter().find(|(name, _)| name == mode).map(|(_, mode)| *mode))
        .gather();
    if claim.access == [AccessMode::ReadWriteOnce] {
        claim.access.clear();
    }
    claim.block = spec.one_of("volumeMode", &[("Filesystem", false), ("Block", true)]).unwrap_or_default();
    claim
}

/// A claim that was read: one that a StatefulSet made from its template is none of its own.
pub(super) fn settle(object: &Object<'_>, claim: Claim, drafts: &mut [Draft], notes: &Notes) -> Option<Claim> {
    for draft in drafts.iter_mut().filter(|draft| draft.workload.namespace == claim.namespace) {
        let workload = &mut draft.workload;
        for template in &mut workload.claim_templates {
            let stem = format!("{}-{}-", template.name, workload.name);
            if claim.name.strip_prefix(&stem).is_none_or(|ordinal| ordinal.parse::<u32>().is_err()) {
                continue;
            }
            // A template that was put together from pods has its size only here.
            if template.size == Bytes::default() {
                *template = Claim { name: template.name.clone(), namespace: String::new(), ..claim };
            }
            let what = format!("StatefulSet {} made it from its template `{}`.", workload.name, template.name);
            object.say(notes, ReportLevel::Read, what, "");
            return None;
        }
    }
    object.say(notes, ReportLevel::Read, format!("A claim of {} that stands on its own.", claim.size), "");
    Some(claim)
}

/// The claims that a pod of a StatefulSet mounts, as the templates they were made from.
pub(super) fn templates_of_pod(pod: &str, draft: &mut Draft) {
    let workload = &mut draft.workload;
    let suffix = format!("-{pod}");
    let templates = &mut workload.claim_templates;
    workload.volumes.retain(|volume| {
        let VolumeSource::Claim { name, .. } = &volume.source else { return true };
        let of_template = name.strip_suffix(&suffix) == Some(&volume.name);
        if of_template {
            templates.push(Claim { name: volume.name.clone(), ..Claim::default() });
        }
        !of_template
    });
}
