//! How many nodes are enough: in a large cluster not all of them are looked at.

use super::Profile;
use crate::cluster::facts::Facts;

/// The bounds of the sample.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    least: i64,
    from: i64,
    nodes_per_percent: i64,
    least_percentage: i64,
}

impl Sample {
    pub(super) fn of_facts(facts: &Facts) -> Self {
        Self {
            least: facts.number("sample.least-nodes"),
            from: facts.number("sample.percentage-from"),
            nodes_per_percent: facts.number("sample.nodes-per-percent").max(1),
            least_percentage: facts.number("sample.least-percentage"),
        }
    }

    /// How many feasible nodes of so many end the search (`numFeasibleNodesToFind`).
    pub(super) fn enough(self, profile: &Profile, nodes: usize) -> usize {
        let all = i64::try_from(nodes).unwrap_or(i64::MAX);
        if all < self.least {
            return nodes;
        }
        let percentage = match profile.percentage {
            0 => (self.from - all / self.nodes_per_percent).max(self.least_percentage),
            said => said,
        };
        usize::try_from((all * percentage / 100).max(self.least)).unwrap_or(nodes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_cluster_is_sampled() {
        let facts = Facts::read();
        let (sample, mut profile) = (Sample::of_facts(&facts), Profile::of_facts(&facts));
        for (nodes, enough) in [(99, 99), (100, 100), (1000, 420), (5000, 500), (10_000, 500), (20_000, 1000)] {
            assert_eq!(sample.enough(&profile, nodes), enough, "{nodes}");
        }
        profile.percentage = 100;
        assert_eq!(sample.enough(&profile, 5000), 5000);
    }
}
