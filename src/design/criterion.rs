//! What a platform is judged by, and how much each counts.

use super::option_keys;
use crate::order::Map;
use serde::{Deserialize, Serialize};

option_keys! {
    /// A criterion; higher is always better.
    pub enum Criterion {
        /// Little to learn.
        Simplicity = "simplicity",
        /// Headroom over what this design needs.
        Scalability = "scalability",
        /// Charts, operators, tools and people to hire.
        Ecosystem = "ecosystem",
        /// Kinds of work it can hold.
        Flexibility = "flexibility",
        /// Moves between clouds.
        MultiCloud = "multi-cloud",
        /// Few hours to keep it running.
        LowOverhead = "low-overhead",
        /// Money a month.
        Cost = "cost",
        /// Licence and governance.
        Licence = "licence",
        /// Separation between workloads.
        Isolation = "isolation",
        /// Data and stable identity.
        Stateful = "stateful",
        /// Follows the load by itself.
        Autoscaling = "autoscaling",
        /// Canary, blue-green, rollback.
        DeploymentStrategies = "deployment-strategies",
        /// From nothing to the first service.
        TimeToFirstDeployment = "time-to-first-deployment",
        /// Owned hardware and small sites.
        EdgeOnPremises = "edge-on-premises",
        /// Metrics, logs and traces.
        Observability = "observability",
    }
}

/// How firmly a priority was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sureness {
    /// This is what it counts.
    Sure,
    /// About that.
    #[default]
    Fairly,
    /// A guess.
    Unsure,
}

/// How much one criterion counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Priority {
    /// 0 (not at all) to 10 (above all).
    pub importance: u8,
    /// How firmly it was said.
    #[serde(default, skip_serializing_if = "super::is_default")]
    pub sureness: Sureness,
}

impl Priority {
    /// The largest importance.
    pub const MOST: u8 = 10;
    /// What a criterion counts when nothing was said.
    pub const DEFAULT: Self = Self { importance: 5, sureness: Sureness::Unsure };
}

/// The priorities that were said; a criterion that is absent counts [`Priority::DEFAULT`].
pub type Priorities = Map<Criterion, Priority>;
