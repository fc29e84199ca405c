//! What a must, a wish and a doubt do.

use super::{asked, eliminated, likely, platforms};
use crate::design::Answer;
use crate::design::{Design, Insistence, Need, OptionKey, PlatformId, QuestionKey, Said, resolve};
use crate::knowledge::embedded;
use crate::recommend::{Cause, Recommendation, recommend};

fn with(need: Need, insistence: Insistence) -> Recommendation {
    let mut design = Design::default();
    let said = Said { answer: Answer::Flag(true), insistence };
    design.requirements.say(QuestionKey::Need(need), said).unwrap();
    recommend(&design, &resolve(&design), embedded())
}

/// Who falls out by which must; written down apart from the table, so that a slip there shows.
const OUT: [(Need, &str); 29] = [
    (Need::OnPremises, "gke-standard gke-autopilot aks ecs-fargate cloud-run"),
    (Need::AirGap, "eks gke-standard gke-autopilot aks ecs-ec2 ecs-fargate cloud-run"),
    (Need::WindowsContainers, "gke-autopilot k3s cloud-run"),
    (Need::Gpu, "ecs-fargate"),
    (Need::BlockStorage, "ecs-fargate cloud-run"),
    (Need::TcpUdpIngress, "cloud-run"),
    (Need::RequestOver60Minutes, "cloud-run"),
    (Need::PerNodeDaemon, "ecs-fargate cloud-run"),
    (
        Need::BareProcesses,
        "kubernetes-self-managed eks gke-standard gke-autopilot aks k3s docker-swarm ecs-ec2 ecs-fargate cloud-run",
    ),
    (Need::VirtualMachines, "gke-autopilot docker-swarm ecs-ec2 ecs-fargate cloud-run"),
    (Need::Privileged, "gke-autopilot docker-swarm ecs-fargate cloud-run"),
    (Need::Fips, "docker-swarm cloud-run"),
    (Need::Over10kNodes, "kubernetes-self-managed gke-autopilot aks k3s docker-swarm ecs-ec2"),
    (Need::ScaleToZero, "docker-swarm nomad ecs-ec2 ecs-fargate"),
    (Need::MultiCloudActive, "eks gke-standard gke-autopilot aks ecs-ec2 ecs-fargate cloud-run"),
    (Need::OsiLicenceOnly, "eks gke-standard gke-autopilot aks nomad ecs-ec2 ecs-fargate cloud-run"),
    (Need::ServiceMesh, "docker-swarm"),
    (Need::NetworkPolicy, "docker-swarm"),
    (Need::Arm64, "cloud-run"),
    (Need::Ipv6Only, "docker-swarm"),
    (Need::SpotBatch, "cloud-run"),
    (Need::StatefulQuorum, "ecs-fargate cloud-run"),
    (Need::StrictTenancy, ""),
    (Need::GovernmentCompliance, "kubernetes-self-managed k3s docker-swarm nomad"),
    (Need::NoForcedUpgrades, "gke-standard gke-autopilot ecs-fargate cloud-run"),
    (Need::JobOver24Hours, ""),
    (Need::OperatorsHelm, "docker-swarm nomad ecs-ec2 ecs-fargate cloud-run"),
    (Need::LargeMemory, "ecs-fargate cloud-run"),
    (Need::NativeCron, "docker-swarm"),
];

#[test]
fn a_must_eliminates_with_reason_and_source() {
    for ((need, out), other) in OUT.iter().zip(Need::ALL) {
        assert_eq!(need, other);
        let recommendation = with(*need, Insistence::Must);
        assert_eq!(eliminated(&recommendation), platforms(out), "{}", need.key());
        assert_eq!(recommendation.ranked.len() + recommendation.eliminated.len(), PlatformId::ALL.len());
        for reason in recommendation.eliminated.iter().flat_map(|out| &out.reasons) {
            assert_eq!(reason.cause, Cause::Need(*need));
            assert!(reason.reason.ends_with('.'), "{}", reason.reason);
            assert!(!embedded().fact(reason.fact.as_str()).unwrap().sources.is_empty());
        }
    }
}

#[test]
fn a_wish_takes_points_and_a_doubt_only_widens() {
    let plain = asked("");
    for constraint in &embedded().constraints {
        let wish = with(constraint.need, Insistence::Want);
        let doubt = with(constraint.need, Insistence::NotSure);
        assert!(wish.eliminated.is_empty() && doubt.eliminated.is_empty(), "{}", constraint.need.key());
        for platform in PlatformId::ALL {
            let touched = constraint.eliminates(*platform).or_else(|| constraint.burdens(*platform)).is_some();
            for criterion in &constraint.criteria {
                let before = plain.cell(*platform, *criterion).unwrap().value;
                let (wish, doubt) =
                    (wish.cell(*platform, *criterion).unwrap(), doubt.cell(*platform, *criterion).unwrap());
                let place = format!("{} {} {}", constraint.need.key(), platform.key(), criterion.key());
                assert_eq!(wish.value.likely < before.likely, touched && before.likely.as_hundredths() > 0, "{place}");
                assert_eq!(doubt.value.likely, before.likely, "{place}");
                assert_eq!(doubt.value.low < before.low, touched && before.low.as_hundredths() > 0, "{place}");
                let cited = |cell: &crate::recommend::Cell| cell.why.facts().contains(&&constraint.fact);
                assert_eq!(cited(wish) && cited(doubt), touched || cited(plain.cell(*platform, *criterion).unwrap()));
            }
        }
        let at_risk: Vec<_> = doubt.risks.iter().flat_map(|risk| risk.platforms.clone()).collect();
        let named: Vec<_> = constraint.eliminates.iter().map(|verdict| verdict.platform).collect();
        assert_eq!(at_risk.len(), named.len(), "{}", constraint.need.key());
    }
}

#[test]
fn a_must_met_with_much_work_takes_more_than_a_wish() {
    let criterion = crate::design::Criterion::Stateful;
    let swarm = PlatformId::DockerSwarm;
    let [plain, wish, must] =
        [asked(""), with(Need::BlockStorage, Insistence::Want), with(Need::BlockStorage, Insistence::Must)]
            .map(|recommendation| likely(&recommendation, swarm, criterion));
    assert!(must < wish && wish < plain, "{must} {wish} {plain}");
}

#[test]
fn kinds_of_work_ask_for_what_they_take() {
    let must = asked("workloadKinds: {value: [daemons], as: must}");
    assert_eq!(eliminated(&must), platforms("ecs-fargate cloud-run"));
    assert_eq!(must.eliminated[0].reasons[0].cause, Cause::Answer(QuestionKey::WorkloadKinds));
    let wish = asked("workloadKinds: [daemons]");
    assert!(wish.eliminated.is_empty());
    let no = asked("workloadKinds: {value: [daemons], as: must}, needPerNodeDaemon: false");
    assert!(no.eliminated.is_empty(), "a no that was said is an answer");
}

#[test]
fn what_a_single_answer_keeps_out_is_a_near_miss() {
    let recommendation = asked(
        "trafficShape: mostly-idle, operation: nobody, pods: 3, requests: 5, needRequestOver60Minutes: {value: true, as: must}",
    );
    let miss = &recommendation.near_misses[0];
    assert_eq!((miss.platform, miss.rank), (PlatformId::CloudRun, 1));
    assert_eq!(
        miss.text,
        "Google Cloud Run would rank first without the need “One request or socket lasts over an hour”."
    );
    // And that is true.
    let without = asked("trafficShape: mostly-idle, operation: nobody, pods: 3, requests: 5");
    assert_eq!(without.first().unwrap().platform, PlatformId::CloudRun);
}

#[test]
fn when_nobody_is_left_the_summary_says_what_to_give_up() {
    let recommendation = asked(
        "clouds: [azure], needBareProcesses: {value: true, as: must}, needGovernmentCompliance: {value: true, as: must}",
    );
    assert!(recommendation.ranked.is_empty());
    assert_eq!(
        recommendation.summary,
        "Nothing meets every must. Azure Kubernetes Service could do it without the need “Bare processes or JARs without an image”."
    );
}

#[test]
fn contradictions_name_both_answers() {
    let table = [
        ("operation: nobody, needOnPremises: {value: true, as: must}", "owned hardware"),
        ("operation: nobody, clouds: [on-premises]", "owned hardware"),
        ("operation: nobody, needAirGap: {value: true, as: must}", "without a network"),
        ("operation: nobody, licence: osi-only", "open-source licences"),
        ("operation: nobody, needNoForcedUpgrades: {value: true, as: must}", "force upgrades"),
        ("operation: nobody, needMultiCloudActive: {value: true, as: must}", "several clouds"),
        ("operation: dedicated, platformEngineers: 0", "nobody who can run"),
        ("clouds: [aws], needAirGap: {value: true, as: must}", "only clouds were named"),
        ("clouds: [aws], needOnPremises: {value: true, as: must}", "only clouds were named"),
        ("clouds: [aws], needMultiCloudActive: {value: true, as: must}", "fewer were named"),
        ("licence: osi-only, compliance: [fedramp-high]", "proprietary"),
        ("needAirGap: {value: true, as: must}, compliance: [fedramp-high]", "in a cloud"),
        ("clouds: [on-premises], compliance: [fedramp-high]", "in a cloud"),
        ("licence: osi-only, needWindowsContainers: {value: true, as: must}", "Windows has none"),
        ("zones: 1, availability: '99.99'", "One zone"),
        ("pods: 100, needOver10kNodes: {value: true, as: must}", "fewer pods"),
    ];
    for (requirements, part) in table {
        let found = asked(requirements).contradictions;
        assert_eq!(found.len(), 1, "{requirements}: {found:?}");
        assert!(found[0].text.contains(part), "{requirements}: {}", found[0].text);
        assert_ne!(found[0].one, found[0].other);
    }
    assert!(asked("operation: dedicated, platformEngineers: 3, clouds: [on-premises]").contradictions.is_empty());
}

/// Every set of causes, applied to what keeps the platforms out: the smallest that let somebody stand.
fn smallest_by_trying(recommendation: &Recommendation) -> Vec<Vec<Cause>> {
    let mut all: Vec<Cause> = recommendation.eliminated.iter().flat_map(|out| &out.reasons).map(|r| r.cause).collect();
    all.sort_unstable();
    all.dedup();
    let mut found: Vec<Vec<Cause>> = Vec::new();
    let mut sets: Vec<u32> = (0..1u32 << all.len()).collect();
    sets.sort_by_key(|set| set.count_ones());
    for set in sets {
        let given_up: Vec<Cause> = (0..).zip(&all).filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, c)| *c).collect();
        let opens = recommendation.eliminated.iter().any(|out| out.reasons.iter().all(|r| given_up.contains(&r.cause)));
        if opens && !found.iter().any(|smaller| smaller.iter().all(|cause| given_up.contains(cause))) {
            found.push(given_up);
        }
    }
    found
}

#[test]
fn when_nothing_is_left_the_smallest_ways_out_are_named() {
    let mut tried = 0;
    for requirements in [
        "needOnPremises: {value: true, as: must}, needGovernmentCompliance: {value: true, as: must}, needServiceMesh: {value: true, as: must}, needOsiLicenceOnly: {value: true, as: must}",
        "needAirGap: {value: true, as: must}, needScaleToZero: {value: true, as: must}, needWindowsContainers: {value: true, as: must}, needBareProcesses: {value: true, as: must}, clouds: [aws]",
        "clouds: [azure], needBareProcesses: {value: true, as: must}, needOver10kNodes: {value: true, as: must}, budget: {value: 10, as: must}",
    ] {
        let recommendation = asked(requirements);
        assert!(recommendation.ranked.is_empty(), "{requirements}");
        let mut ways: Vec<Vec<Cause>> = recommendation
            .ways_out
            .iter()
            .map(|way| {
                let mut causes = way.give_up.clone();
                causes.sort_unstable();
                causes
            })
            .collect();
        let lengths: Vec<usize> = ways.iter().map(Vec::len).collect();
        assert!(lengths.is_sorted(), "{lengths:?}");
        let mut expected = smallest_by_trying(&recommendation);
        ways.sort();
        expected.sort();
        assert_eq!(ways, expected, "{requirements}");
        assert!(recommendation.summary.ends_with(&recommendation.ways_out[0].text), "{}", recommendation.summary);
        tried += ways.len();
    }
    assert!(tried > 3, "{tried}");
    assert!(asked("needGpu: {value: true, as: must}").ways_out.is_empty());
}

#[test]
fn giving_up_what_a_way_out_names_lets_that_platform_stand() {
    let text = "needMultiCloudActive: {value: true, as: must}, needGovernmentCompliance: {value: true, as: must}";
    let mut design = super::design(text);
    let recommendation = super::of(&design);
    let way = recommendation.ways_out.first().unwrap();
    for cause in &way.give_up {
        design.requirements.unsay(cause.question());
    }
    let stands: Vec<PlatformId> =
        super::of(&design).ranked.iter().filter_map(|ranked| ranked.platform.platform()).collect();
    assert!(way.opens.iter().all(|platform| stands.contains(platform)), "{stands:?}");
}
