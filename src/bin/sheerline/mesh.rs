//! Which mesh, and what each takes, as text.

use super::arguments::From;
use super::commands::json;
use super::failure::Failure;
use super::input;
use super::mesh_json::MeshAnswer;
use sheerline::design::{Design, resolve};
use sheerline::mesh::choice::{MeshAdvice, Said, advise, millis};
use sheerline::mesh::cost::MeshCost;
use sheerline::text::{MESH, mesh_label};
use std::fmt::Write;

/// What goes to standard output, and whether anything must be looked at.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) look: bool,
}

/// Reads, weighs, and says what came of it.
pub(crate) fn run(from: &From, as_json: bool) -> Result<Answer, Failure> {
    let design = input::design(from)?;
    let advice = advise(&design, &resolve(&design));
    let text = if as_json { json(&MeshAnswer::of(&design, &advice))? } else { to_text(&design, &advice) };
    Ok(Answer { text, look: advice.ranked.is_empty() })
}

fn to_text(design: &Design, advice: &MeshAdvice) -> String {
    let mut text = format!("{}\n\n", advice.summary);
    for placed in &advice.ranked {
        let firsts = placed.acceptability.first().copied().unwrap_or_default();
        let score = placed.score.to_string();
        let _ = writeln!(
            text,
            "  {}. {:<16} {score:>5}  first in {:>3} of 100",
            placed.rank,
            mesh_label(placed.mesh),
            (u32::from(firsts) + 50) / 100
        );
        if !placed.why_not.is_empty() {
            let _ = writeln!(text, "     {}", placed.why_not);
        }
    }
    for left in &advice.left {
        let _ = writeln!(text, "  -  {}", mesh_label(left.mesh));
        for reason in &left.reasons {
            let _ = writeln!(text, "     {}", said(reason));
        }
    }
    for near in &advice.near {
        let _ = writeln!(text, "  {}", near.text);
    }
    let _ = writeln!(text, "\n{}", MESH.cost);
    for cost in &advice.costs.meshes {
        let _ = writeln!(text, "  {:<16} {}", mesh_label(cost.mesh), cost_line(cost));
    }
    if let (false, Some(path)) = (advice.stand_in, advice.costs.paths.paths.first()) {
        let name = |at: usize| design.workloads.get(at).map_or("", |workload| workload.name.as_str());
        let graph = &advice.costs.graph;
        let called = path.calls.iter().filter_map(|call| Some(name(graph.edges.get(*call)?.to)));
        let way: Vec<&str> = std::iter::once(name(path.entry.workload)).chain(called).collect();
        let _ = writeln!(text, "\nThe longest way: {}", way.join(" -> "));
    }
    text
}

fn said(said: &Said) -> String {
    let verified = if said.fact.verified { String::new() } else { format!(", {}", MESH.unverified) };
    format!("{}: {} ({}, {}{verified})", said.cause, said.text, said.fact.source, said.fact.date)
}

fn cost_line(cost: &MeshCost) -> String {
    let asked = match (cost.incomplete, cost.parts.is_empty()) {
        (_, true) => "nothing".to_owned(),
        (true, _) => MESH.no_figure.to_owned(),
        (false, _) => format!("{}m CPU, {} MiB asked for", cost.asked.milli_cpu, cost.asked.mib),
    };
    let longest = cost.delays.as_ref().map(|delays| delays.iter().map(|delay| delay.p99).max().unwrap_or(0));
    let time = longest.map_or_else(
        || format!("time: {}", MESH.no_figure),
        |micros| format!("at most {} ms at p99 on the longest way", millis(micros)),
    );
    // Without calls there is no way to add up.
    if cost.delays.as_ref().is_some_and(Vec::is_empty) || cost.parts.is_empty() {
        return asked;
    }
    format!("{asked}; {time}")
}
