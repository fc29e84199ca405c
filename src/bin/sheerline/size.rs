//! Which nodes for a design or for manifests, as text or JSON.

use super::arguments::{From, Sized};
use super::commands::{json, say};
use super::failure::Failure;
use super::{input, size_json};
use sheerline::cluster::facts::Facts;
use sheerline::cluster::read::{ReadFile, read_cluster};
use sheerline::cluster::sizing::{
    Ask, Limits, PlanAnswer, Scenario, SizeAnswer, TodayAnswer, Used, follow_nodes, growth_of, nodes_of, size,
};
use sheerline::design::{Design, KubernetesMinor, OptionKey, ResolvedFrom, resolve, resolve_sizing};
use sheerline::import::import;
use sheerline::knowledge::embedded;
use sheerline::manifests::pods_of;
use sheerline::recommend::{Candidate, recommend};
use sheerline::units::{Money, grouped};
use std::fmt::Write;

/// What goes to standard output, and whether anything must be looked at.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) look: bool,
}

/// Reads, searches, and says what was found.
pub(crate) fn run(what: &Sized, brief: bool, as_json: bool) -> Result<Answer, Failure> {
    let (ask, notes) = match what {
        Sized::Design(from) => of_design(&input::design(from)?, brief)?,
        Sized::Manifests { nodes, workloads } => of_manifests(nodes, workloads, brief)?,
    };
    for note in &notes {
        say(&format!("note: {note}\n"));
    }
    let answer = size(&ask, Limits::USUAL, &mut |_| true);
    let look =
        answer.plans.is_empty() || answer.pods == 0 || answer.today.as_ref().is_some_and(|today| today.short.is_some());
    let text = if as_json { json(&size_json::whole(&ask, &answer))? } else { as_text(&ask, &answer) };
    Ok(Answer { text, look })
}

/// The minor version that a design's files are for.
fn minor(said: Option<KubernetesMinor>) -> i64 {
    let minor = said.or(KubernetesMinor::ALL.last().copied()).map_or("", OptionKey::key);
    minor.split_once('.').and_then(|(_, minor)| minor.parse().ok()).unwrap_or(0)
}

fn of_design(design: &Design, brief: bool) -> Result<(Ask<'static>, Vec<String>), Failure> {
    let resolved = resolve(design);
    let facts = Facts::read();
    let followed = design.platform.chosen.is_none().then(|| recommend(design, &resolved, embedded()));
    let followed = followed.and_then(|recommendation| match &recommendation.ranked.first()?.platform {
        Candidate::Platform(platform) => Some(*platform),
        Candidate::Own(_) => None,
    });
    let pods = pods_of(design, &facts);
    if !pods.faults.is_empty() {
        return Err(Failure::Faults(pods.faults));
    }
    let ask = Ask::of_design(design, followed, pods.cluster, embedded(), !brief);
    Ok((ask, pods.notes))
}

fn of_manifests(nodes: &[From], workloads: &[From], brief: bool) -> Result<(Ask<'static>, Vec<String>), Failure> {
    let facts = Facts::read();
    let files = input::manifests(workloads)?;
    let design = import(&files).merge_into(&Design::default());
    let mut all: Vec<ReadFile> =
        files.into_iter().map(|file| ReadFile { name: file.name, bytes: file.bytes }).collect();
    if !nodes.is_empty() {
        let nodes = input::manifests(nodes)?;
        all.extend(nodes.into_iter().map(|file| ReadFile { name: file.name, bytes: file.bytes }));
    }
    let mut reading = read_cluster(&all, &facts);
    if !reading.faults.is_empty() {
        return Err(Failure::Faults(reading.faults));
    }
    let nodes = std::mem::take(&mut reading.cluster.nodes);
    let resolved = resolve(&design);
    let mut sizing = resolve_sizing(&design, &resolved, None);
    follow_nodes(&mut sizing, &nodes);
    let ask = Ask {
        growth: growth_of(&design, &reading.cluster),
        cluster: reading.cluster,
        today: (!nodes.is_empty()).then(|| nodes_of(nodes, embedded())),
        clouds: Vec::new(),
        minor: minor(None),
        pod_cidr: String::new(),
        profiles: None,
        knowledge: embedded(),
        thorough: !brief,
        sizing,
    };
    Ok((ask, reading.notes))
}

/// Dollars a month as people read them.
fn dollars(money: Money) -> String {
    format!("${}", grouped(money.whole_dollars()))
}

fn percent(thousandths: u64) -> String {
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

pub(super) fn scenario(scenario: &Scenario) -> String {
    match scenario {
        Scenario::AsItIs => "as it stands".to_owned(),
        Scenario::WithoutNodes(nodes) => format!("without {}", nodes.join(", ")),
        Scenario::WithoutZone(zone) => format!("without zone {zone}"),
        Scenario::Rollout(Some(workload)) => format!("while {workload} is updated"),
        Scenario::Rollout(None) => "while everything is updated".to_owned(),
    }
}

/// What a plan held, in as few words as tell all of it.
fn held(plan: &PlanAnswer) -> String {
    let count = |of: &dyn Fn(&Scenario) -> bool| plan.held.iter().filter(|scenario| of(scenario)).count();
    let mut words = vec!["all pods placed".to_owned()];
    let zones = count(&|scenario| matches!(scenario, Scenario::WithoutZone(_)));
    if zones > 0 {
        words.push(format!("the loss of each of {zones} zones"));
    }
    let losses: Vec<usize> = plan
        .held
        .iter()
        .filter_map(|scenario| match scenario {
            Scenario::WithoutNodes(nodes) => Some(nodes.len()),
            _ => None,
        })
        .collect();
    if let Some(nodes) = losses.first() {
        let which = if *nodes == 1 { "one node".to_owned() } else { format!("{nodes} nodes") };
        words.push(format!("the loss of {which}, tried with {} of them", losses.len()));
    }
    let rollouts = count(&|scenario| matches!(scenario, Scenario::Rollout(_)));
    if rollouts > 0 {
        words.push(format!("{rollouts} rolling updates"));
    }
    words.join("; ")
}

fn used(used: Used) -> String {
    format!(
        "CPU {}, memory {}, pods {}; at most {} pods and {} volumes on a node",
        percent(used.cpu),
        percent(used.memory),
        percent(used.pods),
        used.most_pods,
        used.most_volumes
    )
}

fn as_text(ask: &Ask, answer: &SizeAnswer) -> String {
    let mut text = String::new();
    let sizing = &ask.sizing;
    let _ = writeln!(
        text,
        "{} pods at the peak, on {} by the rules of {}, in {} zones.",
        answer.pods,
        if sizing.machines.is_empty() { "any machine".to_owned() } else { sizing.machines.join(", ") },
        sizing.provider.key(),
        sizing.zones.len()
    );
    if answer.pods == 0 {
        let _ = writeln!(text, "There are no pods to hold: add workloads first.");
        return text;
    }
    for hopeless in &answer.hopeless {
        let _ = writeln!(text, "\n{} fits nowhere. {}", hopeless.workload, hopeless.why);
    }
    for (at, plan) in answer.plans.iter().enumerate() {
        plan_as_text(&mut text, at, plan);
    }
    if answer.plans.is_empty() {
        let _ = writeln!(text, "\nNo nodes were found that hold everything.");
        if let Some(short) = &answer.short {
            let _ = writeln!(text, "Last, a pod waited: {short}");
        }
    } else {
        let tried =
            if answer.all_tried { "Every cheaper combination was tried." } else { "Not every cheaper one was tried." };
        let _ = writeln!(
            text,
            "\nNothing below {} a month can hold it; the best is {} above. {tried} {} plans, {} times scheduled{}.",
            dollars(answer.bound),
            answer.plans.first().map_or_else(String::new, |plan| percent(plan.gap / 10)),
            grouped(answer.effort.plans),
            grouped(answer.effort.runs),
            if answer.unfinished { ", up to the limit" } else { "" }
        );
    }
    if let Some(today) = &answer.today {
        today_as_text(&mut text, today, answer);
    }
    if !answer.levers.is_empty() {
        let _ = writeln!(text, "\nWhat one change would do to the best:");
        // What changes nothing is not worth a line.
        for lever in answer.levers.iter().filter(|lever| lever.saves != 0) {
            let saved = dollars(Money { micro_dollars: lever.saves.unsigned_abs() });
            let word = if lever.saves < 0 { "more" } else { "less" };
            let _ = writeln!(
                text,
                "  {saved:>9} {word}  {}: {} on {} nodes",
                lever.change,
                dollars(lever.month),
                lever.nodes
            );
        }
    }
    if !answer.profiles.is_empty() {
        let _ = writeln!(text, "\nThe same pods, placed by other profiles of the scheduler:");
        for profile in &answer.profiles {
            let what = match (profile.month, profile.nodes) {
                (Some(month), Some(nodes)) => format!("{} on {nodes} nodes", dollars(month)),
                _ => "nothing found".to_owned(),
            };
            let _ = writeln!(text, "  {}: {what}", profile.name);
        }
    }
    if !answer.hints.is_empty() {
        let _ = writeln!(text, "\nTo look at in what pods ask for:");
        for hint in &answer.hints {
            let _ = writeln!(
                text,
                "  {}{}",
                hint.workload.as_ref().map_or(String::new(), |of| format!("{of}: ")),
                hint.text
            );
        }
    }
    let assumed: Vec<String> = sizing
        .from
        .iter()
        .filter_map(|(field, from)| match from {
            ResolvedFrom::Assumed(why) | ResolvedFrom::Follows(why) => Some(format!("cluster.{field}: {why}")),
            _ => None,
        })
        .collect();
    if !assumed.is_empty() {
        let _ = writeln!(text, "\nTaken for granted until the design says otherwise:\n  {}", assumed.join("\n  "));
    }
    text
}

fn plan_as_text(text: &mut String, at: usize, plan: &PlanAnswer) {
    let _ = writeln!(text, "\n{}. {} a month on {} nodes", at + 1, dollars(plan.month), plan.nodes);
    for pool in &plan.pools {
        let zones: Vec<String> = pool.zones.iter().map(|(zone, count)| format!("{count} in {zone}")).collect();
        let _ = writeln!(
            text,
            "   {} × {}{}{}: {}; {} a month",
            pool.nodes,
            pool.machine,
            if pool.spot { " (spot)" } else { "" },
            if pool.arm { " (ARM)" } else { "" },
            zones.join(", "),
            dollars(pool.month)
        );
        if at == 0 {
            for (resource, arithmetic) in &pool.allocatable {
                let _ = writeln!(text, "     {resource}: {arithmetic}");
            }
            let _ = writeln!(text, "     price: {} of {}", pool.source.0, pool.source.1);
        }
    }
    let _ = writeln!(text, "   {}", plan.arithmetic);
    let _ = writeln!(text, "   Held: {}", held(plan));
    let _ = writeln!(text, "   Asked for: {}", used(plan.used));
    let _ = writeln!(text, "   Addresses: {}", plan.addresses.arithmetic);
    if let Some(nodes) = plan.addresses.range_nodes {
        let _ = writeln!(text, "   The range that was said has room for {nodes} nodes.");
    }
}

fn today_as_text(text: &mut String, today: &TodayAnswer, answer: &SizeAnswer) {
    let cost = today
        .month
        .map_or_else(|| "at a price that is not known".to_owned(), |month| format!("for {} a month", dollars(month)));
    let _ = writeln!(text, "\nToday: {} nodes {cost}. Asked for: {}", today.nodes, used(today.used));
    if let (Some(now), Some(best)) = (today.month, answer.plans.first()) {
        let apart = dollars(Money { micro_dollars: now.micro_dollars.abs_diff(best.month.micro_dollars) });
        let word = if now > best.month { "less" } else { "more" };
        let _ = writeln!(text, "  The best costs {apart} {word}.");
    }
    if let Some((when, pods, message)) = &today.short {
        let _ = writeln!(text, "  They do not hold it: {}, {pods} pods wait. {message}", scenario(when));
    }
    for spare in &today.spare {
        let saved = spare.month.map_or_else(String::new, |month| format!(", {} a month", dollars(month)));
        let _ = writeln!(text, "  {} could go{saved}; of its pods", spare.node);
        for (pod, to) in &spare.moves {
            let _ = writeln!(text, "    {pod} would go to {to}");
        }
    }
}
