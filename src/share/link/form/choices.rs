//! What was chosen.

use super::super::wire::{options, record};
use crate::design::{
    Cloud, Cluster, ClusterChoice, ClusterRole, ClustersChoice, Criterion, CurrentPlatform, EgressPolicy, Environment,
    Fault, IstioMinor, KubernetesMinor, LocalityRule, MeshChoice, MeshKind, MigrationChoice, MtlsMode, NodePool,
    NodeProvider, PlatformChoice, PlatformId, PodSecurityLevel, Release, ReleaseDriver, ReleaseKind, RolloutRoom,
    RoutingApi, ServiceTraffic, SizingChoice, Sticky, StickyBy, TokenRule, TrafficChoice,
};

record!(PlatformChoice = 100 { 1 chosen, 2 because });

record!(NodePool = 101 {
    1 name,
    2 machine,
    3 nodes,
    4 min,
    5 max,
    6 spot,
    7 zones,
    8 labels,
    9 taints,
});

record!(ClusterChoice = 102 {
    1 version,
    2 namespace,
    3 pod_security,
    4 zones,
    5 pools,
    6 survive_nodes,
    7 survive_zone,
    8 sizing; since b'2',
});

record!(SizingChoice = 109 {
    1 provider,
    2 head_room,
    3 rollouts,
    4 most_replicas,
    5 spot,
    6 arm,
    7 max_pods,
    8 machines,
    9 pod_cidr,
    10 prefix_delegation,
    11 reserved_cpu,
    12 reserved_memory,
});

record!(MeshChoice = 103 {
    1 chosen,
    2 istio,
    3 mtls,
    4 routing,
    5 egress,
    6 sidecar_scopes,
    7 tracing_hundredths,
});

record!(Cluster = 104 { 1 name, 2 role, 3 environment, 4 cloud, 5 region, 6 network });

record!(ClustersChoice = 105 { 1 clusters, 2 trust_domain });

record!(ServiceTraffic = 106 {
    1 service,
    2 namespace,
    3 timeout,
    4 retries,
    5 per_try_timeout,
    6 eject_after_errors,
    7 eject_for,
    8 max_connections,
    9 rate,
    10 release; since b'3',
    11 fault; since b'3',
    12 sticky; since b'3',
    13 locality; since b'3',
    14 machines; since b'3',
    15 token; since b'3',
});

record!(Release = 140 { 1 kind, 2 version, 3 steps, 4 pause, 5 name, 6 value, 7 driver });

record!(Fault = 141 { 1 header, 2 delay, 3 status, 4 percent });

record!(Sticky = 142 { 1 by, 2 name });

record!(TokenRule = 143 { 1 issuer, 2 keys, 3 audiences, 4 forward });

record!(TrafficChoice = 107 { 1 services });

record!(MigrationChoice = 108 { 1 from, 2 weeks });

options!(
    Cloud,
    ClusterRole,
    Criterion,
    CurrentPlatform,
    EgressPolicy,
    Environment,
    IstioMinor,
    KubernetesMinor,
    LocalityRule,
    MeshKind,
    MtlsMode,
    NodeProvider,
    PlatformId,
    PodSecurityLevel,
    ReleaseDriver,
    ReleaseKind,
    RolloutRoom,
    RoutingApi,
    StickyBy,
);
