//! What was chosen, by a person or by taking a recommendation. What is none follows the recommendation.

use super::{
    Cloud, CurrentPlatform, Environment, Fault, LocalityRule, Release, SizingChoice, Sticky, Taint, TokenRule,
    is_default, option_keys,
};
use crate::order::Map;
use crate::units::{Millis, Rate};
use serde::{Deserialize, Serialize};

option_keys! {
    /// An orchestrator, in a variant one can buy or run.
    pub enum PlatformId {
        /// Kubernetes run by the team.
        KubernetesSelfManaged = "kubernetes-self-managed",
        /// Amazon EKS.
        Eks = "eks",
        /// Google Kubernetes Engine, Standard.
        GkeStandard = "gke-standard",
        /// Google Kubernetes Engine, Autopilot.
        GkeAutopilot = "gke-autopilot",
        /// Azure Kubernetes Service.
        Aks = "aks",
        /// k3s.
        K3s = "k3s",
        /// Docker Swarm.
        DockerSwarm = "docker-swarm",
        /// HashiCorp Nomad.
        Nomad = "nomad",
        /// Amazon ECS on EC2.
        EcsEc2 = "ecs-ec2",
        /// Amazon ECS on Fargate.
        EcsFargate = "ecs-fargate",
        /// Google Cloud Run.
        CloudRun = "cloud-run",
    }
}

impl PlatformId {
    /// Whether it takes Kubernetes objects.
    pub const fn is_kubernetes(self) -> bool {
        matches!(
            self,
            Self::KubernetesSelfManaged | Self::Eks | Self::GkeStandard | Self::GkeAutopilot | Self::Aks | Self::K3s
        )
    }
}

/// The orchestrator.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct PlatformChoice {
    /// The chosen one; none follows the recommendation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<PlatformId>,
    /// Why, in the person's own words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub because: String,
}

option_keys! {
    /// A Kubernetes minor version that files are written for.
    pub enum KubernetesMinor {
        /// 1.35.
        V1_35 = "1.35",
        /// 1.36.
        V1_36 = "1.36",
        /// 1.37.
        V1_37 = "1.37",
    }
}

option_keys! {
    /// An Istio minor version that files are written for.
    pub enum IstioMinor {
        /// 1.30.
        V1_30 = "1.30",
        /// 1.31.
        V1_31 = "1.31",
    }
}

option_keys! {
    /// A level of Kubernetes' pod-security standards.
    pub enum PodSecurityLevel {
        /// The strictest: non-root, no added rights.
        Restricted = "restricted",
        /// Stops the known ways to gain rights.
        Baseline = "baseline",
        /// No limits.
        Privileged = "privileged",
    }
}

/// A pool of like nodes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct NodePool {
    /// Its name.
    pub name: String,
    /// The machine type, as its provider calls it.
    pub machine: String,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nodes: Option<u32>,
    /// The fewest, with autoscaling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// The most, with autoscaling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// Interruptible, at a lower price.
    #[serde(skip_serializing_if = "is_default")]
    pub spot: bool,
    /// Zones its nodes are in; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<String>,
    /// Labels of its nodes.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub labels: Map<String, String>,
    /// Taints of its nodes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taints: Vec<Taint>,
}

/// The Kubernetes cluster.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ClusterChoice {
    /// The version files are written for; none means the newest known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<KubernetesMinor>,
    /// The namespace of what has none of its own; empty means `default`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// The pod-security level; none means restricted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod_security: Option<PodSecurityLevel>,
    /// Zones of the cluster; empty means three.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<String>,
    /// Node pools; empty means: find them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pools: Vec<NodePool>,
    /// Nodes whose loss must leave room for everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survive_nodes: Option<u32>,
    /// The loss of one zone must leave room for everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survive_zone: Option<bool>,
    /// What else the nodes must hold and withstand.
    #[serde(skip_serializing_if = "is_default")]
    pub sizing: SizingChoice,
}

option_keys! {
    /// A service mesh, or none.
    pub enum MeshKind {
        /// No mesh.
        None = "none",
        /// Istio with a proxy in every pod.
        IstioSidecar = "istio-sidecar",
        /// Istio with one proxy a node and waypoints.
        IstioAmbient = "istio-ambient",
        /// Linkerd.
        Linkerd = "linkerd",
        /// Consul Connect.
        Consul = "consul",
        /// Cilium.
        Cilium = "cilium",
    }
}

option_keys! {
    /// Whether plain text between workloads is still taken.
    pub enum MtlsMode {
        /// Only mutual TLS.
        Strict = "strict",
        /// Both, while moving.
        Permissive = "permissive",
    }
}

option_keys! {
    /// Which API routes are written in.
    pub enum RoutingApi {
        /// Kubernetes' Gateway API: Gateway and HTTPRoute.
        GatewayApi = "gateway-api",
        /// Istio's own: Gateway and VirtualService.
        Istio = "istio",
    }
}

option_keys! {
    /// What may leave the mesh.
    pub enum EgressPolicy {
        /// Anything.
        Any = "any",
        /// Only what is registered.
        RegistryOnly = "registry-only",
    }
}

/// The service mesh.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct MeshChoice {
    /// The chosen one; none means Istio with sidecars until a recommendation is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<MeshKind>,
    /// The Istio version files are written for; none means the newest released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub istio: Option<IstioMinor>,
    /// Whether plain text is taken; none means not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtls: Option<MtlsMode>,
    /// Which API routes are written in; none means the Gateway API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing: Option<RoutingApi>,
    /// What may leave; none means anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub egress: Option<EgressPolicy>,
    /// Whether proxies are told only of what their workload calls; none means yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sidecar_scopes: Option<bool>,
    /// Per cent of requests that are traced, in hundredths; none means 1 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracing_hundredths: Option<u16>,
}

option_keys! {
    /// What a cluster is for.
    pub enum ClusterRole {
        /// Runs workloads.
        Workload = "workload",
        /// Runs the tools that run the others.
        Management = "management",
    }
}

/// One of several clusters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Cluster {
    /// Its name.
    pub name: String,
    /// What it is for; none means workloads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<ClusterRole>,
    /// The stage it serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// Where it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cloud: Option<Cloud>,
    /// The provider's name of the region.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// Its network: pods of the same network reach each other directly.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub network: String,
}

/// Several clusters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ClustersChoice {
    /// The clusters; empty means one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<Cluster>,
    /// The domain that mesh identities are in; empty means `cluster.local`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub trust_domain: String,
}

/// How requests to one Service are treated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceTraffic {
    /// The Service.
    pub service: String,
    /// Its namespace; empty for the design's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// When a request is given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Millis>,
    /// Further tries after a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<u8>,
    /// When one try is given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_try_timeout: Option<Millis>,
    /// Failures in a row until a pod is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eject_after_errors: Option<u32>,
    /// How long it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eject_for: Option<Millis>,
    /// Connections to the Service at once, per client proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_connections: Option<u32>,
    /// Requests a second taken in from outside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// How a new version is let in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<Release>,
    /// A fault for requests that ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// Who keeps to a pod.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sticky: Option<Sticky>,
    /// Which pods calls go to first; none leaves it to the mesh.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality: Option<LocalityRule>,
    /// Addresses of virtual machines that serve it, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub machines: Vec<String>,
    /// The token that every request must bring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenRule>,
}

/// How requests are routed, retried and cut off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TrafficChoice {
    /// Per Service; what is absent has the defaults.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceTraffic>,
}

/// Where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct MigrationChoice {
    /// The platform moved away from; none follows the requirements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<CurrentPlatform>,
    /// Weeks the move may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weeks: Option<u16>,
}
