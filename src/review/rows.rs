//! The rules' words, read from `assets/review/mesh.yaml`, where each has its source and date.

use crate::design::Severity;
use crate::order::Gather;
use crate::traffic::text;
use crate::yaml::read::{Node, read};

const TABLE: &str = include_str!("../../assets/review/mesh.yaml");

/// What is said of a rule, whatever it finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub id: String,
    /// What istioctl (IST) or Kiali (KIA) call the same; empty where they do not know it.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// Where it is written.
    pub source: String,
    /// When that was read.
    pub date: String,
}

/// All rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// In the order of the table.
    pub rows: Vec<Row>,
}

impl Rules {
    /// Reads the table.
    pub fn read() -> Self {
        let documents = read(TABLE);
        let root = documents.first().and_then(|document| document.as_ref().ok()).map(|document| &document.root);
        let row = |row: &Node| {
            let said = |key| text(row, key).to_owned();
            Row {
                id: said("id"),
                code: said("code"),
                severity: match text(row, "severity") {
                    "error" => Severity::Error,
                    "warning" => Severity::Warning,
                    _ => Severity::Note,
                },
                why: said("why"),
                fix: said("fix"),
                source: said("source"),
                date: said("date"),
            }
        };
        Self { rows: root.map(Node::items).unwrap_or_default().iter().map(row).gather() }
    }

    /// A rule by its name.
    pub fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }
}
