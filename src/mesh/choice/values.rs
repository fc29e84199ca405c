//! The value of a mesh in each criterion, from 0 to 100 within fixed bounds, with how it came about.

use super::asks::Asks;
use super::facts::Facts;
use super::screen::Screened;
use super::weights::Measure;
use crate::decide::{Interval, Points};
use crate::design::{LicenceRule, MeshKind, MeshPresent, OptionKey, Resolved};
use crate::mesh::cost::{Ask, Costs, MeshCost};
use crate::order::Gather;
use crate::units::list;

/// A value and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The criterion.
    pub measure: Measure,
    /// The value.
    pub value: Interval,
    /// How it came about, in a sentence.
    pub because: String,
}

/// All that values come from.
pub(super) struct Ground<'a> {
    pub(super) facts: &'a Facts,
    pub(super) asks: &'a Asks,
    pub(super) resolved: &'a Resolved,
    pub(super) costs: &'a Costs,
}

/// The demand below which what is missing does not count in full: where little is asked for, little is missed.
const FULL_DEMAND: i64 = 150;
/// What a burden takes off the simplicity, in hundredths.
const BURDEN: i64 = 800;
/// The burdens that count.
const BURDENS: usize = 3;
/// Hundredths about a judgement.
const JUDGED: i64 = 1_000;
/// Calls on a way where the design knows none.
const USUAL_HOPS: u64 = 3;

impl Ground<'_> {
    /// The values of one mesh, in the criteria's order.
    pub(super) fn values(&self, mesh: MeshKind, screened: &Screened) -> Vec<Value> {
        let value = |measure: &Measure| {
            let (value, because) = match measure {
                Measure::Fit => self.fit(mesh, screened),
                Measure::Simplicity => self.simplicity(mesh, screened),
                Measure::Resources => self.resources(mesh),
                Measure::Time => self.time(mesh),
                Measure::Standing => self.standing(mesh),
                Measure::Portability => {
                    let value = Interval::exact(Points::whole(self.facts.grade("standard-api", mesh)));
                    (value, self.cell_text("standard-api", mesh))
                }
            };
            Value { measure: *measure, value, because }
        };
        Measure::ALL.iter().map(value).gather()
    }

    fn cell_text(&self, aspect: &str, mesh: MeshKind) -> String {
        self.facts.cell(aspect, mesh).map_or(String::new(), |cell| cell.text.clone())
    }

    /// 100 less what is missed of what is asked for.
    fn fit(&self, mesh: MeshKind, screened: &Screened) -> (Interval, String) {
        let demands = &self.asks.demands;
        let whole: i64 = demands.iter().map(|demand| demand.of_100).sum::<i64>().max(FULL_DEMAND);
        let missed = |demand: &super::Demand| demand.of_100 * (100 - self.facts.grade(demand.need.key(), mesh));
        let loss: i64 = demands.iter().map(missed).sum::<i64>() * 100 / whole;
        let mut most: Vec<(i64, &str)> = demands
            .iter()
            .map(|demand| (missed(demand), demand.need.key()))
            .filter(|(missed, _)| *missed >= 500)
            .gather();
        crate::order::sort_by_key(&mut most, |(missed, _)| -*missed);
        let label = |key: &str| {
            let aspect = self.facts.aspects.iter().find(|aspect| aspect.id == key);
            aspect.map_or(String::new(), |aspect| super::advice::within_sentence(&aspect.label))
        };
        let names: Vec<String> = most.iter().take(3).map(|(_, key)| label(key)).gather();
        let because = match (demands.is_empty(), names.is_empty()) {
            (true, _) => "Nothing that a mesh does is asked for.".to_owned(),
            (_, true) => "Nothing that is asked for is missing.".to_owned(),
            _ => format!("Short of what is asked for in {}.", list(&names, "and")),
        };
        let value = Interval::about(Points::hundredths(10_000 - loss), 500);
        let risk = if screened.risks.is_empty() { 0 } else { 2_000 };
        (Interval { low: value.low.changed_by(-risk), ..value }, because)
    }

    fn simplicity(&self, mesh: MeshKind, screened: &Screened) -> (Interval, String) {
        let mut work = (100 - self.facts.grade("running", mesh)) * 100;
        let there = |present: MeshPresent| self.asks.present.contains(&present);
        let runs = match mesh {
            MeshKind::IstioSidecar | MeshKind::IstioAmbient => there(MeshPresent::Istio),
            MeshKind::Linkerd => there(MeshPresent::Linkerd),
            MeshKind::Consul => there(MeshPresent::Consul),
            MeshKind::Cilium => there(MeshPresent::Cilium),
            MeshKind::None => false,
        };
        if runs {
            work /= 2;
        }
        let mut burdens: Vec<&str> = screened.burdens.iter().map(|one| one.text.as_str()).gather();
        burdens.dedup();
        let burdens = i64::try_from(burdens.len().min(BURDENS)).unwrap_or(0);
        let strained = work * self.asks.strain / 100;
        let value = Points::hundredths(10_000 - strained - burdens * BURDEN);
        let because = match (mesh, runs) {
            (MeshKind::None, _) => "Nothing to run.".to_owned(),
            (_, true) => format!("It runs already, so it counts half; {}.", self.asks.strained),
            _ => format!("{} {}.", self.cell_text("running", mesh), sentence(&self.asks.strained)),
        };
        let about = if mesh == MeshKind::None { 0 } else { JUDGED };
        (Interval::about(value, about), because)
    }

    fn cost(&self, mesh: MeshKind) -> Option<&MeshCost> {
        self.costs.meshes.iter().find(|cost| cost.mesh == mesh)
    }

    /// What is asked for beside what workloads ask for: as much again is worth 50.
    fn share(&self, asked: Ask) -> Points {
        let base = self.costs.workloads;
        let per_mille = |part: u64, whole: u64| part.saturating_mul(1000) / whole.max(1);
        let mean = u64::midpoint(per_mille(asked.milli_cpu, base.milli_cpu), per_mille(asked.mib, base.mib));
        Points::hundredths(i64::try_from(10_000_000 / (1000 + mean)).unwrap_or(0))
    }

    fn resources(&self, mesh: MeshKind) -> (Interval, String) {
        let Some(cost) = self.cost(mesh) else { return (Interval::default(), String::new()) };
        let value = self.share(cost.asked);
        let base = self.costs.workloads;
        let per_cent = |part: u64, whole: u64| part.saturating_mul(100) / whole.max(1);
        let because = format!(
            "It asks for {} % of the workloads' CPU and {} % of their memory on top.",
            per_cent(cost.asked.milli_cpu, base.milli_cpu),
            per_cent(cost.asked.mib, base.mib)
        );
        match mesh {
            MeshKind::None => (Interval::exact(Points::BEST), "It asks for nothing.".to_owned()),
            // Nobody publishes what Envoy on a node asks for: between what Istio's agents do and nothing.
            MeshKind::Cilium => {
                let agents = self.cost(MeshKind::IstioAmbient).map_or(value, |cost| self.share(cost.asked));
                let because = "No published figure: taken between Istio's ambient mode and nothing.".to_owned();
                (between(agents, Points::BEST), because)
            }
            // The chart's servers are for tests.
            MeshKind::Consul => (Interval { low: value.changed_by(-4_000), likely: value, high: value }, because),
            _ => (Interval::about(value, 500), because),
        }
    }

    /// The 99th percentile added on the longest way, beside the slowest acceptable answer: a fifth of it is worth 0.
    fn time(&self, mesh: MeshKind) -> (Interval, String) {
        let allowed = self.resolved.latency.likely.max(1).saturating_mul(1000);
        let worth = |micros: u64| {
            let loss = u128::from(micros) * 50_000 / u128::from(allowed);
            Points::hundredths(10_000 - i64::try_from(loss).unwrap_or(10_000))
        };
        let of = |mesh: MeshKind| self.longest(mesh).map(&worth);
        match self.longest(mesh) {
            Some(0) => (Interval::exact(Points::BEST), "It adds nothing.".to_owned()),
            Some(micros) => {
                let because = format!(
                    "It adds at most {} ms to the longest way at the 99th percentile, of {} ms allowed.",
                    millis(micros),
                    self.resolved.latency.likely
                );
                // Published on another set-up: it may well be twice that here.
                (Interval { low: worth(micros * 2), likely: worth(micros), high: worth(micros / 2) }, because)
            }
            None => {
                let low = of(MeshKind::IstioSidecar).unwrap_or_default();
                let high = of(MeshKind::IstioAmbient).unwrap_or_default();
                let because = "No published figure in milliseconds: taken between Istio's two modes.".to_owned();
                (between(low.min(high), low.max(high)), because)
            }
        }
    }

    /// Time added along the longest way, in millionths of a second; none where nobody publishes it.
    fn longest(&self, mesh: MeshKind) -> Option<u64> {
        let cost = self.cost(mesh)?;
        let longest = cost.delays.as_ref()?.iter().map(|delay| delay.p99).max();
        let hop = match mesh {
            MeshKind::None => 0,
            _ => cost.delay_figures.iter().find(|figure| figure.id.ends_with("p99-micros"))?.value,
        };
        Some(longest.filter(|longest| *longest > 0).unwrap_or(hop * USUAL_HOPS))
    }

    fn standing(&self, mesh: MeshKind) -> (Interval, String) {
        let mut licence = self.facts.grade("licence", mesh);
        if self.resolved.licence == LicenceRule::VendorSupported && mesh != MeshKind::None {
            // Who pays a vendor takes its builds.
            licence = licence.max(85);
        }
        let value = Points::whole(i64::midpoint(licence, self.facts.grade("standing", mesh)));
        let because = format!("{} {}", self.cell_text("licence", mesh), self.cell_text("standing", mesh));
        (Interval::about(value, 500), because)
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn between(low: Points, high: Points) -> Interval {
    let mean = i64::midpoint(i64::from(low.as_hundredths()), i64::from(high.as_hundredths()));
    Interval { low, likely: Points::hundredths(mean), high }
}

/// Millionths of a second as milliseconds with two decimals at most.
pub fn millis(micros: u64) -> String {
    let hundredths = (micros + 5) / 10;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
