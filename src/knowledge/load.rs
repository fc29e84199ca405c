//! The tables as they are written, before anything is checked.

use super::assemble::check;
use super::{
    Costing, CriterionInfo, Date, FactKind, IstioRelease, Knowledge, KnowledgeError, KubernetesRelease, LargestPod,
    Machine, Number, Platform, Rating, Reach,
};
use crate::design::{Criterion, Need, PlatformId};
use crate::order::Map;
use crate::yaml::read::{self, Node};
use crate::yaml::{Blank, Form, Misfit, from_node};

/// One source or several.
#[derive(Debug)]
pub(super) enum Sources {
    One(String),
    Several(Vec<String>),
}

/// A fact as written; what it must have is checked with a better message than serde's.
#[derive(Debug)]
pub(super) struct WrittenFact {
    pub(super) id: String,
    pub(super) claim: String,
    pub(super) values: Map<String, Number>,
    pub(super) unit: String,
    pub(super) as_of: Option<Date>,
    pub(super) undated: bool,
    pub(super) kind: FactKind,
    pub(super) verified: bool,
    pub(super) source: Option<Sources>,
}

/// The same words for several platforms.
#[derive(Debug)]
pub(super) struct WrittenVerdict {
    pub(super) platforms: Vec<PlatformId>,
    pub(super) text: String,
}

/// A constraint as written: a fact and what follows from it.
#[derive(Debug)]
pub(super) struct WrittenConstraint {
    pub(super) need: Need,
    pub(super) asks: String,
    pub(super) claim: String,
    pub(super) as_of: Option<Date>,
    pub(super) undated: bool,
    pub(super) kind: FactKind,
    pub(super) verified: bool,
    pub(super) source: Option<Sources>,
    pub(super) criteria: Vec<Criterion>,
    pub(super) eliminates: Vec<WrittenVerdict>,
    pub(super) burdens: Vec<WrittenVerdict>,
    pub(super) caveats: Vec<WrittenVerdict>,
}

/// Releases, and the day the facts were last gone through.
#[derive(Debug, Default)]
pub(super) struct Versions {
    pub(super) date: Option<Date>,
    pub(super) kubernetes: Vec<KubernetesRelease>,
    pub(super) istio: Vec<IstioRelease>,
}

/// Every table.
#[derive(Debug, Default)]
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

/// From the text the build wrote. Its rows are not checked against each other a second time, on every start of the page:
/// a test holds that it equals what [`Knowledge::from_yaml`] makes of the tables, and that checks them.
pub(super) fn from_json(text: &str) -> Result<Knowledge, KnowledgeError> {
    // The reader that design files go through: a reader of JSON alone would be one more in the download.
    let tables: Result<Tables, Misfit> = from_node(&root("knowledge.json", text)?);
    let form = |misfit: Misfit| KnowledgeError::Form { table: "knowledge.json".to_owned(), what: misfit.to_string() };
    tables.map_err(form)?.assemble()
}

impl Knowledge {
    /// From the tables themselves: each file's name, such as `platforms.yaml` or `facts/eks.yaml`, and its text.
    pub fn from_yaml(files: &[(&str, &str)]) -> Result<Self, KnowledgeError> {
        let mut tables = Tables::default();
        for (name, text) in files {
            tables.read(name, text)?;
        }
        let knowledge = tables.assemble()?;
        check(&knowledge)?;
        Ok(knowledge)
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
                let form = |misfit: Misfit| KnowledgeError::Form { table: name.to_owned(), what: misfit.to_string() };
                self.versions = from_node(&root(name, text)?).map_err(form)?;
            }
            facts if facts.starts_with("facts/") => self.facts.extend(rows::<WrittenFact>(name, text)?),
            _ => return Err(KnowledgeError::NoSuchTable(name.to_owned())),
        }
        Ok(())
    }
}

/// The one document of a table.
fn root(table: &str, text: &str) -> Result<Node, KnowledgeError> {
    let form = |what: String| KnowledgeError::Form { table: table.to_owned(), what };
    let document = read::read(text).into_iter().next().ok_or_else(|| form("it is empty".to_owned()))?;
    Ok(document.map_err(|error| form(error.to_string()))?.root)
}

/// Row by row, so that an error names the row.
fn rows<T: Form + Blank>(table: &str, text: &str) -> Result<Vec<T>, KnowledgeError> {
    let root = root(table, text)?;
    let row = |(position, node)| {
        from_node(node).map_err(|misfit| KnowledgeError::Row {
            table: table.to_owned(),
            row: position + 1,
            what: misfit.to_string(),
        })
    };
    root.items().iter().enumerate().map(row).collect()
}
