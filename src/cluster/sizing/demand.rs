//! What must find room: the pods of a cluster at their peak, and the extra pods of a rolling update.

use crate::cluster::model::{Cluster, Pod};
use crate::design::RolloutRoom;

/// What is asked of a workload beyond the pods it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Growth {
    /// Its most replicas, where it scales with the load.
    pub most: Option<u32>,
    /// Extra pods of a rolling update; none where Kubernetes' default holds.
    pub surge: Option<u32>,
}

/// What must find room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// All pods at the peak, without nodes.
    pub cluster: Cluster,
    /// By workload, extra pods of a rolling update.
    pub surges: Vec<u32>,
    /// How many rolling updates happen at once.
    pub rollouts: RolloutRoom,
}

/// Per cent of its pods that a Deployment starts before it stops others, when nothing else is said.
const DEFAULT_SURGE: u32 = 25;

/// The peak: most replicas where a workload scales, and so many per cent more of what scales out.
pub fn peak(
    mut cluster: Cluster,
    growth: &dyn Fn(usize) -> Growth,
    most_replicas: bool,
    head_room: u32,
    rollouts: RolloutRoom,
) -> Demand {
    cluster.nodes.clear();
    let mut surges = vec![0; cluster.workloads.len()];
    for pod in &mut cluster.pods {
        pod.runs_on = None;
    }
    let of_daemons = |pod: &Pod| cluster.workloads.get(pod.workload).is_some_and(|w| w.everywhere.is_some());
    let mut pods: Vec<Pod> = cluster.pods.iter().filter(|pod| !of_daemons(pod)).cloned().collect();
    let mut counts = vec![0_u32; cluster.workloads.len()];
    let mut models: Vec<Option<Pod>> = vec![None; cluster.workloads.len()];
    for pod in &pods {
        if let (Some(count), Some(model)) = (counts.get_mut(pod.workload), models.get_mut(pod.workload)) {
            *count += 1;
            model.get_or_insert_with(|| pod.clone());
        }
    }
    for (at, workload) in cluster.workloads.iter().enumerate() {
        let (Some(now), Some(Some(model))) = (counts.get(at).copied(), models.get(at)) else { continue };
        let asked = growth(at);
        let most = asked.most.filter(|_| most_replicas).map_or(now, |most| most.max(now));
        let scales_out = matches!(workload.kind.as_str(), "Deployment" | "ReplicaSet" | "ReplicationController");
        let share = if scales_out { 100 + u64::from(head_room) } else { 100 };
        let wanted = u32::try_from((u64::from(most) * share).div_ceil(100)).unwrap_or(u32::MAX);
        let default = if workload.kind == "Deployment" {
            u32::try_from((u64::from(wanted) * u64::from(DEFAULT_SURGE)).div_ceil(100)).unwrap_or(u32::MAX)
        } else {
            0
        };
        if let Some(surge) = surges.get_mut(at) {
            *surge = asked.surge.unwrap_or(default);
        }
        pods.extend((now..wanted).map(|ordinal| another(model, ordinal)));
    }
    cluster.pods = pods.into();
    Demand { cluster, surges, rollouts }
}

/// One more pod like this.
pub(super) fn another(model: &Pod, ordinal: u32) -> Pod {
    let ordinal = usize::try_from(ordinal).unwrap_or(usize::MAX);
    Pod { ordinal, name: None, runs_on: None, ..model.clone() }
}
