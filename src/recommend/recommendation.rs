//! What a recommendation holds: plain data, complete for the page, the terminal and the report.

use super::{Candidate, Measure};
use crate::decide::{Interval, Points};
use crate::design::{Need, PlatformId, QuestionKey, Sureness};
use crate::knowledge::{FactId, Why};
use crate::order::Set;
use crate::units::Money;
use serde::{Serialize, Serializer};

/// Which orchestrator, why, and how firm.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recommendation {
    /// The result in a sentence.
    pub summary: String,
    /// Those that can do it, best first.
    pub ranked: Vec<Ranked>,
    /// Those that cannot, in the platforms' order.
    pub eliminated: Vec<Eliminated>,
    /// Those that only one answer keeps out, best first.
    pub near_misses: Vec<NearMiss>,
    /// Where nobody can: the smallest sets of answers to give up, the fewest first.
    pub ways_out: Vec<WayOut>,
    /// Answers nobody is sure of that would shut platforms out, in the questions' order.
    pub risks: Vec<Risk>,
    /// For those not first, the smallest change of one weight that puts them ahead of the first; the smallest first.
    pub tipping: Vec<TippingPoint>,
    /// How far each weight alone moves the result within what was meant, the farthest first.
    pub tornado: Vec<TornadoBar>,
    /// What each criterion counts, in the criteria's order.
    pub weights: Vec<CriterionWeight>,
    /// How that was said.
    pub weighting: WeightingUsed,
    /// Every platform's values, eliminated or not, in the platforms' order.
    pub matrix: Vec<MatrixRow>,
    /// Answers that do not go together.
    pub contradictions: Vec<Contradiction>,
    /// What was assumed because nobody said it.
    pub assumptions: Vec<Assumption>,
    /// What the person knows better, and what became of it.
    pub own: Vec<OwnUsed>,
    /// The tool’s own rules and estimates that went into the values and the costs.
    pub rules: Vec<FactId>,
    /// The date of the facts.
    pub facts_date: String,
    /// How many weightings were tried for the acceptabilities.
    pub samples: u32,
}

/// A platform that can do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ranked {
    /// Which.
    pub platform: Candidate,
    /// From 1; equal scores share a rank.
    pub rank: u8,
    /// The weighted mean of its values.
    pub score: Points,
    /// Points behind the first.
    pub behind: Points,
    /// Of all weightings and values that fit what was said, the share in ten-thousandths in which it takes each rank,
    /// the first first.
    pub acceptability: Vec<u16>,
    /// The mean weights at which it comes first, in ten-thousandths and the criteria's order; empty where it never does.
    pub central_weights: Vec<u16>,
    /// How often it comes first at those weights, over all values that fit what is known, in ten-thousandths; none where
    /// it has no central weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u16>,
    /// The best and the worst rank it takes, the rarest twentieth left out at either end.
    pub ranks: [u8; 2],
    /// Whether another is at least as good in every criterion and better in one.
    pub dominated_by: Option<Candidate>,
    /// What counts most for it, compared with the mean of all platforms; at most three.
    pub strengths: Vec<Measure>,
    /// What counts most against it, compared with the mean of all platforms; at most three.
    pub weaknesses: Vec<Measure>,
    /// Why it is not first; none for the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<WhyNot>,
    /// What to know before taking it.
    pub caveats: Vec<Caveat>,
    /// Each criterion's share of the score, in the criteria's order.
    pub contributions: Vec<Contribution>,
}

/// A criterion's share of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contribution {
    /// The criterion.
    pub criterion: Measure,
    /// Its share of all weight, in ten-thousandths.
    pub weight: u16,
    /// The value.
    pub value: Points,
    /// Value times weight: the points it adds to the score.
    pub points: Points,
}

/// What a platform makes of a need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Caveat {
    /// What asks for it.
    pub cause: Cause,
    /// What to know, as a sentence.
    pub text: String,
    /// Who says so.
    pub fact: FactId,
}

/// What keeps a platform out, or counts against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A need.
    Need(Need),
    /// The answer to another question: where it may run, the budget, the licence rule.
    Answer(QuestionKey),
}

impl Cause {
    /// The question whose answer it is.
    pub const fn question(self) -> QuestionKey {
        match self {
            Self::Need(need) => QuestionKey::Need(need),
            Self::Answer(key) => key,
        }
    }
}

impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.question().key())
    }
}

/// A platform that cannot do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Eliminated {
    /// Which.
    pub platform: PlatformId,
    /// Everything that keeps it out, in the questions' order.
    pub reasons: Vec<EliminationReason>,
    /// The score it would have.
    pub score: Points,
}

/// One thing that keeps a platform out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EliminationReason {
    /// What asks for it.
    pub cause: Cause,
    /// Why it cannot be met, as a sentence.
    pub reason: String,
    /// What comes close; empty when nothing does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub caveat: String,
    /// Who says so: source, date and marks are the fact's.
    pub fact: FactId,
}

/// A platform that a single answer keeps out or puts at risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NearMiss {
    /// Which.
    pub platform: PlatformId,
    /// The answer.
    pub cause: Cause,
    /// The rank it would take without that answer.
    pub rank: u8,
    /// That as a sentence.
    pub text: String,
}

/// Answers without which somebody could do it, none of them too many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WayOut {
    /// The answers, in the questions' order.
    pub give_up: Vec<Cause>,
    /// Who could then do it, best first.
    pub opens: Vec<PlatformId>,
    /// That as a sentence.
    pub text: String,
}

/// An answer nobody is sure of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Risk {
    /// The answer.
    pub cause: Cause,
    /// Those that it would shut out if it were a must.
    pub platforms: Vec<PlatformId>,
}

/// The smallest change of one weight that puts a platform ahead of the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TippingPoint {
    /// Which platform.
    pub platform: Candidate,
    /// Whose weight changes.
    pub criterion: Measure,
    /// Its importance now, in thousandths of a point of ten.
    pub from: u32,
    /// Its importance then, likewise.
    pub to: u32,
    /// That as a sentence.
    pub text: String,
}

/// Why a platform is not first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhyNot {
    /// Where it is ahead of the first, the most weighty first; at most three.
    pub wins_at: Vec<Measure>,
    /// Where it is behind, likewise.
    pub loses_at: Vec<Measure>,
    /// That as a sentence, with what would have to be true.
    pub text: String,
}

/// How far one weight moves the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TornadoBar {
    /// Whose weight.
    pub criterion: Measure,
    /// How far the first leads the best other with the least weight that was meant, in hundredths of a point.
    pub lead_low: i64,
    /// And with the most.
    pub lead_high: i64,
    /// Who is first with the least.
    pub first_low: Candidate,
    /// And with the most.
    pub first_high: Candidate,
}

/// What a criterion counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CriterionWeight {
    /// Which.
    pub criterion: Measure,
    /// 0 to 10, as said or assumed; rounded to the nearest.
    pub importance: u8,
    /// That in thousandths of a point of ten.
    pub thousandths: u32,
    /// How firmly.
    pub sureness: Sureness,
    /// Whether it was said.
    pub said: bool,
    /// Why it is assumed to count so much, where it was not said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub assumed: String,
    /// Its share of all weight, in ten-thousandths.
    pub share: u16,
}

/// How it was said what the criteria count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WeightingUsed {
    /// In which way: `points`, `ranking`, `swing` or `pairs`.
    pub by: &'static str,
    /// Where the way comes from; none for plain points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactId>,
    /// How well the comparisons go together, where criteria were compared two at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consistency: Option<Consistency>,
}

/// How well comparisons go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Consistency {
    /// The consistency ratio, in ten-thousandths.
    pub ratio: u32,
    /// Whether that is below what counts as consistent enough.
    pub acceptable: bool,
    /// How many criteria were compared with one another.
    pub compared: usize,
    /// How many of their pairs were not.
    pub missing: usize,
    /// The comparison that fits the others least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worst: Option<OddPair>,
    /// All of that in a sentence.
    pub text: String,
    /// Where the indices of random comparisons come from.
    pub fact: FactId,
}

/// A comparison that does not fit the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OddPair {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// How many times the one was said to count the other.
    pub said: u8,
    /// How many times it does by all comparisons together, in thousandths.
    pub fits: u32,
}

/// A platform's values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MatrixRow {
    /// Which.
    pub platform: Candidate,
    /// One for each criterion, in the criteria's order.
    pub cells: Vec<Cell>,
    /// What it costs a month.
    pub cost: CostEstimate,
}

/// A value with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// The criterion.
    pub criterion: Measure,
    /// The value.
    pub value: Interval,
    /// The value in a sentence.
    pub text: String,
    /// How it came about.
    pub why: Why,
    /// What it was read off before needs and own values changed it.
    pub read: Reading,
    /// Why it is what a person says, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<String>,
}

/// What a value was read off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Reading {
    /// Nothing: nobody has valued it.
    Nothing,
    /// The criterion's curve, at these measures in thousandths: the one with the lowest value, the likely one, the one
    /// with the highest.
    Curve([u64; 3]),
    /// The curve for a budget, likewise.
    BudgetCurve([u64; 3]),
    /// The criterion's parts, in their order: points for a full answer, and the grade in per cent.
    Parts(Vec<[u8; 2]>),
}

/// Money a month, from list prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct MoneyRange {
    /// At least.
    pub low: Money,
    /// Most likely.
    pub likely: Money,
    /// At most.
    pub high: Money,
}

/// What money goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CostKind {
    /// Machines, or what pods, tasks and requests are billed.
    Computing,
    /// The fee of a managed control plane.
    ControlPlane,
    /// The way in.
    LoadBalancers,
    /// Traffic between zones.
    ZoneTraffic,
    /// The right to use it.
    Licences,
}

/// A part of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CostPart {
    /// What it is for.
    pub what: CostKind,
    /// How much a month.
    pub money: MoneyRange,
}

/// What a platform costs a month for this design.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CostEstimate {
    /// To the provider: control plane and computing.
    pub provider: MoneyRange,
    /// Whether its machines stand in for hardware, or for a provider, whose prices are not known.
    pub stand_in: bool,
    /// Machines now, in all regions: low, likely, high; all 0 where there are none to look after.
    pub nodes: [u64; 3],
    /// What that is made of; what costs nothing is left out.
    pub parts: Vec<CostPart>,
    /// People's hours a month, apart from the money.
    pub people_hours: [u32; 3],
    /// What those hours cost, apart from what goes to the provider.
    pub people: MoneyRange,
    /// The arithmetic.
    pub why: Why,
}

/// What became of a number, value or reason of a person's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnUsed {
    /// What it changes, as a sentence.
    pub text: String,
    /// Why, in the person's own words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub because: String,
    /// Whether it takes effect.
    pub takes_effect: bool,
}

/// Two answers that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contradiction {
    /// The one.
    #[serde(serialize_with = "as_key")]
    pub one: QuestionKey,
    /// The other.
    #[serde(serialize_with = "as_key")]
    pub other: QuestionKey,
    /// Why, as a sentence.
    pub text: String,
}

/// Something assumed because nobody said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Assumption {
    /// The question.
    #[serde(serialize_with = "as_key")]
    pub question: QuestionKey,
    /// What was assumed, in words and numbers.
    pub assumed: String,
    /// Why.
    pub why: String,
    /// Who lays that down and since when.
    pub fact: FactId,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn as_key<S: Serializer>(key: &QuestionKey, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(key.key())
}

impl Recommendation {
    /// The first part of the summary: who, and how firmly.
    pub fn finding(&self) -> &str {
        self.summary.split("; ").next().unwrap_or_default()
    }

    /// The first of the ranked.
    pub fn first(&self) -> Option<&Ranked> {
        self.ranked.first()
    }

    /// Every fact it names, each once, in the order of the names.
    pub fn cited(&self) -> Set<&FactId> {
        let ranked = self.ranked.iter().flat_map(|ranked| &ranked.caveats).map(|caveat| &caveat.fact);
        let out = self.eliminated.iter().flat_map(|out| &out.reasons).map(|reason| &reason.fact);
        let cells = self.matrix.iter().flat_map(|row| row.cells.iter().map(|cell| &cell.why).chain([&row.cost.why]));
        let said = self.weighting.fact.iter().chain(self.weighting.consistency.as_ref().map(|one| &one.fact));
        let assumed = self.assumptions.iter().map(|assumption| &assumption.fact);
        let lines = cells.flat_map(|why| &why.lines).flat_map(|line| &line.facts);
        ranked.chain(out).chain(said).chain(assumed).chain(lines).chain(&self.rules).collect()
    }

    /// A cell of the matrix.
    pub fn cell(&self, platform: impl Into<Candidate>, criterion: impl Into<Measure>) -> Option<&Cell> {
        let (platform, criterion) = (platform.into(), criterion.into());
        let row = self.matrix.iter().find(|row| row.platform == platform)?;
        row.cells.iter().find(|cell| cell.criterion == criterion)
    }
}
