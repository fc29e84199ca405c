//! What is worked out on demand, since it takes the recommendation many times over: plain data.

use super::{Candidate, Measure};
use crate::decide::Points;
use crate::design::{PlatformId, QuestionKey};
use crate::units::Money;
use serde::{Serialize, Serializer};

/// The smallest change of one answer that makes another platform win.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequirementTurn {
    /// Whose answer.
    #[serde(serialize_with = "as_key")]
    pub question: QuestionKey,
    /// It now, in words and numbers.
    pub from: String,
    /// It then.
    pub to: String,
    /// That as a plain number, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Whether no nearer number does it: a step short of this one, and any before it, leaves who wins now. Not sure far
    /// away from a number of pods or regions, where every 32nd part of the distance is tried.
    pub exact: bool,
    /// Who wins then.
    pub platform: Candidate,
    /// That as a sentence.
    pub text: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn as_key<S: Serializer>(key: &QuestionKey, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(key.key())
}

/// What each platform costs over the scale of the load.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScaleChart {
    /// Thousandths of the load now, rising.
    pub factors: Vec<u64>,
    /// A line for each platform, in the platforms' order.
    pub lines: Vec<ScaleLine>,
    /// Those that cannot do it now: their lines are here, and cross nobody's.
    pub kept_out: Vec<PlatformId>,
    /// Who is recommended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<PlatformId>,
    /// Where the lines of two that can do it cross, by rising factor.
    pub crossings: Vec<Crossing>,
}

/// A platform's line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScaleLine {
    /// Which.
    pub platform: PlatformId,
    /// Its likely bill a month at each factor.
    pub likely: Vec<Money>,
}

/// Where two lines cross for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Crossing {
    /// At how many thousandths of the load, to the hundredth.
    pub at: u64,
    /// Who costs less at a tenth of the load.
    pub below: PlatformId,
    /// Who costs less from there on.
    pub above: PlatformId,
    /// That as a sentence.
    pub text: String,
}

/// What several people come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// How much of everybody's weight lies where the mean lies, in ten-thousandths.
    pub agreement: u16,
    /// The result in a sentence.
    pub text: String,
    /// The platforms by everybody's mean priorities, best first.
    pub ranking: Vec<Candidate>,
    /// Each person, in the design's order.
    pub voices: Vec<GroupVoice>,
    /// Each criterion, in the criteria's order.
    pub criteria: Vec<GroupCriterion>,
}

/// What one of several people would take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupVoice {
    /// Who.
    pub name: String,
    /// Their own first.
    pub first: Option<Candidate>,
    /// Where the compromise ranks for them.
    pub rank_of_compromise: u8,
    /// Points it loses, by their weights, against their own first.
    pub loses: Points,
    /// Whether that is more than one puts up with.
    pub objects: bool,
    /// Their shares of all weight, in ten-thousandths and the criteria's order.
    pub shares: Vec<u16>,
}

/// How far several people agree on a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupCriterion {
    /// Which.
    pub criterion: Measure,
    /// The least share somebody gives it, in ten-thousandths.
    pub low: u16,
    /// The mean.
    pub mean: u16,
    /// The largest.
    pub high: u16,
    /// Who gives it the least.
    pub lowest: String,
    /// Who gives it the most.
    pub highest: String,
    /// How far a share lies from the mean, on the mean of all people.
    pub apart: u16,
}
