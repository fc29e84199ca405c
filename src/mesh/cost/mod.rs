//! What a mesh takes on this call graph. A design comes in; for each mesh what it adds to pods and nodes, what that takes
//! under this load, and the time it adds along each way a request goes come out. The idea: every number is a published
//! figure times something counted here, and where nobody publishes one there is none.

mod added;
mod figures;
mod graph;
mod paths;

#[cfg(test)]
mod tests;

pub use added::{Added, Ask, Place, added, carries, pods};
pub use figures::{Figure, Figures};
pub use graph::{Edge, Entry, Graph};
pub use paths::{Path, Paths, paths};

use super::{MeshPlan, plan_for};
use crate::design::{Design, MeshKind, OptionKey, Resolved};
use crate::order::Gather;

/// What one thing of a mesh takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What, in words.
    pub what: String,
    /// How many of it.
    pub count: u64,
    /// What all of it asks for; none where nobody says.
    pub asked: Option<Ask>,
    /// Thousandths of a core that this load takes; none where nobody publishes it.
    pub used_milli_cpu: Option<u64>,
    /// Megabytes that it takes; none where nobody publishes it.
    pub used_mb: Option<u64>,
    /// The figures behind that.
    pub figures: Vec<Figure>,
}

/// The time a mesh adds, in millionths of a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delay {
    /// At the 90th percentile.
    pub p90: u64,
    /// At the 99th.
    pub p99: u64,
}

/// What a mesh takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeshCost {
    /// Which.
    pub mesh: MeshKind,
    /// Part by part.
    pub parts: Vec<Part>,
    /// What all of it asks for.
    pub asked: Ask,
    /// Whether something is left out of that because nobody says what it asks for.
    pub incomplete: bool,
    /// The time added along each way, in the ways' order; none where nobody publishes it.
    pub delays: Option<Vec<Delay>>,
    /// The figures of the time.
    pub delay_figures: Vec<Figure>,
    /// How much slower a study found it than no mesh, in per cent: of another set-up, so not a number to add.
    pub study: Option<Figure>,
}

/// What each mesh takes on a design.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costs {
    /// In the choices' order.
    pub meshes: Vec<MeshCost>,
    /// The calls.
    pub graph: Graph,
    /// The ways through them.
    pub paths: Paths,
    /// Nodes that agents are counted for.
    pub nodes: u64,
    /// What the workloads ask for without a mesh.
    pub workloads: Ask,
    /// Their pods.
    pub pods: u64,
}

/// CPU of a node and memory in MiB that pods find, where nobody said what nodes there are: a machine of four cores and
/// 16 GiB, less what is kept from pods. A rule of our own.
const NODE: Ask = Ask { milli_cpu: 3_600, mib: 13_500 };
/// Nodes there are at least.
const LEAST_NODES: u64 = 3;

/// Works out what each mesh takes; `requests_wanted` as in [`added()`].
pub fn costs(design: &Design, resolved: &Resolved, requests_wanted: bool) -> Costs {
    let figures = Figures::read();
    let plan = plan_for(design, MeshKind::IstioSidecar);
    let graph = graph_of(&plan, resolved);
    let paths = paths(&graph);
    let (workloads, pods) = asked_by_workloads(design, 1);
    let nodes = workloads.milli_cpu.div_ceil(NODE.milli_cpu).max(workloads.mib.div_ceil(NODE.mib)).max(LEAST_NODES);
    let meshes = MeshKind::ALL.iter().map(|mesh| {
        let plan = plan_for(design, *mesh);
        cost(&plan, &graph, &paths, &figures, nodes, requests_wanted)
    });
    Costs { meshes: meshes.gather(), graph, paths, nodes, workloads, pods }
}

/// The calls of a design, with what comes in from outside at the peak.
pub fn graph_of(plan: &MeshPlan, resolved: &Resolved) -> Graph {
    Graph::of(plan, resolved.requests.likely.saturating_mul(1000))
}

/// What a chosen mesh adds to a design's cluster.
pub fn added_to(design: &Design, resolved: &Resolved, mesh: MeshKind, requests_wanted: bool) -> Vec<Added> {
    let plan = plan_for(design, mesh);
    added(&plan, &graph_of(&plan, resolved), &Figures::read(), requests_wanted)
}

fn asked_by_workloads(design: &Design, nodes: u64) -> (Ask, u64) {
    let mut all = (Ask::default(), 0);
    for workload in &design.workloads {
        let (count, request) = (pods(workload, nodes), workload.pod_requests());
        all.0.milli_cpu = all.0.milli_cpu.saturating_add(request.cpu.0.saturating_mul(count));
        all.0.mib = all.0.mib.saturating_add((request.memory.0 >> 20).saturating_mul(count));
        all.1 += count;
    }
    all
}

fn cost(
    plan: &MeshPlan,
    graph: &Graph,
    paths: &Paths,
    figures: &Figures,
    nodes: u64,
    requests_wanted: bool,
) -> MeshCost {
    let all = added(plan, graph, figures, requests_wanted);
    let parts: Vec<Part> = all.iter().map(|one| part(one, plan.design, figures, nodes)).gather();
    let mut asked = Ask::default();
    for part in parts.iter().filter_map(|part| part.asked) {
        asked.milli_cpu = asked.milli_cpu.saturating_add(part.milli_cpu);
        asked.mib = asked.mib.saturating_add(part.mib);
    }
    let waypoints: Vec<&str> =
        all.iter().filter(|one| one.figures == "istio.waypoint").map(|one| one.namespace.as_str()).gather();
    let published = matches!(plan.mesh, MeshKind::None | MeshKind::IstioSidecar | MeshKind::IstioAmbient);
    let along = |path: &Path| delay(plan, graph, path, figures, &waypoints);
    let delays: Option<Vec<Delay>> = paths.paths.iter().map(along).collect();
    let delays = delays.filter(|_| published);
    let delay_ids: &[&str] = match plan.mesh {
        MeshKind::IstioSidecar => &["istio.sidecar.p90-micros", "istio.sidecar.p99-micros"],
        MeshKind::IstioAmbient => &[
            "istio.ztunnel.p90-micros",
            "istio.ztunnel.p99-micros",
            "istio.waypoint.p90-micros",
            "istio.waypoint.p99-micros",
        ],
        _ => &[],
    };
    MeshCost {
        mesh: plan.mesh,
        incomplete: parts.iter().any(|part| part.asked.is_none()),
        parts,
        asked,
        delays,
        delay_figures: delay_ids.iter().filter_map(|id| figures.get(id).cloned()).gather(),
        study: figures.get(&format!("study.{}.per-cent", plan.mesh.key())).cloned(),
    }
}

fn part(added: &Added, design: &Design, figures: &Figures, nodes: u64) -> Part {
    let (count, asked) = match &added.place {
        Place::Pods(each) => {
            let mut sum = (0_u64, Ask::default());
            for (at, ask) in each {
                let count = design.workloads.get(*at).map_or(0, |workload| pods(workload, nodes));
                sum.0 += count;
                sum.1.milli_cpu = sum.1.milli_cpu.saturating_add(ask.milli_cpu.saturating_mul(count));
                sum.1.mib = sum.1.mib.saturating_add(ask.mib.saturating_mul(count));
            }
            sum
        }
        Place::Nodes(ask) => (nodes, times(*ask, nodes)),
        Place::Own(replicas, ask) => (u64::from(*replicas), times(*ask, u64::from(*replicas))),
    };
    let get = |what: &str| figures.get(&format!("{}.{what}", added.figures));
    let behind: Vec<Figure> =
        ["request-milli-cpu", "used-milli-cpu"].iter().filter_map(|what| get(what).cloned()).gather();
    let used = get("used-milli-cpu").map(|figure| added::used_cpu(added.through, figure.value));
    let named = match &added.place {
        Place::Own(..) if added.figures == "istio.waypoint" => format!("{} of {}", added.what, added.namespace),
        _ => added.what.to_owned(),
    };
    Part {
        what: named,
        count,
        asked: get("request-milli-cpu").map(|_| asked),
        used_milli_cpu: used,
        used_mb: get("used-mb").map(|figure| figure.value.saturating_mul(count)),
        figures: behind,
    }
}

fn times(ask: Ask, count: u64) -> Ask {
    Ask { milli_cpu: ask.milli_cpu.saturating_mul(count), mib: ask.mib.saturating_mul(count) }
}

/// The time added along a way: the calls one after the other. The percentiles of several calls do not add up to that of
/// all, so the sum is what it is at most.
fn delay(plan: &MeshPlan, graph: &Graph, path: &Path, figures: &Figures, waypoints: &[&str]) -> Option<Delay> {
    let carried = |workload: usize| plan.design.workloads.get(workload).is_some_and(|one| carries(plan.mesh, one));
    let namespace = |workload: usize| plan.members.get(workload).map(|member| member.namespace.as_str());
    let of_hop = |to: usize| {
        let kind = match plan.mesh {
            MeshKind::None => return Some(Delay::default()),
            MeshKind::IstioSidecar => "istio.sidecar",
            MeshKind::IstioAmbient if namespace(to).is_some_and(|one| waypoints.contains(&one)) => "istio.waypoint",
            MeshKind::IstioAmbient => "istio.ztunnel",
            MeshKind::Linkerd | MeshKind::Consul | MeshKind::Cilium => return None,
        };
        let number = |what: &str| figures.number(&format!("{kind}.{what}"));
        Some(Delay { p90: number("p90-micros")?, p99: number("p99-micros")? })
    };
    let mut sum = Delay::default();
    let entering = path.entry.service.map(|_| path.entry.workload).filter(|to| carried(*to));
    let within = path.calls.iter().filter_map(|call| graph.edges.get(*call));
    let hops = within.filter(|edge| carried(edge.from) && carried(edge.to)).map(|edge| edge.to);
    for to in entering.into_iter().chain(hops) {
        let hop = of_hop(to)?;
        sum.p90 = sum.p90.saturating_add(hop.p90);
        sum.p99 = sum.p99.saturating_add(hop.p99);
    }
    Some(sum)
}
