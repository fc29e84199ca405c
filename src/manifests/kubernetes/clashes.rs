//! Workloads that take each other's pods or each other's identity.

use crate::design::{Workload, WorkloadKind};
use crate::manifests::desk::{Desk, listed};
use crate::mesh::sorted;
use crate::order::Gather;

/// Findings about selectors that do not hold and accounts that are shared.
pub(in crate::manifests) fn clashes(desk: &mut Desk) {
    for namespace in desk.namespaces() {
        let workloads = desk.workloads_in(namespace);
        for (index, workload) in &workloads {
            mismatch(desk, workload);
            overlap(desk, *index, workload, &workloads);
        }
        shared_accounts(desk, namespace, &workloads);
    }
}

/// A selector that the workload's own labels do not meet.
fn mismatch(desk: &mut Desk, workload: &Workload) {
    let labels = workload.pod_labels();
    if workload.selector.iter().any(|(key, value)| labels.get(key) != Some(value)) {
        desk.fail(
            format!("workloads.{}.selector", workload.name),
            "Its selector asks for labels its pods do not have.".into(),
            "The pods are given them in the files; write them in the labels too.",
        );
    }
}

/// A selector that other workloads' pods meet as well.
fn overlap(desk: &mut Desk, index: usize, workload: &Workload, all: &[(usize, &Workload)]) {
    // Jobs find their pods by a label of their own making.
    if matches!(workload.kind, WorkloadKind::Job | WorkloadKind::CronJob) {
        return;
    }
    let selector = workload.selector_labels();
    let members = &desk.plan.members;
    let taken: Vec<&str> = all
        .iter()
        .filter(|(other, _)| {
            let labels = members.get(*other).map(|member| &member.labels);
            *other != index
                && labels.is_some_and(|labels| selector.iter().all(|(key, value)| labels.get(key) == Some(value)))
        })
        .map(|(_, own)| own.name.as_str())
        .gather();
    if !taken.is_empty() {
        desk.warn(
            format!("workloads.{}.selector", workload.name),
            format!("Its selector also matches the pods of {}: counts and policies would mix them up.", listed(&taken)),
            "Give each a label of its own, and select by it.",
        );
    }
}

/// One service account for several workloads: no policy can tell them apart.
fn shared_accounts(desk: &mut Desk, namespace: &str, workloads: &[(usize, &Workload)]) {
    if !desk.plan.has_istio() {
        return;
    }
    let mut users: Vec<(&str, Vec<&str>)> = Vec::new();
    for (index, workload) in workloads {
        if let Some(member) = desk.plan.members.get(*index) {
            sorted::change(&mut users, &member.account, |names| names.push(&workload.name));
        }
    }
    for (account, names) in users.into_iter().filter(|(_, names)| names.len() > 1) {
        desk.remark(
            "workloads".into(),
            format!(
                "In {namespace}, {} share the service account {account}: what one may call, all of them may.",
                listed(&names)
            ),
            "Leave the account out, and each gets one of its own.",
        );
    }
}
