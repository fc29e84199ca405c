//! Workloads and what belongs to them.

use super::super::wire::{choice, record};
use super::calls::{call_list, container_list};
use super::network::{workload_line, workload_name};
use crate::design::{
    AccessMode, Autoscaling, Batch, Capabilities, Claim, ClaimRetention, ConcurrencyPolicy, ContainerSecurity,
    Disruption, JobRestart, Metric, MetricTarget, Mount, PodManagement, PodSecurity, Rollout, ScalingRule, ScalingStep,
    SeccompProfile, Volume, VolumeSource, Workload, WorkloadKind,
};

record!(Workload = 10 {
    1 name => workload_name,
    2 namespace,
    3 kind,
    36 read_at => workload_line,
    4 replicas,
    5 labels,
    6 selector,
    7 annotations,
    16 service_account,
    17 api_token,
    18 security,
    8 containers => container_list,
    9 volumes,
    10 claim_templates,
    11 claim_retention,
    12 governing_service,
    13 pod_management,
    19 host_network,
    20 host_pid,
    21 host_ipc,
    22 node_selector,
    23 affinity,
    24 spread,
    25 tolerations,
    26 priority_class,
    27 runtime_class,
    28 scheduler,
    29 pull_secrets,
    30 termination_grace_seconds,
    31 min_ready_seconds,
    32 revision_history,
    33 rollout,
    34 autoscaling,
    35 disruption,
    14 batch,
    15 calls => call_list,
});

choice!(WorkloadKind = 11, 4 bits {
    0 Deployment,
    1 StatefulSet,
    2 DaemonSet,
    3 Job,
    4 CronJob,
});

choice!(PodManagement = 12, 2 bits { 0 OrderedReady, 1 Parallel });

choice!(ConcurrencyPolicy = 13, 2 bits { 0 Allow, 1 Forbid, 2 Replace });

choice!(JobRestart = 14, 2 bits { 0 Never, 1 OnFailure });

record!(Batch = 15 {
    1 schedule,
    2 time_zone,
    3 concurrency,
    4 suspend,
    5 starting_deadline_seconds,
    6 history_successful,
    7 history_failed,
    8 completions,
    9 parallelism,
    10 indexed,
    11 backoff_limit,
    12 active_deadline_seconds,
    13 ttl_seconds_after_finished,
    14 restart,
});

record!(Autoscaling = 16 { 1 min, 2 max, 3 metrics, 4 up, 5 down });

record!(ScalingRule = 17 { 1 stabilization_seconds, 2 steps, 3 smallest, 4 disabled });

record!(ScalingStep = 18, needs change period_seconds { 1 change, 2 period_seconds });

choice!(Metric = 19, 3 bits, camel {
    0 Resource { 1 name, 2 target } needs name target,
    1 ContainerResource { 1 name, 3 container, 2 target } needs name container target,
    2 Pods { 1 name, 4 labels, 2 target } needs name target,
    3 External { 1 name, 4 labels, 2 target } needs name target,
});

choice!(MetricTarget = 20, 2 bits, camel {
    0 Utilization(percent),
    1 AverageValue(quantity),
    2 Value(quantity),
});

choice!(Disruption = 21, 2 bits, camel { 0 MinAvailable(pods), 1 MaxUnavailable(pods) });

choice!(Rollout = 22, 2 bits, camel {
    0 Rolling { 1 max_surge, 2 max_unavailable, 3 partition },
    1 Recreate,
    2 OnDelete,
});

record!(PodSecurity = 23 {
    3 run_as_non_root,
    1 run_as_user,
    2 run_as_group,
    4 fs_group,
    5 supplemental_groups,
    6 seccomp,
});

record!(ContainerSecurity = 24 {
    5 allow_privilege_escalation,
    6 privileged,
    7 capabilities,
    4 read_only_root_filesystem,
    3 run_as_non_root,
    1 run_as_user,
    2 run_as_group,
    8 seccomp,
});

record!(Capabilities = 25 { 1 add, 2 drop });

choice!(SeccompProfile = 26, 2 bits, camel { 0 RuntimeDefault, 1 Unconfined, 2 Localhost(file) });

record!(Volume = 27, needs name source { 1 name, 2 source });

choice!(VolumeSource = 28, 4 bits, camel {
    0 EmptyDir { 1 in_memory, 2 size_limit },
    1 ConfigMap { 3 name, 4 items, 5 mode, 6 optional } needs name,
    2 Secret { 3 name, 4 items, 5 mode, 6 optional } needs name,
    3 Claim { 3 name, 7 read_only } needs name,
    4 HostPath { 8 path, 9 check } needs path,
});

record!(Mount = 29 { 1 volume, 2 path, 3 sub_path, 4 read_only });

record!(Claim = 30 { 1 name, 2 namespace, 3 size, 4 class, 5 access, 6 block });

record!(ClaimRetention = 31 { 1 delete_with_set, 2 delete_on_scale_down });

choice!(AccessMode = 32, 3 bits {
    0 ReadWriteOnce,
    1 ReadOnlyMany,
    2 ReadWriteMany,
    3 ReadWriteOncePod,
});
