//! Something that runs: a pod template and what keeps it running.

use super::{
    Affinity, Autoscaling, Call, Claim, ClaimRetention, Container, ContainerRole, Disruption, PodSecurity, Resources,
    Rollout, SourceLine, Spread, Toleration, Volume, is_default,
};
use crate::order::Map;
use crate::units::{Bytes, MilliCpu};
use serde::{Deserialize, Serialize};

/// What keeps it running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum WorkloadKind {
    /// Replicas that are all alike.
    #[default]
    Deployment,
    /// Replicas with names and volumes of their own.
    StatefulSet,
    /// One on every node.
    DaemonSet,
    /// Runs to its end.
    Job,
    /// Runs to its end, by the clock.
    CronJob,
}

impl WorkloadKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Deployment, Self::StatefulSet, Self::DaemonSet, Self::Job, Self::CronJob];

    /// Kubernetes' name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deployment => "Deployment",
            Self::StatefulSet => "StatefulSet",
            Self::DaemonSet => "DaemonSet",
            Self::Job => "Job",
            Self::CronJob => "CronJob",
        }
    }
}

/// In what order a StatefulSet starts its pods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum PodManagement {
    /// One after the other.
    #[default]
    OrderedReady,
    /// All at once.
    Parallel,
}

/// What happens when a CronJob's time comes and the last run is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum ConcurrencyPolicy {
    /// Both run.
    #[default]
    Allow,
    /// The new one is left out.
    Forbid,
    /// The old one is ended.
    Replace,
}

/// What happens when a container of a Job fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum JobRestart {
    /// A new pod.
    #[default]
    Never,
    /// The same pod again.
    OnFailure,
}

/// Settings of Jobs and CronJobs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Batch {
    /// A CronJob's times, in cron's form.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub schedule: String,
    /// The time zone of the schedule; empty for the controller's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub time_zone: String,
    /// When a run is not done in time for the next.
    #[serde(skip_serializing_if = "is_default")]
    pub concurrency: ConcurrencyPolicy,
    /// Stopped for now.
    #[serde(skip_serializing_if = "is_default")]
    pub suspend: bool,
    /// How late a run may still start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starting_deadline_seconds: Option<u64>,
    /// Finished runs that are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history_successful: Option<u32>,
    /// Failed runs that are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history_failed: Option<u32>,
    /// Pods that must succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completions: Option<u32>,
    /// Pods at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parallelism: Option<u32>,
    /// Each completion has a number of its own.
    #[serde(skip_serializing_if = "is_default")]
    pub indexed: bool,
    /// Failures until the Job fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backoff_limit: Option<u32>,
    /// Seconds until the Job is ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_deadline_seconds: Option<u64>,
    /// Seconds until a finished Job is removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl_seconds_after_finished: Option<u32>,
    /// When a container fails.
    #[serde(skip_serializing_if = "is_default")]
    pub restart: JobRestart,
}

/// A workload, as said; what is empty or none was not said.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Workload {
    /// Its name.
    pub name: String,
    /// Its namespace; empty for the design's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// What keeps it running.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: WorkloadKind,
    /// How many pods; none means 1. Not for DaemonSets and Jobs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<u32>,
    /// The pods' labels; empty means `app.kubernetes.io/name` alone. See [`Self::pod_labels`].
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub labels: Map<String, String>,
    /// The labels its controller selects by; empty means all of the pods' labels that Sheerline sets.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub selector: Map<String, String>,
    /// The pods' annotations.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub annotations: Map<String, String>,
    /// Its containers, those that run first first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub containers: Vec<Container>,
    /// Volumes its containers mount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
    /// StatefulSets: a claim of each for every replica.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claim_templates: Vec<Claim>,
    /// StatefulSets: what becomes of those claims.
    #[serde(skip_serializing_if = "is_default")]
    pub claim_retention: ClaimRetention,
    /// StatefulSets: the headless Service that names the pods; empty for one of the workload's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub governing_service: String,
    /// StatefulSets: in what order pods start.
    #[serde(skip_serializing_if = "is_default")]
    pub pod_management: PodManagement,
    /// The service account; empty for one of the workload's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub service_account: String,
    /// Whether pods get a token for the API; none means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_token: Option<bool>,
    /// Who the pod is and what it may do.
    #[serde(skip_serializing_if = "is_default")]
    pub security: PodSecurity,
    /// Shares the node's network.
    #[serde(skip_serializing_if = "is_default")]
    pub host_network: bool,
    /// Shares the node's processes.
    #[serde(skip_serializing_if = "is_default")]
    pub host_pid: bool,
    /// Shares the node's inter-process communication.
    #[serde(skip_serializing_if = "is_default")]
    pub host_ipc: bool,
    /// Labels its nodes must have.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub node_selector: Map<String, String>,
    /// Conditions and wishes about nodes and neighbours.
    #[serde(skip_serializing_if = "is_default")]
    pub affinity: Affinity,
    /// How its pods are spread.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spread: Vec<Spread>,
    /// Taints it puts up with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tolerations: Vec<Toleration>,
    /// Its PriorityClass; empty for the cluster's default.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub priority_class: String,
    /// Its RuntimeClass; empty for the cluster's default.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub runtime_class: String,
    /// Its scheduler; empty for the default one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scheduler: String,
    /// Secrets its images are fetched with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pull_secrets: Vec<String>,
    /// Seconds from asking it to stop to ending it; none means 30.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub termination_grace_seconds: Option<u64>,
    /// Seconds a new pod must be ready before it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_ready_seconds: Option<u32>,
    /// Old versions kept for a rollback.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision_history: Option<u32>,
    /// How a new version replaces the old.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollout: Option<Rollout>,
    /// How the replicas follow the load.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autoscaling: Option<Autoscaling>,
    /// How many pods a drain may take at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disruption: Option<Disruption>,
    /// Settings of Jobs and CronJobs.
    #[serde(skip_serializing_if = "is_default")]
    pub batch: Batch,
    /// Which Services it calls.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<Call>,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<SourceLine>,
}

impl Workload {
    /// The label that names a workload when it has none of its own.
    pub const NAME_LABEL: &'static str = "app.kubernetes.io/name";

    /// The labels of its pods.
    pub fn pod_labels(&self) -> Map<String, String> {
        if self.labels.is_empty() {
            return crate::order::map([(Self::NAME_LABEL.to_owned(), self.name.clone())]);
        }
        self.labels.clone()
    }

    /// The labels its controller selects by.
    pub fn selector_labels(&self) -> Map<String, String> {
        if self.selector.is_empty() { self.pod_labels() } else { self.selector.clone() }
    }

    /// How many pods it has before any autoscaling; a DaemonSet counts one here, since its nodes are not known.
    pub fn pods(&self) -> u32 {
        match self.kind {
            WorkloadKind::Deployment | WorkloadKind::StatefulSet => {
                self.replicas.unwrap_or_else(|| self.autoscaling.as_ref().and_then(|scaling| scaling.min).unwrap_or(1))
            }
            WorkloadKind::DaemonSet => 1,
            WorkloadKind::Job | WorkloadKind::CronJob => self.batch.parallelism.unwrap_or(1),
        }
    }

    /// What one pod asks for, as Kubernetes counts it: the larger of what runs at the same time and what each init
    /// container needs with the sidecars started before it (`resourcehelper.PodRequests`).
    pub fn pod_requests(&self) -> PodRequests {
        let mut running = PodRequests::default();
        let mut init_peak = PodRequests::default();
        for container in &self.containers {
            let own = PodRequests::of(&container.effective_requests());
            match container.role {
                ContainerRole::Main => {}
                ContainerRole::Sidecar => {
                    running = running.plus(&own);
                    init_peak = init_peak.largest(&running);
                }
                ContainerRole::Init => init_peak = init_peak.largest(&running.plus(&own)),
            }
        }
        for container in self.containers.iter().filter(|c| c.role == ContainerRole::Main) {
            running = running.plus(&PodRequests::of(&container.effective_requests()));
        }
        running.largest(&init_peak)
    }

    /// The containers that run as long as the pod.
    pub fn main_containers(&self) -> impl Iterator<Item = &Container> {
        self.containers.iter().filter(|c| c.role == ContainerRole::Main)
    }
}

/// What one pod asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PodRequests {
    /// CPU.
    pub cpu: MilliCpu,
    /// Memory.
    pub memory: Bytes,
    /// Scratch space.
    pub ephemeral_storage: Bytes,
    /// Others, in whole units.
    pub extended: Map<String, u64>,
}

impl PodRequests {
    fn of(resources: &Resources) -> Self {
        Self {
            cpu: resources.cpu.unwrap_or_default(),
            memory: resources.memory.unwrap_or_default(),
            ephemeral_storage: resources.ephemeral_storage.unwrap_or_default(),
            extended: resources.extended.clone(),
        }
    }

    fn plus(&self, other: &Self) -> Self {
        self.merged(other, u64::saturating_add)
    }

    fn largest(&self, other: &Self) -> Self {
        self.merged(other, u64::max)
    }

    fn merged(&self, other: &Self, merge: fn(u64, u64) -> u64) -> Self {
        let mut extended = self.extended.clone();
        for (name, amount) in &other.extended {
            let entry = extended.entry(name.clone()).or_insert(0);
            *entry = merge(*entry, *amount);
        }
        Self {
            cpu: MilliCpu(merge(self.cpu.0, other.cpu.0)),
            memory: Bytes(merge(self.memory.0, other.memory.0)),
            ephemeral_storage: Bytes(merge(self.ephemeral_storage.0, other.ephemeral_storage.0)),
            extended,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(role: ContainerRole, cpu: u64, memory_mib: u64) -> Container {
        Container {
            role,
            requests: Resources {
                cpu: Some(MilliCpu(cpu)),
                memory: Some(Bytes(memory_mib << 20)),
                ..Resources::default()
            },
            ..Container::default()
        }
    }

    #[test]
    fn a_pods_request_is_kubernetes_own() {
        use ContainerRole::{Init, Main, Sidecar};
        let table: &[(&[(ContainerRole, u64, u64)], u64, u64)] = &[
            (&[(Main, 100, 64), (Main, 50, 32)], 150, 96),
            (&[(Init, 500, 16), (Main, 100, 64)], 500, 64),
            (&[(Sidecar, 50, 40), (Init, 500, 16), (Main, 100, 64)], 550, 104),
            (&[(Init, 500, 16), (Sidecar, 50, 40), (Main, 100, 64)], 500, 104),
            (&[], 0, 0),
        ];
        for (containers, cpu, memory) in table {
            let workload = Workload {
                containers: containers.iter().map(|(role, cpu, memory)| container(*role, *cpu, *memory)).collect(),
                ..Workload::default()
            };
            let requests = workload.pod_requests();
            assert_eq!((requests.cpu.0, requests.memory.0), (*cpu, memory << 20), "{containers:?}");
        }
    }

    #[test]
    fn a_limit_without_a_request_is_a_request() {
        let workload = Workload {
            containers: vec![Container {
                limits: Resources { cpu: Some(MilliCpu(200)), ..Resources::default() },
                ..Container::default()
            }],
            ..Workload::default()
        };
        assert_eq!(workload.pod_requests().cpu, MilliCpu(200));
    }
}
