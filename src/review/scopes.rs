//! Rules of Sidecars and of Telemetry.

use super::found::{Found, of_kind};
use super::routes::{knows_services, namespace_of};
use crate::order::Gather;
use crate::traffic::{ROOT, Sidecar, World, host, items, labels, text};

/// Judges them.
pub(super) fn check(found: &mut Found) {
    let world = found.world;
    for (at, one) in world.sidecars.iter().enumerate() {
        sidecar(found, one);
        let before = world.sidecars.iter().take(at).filter(|other| other.meta.namespace == one.meta.namespace).gather();
        match &one.selector {
            None => {
                if let Some(other) = before.iter().find(|other| other.selector.is_none()) {
                    found.say(
                        "two-sidecars-for-namespace",
                        &one.meta,
                        0,
                        format!("{} is for the whole namespace, too.", other.meta),
                    );
                }
            }
            Some(selector) => {
                let pods = world
                    .workloads
                    .iter()
                    .filter(|pods| pods.meta.namespace == one.meta.namespace && selector.selects(&pods.labels))
                    .gather();
                for other in before {
                    let both =
                        pods.iter().find(|pods| other.selector.as_ref().is_some_and(|own| own.selects(&pods.labels)));
                    let same = other.selector == one.selector;
                    if both.is_some() || same {
                        found.say(
                            "two-sidecars-for-pods",
                            &one.meta,
                            0,
                            format!("{} selects the same pods.", other.meta),
                        );
                    }
                }
            }
        }
    }
    telemetry(found);
    let registry_only = world
        .sidecars
        .iter()
        .filter(|one| one.outbound == "REGISTRY_ONLY" && one.egress.as_ref().is_some_and(Vec::is_empty));
    for one in registry_only.gather() {
        found.say("sidecar-lets-nothing-out", &one.meta, 0, "Its egress names no hosts, and nothing else may leave.");
    }
}

fn sidecar(found: &mut Found, one: &Sidecar) {
    let world = found.world;
    if one.meta.namespace == ROOT && one.selector.is_some() {
        found.say("mesh-sidecar-with-selector", &one.meta, 0, "The mesh's own Sidecar has a selector.");
    }
    if let Some(selector) = &one.selector {
        let here = world.workloads.iter().filter(|pods| pods.meta.namespace == one.meta.namespace).gather();
        if !here.is_empty() && !here.iter().any(|pods| selector.selects(&pods.labels)) && one.meta.namespace != ROOT {
            found.say("selects-nothing", &one.meta, 0, "No pods have the labels that it selects.");
        }
    }
    for egress in one.egress.iter().flatten() {
        for said in &egress.hosts {
            let Some((_, name)) = said.split_once('/') else {
                found.say(
                    "sidecar-host-form",
                    &one.meta,
                    egress.line,
                    format!("{said} is no host of a Sidecar: it is a namespace, a slash and a host."),
                );
                continue;
            };
            let (namespace, _) = host::parted(said, &one.meta.namespace);
            if name.contains('*') || namespace == "*" || !known(world, namespace, name) {
                continue;
            }
            let there = world.services.iter().any(|service| {
                service.meta.namespace == namespace && service.hosts.iter().any(|own| host::overlap(name, own))
            }) || world.virtual_services.iter().any(|service| service.hosts.iter().any(|own| own == name));
            if !there {
                found.say(
                    "sidecar-host-unknown",
                    &one.meta,
                    egress.line,
                    format!("Nothing in {namespace} has the host {name}."),
                );
            }
        }
    }
}

fn known(world: &World, namespace: &str, name: &str) -> bool {
    knows_services(world, namespace) && namespace_of(name).is_some()
}

fn telemetry(found: &mut Found) {
    let world = found.world;
    let all = of_kind(world, "Telemetry").map(|object| {
        let labels = labels(&object.root, &["spec", "selector", "matchLabels"]);
        let parts = ["metrics", "tracing", "accessLogging"];
        let parts = parts.into_iter().filter(|part| object.root.at_path(&["spec", part]).is_some()).gather();
        (&object.meta, labels, parts)
    });
    let all = all.gather();
    for (at, (meta, own, parts)) in all.iter().enumerate() {
        for (other, theirs, other_parts) in all.iter().take(at) {
            let shared = parts.iter().any(|part| other_parts.contains(part));
            if other.namespace != meta.namespace || other.same(meta) || own != theirs || !shared {
                continue;
            }
            if own.is_empty() {
                let what = format!("{other} is for the whole namespace, too.");
                found.say("two-telemetries-for-namespace", meta, 0, what);
            } else {
                found.say("two-telemetries-for-pods", meta, 0, format!("{other} selects the same pods."));
            }
        }
        let here = world.workloads.iter().filter(|pods| pods.meta.namespace == meta.namespace).gather();
        let fits =
            |pods: &&crate::traffic::Workload| own.iter().all(|(key, value)| pods.labels.get(key) == Some(value));
        if !here.is_empty() && !here.iter().any(fits) {
            found.say("selects-nothing", meta, 0, "No pods have the labels that it selects.");
        }
    }
    for object in of_kind(world, "Telemetry") {
        for one in items(&object.root, &["spec", "tracing"]) {
            let share = text(one, "randomSamplingPercentage");
            let whole = share.split('.').next().unwrap_or_default().parse::<u32>().ok();
            if !share.is_empty() && whole.is_none_or(|whole| whole > 100) {
                found.say("sampling-wrong", &object.meta, one.at.line, format!("randomSamplingPercentage is {share}."));
            }
        }
    }
}
