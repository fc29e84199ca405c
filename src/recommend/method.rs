//! The tool's own rules, read from the facts `method.*` once.

use crate::design::Sureness;
use crate::knowledge::{FactId, Knowledge};

/// What takes points from a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NeedPoints {
    pub(super) wish_unmet: i64,
    pub(super) must_burden: i64,
    pub(super) wish_burden: i64,
}

/// How far a graded part may lie from its grade, in per cent of its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GradeMargins {
    pub(super) grade: u64,
    pub(super) unverified: u64,
    pub(super) old: u64,
    pub(super) undated: u64,
    pub(super) vendor_claim: u64,
    pub(super) judgement: u64,
}

/// Every rule.
#[derive(Debug, Clone)]
pub(super) struct Method {
    pub(super) sure: u64,
    pub(super) fairly: u64,
    pub(super) unsure: u64,
    pub(super) beside_said: u64,
    pub(super) small_team: u64,
    pub(super) large_pods: u64,
    pub(super) mixed_kinds: u64,
    pub(super) many_releases: u64,
    pub(super) margins: GradeMargins,
    pub(super) needs: NeedPoints,
    pub(super) shown_once: u64,
    pub(super) years: u64,
    pub(super) pod_milli_cpu: u64,
    pub(super) pod_mebibytes: u64,
    pub(super) pods_a_service: u64,
    /// How full nodes get, in per cent: low, likely, high.
    pub(super) fill: [u64; 3],
    pub(super) steady: u64,
    pub(super) mostly_idle: u64,
    pub(super) services_a_request: u64,
    pub(super) milliseconds_a_request: u64,
    pub(super) follow_nodes: u64,
    pub(super) follow_tasks: u64,
    pub(super) hours_a_month: u64,
    pub(super) kib_a_request: u64,
    /// What an hour of people counts where no rate was said, in whole dollars.
    pub(super) rate: u64,
    /// Points that a compromise may lose before one objects.
    pub(super) objection: u64,
    pub(super) small_cluster: u64,
    pub(super) usual_cluster: u64,
    pub(super) attention_part_time: u64,
    pub(super) attention_dedicated: u64,
    pub(super) attention_nobody: u64,
    /// Half and double of a number nobody is sure of, in per cent of it.
    pub(super) doubt_least: u64,
    pub(super) doubt_most: u64,
    pub(super) samples: u32,
    pub(super) facts: MethodFacts,
}

/// The names of the rules that values cite.
#[derive(Debug, Clone)]
pub(super) struct MethodFacts {
    pub(super) grades: FactId,
    pub(super) needs: FactId,
    pub(super) limits: FactId,
    pub(super) horizon: FactId,
    pub(super) pod: FactId,
    pub(super) fill: FactId,
    pub(super) load: FactId,
    pub(super) follow: FactId,
    pub(super) month: FactId,
    pub(super) traffic: FactId,
    pub(super) rate: FactId,
    pub(super) effort: FactId,
    pub(super) attention: FactId,
    pub(super) doubt: FactId,
}

impl Method {
    /// Reads the rules; a rule that is absent counts nothing, which a test forbids.
    pub(super) fn of(knowledge: &Knowledge) -> Self {
        let value = |id: &str, name: &str| knowledge.fact(id).map_or(0, |fact| fact.units(name));
        let points = |name: &str| i64::try_from(value("method.needs", name)).unwrap_or_default() * 100;
        let grade = |name: &str| value("method.grades", name);
        let load = |name: &str| value("method.load", name);
        Self {
            sure: value("method.weights", "sure"),
            fairly: value("method.weights", "fairly"),
            unsure: value("method.weights", "unsure"),
            beside_said: value("method.importance", "beside_said"),
            small_team: value("method.importance", "small_team"),
            large_pods: value("method.importance", "large_pods"),
            mixed_kinds: value("method.importance", "mixed_kinds"),
            many_releases: value("method.importance", "many_releases"),
            margins: GradeMargins {
                grade: grade("grade"),
                unverified: grade("unverified"),
                old: grade("old"),
                undated: grade("undated"),
                vendor_claim: grade("vendor_claim"),
                judgement: grade("judgement"),
            },
            needs: NeedPoints {
                wish_unmet: points("wish_unmet"),
                must_burden: points("must_burden"),
                wish_burden: points("wish_burden"),
            },
            shown_once: value("method.limits", "shown_once"),
            years: value("method.horizon", "years"),
            pod_milli_cpu: value("method.pod", "milli_cpu"),
            pod_mebibytes: value("method.pod", "mebibytes"),
            pods_a_service: value("method.pod", "pods_a_service").max(1),
            fill: ["low", "likely", "high"].map(|name| value("method.fill", name).clamp(1, 100)),
            steady: load("steady"),
            mostly_idle: load("mostly_idle"),
            services_a_request: load("services_a_request"),
            milliseconds_a_request: load("milliseconds"),
            follow_nodes: value("method.follow", "nodes"),
            follow_tasks: value("method.follow", "tasks"),
            hours_a_month: value("method.month", "hours"),
            kib_a_request: value("method.traffic", "kib_a_request"),
            rate: value("method.rate", "dollars_an_hour"),
            objection: value("method.objection", "points"),
            small_cluster: value("method.effort", "small"),
            usual_cluster: value("method.effort", "usual"),
            attention_part_time: value("method.attention", "part_time"),
            attention_dedicated: value("method.attention", "dedicated"),
            attention_nobody: value("method.attention", "nobody"),
            doubt_least: value("method.doubt", "least"),
            doubt_most: value("method.doubt", "most"),
            samples: u32::try_from(value("method.sample", "samples")).unwrap_or_default(),
            facts: MethodFacts {
                grades: knowledge.fact_id("method.grades"),
                needs: knowledge.fact_id("method.needs"),
                limits: knowledge.fact_id("method.limits"),
                horizon: knowledge.fact_id("method.horizon"),
                pod: knowledge.fact_id("method.pod"),
                fill: knowledge.fact_id("method.fill"),
                load: knowledge.fact_id("method.load"),
                follow: knowledge.fact_id("method.follow"),
                month: knowledge.fact_id("method.month"),
                traffic: knowledge.fact_id("method.traffic"),
                rate: knowledge.fact_id("method.rate"),
                effort: knowledge.fact_id("method.effort"),
                attention: knowledge.fact_id("method.attention"),
                doubt: knowledge.fact_id("method.doubt"),
            },
        }
    }

    /// How far a weight may lie from what was said, in per cent.
    pub(super) const fn weight_margin(&self, sureness: Sureness) -> u64 {
        match sureness {
            Sureness::Sure => self.sure,
            Sureness::Fairly => self.fairly,
            Sureness::Unsure => self.unsure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::embedded;

    #[test]
    fn every_rule_is_there() {
        let method = Method::of(embedded());
        let text = format!("{method:?}");
        assert!(!text.contains(": 0,") && !text.contains(": 0 "), "{text}");
        assert!(method.fill[0] < method.fill[1] && method.fill[1] < method.fill[2]);
    }
}
