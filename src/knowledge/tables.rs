//! The rows of the tables: what each platform is, what eliminates it, what a criterion means, what things cost.

use super::{Curve, Date, FactId, Number};
use crate::design::{Cloud, Criterion, IstioMinor, KubernetesMinor, Need, PlatformId, Skill, option_keys};
use crate::order::{Map, Set};
use serde::Serialize;

option_keys! {
    /// What kind of platform it is.
    pub enum PlatformFamily {
        /// Kubernetes that the team runs.
        OwnKubernetes = "own-kubernetes",
        /// Kubernetes whose control plane a provider runs.
        ManagedKubernetes = "managed-kubernetes",
        /// Another orchestrator that the team runs.
        OtherOrchestrator = "other-orchestrator",
        /// A provider's container service with an API of its own.
        CloudService = "cloud-service",
    }
}

/// A platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Platform {
    /// Which.
    pub id: PlatformId,
    /// Its name as people say it.
    pub name: String,
    /// A shorter name for column heads.
    pub short: String,
    /// Its family.
    pub family: PlatformFamily,
    /// What it is, in a sentence.
    pub what: String,
    /// What it is best for, in a few words.
    pub best_for: String,
    /// Where it runs as a product of its own.
    pub runs_in: Set<Cloud>,
    /// How much of it one knows with each skill, in per cent.
    pub familiar: Map<Skill, u8>,
    /// The facts that say so.
    pub facts: Vec<FactId>,
}

/// What a platform makes of a need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The platform.
    pub platform: PlatformId,
    /// Why, or what to know, as a sentence.
    pub text: String,
}

/// A need that not every platform meets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Constraint {
    /// The need.
    pub need: Need,
    /// What it asks, as a sentence.
    pub asks: String,
    /// The criteria that suffer where the need is a wish that is not met.
    pub criteria: Vec<Criterion>,
    /// Where it cannot be met.
    pub eliminates: Vec<Verdict>,
    /// Where it can be met, at a price.
    pub burdens: Vec<Verdict>,
    /// What to know where it is met or, for one that is eliminated, what comes close.
    pub caveats: Vec<Verdict>,
    /// What is claimed, with source and date; its name is `constraint.` and the need's key.
    pub fact: FactId,
}

impl Constraint {
    /// Why a platform is eliminated, where it is.
    pub fn eliminates(&self, platform: PlatformId) -> Option<&str> {
        text_for(&self.eliminates, platform)
    }

    /// What the need costs a platform that can barely meet it.
    pub fn burdens(&self, platform: PlatformId) -> Option<&str> {
        text_for(&self.burdens, platform)
    }

    /// What to know.
    pub fn caveat(&self, platform: PlatformId) -> Option<&str> {
        text_for(&self.caveats, platform)
    }
}

fn text_for(verdicts: &[Verdict], platform: PlatformId) -> Option<&str> {
    verdicts.iter().find(|verdict| verdict.platform == platform).map(|verdict| verdict.text.as_str())
}

option_keys! {
    /// What a design is like, where that shifts how a criterion is valued or what it counts.
    pub enum Trait {
        /// The load is mostly idle.
        MostlyIdle = "mostly-idle",
        /// The load is spiky.
        Spiky = "spiky",
        /// The load is steady.
        Steady = "steady",
        /// It runs in small sites.
        Edge = "edge",
        /// It runs on owned hardware.
        Owned = "owned",
        /// It runs on owned hardware alone.
        OnlyOwned = "only-owned",
        /// One cloud was named and nothing else.
        OneCloud = "one-cloud",
        /// Several clouds were named, or must be active.
        SeveralClouds = "several-clouds",
        /// It keeps data.
        Stateful = "stateful",
        /// What has to run was said, and keeps no data.
        Stateless = "stateless",
        /// There are several kinds of work.
        Mixed = "mixed",
        /// There are many pods.
        Large = "large",
        /// Rules bind it.
        Regulated = "regulated",
        /// Nobody is meant to run it.
        Nobody = "nobody",
        /// A platform team runs it.
        Dedicated = "dedicated",
        /// Few engineers.
        SmallTeam = "small-team",
        /// Many releases a day.
        ManyReleases = "many-releases",
    }
}

/// What a criterion counts for a design of some trait, where nobody said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UnsaidImportance {
    /// The trait.
    pub when: Trait,
    /// The importance, 0 to 10.
    pub importance: u8,
}

/// What a criterion means and how it is valued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CriterionInfo {
    /// Which.
    pub id: Criterion,
    /// Its name.
    pub name: String,
    /// What it asks, in a sentence.
    pub means: String,
    /// How the value from 0 to 100 comes about.
    pub valued: String,
    /// What 0 stands for.
    pub worst: String,
    /// What 100 stands for.
    pub best: String,
    /// What it counts where nobody said, 0 to 10.
    pub unsaid: u8,
    /// What goes before that; the first that fits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsaid_when: Vec<UnsaidImportance>,
    /// Per cent of what is missing to 100 that knowing the platform gives back.
    pub familiarity: u8,
    /// Parts the value is the sum of; empty where it is read off a curve.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<CriterionPart>,
    /// The curve it is read off, where it is computed from this design.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curve: Option<Curve>,
    /// The curve in its place where a budget is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_curve: Option<Curve>,
}

/// A part of a criterion's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CriterionPart {
    /// Its key.
    pub key: String,
    /// What is asked, in a few words.
    pub what: String,
    /// Points for a full answer; those of all parts are 100.
    pub points: u8,
    /// Points in its place where a design is so.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub when: Map<Trait, u8>,
}

impl CriterionPart {
    /// The points for a design of that trait.
    pub fn points_when(&self, is: Option<Trait>) -> u8 {
        is.and_then(|is| self.when.get(&is).copied()).unwrap_or(self.points)
    }
}

/// How far a platform fulfils one part of a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Grade {
    /// In per cent, by quarters.
    pub grade: u8,
    /// The facts that show it.
    pub facts: Vec<FactId>,
}

/// How far a platform fulfils a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rating {
    /// The criterion.
    pub criterion: Criterion,
    /// The platform.
    pub platform: PlatformId,
    /// That in a sentence.
    pub text: String,
    /// By the part's key.
    pub parts: Map<String, Grade>,
}

option_keys! {
    /// What a published limit bounds.
    pub enum LimitOf {
        /// Nodes of a cluster.
        Nodes = "nodes",
        /// Pods of a cluster.
        Pods = "pods",
        /// Services.
        Services = "services",
        /// Tasks of one service.
        TasksPerService = "tasks_per_service",
        /// Tasks that one service starts in a minute.
        TasksAMinute = "tasks_a_minute",
        /// Instances of one service.
        Instances = "instances",
        /// Addresses of one overlay network.
        Addresses = "addresses",
    }
}

/// A published limit: the number is the fact's value of that name, with `_low` and `_high` where it is not certain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Limit {
    /// What it bounds.
    pub of: LimitOf,
    /// The fact.
    pub fact: FactId,
}

/// The limits that bound a platform's reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reach {
    /// The platform.
    pub platform: PlatformId,
    /// Its limits.
    pub limits: Vec<Limit>,
}

/// The largest pod a platform takes, where the machine is not the bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LargestPod {
    /// The platform.
    pub platform: PlatformId,
    /// The fact with `cpus_most` and, where it is known, `memory_gib_most`.
    pub fact: FactId,
}

option_keys! {
    /// What a bill counts.
    pub enum Billing {
        /// Whole machines.
        Nodes = "nodes",
        /// What pods request.
        Pods = "pods",
        /// Tasks, by fixed sizes.
        Tasks = "tasks",
        /// The time requests are served, or instances kept.
        Requests = "requests",
    }
}

/// How a platform is billed and what it takes to run it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Costing {
    /// The platform.
    pub platform: PlatformId,
    /// What the bill counts.
    pub billed: Billing,
    /// The fact with the fee of a cluster, `dollars_an_hour`.
    pub fee: FactId,
    /// The fact with the machines its own servers take: `machines`, `cpus` and `memory_gib`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub servers: Option<FactId>,
    /// The facts with its own prices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<FactId>,
    /// The estimate of hours a month.
    pub effort: FactId,
    /// The facts behind the estimate.
    pub operation: Vec<FactId>,
}

/// A machine one can rent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Machine {
    /// Its name at the provider.
    pub name: String,
    /// The provider.
    pub cloud: Cloud,
    /// Virtual processors.
    pub cpus: u32,
    /// Memory in GiB.
    pub memory_gib: u32,
    /// US dollars an hour, on demand.
    pub dollars_an_hour: Number,
    /// The most pods it takes by default.
    pub pods: u32,
    /// ARM64 instead of x86-64.
    pub arm: bool,
    /// Gives its processors in full only for a while.
    pub burstable: bool,
    /// Accelerators.
    pub gpus: u32,
    /// Which fact says so.
    pub fact: FactId,
}

/// A Kubernetes minor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KubernetesRelease {
    /// Which.
    pub minor: KubernetesMinor,
    /// First released.
    pub released: Date,
    /// Last supported day.
    pub ends: Date,
    /// Which facts say so.
    pub facts: Vec<FactId>,
}

/// An Istio minor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IstioRelease {
    /// Which.
    pub minor: IstioMinor,
    /// The newest patch known.
    pub patch: String,
    /// First released.
    pub released: Date,
    /// Last supported day, where one is announced.
    pub ends: Option<Date>,
    /// Kubernetes minors it is tested with, as `1.32`.
    pub kubernetes: Vec<String>,
    /// Which facts say so.
    pub facts: Vec<FactId>,
}
