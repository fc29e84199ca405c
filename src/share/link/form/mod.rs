//! What of the document travels, and under which numbers. A number, once released, means the same for ever.

mod calls;
mod choices;
mod container;
mod decision;
mod network;
mod placement;
mod requirements;
mod units;
mod workload;

use super::codec::Codec;
use super::place::Place;
use super::wire::part;
use crate::design::Design;

/// Passes the whole document. Services go before workloads, whose addresses name them.
pub(super) fn pass_design(design: &mut Design, codec: &mut Codec) {
    let place = Place::ROOT;
    let place = part!(codec, place, 1, 1, &mut design.name);
    let place = part!(codec, place, 1, 4, &mut design.services);
    codec.scene().meet(&design.services);
    let place = part!(codec, place, 1, 3, &mut design.workloads);
    let place = part!(codec, place, 1, 5, &mut design.routes);
    let place = part!(codec, place, 1, 6, &mut design.claims);
    let place = part!(codec, place, 1, 2, &mut design.requirements);
    let place = part!(codec, place, 1, 7, &mut design.platform);
    let place = part!(codec, place, 1, 8, &mut design.cluster);
    let place = part!(codec, place, 1, 9, &mut design.mesh);
    let place = part!(codec, place, 1, 10, &mut design.clusters);
    let place = part!(codec, place, 1, 11, &mut design.traffic);
    let place = part!(codec, place, 1, 12, &mut design.migration);
    part!(codec, place, 1, 13, &mut design.decision);
}

/// The fields of the whole, for the schema.
#[cfg(test)]
pub(crate) fn design_fields() -> Vec<(&'static str, fn(&mut crate::share::schema::Book) -> serde_json::Value)> {
    use crate::share::schema::shape_of;
    vec![
        ("name", |book| shape_of(|design: &Design| &design.name, book)),
        ("requirements", |book| shape_of(|design: &Design| &design.requirements, book)),
        ("workloads", |book| shape_of(|design: &Design| &design.workloads, book)),
        ("services", |book| shape_of(|design: &Design| &design.services, book)),
        ("routes", |book| shape_of(|design: &Design| &design.routes, book)),
        ("claims", |book| shape_of(|design: &Design| &design.claims, book)),
        ("platform", |book| shape_of(|design: &Design| &design.platform, book)),
        ("cluster", |book| shape_of(|design: &Design| &design.cluster, book)),
        ("mesh", |book| shape_of(|design: &Design| &design.mesh, book)),
        ("clusters", |book| shape_of(|design: &Design| &design.clusters, book)),
        ("traffic", |book| shape_of(|design: &Design| &design.traffic, book)),
        ("migration", |book| shape_of(|design: &Design| &design.migration, book)),
        ("decision", |book| shape_of(|design: &Design| &design.decision, book)),
    ]
}

crate::yaml::record!(
    Design, takes "the fields of a design, the first of them `schema: 1`", needs schema {
        schema,
        name,
        requirements,
        workloads,
        services,
        routes,
        claims,
        platform,
        cluster,
        mesh,
        clusters,
        traffic,
        migration,
        decision,
    }
);

#[cfg(test)]
impl crate::share::testing::Sample for Design {
    fn sample(dice: &mut crate::share::testing::Dice) -> Self {
        Self {
            schema: Self::default().schema,
            name: dice.part(String::new()),
            requirements: dice.part(crate::design::Requirements::default()),
            services: Vec::sample(dice),
            workloads: Vec::sample(dice),
            routes: dice.part(Vec::new()),
            claims: dice.part(Vec::new()),
            platform: dice.part(crate::yaml::Blank::blank()),
            cluster: dice.part(crate::yaml::Blank::blank()),
            mesh: dice.part(crate::yaml::Blank::blank()),
            clusters: dice.part(crate::yaml::Blank::blank()),
            traffic: dice.part(crate::yaml::Blank::blank()),
            migration: dice.part(crate::yaml::Blank::blank()),
            decision: dice.part(crate::yaml::Blank::blank()),
        }
    }
}
