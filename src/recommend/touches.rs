//! What the answer to a question touches: the criteria whose values it moves, those it makes count more or less where
//! nobody said, and the constraints it can raise. What follows from the tables of facts is read off them; a test holds
//! the rest to what really happens.

use super::Measure;
use super::screen::ELSEWHERE;
use super::words::list;
use crate::design::{Criterion, Need, OptionKey, QuestionKey};
use crate::knowledge::{Constraint, Knowledge, Trait};
use crate::order::Gather;
use serde::Serialize;

/// What the answer to a question touches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Touches {
    /// Criteria whose values it moves, in the criteria's order; with cost also whether a budget is kept.
    pub values: Vec<Criterion>,
    /// Criteria that count more or less by it where nobody said how much, in the criteria's order.
    pub weights: Vec<Criterion>,
    /// Constraints that it raises or drops, in the needs' order.
    pub constraints: Vec<Need>,
    /// Whether it can shut platforms out by itself.
    pub shuts_out: bool,
    /// Whether it adds what is to know about a platform.
    pub remarks: bool,
}

impl Touches {
    /// That in a sentence.
    pub fn sentence(&self, knowledge: &Knowledge) -> String {
        let named = |criteria: &[Criterion]| {
            let name = |criterion: &Criterion| Measure::from(*criterion).name(knowledge).to_ascii_lowercase();
            list(&criteria.iter().map(name).gather(), "and")
        };
        let mut parts = Vec::new();
        if !self.values.is_empty() {
            parts.push(format!("moves {}", named(&self.values)));
        }
        if !self.weights.is_empty() {
            parts.push(format!("makes {} count more or less", named(&self.weights)));
        }
        let rows: Vec<&Constraint> = self.constraints.iter().filter_map(|need| knowledge.constraint(*need)).gather();
        let out = knowledge.platforms.iter().filter(|row| rows.iter().any(|one| one.eliminates(row.id).is_some()));
        let out: Vec<&str> = out.map(|row| row.short.as_str()).gather();
        if self.shuts_out {
            parts.push("can shut out any platform".to_owned());
        } else if !out.is_empty() {
            parts.push(format!("can shut out {}", list(&out, "and")));
        }
        if self.remarks {
            parts.push("adds remarks".to_owned());
        }
        if parts.is_empty() {
            return "Touches nothing in the ranking.".to_owned();
        }
        let text = parts.join("; ");
        let mut letters = text.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        format!("{}{}.", first.unwrap_or_default(), letters.as_str())
    }
}

/// What the answer to a question touches.
pub fn touches(knowledge: &Knowledge, key: QuestionKey) -> Touches {
    let (traits, computed) = (traits(key), computed(key));
    let constraints: Vec<Need> = Need::ALL.iter().copied().filter(|need| raises(key, *need)).gather();
    let familiar = matches!(key, QuestionKey::Skills | QuestionKey::CurrentPlatform);
    let mut touches = Touches {
        shuts_out: matches!(
            key,
            QuestionKey::Clouds
                | QuestionKey::Budget
                | QuestionKey::PlatformEngineers
                | QuestionKey::Operation
                | QuestionKey::Pods
        ),
        remarks: matches!(key, QuestionKey::Latency | QuestionKey::TrafficShape | QuestionKey::Licence),
        ..Touches::default()
    };
    for criterion in &knowledge.criteria {
        let shifted = || criterion.parts.iter().any(|part| traits.iter().any(|one| part.when.contains_key(one)));
        let asked = |need: &Need| knowledge.constraint(*need).is_some_and(|row| row.criteria.contains(&criterion.id));
        let elsewhere = key == QuestionKey::Clouds && ELSEWHERE.contains(&criterion.id);
        if computed.contains(&criterion.id)
            || elsewhere
            || (familiar && criterion.familiarity > 0)
            || shifted()
            || constraints.iter().any(asked)
        {
            touches.values.push(criterion.id);
        }
        if criterion.unsaid_when.iter().any(|unsaid| traits.contains(&unsaid.when)) {
            touches.weights.push(criterion.id);
        }
    }
    touches.constraints = constraints;
    touches
}

/// Whether an answer can raise a constraint.
fn raises(key: QuestionKey, need: Need) -> bool {
    match key {
        QuestionKey::Need(own) => own == need,
        QuestionKey::WorkloadKinds => need.implied_by().is_some(),
        QuestionKey::Clouds => need == Need::OnPremises,
        QuestionKey::Compliance => need == Need::GovernmentCompliance,
        QuestionKey::Licence => need == Need::OsiLicenceOnly,
        _ => false,
    }
}

/// What a design is like by an answer.
const fn traits(key: QuestionKey) -> &'static [Trait] {
    match key {
        QuestionKey::Engineers => &[Trait::SmallTeam],
        QuestionKey::Operation => &[Trait::Nobody, Trait::Dedicated],
        QuestionKey::Pods => &[Trait::Large],
        QuestionKey::TrafficShape => &[Trait::MostlyIdle, Trait::Spiky, Trait::Steady],
        QuestionKey::DeploysADay => &[Trait::ManyReleases],
        QuestionKey::Clouds => &[Trait::Edge, Trait::Owned, Trait::OnlyOwned, Trait::OneCloud, Trait::SeveralClouds],
        QuestionKey::WorkloadKinds => &[Trait::Stateful, Trait::Stateless, Trait::Mixed],
        QuestionKey::Compliance => &[Trait::Regulated],
        QuestionKey::Need(Need::OnPremises | Need::AirGap) => &[Trait::Owned, Trait::OnlyOwned],
        QuestionKey::Need(Need::MultiCloudActive) => &[Trait::SeveralClouds],
        QuestionKey::Need(Need::BlockStorage | Need::StatefulQuorum) => &[Trait::Stateful, Trait::Stateless],
        _ => &[],
    }
}

/// The criteria that are computed from an answer.
const fn computed(key: QuestionKey) -> &'static [Criterion] {
    use Criterion::{Autoscaling, Cost, Licence, LowOverhead, Scalability};
    match key {
        QuestionKey::PlatformEngineers | QuestionKey::Operation => &[LowOverhead],
        QuestionKey::Pods
        | QuestionKey::Clouds
        | QuestionKey::Regions
        | QuestionKey::Zones
        | QuestionKey::Availability
        | QuestionKey::Need(Need::Arm64) => &[Scalability, LowOverhead, Cost],
        QuestionKey::Growth => &[Scalability],
        QuestionKey::TrafficShape => &[Autoscaling, Cost],
        QuestionKey::Latency => &[Autoscaling],
        QuestionKey::Requests
        | QuestionKey::PeakFactor
        | QuestionKey::Budget
        | QuestionKey::Need(Need::WindowsContainers) => &[Cost],
        QuestionKey::Licence => &[Licence],
        _ => &[],
    }
}
