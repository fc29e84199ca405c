//! The rows of the tables: what each platform is, what eliminates it, what a criterion means, what things cost.

use super::{Date, Fact, FactId, Number};
use crate::design::{Cloud, Criterion, IstioMinor, KubernetesMinor, Need, PlatformId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What kind of platform it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlatformFamily {
    /// Kubernetes that the team runs.
    OwnKubernetes,
    /// Kubernetes whose control plane a provider runs.
    ManagedKubernetes,
    /// Another orchestrator that the team runs.
    OtherOrchestrator,
    /// A provider's container service with an API of its own.
    CloudService,
}

/// A platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
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
    pub runs_in: BTreeSet<Cloud>,
    /// The facts that say so.
    pub facts: Vec<FactId>,
}

/// How a platform meets a need it does not meet plainly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
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

/// What a criterion means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
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
    /// Parts the value is the sum of; empty where it is computed from this design.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<CriterionPart>,
}

/// A part of a criterion's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CriterionPart {
    /// Its key.
    pub key: String,
    /// What is asked, in a few words.
    pub what: String,
    /// Points for a full answer.
    pub points: u8,
}

/// A machine one can rent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Machine {
    /// Its name at the provider.
    pub name: String,
    /// The provider.
    pub cloud: Cloud,
    /// Virtual processors.
    pub cpus: Number,
    /// Memory in GiB.
    pub memory_gib: Number,
    /// US dollars an hour, on demand.
    pub dollars_an_hour: Number,
    /// The most pods it takes by default.
    pub pods: u64,
    /// Which fact says so.
    pub fact: FactId,
}

/// A Kubernetes minor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
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

/// Everything that is known, as the rooms use it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Knowledge {
    /// When the facts were last gone through.
    pub date: Option<Date>,
    /// The platforms, in the order of [`PlatformId`].
    pub platforms: Vec<Platform>,
    /// The criteria, in the order of [`Criterion`].
    pub criteria: Vec<CriterionInfo>,
    /// The needs, in the order of [`Need`].
    pub constraints: Vec<Constraint>,
    /// Machines one can rent, by provider and price.
    pub machines: Vec<Machine>,
    /// Kubernetes minors, newest first.
    pub kubernetes: Vec<KubernetesRelease>,
    /// Istio minors, newest first.
    pub istio: Vec<IstioRelease>,
    /// Every fact, in the order of the names.
    pub facts: Vec<Fact>,
}

impl Knowledge {
    /// The fact of that name.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        let position = self.facts.binary_search_by(|fact| fact.id.as_str().cmp(id)).ok()?;
        self.facts.get(position)
    }

    /// A platform's row.
    pub fn platform(&self, id: PlatformId) -> Option<&Platform> {
        self.platforms.iter().find(|platform| platform.id == id)
    }

    /// A criterion's row.
    pub fn criterion(&self, id: Criterion) -> Option<&CriterionInfo> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }

    /// A need's constraint.
    pub fn constraint(&self, need: Need) -> Option<&Constraint> {
        self.constraints.iter().find(|constraint| constraint.need == need)
    }

    /// A Kubernetes minor's dates.
    pub fn kubernetes_release(&self, minor: KubernetesMinor) -> Option<&KubernetesRelease> {
        self.kubernetes.iter().find(|release| release.minor == minor)
    }

    /// An Istio minor's dates.
    pub fn istio_release(&self, minor: IstioMinor) -> Option<&IstioRelease> {
        self.istio.iter().find(|release| release.minor == minor)
    }
}
