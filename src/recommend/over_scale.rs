//! What each platform costs at a tenth to a hundred times the load, and where the lines cross.

use super::asks::asks;
use super::context::Context;
use super::load::Load;
use super::method::Method;
use super::outcome::{name, table};
use super::own::{all_valued, with_own_numbers};
use super::weighing::weights;
use super::words::thousandths;
use super::{Crossing, ScaleChart, ScaleLine, bill};
use crate::design::{Design, Estimate, PlatformId, Resolved};
use crate::knowledge::Knowledge;
use crate::order::Gather;
use crate::units::Money;

/// A decade in twelve even steps of its logarithm.
const DECADE: [u64; 12] = [100, 121, 147, 178, 215, 261, 316, 383, 464, 562, 681, 825];
/// Tenth, once, ten times.
const DECADES: u64 = 3;

/// The bills of every platform over the scale of pods and requests.
pub fn over_scale(design: &Design, resolved: &Resolved, knowledge: &Knowledge) -> ScaleChart {
    let (knowledge, _) = with_own_numbers(knowledge, &design.decision);
    let knowledge = knowledge.as_ref();
    let method = Method::of(knowledge);
    let mut factors: Vec<u64> = (0..DECADES)
        .flat_map(|decade| DECADE.map(|step| step * 10u64.pow(u32::try_from(decade).unwrap_or(0))))
        .gather();
    factors.push(100 * 10u64.pow(3));
    let (standing, first) = who_can(design, resolved, knowledge, &method);
    let scale = Scale { design, resolved, knowledge, method: &method };
    let bills: Vec<Vec<Money>> = factors.iter().map(|factor| scale.bills(*factor, None)).gather();
    let lines: Vec<ScaleLine> = (0..)
        .zip(&knowledge.platforms)
        .map(|(row, platform)| ScaleLine {
            platform: platform.id,
            likely: bills.iter().filter_map(|at: &Vec<Money>| at.get::<usize>(row).copied()).gather(),
        })
        .gather();
    let mut crossings: Vec<Crossing> = Vec::new();
    let can = |row: usize| standing.get(row).copied().unwrap_or_default();
    for (row, one) in lines.iter().enumerate().filter(|(row, _)| can(*row)) {
        for (other_row, other) in lines.iter().enumerate().skip(row + 1).filter(|(row, _)| can(*row)) {
            crossings.extend(scale.crossing(&factors, (row, one), (other_row, other)));
        }
    }
    crate::order::sort_by_key(&mut crossings, |crossing| (crossing.at, crossing.below, crossing.above));
    let out = lines.iter().enumerate().filter(|(row, _)| !can(*row)).map(|(_, line)| line.platform).gather();
    ScaleChart { factors, lines, kept_out: out, first, crossings }
}

/// Which platforms can do it, in the platforms' order, and who of them is recommended.
fn who_can(
    design: &Design,
    resolved: &Resolved,
    knowledge: &Knowledge,
    method: &Method,
) -> (Vec<bool>, Option<PlatformId>) {
    let load = Load::of(design, resolved, method);
    let context = Context { design, resolved, knowledge, method, load: &load, asks: asks(resolved) };
    let (valued, _) = all_valued(&context);
    let requirements = &design.requirements;
    let weights = weights(&context, &requirements.priorities, &requirements.weighting);
    let first = table(&weights, &valued).first().and_then(|first| valued.get(first));
    let standing = valued.iter().map(|one| one.screened.eliminated.is_empty()).gather();
    (standing, first.and_then(|one| one.row.platform.platform()))
}

struct Scale<'a> {
    design: &'a Design,
    resolved: &'a Resolved,
    knowledge: &'a Knowledge,
    method: &'a Method,
}

impl Scale<'_> {
    /// The likely bill of every platform, or of two, at so many thousandths of the load.
    fn bills(&self, factor: u64, rows: Option<[usize; 2]>) -> Vec<Money> {
        let times = |number: u64, least: u64| number.saturating_mul(factor).div_ceil(1000).max(least);
        let scaled = |of: Estimate, least: u64| Estimate {
            low: times(of.low, least),
            likely: times(of.likely, least),
            high: times(of.high, least),
        };
        let resolved = Resolved {
            pods: scaled(self.resolved.pods, 1),
            requests: scaled(self.resolved.requests, 0),
            ..self.resolved.clone()
        };
        let mut load = Load::of(self.design, &resolved, self.method);
        load.gpus = times(load.gpus, 0);
        let context = Context {
            design: self.design,
            resolved: &resolved,
            knowledge: self.knowledge,
            method: self.method,
            load: &load,
            asks: Vec::new(),
        };
        let wanted = |row: usize| rows.is_none_or(|rows| rows.contains(&row));
        let platforms = self.knowledge.platforms.iter().enumerate().filter(|(row, _)| wanted(*row));
        platforms.map(|(_, platform)| bill::bill(&context, platform).0.provider.likely).gather()
    }

    /// Where one is cheaper below and the other above for good: the last place where they change, to the hundredth.
    fn crossing(
        &self,
        factors: &[u64],
        (row, one): (usize, &ScaleLine),
        (other_row, other): (usize, &ScaleLine),
    ) -> Option<Crossing> {
        let signs: Vec<std::cmp::Ordering> = one.likely.iter().zip(&other.likely).map(|(a, b)| a.cmp(b)).gather();
        let last = *signs.last()?;
        if last.is_eq() || *signs.first()? != last.reverse() {
            return None;
        }
        let after = signs.iter().rposition(|sign| *sign != last)?;
        let (mut below, mut above) = (*factors.get(after)?, *factors.get(after + 1)?);
        while above - below > (below / 100).max(1) {
            let middle = below.midpoint(above);
            let bills = self.bills(middle, Some([row, other_row]));
            let holds = bills.first().zip(bills.last()).is_some_and(|(a, b)| a.cmp(b) == last);
            if holds { above = middle } else { below = middle }
        }
        let (cheaper, dearer) = if last.is_lt() { (one, other) } else { (other, one) };
        let names: [&str; 2] = [cheaper, dearer].map(|line| name(self.knowledge, line.platform));
        let [cheaper_name, dearer_name] = names;
        Some(Crossing {
            at: above,
            below: dearer.platform,
            above: cheaper.platform,
            text: format!(
                "From {} times the load on {cheaper_name} costs less than {dearer_name}.",
                thousandths(above)
            ),
        })
    }
}

impl ScaleChart {
    /// The crossings worth telling: those of the one that is recommended, or all where none is.
    pub fn told(&self) -> Vec<&Crossing> {
        let of_first =
            |crossing: &&Crossing| self.first.is_none_or(|first| [crossing.below, crossing.above].contains(&first));
        self.crossings.iter().filter(of_first).gather()
    }

    /// Who costs least at each factor.
    pub fn cheapest(&self) -> Vec<PlatformId> {
        let at = |place: usize| {
            let costs = self.lines.iter().filter_map(|line| Some((*line.likely.get(place)?, line.platform)));
            costs.min().map(|(_, platform)| platform)
        };
        (0..self.factors.len()).filter_map(at).gather()
    }
}
