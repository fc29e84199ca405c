//! The disruption budget: how many pods a drain may take at once.

use super::controller::Selector;
use crate::design::{Disruption, Workload, WorkloadKind};
use crate::manifests::desk::Desk;
use crate::manifests::object::{Body, Metadata, Note, Object};
use crate::units::IntOrPercent;
use crate::yaml::written;

written! {
    struct BudgetSpec {
        min_available: Option<IntOrPercent>,
        max_unavailable: Option<IntOrPercent>,
        unhealthy_pod_eviction_policy: &'static str,
        selector: Selector,
    }
}

impl Body for BudgetSpec {
    const API_VERSION: &'static str = "policy/v1";
    const KIND: &'static str = "PodDisruptionBudget";
}

/// The budget of a workload: as said, or one pod at a time where there are several.
pub(super) fn budget(desk: &mut Desk, workload: &Workload, metadata: &Metadata) -> Option<Object> {
    let is_replicated = matches!(workload.kind, WorkloadKind::Deployment | WorkloadKind::StatefulSet);
    let said = workload.disruption;
    let mut notes = vec![Note::new(
        &["spec", "unhealthyPodEvictionPolicy"],
        "A pod that never became ready serves nobody, so a drain may always take it.",
    )];
    let (min_available, max_unavailable) = match said {
        Some(Disruption::MinAvailable(amount)) => (Some(amount), None),
        Some(Disruption::MaxUnavailable(amount)) => (None, Some(amount)),
        None if is_replicated && workload.pods() >= 2 => {
            notes.push(Note::new(
                &["spec", "maxUnavailable"],
                "Not said in the design: a drain takes one of the replicas at a time.",
            ));
            (None, Some(IntOrPercent::Count(1)))
        }
        None => return None,
    };
    judge(desk, workload, is_replicated);
    let spec = BudgetSpec {
        min_available,
        max_unavailable,
        unhealthy_pod_eviction_policy: "AlwaysAllow",
        selector: Selector { match_labels: workload.selector_labels().into() },
    };
    Some(Object::new(metadata, &spec).noted(&notes))
}

/// Findings about a budget that blocks every drain, or that Kubernetes cannot reckon with.
fn judge(desk: &mut Desk, workload: &Workload, is_replicated: bool) {
    let field = format!("workloads.{}.disruption", workload.name);
    let pods = workload.pods();
    let blocks = match workload.disruption {
        Some(Disruption::MinAvailable(IntOrPercent::Count(stay))) => is_replicated && stay >= pods,
        Some(Disruption::MinAvailable(IntOrPercent::Percent(stay))) => stay >= 100,
        Some(Disruption::MaxUnavailable(IntOrPercent::Count(go) | IntOrPercent::Percent(go))) => go == 0,
        None => false,
    };
    if blocks {
        desk.warn(
            field,
            format!("No pod may ever go ({pods} in all), so no node with one can be drained."),
            "Allow one pod to go, or run one more.",
        );
    } else if !is_replicated && !matches!(workload.disruption, Some(Disruption::MinAvailable(IntOrPercent::Count(_)))) {
        desk.warn(
            field,
            format!("For a {} Kubernetes reckons only with a number of pods that stay.", workload.kind.name()),
            "Give that number, or remove the budget.",
        );
    }
}
