//! Values that are the sum of graded parts: each part's points by its grade, more where the team knows the platform, and
//! an interval as wide as the facts are doubtful.

use super::context::Context;
use super::words::{points, spoken};
use super::{Cell, Reading};
use crate::decide::{Interval, Points};
use crate::design::{CurrentPlatform, OptionKey, Skill};
use crate::knowledge::{CriterionInfo, FactId, Mark, Platform, Trait, Why};
use crate::order::Gather;
use crate::order::Set;

/// Values a graded criterion for a platform.
pub(super) fn graded(context: &Context, criterion: &CriterionInfo, platform: &Platform) -> Cell {
    let shift = shift(context, criterion);
    let mut why = Why::default();
    let (mut sum, mut low, mut high, mut squares) = (0u64, 0u64, 0u64, 0u64);
    let rating = context.knowledge.rating(criterion.id, platform.id);
    let mut parts = Vec::with_capacity(criterion.parts.len());
    for part in &criterion.parts {
        let Some(grade) = rating.and_then(|rating| rating.parts.get(&part.key)) else {
            parts.push([part.points_when(shift), 0]);
            continue;
        };
        parts.push([part.points_when(shift), grade.grade]);
        let most = u64::from(part.points_when(shift)) * 100;
        let value = most * u64::from(grade.grade) / 100;
        let margin = most * margin(context, &grade.facts) / 100;
        sum += value;
        low += value.min(margin);
        high += (most - value).min(margin);
        squares += margin * margin;
        let text = format!(
            "{}: {} of {} points.",
            part.what,
            points(i64::try_from(value).unwrap_or_default()),
            points(i64::try_from(most).unwrap_or_default())
        );
        why.because(text, &grade.facts);
    }
    // The parts' doubts are independent, so together they are less than their sum.
    let together = squares.isqrt();
    let value = Points::hundredths(signed(sum));
    let mut interval = Interval {
        low: value.changed_by(-signed(low.min(together))),
        likely: value,
        high: value.changed_by(signed(high.min(together))),
    };
    let method = &context.method.facts;
    let width = i64::from(interval.high.as_hundredths()) - i64::from(interval.low.as_hundredths());
    why.because(
        format!(
            "Grades and facts leave it between {} and {}{}.",
            points(i64::from(interval.low.as_hundredths())),
            points(i64::from(interval.high.as_hundredths())),
            if width == 0 { ", for nothing is in doubt" } else { "" },
        ),
        [&method.grades],
    );
    familiarity(context, criterion, platform, &mut interval, &mut why);
    Cell {
        criterion: criterion.id.into(),
        value: interval,
        text: rating.map(|rating| rating.text.clone()).unwrap_or_default(),
        why,
        read: Reading::Parts(parts),
        own: None,
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// How far a part may lie from its grade, in per cent of its points: by the soundest of its facts.
fn margin(context: &Context, facts: &[FactId]) -> u64 {
    let margins = context.method.margins;
    let of_mark = |mark: &Mark| match mark {
        Mark::Unverified => margins.unverified,
        Mark::Old => margins.old,
        Mark::Undated => margins.undated,
        Mark::VendorClaim => margins.vendor_claim,
        Mark::Judgement => margins.judgement,
        Mark::Own => 0,
    };
    let doubt = facts
        .iter()
        .filter_map(|id| context.knowledge.fact(id.as_str()))
        .map(|fact| fact.marks.iter().map(of_mark).sum::<u64>())
        .min();
    margins.grade + doubt.unwrap_or(margins.unverified)
}

/// The trait of this design that shifts the parts of a criterion, where one does.
fn shift(context: &Context, criterion: &CriterionInfo) -> Option<Trait> {
    let shifts = |one: &&Trait| criterion.parts.iter().any(|part| part.when.contains_key(one));
    Trait::ALL.iter().filter(shifts).find(|one| context.is(**one)).copied()
}

/// What is known already gives back some of what is missing.
fn familiarity(
    context: &Context,
    criterion: &CriterionInfo,
    platform: &Platform,
    interval: &mut Interval,
    why: &mut Why,
) {
    if criterion.familiarity == 0 {
        return;
    }
    let skills = known(context);
    let shared: Vec<Skill> = platform.familiar.keys().copied().filter(|skill| skills.contains(skill)).gather();
    let known: i64 = shared.iter().filter_map(|skill| platform.familiar.get(skill)).map(|n| i64::from(*n)).sum();
    if known == 0 {
        return;
    }
    let gain = |value: Points| {
        let missing = 10_000 - i64::from(value.as_hundredths());
        missing * i64::from(criterion.familiarity) * known.min(100) / 10_000
    };
    let gained = gain(interval.likely);
    *interval = Interval {
        low: interval.low.changed_by(gain(interval.low)),
        likely: interval.likely.changed_by(gained),
        high: interval.high.changed_by(gain(interval.high)),
    };
    let names: Vec<String> = shared.iter().map(|skill| spoken(skill.key())).gather();
    let text = format!(
        "The team knows {known} % of it ({}): {} % of that share of what is missing comes back, {} points.",
        names.join(", "),
        criterion.familiarity,
        points(gained)
    );
    why.because(text, platform.facts.first());
}

/// The skills that were named, and those that what runs today shows.
fn known(context: &Context) -> Set<Skill> {
    let shown: &[Skill] = match context.resolved.current_platform {
        CurrentPlatform::Nothing | CurrentPlatform::PlatformAsAService => &[],
        CurrentPlatform::VirtualMachines => &[Skill::Linux],
        CurrentPlatform::DockerCompose | CurrentPlatform::DockerSwarm => &[Skill::Docker],
        CurrentPlatform::Kubernetes => &[Skill::Kubernetes, Skill::Linux],
        CurrentPlatform::ManagedKubernetes => &[Skill::Kubernetes],
        CurrentPlatform::Nomad => &[Skill::Nomad, Skill::Linux],
        CurrentPlatform::Ecs => &[Skill::Aws, Skill::Docker],
        CurrentPlatform::CloudRun => &[Skill::GoogleCloud, Skill::Docker],
    };
    crate::order::set(context.resolved.skills.iter().copied().chain(shown.iter().copied()))
}
