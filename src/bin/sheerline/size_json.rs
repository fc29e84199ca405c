//! The answer about sizes for programs.

use super::size::scenario;
use serde::Serialize;
use sheerline::cluster::sizing::{Ask, PlanAnswer, PoolAnswer, SizeAnswer, TodayAnswer, Used};
use sheerline::design::{OptionKey, Sizing};
use sheerline::units::Money;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct PoolJson<'a> {
    machine: &'a str,
    spot: bool,
    arm: bool,
    nodes: u32,
    zones: BTreeMap<&'a str, u32>,
    dollars_an_hour: String,
    dollars_a_month: String,
    price_source: &'a str,
    price_date: &'a str,
    allocatable: BTreeMap<&'a str, &'a str>,
    pods_a_node: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    volumes_a_node: Option<u64>,
}

#[derive(Serialize)]
struct UsedJson {
    cpu_per_mille: u64,
    memory_per_mille: u64,
    pods_per_mille: u64,
    most_pods_on_a_node: u64,
    most_volumes_on_a_node: u64,
}

#[derive(Serialize)]
struct AddressesJson<'a> {
    a_node: u64,
    in_all: u64,
    prefix: u32,
    arithmetic: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nodes_in_pod_cidr: Option<u64>,
}

#[derive(Serialize)]
struct PlanJson<'a> {
    nodes: u32,
    dollars_a_month: String,
    arithmetic: &'a str,
    gap_per_ten_thousand: u64,
    pools: Vec<PoolJson<'a>>,
    used: UsedJson,
    held: Vec<String>,
    addresses: AddressesJson<'a>,
}

#[derive(Serialize)]
struct SpareJson<'a> {
    node: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dollars_a_month: Option<String>,
    moves: Vec<MoveJson<'a>>,
}

#[derive(Serialize)]
struct MoveJson<'a> {
    pod: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct TodayJson<'a> {
    nodes: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    dollars_a_month: Option<String>,
    holds: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Option<String>,
    used: UsedJson,
    spare: Vec<SpareJson<'a>>,
}

#[derive(Serialize)]
struct LeverJson<'a> {
    change: &'a str,
    saves_dollars_a_month: String,
    dollars_a_month: String,
    nodes: u32,
}

#[derive(Serialize)]
struct ProfileJson<'a> {
    profile: &'a str,
    nodes: Option<u32>,
    dollars_a_month: Option<String>,
}

#[derive(Serialize)]
struct HintJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    workload: Option<&'a str>,
    text: &'a str,
}

#[expect(clippy::struct_excessive_bools, reason = "there are as many yes-or-no answers")]
#[derive(Serialize)]
struct GuaranteesJson<'a> {
    provider: &'a str,
    zones: &'a [String],
    survive_nodes: u32,
    survive_zone: bool,
    head_room_percent: u32,
    rollouts: &'a str,
    most_replicas: bool,
    spot: bool,
    arm: bool,
}

#[derive(Serialize)]
struct HopelessJson<'a> {
    workload: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
pub(super) struct WholeJson<'a> {
    pods: usize,
    guarantees: GuaranteesJson<'a>,
    plans: Vec<PlanJson<'a>>,
    bound_dollars_a_month: String,
    all_cheaper_tried: bool,
    unfinished: bool,
    plans_tried: u64,
    times_scheduled: u64,
    attempts: u64,
    hours_a_month: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    today: Option<TodayJson<'a>>,
    levers: Vec<LeverJson<'a>>,
    profiles: Vec<ProfileJson<'a>>,
    hints: Vec<HintJson<'a>>,
    hopeless: Vec<HopelessJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Option<&'a str>,
}

fn used_json(used: Used) -> UsedJson {
    UsedJson {
        cpu_per_mille: used.cpu,
        memory_per_mille: used.memory,
        pods_per_mille: used.pods,
        most_pods_on_a_node: used.most_pods,
        most_volumes_on_a_node: used.most_volumes,
    }
}

fn plan_json(plan: &PlanAnswer) -> PlanJson<'_> {
    PlanJson {
        nodes: plan.nodes,
        dollars_a_month: plan.month.to_string(),
        arithmetic: &plan.arithmetic,
        gap_per_ten_thousand: plan.gap,
        pools: plan.pools.iter().map(pool_json).collect(),
        used: used_json(plan.used),
        held: plan.held.iter().map(scenario).collect(),
        addresses: AddressesJson {
            a_node: plan.addresses.a_node,
            in_all: plan.addresses.in_all,
            prefix: plan.addresses.prefix,
            arithmetic: &plan.addresses.arithmetic,
            nodes_in_pod_cidr: plan.addresses.range_nodes,
        },
    }
}

fn pool_json(pool: &PoolAnswer) -> PoolJson<'_> {
    PoolJson {
        machine: &pool.machine,
        spot: pool.spot,
        arm: pool.arm,
        nodes: pool.nodes,
        zones: pool.zones.iter().map(|(zone, count)| (zone.as_str(), *count)).collect(),
        dollars_an_hour: pool.price.to_string(),
        dollars_a_month: pool.month.to_string(),
        price_source: &pool.source.0,
        price_date: &pool.source.1,
        allocatable: pool.allocatable.iter().map(|(of, text)| (of.as_str(), text.as_str())).collect(),
        pods_a_node: pool.pods_a_node,
        volumes_a_node: pool.volumes_a_node,
    }
}

fn today_json(today: &TodayAnswer) -> TodayJson<'_> {
    TodayJson {
        nodes: today.nodes,
        dollars_a_month: today.month.map(|month| month.to_string()),
        holds: today.short.is_none(),
        short: today.short.as_ref().map(|(when, pods, why)| format!("{}, {pods} pods wait: {why}", scenario(when))),
        used: used_json(today.used),
        spare: today
            .spare
            .iter()
            .map(|spare| SpareJson {
                node: &spare.node,
                dollars_a_month: spare.month.map(|month| month.to_string()),
                moves: spare.moves.iter().map(|(pod, to)| MoveJson { pod, to }).collect(),
            })
            .collect(),
    }
}

/// Everything, for programs.
pub(super) fn whole<'a>(ask: &'a Ask, answer: &'a SizeAnswer) -> WholeJson<'a> {
    let sizing: &Sizing = &ask.sizing;
    let signed = |saves: i64| {
        let sign = if saves < 0 { "-" } else { "" };
        format!("{sign}{}", Money { micro_dollars: saves.unsigned_abs() })
    };
    WholeJson {
        pods: answer.pods,
        guarantees: GuaranteesJson {
            provider: sizing.provider.key(),
            zones: &sizing.zones,
            survive_nodes: sizing.survive_nodes,
            survive_zone: sizing.survive_zone,
            head_room_percent: sizing.head_room,
            rollouts: sizing.rollouts.key(),
            most_replicas: sizing.most_replicas,
            spot: sizing.spot,
            arm: sizing.arm,
        },
        plans: answer.plans.iter().map(plan_json).collect(),
        bound_dollars_a_month: answer.bound.to_string(),
        all_cheaper_tried: answer.all_tried,
        unfinished: answer.unfinished,
        plans_tried: answer.effort.plans,
        times_scheduled: answer.effort.runs,
        attempts: answer.effort.attempts,
        hours_a_month: answer.month.hours,
        today: answer.today.as_ref().map(today_json),
        levers: answer
            .levers
            .iter()
            .map(|lever| LeverJson {
                change: &lever.change,
                saves_dollars_a_month: signed(lever.saves),
                dollars_a_month: lever.month.to_string(),
                nodes: lever.nodes,
            })
            .collect(),
        profiles: answer
            .profiles
            .iter()
            .map(|profile| ProfileJson {
                profile: &profile.name,
                nodes: profile.nodes,
                dollars_a_month: profile.month.map(|month| month.to_string()),
            })
            .collect(),
        hints: answer
            .hints
            .iter()
            .map(|hint| HintJson { workload: hint.workload.as_deref(), text: &hint.text })
            .collect(),
        hopeless: answer
            .hopeless
            .iter()
            .map(|hopeless| HopelessJson { workload: &hopeless.workload, why: &hopeless.why })
            .collect(),
        short: answer.short.as_deref(),
    }
}
