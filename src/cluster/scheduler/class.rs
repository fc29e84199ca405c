//! What is known about all pods of one specification.

use super::attachments::Attached;
use super::bits::Bits;
use super::row::Row;
use crate::cluster::model::HostPort;
use std::rc::Rc;

/// A spread that must hold.
#[derive(Debug)]
pub(super) struct HardSpread {
    pub(super) tally: usize,
    pub(super) key: usize,
    /// 1 when the pod counts itself.
    pub(super) own: i64,
    pub(super) max_skew: i64,
    pub(super) min_domains: i64,
}

/// A spread that is scored.
#[derive(Debug)]
pub(super) struct SoftSpread {
    /// Counts by domain; by node where every node is a domain.
    pub(super) tally: usize,
    pub(super) key: usize,
    /// The key is the host name: counted node by node.
    pub(super) by_node: bool,
    /// Every node has the key.
    pub(super) everywhere: bool,
    pub(super) max_skew: i64,
}

/// Counts of a tally with a weight.
#[derive(Debug)]
pub(super) struct Weighed {
    pub(super) tally: usize,
    pub(super) key: usize,
    pub(super) weight: i64,
}

/// Scores by node that no pod changes: images, taints and preferred terms. The latter two are scaled by the most among
/// the nodes that are compared, which often is the most of all; so they are kept scaled by that.
#[derive(Debug, Default)]
pub(super) struct Lasting {
    /// All three, weighted.
    pub(super) scores: Row<i64>,
    pub(super) taints: Scaled,
    pub(super) terms: Scaled,
}

/// Raw scores by node, and the most of all nodes.
#[derive(Debug, Default)]
pub(super) struct Scaled {
    pub(super) raw: Option<Rc<Row<i64>>>,
    pub(super) most: i64,
    pub(super) weight: i64,
    /// Few are good.
    pub(super) is_reversed: bool,
}

impl Scaled {
    /// The weighted score (`DefaultNormalizeScore`), the same for all where the most is nothing.
    pub(super) fn score(&self, raw: i64, most: i64) -> i64 {
        match (most, self.is_reversed) {
            (0, true) => self.weight * 100,
            (0, false) => 0,
            (_, true) => self.weight * (100 - 100 * raw / most),
            (_, false) => self.weight * (100 * raw / most),
        }
    }
}

/// Everything an attempt needs; indices are the world's.
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
#[derive(Debug, Default)]
pub(super) struct Class {
    pub(super) profile: usize,
    pub(super) size: usize,
    /// Nodes that nothing unchanging speaks against.
    pub(super) suited: Rc<Bits>,
    /// Of these the ones that are not known to be full.
    pub(super) open: Bits,
    /// Only these nodes are looked at, when affinity names nodes.
    pub(super) only: Option<Vec<usize>>,
    /// Why there is no use in looking at any node.
    pub(super) refusal: Option<String>,
    /// What does not change with the pods that are there.
    pub(super) lasting: Option<Rc<Lasting>>,
    pub(super) ports: Vec<HostPort>,
    /// Whether taken ports keep its pods away.
    pub(super) minds_ports: bool,
    pub(super) hard: Vec<HardSpread>,
    pub(super) soft: Vec<SoftSpread>,
    /// Nodes that lack a key of the soft spreads score nothing.
    pub(super) needs_all_keys: bool,
    /// Some node does lack one.
    pub(super) lacks_keys: bool,
    /// What its pods attach to their node.
    pub(super) volumes: Vec<Attached>,
    /// Whether what is attached keeps its pods away.
    pub(super) minds_volumes: bool,
    /// Who uses the claims it wants for itself: tally and key.
    pub(super) claimed: Vec<(usize, usize)>,
    /// Required neighbours: tally and key.
    pub(super) near: Vec<(usize, usize)>,
    /// Whether the pod itself is what it wants near.
    pub(super) near_itself: bool,
    /// Pods that must not be near.
    pub(super) far: Vec<(usize, usize)>,
    /// Pods there that do not want it near.
    pub(super) shunned: Vec<(usize, usize)>,
    pub(super) preferred: Vec<Weighed>,
    /// The tallies its pods count in, and how much.
    pub(super) counts_in: Vec<(usize, i64)>,
}

impl Class {
    /// Whether other pods have no say in where its pods may go.
    pub(super) fn is_free(&self) -> bool {
        (self.ports.is_empty() || !self.minds_ports)
            && (self.volumes.is_empty() || !self.minds_volumes)
            && self.claimed.is_empty()
            && self.hard.is_empty()
            && self.near.is_empty()
            && self.far.is_empty()
            && self.shunned.is_empty()
    }
}
