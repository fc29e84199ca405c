//! The numbers the scheduler takes for granted, read from `assets/cluster/scheduler.yaml`, where each has its source
//! and date.

use crate::yaml::read::{Node as Tree, read};

const TABLE: &str = include_str!("../../assets/cluster/scheduler.yaml");

/// What the scheduler takes for granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    rows: Vec<(String, i64)>,
    /// Thousandths of a core that scoring takes a container to need which says nothing.
    pub unsaid_milli_cpu: i64,
    /// The same in bytes of memory.
    pub unsaid_memory: i64,
}

impl Facts {
    /// Reads the table.
    pub fn read() -> Self {
        let documents = read(TABLE);
        let root = documents.first().and_then(|document| document.as_ref().ok()).map(|document| &document.root);
        let row = |row: &Tree| {
            let id = row.get("id").and_then(Tree::text)?.to_owned();
            Some((id, row.get("value").and_then(Tree::text)?.parse().ok()?))
        };
        let rows: Vec<(String, i64)> = root.map(Tree::items).unwrap_or_default().iter().filter_map(row).collect();
        let mut facts = Self { rows, unsaid_milli_cpu: 0, unsaid_memory: 0 };
        facts.unsaid_milli_cpu = facts.number("requests.unsaid-milli-cpu");
        facts.unsaid_memory = facts.number("requests.unsaid-memory");
        facts
    }

    /// A number by its id; 0 where there is none.
    pub fn number(&self, id: &str) -> i64 {
        self.rows.iter().find(|(known, _)| known == id).map_or(0, |(_, value)| *value)
    }

    /// The default weight of a plugin that scores; none where it does not.
    pub fn weight(&self, plugin: &str) -> Option<i64> {
        let id = format!("weight.{plugin}");
        self.rows.iter().find(|(known, _)| *known == id).map(|(_, value)| *value)
    }

    /// The priority of a class that every cluster has.
    pub fn system_priority(&self, class: &str) -> Option<i32> {
        let id = format!("priority.{class}");
        let row = self.rows.iter().find(|(known, _)| *known == id);
        row.and_then(|(_, value)| i32::try_from(*value).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_number_a_source_and_a_date() {
        let documents = read(TABLE);
        let rows = documents[0].as_ref().unwrap().root.items().len();
        assert_eq!(Facts::read().rows.len(), rows);
        for row in documents[0].as_ref().unwrap().root.items() {
            assert!(row.get("source").and_then(Tree::text).unwrap().starts_with("https://"));
            assert_eq!(row.get("date").and_then(Tree::text).unwrap().len(), 10);
        }
    }

    #[test]
    fn what_the_code_asks_for_is_there() {
        let facts = Facts::read();
        let sources = [
            include_str!("scheduler/profile.rs"),
            include_str!("scheduler/world.rs"),
            include_str!("scheduler/sample.rs"),
            include_str!("scheduler/images.rs"),
            include_str!("scheduler/version.rs"),
        ];
        let mut asked = 0;
        for source in sources {
            for part in source.split("number(\"").skip(1) {
                let id = part.split('"').next().unwrap();
                assert!(facts.rows.iter().any(|(known, _)| known == id), "{id}");
                asked += 1;
            }
        }
        assert!(asked > 8);
        assert_eq!(facts.unsaid_memory, 200 * 1024 * 1024);
    }
}
