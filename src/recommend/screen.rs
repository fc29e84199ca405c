//! What the asks make of a platform: what keeps it out, what takes from its values, what to know, what is at risk.

use super::asks::{Ask, insistence};
use super::context::Context;
use super::words::{dollars, gib, list, place, thousandths};
use super::{Cause, Caveat, CostEstimate, EliminationReason};
use crate::design::{
    Cloud, Compliance, Criterion, Insistence, LicenceRule, Need, OptionKey, PlatformId, QuestionKey, TrafficShape,
    Workload,
};
use crate::knowledge::{FactId, Number, Platform, PlatformFamily};
use crate::order::Gather;
use crate::order::{Map, Set};
use crate::units::{Bytes, Money};

/// What takes from a value, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deduction {
    /// Hundredths of a point.
    pub(super) hundredths: i64,
    /// Whether only the low end suffers, because nobody is sure.
    pub(super) risk_only: bool,
    /// As a sentence.
    pub(super) text: String,
    /// Who says so.
    pub(super) fact: FactId,
}

/// What the asks make of one platform.
#[derive(Debug, Clone, Default)]
pub(super) struct Screened {
    pub(super) eliminated: Vec<EliminationReason>,
    pub(super) caveats: Vec<Caveat>,
    /// What nobody is sure of and would keep it out.
    pub(super) risks: Vec<EliminationReason>,
    pub(super) deductions: Map<Criterion, Vec<Deduction>>,
}

impl Screened {
    pub(super) fn deduct(&mut self, criteria: &[Criterion], deduction: &Deduction) {
        for criterion in criteria {
            self.deductions.entry(*criterion).or_default().push(deduction.clone());
        }
    }

    /// Puts everything in the questions' order.
    pub(super) fn in_order(&mut self) {
        crate::order::sort_by_key(&mut self.eliminated, |reason| reason.cause.question());
        crate::order::sort_by_key(&mut self.caveats, |caveat| caveat.cause.question());
    }
}

/// Screens one platform.
pub(super) fn screen(context: &Context, platform: &Platform, cost: &CostEstimate) -> Screened {
    let mut screened = Screened::default();
    where_it_runs(context, platform, &mut screened);
    the_budget(context, platform, cost, &mut screened);
    the_sizes(context, platform, &mut screened);
    the_licence(context, platform, &mut screened);
    other_caveats(context, platform, &mut screened);
    for ask in &context.asks {
        a_need(context, *ask, platform.id, &mut screened);
    }
    screened
}

/// The platforms that a must shuts out are eliminated, those it burdens lose points; a wish takes points alone; what
/// nobody is sure of widens the values downwards and is a risk.
fn a_need(context: &Context, ask: Ask, platform: PlatformId, screened: &mut Screened) {
    let Some(constraint) = context.knowledge.constraint(ask.need) else { return };
    let (rules, fact) = (context.method.needs, constraint.fact.clone());
    let (out, burden, caveat) =
        (constraint.eliminates(platform), constraint.burdens(platform), constraint.caveat(platform));
    let reason = |reason: &str| EliminationReason {
        cause: ask.cause,
        reason: reason.to_owned(),
        caveat: caveat.unwrap_or_default().to_owned(),
        fact: fact.clone(),
    };
    if let Some(out) = out
        && ask.insistence == Insistence::Must
    {
        screened.eliminated.push(reason(out));
        return;
    }
    if let Some(out) = out.filter(|_| ask.insistence == Insistence::NotSure) {
        screened.risks.push(reason(out));
    }
    let Some(text) = out.or(burden).or(caveat) else { return };
    screened.caveats.push(Caveat { cause: ask.cause, text: text.to_owned(), fact: fact.clone() });
    let whole = match (out, burden, ask.insistence) {
        (Some(_), ..) => rules.wish_unmet,
        (None, Some(_), Insistence::Must) => rules.must_burden,
        (None, Some(_), _) => rules.wish_burden,
        (None, None, _) => return,
    };
    let risk_only = ask.insistence == Insistence::NotSure;
    let hundredths = if risk_only { whole / 2 } else { whole };
    screened.deduct(&constraint.criteria, &Deduction { hundredths, risk_only, text: text.to_owned(), fact });
}

/// What another place than the one wished for takes from.
pub(super) const ELSEWHERE: [Criterion; 3] =
    [Criterion::Simplicity, Criterion::LowOverhead, Criterion::TimeToFirstDeployment];

fn where_it_runs(context: &Context, platform: &Platform, screened: &mut Screened) {
    let wanted = &context.resolved.clouds;
    if wanted.is_empty() || !wanted.is_disjoint(&platform.runs_in) {
        return;
    }
    let names = |places: &Set<Cloud>| list(&places.iter().map(|cloud| place(*cloud)).gather(), "or");
    let owned = wanted.iter().any(|cloud| matches!(cloud, Cloud::OnPremises | Cloud::Edge));
    let on_premises = context.knowledge.constraint(Need::OnPremises).filter(|_| owned);
    let near = on_premises.and_then(|constraint| {
        constraint.burdens(platform.id).or_else(|| constraint.caveat(platform.id)).map(str::to_owned)
    });
    let reason = EliminationReason {
        cause: Cause::Answer(QuestionKey::Clouds),
        reason: format!("It runs only in {}; you named {}.", names(&platform.runs_in), names(wanted)),
        caveat: near.unwrap_or_default(),
        fact: platform.facts.first().cloned().unwrap_or_else(|| FactId::from("")),
    };
    let firm = insistence(context.resolved, QuestionKey::Clouds);
    if firm == Insistence::Must {
        return screened.eliminated.push(reason);
    }
    // Another place than the one wished for has to be learnt, contracted and looked after beside it.
    let (rules, risk_only) = (context.method.needs, firm == Insistence::NotSure);
    let deduction = Deduction {
        hundredths: if risk_only { rules.wish_unmet / 2 } else { rules.wish_unmet },
        risk_only,
        text: reason.reason.clone(),
        fact: reason.fact.clone(),
    };
    screened.deduct(&ELSEWHERE, &deduction);
    screened.caveats.push(Caveat { cause: reason.cause, text: reason.reason.clone(), fact: reason.fact.clone() });
    if risk_only {
        screened.risks.push(reason);
    }
}

fn the_budget(context: &Context, platform: &Platform, cost: &CostEstimate, screened: &mut Screened) {
    let Some(budget) = context.resolved.budget else { return };
    let Some(costing) = context.knowledge.costing(platform.id) else { return };
    let fact = costing.prices.first().unwrap_or(&costing.fee).clone();
    let most = Money::dollars(budget.high);
    let cause = Cause::Answer(QuestionKey::Budget);
    let firm = insistence(context.resolved, QuestionKey::Budget);
    if cost.provider.low > most {
        let stand_in = if cost.stand_in { ", by prices that stand in for those of its hardware" } else { "" };
        let low = dollars(cost.provider.low);
        let text = format!("It costs at least {low} a month{stand_in}; the budget ends at {}.", dollars(most));
        let reason = EliminationReason { cause, reason: text.clone(), caveat: String::new(), fact: fact.clone() };
        match firm {
            // A price that stands in for one nobody knows rules nothing out.
            Insistence::Must if cost.stand_in => (),
            Insistence::Must => return screened.eliminated.push(reason),
            Insistence::NotSure => screened.risks.push(reason),
            Insistence::Want => (),
        }
        screened.caveats.push(Caveat { cause, text, fact });
    } else if cost.provider.likely > Money::dollars(budget.likely) {
        let text = format!(
            "It will likely cost {} a month; the budget is {}.",
            dollars(cost.provider.likely),
            dollars(Money::dollars(budget.likely))
        );
        screened.caveats.push(Caveat { cause, text, fact });
    }
}

/// Pods that are larger than the platform takes.
fn the_sizes(context: &Context, platform: &Platform, screened: &mut Screened) {
    let cause = Cause::Answer(QuestionKey::WorkloadKinds);
    if let Some(fact) = context.knowledge.largest_pod(platform.id) {
        let most_cpu = fact.value("cpus_most").map(Number::thousandths);
        let most_memory = fact.value("memory_gib_most").map(|number| Bytes::GIB.times(number.thousandths()).0 / 1000);
        let too_large = |workload: &&Workload| {
            let size = workload.pod_requests();
            most_cpu.is_some_and(|most| size.cpu.0 > most) || most_memory.is_some_and(|most| size.memory.0 > most)
        };
        if let Some(workload) = context.design.workloads.iter().find(too_large) {
            let size = workload.pod_requests();
            screened.eliminated.push(EliminationReason {
                cause,
                reason: format!(
                    "{} asks for {} vCPU and {} GiB in one pod; the most is {} vCPU and {} GiB.",
                    workload.name,
                    thousandths(size.cpu.0),
                    gib(size.memory.0),
                    thousandths(most_cpu.unwrap_or_default()),
                    gib(most_memory.unwrap_or_default()),
                ),
                caveat: String::new(),
                fact: fact.id.clone(),
            });
        }
    }
    if platform.id == PlatformId::CloudRun
        && let Some(fact) = context.knowledge.fact("cloud-run.containers")
        && let Some(most) = fact.value("containers").map(Number::units)
    {
        let containers = |workload: &Workload| u64::try_from(workload.main_containers().count()).unwrap_or(u64::MAX);
        if let Some(workload) = context.design.workloads.iter().find(|workload| containers(workload) > most) {
            screened.eliminated.push(EliminationReason {
                cause,
                reason: format!("{} has {} containers; the most is {most}.", workload.name, containers(workload)),
                caveat: String::new(),
                fact: fact.id.clone(),
            });
        }
    }
}

/// A rule that asks for a seller's support counts against those with little of it.
fn the_licence(context: &Context, platform: &Platform, screened: &mut Screened) {
    if context.resolved.licence != LicenceRule::VendorSupported {
        return;
    }
    let Some(grade) =
        context.knowledge.rating(Criterion::Licence, platform.id).and_then(|rating| rating.parts.get("support"))
    else {
        return;
    };
    let Some(fact) =
        grade.facts.first().filter(|_| grade.grade < 50).and_then(|id| context.knowledge.fact(id.as_str()))
    else {
        return;
    };
    let (rules, firm) = (context.method.needs, insistence(context.resolved, QuestionKey::Licence));
    let deduction = Deduction {
        hundredths: match firm {
            Insistence::Must => rules.must_burden,
            Insistence::Want => rules.wish_burden,
            Insistence::NotSure => rules.must_burden / 2,
        },
        risk_only: firm == Insistence::NotSure,
        text: fact.claim.clone(),
        fact: fact.id.clone(),
    };
    screened.deduct(&[Criterion::Licence], &deduction);
    screened.caveats.push(Caveat {
        cause: Cause::Answer(QuestionKey::Licence),
        text: fact.claim.clone(),
        fact: fact.id.clone(),
    });
}

/// What is worth knowing and takes no points.
fn other_caveats(context: &Context, platform: &Platform, screened: &mut Screened) {
    let mut know = |key, id: &str| {
        if let Some(fact) = context.knowledge.fact(id) {
            screened.caveats.push(Caveat {
                cause: Cause::Answer(key),
                text: fact.claim.clone(),
                fact: fact.id.clone(),
            });
        }
    };
    let run_by_the_team = matches!(platform.family, PlatformFamily::OwnKubernetes | PlatformFamily::OtherOrchestrator);
    let attested = context.resolved.compliance.iter().any(|rule| !matches!(rule, Compliance::Gdpr));
    if run_by_the_team && attested {
        know(QuestionKey::Compliance, &format!("constraint.{}", Need::GovernmentCompliance.key()));
    }
    let sleeps = matches!(context.resolved.traffic_shape, TrafficShape::MostlyIdle | TrafficShape::Spiky);
    let slow_start = context.knowledge.value("cloud-run.start", "most").map_or(0, Number::thousandths);
    if platform.id == PlatformId::CloudRun && sleeps && context.resolved.latency.likely < slow_start {
        know(QuestionKey::Latency, "cloud-run.start");
    }
}
