//! The answer: plain data with the arithmetic in it.

use super::trial::{Effort, Scenario};
use super::{Addresses, Hint, Lever};
use crate::cluster::Outcome;
use crate::knowledge::Number;
use crate::units::Money;

/// Hours of a month, as bills have them, and the fact that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// How many.
    pub hours: u64,
    /// The fact's id.
    pub fact: String,
}

impl Month {
    /// A month of an hourly price in billionths of a dollar, rounded up to the millionth.
    pub fn of(&self, nanos: u128) -> Money {
        let micro = (nanos * u128::from(self.hours)).div_ceil(1000);
        Money { micro_dollars: u64::try_from(micro).unwrap_or(u64::MAX) }
    }
}

/// Nodes of one machine on the same terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolAnswer {
    /// The machine.
    pub machine: String,
    /// Whether it may be taken away at short notice.
    pub spot: bool,
    /// ARM64 instead of x86-64.
    pub arm: bool,
    /// Nodes by zone.
    pub zones: Vec<(String, u32)>,
    /// Nodes in all.
    pub nodes: u32,
    /// US dollars an hour and node.
    pub price: Number,
    /// A month of them.
    pub month: Money,
    /// Where the price was read, and when.
    pub source: (String, String),
    /// What of a node pods may ask for: resource and arithmetic.
    pub allocatable: Vec<(String, String)>,
    /// The most pods of a node.
    pub pods_a_node: i64,
    /// The most volumes of a node, where it is known.
    pub volumes_a_node: Option<u64>,
}

/// How full nodes are, in thousandths of what pods may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Used {
    /// CPU.
    pub cpu: u64,
    /// Memory.
    pub memory: u64,
    /// Pods.
    pub pods: u64,
    /// Pods on the fullest node.
    pub most_pods: u64,
    /// Claims to volumes on the node that has the most.
    pub most_volumes: u64,
}

/// One plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanAnswer {
    /// Its pools.
    pub pools: Vec<PoolAnswer>,
    /// Nodes in all.
    pub nodes: u32,
    /// A month of it.
    pub month: Money,
    /// How that comes.
    pub arithmetic: String,
    /// How full its nodes are with everything in place.
    pub used: Used,
    /// What it was tried against and held.
    pub held: Vec<Scenario>,
    /// Above the bound, in ten-thousandths of it.
    pub gap: u64,
    /// The addresses its nodes and pods need.
    pub addresses: Addresses,
}

/// A node that could go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spare {
    /// The node.
    pub node: String,
    /// What it costs a month, where that is known.
    pub month: Option<Money>,
    /// Its pods, each with the node it would go to.
    pub moves: Vec<(String, String)>,
}

/// What there is today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TodayAnswer {
    /// Nodes.
    pub nodes: u32,
    /// A month of them; none where a machine's price is not known.
    pub month: Option<Money>,
    /// How full they are.
    pub used: Used,
    /// When something is missing: the scenario, how many pods wait, and the scheduler's words.
    pub short: Option<(Scenario, usize, String)>,
    /// Nodes that could go one after the other while everything still holds.
    pub spare: Vec<Spare>,
}

/// Another way of placing pods, and what it would take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileAnswer {
    /// How room is scored.
    pub name: String,
    /// Nodes; none where nothing was found.
    pub nodes: Option<u32>,
    /// A month.
    pub month: Option<Money>,
}

/// Pods that no machine can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hopeless {
    /// The workload, by namespace and name.
    pub workload: String,
    /// What to do.
    pub why: String,
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SizeAnswer {
    /// Plans, the cheapest first.
    pub plans: Vec<PlanAnswer>,
    /// A month below which nothing can hold everything.
    pub bound: Money,
    /// Every cheaper combination was tried.
    pub all_tried: bool,
    /// It was stopped, or came to its limits, before it was through.
    pub unfinished: bool,
    /// How much was tried.
    pub effort: Effort,
    /// Pods that must find room at the peak.
    pub pods: usize,
    /// What there is today.
    pub today: Option<TodayAnswer>,
    /// What one change would do.
    pub levers: Vec<Lever>,
    /// The same pods placed in other ways.
    pub profiles: Vec<ProfileAnswer>,
    /// What to look at in what pods ask for.
    pub hints: Vec<Hint>,
    /// Pods that no machine can hold.
    pub hopeless: Vec<Hopeless>,
    /// What was missing last when no plan was found, in the scheduler's words.
    pub short: Option<String>,
    /// How long a month is.
    pub month: Month,
    /// The nodes there are with the pods at the peak on them; without any the best plan.
    pub shown: Option<Box<Outcome>>,
}
