//! How many pods of a kind are in each domain, kept up with every pod that comes or goes.

use super::bits::Bits;
use super::row::Row;
use super::topology::{NOWHERE, Topologies};
use std::rc::Rc;

/// Counts of one kind of pods by the domains of one topology.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) key: usize,
    /// The nodes whose pods count; none for all.
    eligible: Option<Rc<Bits>>,
    counts: Row<i64>,
    /// Of all domains.
    pub(super) total: i64,
    least: Option<Least>,
    is_untouched: bool,
}

/// The smallest count of the domains that have an eligible node.
#[derive(Debug)]
struct Least {
    present: Bits,
    domains: i64,
    count: i64,
    domains_with_it: usize,
}

impl Tally {
    pub(super) fn new(key: usize, topologies: &Topologies, eligible: Option<Rc<Bits>>, wants_least: bool) -> Self {
        let domains = topologies.all.get(key).map_or(0, |topology| topology.domains);
        let least = wants_least.then(|| {
            let topology = topologies.all.get(key);
            let mut present = Bits::of(domains, |_| false);
            for (node, domain) in topology.into_iter().flat_map(|topology| topology.domain.iter().enumerate()) {
                if domain != NOWHERE && eligible.as_ref().is_none_or(|eligible| eligible.has(node)) {
                    present.insert(domain as usize);
                }
            }
            let number = (0..domains).filter(|domain| present.has(*domain)).count();
            Least { present, domains: i64::try_from(number).unwrap_or(i64::MAX), count: 0, domains_with_it: number }
        });
        Self { key, eligible, counts: Row::new(domains, 0), total: 0, least, is_untouched: true }
    }

    /// One pod more on a node, or one less.
    pub(super) fn add(&mut self, topologies: &Topologies, node: usize, amount: i64) {
        if self.eligible.as_ref().is_some_and(|eligible| !eligible.has(node)) {
            return;
        }
        let domain = topologies.domain(self.key, node);
        if domain == NOWHERE {
            return;
        }
        let domain = domain as usize;
        let before = self.counts.at(domain);
        self.counts.set(domain, before + amount);
        self.total += amount;
        self.is_untouched = false;
        if let Some(least) = &mut self.least {
            if before == least.count {
                least.domains_with_it = least.domains_with_it.saturating_sub(1);
            }
            if before + amount == least.count {
                least.domains_with_it += 1;
            } else if before + amount < least.count || least.domains_with_it == 0 {
                let counted =
                    || (0..self.counts.len()).filter(|domain| least.present.has(*domain)).map(|at| self.counts.at(at));
                least.count = counted().min().unwrap_or(0);
                least.domains_with_it = counted().filter(|count| *count == least.count).count();
            }
        }
    }

    /// The count of a domain.
    #[inline]
    pub(super) fn at(&self, domain: u32) -> i64 {
        self.counts.at(domain as usize)
    }

    /// Whether it has never counted anything.
    pub(super) fn is_all_zero(&self) -> bool {
        self.is_untouched
    }

    /// The counts of all domains.
    #[inline]
    pub(super) fn all(&self) -> &[i64] {
        self.counts.all()
    }

    /// The smallest count, 0 with fewer domains than asked for (`minMatchNum`); with no domain at all it is as large
    /// as can be.
    pub(super) fn least(&self, min_domains: i64) -> i64 {
        match &self.least {
            Some(least) if least.domains < min_domains => 0,
            Some(least) if least.domains == 0 => i64::from(i32::MAX),
            Some(least) => least.count,
            None => 0,
        }
    }
}
