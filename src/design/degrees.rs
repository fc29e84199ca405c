//! How firmly an answer may be meant: what a must, a wish or a doubt would change is said with the question, so that the
//! form offers nothing that changes nothing.

use super::{Insistence, QuestionKey};

/// How firmly the answer to a question may be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Degrees {
    /// It decides nothing, so nothing depends on how firmly it is meant.
    None,
    /// It says how things are: one is sure of it or not.
    Sureness,
    /// It can rule out, count, or be in doubt.
    All,
}

impl Degrees {
    /// Whether an answer may be meant so.
    pub const fn has(self, insistence: Insistence) -> bool {
        match self {
            Self::None => false,
            Self::Sureness => !matches!(insistence, Insistence::Must),
            Self::All => true,
        }
    }
}

impl QuestionKey {
    /// How firmly its answer may be meant.
    pub const fn degrees(self) -> Degrees {
        match self {
            Self::RegionNames | Self::Environments | Self::MeshPresent => Degrees::None,
            Self::PlatformEngineers
            | Self::Operation
            | Self::Pods
            | Self::Clouds
            | Self::Latency
            | Self::WorkloadKinds
            | Self::Compliance
            | Self::Licence
            | Self::Budget
            | Self::MeshNeeds
            | Self::Need(_) => Degrees::All,
            Self::Engineers
            | Self::Skills
            | Self::CurrentPlatform
            | Self::Growth
            | Self::Requests
            | Self::PeakFactor
            | Self::TrafficShape
            | Self::DeploysADay
            | Self::Regions
            | Self::Zones
            | Self::Availability => Degrees::Sureness,
        }
    }

    /// How an answer is meant whose degree was not said: places and rules bind, all else counts.
    pub const fn usual(self) -> Insistence {
        match self {
            Self::Clouds | Self::Compliance | Self::Licence => Insistence::Must,
            _ => Insistence::Want,
        }
    }
}
