//! How many of which machine in which zone, and the nodes that makes.

use super::Offer;
use crate::cluster::model::Node;

/// Nodes by offer and zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plan {
    /// By offer, then by zone.
    pub counts: Vec<Vec<u32>>,
}

impl Plan {
    /// So many of each offer, laid over the zones so that each zone has about as much as any other.
    pub fn even(counts: &[u32], offers: &[Offer], zones: usize) -> Self {
        let zones = zones.max(1);
        let mut plan = vec![vec![0; zones]; counts.len()];
        let mut room = vec![0_u128; zones];
        let mut order: Vec<usize> = (0..counts.len()).collect();
        crate::order::sort_by(&mut order, |one, other| {
            size(offers, *other).cmp(&size(offers, *one)).then(one.cmp(other))
        });
        for offer in order {
            let number = counts.get(offer).copied().unwrap_or(0);
            let Some(row) = plan.get_mut(offer) else { continue };
            // Whole rounds first; what is left goes where there is least.
            let each = number / u32::try_from(zones).unwrap_or(1);
            for (cell, room) in row.iter_mut().zip(&mut room) {
                *cell += each;
                *room += size(offers, offer) * u128::from(each);
            }
            for _ in 0..number - each * u32::try_from(zones).unwrap_or(1) {
                let least = (0..zones).min_by_key(|zone| {
                    (row.get(*zone).is_some_and(|cell| *cell > each), room.get(*zone).copied().unwrap_or(0), *zone)
                });
                let Some(zone) = least else { continue };
                if let (Some(cell), Some(room)) = (row.get_mut(zone), room.get_mut(zone)) {
                    *cell += 1;
                    *room += size(offers, offer);
                }
            }
        }
        Self { counts: plan }
    }

    /// How many of each offer.
    pub fn totals(&self) -> Vec<u32> {
        self.counts.iter().map(|zones| zones.iter().sum()).collect()
    }

    /// How many nodes.
    pub fn nodes(&self) -> u32 {
        self.totals().iter().sum()
    }

    /// Billionths of a US dollar an hour.
    pub fn price(&self, offers: &[Offer]) -> u128 {
        price(&self.totals(), offers)
    }

    /// The nodes, named by offer, zone and number, each with its cell.
    pub fn made(&self, offers: &[Offer], zones: &[String]) -> (Vec<Node>, Vec<(usize, usize)>) {
        let (mut nodes, mut cells) = (Vec::new(), Vec::new());
        for (at, (offer, row)) in offers.iter().zip(&self.counts).enumerate() {
            for (zone_at, (zone, count)) in zones.iter().zip(row).enumerate() {
                for number in 1..=*count {
                    let kind = if offer.spot { "spot-" } else { "" };
                    let name = format!("{kind}{}-{zone}-{number}", offer.machine.name.to_ascii_lowercase());
                    nodes.push(offer.node(name.replace(['.', '_'], "-"), zone));
                    cells.push((at, zone_at));
                }
            }
        }
        (nodes, cells)
    }
}

/// Billionths of a US dollar an hour for so many of each.
pub(super) fn price(counts: &[u32], offers: &[Offer]) -> u128 {
    counts.iter().zip(offers).map(|(count, offer)| u128::from(*count) * u128::from(offer.price.nanos())).sum()
}

/// What a machine weighs when zones are made even.
fn size(offers: &[Offer], at: usize) -> u128 {
    let Some(offer) = offers.get(at) else { return 0 };
    let left = &offer.allocatable.resources;
    let mib = u128::try_from(left.memory >> 20).unwrap_or(0);
    u128::try_from(left.milli_cpu).unwrap_or(0) + mib / 4
}
