//! How a choice is argued: priorities said in other ways than points, and what a person knows better than the facts.
//! Criteria and alternatives are named by their key, or by the name a person gave their own.

use super::{Priorities, Sureness, is_default};
use crate::order::Map;
use serde::{Deserialize, Serialize};

/// How it is said what the criteria count. Criteria that are not named count as if nobody had said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weighting {
    /// Each by points from 0 to 10: the priorities beside this.
    #[default]
    Points,
    /// By their order alone, the most important first.
    Ranking(Vec<String>),
    /// How much the step from the worst to the best counts, against 100 for the criterion where it counts most.
    Swing(Map<String, u8>),
    /// By comparing two at a time.
    Pairs(Vec<Pair>),
}

/// That one criterion counts so many times another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pair {
    /// The one that counts as much or more.
    pub one: String,
    /// The other.
    pub other: String,
    /// How many times: 1 (as much) to 9 (above all).
    pub times: u8,
}

impl Pair {
    /// The most that one may count over another.
    pub const MOST: u8 = 9;
}

/// What a person knows better, wants compared as well, or has heard from others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionChoice {
    /// What an hour of the people who run it costs, in US dollars; none for the assumed rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hour_rate: Option<u32>,
    /// Values in place of those that the facts give.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<OwnValue>,
    /// Numbers in place of those of the facts: prices above all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<OwnNumber>,
    /// Alternatives beside the platforms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<OwnAlternative>,
    /// Criteria beside the usual ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<OwnCriterion>,
    /// What the others who decide hold important.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<Voice>,
}

/// A value in a person's own judgement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnValue {
    /// The platform or the own alternative.
    pub of: String,
    /// The criterion, or the own one.
    pub criterion: String,
    /// From 0 (worst) to 100 (best).
    pub points: u8,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// A number in place of a fact's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnNumber {
    /// The fact, or the machine, by its name.
    pub fact: String,
    /// Which of its numbers, by name.
    pub number: String,
    /// What it is, as a decimal number.
    pub is: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// An alternative that is none of the platforms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnAlternative {
    /// Its name.
    pub name: String,
    /// What it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// What it costs a month in US dollars, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dollars_a_month: Option<u64>,
    /// The hours of people it takes a month, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours_a_month: Option<u32>,
}

/// A criterion that is none of the usual ones.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnCriterion {
    /// Its name.
    pub name: String,
    /// What it asks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub means: String,
    /// 0 (not at all) to 10 (above all).
    pub importance: u8,
    /// How firmly that was said.
    #[serde(skip_serializing_if = "is_default")]
    pub sureness: Sureness,
}

/// What one of several people holds important.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Voice {
    /// Who.
    pub name: String,
    /// Their points.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub priorities: Priorities,
    /// How they said it.
    #[serde(skip_serializing_if = "is_default")]
    pub weighting: Weighting,
}
