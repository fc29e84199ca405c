//! Who calls whom, as spots and links: read off the design's plan of the mesh.

use crate::design::{Design, MeshKind, MtlsMode};
use crate::mesh::{Caller, MeshPlan};
use crate::order::{Gather, Map};
use crate::text::{ENGLISH, fill, grouped, mesh_label, plural};
use crate::units::Rate;

/// What a spot stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpotKind {
    /// A workload, by its place in the design.
    Workload(usize),
    /// The ingress gateway.
    Gateway,
    /// Clients from outside, without an identity.
    Outside,
    /// A Service without pods of the design.
    Elsewhere,
}

/// Somebody who calls or is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// What it stands for.
    pub kind: SpotKind,
    /// What it is known by: namespace and name.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What else there is to say, in a few words.
    pub note: String,
}

/// How a call is protected on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protection {
    /// Both ends are in the mesh, and nothing but mutual TLS is taken.
    Mutual,
    /// Both ends are in the mesh, and plain text is taken as well.
    Permissive,
    /// One end at least is outside the mesh, or there is none.
    Plain,
}

impl Protection {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mutual => ENGLISH.graph_mutual,
            Self::Permissive => ENGLISH.graph_permissive,
            Self::Plain => ENGLISH.graph_plain,
        }
    }
}

/// All calls from one spot to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The caller, by its place among the spots.
    pub from: usize,
    /// Who is called.
    pub to: usize,
    /// The Service's ports, in order.
    pub ports: Vec<u16>,
    /// Requests a second, where they were said.
    pub rate: Option<Rate>,
    /// How they are protected.
    pub protection: Protection,
}

/// Spots and links.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallGraph {
    /// Who is there.
    pub spots: Vec<Spot>,
    /// Who calls whom; each pair once, in order.
    pub links: Vec<Link>,
}

/// Reads the graph off a plan.
pub fn call_graph(plan: &MeshPlan) -> CallGraph {
    let design = plan.design;
    let mut graph = CallGraph::default();
    for (index, workload) in design.workloads.iter().enumerate() {
        let pods = u64::from(workload.pods());
        let namespace = design.namespace_of(&workload.namespace);
        graph.spots.push(Spot {
            kind: SpotKind::Workload(index),
            key: format!("{namespace}/{}", workload.name),
            name: workload.name.clone(),
            note: plural(pods, ENGLISH.one_pod, ENGLISH.many_pods),
        });
    }
    let mut found: Map<(usize, usize), (Vec<u16>, Option<Rate>, Protection)> = Map::new();
    for reach in &plan.reaches {
        let from = match reach.caller {
            Caller::Workload(index) => index,
            Caller::Gateway => graph.one(SpotKind::Gateway, ENGLISH.graph_gateway),
            Caller::Outside => graph.one(SpotKind::Outside, ENGLISH.graph_outside),
        };
        let rate = plan.services.get(reach.service).and_then(|served| {
            let Caller::Workload(index) = reach.caller else { return None };
            rate_of(design, index, &served.service.name)
        });
        let protection = protection(plan, reach.caller, reach.workload);
        note(&mut found, (from, reach.workload), Some(reach.port), rate, protection);
    }
    for leaving in &plan.leaving {
        let Some(served) = plan.services.get(leaving.service) else { continue };
        let namespace = design.namespace_of(&served.service.namespace);
        let key = format!("{namespace}/{}", served.service.name);
        let to = graph.elsewhere(&key, &served.service.name);
        let rate = rate_of(design, leaving.workload, &served.service.name);
        note(&mut found, (leaving.workload, to), leaving.port, rate, Protection::Plain);
    }
    for ((from, to), (ports, rate, protection)) in &found {
        graph.links.push(Link { from: *from, to: *to, ports: ports.clone(), rate: *rate, protection: *protection });
    }
    graph
}

fn note(
    found: &mut Map<(usize, usize), (Vec<u16>, Option<Rate>, Protection)>,
    pair: (usize, usize),
    port: Option<u16>,
    rate: Option<Rate>,
    protection: Protection,
) {
    let mut entry = found.get(&pair).cloned().unwrap_or((Vec::new(), rate, protection));
    if let Some(port) = port.filter(|port| !entry.0.contains(port)) {
        entry.0.push(port);
        crate::order::sort(&mut entry.0);
    }
    entry.1 = entry.1.max(rate);
    entry.2 = entry.2.max(protection);
    found.insert(pair, entry);
}

/// What a workload says of its calls of a Service.
fn rate_of(design: &Design, workload: usize, service: &str) -> Option<Rate> {
    let calls = &design.workloads.get(workload)?.calls;
    calls.iter().filter(|call| call.service == service).filter_map(|call| call.rate).max()
}

fn protection(plan: &MeshPlan, caller: Caller, to: usize) -> Protection {
    let has_mesh = !matches!(plan.mesh, MeshKind::None);
    let inside = |index: usize| plan.members.get(index).is_some_and(|member| member.inside);
    let from = match caller {
        Caller::Workload(index) => inside(index),
        Caller::Gateway => true,
        Caller::Outside => false,
    };
    match plan.design.mesh.mtls.unwrap_or(MtlsMode::Strict) {
        _ if !has_mesh || !from || !inside(to) => Protection::Plain,
        MtlsMode::Strict => Protection::Mutual,
        MtlsMode::Permissive => Protection::Permissive,
    }
}

impl CallGraph {
    /// The place of the only spot of a kind.
    fn one(&mut self, kind: SpotKind, name: &str) -> usize {
        if let Some(place) = self.spots.iter().position(|spot| spot.kind == kind) {
            return place;
        }
        self.spots.push(Spot { kind, key: format!("/{name}"), name: name.to_owned(), note: String::new() });
        self.spots.len() - 1
    }

    fn elsewhere(&mut self, key: &str, name: &str) -> usize {
        let known = self.spots.iter().position(|spot| spot.kind == SpotKind::Elsewhere && spot.key == key);
        known.unwrap_or_else(|| {
            let note = ENGLISH.graph_elsewhere.to_owned();
            self.spots.push(Spot { kind: SpotKind::Elsewhere, key: key.to_owned(), name: name.to_owned(), note });
            self.spots.len() - 1
        })
    }

    /// A spot by its key.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.spots.iter().position(|spot| spot.key == key)
    }

    /// What there is to say of a link, in a few words: rate, ports, protection.
    pub fn told(&self, link: &Link) -> String {
        let mut words = Vec::new();
        if let Some(rate) = link.rate {
            words.push(fill(ENGLISH.graph_rate, &[&rate]));
        }
        if !link.ports.is_empty() {
            let ports = link.ports.iter().map(ToString::to_string).gather().join(", ");
            words.push(fill(ENGLISH.graph_ports, &[&ports]));
        }
        words.push(link.protection.word().to_owned());
        words.join(", ")
    }

    /// The graph in a sentence.
    pub fn sentence(&self, mesh: MeshKind) -> String {
        let spots = plural(self.spots.len() as u64, ENGLISH.graph_one_spot, ENGLISH.graph_many_spots);
        let links = plural(self.links.len() as u64, ENGLISH.graph_one_link, ENGLISH.graph_many_links);
        let mutual = self.links.iter().filter(|link| link.protection == Protection::Mutual).count() as u64;
        fill(ENGLISH.graph_sentence, &[&spots, &links, &grouped(mutual), &mesh_label(mesh)])
    }
}
