//! Labels of nodes as topologies: every value is a domain.

use super::row::Row;
use crate::cluster::model::Node;
use std::collections::HashMap;

/// No domain: the node lacks the label.
pub(super) const NOWHERE: u32 = u32::MAX;

/// One key.
#[derive(Debug)]
pub(super) struct Topology {
    /// The domain of each node.
    pub(super) domain: Row<u32>,
    /// How many there are.
    pub(super) domains: usize,
    /// No two nodes share one.
    pub(super) is_by_node: bool,
    /// Every node has one.
    pub(super) is_everywhere: bool,
}

/// All keys anyone asks for.
#[derive(Debug, Default)]
pub(super) struct Topologies {
    names: HashMap<String, usize>,
    pub(super) all: Vec<Topology>,
}

/// The name under which every node is a domain of its own; no label can be called so.
pub(super) const NODE: &str = "";

/// The name under which all nodes are one domain; no label can be called so either.
pub(super) const ALL: &str = " ";

impl Topologies {
    /// The index of a key.
    pub(super) fn index(&mut self, key: &str, nodes: &[Node]) -> usize {
        if let Some(known) = self.names.get(key) {
            return *known;
        }
        let mut values: HashMap<&str, u32> = HashMap::new();
        let mut domain = |at: usize, node| {
            if key == ALL {
                return 0;
            }
            let value = if key == NODE { return u32::try_from(at).unwrap_or(NOWHERE) } else { Node::label(node, key) };
            value.map_or(NOWHERE, |value| {
                let next = u32::try_from(values.len()).unwrap_or(NOWHERE);
                *values.entry(value).or_insert(next)
            })
        };
        let domain: Row<u32> = nodes.iter().enumerate().map(|(at, node)| domain(at, node)).collect();
        let domains = match key {
            NODE => nodes.len(),
            ALL => nodes.len().min(1),
            _ => values.len(),
        };
        let somewhere = domain.iter().filter(|domain| *domain != NOWHERE).count();
        self.all.push(Topology {
            domain,
            domains,
            is_by_node: somewhere == domains,
            is_everywhere: somewhere == nodes.len(),
        });
        self.names.insert(key.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }

    /// The domains of all nodes.
    pub(super) fn domains(&self, key: usize) -> &[u32] {
        self.all.get(key).map_or(&[], |topology| topology.domain.all())
    }

    /// The domain of a node.
    #[inline]
    pub(super) fn domain(&self, key: usize, node: usize) -> u32 {
        self.all.get(key).map_or(NOWHERE, |topology| topology.domain.at(node))
    }
}

impl Node {
    fn label<'a>(node: &'a Self, key: &str) -> Option<&'a str> {
        node.labels.get(key)
    }
}

/// Nodes in the order they are looked at: one of each zone in turn (`nodeTree.list`).
pub(super) fn in_turn(nodes: &[Node]) -> Vec<usize> {
    let mut zones: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<(Option<&str>, Option<&str>), usize> = HashMap::new();
    for (at, node) in nodes.iter().enumerate() {
        let zone = *known.entry((node.region(), node.zone())).or_insert_with(|| {
            zones.push(Vec::new());
            zones.len() - 1
        });
        if let Some(zone) = zones.get_mut(zone) {
            zone.push(at);
        }
    }
    let most = zones.iter().map(Vec::len).max().unwrap_or(0);
    (0..most).flat_map(|turn| zones.iter().filter_map(move |zone| zone.get(turn).copied())).collect()
}
