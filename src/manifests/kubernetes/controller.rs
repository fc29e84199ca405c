//! What keeps pods running: Deployment, StatefulSet, DaemonSet.

use super::claim::{ClaimTemplate, template};
use super::pod::{PodTemplate, pod};
use crate::design::{KubernetesMinor, PodManagement, Rollout, Workload, WorkloadKind};
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Many, Pairs};
use crate::manifests::object::{Body, Metadata, Note, Object};
use crate::mesh::governing_service;
use crate::order::Gather;
use crate::units::IntOrPercent;
use crate::yaml::written;

written! {
    /// Which pods are meant.
    pub(super) struct Selector {
        pub(super) match_labels: Pairs,
    }

    struct DeploymentSpec {
        replicas: Option<u32>,
        revision_history_limit: Option<u32>,
        min_ready_seconds: Option<u32>,
        selector: Selector,
        strategy: Option<Strategy>,
        template: PodTemplate,
    }
}

impl Body for DeploymentSpec {
    const API_VERSION: &'static str = "apps/v1";
    const KIND: &'static str = "Deployment";
}

written! {
    struct StatefulSetSpec {
        replicas: Option<u32>,
        revision_history_limit: Option<u32>,
        min_ready_seconds: Option<u32>,
        service_name: String,
        pod_management_policy: Option<PodManagement>,
        selector: Selector,
        update_strategy: Option<Strategy>,
        template: PodTemplate,
        persistent_volume_claim_retention_policy: Option<Retention>,
        volume_claim_templates: Many<ClaimTemplate>,
    }
}

impl Body for StatefulSetSpec {
    const API_VERSION: &'static str = "apps/v1";
    const KIND: &'static str = "StatefulSet";
}

written! {
    struct DaemonSetSpec {
        revision_history_limit: Option<u32>,
        min_ready_seconds: Option<u32>,
        selector: Selector,
        update_strategy: Option<Strategy>,
        template: PodTemplate,
    }
}

impl Body for DaemonSetSpec {
    const API_VERSION: &'static str = "apps/v1";
    const KIND: &'static str = "DaemonSet";
}

written! {
    struct Strategy {
        r#type: &'static str,
        rolling_update: Option<RollingUpdate>,
    }

    #[derive(Default, PartialEq)]
    struct RollingUpdate {
        max_surge: Option<IntOrPercent>,
        max_unavailable: Option<IntOrPercent>,
        partition: Option<u32>,
    }

    struct Retention {
        when_deleted: &'static str,
        when_scaled: &'static str,
    }
}

/// The object of a Deployment, StatefulSet or DaemonSet.
pub(super) fn controller(desk: &mut Desk, index: usize, workload: &Workload, metadata: &Metadata) -> Object {
    let (template, pod_notes) = pod(desk, index, workload);
    let selector = Selector { match_labels: workload.selector_labels().into() };
    let strategy = strategy(desk, workload);
    let Workload { revision_history: revision_history_limit, min_ready_seconds, .. } = *workload;
    // An autoscaler's number would be reset at each apply.
    let replicas = workload.autoscaling.is_none().then(|| workload.replicas.unwrap_or(1));
    let object = match workload.kind {
        WorkloadKind::StatefulSet => {
            let claims = workload.claim_templates.iter().map(self::template).collect();
            let service_name = governing_service(desk.design, workload);
            let pod_management_policy =
                (workload.pod_management != PodManagement::default()).then_some(workload.pod_management);
            let spec = StatefulSetSpec {
                replicas,
                revision_history_limit,
                min_ready_seconds,
                service_name,
                pod_management_policy,
                selector,
                update_strategy: strategy,
                template,
                persistent_volume_claim_retention_policy: retention(workload),
                volume_claim_templates: claims,
            };
            Object::new(metadata, &spec)
        }
        WorkloadKind::DaemonSet => {
            let spec = DaemonSetSpec {
                revision_history_limit,
                min_ready_seconds,
                selector,
                update_strategy: strategy,
                template,
            };
            Object::new(metadata, &spec)
        }
        _ => {
            let spec =
                DeploymentSpec { replicas, revision_history_limit, min_ready_seconds, selector, strategy, template };
            Object::new(metadata, &spec)
        }
    };
    let mut notes = below(&["spec", "template", "spec"], pod_notes);
    if workload.autoscaling.is_some() && workload.kind != WorkloadKind::DaemonSet {
        notes.push(Note::new(&["spec", "selector"], "No replicas here: the autoscaler below sets them."));
    }
    object.noted(&notes)
}

/// Notes at a pod, seen from the object that holds its template.
pub(super) fn below(prefix: &[&str], notes: Vec<Note>) -> Vec<Note> {
    let full = |note: Note| Note {
        path: prefix.iter().map(|step| (*step).to_owned()).chain(note.path).gather(),
        text: note.text,
    };
    notes.into_iter().map(full).gather()
}

fn retention(workload: &Workload) -> Option<Retention> {
    let kept = workload.claim_retention;
    let word = |delete: bool| if delete { "Delete" } else { "Retain" };
    (kept.delete_with_set || kept.delete_on_scale_down)
        .then(|| Retention { when_deleted: word(kept.delete_with_set), when_scaled: word(kept.delete_on_scale_down) })
}

/// The rollout as the kind knows it; what it does not know is a finding.
fn strategy(desk: &mut Desk, workload: &Workload) -> Option<Strategy> {
    let kind = workload.kind;
    let refuse = |desk: &mut Desk, what: &str| {
        desk.warn(
            format!("workloads.{}.rollout", workload.name),
            format!("A {} knows no {what}, so it is not written.", kind.name()),
            "Remove it, or choose another kind.",
        );
    };
    match workload.rollout.as_ref()? {
        Rollout::Rolling { max_surge, max_unavailable, partition } => {
            let mut update =
                RollingUpdate { max_surge: *max_surge, max_unavailable: *max_unavailable, partition: *partition };
            if kind == WorkloadKind::StatefulSet && update.max_surge.take().is_some() {
                refuse(desk, "surge");
            }
            if kind != WorkloadKind::StatefulSet && update.partition.take().is_some() {
                refuse(desk, "partition");
            }
            if kind == WorkloadKind::StatefulSet
                && update.max_unavailable.is_some()
                && desk.version() < KubernetesMinor::V1_37
            {
                desk.remark(
                    format!("workloads.{}.rollout", workload.name),
                    "Before Kubernetes 1.37 a StatefulSet's maxUnavailable is switched off, and has no effect.".into(),
                    "Switch the feature gate MaxUnavailableStatefulSet on, or leave it out.",
                );
            }
            if is_none_at_all(update.max_surge) && is_none_at_all(update.max_unavailable) {
                desk.fail(
                    format!("workloads.{}.rollout", workload.name),
                    "Neither more nor fewer pods than wanted are allowed, so no rollout can begin.".into(),
                    "Allow one of them.",
                );
            }
            let rolling_update = (update != RollingUpdate::default()).then_some(update);
            Some(Strategy { r#type: "RollingUpdate", rolling_update })
        }
        Rollout::Recreate if kind == WorkloadKind::Deployment => {
            Some(Strategy { r#type: "Recreate", rolling_update: None })
        }
        Rollout::OnDelete if kind != WorkloadKind::Deployment => {
            Some(Strategy { r#type: "OnDelete", rolling_update: None })
        }
        Rollout::Recreate => {
            refuse(desk, "Recreate");
            None
        }
        Rollout::OnDelete => {
            refuse(desk, "OnDelete");
            None
        }
    }
}

fn is_none_at_all(amount: Option<IntOrPercent>) -> bool {
    matches!(amount, Some(IntOrPercent::Count(0) | IntOrPercent::Percent(0)))
}
