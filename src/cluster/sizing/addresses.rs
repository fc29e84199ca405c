//! The addresses that nodes and their pods need.

use super::Reservations;
use crate::design::NodeProvider;

/// What the network must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// Addresses kept for each node's pods.
    pub a_node: u64,
    /// For all nodes.
    pub in_all: u64,
    /// The length of the smallest range that has as many.
    pub prefix: u32,
    /// How that comes.
    pub arithmetic: String,
    /// How many nodes the range that was said has room for.
    pub range_nodes: Option<u64>,
}

/// Bits of an address.
const BITS: u32 = 32;

/// The addresses of so many nodes with at most so many pods each. `range` is the length of the range that was said.
pub(super) fn addresses(
    provider: NodeProvider,
    pools: &[(u64, u64, Option<u64>)],
    range: Option<u32>,
    facts: &Reservations,
) -> Addresses {
    let of_prefix = |id| 1_u64 << BITS.saturating_sub(u32::try_from(facts.number(id)).unwrap_or(BITS)).min(31);
    let (mut in_all, mut most) = (0_u64, 0);
    let mut words = Vec::new();
    for (nodes, pods, own) in pools {
        let (each, why) = match (provider, own) {
            (NodeProvider::Gke, _) => {
                let many = pods.saturating_mul(facts.number("gke.addresses-a-pod")).max(1).next_power_of_two();
                (many, format!("at least {} for each of {pods} pods", facts.number("gke.addresses-a-pod")))
            }
            (NodeProvider::Eks, Some(addresses)) => (*addresses, "all addresses of its interfaces".to_owned()),
            (NodeProvider::Eks, None) => (pods + 1, format!("its own and {pods} for pods")),
            (NodeProvider::Aks, _) => (of_prefix("aks.node-prefix"), "a range of its own".to_owned()),
            (NodeProvider::Kubeadm, _) => (of_prefix("kubeadm.node-prefix"), "a range of its own".to_owned()),
        };
        most = most.max(each);
        in_all = in_all.saturating_add(nodes.saturating_mul(each));
        words.push(format!("{nodes} nodes × {each} ({why})"));
    }
    let prefix = BITS - in_all.max(1).next_power_of_two().trailing_zeros().min(BITS);
    Addresses {
        a_node: most,
        in_all,
        prefix,
        arithmetic: format!("{} = {in_all} addresses: a /{prefix}", words.join(" + ")),
        range_nodes: range.map(|length| (1_u64 << (BITS - length.min(BITS))) / most.max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_provider_counts_in_its_own_way() {
        let facts = Reservations::read();
        for (provider, pools, range, (a_node, in_all, prefix, nodes)) in [
            (NodeProvider::Gke, vec![(3, 110, None)], Some(14), (256, 768, 22, Some(1024))),
            (NodeProvider::Gke, vec![(3, 32, None)], None, (64, 192, 24, None)),
            (NodeProvider::Eks, vec![(2, 29, Some(30)), (1, 58, Some(60))], None, (60, 120, 25, None)),
            (NodeProvider::Kubeadm, vec![(5, 110, None)], Some(16), (256, 1280, 21, Some(256))),
        ] {
            let found = addresses(provider, &pools, range, &facts);
            assert_eq!((found.a_node, found.in_all, found.prefix, found.range_nodes), (a_node, in_all, prefix, nodes));
        }
    }
}
