//! Profiles of the scheduler side by side, as text and for programs.

use serde::Serialize;
use sheerline::cluster::facts::Facts;
use sheerline::cluster::scheduler::Settings;
use sheerline::cluster::{Compared, Outcome, compare_profiles, ways};
use std::fmt::Write;

/// The profiles that were given and the scheduler's own ways, over the same pods placed anew.
pub(crate) fn compared(outcome: &Outcome, settings: &Settings, facts: &Facts) -> Vec<Compared> {
    compare_profiles(&outcome.cluster, &ways(&settings.profiles, facts), settings, facts)
}

/// One profile for programs.
#[derive(Serialize)]
pub(crate) struct ProfileAnswer {
    profile: String,
    placed: usize,
    pending: usize,
    nodes_used: usize,
    nodes_empty: usize,
    fullest_thousandths: u64,
    emptiest_thousandths: u64,
}

pub(crate) fn for_programs(compared: &[Compared]) -> Vec<ProfileAnswer> {
    let answer = |one: &Compared| ProfileAnswer {
        profile: one.name.clone(),
        placed: one.placed,
        pending: one.waiting,
        nodes_used: one.used,
        nodes_empty: one.empty,
        fullest_thousandths: one.fullest,
        emptiest_thousandths: one.emptiest,
    };
    compared.iter().map(answer).collect()
}

pub(crate) fn as_text(compared: &[Compared]) -> String {
    let wide = compared.iter().map(|one| one.name.chars().count()).max().unwrap_or(0).max("profile".len());
    let mut text = String::from("\nThe same pods, all placed anew, by each profile:\n");
    let _ = writeln!(
        text,
        "  {:wide$}  {:>8}  {:>8}  {:>10}  {:>11}  {:>7}  {:>8}",
        "profile", "placed", "waiting", "nodes used", "nodes empty", "fullest", "emptiest"
    );
    let share = |thousandths: u64| format!("{}.{} %", thousandths / 10, thousandths % 10);
    for one in compared {
        let _ = writeln!(
            text,
            "  {:wide$}  {:>8}  {:>8}  {:>10}  {:>11}  {:>7}  {:>8}",
            one.name,
            one.placed,
            one.waiting,
            one.used,
            one.empty,
            share(one.fullest),
            share(one.emptiest)
        );
    }
    text
}
