//! How the desk finds nodes for a design, and what it says of them.

use super::cluster_desk::{ClusterDesk, Now, waiting};
use super::cluster_jobs::{Ended, Sized};
use crate::cluster::facts::Facts;
use crate::cluster::model::Cluster;
use crate::cluster::simulate;
use crate::cluster::sizing::{
    Ask, Limits, PlanAnswer, PoolAnswer, Scenario, SizeAnswer, Stage, TodayAnswer, Used, size,
};
use crate::design::{Design, resolve};
use crate::knowledge::Knowledge;
use crate::manifests::pods_of;
use crate::order::Gather;
use crate::text::{ENGLISH, SETTINGS, fill, grouped, plural};
use crate::units::Money;
use crate::web;
use std::collections::BTreeMap;

impl ClusterDesk {
    /// Finds nodes for a design, or tries those it has. `thorough` also works out what single changes would bring.
    pub(super) fn find(&mut self, design: &Design, knowledge: &Knowledge, thorough: bool) -> Vec<String> {
        let facts = Facts::read();
        let mut pods = match &self.own {
            Some(own) => own.pods(design, &facts),
            None => pods_of(design, &facts),
        };
        if pods.cluster.workloads.is_empty() {
            self.begin(None);
            return Sized { ended: Ended::Empty, ..Sized::default() }.texts();
        }
        let nodes = std::mem::take(&mut pods.cluster.nodes);
        let known = crate::recommend::knowledge_for(design, knowledge);
        let mut ask = Ask::of_design(design, recommended(design, knowledge), pods.cluster, &known, thorough);
        let own_nodes = self.own.as_ref().is_some_and(|own| own.change(&mut ask, &nodes, &facts));
        let limits = Limits::USUAL;
        let answer = size(&ask, limits, &mut |stage| {
            let (done, of) = progress(stage, limits);
            web::report_progress(done, of);
            true
        });
        let mut sized = told(&ask, &answer);
        if let (Some(_), Some(name)) = (&answer.today, sized.plans.first_mut().and_then(|row| row.first_mut())) {
            *name = if own_nodes { SETTINGS.own_today.to_owned() } else { taken(design) };
        }
        if let (true, Some(place)) = (own_nodes, sized.plans.first_mut().and_then(|row| row.get_mut(7))) {
            "own".clone_into(place);
        }
        sized.lines.extend(pods.faults.iter().map(|fault| fault.what.clone()));
        let settings = ask.settings(&facts);
        // What runs already stays where it is: things are shown as they are, not at their peak.
        let shown = match own_nodes {
            true => Some(simulate(Cluster { nodes, ..ask.cluster.clone() }, &settings, &facts)),
            false => answer.shown.map(|outcome| *outcome),
        };
        self.begin(shown.map(|outcome| Now { outcome, settings, facts }));
        sized.waiting = self.now.as_ref().map(|now| waiting(&now.outcome)).unwrap_or_default();
        sized.texts()
    }
}

/// The platform that is recommended for a design.
pub(super) fn recommended(design: &Design, knowledge: &Knowledge) -> Option<crate::design::PlatformId> {
    let given = |_: &crate::decide::Table, _: u32| crate::decide::Firmness::default();
    let recommendation = crate::recommend::recommend_by(design, &resolve(design), knowledge, &given);
    recommendation.first().and_then(|first| first.platform.platform())
}

/// How much of what may be tried was: by plans or by attempts, whichever is nearer its end.
#[allow(clippy::cast_precision_loss, reason = "a bar shows hundredths")]
fn progress(stage: Stage, limits: Limits) -> (f64, f64) {
    let plans = stage.effort.plans as f64 / limits.plans as f64;
    let attempts = stage.effort.attempts as f64 / limits.attempts as f64;
    (plans.max(attempts).min(1.0), 1.0)
}

fn dollars(money: Money) -> String {
    grouped(money.micro_dollars.saturating_add(500_000) / 1_000_000)
}

fn per_cent(thousandths: u64) -> String {
    format!("{} %", (thousandths + 5) / 10)
}

/// What a plan is called: `3 × m7i.large, 2 × c7i.xlarge`.
fn name_of(plan: &PlanAnswer) -> String {
    let terms = |pool: &PoolAnswer| match (pool.spot, pool.arm) {
        (true, _) => ENGLISH.nodes_spot,
        (false, true) => ENGLISH.nodes_arm,
        (false, false) => "",
    };
    let part = |pool: &PoolAnswer| format!("{} × {}{}", pool.nodes, pool.machine, terms(pool));
    plan.pools.iter().map(part).gather().join(", ")
}

/// A plan as the pools of a design: of each machine one for the zones that have the same number.
fn pools_said(plan: &PlanAnswer) -> String {
    let mut pools = Vec::new();
    for pool in &plan.pools {
        let mut by_number: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for (zone, number) in &pool.zones {
            by_number.entry(*number).or_default().push(zone);
        }
        let spot = if pool.spot { "spot" } else { "" };
        for (part, (number, zones)) in by_number.iter().enumerate() {
            let kind = if pool.spot { "-spot" } else { "" };
            let name = format!("{}{kind}-{}", pool.machine.replace(['.', '_'], "-").to_lowercase(), part + 1);
            let nodes = *number as usize * zones.len();
            pools.push(format!("{name}|{}|{spot}|{nodes}|{}", pool.machine, zones.join(",")));
        }
    }
    pools.join(";")
}

fn row(plan: &PlanAnswer) -> Vec<String> {
    vec![
        name_of(plan),
        plan.nodes.to_string(),
        dollars(plan.month),
        format!("{}.{} %", plan.gap / 100, plan.gap / 10 % 10),
        per_cent(plan.used.cpu),
        per_cent(plan.used.memory),
        pools_said(plan),
        String::new(),
    ]
}

/// What the pools of a design are called.
fn taken(design: &Design) -> String {
    let mut together: BTreeMap<(&str, bool), u32> = BTreeMap::new();
    for pool in &design.cluster.pools {
        *together.entry((&pool.machine, pool.spot)).or_insert(0) += pool.nodes.or(pool.min).or(pool.max).unwrap_or(1);
    }
    let part = |((machine, spot), number): (&(&str, bool), &u32)| {
        format!("{number} × {machine}{}", if *spot { ENGLISH.nodes_spot } else { "" })
    };
    together.iter().map(part).gather().join(", ")
}

fn today_row(today: &TodayAnswer, bound: Money) -> Vec<String> {
    let above = today.month.map(|month| {
        let apart = u128::from(month.micro_dollars.saturating_sub(bound.micro_dollars));
        let share = apart * 1000 / u128::from(bound.micro_dollars.max(1));
        format!("{}.{} %", share / 10, share % 10)
    });
    vec![
        String::new(),
        today.nodes.to_string(),
        today.month.map_or_else(|| "–".to_owned(), dollars),
        above.unwrap_or_else(|| "–".to_owned()),
        per_cent(today.used.cpu),
        per_cent(today.used.memory),
        String::new(),
        "taken".to_owned(),
    ]
}

/// The answer in rows and sentences.
fn told(ask: &Ask, answer: &SizeAnswer) -> Sized {
    let mut sized = Sized { zones: ask.sizing.zones.clone(), ..Sized::default() };
    let shown: Option<(u32, Option<Money>, Used)> = match (&answer.today, answer.plans.first()) {
        (Some(today), _) => Some((today.nodes, today.month, today.used)),
        (None, Some(plan)) => Some((plan.nodes, Some(plan.month), plan.used)),
        (None, None) => None,
    };
    let Some((nodes, month, used)) = shown else {
        sized.ended = Ended::Nothing;
        ENGLISH.nodes_none.clone_into(&mut sized.heading);
        sized.lines = answer
            .hopeless
            .iter()
            .map(|hopeless| fill(ENGLISH.nodes_hopeless, &[&hopeless.workload, &hopeless.why]))
            .gather();
        sized.lines.extend(answer.short.clone());
        return sized;
    };
    let many = plural(u64::from(nodes), ENGLISH.one_node, ENGLISH.many_nodes);
    let month = month.map_or_else(|| "–".to_owned(), dollars);
    let pods = plural(answer.pods as u64, ENGLISH.one_pod, ENGLISH.many_pods);
    sized.heading = fill(ENGLISH.nodes_found, &[&many, &pods, &month]);
    sized.brief = fill(ENGLISH.nodes_brief, &[&many, &month, &per_cent(used.cpu), &per_cent(used.memory)]);
    if let Some(today) = &answer.today {
        sized.plans.push(today_row(today, answer.bound));
        if let Some((when, pods, message)) = &today.short {
            let when = scenario(when);
            sized.heading = fill(ENGLISH.nodes_short, &[&many]);
            sized.lines.push(fill(ENGLISH.nodes_own_short, &[&when, &grouped(*pods as u64), message]));
        }
        sized.spare = today
            .spare
            .iter()
            .map(|spare| {
                let moves = spare.moves.iter().map(|(pod, node)| format!("{pod} → {node}")).gather();
                let saved = spare.month.map_or_else(|| "–".to_owned(), dollars);
                fill(ENGLISH.nodes_spare_line, &[&spare.node, &saved, &moves.join(", ")])
            })
            .gather();
    }
    sized.plans.extend(answer.plans.iter().map(row));
    sized.lines.push(fill(ENGLISH.nodes_bound, &[&dollars(answer.bound)]));
    let tried = if answer.all_tried { ENGLISH.nodes_all_tried } else { ENGLISH.nodes_not_all_tried };
    sized.lines.push(fill(tried, &[&grouped(answer.effort.plans), &grouped(answer.effort.runs)]));
    if let Some(plan) = answer.plans.first() {
        sized.lines.push(fill(ENGLISH.nodes_held, &[&held(plan)]));
        sized.lines.push(plan.arithmetic.clone());
        for pool in &plan.pools {
            for (resource, arithmetic) in &pool.allocatable {
                sized.lines.push(format!("{} {resource}: {arithmetic}", pool.machine));
            }
            sized.lines.push(fill(ENGLISH.nodes_price_of, &[&pool.machine, &pool.source.0, &pool.source.1]));
        }
        sized.lines.push(fill(ENGLISH.nodes_addresses, &[&plan.addresses.arithmetic]));
    }
    sized.lines.push(ENGLISH.nodes_priced.to_owned());
    sized.levers = answer
        .levers
        .iter()
        .filter(|lever| lever.saves != 0)
        .map(|lever| {
            let apart = dollars(Money { micro_dollars: lever.saves.unsigned_abs() });
            let words = if lever.saves < 0 { ENGLISH.nodes_lever_more } else { ENGLISH.nodes_lever_less };
            vec![lever.change.clone(), fill(words, &[&apart, &lever.nodes, &dollars(lever.month)])]
        })
        .gather();
    sized.levers.extend(answer.profiles.iter().map(|profile| {
        let what = match (profile.month, profile.nodes) {
            (Some(month), Some(nodes)) => fill(ENGLISH.nodes_profile, &[&nodes, &dollars(month)]),
            _ => ENGLISH.nodes_none.to_owned(),
        };
        vec![profile.name.clone(), what]
    }));
    sized.levers.extend(
        answer
            .hints
            .iter()
            .map(|hint| vec![hint.workload.clone().unwrap_or_else(|| ENGLISH.nodes_all.to_owned()), hint.text.clone()]),
    );
    sized
}

fn scenario(scenario: &Scenario) -> String {
    match scenario {
        Scenario::AsItIs => ENGLISH.nodes_as_it_is.to_owned(),
        Scenario::WithoutNodes(nodes) => fill(ENGLISH.nodes_without, &[&nodes.join(", ")]),
        Scenario::WithoutZone(zone) => fill(ENGLISH.nodes_without, &[zone]),
        Scenario::Rollout(Some(workload)) => fill(ENGLISH.nodes_while, &[workload]),
        Scenario::Rollout(None) => ENGLISH.nodes_while_all.to_owned(),
    }
}

/// What a plan was tried against.
fn held(plan: &PlanAnswer) -> String {
    let count = |of: fn(&Scenario) -> bool| plan.held.iter().filter(|one| of(one)).count() as u64;
    let zones = count(|one| matches!(one, Scenario::WithoutZone(_)));
    let losses = count(|one| matches!(one, Scenario::WithoutNodes(_)));
    let rollouts = count(|one| matches!(one, Scenario::Rollout(_)));
    let mut words = vec![ENGLISH.nodes_as_it_is.to_owned()];
    for (number, sentence) in [
        (zones, ENGLISH.nodes_held_zones),
        (losses, ENGLISH.nodes_held_losses),
        (rollouts, ENGLISH.nodes_held_rollouts),
    ] {
        if number > 0 {
            words.push(fill(sentence, &[&number]));
        }
    }
    words.join("; ")
}
