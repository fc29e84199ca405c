//! What meshes are judged by, and how much each counts: what was said of the platform's criteria holds here, too, where
//! it means the same.

use crate::decide::WeightRange;
use crate::design::{Criterion, Design, Priority, Resolved, Sureness};
use crate::order::Gather;

/// A criterion of a mesh; higher is always better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// It does what is asked for.
    Fit,
    /// Little to run.
    Simplicity,
    /// Little CPU and memory.
    Resources,
    /// Little time added.
    Time,
    /// Licence, builds and standing.
    Standing,
    /// Standard APIs.
    Portability,
}

impl Measure {
    /// Every criterion, in the table's order.
    pub const ALL: [Self; 6] =
        [Self::Fit, Self::Simplicity, Self::Resources, Self::Time, Self::Standing, Self::Portability];

    /// Its key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Simplicity => "simplicity",
            Self::Resources => "resources",
            Self::Time => "time",
            Self::Standing => "standing",
            Self::Portability => "portability",
        }
    }

    /// Its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fit => "Does what is asked for",
            Self::Simplicity => "Little to run",
            Self::Resources => "Little CPU and memory",
            Self::Time => "Little time added",
            Self::Standing => "Licence and standing",
            Self::Portability => "Standard APIs",
        }
    }

    /// What of a platform means the same.
    const fn alike(self) -> &'static [Criterion] {
        match self {
            Self::Fit => &[Criterion::Isolation, Criterion::DeploymentStrategies, Criterion::Observability],
            Self::Simplicity => &[Criterion::Simplicity, Criterion::LowOverhead],
            Self::Resources => &[Criterion::Cost],
            Self::Time => &[],
            Self::Standing => &[Criterion::Licence],
            Self::Portability => &[Criterion::MultiCloud],
        }
    }

    /// What it counts of 10 when nobody said anything like it: a rule of our own.
    const fn unsaid(self) -> u8 {
        match self {
            Self::Fit => 9,
            Self::Simplicity => 6,
            Self::Resources | Self::Time | Self::Standing => 4,
            Self::Portability => 2,
        }
    }
}

/// What a criterion counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    /// Which.
    pub measure: Measure,
    /// Of 10, in thousandths of a point.
    pub range: WeightRange,
    /// Why.
    pub because: String,
}

/// A point of ten.
pub(super) const A_POINT: u32 = 1000;

/// What each criterion counts.
pub(super) fn weights(design: &Design, resolved: &Resolved) -> Vec<Weight> {
    Measure::ALL.iter().map(|measure| weight(*measure, design, resolved)).gather()
}

fn weight(measure: Measure, design: &Design, resolved: &Resolved) -> Weight {
    let said = measure.alike().iter().filter_map(|alike| design.requirements.priorities.get(alike));
    // Of several that mean the same the most important holds.
    let said: Option<Priority> = said.copied().max_by_key(|priority| priority.importance);
    let (importance, sureness, because) = match said {
        Some(priority) => (priority.importance.min(10), priority.sureness, "as said of the platform".to_owned()),
        None if measure == Measure::Time && resolved.latency.likely <= TIGHT => {
            (8, Sureness::Unsure, format!("answers are to come within {} ms", resolved.latency.likely))
        }
        None => (measure.unsaid(), Sureness::Unsure, "nobody said".to_owned()),
    };
    let likely = u32::from(importance) * A_POINT;
    let per_cent = match sureness {
        Sureness::Sure => 10,
        Sureness::Fairly => 25,
        Sureness::Unsure => 50,
    };
    let margin = likely * per_cent / 100;
    Weight { measure, range: WeightRange { low: likely - margin, likely, high: likely + margin }, because }
}

/// Milliseconds below which added time counts for more.
const TIGHT: u64 = 50;
