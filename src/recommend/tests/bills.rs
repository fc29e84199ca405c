//! The arithmetic of money and hours, by hand.

use super::{asked, of};
use crate::design::{Container, Criterion, Design, PlatformId, Resources, Workload};
use crate::recommend::{CostKind, MatrixRow, Recommendation};
use crate::units::{Bytes, MilliCpu};

fn row(recommendation: &Recommendation, platform: PlatformId) -> &MatrixRow {
    recommendation.matrix.iter().find(|row| row.platform == platform).unwrap()
}

/// Likely cents a month.
fn cents(recommendation: &Recommendation, platform: PlatformId) -> u64 {
    row(recommendation, platform).cost.provider.likely.micro_dollars / 10_000
}

/// Likely cents a month without what the way in and the ways between zones cost.
fn computing(recommendation: &Recommendation, platform: PlatformId) -> u64 {
    let parts = row(recommendation, platform).cost.parts.iter();
    let kept = parts.filter(|part| matches!(part.what, CostKind::Computing | CostKind::ControlPlane));
    kept.map(|part| part.money.likely.micro_dollars).sum::<u64>() / 10_000
}

/// Ten pods of 1 vCPU and 2 GiB under a load whose mean is its peak, so that nothing is saved by following it.
fn ten_pods(requirements: &str) -> Design {
    let mut design = super::design(&format!("trafficShape: daily, peakFactor: 1, {requirements}"));
    design.workloads = vec![Workload {
        name: "api".into(),
        replicas: Some(10),
        containers: vec![Container {
            requests: Resources { cpu: Some(MilliCpu(1000)), memory: Some(Bytes(2 << 30)), ..Resources::default() },
            ..Container::default()
        }],
        ..Workload::default()
    }];
    design
}

#[test]
fn what_is_billed_by_size_is_size_times_price() {
    let recommendation = of(&ten_pods("requests: 1000"));
    // 10 × (1 × 0.04048 + 2 × 0.004445) × 730
    assert_eq!(computing(&recommendation, PlatformId::EcsFargate), 36_040);
    // 10 × (1 × 0.0445 + 2 × 0.0049225) × 730, and 73 for the cluster
    assert_eq!(computing(&recommendation, PlatformId::GkeAutopilot), 39_671 + 7300);
    // 1,000 requests pass three services for 100 ms each: every instance is busy. Kept instances are cheaper then:
    // 10 × (1 × 0.000018 + 2 × 0.000002) × 3600 × 730
    assert_eq!(computing(&recommendation, PlatformId::CloudRun), 57_816);
}

#[test]
fn machines_are_whole_and_filled_to_their_share() {
    let recommendation = of(&ten_pods("clouds: [aws]"));
    // 10 vCPU and 20 GiB at 70 % ask for 14.3 vCPU and 28.6 GiB: 4 of c7i.xlarge, 4 × 0.1785 × 730. EKS adds its fee.
    assert_eq!(computing(&recommendation, PlatformId::EcsEc2), 52_122);
    assert_eq!(computing(&recommendation, PlatformId::Eks), 52_122 + 7300);
    assert_eq!(computing(&recommendation, PlatformId::DockerSwarm), 52_122);
    // Three m7i.large for the control plane: 3 × 0.1008 × 730.
    assert_eq!(computing(&recommendation, PlatformId::KubernetesSelfManaged), 52_122 + 22_075);
}

#[test]
fn a_task_is_raised_to_the_next_size() {
    let mut design = ten_pods("");
    let requests = &mut design.workloads[0].containers[0].requests;
    *requests = Resources { cpu: Some(MilliCpu(300)), memory: Some(Bytes(5 << 29)), ..Resources::default() };
    // 0.3 vCPU becomes 0.5, and 2.5 GiB become 3: 10 × (0.5 × 0.04048 + 3 × 0.004445) × 730
    assert_eq!(computing(&of(&design), PlatformId::EcsFargate), 24_509);
}

#[test]
fn idle_services_cost_next_to_nothing_on_cloud_run_alone() {
    let recommendation = asked("pods: 3, requests: 5, trafficShape: mostly-idle");
    assert!(cents(&recommendation, PlatformId::CloudRun) < 1000);
    for platform in [PlatformId::Eks, PlatformId::EcsEc2, PlatformId::KubernetesSelfManaged] {
        assert!(cents(&recommendation, platform) > 10_000, "{platform:?}");
    }
}

#[test]
fn ranges_enclose_what_is_likely_and_widen_with_the_answers() {
    let [known, guessed] = ["pods: 100", "pods: [20, 100, 400]"].map(asked);
    for (known, guessed) in known.matrix.iter().zip(&guessed.matrix) {
        for row in [known, guessed] {
            let money = row.cost.provider;
            assert!(money.low <= money.likely && money.likely <= money.high, "{:?}", row.platform);
            let [low, likely, high] = row.cost.people_hours;
            assert!(low <= likely && likely <= high, "{:?}", row.platform);
        }
        assert!(guessed.cost.provider.low < known.cost.provider.low, "{:?}", known.platform);
        assert!(guessed.cost.provider.high > known.cost.provider.high, "{:?}", known.platform);
    }
}

#[test]
fn more_regions_cost_more_and_take_more_hours() {
    let [one, three] = ["pods: 60", "pods: 60, regions: 3"].map(asked);
    for platform in [PlatformId::Eks, PlatformId::K3s, PlatformId::Nomad] {
        assert!(cents(&three, platform) > cents(&one, platform), "{platform:?}");
        let hours = |recommendation| row(recommendation, platform).cost.people_hours[1];
        assert!(hours(&three) > hours(&one), "{platform:?}");
    }
}

#[test]
fn a_budget_measures_cost() {
    let value = |requirements: &str| super::likely(&asked(requirements), PlatformId::Eks, Criterion::Cost);
    assert!(value("budget: 10000") > value("budget: 1000"));
    assert!(value("budget: 1000") > value("budget: 200"));
}

/// Cents a month of one part of a bill.
fn part(recommendation: &Recommendation, platform: PlatformId, what: CostKind) -> u64 {
    let parts = &row(recommendation, platform).cost.parts;
    parts.iter().find(|part| part.what == what).map_or(0, |part| part.money.likely.micro_dollars / 10_000)
}

#[test]
fn the_way_in_and_the_ways_between_zones_are_billed() {
    let recommendation = of(&ten_pods("requests: 1000, regions: 2"));
    // 1,000 × 20 KiB × 730 × 3600 s are 50,125.12 GiB a month.
    // 0.0225 × 730 × 2, and 0.008 a GiB.
    assert_eq!(part(&recommendation, PlatformId::Eks, CostKind::LoadBalancers), 3285 + 40_100);
    // On to two more services, two thirds of it into another zone, at 0.02 a GiB.
    assert_eq!(part(&recommendation, PlatformId::EcsFargate, CostKind::ZoneTraffic), 133_666);
    assert_eq!(part(&recommendation, PlatformId::Aks, CostKind::ZoneTraffic), 0);
    assert_eq!(part(&recommendation, PlatformId::CloudRun, CostKind::LoadBalancers), 0);
    let one_zone = of(&ten_pods("requests: 1000, zones: 1"));
    assert_eq!(part(&one_zone, PlatformId::Eks, CostKind::ZoneTraffic), 0);
    // On owned hardware there is neither.
    let owned = of(&ten_pods("requests: 1000, clouds: [on-premises]"));
    assert_eq!(part(&owned, PlatformId::K3s, CostKind::LoadBalancers), 0);
    for row in recommendation.matrix.iter().chain(&owned.matrix) {
        let sum: u64 = row.cost.parts.iter().map(|part| part.money.likely.micro_dollars).sum();
        assert_eq!(sum, row.cost.provider.likely.micro_dollars, "{:?}", row.platform);
    }
}

#[test]
fn people_are_counted_apart_at_a_rate_one_can_say() {
    let people = |design: &Design| row(&of(design), PlatformId::EcsFargate).cost.people;
    let mut design = ten_pods("");
    let hours = u64::from(row(&of(&design), PlatformId::EcsFargate).cost.people_hours[1]);
    assert_eq!(people(&design).likely.micro_dollars, hours * 80_000_000);
    let before = of(&design);
    design.decision.hour_rate = Some(125);
    assert_eq!(people(&design).likely.micro_dollars, hours * 125_000_000);
    for (one, other) in before.matrix.iter().zip(&of(&design).matrix) {
        assert_eq!(one.cost.provider, other.cost.provider);
        assert_eq!(
            one.cells.iter().map(|c| c.value).collect::<Vec<_>>(),
            other.cells.iter().map(|c| c.value).collect::<Vec<_>>()
        );
    }
}

#[test]
fn windows_takes_a_licence_where_its_price_is_cited() {
    let recommendation = of(&ten_pods("needWindowsContainers: {value: true, as: must}"));
    // 10 vCPU × 730 × 0.046
    assert_eq!(part(&recommendation, PlatformId::EcsFargate, CostKind::Licences), 33_580);
    assert_eq!(part(&of(&ten_pods("")), PlatformId::EcsFargate, CostKind::Licences), 0);
}

#[test]
fn ranges_of_every_number_reach_the_bill_and_the_nodes() {
    let known = asked("pods: 100, regions: 2, peakFactor: 3, platformEngineers: 3");
    for guessed in ["regions: [1, 2, 5]", "pods: [20, 100, 400], regions: 2", "peakFactor: [2, 3, 9], regions: 2"] {
        let guessed = asked(&format!("{}{guessed}", if guessed.contains("pods") { "" } else { "pods: 100, " }));
        for (known, guessed) in known.matrix.iter().zip(&guessed.matrix) {
            let (narrow, wide) = (known.cost.provider, guessed.cost.provider);
            assert!(wide.low <= narrow.low && wide.high >= narrow.high, "{:?}", known.platform);
            assert_eq!(narrow.likely, wide.likely, "{:?}", known.platform);
            let (narrow, wide) = (known.cost.nodes, guessed.cost.nodes);
            assert!(wide[0] <= narrow[0] && wide[1] == narrow[1] && wide[2] >= narrow[2], "{:?}", known.platform);
            assert!(wide.is_sorted() && narrow.is_sorted(), "{:?}", known.platform);
        }
    }
    let nodes = |text: &str| row(&asked(text), PlatformId::Eks).cost.nodes;
    assert!(nodes("pods: [20, 100, 400]")[2] > nodes("pods: 100")[2]);
    assert_eq!(row(&known, PlatformId::CloudRun).cost.nodes, [0; 3]);
    let overhead = |text: &str| asked(text).cell(PlatformId::Eks, Criterion::LowOverhead).unwrap().value;
    let (sure, unsure) = (overhead("platformEngineers: 3"), overhead("platformEngineers: [1, 3, 6]"));
    assert!(unsure.low < sure.low && unsure.high > sure.high && unsure.likely == sure.likely);
}

#[test]
fn a_price_that_stands_in_for_one_nobody_knows_rules_nothing_out() {
    let asks = |place: &str| asked(&format!("clouds: {{value: [{place}], as: must}}, budget: {{value: 50, as: must}}"));
    let (known, unknown) = (asks("aws"), asks("other-cloud"));
    let swarm = PlatformId::DockerSwarm;
    let out = |of: &Recommendation| of.eliminated.iter().any(|out| out.platform == swarm);
    assert!(out(&known) && !out(&unknown));
    assert!(!row(&known, swarm).cost.stand_in && row(&unknown, swarm).cost.stand_in);
    let ranked = unknown.ranked.iter().find(|one| one.platform == swarm).unwrap();
    assert!(ranked.caveats.iter().any(|caveat| caveat.text.contains("stand in")), "{:?}", ranked.caveats);
}

#[test]
fn nodes_that_the_scheduler_filled_are_billed_instead_of_the_estimate() {
    use crate::knowledge::{Number, ScheduledSize, embedded};
    let design = ten_pods("");
    let resolved = crate::design::resolve(&design);
    let estimated = crate::recommend::recommend(&design, &resolved, embedded());
    let mut known = embedded().clone();
    known.scheduled = vec![ScheduledSize {
        platform: PlatformId::Eks,
        pods: 10,
        nodes: 40,
        an_hour: Number::whole(8),
        machines: "40 of m7i.xlarge".into(),
    }];
    let scheduled = crate::recommend::recommend(&design, &resolved, &known);
    // 8 dollars for 730 hours, and the control plane's 73.
    assert_eq!(computing(&scheduled, PlatformId::Eks), 584_000 + 7_300);
    assert!(computing(&estimated, PlatformId::Eks) < 200_000);
    let cost = &row(&scheduled, PlatformId::Eks).cost;
    assert_eq!(cost.nodes[1], 40);
    assert!(cost.nodes[0] <= 40 && cost.nodes[2] >= 40);
    assert!(cost.provider.low <= cost.provider.likely && cost.provider.likely <= cost.provider.high);
    assert!(cost.why.lines.iter().any(|line| line.text.contains("40 of m7i.xlarge")));
    let others = [PlatformId::EcsEc2, PlatformId::Aks, PlatformId::CloudRun];
    assert!(others.iter().all(|other| row(&scheduled, *other).cost == row(&estimated, *other).cost));
}
