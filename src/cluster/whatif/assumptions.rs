//! How long things take: the numbers of `assets/cluster/whatif.yaml`.

use crate::yaml::read::{Node as Tree, read};

const TABLE: &str = include_str!("../../../assets/cluster/whatif.yaml");

/// How long things take, in seconds, and what is taken for granted where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumptions {
    /// Until a silent node is marked.
    pub node_unreachable: i64,
    /// From there until its pods are made anew elsewhere.
    pub pod_evicted: i64,
    /// Until a new pod serves.
    pub pod_ready: i64,
    /// Until an autoscaler asks for a node.
    pub autoscaler_asks: i64,
    /// From there until pods can go there.
    pub node_comes: i64,
    /// Per cent of a Deployment's pods that may be there in addition during a rollout.
    pub surge_percent: i64,
    /// Per cent that may be missing.
    pub unavailable_percent: i64,
    /// Per cent a use may be off before an autoscaler of pods acts.
    pub tolerance_percent: i64,
    /// How often such an autoscaler looks.
    pub autoscaler_period: i64,
    /// As many pods it adds at least, where it wants as many.
    pub autoscaler_step: i64,
    /// The chance that a node is down, in millionths.
    pub node_down: i64,
    /// The chance that a zone is.
    pub zone_down: i64,
    claims: Vec<(String, String)>,
}

impl Assumptions {
    /// Reads the table.
    pub fn read() -> Self {
        let documents = read(TABLE);
        let root = documents.first().and_then(|document| document.as_ref().ok()).map(|document| &document.root);
        let rows = root.map(Tree::items).unwrap_or_default();
        let text = |row: &Tree, key: &str| row.get(key).and_then(Tree::text).unwrap_or_default().to_owned();
        let number = |id: &str| {
            let row = rows.iter().find(|row| text(row, "id") == id);
            row.and_then(|row| text(row, "value").parse().ok()).unwrap_or(0)
        };
        Self {
            node_unreachable: number("node.unreachable-after-seconds"),
            pod_evicted: number("pod.evicted-after-seconds"),
            pod_ready: number("pod.ready-after-seconds"),
            autoscaler_asks: number("autoscaler.asks-after-seconds"),
            node_comes: number("node.comes-after-seconds"),
            surge_percent: number("deployment.surge-percent"),
            unavailable_percent: number("deployment.unavailable-percent"),
            tolerance_percent: number("autoscaler.tolerance-percent"),
            autoscaler_period: number("autoscaler.period-seconds"),
            autoscaler_step: number("autoscaler.least-step"),
            node_down: number("failures.node-down-per-million"),
            zone_down: number("failures.zone-down-per-million"),
            claims: rows.iter().map(|row| (text(row, "id"), text(row, "claim"))).collect(),
        }
    }

    /// What is assumed, as sentences, for those rows whose ids begin with one of these.
    pub fn said(&self, ids: &[&str]) -> Vec<String> {
        let is_meant = |id: &str| ids.iter().any(|start| id.starts_with(start));
        self.claims.iter().filter(|(id, _)| is_meant(id)).map(|(_, claim)| claim.clone()).collect()
    }

    /// Until a node an autoscaler asked for takes pods and these serve.
    pub fn with_new_node(&self) -> i64 {
        self.autoscaler_asks + self.node_comes + self.pod_ready
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_has_a_source_and_a_date() {
        let documents = read(TABLE);
        for row in documents[0].as_ref().unwrap().root.items() {
            assert!(row.get("source").and_then(Tree::text).unwrap().starts_with("https://"));
            assert_eq!(row.get("date").and_then(Tree::text).unwrap().len(), 10);
        }
        let all = Assumptions::read();
        assert_eq!((all.node_unreachable, all.pod_evicted, all.with_new_node()), (50, 300, 300));
        assert_eq!(
            (all.pod_ready, all.surge_percent, all.unavailable_percent, all.tolerance_percent),
            (30, 25, 25, 10)
        );
        assert_eq!((all.autoscaler_period, all.autoscaler_step), (15, 4));
        assert_eq!((all.node_down, all.zone_down), (5_000, 100));
        assert_eq!(all.said(&["pod."]).len(), 2);
    }
}
