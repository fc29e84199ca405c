//! What of the document travels, and under which numbers. A number, once released, means the same for ever.

mod choices;
mod container;
mod network;
mod placement;
mod requirements;
mod units;
mod workload;

use super::codec::Codec;
use super::place::Place;
use super::wire::{Wire, part};
use crate::design::Design;

/// Passes the whole document. Services go before workloads, whose addresses name them.
pub(super) fn pass_design(design: &mut Design, codec: &mut Codec) {
    let place = Place::ROOT;
    let place = part!(codec, place, 1, 1, &mut design.name);
    let place = part!(codec, place, 1, 4, &mut design.services);
    let place = part!(codec, place, 1, 3, &mut design.workloads);
    let place = part!(codec, place, 1, 5, &mut design.routes);
    let place = part!(codec, place, 1, 6, &mut design.claims);
    let place = part!(codec, place, 1, 2, &mut design.requirements);
    let place = part!(codec, place, 1, 7, &mut design.platform);
    let place = part!(codec, place, 1, 8, &mut design.cluster);
    let place = part!(codec, place, 1, 9, &mut design.mesh);
    let place = part!(codec, place, 1, 10, &mut design.clusters);
    let place = part!(codec, place, 1, 11, &mut design.traffic);
    part!(codec, place, 1, 12, &mut design.migration);
}
