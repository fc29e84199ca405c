//! Everything that is known, and how to find a row of it.

use super::{
    Constraint, Costing, CriterionInfo, Date, Fact, FactId, IstioRelease, KubernetesRelease, LargestPod, Machine,
    Number, Platform, Rating, Reach,
};
use crate::design::{Criterion, IstioMinor, KubernetesMinor, Need, PlatformId};
use serde::Serialize;

/// Everything that is known, as the rooms use it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Knowledge {
    /// When the facts were last gone through.
    pub date: Option<Date>,
    /// The platforms, in the order of [`PlatformId`].
    pub platforms: Vec<Platform>,
    /// The criteria, in the order of [`Criterion`].
    pub criteria: Vec<CriterionInfo>,
    /// The needs, in the order of [`Need`].
    pub constraints: Vec<Constraint>,
    /// How far each platform fulfils the graded criteria, by criterion and platform.
    pub ratings: Vec<Rating>,
    /// How far each platform reaches, in the platforms' order.
    pub reaches: Vec<Reach>,
    /// The largest pod, for the platforms that bound it.
    pub largest_pods: Vec<LargestPod>,
    /// What each platform costs, in the platforms' order.
    pub costings: Vec<Costing>,
    /// Machines one can rent, by provider and price.
    pub machines: Vec<Machine>,
    /// Kubernetes minors, newest first.
    pub kubernetes: Vec<KubernetesRelease>,
    /// Istio minors, newest first.
    pub istio: Vec<IstioRelease>,
    /// Every fact, in the order of the names.
    pub facts: Vec<Fact>,
    /// The names of a design's own alternatives; none in what is known to all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own_alternatives: Vec<String>,
    /// The names of a design's own criteria; likewise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own_criteria: Vec<String>,
    /// What the scheduler's twin found for this design, where that was worked out: given beside the facts.
    #[serde(skip)]
    pub scheduled: Vec<ScheduledSize>,
}

/// The nodes that hold a design on a platform, as the scheduler's twin places it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledSize {
    /// The platform.
    pub platform: PlatformId,
    /// Pods that found room.
    pub pods: u64,
    /// Nodes.
    pub nodes: u64,
    /// US dollars an hour for all of them.
    pub an_hour: Number,
    /// Which machines, in words.
    pub machines: String,
}

impl Knowledge {
    /// The fact of that name.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        let position = self.facts.binary_search_by(|fact| fact.id.as_str().cmp(id)).ok()?;
        self.facts.get(position)
    }

    /// A number of a fact; none where either is absent.
    pub fn value(&self, id: &str, name: &str) -> Option<Number> {
        self.fact(id)?.value(name)
    }

    /// The name of a fact as the tables hold it.
    pub fn fact_id(&self, id: &str) -> FactId {
        self.fact(id).map_or_else(|| FactId::from(id), |fact| fact.id.clone())
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

    /// How far a platform fulfils a graded criterion.
    pub fn rating(&self, criterion: Criterion, platform: PlatformId) -> Option<&Rating> {
        let key = |rating: &Rating| (rating.criterion, rating.platform);
        let position = self.ratings.binary_search_by(|rating| key(rating).cmp(&(criterion, platform))).ok()?;
        self.ratings.get(position)
    }

    /// How far a platform reaches.
    pub fn reach(&self, platform: PlatformId) -> Option<&Reach> {
        self.reaches.iter().find(|reach| reach.platform == platform)
    }

    /// The largest pod a platform takes, where it is bounded.
    pub fn largest_pod(&self, platform: PlatformId) -> Option<&Fact> {
        self.largest_pods.iter().find(|row| row.platform == platform).and_then(|row| self.fact(row.fact.as_str()))
    }

    /// How a platform is billed.
    pub fn costing(&self, platform: PlatformId) -> Option<&Costing> {
        self.costings.iter().find(|costing| costing.platform == platform)
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
