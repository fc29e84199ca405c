//! Machines one can rent: those the page carries in `assets/knowledge/machines.yaml` and those of
//! `assets/cluster/machines.yaml`, one table together; no machine stands in both.

use crate::design::Cloud;
use crate::design::OptionKey;
use crate::knowledge::{Knowledge, Number};
use crate::yaml::read::{Node as Tree, read};

const TABLE: &str = include_str!("../../../assets/cluster/machines.yaml");

/// A machine one can rent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineType {
    /// Its name at the provider.
    pub name: String,
    /// Where.
    pub cloud: Cloud,
    /// Virtual processors.
    pub cpus: u32,
    /// Memory in GiB.
    pub memory_gib: u32,
    /// US dollars an hour, on demand.
    pub price: Number,
    /// The same when it may be taken away, where such a price was read.
    pub spot: Option<Number>,
    /// ARM64 instead of x86-64.
    pub arm: bool,
    /// Gives its processors in full only for a while.
    pub burstable: bool,
    /// Accelerators.
    pub gpus: u32,
    /// Network interfaces and the IPv4 addresses of each, where that bounds its pods.
    pub interfaces: Option<(u32, u32)>,
    /// Disks that can be attached, where that is its own number.
    pub volumes: Option<u32>,
    /// Where its price was read: an address or the id of a fact.
    pub source: String,
    /// When.
    pub date: String,
    /// Whether it was read as it stands, not derived.
    pub verified: bool,
}

/// All machines, sorted by name.
pub fn machines(knowledge: &Knowledge) -> Vec<MachineType> {
    let documents = read(TABLE);
    let Some(root) = documents.first().and_then(|document| document.as_ref().ok()).map(|document| &document.root)
    else {
        return Vec::new();
    };
    let items = |key: &str| root.get(key).map(Tree::items).unwrap_or_default();
    let mut all: Vec<MachineType> = knowledge
        .machines
        .iter()
        .map(|machine| {
            let fact = knowledge.fact(machine.fact.as_str());
            let mut known = MachineType {
                name: machine.name.clone(),
                cloud: machine.cloud,
                cpus: machine.cpus,
                memory_gib: machine.memory_gib,
                price: machine.dollars_an_hour,
                spot: None,
                arm: machine.arm,
                burstable: machine.burstable,
                gpus: machine.gpus,
                interfaces: None,
                volumes: None,
                source: machine.fact.as_str().to_owned(),
                date: fact.map(|fact| fact.as_of.to_string()).unwrap_or_default(),
                verified: true,
            };
            let said = items("known").iter().find(|row| row.get("name").and_then(Tree::text) == Some(&machine.name));
            if let Some(said) = said {
                known.add(said);
            }
            known
        })
        .collect();
    all.extend(items("machines").iter().filter_map(|row| of_row(row, items("sources"))));
    crate::order::sort_by(&mut all, |one, other| one.name.cmp(&other.name));
    all
}

fn of_row(row: &Tree, sources: &[Tree]) -> Option<MachineType> {
    let text = |key: &str| row.get(key).and_then(Tree::text);
    let whole = |key: &str| text(key)?.parse::<u32>().ok();
    let source = sources.iter().find(|source| source.get("id").and_then(Tree::text) == text("from"))?;
    let of_source = |key: &str| source.get(key).and_then(Tree::text).unwrap_or_default();
    let mut machine = MachineType {
        name: text("name")?.to_owned(),
        cloud: Cloud::from_key(text("cloud")?)?,
        cpus: whole("cpus")?,
        memory_gib: whole("memoryGib")?,
        price: text("dollarsAnHour")?.parse().ok()?,
        spot: None,
        arm: text("arm") == Some("true"),
        burstable: text("burstable") == Some("true"),
        gpus: whole("gpus").unwrap_or(0),
        interfaces: None,
        volumes: None,
        source: of_source("source").to_owned(),
        date: of_source("date").to_owned(),
        verified: of_source("verified") != "false",
    };
    machine.add(row);
    Some(machine)
}

impl MachineType {
    /// Adds what a row says that not every machine has.
    fn add(&mut self, row: &Tree) {
        let text = |key: &str| row.get(key).and_then(Tree::text);
        let whole = |key: &str| text(key)?.parse::<u32>().ok();
        self.interfaces = whole("enis").zip(whole("addresses"));
        self.volumes = whole("volumes");
        self.spot = text("spot").and_then(|price| price.parse().ok());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_read_and_stands_once() {
        let knowledge = crate::knowledge::embedded();
        let all = machines(knowledge);
        let root = read(TABLE);
        let root = &root[0].as_ref().unwrap().root;
        let rows = root.get("machines").unwrap().items().len();
        assert_eq!(all.len(), rows + knowledge.machines.len());
        let names: BTreeSet<&str> = all.iter().map(|machine| machine.name.as_str()).collect();
        assert_eq!(names.len(), all.len());
        for row in root.get("known").unwrap().items() {
            let name = row.get("name").and_then(Tree::text).unwrap();
            assert!(knowledge.machines.iter().any(|machine| machine.name == name), "{name}");
        }
        for machine in &all {
            assert!(!machine.source.is_empty() && machine.date.len() >= 7, "{}: {}", machine.name, machine.date);
            assert!(machine.price.nanos() > 0 && machine.cpus > 0 && machine.memory_gib > 0);
            assert!(machine.spot.is_none_or(|spot| spot < machine.price), "{}", machine.name);
            assert_eq!(machine.cloud == Cloud::Aws, machine.interfaces.is_some(), "{}", machine.name);
        }
    }

    #[test]
    fn interfaces_give_the_pods_the_page_knows() {
        let knowledge = crate::knowledge::embedded();
        for machine in machines(knowledge) {
            let Some(known) = knowledge.machines.iter().find(|known| known.name == machine.name) else { continue };
            if let Some((interfaces, addresses)) = machine.interfaces {
                assert_eq!(interfaces * (addresses - 1) + 2, known.pods, "{}", machine.name);
            }
        }
    }
}
