//! The new version as objects: what the files of a design with it have more than those without.

use super::Rollout;
use crate::design::{ContainerRole, Design, ServiceKind, ServiceTraffic, Workload};
use crate::manifests::bundle::generate;
use crate::manifests::sheets::headed;
use crate::manifests::{Bundle, FileTarget, Provenance};
use crate::order::{Gather, map};

/// A name for what belongs to the new version.
pub(super) fn name_of(name: &str) -> String {
    format!("{name}-canary")
}

/// The design with the new version beside the old.
fn with_new_version(rollout: &Rollout) -> Option<Design> {
    let mut design = rollout.plan.design.clone();
    let served = rollout.served;
    let old = design.workloads.get(rollout.workload)?.clone();
    let account = rollout.plan.members.get(rollout.workload)?.account.clone();
    let name = name_of(&old.name);
    let mut labels = old.pod_labels();
    for key in served.service.selector.iter().map(|(key, _)| key).chain(old.selector.iter().map(|(key, _)| key)) {
        labels.remove(key);
    }
    let own = || [(Workload::NAME_LABEL.to_owned(), name.clone())];
    labels.extend(map(own()));
    let mut new = Workload {
        name: name.clone(),
        labels,
        selector: map(own()),
        service_account: account,
        replicas: Some(rollout.most_pods()),
        autoscaling: None,
        disruption: None,
        ..old
    };
    if !rollout.release.version.is_empty() {
        let first = new.containers.iter_mut().find(|container| container.role == ContainerRole::Main);
        if let Some(container) = first {
            let image = container.image.split('@').next().unwrap_or_default();
            let slash = image.rfind('/').map_or(0, |at| at + 1);
            let bare = image.get(slash..).unwrap_or_default().split(':').next().unwrap_or_default();
            container.image = format!("{}{bare}:{}", image.get(..slash).unwrap_or_default(), rollout.release.version);
        }
    }
    let mut service = served.service.clone();
    service.name = name_of(&service.name);
    service.namespace.clone_from(&served.namespace);
    service.selector = map(own());
    service.kind = ServiceKind::ClusterIP;
    for workload in &mut design.workloads {
        let of_old = |call: &&crate::design::Call| {
            let namespace = if call.namespace.is_empty() { &workload.namespace } else { &call.namespace };
            call.service == served.service.name && rollout.plan.design.namespace_of(namespace) == served.namespace
        };
        let mut more: Vec<_> = workload.calls.iter().filter(of_old).cloned().gather();
        for call in &mut more {
            call.service.clone_from(&service.name);
        }
        workload.calls.extend(more);
    }
    design.traffic.services.push(ServiceTraffic {
        service: service.name.clone(),
        namespace: service.namespace.clone(),
        release: None,
        fault: None,
        machines: Vec::new(),
        timeout: None,
        retries: None,
        per_try_timeout: None,
        ..rollout.traffic.clone()
    });
    design.services.push(service);
    design.workloads.push(new);
    Some(design)
}

/// An object's text without the comments above it, which tell of the whole file.
fn bare(text: &str) -> &str {
    let mut rest = text;
    while rest.starts_with('#') {
        rest = rest.split_once('\n').map_or("", |(_, after)| after);
    }
    rest.trim_end()
}

fn objects_of(bundle: &Bundle) -> Vec<&str> {
    let files = bundle.files.iter().filter(|file| file.target != FileTarget::Kustomize);
    files.flat_map(|file| file.text.split("\n---\n")).map(bare).gather()
}

/// What the new version adds or changes, as one file.
pub(super) fn objects(rollout: &Rollout, provenance: &Provenance) -> String {
    let Some(design) = with_new_version(rollout) else { return String::new() };
    let (old, new) = (generate(rollout.plan.design, provenance), generate(&design, provenance));
    let known = objects_of(&old);
    let more: Vec<&str> = objects_of(&new).into_iter().filter(|text| !known.contains(text)).gather();
    let about = headed(
        provenance,
        "The new version, its Service, and what others must know to call it. No request goes there yet.",
        "",
    );
    let head: Vec<String> =
        about.lines().map(|line| if line.is_empty() { "#".to_owned() } else { format!("# {line}") }).gather();
    format!("{}\n{}\n", head.join("\n"), more.join("\n---\n"))
}
