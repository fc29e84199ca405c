//! The ways a request takes from where it comes in: each call one after the other, none twice.

use super::graph::{Entry, Graph};
use crate::order::Gather;
use std::cmp::Reverse;

/// A way through the calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Where it begins.
    pub entry: Entry,
    /// The calls, by their places in the graph.
    pub calls: Vec<usize>,
}

/// Every way, or where those are too many the longest from each entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paths {
    /// The ways, the longest first.
    pub paths: Vec<Path>,
    /// Whether there are more than these.
    pub more: bool,
}

/// Ways that are told apart before only the longest are.
const MOST: usize = 60;
/// Steps of the search for them.
const STEPS: usize = 20_000;

/// The ways of a graph.
pub fn paths(graph: &Graph) -> Paths {
    let mut found = Vec::new();
    let whole = graph.entries.iter().all(|entry| every(graph, *entry, &mut found));
    if !whole {
        found =
            graph.entries.iter().map(|entry| Path { entry: *entry, calls: longest(graph, entry.workload) }).gather();
    }
    found.retain(|path| !path.calls.is_empty() || path.entry.service.is_some());
    crate::order::sort_by_key(&mut found, |path| Reverse(path.calls.len()));
    Paths { paths: found, more: !whole }
}

/// Adds every way from an entry that cannot go on without coming back; says whether they were few enough.
fn every(graph: &Graph, entry: Entry, found: &mut Vec<Path>) -> bool {
    let mut steps = 0;
    let mut calls: Vec<usize> = Vec::new();
    let mut on_the_way = vec![entry.workload];
    // For each workload on the way: which of its calls comes next, and whether any was followed.
    let mut open: Vec<(usize, bool)> = vec![(0, false)];
    while let (Some(node), Some((next, followed))) = (on_the_way.last().copied(), open.last_mut()) {
        steps += 1;
        if steps > STEPS || found.len() > MOST {
            return false;
        }
        let call = graph.calls_from(node).nth(*next);
        *next += 1;
        match call {
            Some((_, edge)) if on_the_way.contains(&edge.to) => {}
            Some((at, edge)) => {
                *followed = true;
                calls.push(at);
                on_the_way.push(edge.to);
                open.push((0, false));
            }
            None => {
                if !*followed {
                    found.push(Path { entry, calls: calls.clone() });
                }
                calls.pop();
                on_the_way.pop();
                open.pop();
            }
        }
    }
    true
}

/// The longest way from a workload, each circle passed the short way: the exact longest one is no question to ask of a
/// graph with circles.
fn longest(graph: &Graph, from: usize) -> Vec<usize> {
    let count = graph.calls.len();
    let circle = |node: usize| graph.circle.get(node).copied().unwrap_or_default();
    let mut order: Vec<usize> = (0..count).gather();
    crate::order::sort_by_key(&mut order, |node| Reverse(circle(*node)));
    // By workload: how many calls follow, and the first of them that leaves the circle.
    let mut out: Vec<(usize, Option<usize>)> = vec![(0, None); count];
    let mut best: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new()); count];
    let mut rest = order.as_slice();
    while let Some(number) = rest.first().map(|node| circle(*node)) {
        let members = rest.iter().take_while(|node| circle(**node) == number).count();
        let (these, others) = rest.split_at(members);
        for node in these {
            for (at, edge) in graph.calls_from(*node).filter(|(_, edge)| circle(edge.to) != number) {
                let length = 1 + best.get(edge.to).map_or(0, |(length, _)| *length);
                if let Some(place) = out.get_mut(*node).filter(|(known, _)| length > *known) {
                    *place = (length, Some(at));
                }
            }
        }
        for node in these {
            let within = within(graph, *node, number);
            let ends = within.into_iter().map(|(to, calls)| {
                let (length, leaving) = out.get(to).copied().unwrap_or_default();
                (length + calls.len(), calls, leaving)
            });
            let longest = ends.max_by(|a, b| a.0.cmp(&b.0).then(b.1.len().cmp(&a.1.len())));
            if let (Some((length, mut calls, leaving)), Some(place)) = (longest, best.get_mut(*node)) {
                calls.extend(leaving);
                *place = (length, calls);
            }
        }
        rest = others;
    }
    let mut way: Vec<usize> = Vec::new();
    let mut node = from;
    while let Some((_, calls)) = best.get(node).filter(|(_, calls)| !calls.is_empty()) {
        way.extend(calls);
        let Some(edge) = way.last().and_then(|at| graph.edges.get(*at)) else { break };
        if circle(edge.to) == circle(node) {
            break;
        }
        node = edge.to;
    }
    way
}

/// The short ways from a workload to each of its circle.
fn within(graph: &Graph, from: usize, number: usize) -> Vec<(usize, Vec<usize>)> {
    let mut reached: Vec<(usize, Vec<usize>)> = vec![(from, Vec::new())];
    let mut at = 0;
    while let Some((node, way)) = reached.get(at).cloned() {
        at += 1;
        for (call, edge) in graph.calls_from(node) {
            let inside = graph.circle.get(edge.to) == Some(&number);
            if inside && !reached.iter().any(|(known, _)| *known == edge.to) {
                let mut way = way.clone();
                way.push(call);
                reached.push((edge.to, way));
            }
        }
    }
    reached
}
