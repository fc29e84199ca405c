//! The search. Whatever may do by the needs is tried from the cheapest on; what fails grows by what was missing; what
//! holds is lessened as far as it still holds. Where few combinations are cheaper than the best found, all of them are
//! tried.

use super::bound::bound;
use super::candidates::{cheaper, layouts, mixtures};
use super::needs::{Needs, daemons};
use super::plan::{Plan, price};
use super::trial::{Effort, Proof, Question, Short, try_plan};
use crate::order::Gather;
use std::collections::{BTreeMap, BTreeSet};

/// How much trying is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Plans.
    pub plans: u64,
    /// Attempts to place a pod, over all plans.
    pub attempts: u64,
    /// Plans shown.
    pub shown: usize,
}

impl Limits {
    /// A few seconds on a common machine.
    pub const USUAL: Self = Self { plans: 3_000, attempts: 2_500_000, shown: 4 };
    /// For a question that is asked many times.
    pub const BRIEF: Self = Self { plans: 300, attempts: 500_000, shown: 1 };
}

/// A plan that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The nodes.
    pub plan: Plan,
    /// Billionths of a US dollar an hour.
    pub price: u128,
    /// What it was tried against, and where each pod is.
    pub proof: Box<Proof>,
}

/// What the search came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Searched {
    /// Plans that hold, the cheapest first, each of other machines than those before it.
    pub found: Vec<Found>,
    /// Billionths of a US dollar an hour below which nothing can hold everything.
    pub bound: u128,
    /// Every cheaper combination of the offers was tried: laid evenly over the zones, and of few nodes in any way.
    pub all_tried: bool,
    /// It was stopped, or had no more attempts, before it was through.
    pub unfinished: bool,
    /// How much was tried.
    pub effort: Effort,
    /// Specifications that no offer can hold.
    pub hopeless: Vec<usize>,
    /// What was missing last, when nothing was found.
    pub short: Option<Box<Short>>,
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// How much was tried.
    pub effort: Effort,
    /// The cheapest so far, in billionths of a US dollar an hour.
    pub best: Option<u128>,
}

/// From so many nodes on, what fails grows by more than one node.
const FEW_NODES: u32 = 40;
/// Mixtures of machines of one size, mixtures of others, and mixtures of the same machines that are looked at.
const RECIPES_AS_LARGE: usize = 4;
const RECIPES_OTHER: usize = 16;
const RECIPES_ALIKE: usize = 2;
/// How often a mixture grows before it is given up.
const GROWTHS: usize = 12;
/// Single machines that are tried beside the best mixture.
const SINGLES: usize = 6;

/// Finds the cheapest plans. Before each trial `go_on` may say that it is enough.
pub fn search(question: &Question, limits: Limits, go_on: &mut dyn FnMut(Stage) -> bool) -> Searched {
    let needs = Needs::of(question);
    let prices: Vec<u128> = question.offers.iter().map(|offer| u128::from(offer.price.nanos())).gather();
    let mut search = Search {
        question,
        prices,
        limits,
        go_on,
        seen: BTreeSet::new(),
        out: Searched { hopeless: needs.hopeless.clone(), ..Searched::default() },
        needs,
    };
    if question.offers.is_empty() || !search.out.hopeless.is_empty() || question.zones.is_empty() {
        return search.out;
    }
    search.out.bound = bound(&search.needs, &search.prices);
    let all: Vec<usize> = (0..question.offers.len()).collect();
    let mut seeds = mixtures(&search.needs, &search.prices, &all);
    crate::order::sort_by(&mut seeds, |one, other| {
        search.price(one).cmp(&search.price(other)).then_with(|| one.cmp(other))
    });
    search.recipes(&seeds);
    if seeds.first().is_some_and(|counts| counts.iter().sum::<u32>() < FEW_NODES) {
        search.climb(&seeds, limits.plans / 8);
    }
    search.trim();
    search.exhaust();
    search.better_neighbours();
    search.lessen_cells();
    if limits.shown > 1 {
        seeds.retain(|counts| counts.iter().filter(|count| **count > 0).count() == 1);
        search.singles(seeds);
    }
    search.finish()
}

struct Search<'a> {
    question: &'a Question<'a>,
    needs: Needs,
    prices: Vec<u128>,
    limits: Limits,
    go_on: &'a mut dyn FnMut(Stage) -> bool,
    seen: BTreeSet<Plan>,
    out: Searched,
}

impl Search<'_> {
    fn best(&self) -> Option<&Found> {
        self.out.found.iter().min_by(|one, other| one.price.cmp(&other.price))
    }

    fn price(&self, counts: &[u32]) -> u128 {
        price(counts, self.question.offers)
    }

    fn may_go_on(&mut self) -> bool {
        let stage = Stage { effort: self.out.effort, best: self.best().map(|found| found.price) };
        let effort = self.out.effort;
        let enough = effort.plans >= self.limits.plans || effort.attempts >= self.limits.attempts;
        // Something must come out: without any plan that holds, the search may take four times as long.
        let much = effort.plans >= self.limits.plans * 4 || effort.attempts >= self.limits.attempts.saturating_mul(4);
        if self.out.unfinished || much || (enough && stage.best.is_some()) || !(self.go_on)(stage) {
            self.out.unfinished = true;
            return false;
        }
        true
    }

    /// Tries a plan that was not tried yet; none when there was no going on.
    fn attempt(&mut self, plan: &Plan) -> Option<Result<(), Box<Short>>> {
        if !self.seen.insert(plan.clone()) {
            let known = self.out.found.iter().any(|found| found.plan == *plan);
            return known.then_some(Ok(()));
        }
        if !self.may_go_on() {
            return None;
        }
        Some(match try_plan(self.question, plan, &mut self.out.effort) {
            Ok(proof) => {
                let price = plan.price(self.question.offers);
                self.keep(Found { plan: plan.clone(), price, proof });
                Ok(())
            }
            Err(short) => Err(short),
        })
    }

    /// Of plans of the same machines the cheapest is kept.
    fn keep(&mut self, found: Found) {
        let kinds = |plan: &Plan| -> Vec<bool> { plan.totals().iter().map(|count| *count > 0).gather() };
        let mine = kinds(&found.plan);
        match self.out.found.iter_mut().find(|known| kinds(&known.plan) == mine) {
            Some(known) if known.price > found.price => *known = found,
            Some(_) => {}
            None => self.out.found.push(found),
        }
    }

    fn even(&self, counts: &[u32]) -> Plan {
        Plan::even(counts, self.question.offers, self.question.zones.len())
    }

    /// For each mixture the size at which it holds: it grows by what is missing, and goes half way back.
    fn recipes(&mut self, seeds: &[Vec<u32>]) {
        let mut recipes: Vec<&Vec<u32>> = Vec::new();
        let mut alike: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
        let mut as_large: BTreeMap<u32, usize> = BTreeMap::new();
        let mut others = 0;
        for counts in seeds {
            let used = |at: &usize| counts.get(*at).is_some_and(|count| *count > 0);
            let offers = (0..counts.len()).filter(used).filter_map(|at| self.question.offers.get(at));
            let sizes: BTreeSet<u32> = offers.map(|offer| offer.machine.cpus).collect();
            let of_kind = alike.entry((0..counts.len()).map(|at| used(&at)).gather()).or_default();
            // Machines of one size in some mixture are what mostly holds; what else looks cheap has its turn, too.
            let goes = match (sizes.first(), sizes.len()) {
                (Some(size), 1) => {
                    let known = as_large.entry(*size).or_default();
                    *known += 1;
                    *known <= RECIPES_AS_LARGE
                }
                _ => {
                    others += 1;
                    others <= RECIPES_OTHER
                }
            };
            if goes && *of_kind < RECIPES_ALIKE {
                *of_kind += 1;
                recipes.push(counts);
            }
        }
        let recipes: Vec<Vec<u32>> = recipes.into_iter().cloned().gather();
        for mut counts in recipes {
            let mut failed: Option<Vec<u32>> = None;
            for growth in 0..GROWTHS {
                if self.best().is_some_and(|best| best.price <= self.price(&counts)) {
                    break;
                }
                match self.attempt(&self.even(&counts)) {
                    Some(Ok(())) => {
                        if let Some(failed) = failed {
                            self.half_way(failed, counts);
                        }
                        break;
                    }
                    Some(Err(short)) => {
                        failed = Some(counts.clone());
                        let ways = (0..counts.len()).filter(|at| counts.get(*at).is_some_and(|count| *count > 0));
                        let cheapest = ways
                            .map(|at| (at, self.nodes_for(at, &short)))
                            .min_by_key(|(at, nodes)| u128::from(*nodes) * self.prices.get(*at).copied().unwrap_or(0));
                        if let Some((at, nodes)) = cheapest
                            && let Some(count) = counts.get_mut(at)
                        {
                            // What does not help soon is not much too small, but of the wrong kind.
                            *count = count.saturating_add(nodes << (growth / 4));
                        }
                        self.out.short = Some(short);
                    }
                    None if self.out.unfinished => return,
                    None => break,
                }
            }
        }
    }

    /// The smallest that holds between one that does not and one that does.
    fn half_way(&mut self, mut failed: Vec<u32>, mut holds: Vec<u32>) {
        loop {
            let middle: Vec<u32> = failed.iter().zip(&holds).map(|(low, high)| low.midpoint(*high)).gather();
            if middle == failed || middle == holds {
                return;
            }
            match self.attempt(&self.even(&middle)) {
                Some(Ok(())) => holds = middle,
                None if self.out.unfinished => return,
                _ => failed = middle,
            }
        }
    }

    /// From the cheapest seed on, until one holds.
    fn climb(&mut self, seeds: &[Vec<u32>], most: u64) {
        let mut queue: BTreeSet<(u128, u32, Vec<u32>)> = BTreeSet::new();
        for counts in seeds {
            queue.insert((self.price(counts), counts.iter().sum(), counts.clone()));
        }
        let until = self.out.effort.plans + most;
        while let Some((price, nodes, counts)) = queue.pop_first() {
            if self.best().is_some_and(|best| best.price <= price) {
                return;
            }
            if self.out.effort.plans >= until && self.best().is_some() {
                return;
            }
            match self.attempt(&self.even(&counts)) {
                Some(Ok(())) => return,
                Some(Err(short)) => {
                    let late = self.out.effort.plans >= until / 2;
                    for (at, count) in counts.iter().enumerate() {
                        if *count == 0 {
                            continue;
                        }
                        let step = if nodes >= FEW_NODES || late { self.nodes_for(at, &short) } else { 1 };
                        let mut more = counts.clone();
                        if let Some(count) = more.get_mut(at) {
                            *count = count.saturating_add(step);
                        }
                        queue.insert((self.price(&more), nodes.saturating_add(step), more));
                    }
                    self.out.short = Some(short);
                }
                None if self.out.unfinished => return,
                None => {}
            }
        }
    }

    /// How many nodes of an offer have what was missing.
    fn nodes_for(&self, at: usize, short: &Short) -> u32 {
        let Some(offer) = self.question.offers.get(at) else { return 1 };
        let zone = self.question.zones.first().map_or("", String::as_str);
        let node = offer.node(String::new(), zone);
        let names = short.amounts.iter().map(|(name, amount)| (name, i128::from(amount)));
        let pods = i128::try_from(short.pods).unwrap_or(1);
        let needed = names.chain([("pods", pods)]).map(|(name, amount)| {
            let free = i128::from(node.allocatable.amount(name)) - daemons(&self.question.demand.cluster, &node, name);
            if amount == 0 || free <= 0 { 1 } else { (amount + free - 1) / free }
        });
        u32::try_from(needed.max().unwrap_or(1).max(1)).unwrap_or(1)
    }

    /// Takes away again what was added in one go.
    fn trim(&mut self) {
        let Some(best) = self.best() else { return };
        let mut counts = best.plan.totals();
        let mut step = (counts.iter().sum::<u32>() / 32).max(1);
        loop {
            let mut changed = false;
            for at in 0..counts.len() {
                let mut fewer = counts.clone();
                match fewer.get_mut(at) {
                    Some(count) if *count >= step => *count -= step,
                    _ => continue,
                }
                if !self.needs.may_do(&fewer) {
                    continue;
                }
                match self.attempt(&self.even(&fewer)) {
                    Some(Ok(())) => {
                        counts = fewer;
                        changed = true;
                    }
                    None if self.out.unfinished => return,
                    _ => {}
                }
            }
            if !changed {
                if step == 1 {
                    return;
                }
                step /= 2;
            }
        }
    }

    /// Tries everything that is cheaper than the best, where that is not too much.
    fn exhaust(&mut self) {
        let Some(best) = self.best().map(|best| best.price) else { return };
        let Some(mut cheaper) = cheaper(&self.needs, &self.prices, best) else { return };
        let price = |counts: &Vec<u32>| price(counts, self.question.offers);
        crate::order::sort_by(&mut cheaper, |one, other| price(one).cmp(&price(other)).then(one.cmp(other)));
        // What the needs leave is a bound of its own: nothing cheaper than the first of them may do.
        self.out.bound = self.out.bound.max(cheaper.first().map_or(best, price));
        for counts in cheaper {
            for plan in layouts(&self.even(&counts)) {
                if !self.needs.may_lose_zones(&plan) {
                    continue;
                }
                match self.attempt(&plan) {
                    Some(Ok(())) => {
                        self.out.all_tried = true;
                        return;
                    }
                    None if self.out.unfinished => return,
                    _ => {}
                }
            }
        }
        self.out.all_tried = true;
    }

    /// Swaps one or two nodes for one or two others.
    fn better_neighbours(&mut self) {
        if self.out.all_tried {
            return;
        }
        while let Some(best) = self.best() {
            let (counts, dearest) = (best.plan.totals(), best.price);
            let mut around: BTreeSet<(u128, Vec<u32>)> = BTreeSet::new();
            for from in 0..counts.len() {
                for (away, to) in [(1, 0), (1, 1), (2, 0), (2, 1), (1, 2), (3, 1), (3, 2)] {
                    for other in 0..counts.len() {
                        let mut changed = counts.clone();
                        match changed.get_mut(from) {
                            Some(count) if *count >= away => *count -= away,
                            _ => continue,
                        }
                        if let Some(count) = changed.get_mut(other) {
                            *count += to;
                        }
                        let price = self.price(&changed);
                        if price < dearest && self.needs.may_do(&changed) {
                            around.insert((price, changed));
                        }
                    }
                }
            }
            // What saves a little is likelier to hold than what saves much.
            let tries: Vec<Vec<u32>> = around.into_iter().rev().take(40).map(|(_, counts)| counts).gather();
            let mut better = false;
            for counts in tries {
                match self.attempt(&self.even(&counts)) {
                    Some(Ok(())) => {
                        better = true;
                        break;
                    }
                    None if self.out.unfinished => return,
                    _ => {}
                }
            }
            if !better {
                return;
            }
        }
    }

    /// Takes single nodes out of single zones, which need not be even.
    fn lessen_cells(&mut self) {
        while let Some(best) = self.best() {
            let plan = best.plan.clone();
            let mut cells: Vec<(usize, usize)> = Vec::new();
            for (offer, zones) in plan.counts.iter().enumerate() {
                cells.extend(zones.iter().enumerate().filter(|(_, count)| **count > 0).map(|(zone, _)| (offer, zone)));
            }
            let mut better = false;
            for (offer, zone) in cells {
                let mut less = plan.clone();
                if let Some(count) = less.counts.get_mut(offer).and_then(|zones| zones.get_mut(zone)) {
                    *count -= 1;
                }
                if !self.needs.may_do(&less.totals()) {
                    continue;
                }
                match self.attempt(&less) {
                    Some(Ok(())) => {
                        better = true;
                        break;
                    }
                    None if self.out.unfinished => return,
                    _ => {}
                }
            }
            if !better {
                return;
            }
        }
    }

    /// Plans of one machine only, to be shown beside the best.
    fn singles(&mut self, mut seeds: Vec<Vec<u32>>) {
        let price = |counts: &Vec<u32>| price(counts, self.question.offers);
        crate::order::sort_by(&mut seeds, |one, other| price(one).cmp(&price(other)).then(one.cmp(other)));
        let most = self.limits.shown;
        for counts in seeds.into_iter().take(SINGLES) {
            let mut counts = counts;
            for _ in 0..8 {
                if self.out.found.len() > most {
                    return;
                }
                match self.attempt(&self.even(&counts)) {
                    Some(Err(short)) => {
                        let Some(at) = counts.iter().position(|count| *count > 0) else { break };
                        let step = if counts.iter().sum::<u32>() >= FEW_NODES { self.nodes_for(at, &short) } else { 1 };
                        if let Some(count) = counts.get_mut(at) {
                            *count += step;
                        }
                    }
                    None if self.out.unfinished => return,
                    _ => break,
                }
            }
        }
    }

    fn finish(mut self) -> Searched {
        crate::order::sort_by(&mut self.out.found, |one, other| {
            one.price.cmp(&other.price).then_with(|| one.plan.cmp(&other.plan))
        });
        self.out.found.truncate(self.limits.shown.max(1));
        if let Some(best) = self.out.found.first() {
            self.out.bound = self.out.bound.min(best.price);
            self.out.short = None;
        }
        self.out
    }
}
