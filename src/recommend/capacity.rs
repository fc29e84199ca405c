//! What people and published limits can carry: where the people, who keeps it running or the size is a must, what takes
//! more than there is falls out; where nobody is sure of it, that is a risk; a wish is in the values already.

use super::asks::insistence;
use super::bill::Machinery;
use super::context::Context;
use super::effort::attention;
use super::reach::too_small;
use super::screen::{Deduction, Screened};
use super::words::{grouped, thousandths};
use super::{Cause, CostEstimate, EliminationReason};
use crate::design::{Criterion, Insistence, Operation, PlatformId, QuestionKey, ResolvedFrom, TrafficShape};
use crate::knowledge::{FactId, Number, Platform, PlatformFamily};

/// Screens by people and by size.
pub(super) fn screen(
    context: &Context,
    platform: &Platform,
    cost: &CostEstimate,
    machinery: &Machinery,
    screened: &mut Screened,
) {
    nobody(context, platform, screened);
    the_people(context, platform, cost, screened);
    if let Some((reason, fact)) = too_small(context, platform, machinery) {
        out(context, QuestionKey::Pods, reason, fact, screened);
    }
    the_latency(context, platform, screened);
}

fn out(context: &Context, key: QuestionKey, reason: String, fact: FactId, screened: &mut Screened) {
    let reason = EliminationReason { cause: Cause::Answer(key), reason, caveat: String::new(), fact };
    match insistence(context.resolved, key) {
        Insistence::Must => screened.eliminated.push(reason),
        Insistence::NotSure => screened.risks.push(reason),
        Insistence::Want => {}
    }
}

/// Where nobody is to operate it, somebody else has to run the control plane.
fn nobody(context: &Context, platform: &Platform, screened: &mut Screened) {
    let own = matches!(platform.family, PlatformFamily::OwnKubernetes | PlatformFamily::OtherOrchestrator);
    if context.resolved.operation != Operation::Nobody || !own {
        return;
    }
    let Some(costing) = context.knowledge.costing(platform.id) else { return };
    let fact = costing.operation.first().unwrap_or(&costing.effort).clone();
    let reason = "Nobody is to operate it, and its control plane runs only where somebody does.".to_owned();
    out(context, QuestionKey::Operation, reason, fact, screened);
}

/// Even the least of its hours is more than the most that there are.
fn the_people(context: &Context, platform: &Platform, cost: &CostEstimate, screened: &mut Screened) {
    let Some(costing) = context.knowledge.costing(platform.id) else { return };
    let [least, ..] = cost.people_hours;
    let there_are = attention(context, context.resolved.platform_engineers.high);
    if u64::from(least) <= there_are {
        return;
    }
    for key in [QuestionKey::PlatformEngineers, QuestionKey::Operation] {
        let reason = format!(
            "It takes at least {} hours of people a month; there are {}.",
            grouped(u64::from(least)),
            grouped(there_are)
        );
        out(context, key, reason, costing.effort.clone(), screened);
    }
}

/// Where the load sleeps, an instance has to be kept awake for an answer to come soon.
fn the_latency(context: &Context, platform: &Platform, screened: &mut Screened) {
    let resolved = context.resolved;
    let said = matches!(resolved.from.get(&QuestionKey::Latency), Some(ResolvedFrom::Said(_)));
    let sleeps = matches!(resolved.traffic_shape, TrafficShape::MostlyIdle | TrafficShape::Spiky);
    let Some(fact) = context.knowledge.fact("cloud-run.start").filter(|_| said && sleeps) else { return };
    let most = fact.value("most").map_or(0, Number::thousandths);
    if platform.id != PlatformId::CloudRun || resolved.latency.likely >= most {
        return;
    }
    let firm = insistence(resolved, QuestionKey::Latency);
    let rules = context.method.needs;
    let hundredths = match firm {
        Insistence::Must => rules.must_burden,
        Insistence::Want => rules.wish_burden,
        Insistence::NotSure => rules.wish_burden / 2,
    };
    let text = format!(
        "An answer within {} ms leaves no time for a start of up to {} s, so an instance has to be kept.",
        grouped(resolved.latency.likely),
        thousandths(most)
    );
    let deduction = Deduction { hundredths, risk_only: firm == Insistence::NotSure, text, fact: fact.id.clone() };
    screened.deduct(&[Criterion::Autoscaling], &deduction);
}
