//! What every part of a recommendation looks at.

use super::asks::Ask;
use super::load::Load;
use super::method::Method;
use crate::design::{Cloud, Design, Need, Operation, Resolved, TrafficShape, WorkloadKindWanted};
use crate::knowledge::{Knowledge, Trait};

/// The inputs, and what was read from them once.
pub(super) struct Context<'a> {
    pub(super) design: &'a Design,
    pub(super) resolved: &'a Resolved,
    pub(super) knowledge: &'a Knowledge,
    pub(super) method: &'a Method,
    pub(super) load: &'a Load,
    pub(super) asks: Vec<Ask>,
}

impl Context<'_> {
    /// Whether the design is like that.
    pub(super) fn is(&self, one: Trait) -> bool {
        let resolved = self.resolved;
        let owned = |cloud: &Cloud| matches!(cloud, Cloud::OnPremises | Cloud::Edge);
        let rented = resolved.clouds.iter().filter(|cloud| !owned(cloud)).count();
        let stateful = || {
            resolved.workload_kinds.contains(&WorkloadKindWanted::Stateful)
                || resolved.needs(Need::BlockStorage)
                || resolved.needs(Need::StatefulQuorum)
        };
        let count = |items: usize| u64::try_from(items).unwrap_or(u64::MAX);
        match one {
            Trait::MostlyIdle => resolved.traffic_shape == TrafficShape::MostlyIdle,
            Trait::Spiky => resolved.traffic_shape == TrafficShape::Spiky,
            Trait::Steady => resolved.traffic_shape == TrafficShape::Steady,
            Trait::Edge => resolved.clouds.contains(&Cloud::Edge),
            Trait::Owned => {
                resolved.clouds.iter().any(owned) || resolved.needs(Need::OnPremises) || resolved.needs(Need::AirGap)
            }
            Trait::OnlyOwned => match resolved.clouds.is_empty() {
                // Who names no place and must have owned hardware means it alone.
                true => resolved.needs(Need::OnPremises) || resolved.needs(Need::AirGap),
                false => rented == 0,
            },
            Trait::OneCloud => rented == 1 && resolved.clouds.len() == 1,
            Trait::SeveralClouds => rented > 1 || resolved.needs(Need::MultiCloudActive),
            Trait::Stateful => stateful(),
            Trait::Stateless => !resolved.workload_kinds.is_empty() && !stateful(),
            Trait::Mixed => count(resolved.workload_kinds.len()) >= self.method.mixed_kinds,
            Trait::Large => resolved.pods.likely >= self.method.large_pods,
            Trait::Regulated => !resolved.compliance.is_empty(),
            Trait::Nobody => resolved.operation == Operation::Nobody,
            Trait::Dedicated => resolved.operation == Operation::Dedicated,
            Trait::SmallTeam => resolved.engineers.likely <= self.method.small_team,
            Trait::ManyReleases => resolved.deploys_a_day.likely >= self.method.many_releases,
        }
    }
}
