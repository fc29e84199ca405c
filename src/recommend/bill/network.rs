//! The way in and the ways between zones: load balancers and what is billed for traffic across zones.

use super::super::MoneyRange;
use super::super::context::Context;
use super::super::words::{dollars, grouped};
use super::{Machinery, part};
use crate::design::{Cloud, Estimate, PlatformId};
use crate::knowledge::{Fact, Number, Platform, Why};
use crate::units::Money;

/// Load balancers and traffic between zones; nothing where no price is known, or the platform brings both along.
pub(super) fn bill(context: &Context, platform: &Platform, machinery: &Machinery, why: &mut Why) -> [MoneyRange; 2] {
    let nothing = [MoneyRange::default(); 2];
    if platform.id == PlatformId::CloudRun {
        why.because("An address with load balancing comes along.", platform.facts.first());
        return nothing;
    }
    let Some(fact) = prices(context, platform, machinery) else {
        why.because("Load balancers and traffic between zones are left out: no price where it runs is cited.", []);
        return nothing;
    };
    [balancers(context, fact, why), between_zones(context, fact, why)]
}

/// The prices of the cloud it runs in.
fn prices<'a>(context: &Context<'a>, platform: &Platform, machinery: &Machinery) -> Option<&'a Fact> {
    let cloud = match platform.runs_in.iter().next() {
        Some(only) if platform.runs_in.len() == 1 => *only,
        _ if machinery.stand_in => return None,
        _ => machinery.machine.as_ref()?.cloud,
    };
    let id = match cloud {
        Cloud::Aws => "network.aws",
        Cloud::GoogleCloud => "network.google-cloud",
        Cloud::Azure => "network.azure",
        Cloud::OtherCloud | Cloud::OnPremises | Cloud::Edge => return None,
    };
    context.knowledge.fact(id)
}

/// One in each region, by the hour and by what passes it.
fn balancers(context: &Context, fact: &Fact, why: &mut Why) -> MoneyRange {
    let value = |name: &str| fact.value(name).unwrap_or_default();
    let (an_hour, a_gib) = (value("balancer_hour"), value("balancer_gib"));
    let hours = context.method.hours_a_month.saturating_mul(context.load.regions);
    let kept = an_hour.dollars_times(hours);
    let range = over(context, |kib| super::sum(kept, by_kib(a_gib, kib)));
    let gib = kib_a_month(context, context.resolved.requests.likely, context.load.mean) >> 20;
    why.because(
        format!(
            "A load balancer in each region at ${an_hour} an hour, and {} GiB through it at ${a_gib}: {} a month.",
            grouped(gib),
            dollars(range.likely)
        ),
        [&fact.id, &context.method.facts.traffic],
    );
    range
}

/// What goes from one service to the next, as far as it lands in another zone.
fn between_zones(context: &Context, fact: &Fact, why: &mut Why) -> MoneyRange {
    let a_gib = fact.value("zone_gib").unwrap_or_default();
    let zones = context.resolved.zones.likely.max(1);
    let hops = context.method.services_a_request.saturating_sub(1);
    if zones == 1 || hops == 0 {
        why.because("There is no traffic between zones.", []);
        return MoneyRange::default();
    }
    if a_gib == Number::default() {
        why.because("Traffic between zones is free.", [&fact.id]);
        return MoneyRange::default();
    }
    let range = over(context, |kib| part(by_kib(a_gib, kib.saturating_mul(hops)), zones - 1, zones));
    why.because(
        format!(
            "Each request goes on {hops} times, {} of {zones} into another zone, at ${a_gib} a GiB: {} a month.",
            zones - 1,
            dollars(range.likely)
        ),
        [&fact.id, &context.method.facts.traffic, &context.method.facts.load],
    );
    range
}

/// What it costs with the fewest requests, as likely, and with the most.
fn over(context: &Context, cost: impl Fn(u64) -> Money) -> MoneyRange {
    let (load, Estimate { low, likely, high }) = (context.load, context.resolved.requests);
    let kib = |requests, mean| kib_a_month(context, requests, mean);
    MoneyRange {
        low: cost(kib(low, load.least_mean)),
        likely: cost(kib(likely, load.mean)),
        high: cost(kib(high, load.mean)),
    }
}

/// KiB a month of so many requests a second at the peak.
fn kib_a_month(context: &Context, requests: u64, mean: u64) -> u64 {
    let seconds = context.method.hours_a_month.saturating_mul(3600);
    requests.saturating_mul(mean).saturating_mul(seconds).saturating_mul(context.method.kib_a_request) / 1000
}

fn by_kib(a_gib: Number, kib: u64) -> Money {
    part(a_gib.dollars_times(kib), 1, 1 << 20)
}
