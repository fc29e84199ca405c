//! A namespace's files: its policies, claims and Services, and one file for each workload.

use super::account::account;
use super::batch::batch;
use super::claim::claims;
use super::closed_namespace::namespace_policies;
use super::controller::controller;
use super::disruption::budget;
use super::ingress::ingress;
use super::open_ways::workload_policy;
use super::scaling::autoscaler;
use super::service::service;
use crate::design::{EnvFrom, EnvSource, VolumeSource, Workload, WorkloadKind};
use crate::manifests::FileTarget;
use crate::manifests::desk::{Desk, listed};
use crate::manifests::object::Metadata;
use crate::mesh::sorted;

/// Writes everything that runs, namespace by namespace.
pub(in crate::manifests) fn workloads(desk: &mut Desk) {
    for namespace in desk.namespaces() {
        if !Desk::is_system(namespace) {
            namespace_policies(desk, namespace);
        }
        claims(desk, namespace);
        shared_services(desk, namespace);
        if !desk.plan.has_istio() {
            ingress(desk, namespace);
        }
        for (index, workload) in desk.workloads_in(namespace) {
            one(desk, namespace, index, workload);
        }
        missing(desk, namespace);
    }
}

/// The Services of a namespace that belong to no workload alone.
fn shared_services(desk: &mut Desk, namespace: &str) {
    for served in desk.plan.services.iter().filter(|served| served.namespace == namespace && served.behind.len() != 1) {
        let object = service(desk, served);
        desk.sheets.put(&["kubernetes", namespace], "services", FileTarget::Kubernetes, object);
    }
}

/// A workload with all that belongs to it, in one file.
fn one(desk: &mut Desk, namespace: &str, index: usize, workload: &Workload) {
    let name = desk.object_name(index);
    let labels = Desk::object_labels(workload);
    // The workload itself keeps its name; what goes with it must not clash with what goes with another.
    let own = Metadata::new(&workload.name, namespace).labelled(labels.clone());
    let beside = Metadata::new(&name, namespace).labelled(labels);
    let mut objects = Vec::new();
    objects.extend(account(desk, index));
    let is_batch = matches!(workload.kind, WorkloadKind::Job | WorkloadKind::CronJob);
    objects.push(if is_batch { batch(desk, index, workload, &own) } else { controller(desk, index, workload, &own) });
    for served in desk.plan.services.iter().filter(|served| served.behind == [index]) {
        objects.push(service(desk, served));
    }
    objects.extend(autoscaler(desk, workload, &beside));
    objects.extend(budget(desk, workload, &beside));
    objects.extend(workload_policy(desk, index, workload, &beside));
    for object in objects {
        desk.sheets.put(&["kubernetes", namespace], &name, FileTarget::Kubernetes, object);
    }
    desk.sheets.describe(&["kubernetes", namespace], &name, &workload.name);
}

/// What the workloads of a namespace refer to and no file holds.
fn missing(desk: &mut Desk, namespace: &str) {
    let mut names: Vec<String> = Vec::new();
    let mut add = |kind: &str, name: &str| sorted::insert(&mut names, format!("{kind} {name}"));
    let claims = &desk.design.claims;
    let has_claim = |wanted: &str| {
        claims.iter().any(|claim| claim.name == wanted && desk.design.namespace_of(&claim.namespace) == namespace)
    };
    for (_, workload) in desk.workloads_in(namespace) {
        for container in &workload.containers {
            for from in &container.env_from {
                match from {
                    EnvFrom::ConfigMap { name, optional: false, .. } => add("ConfigMap", name),
                    EnvFrom::Secret { name, optional: false, .. } => add("Secret", name),
                    _ => {}
                }
            }
            for variable in &container.env {
                match &variable.source {
                    EnvSource::ConfigMap { name, optional: false, .. } => add("ConfigMap", name),
                    EnvSource::Secret { name, optional: false, .. } => add("Secret", name),
                    _ => {}
                }
            }
        }
        for volume in &workload.volumes {
            match &volume.source {
                VolumeSource::ConfigMap { name, optional: false, .. } => add("ConfigMap", name),
                VolumeSource::Secret { name, optional: false, .. } => add("Secret", name),
                VolumeSource::Claim { name, .. } if !has_claim(name) => add("PersistentVolumeClaim", name),
                _ => {}
            }
        }
        for name in &workload.pull_secrets {
            add("Secret", name);
        }
    }
    if !names.is_empty() {
        desk.remark(
            "workloads".into(),
            format!("Pods in {namespace} refer to what the design does not hold: {}.", listed(&names)),
            "Make sure that these are there before the pods start.",
        );
    }
}
