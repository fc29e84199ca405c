//! Images that are on a node already.

use super::row::Row;
use crate::cluster::facts::Facts;
use crate::cluster::model::{Node, PodSpec};
use std::collections::{BTreeSet, HashMap};

/// Which images lie where.
#[derive(Debug)]
pub(super) struct Images {
    /// By name: its size, as the first node says it, and on how many nodes it is.
    holders: HashMap<String, (i64, i64)>,
    least: i64,
    most_each: i64,
}

impl Images {
    /// Of the nodes in the order they were added.
    pub(super) fn new(nodes: &[Node], facts: &Facts) -> Self {
        let mut holders: HashMap<String, (i64, i64)> = HashMap::new();
        for node in nodes {
            let mut here = BTreeSet::new();
            for (name, size) in node.images.iter().flat_map(|image| image.names.iter().map(|name| (name, image.size))) {
                if here.insert(name) {
                    holders.entry(name.clone()).or_insert((size, 0)).1 += 1;
                }
            }
        }
        let (least, most_each) = (facts.number("images.least-bytes"), facts.number("images.most-bytes-per-container"));
        Self { holders, least, most_each }
    }

    /// The scores of all nodes, none where no node has any of the pod's images (`ImageLocality.Score`): each image
    /// there counts its size times the share of nodes that hold it.
    pub(super) fn scores(&self, pod: &PodSpec, nodes: &[Node]) -> Option<Row<i64>> {
        if !pod.images.iter().any(|image| self.holders.contains_key(image)) {
            return None;
        }
        let containers = i64::try_from(pod.images.len()).unwrap_or(i64::MAX);
        let most = self.most_each.saturating_mul(containers);
        let all = i64::try_from(nodes.len()).unwrap_or(i64::MAX);
        let score = |node: &Node| {
            let sum: i64 = pod.images.iter().map(|wanted| self.worth(wanted, node, all)).sum();
            100 * (sum.clamp(self.least, most.max(self.least)) - self.least) / (most - self.least).max(1)
        };
        Some(nodes.iter().map(score).collect())
    }

    /// `scaledImageScore`, with the same rounding through a fraction.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "as the real one computes it")]
    fn worth(&self, wanted: &str, node: &Node, all: i64) -> i64 {
        let is_here = node.images.iter().any(|image| image.names.iter().any(|name| name == wanted));
        let (size, holders) = self.holders.get(wanted).copied().filter(|_| is_here).unwrap_or_default();
        (size as f64 * (holders as f64 / all as f64)) as i64
    }
}
