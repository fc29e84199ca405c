//! Which questions are worth asking: some decide nothing once others are answered.

use super::vocabulary::{Cloud, Need, Operation, TrafficShape, WorkloadKindWanted};
use super::{Estimate, QuestionKey, Requirements, Resolved};

/// Why a question need not be asked, as half a sentence; none where it should be, and for one that was answered.
pub fn idle(requirements: &Requirements, resolved: &Resolved, key: QuestionKey) -> Option<&'static str> {
    if requirements.get(key).is_some() {
        return None;
    }
    let owned = |cloud: &Cloud| matches!(cloud, Cloud::OnPremises | Cloud::Edge);
    let clouds = &resolved.clouds;
    let none_owned = !clouds.is_empty() && !clouds.iter().any(owned);
    let only_owned = !clouds.is_empty() && clouds.iter().all(owned);
    let kinds = &resolved.workload_kinds;
    let no_kind = |wanted: &[WorkloadKindWanted]| !kinds.is_empty() && !wanted.iter().any(|kind| kinds.contains(kind));
    let (holds, why) = match key {
        QuestionKey::PeakFactor => (
            matches!(resolved.traffic_shape, TrafficShape::Steady | TrafficShape::MostlyIdle),
            "the mean of such a load follows from its shape",
        ),
        QuestionKey::PlatformEngineers => (resolved.operation == Operation::Nobody, "nobody is meant to run it"),
        QuestionKey::RegionNames => (
            clouds.is_empty() && resolved.regions == Estimate::exact(1),
            "neither places nor several regions were named",
        ),
        QuestionKey::Need(need) if resolved.needs(need) => return None,
        QuestionKey::Need(Need::OnPremises | Need::AirGap) => (none_owned, "only clouds were named"),
        QuestionKey::Need(Need::MultiCloudActive) => (clouds.len() == 1, "one place was named"),
        QuestionKey::Need(Need::GovernmentCompliance) => {
            (only_owned, "on owned hardware no provider runs a control plane")
        }
        QuestionKey::Need(Need::Over10kNodes) => (resolved.pods.high < 10_000, "there are fewer pods than that"),
        QuestionKey::Need(Need::BlockStorage | Need::StatefulQuorum) => {
            (no_kind(&[WorkloadKindWanted::Stateful]), "no work that keeps data was named")
        }
        QuestionKey::Need(Need::JobOver24Hours | Need::SpotBatch) => (
            no_kind(&[WorkloadKindWanted::Batch, WorkloadKindWanted::Cron, WorkloadKindWanted::MachineLearning]),
            "no work that ends was named",
        ),
        QuestionKey::Need(Need::NativeCron) => (no_kind(&[WorkloadKindWanted::Cron]), "no work by the clock was named"),
        _ => return None,
    };
    holds.then_some(why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Design, resolve};

    fn asked(requirements: &str) -> Vec<&'static str> {
        let design: Design = serde_yaml::from_str(&format!("schema: 1\nrequirements: {{{requirements}}}")).unwrap();
        let resolved = resolve(&design);
        QuestionKey::all()
            .filter(|key| idle(&design.requirements, &resolved, *key).is_some())
            .map(QuestionKey::key)
            .collect()
    }

    #[test]
    fn questions_vanish_and_appear_by_earlier_answers() {
        for (requirements, vanished) in [
            ("pods: 20000", vec!["regionNames"]),
            ("pods: 20000, regions: 2", vec![]),
            ("pods: 20000, regions: 2, trafficShape: steady", vec!["peakFactor"]),
            ("pods: 20000, regions: 2, trafficShape: steady, peakFactor: 4", vec![]),
            ("pods: 20000, regions: 2, operation: nobody", vec!["platformEngineers"]),
            ("pods: 20000, clouds: [aws]", vec!["needOnPremises", "needAirGap", "needMultiCloudActive"]),
            ("pods: 20000, clouds: [aws], needAirGap: true", vec!["needOnPremises", "needMultiCloudActive"]),
            ("pods: 20000, clouds: [edge]", vec!["needMultiCloudActive", "needGovernmentCompliance"]),
            (
                "pods: 20000, regions: 2, workloadKinds: [stateless]",
                vec!["needBlockStorage", "needSpotBatch", "needStatefulQuorum", "needJobOver24Hours", "needNativeCron"],
            ),
            ("pods: 300, regions: 2", vec!["needOver10kNodes"]),
        ] {
            assert_eq!(asked(requirements), vanished, "{requirements}");
        }
    }
}
