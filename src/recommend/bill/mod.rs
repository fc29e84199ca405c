//! Money a month at list prices: the control plane's fee and machines, or what pods, tasks and requests are billed.

mod instances;
mod network;
mod nodes;

pub(super) use nodes::Machinery;

use super::context::Context;
use super::words::{dollars, grouped, thousandths};
use super::{Cell, CostEstimate, CostKind, CostPart, MoneyRange, Reading};
use crate::decide::{Interval, Points};
use crate::design::{Need, PlatformId};
use crate::knowledge::{Billing, Costing, CriterionInfo, Machine, Number, Platform, Why};
use crate::order::Gather;
use crate::units::Money;

/// What a platform costs a month for this design; hours are filled in by [`super::effort`].
pub(super) fn bill(context: &Context, platform: &Platform) -> (CostEstimate, Machinery) {
    let mut why = Why::default();
    let machinery = nodes::machinery(context, platform);
    let Some(costing) = context.knowledge.costing(platform.id) else { return (CostEstimate::default(), machinery) };
    let computing = match costing.billed {
        Billing::Nodes => nodes::bill(context, platform, costing, &machinery, &mut why),
        Billing::Pods => instances::pods(context, platform, costing, &mut why),
        Billing::Tasks => instances::tasks(context, platform, costing, &mut why),
        Billing::Requests => instances::requests(context, costing, &mut why),
    };
    let fee = fee(context, costing, &mut why);
    let [balancers, zones] = network::bill(context, platform, &machinery, &mut why);
    let licences = licences(context, platform, costing, &mut why);
    let parts: Vec<CostPart> = [
        (CostKind::Computing, computing),
        (CostKind::ControlPlane, fee),
        (CostKind::LoadBalancers, balancers),
        (CostKind::ZoneTraffic, zones),
        (CostKind::Licences, licences),
    ]
    .into_iter()
    .filter(|(_, money)| money.high > Money::default())
    .map(|(what, money)| CostPart { what, money })
    .gather();
    let range = parts.iter().fold(MoneyRange::default(), |together, part| MoneyRange {
        low: sum(together.low, part.money.low),
        likely: sum(together.likely, part.money.likely),
        high: sum(together.high, part.money.high),
    });
    why.because(
        format!("Together {} a month, from {} to {}.", dollars(range.likely), dollars(range.low), dollars(range.high)),
        [&context.method.facts.month],
    );
    why.because(
        "Storage, logs, traffic to the internet, discounts and taxes are left out: no price for them is cited.",
        std::iter::empty(),
    );
    let mut nodes = if costing.billed == Billing::Nodes { machinery.nodes_now } else { [0; 3] };
    let scheduled = nodes::scheduled(context, platform).filter(|_| costing.billed == Billing::Nodes);
    if let Some(size) = scheduled {
        let likely = size.nodes.saturating_mul(context.load.pods.likely).div_ceil(size.pods).max(1);
        let by = |count: u64| count.saturating_mul(likely).div_ceil(machinery.nodes.max(1));
        nodes = [by(nodes[0]).min(likely), likely, by(nodes[2]).max(likely)];
    }
    let stand_in = costing.billed == Billing::Nodes && machinery.stand_in;
    (CostEstimate { provider: range, stand_in, parts, nodes, why, ..CostEstimate::default() }, machinery)
}

/// What is paid for the right to use it, where a price is cited.
fn licences(context: &Context, platform: &Platform, costing: &Costing, why: &mut Why) -> MoneyRange {
    if !context.resolved.must(Need::WindowsContainers) {
        return MoneyRange::default();
    }
    let fact = context.knowledge.fact("ecs-fargate.windows").filter(|_| platform.id == PlatformId::EcsFargate);
    let Some((fact, a_vcpu)) = fact.and_then(|fact| Some((fact, fact.value("licence_cpu_hour")?))) else {
        why.because("The licence of Windows is left out: no price for it here is cited.", [&costing.fee]);
        return MoneyRange::default();
    };
    let (load, hours) = (context.load, context.method.hours_a_month);
    let of = |pods: u64| part(a_vcpu.dollars_times(load.size_of(pods).milli_cpu.saturating_mul(hours)), 1, 1000);
    let money = MoneyRange { low: of(load.pods.low), likely: of(load.pods.likely), high: of(load.pods.high) };
    let text = format!("The licence of Windows at ${a_vcpu} a vCPU-hour, at most: {} a month.", dollars(money.likely));
    why.because(text, [&fact.id]);
    money
}

fn sum(one: Money, other: Money) -> Money {
    Money { micro_dollars: one.micro_dollars.saturating_add(other.micro_dollars) }
}

/// So many hundredths, thousandths … of an amount.
fn part(money: Money, of: u64, whole: u64) -> Money {
    let micro = u128::from(money.micro_dollars) * u128::from(of) / u128::from(whole.max(1));
    Money { micro_dollars: u64::try_from(micro).unwrap_or(u64::MAX) }
}

/// The control plane's fee for a cluster in each region, less what is given back for one of them.
fn fee(context: &Context, costing: &Costing, why: &mut Why) -> MoneyRange {
    let Some(fact) = context.knowledge.fact(costing.fee.as_str()) else { return MoneyRange::default() };
    let an_hour = fact.value("dollars_an_hour").unwrap_or_default();
    if an_hour == Number::default() {
        why.because("There is no fee for the control plane.", [&costing.fee]);
        return MoneyRange::default();
    }
    let clusters = context.load.regions;
    let whole = an_hour.dollars_times(context.method.hours_a_month.saturating_mul(clusters));
    let credit = fact.value("credit_a_month").map_or(Money::default(), |number| number.dollars_times(1));
    let less = Money { micro_dollars: whole.micro_dollars.saturating_sub(credit.micro_dollars) };
    let free = fact.value("free").is_some();
    let low = if free { Money::default() } else { less };
    let back = if credit > Money::default() {
        format!(", less {} given back for one", dollars(credit))
    } else if free {
        ", or nothing in the free tier".to_owned()
    } else {
        String::new()
    };
    let count = clusters_in_words(clusters);
    why.because(
        format!("The control plane: ${an_hour} an hour for {count}: {}{back}.", dollars(whole)),
        [&costing.fee],
    );
    // What is given back holds for one cluster of the account: there may be others already.
    MoneyRange { low, likely: whole, high: whole }
}

fn clusters_in_words(clusters: u64) -> String {
    if clusters == 1 { "one cluster".to_owned() } else { format!("{} clusters", grouped(clusters)) }
}

/// Values cost for a platform: over the budget where one is named, else over the bare computing.
pub(super) fn cost(context: &Context, criterion: &CriterionInfo, estimate: &CostEstimate) -> Cell {
    let mut why = estimate.why.clone();
    let provider = estimate.provider;
    let budget = context.resolved.budget.map(|budget| Money::dollars(budget.likely.max(1)));
    let (budgeted, over, curve, words) = match (budget, &criterion.budget_curve) {
        (Some(budget), Some(curve)) => (true, budget, Some(curve), "the budget"),
        _ => (false, bare_computing(context, &mut why), criterion.curve.as_ref(), "the bare computing"),
    };
    let ratio = |money: Money| {
        let thousandths = u128::from(money.micro_dollars) * 1000 / u128::from(over.micro_dollars.max(1));
        u64::try_from(thousandths).unwrap_or(u64::MAX)
    };
    let value = |money: Money| Points::hundredths(curve.map_or(0, |curve| curve.at(ratio(money))));
    why.because(
        format!(
            "{} is {} times {words} of {}: {} of 100.",
            dollars(provider.likely),
            thousandths(ratio(provider.likely)),
            dollars(over),
            value(provider.likely)
        ),
        std::iter::empty(),
    );
    let at = [provider.high, provider.likely, provider.low].map(ratio);
    Cell {
        criterion: criterion.id.into(),
        value: Interval { low: value(provider.high), likely: value(provider.likely), high: value(provider.low) },
        text: format!(
            "Some {} a month, from {} to {}.",
            dollars(provider.likely),
            dollars(provider.low),
            dollars(provider.high)
        ),
        why,
        read: if budgeted { Reading::BudgetCurve(at) } else { Reading::Curve(at) },
        own: None,
    }
}

/// What the requests alone would cost on rented machines that are filled to the brim: the measure of every platform's
/// bill, whichever are compared.
fn bare_computing(context: &Context, why: &mut Why) -> Money {
    let size = context.load.size_of(context.load.pods.likely);
    let plain = |machine: &&Machine| !machine.arm && !machine.burstable && machine.gpus == 0;
    let of_one = |machine: &Machine| {
        let machine_size = nodes::size_of(machine);
        let by = |need: u64, has: u64| u128::from(need) * 1_000_000 / u128::from(has.max(1));
        let machines = by(size.milli_cpu, machine_size.milli_cpu).max(by(size.bytes, machine_size.bytes));
        let whole = machine.dollars_an_hour.dollars_times(context.method.hours_a_month);
        part(whole, u64::try_from(machines).unwrap_or(u64::MAX), 1_000_000)
    };
    let cheapest = context.knowledge.machines.iter().filter(plain).min_by_key(|machine| of_one(machine));
    let Some(machine) = cheapest else { return Money::default() };
    let cost = of_one(machine).max(Money { micro_dollars: 1 });
    why.because(
        format!(
            "The bare computing: {} vCPU and {} GiB on {} filled to the brim, {}.",
            thousandths(size.milli_cpu),
            super::words::gib(size.bytes),
            machine.name,
            dollars(cost)
        ),
        [&machine.fact],
    );
    cost
}
