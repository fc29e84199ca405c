//! What a pod asks for in all (`k8s.io/component-helpers/resource`, `PodRequests`): its containers and sidecars at
//! once, or whatever one of its init containers needs with the sidecars started before it, and the overhead on top.

use super::field::{Read, Source, said, text};
use crate::cluster::facts::Facts;
use crate::cluster::model::Resources;
use crate::yaml::read::Node as Tree;

/// What one container asks for.
struct Asked {
    requests: Resources,
    says_cpu: bool,
    says_memory: bool,
    is_sidecar: bool,
}

/// The whole request, and cpu and memory as scoring takes them: a container that says nothing counts as needing some.
pub(super) fn requests(
    source: &Source,
    spec: &Tree,
    unsaid: Option<&Resources>,
    overhead: Option<&Resources>,
    facts: &Facts,
) -> Read<(Resources, (i64, i64))> {
    let read = |key: &str| {
        let all = spec.get(key).map(Tree::items).unwrap_or_default().iter();
        all.map(|one| asked(source, one, unsaid)).collect::<Read<Vec<_>>>()
    };
    let (containers, first) = (read("containers")?, read("initContainers")?);
    let own = match said(spec, "resources") {
        Some(resources) => Some(amounts(source, resources)?),
        None => None,
    };
    let total = |with: &dyn Fn(&Asked) -> Resources| {
        let mut sum = combined(&containers, &first, with);
        for (name, amount) in own.iter().flat_map(Resources::iter) {
            let says = amount > 0 && (matches!(name, "cpu" | "memory") || name.starts_with("hugepages-"));
            if says {
                sum.set(name, amount);
            }
        }
        if let Some(overhead) = overhead {
            sum.add(overhead);
        }
        sum
    };
    let scored = total(&|one| {
        let mut requests = one.requests.clone();
        if !one.says_cpu {
            requests.milli_cpu = facts.unsaid_milli_cpu;
        }
        if !one.says_memory {
            requests.memory = facts.unsaid_memory;
        }
        requests
    });
    Ok((total(&|one| one.requests.clone()), (scored.milli_cpu, scored.memory)))
}

fn combined(containers: &[Asked], first: &[Asked], with: &dyn Fn(&Asked) -> Resources) -> Resources {
    let (mut sum, mut sidecars, mut most) = (Resources::default(), Resources::default(), Resources::default());
    for container in containers {
        sum.add(&with(container));
    }
    for container in first {
        let mut needed = with(container);
        if container.is_sidecar {
            sum.add(&needed);
            sidecars.add(&needed);
            needed = sidecars.clone();
        } else {
            needed.add(&sidecars);
        }
        most.raise_to(&needed);
    }
    sum.raise_to(&most);
    sum
}

fn asked(source: &Source, container: &Tree, unsaid: Option<&Resources>) -> Read<Asked> {
    let mut requests = match said(container, "resources") {
        Some(resources) => amounts(source, resources)?,
        None => Resources::default(),
    };
    let says = |name: &str| {
        ["requests", "limits"]
            .iter()
            .any(|kind| container.at_path(&["resources", kind, name]).is_some_and(|n| !n.is_null()))
    };
    let fills = |name: &str| unsaid.is_some_and(|unsaid| unsaid.amount(name) > 0);
    for (name, amount) in unsaid.into_iter().flat_map(Resources::iter) {
        if amount > 0 && !says(name) {
            requests.set(name, amount);
        }
    }
    Ok(Asked {
        says_cpu: says("cpu") || fills("cpu"),
        says_memory: says("memory") || fills("memory"),
        is_sidecar: text(container, "restartPolicy") == Some("Always"),
        requests,
    })
}

/// Requests, and limits where no request is said, as the API server fills them in.
fn amounts(source: &Source, resources: &Tree) -> Read<Resources> {
    let mut found = Resources::default();
    for kind in ["limits", "requests"] {
        for entry in said(resources, kind).map(Tree::entries).unwrap_or_default() {
            found.set(&entry.key, source.amount(&entry.key, &entry.value)?);
        }
    }
    Ok(found)
}

/// The overhead of a runtime class, or of a pod that says its own.
pub(super) fn overhead(source: &Source, entries: &Tree) -> Read<Resources> {
    let mut found = Resources::default();
    for entry in entries.entries() {
        found.set(&entry.key, source.amount(&entry.key, &entry.value)?);
    }
    Ok(found)
}
