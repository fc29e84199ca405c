//! The pod template.

use super::container::{ContainerSpec, container};
use super::placement::{AffinitySpec, SpreadSpec, TolerationSpec, affinity, spread, toleration, usual_spread};
use super::security::{PodSecurityContext, breaches, notes, pod_context};
use super::volume::{VolumeSpec, volume};
use crate::design::{Affinity, ContainerRole, JobRestart, PodSecurityLevel, VolumeSource, Workload, WorkloadKind};
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Flag, Many, Pairs, Word};
use crate::manifests::object::Note;
use crate::order::Gather;
use crate::yaml::written;

written! {
    /// A template of pods.
    pub(super) struct PodTemplate {
        metadata: TemplateMetadata,
        spec: PodSpec,
    }

    struct TemplateMetadata {
        labels: Pairs,
        annotations: Pairs,
    }

    struct PodSpec {
        service_account_name: Word,
        automount_service_account_token: bool,
        host_network: Flag,
        dns_policy: Option<&'static str>,
        host_pid as "hostPID": Flag,
        host_ipc as "hostIPC": Flag,
        security_context: Option<PodSecurityContext>,
        image_pull_secrets: Many<Named>,
        init_containers: Many<ContainerSpec>,
        containers: Vec<ContainerSpec>,
        volumes: Many<VolumeSpec>,
        restart_policy: Option<JobRestart>,
        termination_grace_period_seconds: Option<u64>,
        priority_class_name: Word,
        runtime_class_name: Word,
        scheduler_name: Word,
        node_selector: Pairs,
        affinity: Option<AffinitySpec>,
        topology_spread_constraints: Many<SpreadSpec>,
        tolerations: Many<TolerationSpec>,
    }

    struct Named {
        name: String,
    }
}

/// The template of a workload's pods, and the comments that belong into it, below the pod's `spec`.
pub(super) fn pod(desk: &Desk, index: usize, workload: &Workload) -> (PodTemplate, Vec<Note>) {
    let wanted = desk.wanted_level();
    let mut notes = notes(&breaches(workload), wanted);
    let blocks = block_volumes(desk, index, workload);
    let list = |main: bool| {
        let all = workload.containers.iter().enumerate();
        let here = all.filter(move |(_, own)| (own.role == ContainerRole::Main) == main);
        here.map(|(place, own)| container(workload, own, name_of(workload, place), wanted, &blocks))
    };
    let security_context = pod_context(workload, wanted);
    if wanted == PodSecurityLevel::Restricted {
        notes.push(Note::new(
            &["securityContext"],
            "What the design does not say is set as the pod-security level restricted asks, here and in each container.",
        ));
    }
    let is_job = matches!(workload.kind, WorkloadKind::Job | WorkloadKind::CronJob);
    let spreads = spreads(workload, &mut notes);
    if workload.host_network {
        notes.push(Note::new(&["dnsPolicy"], "On the node's network, names of Services resolve only with this."));
    }
    let member = desk.plan.members.get(index);
    let spec = PodSpec {
        service_account_name: member.map_or(Word::default(), |member| (&member.account).into()),
        automount_service_account_token: workload.api_token.unwrap_or(false),
        host_network: Flag(workload.host_network),
        dns_policy: workload.host_network.then_some("ClusterFirstWithHostNet"),
        host_pid: Flag(workload.host_pid),
        host_ipc: Flag(workload.host_ipc),
        security_context,
        image_pull_secrets: workload.pull_secrets.iter().map(|name| Named { name: name.clone() }).collect(),
        init_containers: list(false).collect(),
        containers: list(true).collect(),
        volumes: workload.volumes.iter().map(volume).collect(),
        restart_policy: is_job.then_some(workload.batch.restart),
        termination_grace_period_seconds: workload.termination_grace_seconds,
        priority_class_name: (&workload.priority_class).into(),
        runtime_class_name: (&workload.runtime_class).into(),
        scheduler_name: (&workload.scheduler).into(),
        node_selector: workload.node_selector.clone().into(),
        affinity: affinity(&workload.affinity),
        topology_spread_constraints: spreads.into(),
        tolerations: workload.tolerations.iter().map(toleration).collect(),
    };
    let metadata = TemplateMetadata {
        labels: Pairs(desk.pod_labels(index, workload)),
        annotations: workload.annotations.clone().into(),
    };
    (PodTemplate { metadata, spec }, notes)
}

/// The spread as said, or the usual one where there are replicas to spread and nothing was said of their places.
fn spreads(workload: &Workload, notes: &mut Vec<Note>) -> Vec<SpreadSpec> {
    if !workload.spread.is_empty() {
        return workload.spread.iter().map(spread).gather();
    }
    let has_replicas = matches!(workload.kind, WorkloadKind::Deployment | WorkloadKind::StatefulSet);
    let Affinity { apart_required, apart_preferred, .. } = &workload.affinity;
    if !has_replicas || workload.pods() < 2 || !apart_required.is_empty() || !apart_preferred.is_empty() {
        return Vec::new();
    }
    notes.push(Note::new(
        &["topologySpreadConstraints"],
        "Not said in the design: replicas are spread as well as it goes, so that losing a zone or a node does not take all.",
    ));
    usual_spread(&workload.selector_labels(), workload.kind)
}

/// A container's name; where it has none, one made from the workload's, since Kubernetes asks for one.
fn name_of(workload: &Workload, place: usize) -> String {
    match workload.containers.get(place) {
        Some(container) if !container.name.is_empty() => container.name.clone(),
        _ if workload.containers.iter().all(|container| container.name != workload.name) && place == 0 => {
            workload.name.clone()
        }
        _ => format!("{}-container-{place}", workload.name),
    }
}

/// The volumes that are raw block devices.
fn block_volumes<'a>(desk: &Desk, index: usize, workload: &'a Workload) -> Vec<&'a str> {
    let templates = workload.claim_templates.iter().filter(|claim| claim.block).map(|claim| claim.name.as_str());
    let namespace = desk.plan.members.get(index).map_or("", |member| member.namespace.as_str());
    let claimed =
        workload.volumes.iter().filter(|volume| match &volume.source {
            VolumeSource::Claim { name, .. } => desk.design.claims.iter().any(|claim| {
                claim.block && claim.name == *name && desk.design.namespace_of(&claim.namespace) == namespace
            }),
            _ => false,
        });
    templates.chain(claimed.map(|volume| volume.name.as_str())).gather()
}
