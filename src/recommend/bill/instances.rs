//! Without machines: what pods request, tasks by fixed sizes, or the time requests are served.

use super::super::MoneyRange;
use super::super::context::Context;
use super::super::load::Size;
use super::super::words::{dollars, gib, grouped, thousandths};
use super::nodes::followed;
use super::part;
use crate::design::Estimate;
use crate::knowledge::{Costing, Fact, Number, Platform, Why};
use crate::units::{Bytes, Money};

/// Prices of a vCPU and a GiB over some time.
#[derive(Clone, Copy)]
struct Prices {
    cpu: Number,
    gib: Number,
}

impl Prices {
    /// For a size over so many of those times.
    fn of(self, size: Size, times: u64) -> Money {
        let milli_cpu = self.cpu.dollars_times(size.milli_cpu.saturating_mul(times));
        let mib = self.gib.dollars_times((size.bytes >> 20).saturating_mul(times));
        super::sum(part(milli_cpu, 1, 1000), part(mib, 1, 1024))
    }
}

/// What pods request, by the second.
pub(super) fn pods(context: &Context, platform: &Platform, costing: &Costing, why: &mut Why) -> MoneyRange {
    let (Some(price), Some(smallest)) = (fact(context, costing, 0), fact(context, costing, 1)) else {
        return MoneyRange::default();
    };
    let least = least(smallest);
    let raise =
        |size: Size| Size { milli_cpu: size.milli_cpu.max(least.milli_cpu), bytes: size.bytes.max(least.bytes) };
    hourly(context, platform, price, &raise, why)
}

/// Tasks, each raised to the next size there is.
pub(super) fn tasks(context: &Context, platform: &Platform, costing: &Costing, why: &mut Why) -> MoneyRange {
    let (Some(price), Some(sizes)) = (fact(context, costing, 0), fact(context, costing, 1)) else {
        return MoneyRange::default();
    };
    let whole = |name: &str| sizes.units(name);
    let (fewest, most) = (whole("gib_a_cpu_least"), whole("gib_a_cpu_most"));
    let least = least(sizes);
    let most_cpu = sizes.thousandths("cpus_most");
    let raise = |size: Size| {
        let mut milli_cpu = least.milli_cpu.max(1);
        let holds =
            |milli_cpu: u64| milli_cpu >= size.milli_cpu && Bytes::GIB.times(most * milli_cpu).0 / 1000 >= size.bytes;
        while milli_cpu < most_cpu && !holds(milli_cpu) {
            milli_cpu *= 2;
        }
        let floor = Bytes::GIB.times(fewest * milli_cpu).0 / 1000;
        // Memory goes by whole GiB above the smallest size.
        let bytes = size.bytes.max(floor).max(least.bytes);
        let bytes = if bytes > least.bytes { bytes.div_ceil(Bytes::GIB.0).saturating_mul(Bytes::GIB.0) } else { bytes };
        Size { milli_cpu, bytes }
    };
    hourly(context, platform, price, &raise, why)
}

fn fact<'a>(context: &Context<'a>, costing: &Costing, position: usize) -> Option<&'a Fact> {
    costing.prices.get(position).and_then(|id| context.knowledge.fact(id.as_str()))
}

/// The smallest size there is.
fn least(fact: &Fact) -> Size {
    let value = |name: &str| fact.thousandths(name);
    Size { milli_cpu: value("cpus"), bytes: Bytes::GIB.times(value("memory_gib")).0 / 1000 }
}

/// Pods or tasks by the hour, fewer of them when there is less to do.
fn hourly(
    context: &Context,
    platform: &Platform,
    price: &Fact,
    raise: &dyn Fn(Size) -> Size,
    why: &mut Why,
) -> MoneyRange {
    let (load, method) = (context.load, context.method);
    let value = |name: &str| price.value(name).unwrap_or_default();
    let prices = Prices { cpu: value("cpu_hour"), gib: value("gib_hour") };
    let raised = raised(context, raise);
    let follows = followed(context, platform, method.follow_tasks);
    let saved = |mean: u64| (1000 - mean).saturating_mul(follows);
    let at_peak = |pods: u64| prices.of(scaled(raised, pods), method.hours_a_month);
    let share = |money: Money, mean: u64| part(money, 100_000u64.saturating_sub(saved(mean)), 100_000);
    let likely = scaled(raised, load.pods.likely);
    let mut named = vec![&price.id];
    if !load.known {
        named.push(&method.facts.pod);
    }
    why.because(
        format!(
            "{} pods are billed as {} vCPU and {} GiB, at ${} and ${} an hour: {} a month.",
            grouped(load.pods.likely),
            thousandths(likely.milli_cpu),
            gib(likely.bytes),
            prices.cpu,
            prices.gib,
            dollars(at_peak(load.pods.likely))
        ),
        named,
    );
    let likely = share(at_peak(load.pods.likely), load.mean);
    if saved(load.mean) > 0 {
        let less = at_peak(load.pods.likely).micro_dollars - likely.micro_dollars;
        why.because(
            format!("Replicas follow the load in part, which saves {}.", dollars(Money { micro_dollars: less })),
            [&method.facts.follow, &method.facts.load],
        );
    }
    MoneyRange { low: share(at_peak(load.pods.low), load.least_mean), likely, high: at_peak(load.pods.high) }
}

/// The sizes of a thousand pods, mixed as the workloads are and each raised to what is billed.
fn raised(context: &Context, raise: &dyn Fn(Size) -> Size) -> Size {
    let in_all: u128 = context.load.kinds.iter().map(|(_, count)| u128::from(*count)).sum::<u128>().max(1);
    let total = |each: &dyn Fn(Size) -> u64| {
        let sum: u128 =
            context.load.kinds.iter().map(|(size, count)| u128::from(each(raise(*size))) * u128::from(*count)).sum();
        u64::try_from(sum * 1000 / in_all).unwrap_or(u64::MAX)
    };
    Size { milli_cpu: total(&|size| size.milli_cpu), bytes: total(&|size| size.bytes) }
}

/// So many pods, out of the size of a thousand.
fn scaled(thousand: Size, pods: u64) -> Size {
    let of = |amount: u64| u64::try_from(u128::from(amount) * u128::from(pods) / 1000).unwrap_or(u64::MAX);
    Size { milli_cpu: of(thousand.milli_cpu), bytes: of(thousand.bytes) }
}

/// The time requests are served; at most every instance all the time.
pub(super) fn requests(context: &Context, costing: &Costing, why: &mut Why) -> MoneyRange {
    let (Some(serving), Some(kept_cpu), Some(kept_memory)) =
        (fact(context, costing, 0), fact(context, costing, 1), fact(context, costing, 2))
    else {
        return MoneyRange::default();
    };
    let (load, method, resolved) = (context.load, context.method, context.resolved);
    let value = |fact: &Fact, name: &str| fact.value(name).unwrap_or_default();
    let while_serving = Prices { cpu: value(serving, "cpu_second"), gib: value(serving, "gib_second") };
    let while_kept = Prices { cpu: value(kept_cpu, "cpu_second"), gib: value(kept_memory, "gib_second") };
    let seconds = method.hours_a_month.saturating_mul(3600);
    // Below one CPU an instance takes one request at a time, so one CPU is what one would set.
    let raised = raised(context, &|size| Size { milli_cpu: size.milli_cpu.max(1000), bytes: size.bytes });
    let cost = |requests: u64, pods: u64, mean: u64| {
        // Busy instances in thousandths: requests under way at once, at most the instances that the load asks for.
        let mean_requests = requests.saturating_mul(mean);
        let passes = mean_requests.saturating_mul(method.services_a_request);
        let under_way = passes.saturating_mul(method.milliseconds_a_request) / 1000;
        let busy = under_way.min(pods.saturating_mul(mean));
        let size = Size { milli_cpu: raised.milli_cpu, bytes: raised.bytes };
        let served = part(while_serving.of(size, seconds), busy, 1_000_000);
        let a_month = passes.saturating_mul(seconds) / 1000;
        // By thousands, so that the largest numbers of requests still fit.
        let by_count = part(value(serving, "million_requests").dollars_times(a_month.div_ceil(1000)), 1, 1000);
        (super::sum(served, by_count), busy, a_month)
    };
    let kept = |pods: u64| while_kept.of(scaled(raised, pods), seconds);
    let (likely, busy, a_month) = cost(resolved.requests.likely, load.pods.likely, load.mean);
    let range = |requests: Estimate, pods: Estimate| MoneyRange {
        low: part(cost(requests.low, pods.low, load.least_mean).0, 1, 2).min(kept(pods.low)),
        likely: likely.min(kept(pods.likely)),
        high: cost(requests.high, pods.high, load.mean).0.max(kept(pods.high)),
    };
    why.because(
        format!(
            "{} requests a second at the peak keep {} instances busy on the mean and make {} million passes a month.",
            grouped(resolved.requests.likely),
            thousandths(busy),
            thousandths(a_month / 1000)
        ),
        [&method.facts.load],
    );
    let cpu = while_serving.cpu;
    why.because(
        format!("Billed while they serve, at ${cpu} a vCPU-second and by requests: {} a month.", dollars(likely)),
        &costing.prices,
    );
    why.because(
        format!("At most, with every instance kept all the time: {} a month.", dollars(kept(load.pods.high))),
        [&kept_cpu.id, &kept_memory.id],
    );
    range(resolved.requests, load.pods)
}
