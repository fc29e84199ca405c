//! From valued platforms to the recommendation, by way of the engine.

use super::context::Context;
use super::matrix::Valued;
use super::weighing::Weights;
use super::{
    Candidate, Cause, Contribution, Eliminated, Measure, Ranked, Recommendation, Risk, TippingPoint, WayOut, argue,
    assumptions, contradictions, near, way_out,
};
use crate::decide::{Alternative, Firmness, Placed, Points, Standing, Table};
use crate::design::PlatformId;
use crate::knowledge::Knowledge;
use crate::order::Gather;
use crate::order::Map;

/// How many strengths and weaknesses are named.
const NAMED: usize = 3;

/// What the engine sees: rows are the platforms in their order, columns the criteria in theirs.
pub(super) fn table(weights: &Weights, valued: &[Valued]) -> Table {
    let alternatives = valued
        .iter()
        .map(|one| Alternative {
            standing: if one.screened.eliminated.is_empty() { Standing::Stands } else { Standing::Eliminated },
            values: one.row.cells.iter().map(|cell| cell.value).gather(),
        })
        .gather();
    Table { weights: weights.ranges.clone(), alternatives, order: weights.order.clone() }
}

/// The recommendation.
pub(super) fn outcome(
    context: &Context,
    valued: Vec<Valued>,
    mut weights: Weights,
    firm: &dyn Fn(&Table, u32) -> Firmness,
) -> Recommendation {
    let table = table(&weights, &valued);
    let shares = table.shares();
    for (weight, share) in weights.each.iter_mut().zip(&shares) {
        weight.share = *share;
    }
    let firm = firm(&table, context.method.samples);
    let placed = table.ranking();
    let means = means(&table);
    let tipping = argue::tipping(context, &table, &valued);
    let platform_at = |position: usize| valued.get(position).map(|one| one.row.platform);
    let best = placed.first().map_or(Points::WORST, |first| first.score);
    let ranked: Vec<Ranked> = placed
        .iter()
        .filter_map(|place| {
            let one = valued.get(place.alternative)?;
            let (strengths, weaknesses) = standing_out(context, &table, place, &means);
            Some(Ranked {
                platform: one.row.platform,
                rank: u8::try_from(place.rank).unwrap_or(u8::MAX),
                score: place.score,
                behind: Points::hundredths(i64::from(best.as_hundredths()) - i64::from(place.score.as_hundredths())),
                acceptability: firm.acceptability.get(place.alternative).cloned().unwrap_or_default(),
                central_weights: firm.central_weights.get(place.alternative).cloned().flatten().unwrap_or_default(),
                confidence: firm.confidence.get(place.alternative).copied().flatten(),
                ranks: firm.acceptability.get(place.alternative).map(|shares| ranks(shares)).unwrap_or_default(),
                dominated_by: place.dominated_by.and_then(platform_at),
                strengths,
                weaknesses,
                why_not: placed
                    .first()
                    .and_then(|first| argue::why_not(context, &table, &valued, first, place, &tipping)),
                caveats: one.screened.caveats.clone(),
                contributions: contributions(one, place, &shares),
            })
        })
        .gather();
    let eliminated = valued
        .iter()
        .enumerate()
        .filter(|(_, one)| !one.screened.eliminated.is_empty())
        .filter_map(|(position, one)| Some((position, one, one.row.platform.platform()?)))
        .map(|(position, one, platform)| Eliminated {
            platform,
            reasons: one.screened.eliminated.clone(),
            score: table.score(position),
        })
        .gather();
    let ways_out = way_out::ways_out(context, &table, &valued);
    Recommendation {
        summary: summary(context.knowledge, &placed, &ranked, &firm, &tipping, &ways_out),
        ways_out,
        own: Vec::new(),
        rules: assumptions::rules(context.knowledge, &valued),
        near_misses: near::near_misses(context, &table, &valued),
        risks: risks(&valued),
        weights: weights.each,
        weighting: weights.used,
        contradictions: contradictions::contradictions(context),
        assumptions: assumptions::assumptions(context),
        facts_date: context.knowledge.date.map(|date| date.to_string()).unwrap_or_default(),
        samples: firm.samples,
        tornado: argue::tornado(context, &table, &valued),
        tipping,
        ranked,
        eliminated,
        matrix: valued.into_iter().map(|one| one.row).gather(),
    }
}

fn contributions(one: &Valued, place: &Placed, shares: &[u16]) -> Vec<Contribution> {
    let of = |((cell, points), share): ((&super::Cell, &Points), &u16)| Contribution {
        criterion: cell.criterion,
        weight: *share,
        value: cell.value.likely,
        points: *points,
    };
    one.row.cells.iter().zip(&place.contributions).zip(shares).map(of).gather()
}

/// Each criterion's mean value over all platforms, in hundredths.
fn means(table: &Table) -> Vec<i64> {
    let rows = i64::try_from(table.alternatives.len()).unwrap_or(1).max(1);
    let sum = |criterion: usize| {
        table
            .alternatives
            .iter()
            .filter_map(|row| row.values.get(criterion))
            .map(|value| i64::from(value.likely.as_hundredths()))
            .sum::<i64>()
    };
    (0..table.weights.len()).map(|criterion| sum(criterion) / rows).gather()
}

/// What counts most for it and against it, compared with the mean of all platforms.
fn standing_out(context: &Context, table: &Table, place: &Placed, means: &[i64]) -> (Vec<Measure>, Vec<Measure>) {
    let values = table.alternatives.get(place.alternative).map(|row| row.values.as_slice()).unwrap_or_default();
    let mut lead: Vec<(i64, Measure)> = values
        .iter()
        .zip(means)
        .zip(&table.weights)
        .zip(Measure::all(context.knowledge))
        .map(|(((value, mean), weight), criterion)| {
            ((i64::from(value.likely.as_hundredths()) - mean) * i64::from(weight.likely), criterion)
        })
        .gather();
    crate::order::sort_by(&mut lead, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let strengths = lead.iter().filter(|(lead, _)| *lead > 0).take(NAMED).map(|(_, criterion)| *criterion).gather();
    let weaknesses =
        lead.iter().rev().filter(|(lead, _)| *lead < 0).take(NAMED).map(|(_, criterion)| *criterion).gather();
    (strengths, weaknesses)
}

pub(super) fn name(knowledge: &Knowledge, of: impl Into<Candidate>) -> &str {
    of.into().name(knowledge)
}

/// Each thing nobody is sure of, with those it would shut out.
fn risks(valued: &[Valued]) -> Vec<Risk> {
    let mut risks: Map<(crate::design::QuestionKey, Cause), Vec<PlatformId>> = Map::new();
    for one in valued {
        for risk in &one.screened.risks {
            let who = risks.entry((risk.cause.question(), risk.cause)).or_default();
            who.extend(one.row.platform.platform().filter(|platform| !who.contains(platform)));
        }
    }
    risks.into_iter().map(|((_, cause), platforms)| Risk { cause, platforms }).gather()
}

/// The result in a sentence.
fn summary(
    knowledge: &Knowledge,
    placed: &[Placed],
    ranked: &[Ranked],
    firm: &Firmness,
    tipping: &[TippingPoint],
    ways_out: &[WayOut],
) -> String {
    let (Some(place), Some(first)) = (placed.first(), ranked.first()) else { return nobody(ways_out) };
    let name = name(knowledge, first.platform);
    let [second, ..] = ranked.get(1..).unwrap_or_default() else {
        return format!("{name}: nothing else meets what is a must.");
    };
    if second.rank == first.rank {
        return format!("{name} and {} are level.", self::name(knowledge, second.platform));
    }
    if firm.samples == 0 {
        return format!("{name} before {}.", self::name(knowledge, second.platform));
    }
    let share =
        firm.acceptability.get(place.alternative).and_then(|shares| shares.first()).copied().unwrap_or_default();
    let how = match share {
        8000.. => "firmly",
        5500.. => "clearly",
        3500.. => "narrowly",
        _ => "by a hair",
    };
    let turn = tipping.first().map_or("no single weight puts another first.", |point| point.text.as_str());
    let share = (share + 50) / 100;
    format!("{name}, {how}: first in {share} % of the weightings and values that fit what was said; {turn}")
}

/// When nothing is left: the fewest answers to give up, and who could then do it.
fn nobody(ways_out: &[WayOut]) -> String {
    match ways_out.first() {
        Some(way) => format!("Nothing meets every must. {}", way.text),
        None => "Nothing is known about any platform.".to_owned(),
    }
}

/// The ranks left when so much is cut off at either end, in ten-thousandths.
const RAREST: u16 = 500;

/// The best and the worst rank by how often each is taken.
fn ranks(acceptability: &[u16]) -> [u8; 2] {
    let reached = |shares: &mut dyn Iterator<Item = &u16>| {
        let mut sum = 0;
        shares
            .take_while(|share| {
                sum += **share;
                sum <= RAREST
            })
            .count()
    };
    let (best, worst) = (reached(&mut acceptability.iter()), reached(&mut acceptability.iter().rev()));
    let rank = |place: usize| u8::try_from(place).unwrap_or(u8::MAX);
    [rank(best + 1), rank(acceptability.len().saturating_sub(worst))]
}
