//! The tables as they are written, before anything is checked.

use super::{
    Costing, CriterionInfo, Date, FactKind, IstioRelease, Knowledge, KnowledgeError, KubernetesRelease, LargestPod,
    Machine, Number, Platform, Rating, Reach,
};
use crate::design::{Criterion, Need, PlatformId};
use crate::yaml;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// One source or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Sources {
    One(String),
    Several(Vec<String>),
}

/// A fact as written; what it must have is checked with a better message than serde's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFact {
    pub(super) id: String,
    #[serde(default)]
    pub(super) claim: String,
    #[serde(default)]
    pub(super) values: BTreeMap<String, Number>,
    #[serde(default)]
    pub(super) unit: String,
    pub(super) as_of: Option<Date>,
    #[serde(default)]
    pub(super) undated: bool,
    #[serde(default)]
    pub(super) kind: FactKind,
    #[serde(default = "yes")]
    pub(super) verified: bool,
    pub(super) source: Option<Sources>,
}

const fn yes() -> bool {
    true
}

/// The same words for several platforms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenVerdict {
    pub(super) platforms: Vec<PlatformId>,
    pub(super) text: String,
}

/// A constraint as written: a fact and what follows from it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenConstraint {
    pub(super) need: Need,
    pub(super) asks: String,
    #[serde(default)]
    pub(super) claim: String,
    pub(super) as_of: Option<Date>,
    #[serde(default)]
    pub(super) undated: bool,
    #[serde(default)]
    pub(super) kind: FactKind,
    #[serde(default = "yes")]
    pub(super) verified: bool,
    pub(super) source: Option<Sources>,
    pub(super) criteria: Vec<Criterion>,
    #[serde(default)]
    pub(super) eliminates: Vec<WrittenVerdict>,
    #[serde(default)]
    pub(super) burdens: Vec<WrittenVerdict>,
    #[serde(default)]
    pub(super) caveats: Vec<WrittenVerdict>,
}

/// Releases, and the day the facts were last gone through.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Versions {
    pub(super) date: Option<Date>,
    pub(super) kubernetes: Vec<KubernetesRelease>,
    pub(super) istio: Vec<IstioRelease>,
}

/// Every table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Tables {
    pub(super) platforms: Vec<Platform>,
    pub(super) criteria: Vec<CriterionInfo>,
    pub(super) constraints: Vec<WrittenConstraint>,
    pub(super) ratings: Vec<Rating>,
    pub(super) limits: Vec<Reach>,
    pub(super) sizes: Vec<LargestPod>,
    pub(super) costs: Vec<Costing>,
    pub(super) machines: Vec<Machine>,
    pub(super) versions: Versions,
    pub(super) facts: Vec<WrittenFact>,
}

/// From the text the build wrote.
pub(super) fn from_json(text: &str) -> Result<Knowledge, KnowledgeError> {
    let form = |what: String| KnowledgeError::Form { table: "knowledge.json".to_owned(), what };
    // The reader that design files go through: a reader of JSON alone would be one more in the download.
    let document = yaml::read::read(text).into_iter().next().ok_or_else(|| form("it is empty".to_owned()))?;
    let root = document.map_err(|error| form(error.to_string()))?.root;
    yaml::from_node::<Tables>(&root).map_err(|misfit| form(misfit.to_string()))?.assemble()
}

impl Knowledge {
    /// From the tables themselves: each file's name, such as `platforms.yaml` or `facts/eks.yaml`, and its text.
    pub fn from_yaml(files: &[(&str, &str)]) -> Result<Self, KnowledgeError> {
        let mut tables = Tables::default();
        for (name, text) in files {
            tables.read(name, text)?;
        }
        tables.assemble()
    }
}

impl Tables {
    fn read(&mut self, name: &str, text: &str) -> Result<(), KnowledgeError> {
        match name.trim_end_matches(".yaml") {
            "platforms" => self.platforms = rows(name, text)?,
            "criteria" => self.criteria = rows(name, text)?,
            "constraints" => self.constraints = rows(name, text)?,
            "ratings" => self.ratings = rows(name, text)?,
            "limits" => self.limits = rows(name, text)?,
            "sizes" => self.sizes = rows(name, text)?,
            "costs" => self.costs = rows(name, text)?,
            "machines" => self.machines = rows(name, text)?,
            "versions" => {
                self.versions = serde_yaml::from_str(text).map_err(|error| form(name, &error))?;
            }
            facts if facts.starts_with("facts/") => self.facts.extend(rows::<WrittenFact>(name, text)?),
            _ => return Err(KnowledgeError::NoSuchTable(name.to_owned())),
        }
        Ok(())
    }
}

fn form(table: &str, error: &serde_yaml::Error) -> KnowledgeError {
    KnowledgeError::Form { table: table.to_owned(), what: error.to_string() }
}

/// Row by row, so that an error names the row.
fn rows<T: DeserializeOwned>(table: &str, text: &str) -> Result<Vec<T>, KnowledgeError> {
    let values: Vec<serde_yaml::Value> = serde_yaml::from_str(text).map_err(|error| form(table, &error))?;
    let row = |(position, value)| {
        serde_yaml::from_value(value).map_err(|error: serde_yaml::Error| KnowledgeError::Row {
            table: table.to_owned(),
            row: position + 1,
            what: error.to_string(),
        })
    };
    values.into_iter().enumerate().map(row).collect()
}
