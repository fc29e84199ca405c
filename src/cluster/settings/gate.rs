//! Feature gates, each with its stages.

use super::Minor;
use crate::yaml::read::Node;

/// What a gate is from a minor on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateStage {
    /// The minor it begins in.
    pub at: Minor,
    /// `alpha`, `beta`, `ga`, `deprecated`, `all`; empty for one that is gone.
    pub stage: String,
    /// Whether it is on by itself.
    pub default: Option<bool>,
    /// Whether it can no longer be set to anything else.
    pub locked: bool,
}

/// A feature gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Its name.
    pub name: String,
    /// Its stages that the tables know; at least one.
    stages: Vec<GateStage>,
    /// The first minor that has it, where that is known.
    pub since: Option<Minor>,
    /// The first minor that does not know it.
    pub until: Option<Minor>,
    /// What else there is to know.
    pub note: String,
    pub(super) source: usize,
}

impl Gate {
    /// Reads a row; its versions are read by the table.
    pub(super) fn read(row: &Node, since: Option<Minor>, until: Option<Minor>, source: usize) -> Option<Self> {
        let text = |key| row.get(key).and_then(Node::text).unwrap_or_default();
        let mut stages = vec![GateStage {
            at: text("at").parse().unwrap_or(Minor(0)),
            stage: text("stage").to_owned(),
            default: row.get("default").and_then(Node::text).map(|default| default == "true"),
            locked: text("locked") == "true",
        }];
        for also in row.get("also").map(Node::items).unwrap_or_default() {
            let mut words = also.text()?.split(' ');
            stages.push(GateStage {
                at: words.next()?.parse().ok()?,
                stage: words.next()?.to_owned(),
                default: Some(words.next()? == "true"),
                locked: words.next() == Some("locked"),
            });
        }
        let (name, note) = (text("gate").to_owned(), text("note").to_owned());
        Some(Self { name, stages, since, until, note, source })
    }

    /// What it is in a minor: the last stage that has begun, or the first that is known.
    pub fn in_minor(&self, version: Minor) -> Option<&GateStage> {
        let begun = self.stages.iter().filter(|stage| stage.at <= version).max_by_key(|stage| stage.at);
        begun.or_else(|| self.stages.iter().min_by_key(|stage| stage.at))
    }

    /// Whether it is gone from every minor that the tables are made for.
    pub fn is_gone(&self) -> bool {
        self.stages.iter().all(|stage| stage.stage.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use crate::cluster::settings::{Minor, Tables};

    #[test]
    fn a_gate_is_what_its_minor_makes_of_it() {
        let tables = Tables::embedded();
        let of = |name: &str, minor| {
            let stage = tables.gate(name).unwrap().in_minor(Minor(minor)).unwrap();
            (stage.stage.as_str(), stage.default, stage.locked)
        };
        assert_eq!(of("AnonymousAuthConfigurableEndpoints", 36), ("ga", Some(true), true));
        assert_eq!(of("SELinuxMount", 36).1, Some(false));
        assert_eq!(of("SELinuxMount", 37).1, Some(true));
        let gate = tables.gate("GangScheduling").unwrap();
        assert_eq!(gate.until, Some(Minor(37)));
        assert_eq!(tables.gate("EtcdRangeStream").unwrap().since, Some(Minor(37)));
    }
}
