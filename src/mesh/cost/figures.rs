//! The published figures, read from `assets/mesh/cost.yaml`: each with the release it is of, its source and date.

use crate::yaml::read::{Node as Tree, read};

const TABLE: &str = include_str!("../../../assets/mesh/cost.yaml");

/// A published number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is called.
    pub id: String,
    /// The number, in the unit its name ends with.
    pub value: u64,
    /// What was published, in a sentence.
    pub claim: String,
    /// Of which release.
    pub release: String,
    /// Where.
    pub source: String,
    /// The day it was looked at.
    pub date: String,
    /// Whether it was read in its source.
    pub verified: bool,
}

/// All published figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    rows: Vec<Figure>,
}

impl Figures {
    /// Reads the table.
    pub fn read() -> Self {
        let documents = read(TABLE);
        let root = documents.first().and_then(|document| document.as_ref().ok()).map(|document| &document.root);
        Self { rows: root.map(Tree::items).unwrap_or_default().iter().filter_map(figure).collect() }
    }

    /// A figure by its id; none where nothing is published.
    pub fn get(&self, id: &str) -> Option<&Figure> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// Its number.
    pub fn number(&self, id: &str) -> Option<u64> {
        self.get(id).map(|row| row.value)
    }
}

fn figure(row: &Tree) -> Option<Figure> {
    let text = |key: &str| row.get(key).and_then(Tree::text).map(str::to_owned);
    Some(Figure {
        id: text("id")?,
        value: text("value")?.parse().ok()?,
        claim: text("claim")?,
        release: text("release")?,
        source: text("source")?,
        date: text("date")?,
        verified: row.get("verified").and_then(Tree::text) != Some("false"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_number_a_release_a_source_and_a_date() {
        let documents = read(TABLE);
        let rows = documents[0].as_ref().unwrap().root.items().len();
        let figures = Figures::read();
        assert_eq!(figures.rows.len(), rows);
        for row in &figures.rows {
            assert!(
                row.source.starts_with("https://") && row.date.len() == 10 && !row.release.is_empty(),
                "{}",
                row.id
            );
            assert!(row.claim.ends_with('.'), "{}", row.id);
        }
        assert_eq!(figures.number("istio.sidecar.used-milli-cpu"), Some(200));
        assert_eq!(figures.number("cilium.envoy.request-mib"), None, "nobody publishes it");
    }
}
