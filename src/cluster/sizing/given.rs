//! What nodes that are given say about where they are.

use crate::cluster::model::Node;
use crate::design::{NodeProvider, Sizing};
use crate::order::Gather;
use std::collections::BTreeSet;

/// Goes by the zones of these nodes, and by the provider whose labels they have.
pub fn follow_nodes(sizing: &mut Sizing, nodes: &[Node]) {
    let zones: BTreeSet<String> = nodes.iter().filter_map(|node| node.zone().map(str::to_owned)).collect();
    if !zones.is_empty() {
        sizing.zones = zones.into_iter().gather();
        sizing.survive_zone &= sizing.zones.len() > 1;
    }
    let named = |start: &str| nodes.iter().any(|node| node.labels.iter().any(|(key, _)| key.starts_with(start)));
    if named("eks.amazonaws.com/") {
        sizing.provider = NodeProvider::Eks;
    } else if named("cloud.google.com/") {
        sizing.provider = NodeProvider::Gke;
    } else if named("kubernetes.azure.com/") {
        sizing.provider = NodeProvider::Aks;
    }
}
