//! The answer about meshes for programs.

use serde::Serialize;
use sheerline::design::{Design, MeshKind, OptionKey};
use sheerline::mesh::choice::{Cell, Measure, MeshAdvice, Said};
use sheerline::mesh::cost::{Figure, MeshCost};
use std::collections::BTreeMap;

#[derive(Serialize)]
struct FigureJson<'a> {
    id: &'a str,
    value: u64,
    claim: &'a str,
    release: &'a str,
    source: &'a str,
    date: &'a str,
    verified: bool,
}

#[derive(Serialize)]
struct SaidJson<'a> {
    cause: &'a str,
    text: &'a str,
    source: &'a str,
    date: &'a str,
    verified: bool,
}

#[derive(Serialize)]
struct RankedJson<'a> {
    mesh: &'static str,
    rank: usize,
    score: String,
    acceptability_per_10000: &'a [u16],
    contributions: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    why_not: &'a str,
    burdens: Vec<SaidJson<'a>>,
    met: Vec<SaidJson<'a>>,
}

#[derive(Serialize)]
struct LeftJson<'a> {
    mesh: &'static str,
    reasons: Vec<SaidJson<'a>>,
}

#[derive(Serialize)]
struct ValueJson<'a> {
    low: String,
    likely: String,
    high: String,
    because: &'a str,
}

#[derive(Serialize)]
struct CellJson<'a> {
    grade: u8,
    text: &'a str,
    source: &'a str,
    date: &'a str,
    verified: bool,
}

#[derive(Serialize)]
struct PartJson<'a> {
    what: &'a str,
    count: u64,
    milli_cpu: Option<u64>,
    mib: Option<u64>,
    used_milli_cpu: Option<u64>,
    used_mb: Option<u64>,
    figures: Vec<FigureJson<'a>>,
}

#[derive(Serialize)]
struct CostJson<'a> {
    mesh: &'static str,
    milli_cpu: u64,
    mib: u64,
    complete: bool,
    parts: Vec<PartJson<'a>>,
    /// By way; none where nobody publishes a figure.
    p90_micros: Option<Vec<u64>>,
    p99_micros: Option<Vec<u64>>,
    figures: Vec<FigureJson<'a>>,
}

/// All of it.
#[derive(Serialize)]
pub(crate) struct MeshAnswer<'a> {
    summary: &'a str,
    ranked: Vec<RankedJson<'a>>,
    eliminated: Vec<LeftJson<'a>>,
    near_misses: BTreeMap<&'static str, &'a str>,
    tipping: &'a [String],
    weights_per_10000: BTreeMap<&'static str, u16>,
    samples: u32,
    values: BTreeMap<&'static str, BTreeMap<&'static str, ValueJson<'a>>>,
    matrix: BTreeMap<&'a str, BTreeMap<&'static str, CellJson<'a>>>,
    usual_workloads_stand_in: bool,
    nodes: u64,
    ways: Vec<Vec<&'a str>>,
    only_longest_ways: bool,
    assumed_rates: usize,
    costs: Vec<CostJson<'a>>,
}

fn figure(figure: &Figure) -> FigureJson<'_> {
    FigureJson {
        id: &figure.id,
        value: figure.value,
        claim: &figure.claim,
        release: &figure.release,
        source: &figure.source,
        date: &figure.date,
        verified: figure.verified,
    }
}

fn said(said: &Said) -> SaidJson<'_> {
    let fact = &said.fact;
    SaidJson { cause: &said.cause, text: &said.text, source: &fact.source, date: &fact.date, verified: fact.verified }
}

fn cell(cell: &Cell) -> CellJson<'_> {
    CellJson { grade: cell.grade, text: &cell.text, source: &cell.source, date: &cell.date, verified: cell.verified }
}

fn cost(cost: &MeshCost) -> CostJson<'_> {
    let delays = cost.delays.as_ref();
    CostJson {
        mesh: cost.mesh.key(),
        milli_cpu: cost.asked.milli_cpu,
        mib: cost.asked.mib,
        complete: !cost.incomplete,
        parts: cost
            .parts
            .iter()
            .map(|part| PartJson {
                what: &part.what,
                count: part.count,
                milli_cpu: part.asked.map(|asked| asked.milli_cpu),
                mib: part.asked.map(|asked| asked.mib),
                used_milli_cpu: part.used_milli_cpu,
                used_mb: part.used_mb,
                figures: part.figures.iter().map(figure).collect(),
            })
            .collect(),
        p90_micros: delays.map(|delays| delays.iter().map(|delay| delay.p90).collect()),
        p99_micros: delays.map(|delays| delays.iter().map(|delay| delay.p99).collect()),
        figures: cost.delay_figures.iter().chain(&cost.study).map(figure).collect(),
    }
}

impl<'a> MeshAnswer<'a> {
    /// Gathers it.
    pub(crate) fn of(design: &'a Design, advice: &'a MeshAdvice) -> Self {
        let costs = &advice.costs;
        let name = |at: usize| design.workloads.get(at).map_or("", |workload| workload.name.as_str());
        let by_mesh = |at: usize| MeshKind::ALL.get(at).map_or("", |mesh| mesh.key());
        let ways = costs.paths.paths.iter().filter(|_| !advice.stand_in).map(|path| {
            let called = path.calls.iter().filter_map(|call| Some(name(costs.graph.edges.get(*call)?.to)));
            std::iter::once(name(path.entry.workload)).chain(called).collect()
        });
        let ranked = advice.ranked.iter().map(|placed| RankedJson {
            mesh: placed.mesh.key(),
            rank: placed.rank,
            score: placed.score.to_string(),
            acceptability_per_10000: &placed.acceptability,
            contributions: Measure::ALL
                .iter()
                .zip(&placed.contributions)
                .map(|(measure, points)| (measure.key(), points.to_string()))
                .collect(),
            why_not: &placed.why_not,
            burdens: placed.burdens.iter().map(said).collect(),
            met: placed.met.iter().map(said).collect(),
        });
        let left = advice.left.iter();
        let values = advice.values.iter().enumerate().map(|(at, values)| {
            let one = values.iter().map(|value| {
                let bounds = value.value;
                let json = ValueJson {
                    low: bounds.low.to_string(),
                    likely: bounds.likely.to_string(),
                    high: bounds.high.to_string(),
                    because: &value.because,
                };
                (value.measure.key(), json)
            });
            (by_mesh(at), one.collect())
        });
        let matrix = advice.aspects.iter().map(|aspect| {
            let cells = aspect.cells.iter().enumerate().map(|(at, one)| (by_mesh(at), cell(one)));
            (aspect.id.as_str(), cells.collect())
        });
        Self {
            summary: &advice.summary,
            ranked: ranked.collect(),
            eliminated: left
                .map(|left| LeftJson { mesh: left.mesh.key(), reasons: left.reasons.iter().map(said).collect() })
                .collect(),
            near_misses: advice.near.iter().map(|near| (near.mesh.key(), near.text.as_str())).collect(),
            tipping: &advice.tipping,
            weights_per_10000: Measure::ALL.iter().zip(&advice.shares).map(|(m, share)| (m.key(), *share)).collect(),
            samples: advice.samples,
            values: values.collect(),
            matrix: matrix.collect(),
            usual_workloads_stand_in: advice.stand_in,
            nodes: costs.nodes,
            ways: ways.collect(),
            only_longest_ways: costs.paths.more,
            assumed_rates: costs.graph.assumed(),
            costs: costs.meshes.iter().map(cost).collect(),
        }
    }
}
