//! The advice: the table given to the engine, and its answer in words.

use super::asks::{Asks, cause_label, services};
use super::facts::{Aspect, Facts};
use super::screen::{Said, Screened, screen};
use super::values::{Ground, Value};
use super::weights::{A_POINT, Measure, Weight, weights};
use super::{Demand, requests_wanted};
use crate::decide::{Alternative, Firmness, Points, Standing, Table, firmness, tipping_points};
use crate::design::{Design, Insistence, MeshKind, OptionKey, Resolved, Workload};
use crate::mesh::cost::{Costs, costs};
use crate::order::Gather;
use crate::units::{Bytes, MilliCpu, grouped, list};

/// A mesh that can do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub mesh: MeshKind,
    /// From 1; equal scores share a rank.
    pub rank: usize,
    /// The weighted mean of its values.
    pub score: Points,
    /// Points each criterion adds.
    pub contributions: Vec<Points>,
    /// In ten-thousandths how often it takes each rank over all weightings and values that fit what is known.
    pub acceptability: Vec<u16>,
    /// Why it is not first, with what would turn that; empty for the first.
    pub why_not: String,
    /// What makes more work of it, or is missing.
    pub burdens: Vec<Said>,
    /// What it meets of what is asked for.
    pub met: Vec<Said>,
}

/// A mesh that cannot do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Which.
    pub mesh: MeshKind,
    /// Everything that keeps it out.
    pub reasons: Vec<Said>,
}

/// A mesh that one thing alone keeps out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Which.
    pub mesh: MeshKind,
    /// That in a sentence.
    pub text: String,
}

/// Which mesh, why, and how firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeshAdvice {
    /// The result in a sentence or two.
    pub summary: String,
    /// Those that can do it, best first.
    pub ranked: Vec<Placed>,
    /// Those that cannot, in the choices' order.
    pub left: Vec<Left>,
    /// Those that only one thing keeps out.
    pub near: Vec<Near>,
    /// The smallest change of one weight that puts another first, the smallest first.
    pub tipping: Vec<String>,
    /// What each criterion counts.
    pub weights: Vec<Weight>,
    /// Their shares in ten-thousandths.
    pub shares: Vec<u16>,
    /// What is asked of a mesh.
    pub demands: Vec<Demand>,
    /// For each mesh, in the choices' order, its values.
    pub values: Vec<Vec<Value>>,
    /// What each mesh is like.
    pub aspects: Vec<Aspect>,
    /// What each takes.
    pub costs: Costs,
    /// Whether the design has no workloads, so that usual ones stand in.
    pub stand_in: bool,
    /// How many weightings were tried.
    pub samples: u32,
}

/// Weightings that are tried.
const SAMPLES: u32 = 10_000;
/// Of how many lost weightings a lead is still firm, in ten-thousandths.
const FIRM: u16 = 8_000;

/// What stands in where a design has no workloads: three pods a service of a quarter core and 256 MiB. A rule of our own.
fn with_usual_workloads(design: &Design, resolved: &Resolved) -> Design {
    let pods = resolved.pods.likely.clamp(1, 100_000);
    let services = pods.div_ceil(3).min(200);
    let replicas = u32::try_from(pods.div_ceil(services)).unwrap_or(1);
    let mut container = crate::design::Container::default();
    container.requests.cpu = Some(MilliCpu(250));
    container.requests.memory = Some(Bytes(256 << 20));
    let one = |at: u64| Workload {
        name: format!("service-{at}"),
        replicas: Some(replicas),
        containers: vec![container.clone()],
        ..Workload::default()
    };
    Design { workloads: (1..=services).map(one).gather(), ..design.clone() }
}

/// Which mesh a design should have, if any.
pub fn advise(design: &Design, resolved: &Resolved) -> MeshAdvice {
    let facts = Facts::read();
    let stand_in = design.workloads.is_empty();
    let costs = match stand_in {
        true => costs(&with_usual_workloads(design, resolved), resolved, requests_wanted(design)),
        false => costs(design, resolved, requests_wanted(design)),
    };
    let asks = Asks::of(design, resolved, &costs);
    let ground = Ground { facts: &facts, asks: &asks, resolved, costs: &costs };
    let screened: Vec<Screened> =
        MeshKind::ALL.iter().map(|mesh| screen(&facts, &asks, design, resolved, *mesh)).gather();
    let values: Vec<Vec<Value>> =
        MeshKind::ALL.iter().zip(&screened).map(|(mesh, screened)| ground.values(*mesh, screened)).gather();
    let weights = weights(design, resolved);
    let table = Table {
        weights: weights.iter().map(|weight| weight.range).gather(),
        alternatives: values
            .iter()
            .zip(&screened)
            .map(|(values, screened)| Alternative {
                standing: if screened.out.is_empty() { Standing::Stands } else { Standing::Eliminated },
                values: values.iter().map(|value| value.value).gather(),
            })
            .gather(),
        order: Vec::new(),
    };
    let firm = firmness(&table, SAMPLES);
    let argued = Argued { table: &table, firm: &firm, screened: &screened };
    let ranked = argued.ranked();
    let left: Vec<Left> = MeshKind::ALL
        .iter()
        .zip(&screened)
        .filter(|(_, screened)| !screened.out.is_empty())
        .map(|(mesh, screened)| Left { mesh: *mesh, reasons: screened.out.clone() })
        .gather();
    let summary = summary(&ranked, &left, &asks, services(design, resolved));
    MeshAdvice {
        summary,
        near: argued.near(),
        tipping: argued.tipping().into_iter().map(|(_, text)| text).gather(),
        shares: table.shares(),
        ranked,
        left,
        weights,
        demands: asks.demands.clone(),
        values,
        aspects: facts.aspects,
        costs,
        stand_in,
        samples: firm.samples,
    }
}

/// A mesh in a sentence.
pub(super) const fn named(mesh: MeshKind) -> &'static str {
    match mesh {
        MeshKind::None => "no mesh",
        MeshKind::IstioSidecar => "Istio with sidecars",
        MeshKind::IstioAmbient => "Istio in ambient mode",
        MeshKind::Linkerd => "Linkerd",
        MeshKind::Consul => "Consul",
        MeshKind::Cilium => "Cilium",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// As it stands within a sentence: `little CPU and memory`.
pub(super) fn within_sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

struct Argued<'a> {
    table: &'a Table,
    firm: &'a Firmness,
    screened: &'a [Screened],
}

impl Argued<'_> {
    fn mesh(place: usize) -> MeshKind {
        MeshKind::ALL.get(place).copied().unwrap_or(MeshKind::None)
    }

    fn ranked(&self) -> Vec<Placed> {
        let tipping = self.tipping();
        let ranking = self.table.ranking();
        let first = ranking.first().map_or(0, |placed| placed.alternative);
        let one = |placed: &crate::decide::Placed| {
            let screened = self.screened.get(placed.alternative).cloned().unwrap_or_default();
            Placed {
                mesh: Self::mesh(placed.alternative),
                rank: placed.rank,
                score: placed.score,
                contributions: placed.contributions.clone(),
                acceptability: self.firm.acceptability.get(placed.alternative).cloned().unwrap_or_default(),
                why_not: if placed.alternative == first {
                    String::new()
                } else {
                    self.why_not(first, placed, &tipping)
                },
                burdens: screened.burdens,
                met: screened.met,
            }
        };
        ranking.iter().map(one).gather()
    }

    fn why_not(&self, first: usize, other: &crate::decide::Placed, tipping: &[(usize, String)]) -> String {
        let Some(leads) = self.table.leads(other.alternative, first) else { return String::new() };
        let label = |place: &usize| within_sentence(Measure::ALL.get(*place).map_or("", |measure| measure.label()));
        let names = |wanted: &dyn Fn(i64) -> bool, from_end: bool| {
            let mut found: Vec<usize> = leads.iter().filter(|(lead, _)| wanted(*lead)).map(|(_, at)| *at).gather();
            if from_end {
                found.reverse();
            }
            found.iter().take(2).map(label).map(|name| format!("“{name}”")).gather()
        };
        let (wins, loses) = (names(&|lead| lead > 0, false), names(&|lead| lead < 0, true));
        let behind = i64::from(self.table.score(first).as_hundredths()) - i64::from(other.score.as_hundredths());
        if behind == 0 {
            return format!("Level with {}.", named(Self::mesh(first)));
        }
        let but =
            if wins.is_empty() { String::new() } else { format!(", though it is ahead in {}", list(&wins, "and")) };
        let turn = tipping.iter().find(|(place, _)| *place == other.alternative);
        let turn = turn.map_or("No single weight puts it ahead.", |(_, text)| text.as_str());
        format!(
            "{} points behind {}: it falls back in {}{but}. {turn}",
            Points::hundredths(behind),
            named(Self::mesh(first)),
            list(&loses, "and"),
        )
    }

    /// By alternative, the smallest change of one weight that puts it first.
    fn tipping(&self) -> Vec<(usize, String)> {
        let points = tipping_points(self.table, 10 * A_POINT);
        let text = |tipping: &crate::decide::Tipping| {
            let measure = Measure::ALL.get(tipping.criterion).map_or("", |measure| measure.label());
            let of_ten = |weight: u32| format!("{}.{}", weight / A_POINT, weight % A_POINT / 100).replace(".0", "");
            let more = if tipping.to > tipping.from { "at least" } else { "at most" };
            format!(
                "{} comes first where “{}” counts {more} {} of 10, against {} now.",
                capital(named(Self::mesh(tipping.alternative))),
                within_sentence(measure),
                of_ten(if tipping.to > tipping.from { tipping.to.div_ceil(100) * 100 } else { tipping.to }),
                of_ten(tipping.from),
            )
        };
        points.iter().map(|tipping| (tipping.alternative, text(tipping))).gather()
    }

    /// Those that one thing alone keeps out, with the rank they would take.
    fn near(&self) -> Vec<Near> {
        let one = |(place, screened): (usize, &Screened)| {
            let [reason] = screened.out.as_slice() else { return None };
            let mut table = self.table.clone();
            table.alternatives.get_mut(place)?.standing = Standing::Stands;
            let rank = table.ranking().iter().find(|placed| placed.alternative == place)?.rank;
            let what = match rank {
                1 => "would come first".to_owned(),
                2 => "would come second".to_owned(),
                rank => format!("would take rank {rank}"),
            };
            let mesh = Self::mesh(place);
            let text = format!("{} {what} without “{}” as a must.", capital(named(mesh)), reason.cause);
            Some(Near { mesh, text })
        };
        self.screened.iter().enumerate().filter_map(one).gather()
    }
}

fn summary(ranked: &[Placed], left: &[Left], asks: &Asks, services: u64) -> String {
    let Some(first) = ranked.first() else {
        let causes: Vec<&str> = left.iter().flat_map(|left| &left.reasons).map(|said| said.cause.as_str()).gather();
        let mut told: Vec<&str> = Vec::new();
        for cause in causes {
            if !told.contains(&cause) {
                told.push(cause);
            }
        }
        return format!("No mesh meets every must, and neither does doing without: see {}.", list(&told, "and"));
    };
    let share = first.acceptability.first().copied().unwrap_or_default();
    let firm = format!("It comes first in {} of 100 weightings that fit what was said", (share + 50) / 100);
    let close = match (share >= FIRM, ranked.get(1)) {
        (false, Some(second)) => format!("{firm}; {} is close.", named(second.mesh)),
        _ => format!("{firm}."),
    };
    let one = if services == 1 { "1 service".to_owned() } else { format!("{} services", grouped(services)) };
    let how = match asks.insistence {
        Insistence::Must => "must have",
        Insistence::Want => "want",
        Insistence::NotSure => "may want",
    };
    let what = match (first.mesh, asks.needs.is_empty()) {
        (MeshKind::None, true) => format!("No mesh is worth it here: {one}, and nothing said that only a mesh does."),
        (MeshKind::None, false) => format!("No mesh: what you {how} does not outweigh running one for {one}."),
        (mesh, true) => format!("{}, if a mesh is to be had for {one}.", capital(named(mesh))),
        (mesh, false) => {
            let facts = Facts::read();
            let wants: Vec<String> =
                asks.needs.iter().map(|need| within_sentence(&cause_label(&facts, need.key()))).gather();
            let wants = list(&wants, "and");
            format!("{}, for what you {how}: {wants}.", capital(named(mesh)))
        }
    };
    format!("{what} {close}")
}
