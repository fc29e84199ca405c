//! How a design's workloads grow: by their autoscalers and while they are updated.

use super::demand::Growth;
use crate::cluster::model::Cluster;
use crate::design::{Design, Rollout};
use crate::units::IntOrPercent;

/// What is asked of each workload of a cluster beyond its pods, as the design says.
pub fn growth_of(design: &Design, cluster: &Cluster) -> Vec<Growth> {
    let of = |workload: &crate::cluster::model::Workload| {
        let is_it = |said: &&crate::design::Workload| {
            said.name == workload.name
                && said.kind.name() == workload.kind
                && design.namespace_of(&said.namespace) == workload.namespace
        };
        let Some(said) = design.workloads.iter().find(is_it) else { return Growth::default() };
        let most = said.autoscaling.as_ref().map(|scaling| scaling.max);
        let replicas = most.unwrap_or_else(|| said.pods()).max(said.pods());
        let surge = match said.rollout {
            Some(Rollout::Rolling { max_surge: Some(surge), .. }) if workload.kind == "Deployment" => {
                Some(match surge {
                    IntOrPercent::Count(count) => count,
                    IntOrPercent::Percent(percent) => {
                        u32::try_from((u64::from(replicas) * u64::from(percent)).div_ceil(100)).unwrap_or(u32::MAX)
                    }
                })
            }
            Some(Rollout::Recreate | Rollout::OnDelete) => Some(0),
            _ => None,
        };
        Growth { most, surge }
    };
    cluster.workloads.iter().map(of).collect()
}
