//! One attempt to place a pod: which nodes are feasible, looked for no longer than it takes to find enough.

use super::amounts::FULL;
use super::attachments::{Attached, Attachments};
use super::class::Class;
use super::world::World;
use crate::cluster::model::HostPort;

/// The feasible nodes of an attempt with their scores, reused from attempt to attempt: each by itself, or one for all
/// of a kind.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) nodes: Vec<u32>,
    /// Where nodes were told by kinds, what stands behind each.
    pub(super) behind: Vec<Behind>,
    /// Where nodes were told by kinds: where the search began, and how many were looked at.
    pub(super) by_kind: Option<(usize, usize)>,
    /// The weighted score for room, balance and whatever lasts; in the end the total.
    pub(super) scores: Vec<i64>,
    /// Room for one plugin's scores.
    pub(super) raw: Vec<i64>,
    /// Room for its fractions.
    pub(super) sums: Vec<f64>,
    /// Room for what each count or score comes to, so that it is divided once.
    pub(super) table: Vec<i64>,
    /// The same for fractions.
    pub(super) parts: Vec<f64>,
    /// For each hard spread the most its domain may count.
    pub(super) limits: Vec<i64>,
    /// Nodes that were looked at.
    pub(super) looked_at: u64,
}

/// All nodes of a kind that were found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behind {
    pub(super) number: u32,
    /// How many are as good as the best.
    pub(super) equals: u32,
    /// The best for room, balance and whatever lasts.
    pub(super) best: i64,
}

impl Found {
    /// Forgets what was found.
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.behind.clear();
        self.scores.clear();
        self.by_kind = None;
    }

    #[inline]
    fn push(&mut self, node: usize, score: i64) {
        self.nodes.push(u32::try_from(node).unwrap_or(u32::MAX));
        self.scores.push(score);
    }

    /// Makes a place for a kind of which this is one.
    pub(super) fn begin(&mut self, node: u32) -> usize {
        self.nodes.push(node);
        self.behind.push(Behind { number: 0, equals: 0, best: i64::MIN });
        self.nodes.len() - 1
    }

    /// More nodes of a kind.
    #[inline]
    pub(super) fn add(&mut self, at: usize, more: Behind) {
        let Some(behind) = self.behind.get_mut(at) else { return };
        behind.number += more.number;
        if more.best > behind.best {
            (behind.best, behind.equals) = (more.best, more.equals);
        } else if more.best == behind.best {
            behind.equals += more.equals;
        }
    }

    /// How many nodes were found.
    pub(super) fn number(&self) -> usize {
        match self.by_kind {
            None => self.nodes.len(),
            Some(_) => self.behind.iter().map(|behind| behind.number as usize).sum(),
        }
    }
}

impl World<'_> {
    /// Finds feasible nodes for a pod of a class, meant for one node or for any, and moves the place where the next
    /// search begins (`findNodesThatFitPod`).
    pub(super) fn find(&mut self, spec: usize, meant_for: Option<usize>, found: &mut Found) {
        found.clear();
        let (Some(profile), Some(class)) = (self.profile(spec), self.classes.get(spec)) else { return };
        if class.refusal.is_some() || self.nodes.is_empty() {
            return;
        }
        found.limits.clear();
        for one in &class.hard {
            let least = self.tallies.get(one.tally).map_or(0, |tally| tally.least(one.min_domains));
            found.limits.push(one.max_skew + least - one.own);
        }
        let subset = match meant_for {
            Some(node) if class.only.as_ref().is_none_or(|only| only.contains(&node)) => Some(vec![node]),
            Some(_) => Some(Vec::new()),
            None => class.only.clone(),
        };
        let looked_at = match subset {
            Some(subset) => {
                let enough = self.sample.enough(profile, subset.len());
                self.find_among(spec, &subset, enough, found)
            }
            None => {
                let enough = self.sample.enough(profile, self.nodes.len());
                match self.find_by_kind(spec, enough, found) {
                    Some(looked_at) => {
                        found.by_kind = Some((self.next, looked_at));
                        found.scores.extend(found.behind.iter().map(|behind| behind.best));
                        looked_at
                    }
                    None => self.find_in_turn(spec, enough, found),
                }
            }
        };
        found.looked_at += u64::try_from(looked_at).unwrap_or(0);
        self.next = (self.next + looked_at) % self.nodes.len().max(1);
    }

    /// Among a few nodes.
    fn find_among(&mut self, spec: usize, subset: &[usize], enough: usize, found: &mut Found) -> usize {
        let is_first = self.is_first(spec);
        let from = self.next;
        for turn in 0..subset.len() {
            let Some(node) = subset.get((from + turn) % subset.len()).copied() else { continue };
            if self.classes.get(spec).is_some_and(|class| class.suited.has(node))
                && let Some(score) = self.score_if_fits(spec, node)
                && self.company_allows(spec, node, is_first, found)
            {
                let lasting = self.classes.get(spec).and_then(|class| class.lasting.as_ref());
                found.push(node, i64::from(score) + lasting.map_or(0, |lasting| lasting.scores.at(node)));
                if found.nodes.len() >= enough {
                    return turn + 1;
                }
            }
        }
        subset.len()
    }

    fn score_if_fits(&self, spec: usize, node: usize) -> Option<i32> {
        let (class, profile) = (self.classes.get(spec)?, self.profile(spec)?);
        let size = self.sizes.get(class.size)?;
        let score = self.amounts.score(node, size, profile, &self.settings.version);
        (score != FULL).then_some(score)
    }

    fn company_allows(&self, spec: usize, node: usize, is_first: bool, found: &Found) -> bool {
        let class = self.classes.get(spec);
        class.is_some_and(|class| Company::of(self, class, is_first, &found.limits).allows(node))
    }

    /// Among all nodes, from where the last search ended; nodes that are known to be full are not met again.
    fn find_in_turn(&mut self, spec: usize, enough: usize, found: &mut Found) -> usize {
        let (all, from) = (self.nodes.len(), self.next);
        let Some(profile) = self.profile(spec) else { return 0 };
        let is_first = self.is_first(spec);
        // Taken out for the search, so that they can change while the world is looked at: the class, and what is known
        // of the nodes' room.
        let Some(mut class) = self.classes.get_mut(spec).map(std::mem::take) else { return 0 };
        let at_size = class.size;
        let mut open = std::mem::take(&mut class.open);
        let Some(mut known) = self.sizes.get_mut(at_size).map(|size| std::mem::take(&mut size.known)) else { return 0 };
        let company = Company::of(self, &class, is_first, &found.limits);
        let lasting = class.lasting.as_ref().map_or(&[][..], |lasting| lasting.scores.all());
        let mut looked_at = all;
        'search: for (low, high, before) in [(from, all, 0), (0, from, all - from)] {
            for at in low / 64..high.div_ceil(64) {
                let mut word = open.word(at);
                if at == low / 64 {
                    word &= u64::MAX << (low % 64);
                }
                if at == high / 64 {
                    word &= (1 << (high % 64)) - 1;
                }
                while word != 0 {
                    let node = at * 64 + word.trailing_zeros() as usize;
                    word &= word - 1;
                    let (then, mut score) = known.at(node);
                    let now = self.amounts.version.at(node);
                    if then != now {
                        let Some(size) = self.sizes.get(at_size) else { continue };
                        score = self.amounts.score(node, size, profile, &self.settings.version);
                        known.set(node, (now, score));
                    }
                    if score == FULL {
                        open.remove(node);
                        continue;
                    }
                    if company.allows(node) {
                        found.push(node, i64::from(score) + lasting.get(node).copied().unwrap_or(0));
                        if found.nodes.len() >= enough {
                            looked_at = before + node - low + 1;
                            break 'search;
                        }
                    }
                }
            }
        }
        if let Some(size) = self.sizes.get_mut(at_size) {
            size.known = known;
        }
        class.open = open;
        if let Some(place) = self.classes.get_mut(spec) {
            *place = class;
        }
        looked_at
    }
}

/// What the pods that are there have to say about one that comes.
pub(super) struct Company<'c> {
    is_free: bool,
    is_first: bool,
    /// For each spread that must hold: domains by node, counts by domain, and the most there may be.
    hard: Vec<(&'c [u32], &'c [i64], i64)>,
    near: Vec<(&'c [u32], &'c [i64])>,
    /// Neighbours that neither side wants.
    far: Vec<(&'c [u32], &'c [i64])>,
    wanted: &'c [HostPort],
    taken: &'c [Vec<HostPort>],
    volumes: &'c [Attached],
    attachments: &'c Attachments,
}

impl<'c> Company<'c> {
    pub(super) fn of(world: &'c World, class: &'c Class, is_first: bool, limits: &[i64]) -> Self {
        let tally = |tally: usize, key: usize| {
            let counts = world.tallies.get(tally).map_or(&[][..], |tally| tally.all());
            (world.topologies.domains(key), counts)
        };
        let terms = |terms: &[(usize, usize)]| -> Vec<_> { terms.iter().map(|(at, key)| tally(*at, *key)).collect() };
        let hard = class.hard.iter().zip(limits).map(|(one, limit)| {
            let (domains, counts) = tally(one.tally, one.key);
            (domains, counts, *limit)
        });
        let mut far = terms(&class.far);
        far.extend(terms(&class.shunned));
        far.extend(terms(&class.claimed));
        Self {
            is_free: class.is_free(),
            is_first,
            hard: hard.collect(),
            near: terms(&class.near),
            far,
            wanted: if class.minds_ports { &class.ports } else { &[] },
            taken: &world.ports,
            volumes: if class.minds_volumes { &class.volumes } else { &[] },
            attachments: &world.attachments,
        }
    }

    /// Whether they let it come to a node.
    #[inline]
    pub(super) fn allows(&self, node: usize) -> bool {
        // What lacks the label lies beyond all counts.
        let count = |domains: &[u32], counts: &[i64]| {
            domains.get(node).and_then(|domain| counts.get(*domain as usize)).copied()
        };
        let taken = || self.taken.get(node).into_iter().flatten();
        self.is_free
            || self
                .hard
                .iter()
                .all(|(domains, counts, limit)| count(domains, counts).is_some_and(|count| count <= *limit))
                && self
                    .near
                    .iter()
                    .all(|(domains, counts)| count(domains, counts).is_some_and(|n| n > 0 || self.is_first))
                && self.far.iter().all(|(domains, counts)| count(domains, counts).is_none_or(|count| count <= 0))
                && (self.volumes.is_empty() || self.attachments.take(node, self.volumes))
                && self.wanted.iter().all(|wanted| !taken().any(|port| port.conflicts_with(wanted)))
    }
}
