//! Answers other than needs that keep platforms out: where it may run, the budget, the size of pods.

use super::{asked, eliminated, of, platforms};
use crate::design::{Container, Design, PlatformId, QuestionKey, Resources, Workload};
use crate::knowledge::embedded;
use crate::recommend::{Cause, EliminationReason};
use crate::units::{Bytes, MilliCpu};

#[test]
fn a_cloud_shuts_out_what_runs_elsewhere() {
    let own = "kubernetes-self-managed k3s docker-swarm nomad";
    let table = [
        ("aws", "gke-standard gke-autopilot aks cloud-run"),
        ("google-cloud", "eks aks ecs-ec2 ecs-fargate"),
        ("azure", "eks gke-standard gke-autopilot ecs-ec2 ecs-fargate cloud-run"),
        ("other-cloud", "eks gke-standard gke-autopilot aks ecs-ec2 ecs-fargate cloud-run"),
        ("edge", "eks gke-standard gke-autopilot aks ecs-ec2 ecs-fargate cloud-run"),
        ("aws, azure", "gke-standard gke-autopilot cloud-run"),
    ];
    for (clouds, out) in table {
        let recommendation = asked(&format!("clouds: [{clouds}]"));
        let found = eliminated(&recommendation);
        assert_eq!(found, platforms(out), "{clouds}");
        assert!(found.is_disjoint(&platforms(own)), "{clouds}");
        for out in &recommendation.eliminated {
            let by_place = |reason: &&EliminationReason| reason.cause == Cause::Answer(QuestionKey::Clouds);
            let reason = out.reasons.iter().find(by_place).unwrap();
            assert!(reason.reason.starts_with("It runs only in "), "{}", reason.reason);
            assert!(embedded().fact(reason.fact.as_str()).is_some(), "{}", reason.fact);
        }
    }
    let doubt = asked("clouds: {value: [azure], as: not-sure}");
    assert!(doubt.eliminated.is_empty());
    assert_eq!(doubt.risks[0].platforms.len(), 6);
}

#[test]
fn a_budget_that_must_hold_shuts_out_what_costs_more() {
    let recommendation = asked("pods: 400, budget: {value: 500, as: must}");
    assert!(eliminated(&recommendation).contains(&PlatformId::Eks));
    let reason = &recommendation.eliminated[0].reasons[0];
    assert_eq!(reason.cause, Cause::Answer(QuestionKey::Budget));
    assert!(reason.reason.contains("the budget ends at $500"), "{}", reason.reason);
    assert!(asked("pods: 400, budget: 500").eliminated.is_empty(), "a wish shuts nobody out");
    assert!(asked("pods: 400, budget: {value: 90000, as: must}").eliminated.is_empty());
}

fn one_pod(name: &str, milli_cpu: u64, gib: u64, containers: usize) -> Design {
    let container = Container {
        requests: Resources { cpu: Some(MilliCpu(milli_cpu)), memory: Some(Bytes(gib << 30)), ..Resources::default() },
        ..Container::default()
    };
    let workload = Workload { name: name.into(), containers: vec![container; containers], ..Workload::default() };
    Design { workloads: vec![workload], ..Design::default() }
}

#[test]
fn a_pod_too_large_for_a_platform_shuts_it_out() {
    for (design, out) in [
        (one_pod("small", 8000, 32, 1), ""),
        (one_pod("cache", 4000, 48, 1), "cloud-run"),
        (one_pod("model", 10_000, 16, 1), "cloud-run"),
        (one_pod("warehouse", 16_000, 200, 1), "ecs-fargate cloud-run"),
        (one_pod("crowd", 100, 1, 11), "cloud-run"),
    ] {
        let recommendation = of(&design);
        assert_eq!(eliminated(&recommendation), platforms(out), "{}", design.workloads[0].name);
        for reason in recommendation.eliminated.iter().flat_map(|out| &out.reasons) {
            let named = reason.reason.contains(&design.workloads[0].name);
            assert!(named || matches!(reason.cause, Cause::Need(_)), "{}", reason.reason);
        }
    }
}
