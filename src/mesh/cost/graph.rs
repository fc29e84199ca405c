//! The call graph as it carries requests: who calls whom how often. What nobody said follows from what comes in: one call
//! for each request a workload is given, so a rate is never invented where one was said.

use crate::design::Workload;
use crate::mesh::{Caller, MeshPlan};
use crate::order::Gather;

/// A workload calls another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The caller, by its place in the design.
    pub from: usize,
    /// Who is called.
    pub to: usize,
    /// Through which Service of the plan.
    pub service: usize,
    /// Requests in a thousand seconds.
    pub rate: u64,
    /// Whether that was said.
    pub said: bool,
}

/// Who is reached from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Who.
    pub workload: usize,
    /// Through which Service; none where it is only called by nobody.
    pub service: Option<usize>,
    /// Requests in a thousand seconds.
    pub rate: u64,
}

/// Who calls whom how often.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// Every call.
    pub edges: Vec<Edge>,
    /// The places of each workload's calls in `edges`.
    pub calls: Vec<Vec<usize>>,
    /// Where requests come in.
    pub entries: Vec<Entry>,
    /// Requests each workload takes in a thousand seconds.
    pub taken: Vec<u64>,
    /// Requests each workload makes of others.
    pub made: Vec<u64>,
    /// The circle each workload is part of; alone in it where it is in none. Circles are numbered along the calls.
    pub circle: Vec<usize>,
    /// The most bytes of a request and its answer that were said.
    pub largest_payload: u64,
}

impl Graph {
    /// Reads the graph off a plan; so many requests in a thousand seconds come in from outside.
    pub fn of(plan: &MeshPlan, requests: u64) -> Self {
        let design = plan.design;
        let count = design.workloads.len();
        let mut graph =
            Self { calls: vec![Vec::new(); count], taken: vec![0; count], made: vec![0; count], ..Self::default() };
        for (from, workload) in design.workloads.iter().enumerate() {
            graph.calls_of(plan, from, workload);
        }
        graph.entries = entries(plan, &graph, requests);
        graph.circle = circles(&graph);
        graph.flow();
        graph
    }

    fn calls_of(&mut self, plan: &MeshPlan, from: usize, workload: &Workload) {
        let mut reached: Vec<(usize, usize)> = Vec::new();
        for call in &workload.calls {
            let namespace = if call.namespace.is_empty() { &workload.namespace } else { &call.namespace };
            let namespace = plan.design.namespace_of(namespace);
            let is_it = |service: usize| {
                plan.services.get(service).is_some_and(|s| s.service.name == call.service && s.namespace == namespace)
            };
            let fits = |port: u16| call.port.is_none_or(|wanted| wanted == port);
            let ways = plan.callees_of(from).filter(|reach| is_it(reach.service) && fits(reach.port));
            let mut targets: Vec<(usize, usize)> = ways.map(|reach| (reach.workload, reach.service)).gather();
            targets.dedup();
            let among = u64::try_from(targets.len()).unwrap_or(1).max(1);
            self.largest_payload = self.largest_payload.max(call.payload.map_or(0, |bytes| bytes.0));
            for (to, service) in targets {
                if call.rate.is_none() && reached.contains(&(to, service)) {
                    continue;
                }
                reached.push((to, service));
                let rate = call.rate.map(|rate| rate.per_kilosecond / among);
                if let Some(calls) = self.calls.get_mut(from) {
                    calls.push(self.edges.len());
                }
                self.edges.push(Edge { from, to, service, rate: rate.unwrap_or_default(), said: rate.is_some() });
            }
        }
    }

    /// Lets requests flow along the calls. Within a circle a call nobody counted is made once for what comes from outside
    /// the circle.
    fn flow(&mut self) {
        for entry in &self.entries {
            if let Some(taken) = self.taken.get_mut(entry.workload) {
                *taken = taken.saturating_add(entry.rate);
            }
        }
        let mut order: Vec<usize> = (0..self.calls.len()).gather();
        crate::order::sort_by_key(&mut order, |node| self.circle.get(*node).copied());
        let mut rest = order.as_slice();
        while let Some(circle) = rest.first().and_then(|node| self.circle.get(*node)).copied() {
            let members = rest.iter().take_while(|node| self.circle.get(**node) == Some(&circle)).count();
            let (these, others) = rest.split_at(members);
            let before: Vec<(usize, u64)> =
                these.iter().map(|node| (*node, self.taken.get(*node).copied().unwrap_or_default())).gather();
            for (node, taken) in &before {
                self.send(*node, *taken, |to| to == circle);
            }
            for node in these {
                self.send(*node, self.taken.get(*node).copied().unwrap_or_default(), |to| to != circle);
            }
            rest = others;
        }
    }

    fn send(&mut self, from: usize, taken: u64, wanted: impl Fn(usize) -> bool) {
        for at in self.calls.get(from).cloned().unwrap_or_default() {
            let Some(edge) = self.edges.get_mut(at) else { continue };
            if !self.circle.get(edge.to).is_some_and(|circle| wanted(*circle)) {
                continue;
            }
            if !edge.said {
                edge.rate = taken;
            }
            let (to, rate) = (edge.to, edge.rate);
            for (of, node) in [(&mut self.taken, to), (&mut self.made, from)] {
                if let Some(sum) = of.get_mut(node) {
                    *sum = sum.saturating_add(rate);
                }
            }
        }
    }

    /// How many calls nobody counted.
    pub fn assumed(&self) -> usize {
        self.edges.iter().filter(|edge| !edge.said).count()
    }

    /// The calls of a workload.
    pub fn calls_from(&self, workload: usize) -> impl Iterator<Item = (usize, &Edge)> {
        let places = self.calls.get(workload).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| Some((*at, self.edges.get(*at)?)))
    }
}

/// Where requests come in: what a route or a Service opens to the outside, else whoever calls and is not called.
fn entries(plan: &MeshPlan, graph: &Graph, requests: u64) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    let from_outside = plan.reaches.iter().filter(|reach| !matches!(reach.caller, Caller::Workload(_)));
    for reach in from_outside {
        if !found.iter().any(|entry| entry.workload == reach.workload) {
            found.push(Entry { workload: reach.workload, service: Some(reach.service), rate: 0 });
        }
    }
    if found.is_empty() {
        let called = |node: usize| graph.edges.iter().any(|edge| edge.to == node);
        let starts = |node: &usize| !called(*node) && graph.calls.get(*node).is_some_and(|calls| !calls.is_empty());
        let starting = (0..plan.design.workloads.len()).filter(starts);
        found = starting.map(|workload| Entry { workload, service: None, rate: 0 }).gather();
    }
    let share = requests / u64::try_from(found.len()).unwrap_or(1).max(1);
    for entry in &mut found {
        entry.rate = share;
    }
    found
}

/// Workloads that call one another in a circle, numbered along the calls (Kosaraju, without recursion).
fn circles(graph: &Graph) -> Vec<usize> {
    let count = graph.calls.len();
    let mut backwards = vec![Vec::new(); count];
    for edge in &graph.edges {
        if let Some(callers) = backwards.get_mut(edge.to) {
            callers.push(edge.from);
        }
    }
    let forwards: Vec<Vec<usize>> =
        (0..count).map(|node| graph.calls_from(node).map(|(_, edge)| edge.to).gather()).gather();
    let mut seen = vec![false; count];
    let mut finished = Vec::with_capacity(count);
    for node in 0..count {
        walk(node, &forwards, &mut seen, &mut finished);
    }
    let mut circle = vec![0; count];
    let mut seen = vec![false; count];
    let mut number = 0;
    for node in finished.into_iter().rev() {
        let mut members = Vec::new();
        walk(node, &backwards, &mut seen, &mut members);
        number += usize::from(!members.is_empty());
        for member in members {
            if let Some(place) = circle.get_mut(member) {
                *place = number;
            }
        }
    }
    circle
}

/// Everything that is reached from here and was not seen before, in the order it is left again.
fn walk(from: usize, ways: &[Vec<usize>], seen: &mut [bool], left: &mut Vec<usize>) {
    let mut first = |node: usize| seen.get_mut(node).is_some_and(|seen| !std::mem::replace(seen, true));
    if !first(from) {
        return;
    }
    let mut open = vec![(from, 0)];
    while let Some((node, next)) = open.last_mut() {
        let node = *node;
        match ways.get(node).and_then(|ways| ways.get(*next)).copied() {
            Some(to) => {
                *next += 1;
                if first(to) {
                    open.push((to, 0));
                }
            }
            None => {
                left.push(node);
                open.pop();
            }
        }
    }
}
