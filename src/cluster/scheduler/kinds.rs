//! What tells nodes apart for a class, and how one is looked at.

use super::amounts::FULL;
use super::bits::Bits;
use super::class::{Class, Scaled};
use super::profile::Profile;
use super::row::Row;
use super::topology::NOWHERE;
use super::world::World;

/// Topologies with more domains are told by what their domains count, where that is possible.
const FEW_DOMAINS: usize = 64;
/// Bits for one mark of a kind, and how many marks fit.
const MARK_BITS: usize = 16;
const MOST_MARKS: usize = 8;

/// What tells kinds apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The domain of a key that has few.
    Domain(usize),
    /// What a tally counts in the node's domain, which is its own.
    Count { tally: usize, key: usize },
    /// Whether it has a key.
    HasKey(usize),
    /// How much its taints are to be avoided.
    Taints,
    /// How well it meets preferred terms.
    Terms,
}

/// It cannot be told by kinds.
#[derive(Debug)]
pub(super) struct TooMany;

impl World<'_> {
    /// What tells nodes apart for a class; none where too much does.
    pub(super) fn marks(&self, class: &Class) -> Option<Vec<Mark>> {
        if (class.minds_ports && !class.ports.is_empty()) || (class.minds_volumes && !class.volumes.is_empty()) {
            return None;
        }
        let mut marks: Vec<Mark> = Vec::new();
        let mut add = |mark: Mark| {
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        };
        let hard = class.hard.iter().map(|one| (one.tally, one.key));
        let liked = class.preferred.iter().map(|one| (one.tally, one.key));
        let near = class.near.iter().chain(&class.far).chain(&class.shunned).chain(&class.claimed).copied();
        for (tally, key) in hard.chain(liked).chain(near) {
            let topology = self.topologies.all.get(key)?;
            match (topology.is_by_node, topology.domains) {
                (true, _) => add(Mark::Count { tally, key }),
                (false, ..=FEW_DOMAINS) => add(Mark::Domain(key)),
                _ => return None,
            }
        }
        for one in &class.soft {
            if one.by_node {
                add(Mark::Count { tally: one.tally, key: self.tallies.get(one.tally)?.key });
                if !one.everywhere {
                    add(Mark::HasKey(one.key));
                }
            } else if self.topologies.all.get(one.key)?.domains <= FEW_DOMAINS {
                // The score goes by how many domains there are among those found, too.
                add(Mark::Domain(one.key));
            } else {
                return None;
            }
        }
        if let Some(lasting) = &class.lasting {
            if lasting.taints.raw.is_some() {
                add(Mark::Taints);
            }
            if lasting.terms.raw.is_some() {
                add(Mark::Terms);
            }
        }
        (marks.len() <= MOST_MARKS).then_some(marks)
    }
}

/// How nodes are looked at for a class.
pub(super) struct Eye<'e, 'w> {
    pub(super) world: &'e World<'w>,
    pub(super) class: &'e Class,
    pub(super) profile: &'e Profile,
    pub(super) open: &'e mut Bits,
    pub(super) room: &'e mut Row<(u32, i32)>,
}

impl Eye<'_, '_> {
    /// The score for room and whatever lasts, where there is room.
    pub(super) fn score(&mut self, node: usize) -> Option<i64> {
        if !self.open.has(node) {
            return None;
        }
        let (then, mut score) = self.room.at(node);
        let now = self.world.amounts.version.at(node);
        if then != now {
            let size = self.world.sizes.get(self.class.size)?;
            score = self.world.amounts.score(node, size, self.profile, &self.world.settings.version);
            self.room.set(node, (now, score));
        }
        if score == FULL {
            self.open.remove(node);
            return None;
        }
        let lasting = self.class.lasting.as_ref().map_or(0, |lasting| lasting.scores.at(node));
        Some(i64::from(score) + lasting)
    }

    /// All marks of a node as one number.
    pub(super) fn key(&self, marks: &[Mark], node: usize) -> Result<u128, TooMany> {
        let mut key = 0;
        let raw = |scaled: &Scaled| scaled.raw.as_ref().map_or(0, |row| row.at(node));
        let lasting = self.class.lasting.as_ref();
        for mark in marks {
            let value = match *mark {
                Mark::Domain(key) => match self.world.topologies.domain(key, node) {
                    NOWHERE => -1,
                    domain => i64::from(domain),
                },
                // No count is as small.
                Mark::Count { tally, key } => self.world.count(tally, key, node).unwrap_or(i64::from(i16::MIN)),
                Mark::HasKey(key) => i64::from(self.world.topologies.domain(key, node) != NOWHERE),
                Mark::Taints => lasting.map_or(0, |lasting| raw(&lasting.taints)),
                Mark::Terms => lasting.map_or(0, |lasting| raw(&lasting.terms)),
            };
            let value = i16::try_from(value).map_err(|_| TooMany)?;
            key = key << MARK_BITS | u128::from(value.cast_unsigned());
        }
        Ok(key)
    }
}
