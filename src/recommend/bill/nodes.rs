//! Whole machines: which, how many, and what they cost.

use super::super::MoneyRange;
use super::super::context::Context;
use super::super::load::Size;
use super::super::words::{dollars, grouped, thousandths};
use super::part;
use crate::design::{Cloud, Criterion, PlatformId};
use crate::knowledge::{Costing, Machine, Number, Platform, PlatformFamily, ScheduledSize, Why};
use crate::order::Gather;
use crate::units::{Bytes, Money};

/// The machines a platform would run this design on.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Machinery {
    /// Which; none where no price is known.
    pub(in super::super) machine: Option<Machine>,
    /// Nodes now, in all regions.
    pub(in super::super) nodes: u64,
    /// That with the fewest pods packed tightly, as likely, and with the most pods packed loosely.
    pub(super) nodes_now: [u64; 3],
    /// Nodes when the horizon is reached: low, likely, high.
    pub(in super::super) nodes_later: [u64; 3],
    /// Whether the machine stands in for owned hardware or a provider whose prices are not known.
    pub(super) stand_in: bool,
}

/// What a machine holds.
pub(super) fn size_of(machine: &Machine) -> Size {
    Size { milli_cpu: u64::from(machine.cpus) * 1000, bytes: Bytes::GIB.times(u64::from(machine.memory_gib)).0 }
}

/// The cheapest machine for this design on a platform, and how many of it.
pub(super) fn machinery(context: &Context, platform: &Platform) -> Machinery {
    let places = context.resolved.clouds.iter().filter(|cloud| platform.runs_in.contains(cloud));
    let named: Vec<Cloud> = places.copied().gather();
    let allowed: Vec<Cloud> = if named.is_empty() { platform.runs_in.iter().copied().gather() } else { named };
    let pool = |clouds: &[Cloud]| -> Vec<&Machine> {
        let fits = |machine: &&Machine| {
            clouds.contains(&machine.cloud)
                && machine.arm == context.load.arm
                && machine.gpus == 0
                && (!machine.burstable || context.load.fewest_nodes == 1)
        };
        context.knowledge.machines.iter().filter(fits).gather()
    };
    let mut machines = pool(&allowed);
    let stand_in = machines.is_empty();
    if stand_in {
        machines = pool(&[Cloud::Aws, Cloud::GoogleCloud, Cloud::Azure]);
    }
    let largest = context.load.largest;
    let holds = |machine: &&&Machine| {
        let size = size_of(machine);
        size.milli_cpu >= largest.milli_cpu && size.bytes >= largest.bytes
    };
    let price = |machine: &&&Machine| {
        let nodes = nodes(context, platform.id, machine, context.load.pods.likely, 1);
        machine.dollars_an_hour.dollars_times(nodes)
    };
    // Where no machine holds the largest pod, the largest of them gives the price of the computing all the same.
    let cheapest = machines
        .iter()
        .filter(holds)
        .min_by_key(price)
        .or_else(|| machines.iter().max_by_key(|machine| (machine.memory_gib, machine.cpus)));
    let Some(machine) = cheapest.map(|machine| (**machine).clone()) else {
        return Machinery { nodes_later: [1; 3], ..Machinery::default() };
    };
    let count = |pods, fill| nodes(context, platform.id, &machine, pods, fill);
    let (now, later) = (context.load.pods, context.load.pods_later);
    Machinery {
        nodes: count(now.likely, 1),
        nodes_now: [count(now.low, 2), count(now.likely, 1), count(now.high, 0)],
        nodes_later: [count(later.low, 2), count(later.likely, 1), count(later.high, 0)],
        machine: Some(machine),
        stand_in,
    }
}

/// How many machines hold so many pods, over all regions.
fn nodes(context: &Context, platform: PlatformId, machine: &Machine, pods: u64, fill: usize) -> u64 {
    let (load, method) = (context.load, context.method);
    let fill = method.fill.get(fill).copied().unwrap_or(100);
    let a_region = pods.div_ceil(load.regions);
    let (need, has) = (load.size_of(a_region), size_of(machine));
    let by = |need: u64, has: u64| need.saturating_mul(100).div_ceil(has.saturating_mul(fill).max(1));
    // The most pods of a node is Kubernetes' rule, with the provider's network in it.
    let by_pods = if platform.is_kubernetes() { a_region.div_ceil(u64::from(machine.pods).max(1)) } else { 0 };
    let count = by(need.milli_cpu, has.milli_cpu).max(by(need.bytes, has.bytes)).max(by_pods).max(load.fewest_nodes);
    count.saturating_mul(load.regions)
}

/// What the machines cost a month, with those of the platform's own servers.
pub(super) fn bill(
    context: &Context,
    platform: &Platform,
    costing: &Costing,
    machinery: &Machinery,
    why: &mut Why,
) -> MoneyRange {
    let (load, method) = (context.load, context.method);
    let Some(machine) = &machinery.machine else { return MoneyRange::default() };
    let a_month = |count: u64| machine.dollars_an_hour.dollars_times(method.hours_a_month.saturating_mul(count));
    let follows = followed(context, platform, method.follow_nodes);
    let floor = load.fewest_nodes.saturating_mul(load.regions);
    // What is above the fewest nodes shrinks with the load, as far as machines follow it.
    let paid = |pods: u64, fill: usize, follows: u64, mean: u64| {
        let count = nodes(context, platform.id, machine, pods, fill);
        let floor_cost = a_month(floor.min(count));
        let above = a_month(count.saturating_sub(floor));
        let saved = (1000 - mean).saturating_mul(follows);
        super::sum(floor_cost, part(above, 100_000u64.saturating_sub(saved), 100_000))
    };
    let mut range = MoneyRange {
        low: paid(load.pods.low, 2, follows, load.least_mean),
        likely: paid(load.pods.likely, 1, follows, load.mean),
        high: paid(load.pods.high, 0, 0, load.mean),
    };
    let scheduled = scheduled(context, platform);
    let estimate = a_month(machinery.nodes);
    if let Some(size) = scheduled {
        let whole = scaled_to(size, load.pods.likely, method.hours_a_month);
        let by = |money: Money| part(money, whole.micro_dollars, estimate.micro_dollars);
        range = MoneyRange { low: by(range.low), likely: by(range.likely), high: by(range.high) };
    }
    let size = load.size_of(load.pods.likely);
    why.because(
        format!(
            "{} pods ask for {} vCPU and {} GiB{}.",
            grouped(load.pods.likely),
            thousandths(size.milli_cpu),
            super::super::words::gib(size.bytes),
            if load.known { "" } else { ", by an assumed pod" }
        ),
        (!load.known).then_some(&method.facts.pod),
    );
    let stand_in = if machinery.stand_in { ", which stands in for hardware whose price is not known" } else { "" };
    why.because(
        format!(
            "{} of {} at ${} an hour{stand_in}, filled to {} %: {} a month.",
            grouped(machinery.nodes),
            machine.name,
            machine.dollars_an_hour,
            method.fill.get(1).copied().unwrap_or_default(),
            dollars(a_month(machinery.nodes))
        ),
        [&machine.fact, &method.facts.fill],
    );
    let mut whole = estimate;
    if let Some(size) = scheduled {
        whole = scaled_to(size, load.pods.likely, method.hours_a_month);
        let text = format!(
            "Placed by the scheduler’s rules, {} pods take {}, ${} an hour: {} a month, which is taken instead.",
            grouped(size.pods),
            size.machines,
            size.an_hour,
            dollars(whole)
        );
        why.because(text, [&method.facts.month]);
    }
    let saved = whole.micro_dollars.saturating_sub(range.likely.micro_dollars);
    if saved > 0 {
        let text = format!("Nodes follow the load in part, which saves {}.", dollars(Money { micro_dollars: saved }));
        let rating = context.knowledge.rating(Criterion::Autoscaling, platform.id);
        let shown = rating.and_then(|rating| rating.parts.get("capacity")).into_iter().flat_map(|grade| &grade.facts);
        why.because(text, [&method.facts.follow, &method.facts.load].into_iter().chain(shown));
    }
    let servers = servers(context, costing, machinery, why);
    range = MoneyRange {
        low: super::sum(range.low, servers),
        likely: super::sum(range.likely, servers),
        high: super::sum(range.high, servers),
    };
    let gpus = gpus(context, platform, machinery, why);
    MoneyRange {
        low: super::sum(range.low, gpus),
        likely: super::sum(range.likely, gpus),
        high: super::sum(range.high, gpus),
    }
}

/// What the scheduler's twin found, where it speaks of the same: one cluster of known pods without accelerators.
pub(super) fn scheduled<'a>(context: &Context<'a>, platform: &Platform) -> Option<&'a ScheduledSize> {
    let load = context.load;
    let size = context.knowledge.scheduled.iter().find(|size| size.platform == platform.id)?;
    (load.known && load.regions == 1 && load.gpus == 0 && size.pods > 0 && size.an_hour > Number::default())
        .then_some(size)
}

/// A month of it for so many pods.
fn scaled_to(size: &ScheduledSize, pods: u64, hours: u64) -> Money {
    part(size.an_hour.dollars_times(hours), pods, size.pods)
}

/// How much of the gap between peak and mean load is not paid for, in per cent.
pub(super) fn followed(context: &Context, platform: &Platform, most: u64) -> u64 {
    let rating = context.knowledge.rating(Criterion::Autoscaling, platform.id);
    let grade = |part: &str| rating.and_then(|rating| rating.parts.get(part)).map_or(0, |grade| u64::from(grade.grade));
    most * grade("replicas").min(grade("capacity")) / 100
}

/// Machines of the control plane, where the team runs it and it takes machines of its own.
fn servers(context: &Context, costing: &Costing, machinery: &Machinery, why: &mut Why) -> Money {
    let Some(fact) = costing.servers.as_ref().and_then(|id| context.knowledge.fact(id.as_str())) else {
        return Money::default();
    };
    let value = |name: &str| fact.thousandths(name);
    let (cpus, gib) = (value("cpus"), value("memory_gib"));
    let cloud = machinery.machine.as_ref().map(|machine| machine.cloud);
    let fits = |machine: &&Machine| {
        Some(machine.cloud) == cloud
            && !machine.arm
            && !machine.burstable
            && machine.gpus == 0
            && u64::from(machine.cpus) * 1000 >= cpus
            && u64::from(machine.memory_gib) * 1000 >= gib
    };
    let Some(machine) = context.knowledge.machines.iter().filter(fits).min_by_key(|machine| machine.dollars_an_hour)
    else {
        return Money::default();
    };
    let count = (value("machines") / 1000).min(context.load.fewest_nodes).saturating_mul(context.load.regions);
    let cost = machine.dollars_an_hour.dollars_times(context.method.hours_a_month.saturating_mul(count));
    why.because(
        format!("Its own servers: {} of {}, {} a month.", grouped(count), machine.name, dollars(cost)),
        [&fact.id, &machine.fact],
    );
    cost
}

/// Machines with accelerators, where a price is cited.
fn gpus(context: &Context, platform: &Platform, machinery: &Machinery, why: &mut Why) -> Money {
    if context.load.gpus == 0 {
        return Money::default();
    }
    let cloud = machinery.machine.as_ref().map(|machine| machine.cloud);
    let with_gpu = |machine: &&Machine| machine.gpus > 0 && (Some(machine.cloud) == cloud || machinery.stand_in);
    let Some(machine) = context.knowledge.machines.iter().find(with_gpu) else {
        let own = matches!(platform.family, PlatformFamily::OwnKubernetes | PlatformFamily::OtherOrchestrator);
        let whose = if own { "where it would run" } else { "of this provider" };
        why.because(format!("Machines with GPUs are left out: no price {whose} is cited."), std::iter::empty());
        return Money::default();
    };
    let count = context.load.gpus.div_ceil(u64::from(machine.gpus));
    let cost = machine.dollars_an_hour.dollars_times(context.method.hours_a_month.saturating_mul(count));
    why.because(
        format!("Accelerators: {} of {}, {} a month.", grouped(count), machine.name, dollars(cost)),
        [&machine.fact],
    );
    cost
}
