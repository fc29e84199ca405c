//! Volumes, secrets and configs of a Compose service.

use super::amount::size;
use super::name::kubernetes_name;
use crate::design::{Mount, Volume, VolumeSource};
use crate::import::field::Field;
use crate::import::report::ReportLevel;
use crate::units::Bytes;

/// What a service mounts.
#[derive(Default)]
pub(super) struct Storage {
    pub(super) volumes: Vec<Volume>,
    pub(super) mounts: Vec<Mount>,
    /// The named volumes among them, as Compose names them.
    pub(super) claims: Vec<String>,
    /// Where folders of the project were mounted, which no node has.
    pub(super) lost: Vec<String>,
}

impl Storage {
    fn mount(&mut self, volume: String, source: VolumeSource, mount: Mount) {
        if !self.volumes.iter().any(|known| known.name == volume) {
            self.volumes.push(Volume { name: volume.clone(), source });
        }
        self.mounts.push(Mount { volume, ..mount });
    }

    fn numbered(&self, stem: &str) -> String {
        match self.volumes.iter().filter(|volume| volume.name.starts_with(stem)).count() {
            0 => stem.to_owned(),
            n => format!("{stem}-{}", n + 1),
        }
    }

    fn scratch(&mut self, stem: &str, path: String, in_memory: bool, size_limit: Option<Bytes>) {
        let name = self.numbered(stem);
        let mount = Mount { path, ..Mount::default() };
        self.mount(name, VolumeSource::EmptyDir { in_memory, size_limit }, mount);
    }
}

/// Reads everything a service mounts.
pub(super) fn storage(service: Field<'_>) -> Storage {
    let mut storage = Storage::default();
    for field in service.list("volumes") {
        if field.node.entries().is_empty() {
            short(field, &mut storage);
        } else {
            long(field, &mut storage);
        }
    }
    let tmpfs = service.get("tmpfs").filter(|field| field.node.text().is_some());
    let tmpfs = tmpfs.map_or_else(|| service.list("tmpfs"), |field| vec![field]);
    for text in tmpfs.iter().filter_map(|field| field.node.text()) {
        let (path, options) = text.split_once(':').unwrap_or((text, ""));
        let limit = options.split(',').find_map(|option| option.strip_prefix("size=")).and_then(size);
        storage.scratch("tmpfs", path.to_owned(), true, limit);
    }
    if let Some(limit) = service.get("shm_size").and_then(|field| size(field.node.text()?)) {
        storage.scratch("shared-memory", "/dev/shm".to_owned(), true, Some(limit));
    }
    for field in service.list("secrets") {
        of_file(field, "/run/secrets/", true, &mut storage);
    }
    for field in service.list("configs") {
        of_file(field, "/", false, &mut storage);
    }
    storage
}

fn short(field: Field<'_>, storage: &mut Storage) {
    let Some(text) = field.node.text() else { return };
    let mut parts = text.split(':');
    let (Some(first), second) = (parts.next(), parts.next()) else { return };
    let Some(path) = second else {
        anonymous(field, first, storage);
        return;
    };
    let read_only = parts.next().is_some_and(|options| options.split(',').any(|option| option == "ro"));
    place(field, first, Mount { path: path.to_owned(), read_only, ..Mount::default() }, storage);
}

fn long(field: Field<'_>, storage: &mut Storage) {
    let path = field.text_or_empty("target");
    let kind = field.text_or_empty("type");
    let read_only = field.flag("read_only").unwrap_or_default();
    field.skip("bind");
    let sub_path = field.part("volume").map(|part| part.text_or_empty("subpath")).unwrap_or_default();
    let source = field.text_or_empty("source");
    match (kind.as_str(), source.as_str()) {
        ("tmpfs", _) => {
            let limit = field.part("tmpfs").and_then(|part| size(part.get("size")?.node.text()?));
            storage.scratch("tmpfs", path, true, limit);
        }
        (_, "") => anonymous(field, &path, storage),
        ("volume" | "bind" | "", source) => {
            place(field, source, Mount { path, sub_path, read_only, ..Mount::default() }, storage);
        }
        (other, _) => {
            let what = format!("A volume of the type {other} has no place in the design, so it is left out.");
            field.say(ReportLevel::LeftOut, what, "");
        }
    }
}

fn anonymous(field: Field<'_>, path: &str, storage: &mut Storage) {
    storage.scratch("scratch", path.to_owned(), false, None);
    let what = format!("The volume at {path} has no name; it is read as scratch space that goes with the pod.");
    field.say(ReportLevel::Assumed, what, "Name the volume if its data must stay.");
}

/// A named volume becomes a claim; a path of the machine stays only where it is the machine's own.
fn place(field: Field<'_>, source: &str, mount: Mount, storage: &mut Storage) {
    let path = mount.path.clone();
    if source.starts_with('/') {
        let name = storage.numbered("host");
        storage.mount(name, VolumeSource::HostPath { path: source.to_owned(), check: String::new() }, mount);
        field.say(
            ReportLevel::Assumed,
            format!("The machine's own {source} is mounted at {path}; it is read as a path of the node."),
            "Most clusters do not allow that: use a volume or a ConfigMap instead.",
        );
    } else if source.starts_with(['.', '~']) || source.contains(['/', '\\']) {
        field.say(
            ReportLevel::LeftOut,
            format!("The folder or file {source} of the project is mounted at {path}; nodes do not have it."),
            "Build it into the image, or put it into a ConfigMap.",
        );
        storage.lost.push(path);
    } else {
        let name = kubernetes_name(source);
        if !storage.claims.iter().any(|known| known == source) {
            storage.claims.push(source.to_owned());
        }
        storage.mount(name.clone(), VolumeSource::Claim { name, read_only: false }, mount);
    }
}

/// A secret or config: one file.
fn of_file(field: Field<'_>, folder: &str, is_secret: bool, storage: &mut Storage) {
    let (source, target) = match field.node.text() {
        Some(name) => (name.to_owned(), String::new()),
        None => (field.text_or_empty("source"), field.text_or_empty("target")),
    };
    for key in ["uid", "gid", "mode"] {
        field.skip(key);
    }
    if source.is_empty() {
        return;
    }
    let file = if target.is_empty() { source.clone() } else { target };
    let path = if file.starts_with('/') { file } else { format!("{folder}{file}") };
    let name = kubernetes_name(&source);
    let (kind, volume, source) = if is_secret {
        let (items, mode) = (Vec::new(), None);
        ("Secret", format!("secret-{name}"), VolumeSource::Secret { name: name.clone(), items, mode, optional: false })
    } else {
        let (items, mode) = (Vec::new(), None);
        (
            "ConfigMap",
            format!("config-{name}"),
            VolumeSource::ConfigMap { name: name.clone(), items, mode, optional: false },
        )
    };
    storage.mount(
        volume,
        source,
        Mount { path: path.clone(), sub_path: name.clone(), read_only: true, ..Mount::default() },
    );
    field.say(
        ReportLevel::Assumed,
        format!("It is read as the {kind} {name}, whose key {name} appears at {path}."),
        format!("Make the {kind} yourself: what is in it is not read."),
    );
}
