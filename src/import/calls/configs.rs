//! ConfigMaps, as far as addresses may stand in them.

use crate::import::kubernetes::{Object, identity};
use crate::import::notes::{Notes, Source};
use crate::import::report::ReportLevel;
use crate::order::Gather;
use crate::yaml::read::{Node, Style};
use std::collections::BTreeMap;

/// One value of a ConfigMap.
#[derive(Debug, Clone)]
pub(in crate::import) struct ConfigValue {
    pub(super) key: String,
    pub(super) text: String,
    pub(super) source: Source,
    pub(super) line: u32,
    pub(super) is_block: bool,
}

/// All ConfigMaps of the files, by namespace and name.
#[derive(Debug, Default)]
pub(in crate::import) struct Configs {
    /// The place of each, by what tells it from all others.
    places: BTreeMap<String, u32>,
    values: Vec<Vec<ConfigValue>>,
}

impl Configs {
    /// Keeps a ConfigMap's values for the search, and says that it stays outside the design.
    pub(in crate::import) fn add(&mut self, object: &Object<'_>, notes: &Notes) {
        let data = object.root.get("data").map(Node::entries).unwrap_or_default();
        let values = data.iter().filter_map(|entry| {
            let scalar = entry.value.scalar()?;
            Some(ConfigValue {
                key: entry.key.clone(),
                text: scalar.text.clone(),
                source: object.source.clone(),
                line: entry.value.at.line,
                is_block: scalar.style == Style::Block,
            })
        });
        let place = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.places.insert(identity("", &object.namespace, &object.name), place);
        self.values.push(values.gather());
        object.say(
            notes,
            ReportLevel::LeftOut,
            "A ConfigMap is searched for addresses and is not part of the design.",
            "Keep applying it yourself.",
        );
    }

    /// The values of one of them.
    pub(super) fn values(&self, namespace: &str, name: &str) -> &[ConfigValue] {
        let place = self.places.get(&identity("", namespace, name));
        place.and_then(|place| self.values.get(*place as usize)).map_or(&[], Vec::as_slice)
    }
}
