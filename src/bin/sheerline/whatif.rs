//! What happens once all is placed, as a film at the terminal.

use super::failure::Failure;
use super::simulation::WhatIf;
use serde_json::{Value, json};
use sheerline::cluster::Outcome;
use sheerline::cluster::facts::Facts;
use sheerline::cluster::scheduler::{Ask, Settings};
use sheerline::cluster::whatif::{
    Estimate, Failures, Film, all_autoscalers_to_most, drain, failures, lose_nodes, roll_out, traffic, upgrade,
    worst_nodes,
};
use std::fmt::Write;

/// What is to be seen.
pub(crate) enum Seen {
    /// Step by step.
    Film(Box<Film>),
    /// Many moments.
    Failures(Failures),
}

/// Shows what happens; where nodes are gone afterwards, also what is left.
pub(crate) fn see(
    outcome: &Outcome,
    what_if: &WhatIf,
    settings: &Settings,
    facts: &Facts,
    go_on: &mut Ask,
) -> Result<(Seen, Option<Outcome>), Failure> {
    let film = match what_if {
        WhatIf::LoseNodes(names) => return Ok(lost(outcome, &known(outcome, names)?, settings, facts, go_on)),
        WhatIf::LoseWorst(number) => {
            return Ok(lost(outcome, &worst_nodes(outcome, *number), settings, facts, go_on));
        }
        WhatIf::Drain(names) => drain(outcome, &known(outcome, names)?, settings, facts, go_on),
        WhatIf::Upgrade(surge) => upgrade(outcome, *surge, settings, facts, go_on),
        WhatIf::Rollout => roll_out(outcome, settings, facts, go_on),
        WhatIf::AutoscalersToMost => all_autoscalers_to_most(outcome, settings, facts, go_on),
        WhatIf::Traffic(percent) => traffic(outcome, *percent, settings, facts, go_on),
        WhatIf::Failures(moments) => {
            let found = failures(outcome, *moments, settings.seed, settings, facts, go_on);
            return Ok((Seen::Failures(found), None));
        }
    };
    Ok((Seen::Film(Box::new(film)), None))
}

fn lost(
    outcome: &Outcome,
    names: &[String],
    settings: &Settings,
    facts: &Facts,
    go_on: &mut Ask,
) -> (Seen, Option<Outcome>) {
    let (film, loss) = lose_nodes(outcome, names, settings, facts, go_on);
    (Seen::Film(Box::new(film)), Some(loss.outcome))
}

/// The nodes named, all of which must be there.
fn known(outcome: &Outcome, names: &[String]) -> Result<Vec<String>, Failure> {
    let is_there = |name: &String| outcome.cluster.nodes.iter().any(|node| node.name == *name);
    match names.iter().find(|name| !is_there(name)) {
        Some(name) => Err(Failure::Node(name.clone())),
        None => Ok(names.to_vec()),
    }
}

impl Seen {
    /// Whether somebody must look at it.
    pub(crate) fn must_be_looked_at(&self) -> bool {
        match self {
            Self::Film(film) => film.short.is_none(),
            Self::Failures(failures) => failures.all_serve.share < 1_000_000,
        }
    }

    /// For programs.
    pub(crate) fn as_json(&self) -> Value {
        match self {
            Self::Film(film) => film_as_json(film),
            Self::Failures(failures) => json!({
                "moments": failures.moments,
                "moments_with_failure": failures.with_failure,
                "all_placed": estimate_as_json(failures.all_placed),
                "all_serve": estimate_as_json(failures.all_serve),
                "most_waiting": failures.worst,
                "down": failures.down.iter().map(|(name, share)| json!({ "workload": name, "share": of_one(*share) })).collect::<Vec<_>>(),
                "advice": failures.advice,
                "assumptions": failures.assumptions,
            }),
        }
    }

    /// To be read.
    pub(crate) fn as_text(&self) -> String {
        match self {
            Self::Film(film) => film_as_text(film),
            Self::Failures(failures) => failures_as_text(failures),
        }
    }
}

fn film_as_json(film: &Film) -> Value {
    let node = |at: Option<usize>| at.and_then(|at| film.nodes.get(at));
    let frames: Vec<Value> = film
        .frames
        .iter()
        .map(|frame| {
            let moves: Vec<Value> = frame
                .moves
                .iter()
                .map(|one| json!({ "pod": film.name(one.pod), "from": node(one.from), "to": node(one.to) }))
                .collect();
            let waits: Vec<Value> = frame
                .waits
                .iter()
                .map(|(pod, why)| json!({ "pod": film.name(*pod), "explanation": why }))
                .collect();
            json!({ "at_seconds": frame.at, "what": frame.what, "placed": frame.placed, "pending": frame.waits.len(), "moves": moves, "waits": waits })
        })
        .collect();
    let explanations: Vec<Value> =
        film.explanations.iter().map(|why| json!({ "message": why.message, "plain": why.plain })).collect();
    json!({
        "title": film.title,
        "moved": film.moved(),
        "pending": film.pending(),
        "short_seconds": film.short,
        "stopped": film.stopped.map(|at| json!({ "done": at.done, "of": at.of })),
        "frames": frames,
        "explanations": explanations,
        "advice": film.advice,
        "assumptions": film.assumptions,
    })
}

/// Steps that are told in full; of longer films the beginning and the end are.
const TOLD: usize = 24;

fn film_as_text(film: &Film) -> String {
    let mut text = format!("\n{}\n", film.title);
    for (at, frame) in film.frames.iter().enumerate() {
        let left_out = film.frames.len().saturating_sub(TOLD);
        if left_out > 0 && at == TOLD / 2 {
            let _ = writeln!(text, "          ({left_out} steps like these)");
        }
        if at < TOLD / 2 || at >= TOLD / 2 + left_out {
            let _ = writeln!(text, "{:>6} s  {}", frame.at, frame.what);
        }
    }
    let _ = match film.short {
        _ if film.stopped.is_some() => Ok(()),
        Some(0) => writeln!(text, "At no time is there too little."),
        Some(seconds) => writeln!(text, "For {seconds} s fewer pods serve than should."),
        None => writeln!(text, "It does not come right by itself."),
    };
    text + &list("What to change", &film.advice) + &list("Taken for granted", &film.assumptions)
}

fn failures_as_text(failures: &Failures) -> String {
    let mut text = format!(
        "\nOf {} random moments something had failed in {}.\nEverything has a place in {}.\nEvery workload has a pod in {}.\n",
        failures.moments,
        failures.with_failure,
        estimate_as_text(failures.all_placed),
        estimate_as_text(failures.all_serve),
    );
    for (name, share) in failures.down.iter().take(5) {
        let _ = writeln!(text, "  {name} is without any in {}", percent(*share));
    }
    text + &list("What to change", &failures.advice) + &list("Taken for granted", &failures.assumptions)
}

fn list(title: &str, sentences: &[String]) -> String {
    if sentences.is_empty() {
        return String::new();
    }
    sentences.iter().fold(format!("\n{title}\n"), |text, sentence| text + "- " + sentence + "\n")
}

fn estimate_as_json(estimate: Estimate) -> Value {
    json!({ "share": of_one(estimate.share), "low": of_one(estimate.low), "high": of_one(estimate.high) })
}

fn estimate_as_text(estimate: Estimate) -> String {
    format!("{} of all (95 % sure: {} to {})", percent(estimate.share), percent(estimate.low), percent(estimate.high))
}

/// Millionths as a share of one.
fn of_one(millionths: u64) -> f64 {
    f64::from(u32::try_from(millionths).unwrap_or(u32::MAX)) / 1_000_000.0
}

fn percent(millionths: u64) -> String {
    format!("{}.{:03} %", millionths / 10_000, millionths % 10_000 / 10)
}
