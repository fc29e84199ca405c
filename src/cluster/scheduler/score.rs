//! The scores that depend on which nodes are compared, and the choice.

use super::attempt::Found;
use super::class::{Scaled, SoftSpread};
use super::draw::one_of;
use super::logarithm::ln;
use super::tally::Tally;
use super::topology::NOWHERE;
use super::world::World;

/// The highest score of a plugin.
const MOST: i64 = 100;

impl World<'_> {
    /// The feasible node with the highest total, by lot among equals (`prioritizeNodes`, `selectHost`).
    pub(super) fn choose(&self, spec: usize, found: &mut Found) -> Option<usize> {
        if found.nodes.len() > 1 {
            let weights = self.profile(spec)?.weights;
            if let Some(lasting) = self.classes.get(spec).and_then(|class| class.lasting.as_ref()) {
                found.rescale(&lasting.taints);
                found.rescale(&lasting.terms);
            }
            self.score_spread(spec, weights.spread, found);
            self.score_pods(spec, weights.pods, found);
        }
        if let Some((from, looked_at)) = found.by_kind {
            return self.choose_by_kind(from, looked_at, found);
        }
        let (mut best, mut equals, mut first) = (i64::MIN, 0_usize, 0);
        for (at, score) in found.scores.iter().enumerate() {
            if *score > best {
                (best, equals, first) = (*score, 1, at);
            } else if *score == best {
                equals += 1;
            }
        }
        let mut chosen = self.lot(equals);
        for (node, _) in found.nodes.iter().zip(&found.scores).skip(first).filter(|(_, score)| **score == best) {
            if chosen == 0 {
                return Some(*node as usize);
            }
            chosen -= 1;
        }
        None
    }

    /// The same where each found node stands for its kind.
    fn choose_by_kind(&self, from: usize, looked_at: usize, found: &Found) -> Option<usize> {
        let best = found.scores.iter().copied().max()?;
        let is_best = |(at, score): (usize, &i64)| {
            (*score == best).then(|| found.behind.get(at).map(|behind| behind.best)).flatten()
        };
        let wanted: Vec<Option<i64>> = found.scores.iter().enumerate().map(is_best).collect();
        let equals = found.behind.iter().zip(&wanted).filter(|(_, wanted)| wanted.is_some());
        let equals = equals.map(|(behind, _)| behind.equals as usize).sum();
        self.survey.pick(from, looked_at, &wanted, self.lot(equals))
    }

    /// Casts the lot among equals.
    fn lot(&self, equals: usize) -> usize {
        if equals > 1 { one_of(self.settings.seed, self.turn, equals) } else { 0 }
    }

    /// Fewer pods of the same kind in the domain (`podtopologyspread/scoring.go`): each count is weighed with the
    /// logarithm of how many domains there are.
    fn score_spread(&self, spec: usize, weight: i64, found: &mut Found) {
        let Some(class) = self.classes.get(spec).filter(|class| !class.soft.is_empty()) else { return };
        let lacks =
            |node: &u32| class.soft.iter().any(|one| self.topologies.domain(one.key, *node as usize) == NOWHERE);
        let ignored: Vec<bool> = match class.needs_all_keys && class.lacks_keys {
            true => found.nodes.iter().map(lacks).collect(),
            false => Vec::new(),
        };
        let behind = |at: usize| found.behind.get(at).map_or(1, |behind| behind.number as usize);
        let is_ignored = |at: &usize| ignored.get(*at) == Some(&true);
        let counted = found.number() - (0..ignored.len()).filter(is_ignored).map(behind).sum::<usize>();
        found.sums.clear();
        found.sums.resize(found.nodes.len(), 0.0);
        for one in &class.soft {
            self.add_spread(one, counted, &ignored, found);
        }
        let (mut least, mut most) = (i64::MAX, 0);
        let Found { raw, sums, .. } = found;
        raw.clear();
        raw.extend(sums.iter().enumerate().map(|(at, sum)| {
            let score = rounded(*sum);
            if ignored.get(at) != Some(&true) {
                (least, most) = (least.min(score), most.max(score));
            }
            score
        }));
        let is_counted = |at: usize| ignored.get(at) != Some(&true);
        if ignored.is_empty() {
            if most > 0 {
                found.add_normalized(least, most, |raw| weight * (MOST * (most + least - raw) / most));
            }
            return;
        }
        for (_, (score, raw)) in found.scores.iter_mut().zip(&found.raw).enumerate().filter(|(at, _)| is_counted(*at)) {
            *score += weight * if most == 0 { MOST } else { MOST * (most + least - raw) / most };
        }
    }

    /// Adds what one spread makes of every node's count (`scoreForCount`).
    #[expect(clippy::cast_precision_loss, reason = "as the real one computes it")]
    fn add_spread(&self, one: &SoftSpread, counted: usize, ignored: &[bool], found: &mut Found) {
        let Some(counts) = self.tallies.get(one.tally).map(Tally::all) else { return };
        let domains = self.topologies.domains(one.key);
        let skew = (one.max_skew - 1) as f64;
        let Found { nodes, sums, parts, .. } = found;
        let domain_of = |node: &u32| domains.get(*node as usize).copied().unwrap_or(NOWHERE);
        if one.by_node {
            let logarithm = ln(u64::try_from(counted).unwrap_or(0) + 2);
            let part = |count: i64| count as f64 * logarithm + skew;
            parts.clear();
            parts.extend((0..FEW).map(part));
            for (sum, node) in sums.iter_mut().zip(nodes.iter()) {
                let count = counts.get(*node as usize).copied().unwrap_or(0);
                let known = usize::try_from(count).ok().and_then(|at| parts.get(at)).copied();
                // What lacks the label gets nothing for it.
                if one.everywhere || domain_of(node) != NOWHERE {
                    *sum += known.unwrap_or_else(|| part(count));
                }
            }
            return;
        }
        let mut seen = vec![false; counts.len() + 1];
        let (mut number, most) = (0, counts.len() + usize::from(!one.everywhere));
        for (at, node) in nodes.iter().enumerate() {
            // Nodes without the label are a domain of their own.
            let domain = (domain_of(node) as usize).min(counts.len());
            if let Some(seen) = seen.get_mut(domain).filter(|seen| !**seen)
                && !ignored.get(at).copied().unwrap_or(false)
            {
                *seen = true;
                number += 1;
                if number == most {
                    break;
                }
            }
        }
        let logarithm = ln(u64::try_from(number).unwrap_or(0) + 2);
        parts.clear();
        parts.extend(counts.iter().map(|count| *count as f64 * logarithm + skew));
        for (sum, node) in sums.iter_mut().zip(nodes.iter()) {
            if let Some(part) = parts.get(domain_of(node) as usize) {
                *sum += part;
            }
        }
    }

    /// Neighbours that are liked or not, from both sides (`interpodaffinity/scoring.go`).
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "as the real one computes it")]
    fn score_pods(&self, spec: usize, weight: i64, found: &mut Found) {
        let Some(class) = self.classes.get(spec).filter(|class| !class.preferred.is_empty()) else { return };
        found.raw.clear();
        found.raw.resize(found.nodes.len(), 0);
        for one in &class.preferred {
            let Some(tally) = self.tallies.get(one.tally).filter(|tally| !tally.is_all_zero()) else { continue };
            let (counts, domains) = (tally.all(), self.topologies.domains(one.key));
            for (raw, node) in found.raw.iter_mut().zip(&found.nodes) {
                let domain = domains.get(*node as usize).copied().unwrap_or(NOWHERE) as usize;
                *raw += one.weight * counts.get(domain).copied().unwrap_or(0);
            }
        }
        let least = found.raw.iter().copied().min().unwrap_or(0);
        let most = found.raw.iter().copied().max().unwrap_or(0);
        if most > least {
            let range = (most - least) as f64;
            found.add_normalized(least, most, |raw| weight * ((100.0 * ((raw - least) as f64 / range)) as i64));
        }
    }
}

/// Counts up to here are met so often that what they come to is kept.
const FEW: i64 = 16;
/// With at most so many different scores each is normalized once.
const NARROW: i64 = 256;

impl Found {
    /// Where the most of all nodes is not among those compared, what lasts is scaled by the most of these instead.
    fn rescale(&mut self, scaled: &Scaled) {
        let Some(row) = scaled.raw.as_ref() else { return };
        if self.nodes.iter().any(|node| row.at(*node as usize) == scaled.most) {
            return;
        }
        let most = self.nodes.iter().map(|node| row.at(*node as usize)).max().unwrap_or(0);
        for (score, node) in self.scores.iter_mut().zip(&self.nodes) {
            let raw = row.at(*node as usize);
            *score += scaled.score(raw, most) - scaled.score(raw, scaled.most);
        }
    }

    /// Adds to every node's score what its raw score comes to; raw scores lie between the bounds.
    fn add_normalized(&mut self, least: i64, most: i64, normalize: impl Fn(i64) -> i64) {
        if most - least > NARROW {
            for (score, raw) in self.scores.iter_mut().zip(&self.raw) {
                *score += normalize(*raw);
            }
            return;
        }
        self.table.clear();
        self.table.extend((least..=most).map(normalize));
        for (score, raw) in self.scores.iter_mut().zip(&self.raw) {
            *score += usize::try_from(raw - least).ok().and_then(|at| self.table.get(at)).copied().unwrap_or(0);
        }
    }
}

/// To the nearest whole number, halves up: `math.Round` for what is not negative, without a call.
#[inline]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "counts are far below 2^52")]
fn rounded(sum: f64) -> i64 {
    let whole = sum as i64;
    whole + i64::from(sum - whole as f64 >= 0.5)
}
