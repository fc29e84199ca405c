//! How many replicas, and how they change.

use super::is_default;
use crate::order::Map;
use crate::units::{IntOrPercent, Quantity};
use serde::{Deserialize, Serialize};

/// What a metric is held at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum MetricTarget {
    /// Per cent of the requests.
    Utilization(u32),
    /// Per pod, as a Kubernetes quantity.
    AverageValue(String),
    /// In all, as a Kubernetes quantity.
    Value(String),
}

impl MetricTarget {
    /// The amount of an average or total, where it can be read.
    pub fn quantity(&self) -> Option<Quantity> {
        match self {
            Self::Utilization(_) => None,
            Self::AverageValue(text) | Self::Value(text) => text.parse().ok(),
        }
    }
}

/// What the replicas follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Metric {
    /// A resource of the pods: `cpu` or `memory`.
    Resource {
        /// The resource.
        name: String,
        /// Where it is held.
        target: MetricTarget,
    },
    /// A resource of one container of the pods.
    ContainerResource {
        /// The resource.
        name: String,
        /// The container.
        container: String,
        /// Where it is held.
        target: MetricTarget,
    },
    /// A metric the pods report.
    Pods {
        /// The metric.
        name: String,
        /// Its labels.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        labels: Map<String, String>,
        /// Where it is held.
        target: MetricTarget,
    },
    /// A metric from outside the cluster.
    External {
        /// The metric.
        name: String,
        /// Its labels.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        labels: Map<String, String>,
        /// Where it is held.
        target: MetricTarget,
    },
}

/// The most that may change within a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScalingStep {
    /// A number of pods, or a share of them.
    pub change: IntOrPercent,
    /// The period.
    pub period_seconds: u32,
}

/// How fast the replicas change in one direction.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ScalingRule {
    /// How long the recommendation must have held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stabilization_seconds: Option<u32>,
    /// The steps; the largest counts unless `smallest`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<ScalingStep>,
    /// The smallest step counts.
    #[serde(skip_serializing_if = "is_default")]
    pub smallest: bool,
    /// No change in this direction at all.
    #[serde(skip_serializing_if = "is_default")]
    pub disabled: bool,
}

/// A horizontal pod autoscaler.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Autoscaling {
    /// The fewest replicas; none means 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// The most replicas.
    pub max: u32,
    /// What they follow; empty means CPU at 80 %.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<Metric>,
    /// Upwards.
    #[serde(skip_serializing_if = "is_default")]
    pub up: ScalingRule,
    /// Downwards.
    #[serde(skip_serializing_if = "is_default")]
    pub down: ScalingRule,
}

/// A disruption budget: how many pods a drain may take at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Disruption {
    /// At least this many stay.
    MinAvailable(IntOrPercent),
    /// At most this many go.
    MaxUnavailable(IntOrPercent),
}

/// How a new version replaces the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Rollout {
    /// A few at a time.
    #[serde(rename_all = "camelCase")]
    Rolling {
        /// How many more than wanted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_surge: Option<IntOrPercent>,
        /// How many fewer than wanted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_unavailable: Option<IntOrPercent>,
        /// StatefulSets: only pods from this ordinal up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        partition: Option<u32>,
    },
    /// All stop, then all start.
    Recreate,
    /// Only when a pod is deleted by hand.
    OnDelete,
}
