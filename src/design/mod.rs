//! The document. What a person said, imported or chose comes in; one value, the [`Design`], goes out to every other
//! room. The idea: everything on the screen and in every file is a pure function of this value, so a form edits it,
//! a link carries it, undo is a list of it and a comparison is two of them. What was *said* is optional throughout
//! ([`Requirements`], [`Workload`], the choices); what it *means*, with each default and its reason, is [`Resolved`].

mod asking;
mod call;
mod check;
mod check_decision;
mod choices;
mod container;
mod criterion;
mod decision;
mod degrees;
mod finding;
mod needs;
mod network;
mod option_key;
mod pattern;
mod placement;
mod probe;
mod question;
mod reach;
mod requirements;
mod resolved;
mod scaling;
mod security;
mod sizing;
mod storage;
mod version;
mod vocabulary;
mod workload;

pub use asking::idle;
pub use call::{Call, CallEvidence, SourceLine};
pub use check::check;
pub use choices::{
    Cluster, ClusterChoice, ClusterRole, ClustersChoice, EgressPolicy, IstioMinor, KubernetesMinor, MeshChoice,
    MeshKind, MigrationChoice, MtlsMode, NodePool, PlatformChoice, PlatformId, PodSecurityLevel, RoutingApi,
    ServiceTraffic, TrafficChoice,
};
pub use container::{
    Container, ContainerPort, ContainerRole, EnvFrom, EnvSource, EnvVar, Lifecycle, LifecycleAction, PortProtocol,
    PullPolicy, Resources,
};
pub use criterion::{Criterion, Priorities, Priority, Sureness};
pub use decision::{DecisionChoice, OwnAlternative, OwnCriterion, OwnNumber, OwnValue, Pair, Voice, Weighting};
pub use degrees::Degrees;
pub use finding::{Finding, Severity};
pub use network::{HostRoute, PathMatch, Service, ServiceKind, ServicePort, SessionAffinity};
pub use option_key::{OptionKey, option_keys};
pub(crate) use option_key::{is_first_option, option_at};
pub use pattern::{Fault, LocalityRule, Release, ReleaseDriver, ReleaseKind, Sticky, StickyBy, TokenRule};
pub use placement::{
    Affinity, InclusionPolicy, LabelExpression, LabelOperator, LabelSelector, NodeSelectorTerm, PodAffinityTerm,
    Spread, Taint, TaintEffect, Toleration, TolerationOperator, Weighted, WhenUnsatisfiable,
};
pub use probe::{Probe, ProbeAction, ProbePort};
pub use question::{AnswerKind, NumberUnit, Question, QuestionKey, QuestionSection};
pub use reach::ServiceReach;
pub use requirements::{Answer, AnswerError, Estimate, Insistence, Requirements, Said};
pub use resolved::{NeedState, Resolved, ResolvedFrom, resolve};
pub use scaling::{Autoscaling, Disruption, Metric, MetricTarget, Rollout, ScalingRule, ScalingStep};
pub use security::{Capabilities, ContainerSecurity, PodSecurity, SeccompProfile};
pub use sizing::{NodeProvider, RolloutRoom, Sizing, SizingChoice, address_range, resolve_sizing};
pub use storage::{AccessMode, Claim, ClaimRetention, Mount, Volume, VolumeSource};
pub use version::SCHEMA_VERSION;
pub use vocabulary::{
    Availability, Cloud, Compliance, CurrentPlatform, Environment, LicenceRule, MeshNeed, MeshPresent, Need, Operation,
    Skill, TrafficShape, WorkloadKindWanted,
};
pub use workload::{Batch, ConcurrencyPolicy, JobRestart, PodManagement, PodRequests, Workload, WorkloadKind};

use serde::{Deserialize, Serialize};

/// The whole document: an empty one is valid.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Design {
    /// Which form of this document it is; see [`SCHEMA_VERSION`].
    pub schema: version::Schema,
    /// What people call it; shown as the title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What is needed, as said.
    #[serde(skip_serializing_if = "Requirements::is_empty")]
    pub requirements: Requirements,
    /// What runs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub workloads: Vec<Workload>,
    /// How it is reached: the Services of the design, in the order they were read or entered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// Which hosts and paths lead in from outside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<HostRoute>,
    /// Volume claims that stand on their own, not in a StatefulSet's template.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// How the choice is argued: values, prices and alternatives of one's own, and what others hold important.
    #[serde(skip_serializing_if = "is_default")]
    pub decision: DecisionChoice,
    /// The orchestrator that was chosen.
    #[serde(skip_serializing_if = "is_default")]
    pub platform: PlatformChoice,
    /// The Kubernetes cluster.
    #[serde(skip_serializing_if = "is_default")]
    pub cluster: ClusterChoice,
    /// The service mesh.
    #[serde(skip_serializing_if = "is_default")]
    pub mesh: MeshChoice,
    /// Several clusters and how they work together.
    #[serde(skip_serializing_if = "is_default")]
    pub clusters: ClustersChoice,
    /// How requests are routed, retried and cut off.
    #[serde(skip_serializing_if = "is_default")]
    pub traffic: TrafficChoice,
    /// Where it comes from.
    #[serde(skip_serializing_if = "is_default")]
    pub migration: MigrationChoice,
}

impl Design {
    /// The namespace a workload or Service lives in: its own, or the design's default.
    pub fn namespace_of<'a>(&'a self, own: &'a str) -> &'a str {
        match (own, self.cluster.namespace.as_str()) {
            ("", "") => "default",
            ("", namespace) => namespace,
            (own, _) => own,
        }
    }

    /// The workloads a Service sends to, in the document's order.
    pub fn workloads_behind<'a>(&'a self, service: &'a Service) -> impl Iterator<Item = &'a Workload> {
        let namespace = self.namespace_of(&service.namespace);
        self.workloads.iter().filter(move |workload| {
            self.namespace_of(&workload.namespace) == namespace && service.selects(&workload.pod_labels())
        })
    }

    /// The Services that send to a workload, in the document's order.
    pub fn services_of<'a>(&'a self, workload: &'a Workload) -> impl Iterator<Item = &'a Service> {
        let namespace = self.namespace_of(&workload.namespace);
        let labels = workload.pod_labels();
        self.services
            .iter()
            .filter(move |service| self.namespace_of(&service.namespace) == namespace && service.selects(&labels))
    }

    /// The Service of that name in that namespace; an empty namespace is the design's own.
    pub fn service(&self, name: &str, namespace: &str) -> Option<&Service> {
        let wanted = self.namespace_of(namespace);
        self.services.iter().find(|s| s.name == name && self.namespace_of(&s.namespace) == wanted)
    }
}

/// Whether a part was left as it comes, and so need not be written.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_document_is_valid() {
        let design: Design = serde_yaml::from_str("schema: 1").unwrap();
        assert_eq!(design, Design::default());
        assert_eq!(check(&design), vec![]);
        assert_eq!(serde_yaml::to_string(&design).unwrap(), "schema: 1\n");
    }

    #[test]
    fn an_unknown_field_is_named() {
        let error = serde_yaml::from_str::<Design>("schema: 1\nworklods: []").unwrap_err().to_string();
        assert!(error.contains("worklods") && error.contains("line 2"), "{error}");
    }

    #[test]
    fn a_newer_schema_says_so() {
        let error = serde_yaml::from_str::<Design>("schema: 9").unwrap_err().to_string();
        assert!(error.contains("newer"), "{error}");
    }
}
