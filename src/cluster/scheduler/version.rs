//! Which Kubernetes the scheduler is of: rules and words changed.

use crate::cluster::facts::Facts;

/// What differs between versions.
#[expect(clippy::struct_excessive_bools, reason = "each change of the scheduler is one")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The minor version behind `1.`.
    pub minor: i64,
    /// Balance is compared with and without the pod, instead of being looked at after it alone.
    pub balance_compares: bool,
    /// Pods that ask for nothing are not scored for balance.
    pub balance_skips_best_effort: bool,
    /// The message names the taint.
    pub names_taints: bool,
    /// The plugin for claims of devices says that it cannot help.
    pub has_device_claims: bool,
}

impl Version {
    /// Version 1.`minor`.
    pub fn new(minor: i64, facts: &Facts) -> Self {
        Self {
            minor,
            balance_compares: minor >= facts.number("since.balanced-compares"),
            balance_skips_best_effort: minor >= facts.number("since.balanced-skips-best-effort"),
            names_taints: minor < facts.number("since.taints-not-named"),
            has_device_claims: minor >= facts.number("since.claims-of-devices"),
        }
    }

    /// The one these rules were measured against.
    pub fn measured(facts: &Facts) -> Self {
        Self::new(facts.number("version.measured"), facts)
    }

    /// Reads `1.36`, `v1.36` or `v1.36.2-gke.1`; none for anything else.
    pub fn parse(text: &str, facts: &Facts) -> Option<Self> {
        let (major, rest) = text.trim().trim_start_matches('v').split_once('.')?;
        let minor = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        (major == "1").then(|| minor.parse().ok()).flatten().map(|minor| Self::new(minor, facts))
    }
}
