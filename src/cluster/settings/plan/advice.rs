//! The table of values.

use super::super::Minor;
use crate::design::PlatformId;
use crate::order::Gather;
use crate::yaml::read::{Node, read};
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../../../assets/cluster/settings/advice.yaml");

/// A value that is recommended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its id.
    pub id: String,
    /// The field or flag it is for; empty for a part of one.
    pub of: String,
    /// Why.
    pub why: String,
    /// Whether all of the row was read in its source.
    pub verified: bool,
    /// Up to so many nodes, this.
    tiers: Vec<(u64, String)>,
    there: Vec<(PlatformId, String)>,
    source: String,
}

impl Said {
    /// The value for so many nodes; empty where the default does.
    pub fn value(&self, nodes: u64) -> &str {
        let tier = self.tiers.iter().find(|(most, _)| nodes <= *most).or(self.tiers.last());
        tier.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// What a platform calls it; none where it cannot be set there.
    pub fn there(&self, platform: PlatformId) -> Option<&str> {
        if matches!(platform, PlatformId::KubernetesSelfManaged) {
            return Some(self.of.split_once('.').map_or(self.of.as_str(), |(_, name)| name));
        }
        self.there.iter().find(|(one, _)| *one == platform).map(|(_, name)| name.as_str())
    }
}

/// What a machine of the control plane needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ControlPlane {
    /// Cores.
    pub cpus: u64,
    /// Memory in GB.
    pub memory: u64,
    /// Its data disk in GB.
    pub disk: u64,
}

/// What a minor version brings that must be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgrade {
    /// The version.
    pub minor: Minor,
    /// What it brings.
    pub what: String,
    /// Where that is written.
    pub source: String,
}

/// Everything in the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Advice {
    said: Vec<Said>,
    sources: Vec<(String, String, String)>,
    machines: Vec<(u64, ControlPlane)>,
    numbers: Vec<(String, u64)>,
    versions: Vec<(Minor, [String; 3])>,
    upgrades: Vec<Upgrade>,
}

impl Advice {
    /// The table this build was made with, read once.
    pub(super) fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Advice> = OnceLock::new();
        EMBEDDED.get_or_init(Self::read)
    }

    /// Reads the table.
    fn read() -> Self {
        let mut advice = Self::default();
        let documents = read(TABLE);
        let Some(Ok(document)) = documents.first() else { return advice };
        let rows = |list: &str| document.root.get(list).map(Node::items).unwrap_or_default();
        let text = |row: &Node, key: &str| row.get(key).and_then(Node::text).unwrap_or_default().to_owned();
        let number = |row: &Node, key: &str| text(row, key).parse::<u64>().unwrap_or(0);
        advice.sources =
            rows("sources").iter().map(|row| (text(row, "id"), text(row, "url"), text(row, "date"))).gather();
        advice.said = rows("advice").iter().map(said).gather();
        advice.machines = rows("machines")
            .iter()
            .map(|row| {
                let machine = ControlPlane {
                    cpus: number(row, "cpus"),
                    memory: number(row, "memory"),
                    disk: number(row, "disk"),
                };
                (number(row, "nodes"), machine)
            })
            .gather();
        advice.numbers = rows("numbers").iter().map(|row| (text(row, "id"), number(row, "value"))).gather();
        advice.versions = rows("versions")
            .iter()
            .filter_map(|row| {
                let texts = [text(row, "patch"), text(row, "etcd"), text(row, "autoscaler")];
                Some((text(row, "minor").parse().ok()?, texts))
            })
            .gather();
        advice.upgrades = rows("upgrades")
            .iter()
            .filter_map(|row| {
                let minor = text(row, "minor").parse().ok()?;
                let source = advice.address(&text(row, "source")).to_owned();
                Some(Upgrade { minor, what: text(row, "what"), source })
            })
            .gather();
        advice
    }

    /// Every row.
    pub fn rows(&self) -> &[Said] {
        &self.said
    }

    /// A row by its id.
    pub fn said(&self, id: &str) -> Option<&Said> {
        self.said.iter().find(|said| said.id == id)
    }

    fn address(&self, source: &str) -> &str {
        self.sources.iter().find(|(id, ..)| id == source).map_or("", |(_, url, _)| url)
    }

    /// Where a row is written.
    pub fn url(&self, said: &Said) -> &str {
        self.address(&said.source)
    }

    /// When it was looked at.
    pub fn date(&self, said: &Said) -> &str {
        self.sources.iter().find(|(id, ..)| *id == said.source).map_or("", |(.., date)| date)
    }

    /// A number by its id; 0 where there is none.
    pub fn number(&self, id: &str) -> u64 {
        self.numbers.iter().find(|(known, _)| known == id).map_or(0, |(_, value)| *value)
    }

    /// What a machine of the control plane needs for so many nodes.
    pub(super) fn control_plane(&self, nodes: u64) -> ControlPlane {
        let tier = self.machines.iter().find(|(most, _)| nodes <= *most).or(self.machines.last());
        tier.map(|(_, machine)| *machine).unwrap_or_default()
    }

    fn of_version(&self, minor: Minor, at: usize) -> &str {
        let row = self.versions.iter().find(|(known, _)| *known == minor);
        row.and_then(|(_, texts)| texts.get(at)).map(String::as_str).unwrap_or_default()
    }

    /// The newest patch of a minor that was seen.
    pub fn patch(&self, minor: Minor) -> &str {
        self.of_version(minor, 0)
    }

    /// The tag of etcd's image that comes with a minor.
    pub fn etcd(&self, minor: Minor) -> &str {
        self.of_version(minor, 1)
    }

    /// The Cluster Autoscaler for a minor: its own release or, where none was seen, the newest of an earlier minor; and
    /// whether it is its own.
    pub fn autoscaler(&self, minor: Minor) -> (&str, bool) {
        let own = self.of_version(minor, 2);
        let earlier = || {
            self.versions
                .iter()
                .filter(|(known, texts)| *known < minor && texts.get(2).is_some_and(|tag| !tag.is_empty()))
        };
        match own {
            "" => {
                let newest = earlier().max_by_key(|(known, _)| *known).and_then(|(_, texts)| texts.get(2));
                (newest.map(String::as_str).unwrap_or_default(), false)
            }
            own => (own, true),
        }
    }

    /// What a minor brings.
    pub fn upgrades_to(&self, minor: Minor) -> impl Iterator<Item = &Upgrade> {
        self.upgrades.iter().filter(move |upgrade| upgrade.minor == minor)
    }
}

fn said(row: &Node) -> Said {
    let text = |key: &str| row.get(key).and_then(Node::text).unwrap_or_default().to_owned();
    let tiers = row.get("tiers").map(Node::items).unwrap_or_default().iter().filter_map(|tier| {
        let [most, value] = tier.items() else { return None };
        Some((most.text()?.parse().ok()?, value.text().unwrap_or_default().to_owned()))
    });
    let mut tiers: Vec<(u64, String)> = tiers.gather();
    if tiers.is_empty() {
        tiers.push((u64::MAX, text("value")));
    }
    let names = [
        ("eks", PlatformId::Eks),
        ("gke", PlatformId::GkeStandard),
        ("aks", PlatformId::Aks),
        ("k3s", PlatformId::K3s),
    ];
    let there = names.into_iter().filter_map(|(key, platform)| Some((platform, row.get(key)?.text()?.to_owned())));
    Said {
        id: text("id"),
        of: text("of"),
        why: text("why"),
        verified: text("verified") != "false",
        there: there.gather(),
        source: text("source"),
        tiers,
    }
}
