//! A pod's specification out of a Pod or a pod template.

use super::affinity;
use super::field::{Fault, Read, Source, said, text};
use super::requests;
use crate::cluster::facts::Facts;
use crate::cluster::model::{HostPort, Labels, PodSpec, Resources};
use crate::order::Map;
use crate::yaml::read::Node as Tree;

/// What other objects say about pods: priority classes and runtime classes.
#[derive(Debug, Default)]
pub(super) struct Classes {
    /// Priority and whether it may preempt, by name.
    pub(super) priorities: Map<String, (i32, bool)>,
    /// The one for pods that name none.
    pub(super) default_priority: Option<String>,
    /// Overheads, by name.
    pub(super) overheads: Map<String, Resources>,
    /// What containers ask for that say nothing, by namespace.
    pub(super) unsaid: Map<String, Resources>,
}

/// Reads a specification; namespace and labels come from the metadata beside it.
pub(super) fn pod(
    source: &Source,
    tree: &Tree,
    namespace: &str,
    labels: Labels,
    classes: &Classes,
    facts: &Facts,
) -> Read<PodSpec> {
    let spec = said(tree, "spec").ok_or_else(|| source.fault(tree, "a pod needs a spec"))?;
    if spec.get("containers").is_none_or(|containers| containers.items().is_empty()) {
        return Err(source.fault(spec, "a pod needs containers"));
    }
    let overhead = match said(spec, "overhead") {
        Some(own) => Some(requests::overhead(source, own)?),
        None => text(spec, "runtimeClassName").and_then(|name| classes.overheads.get(name).cloned()),
    };
    // What runs already has been through the defaults of its namespace.
    let unsaid = if said(spec, "nodeName").is_some() { None } else { classes.unsaid.get(namespace) };
    let (requests, scored) = requests::requests(source, spec, unsaid, overhead.as_ref(), facts)?;
    let (priority, may_preempt) = priority(source, spec, classes, facts)?;
    let mut pod = PodSpec {
        namespace: namespace.to_owned(),
        labels,
        requests,
        scored,
        priority,
        never_preempts: !may_preempt,
        scheduler: text(spec, "schedulerName").unwrap_or("default-scheduler").to_owned(),
        host_ports: host_ports(source, spec)?,
        images: images(spec),
        claims: claims(spec),
        gates: items(spec, "schedulingGates").iter().filter_map(|gate| text(gate, "name")).map(str::to_owned).collect(),
        ..PodSpec::default()
    };
    affinity::placement(source, spec, &mut pod)?;
    Ok(pod)
}

/// The priority, and whether a pod of it may preempt. A number in the pod itself counts first: the API server wrote it.
fn priority(source: &Source, spec: &Tree, classes: &Classes, facts: &Facts) -> Read<(i32, bool)> {
    let name = text(spec, "priorityClassName").or(classes.default_priority.as_deref());
    let of_class = match name {
        None => (0, true),
        Some(name) => match (classes.priorities.get(name), facts.system_priority(name)) {
            (Some(class), _) => *class,
            (None, Some(number)) => (number, true),
            (None, None) if said(spec, "priority").is_some() => (0, true),
            (None, None) => {
                let at = spec.get("priorityClassName").unwrap_or(spec);
                return Err(source.fault(at, format!("there is no PriorityClass {name}: give its manifest, too")));
            }
        },
    };
    let number = source.integer(spec, "priority")?.and_then(|number| i32::try_from(number).ok()).unwrap_or(of_class.0);
    let policy = source.word(spec, "preemptionPolicy", &[("Never", false), ("PreemptLowerPriority", true)])?;
    Ok((number, policy.unwrap_or(of_class.1)))
}

fn containers(spec: &Tree) -> impl Iterator<Item = &Tree> {
    items(spec, "initContainers").iter().chain(items(spec, "containers"))
}

/// Ports of the node; on the node's own network every port is one of them.
fn host_ports(source: &Source, spec: &Tree) -> Result<Vec<HostPort>, Fault> {
    let on_host = source.flag(spec, "hostNetwork")?;
    let mut found = Vec::new();
    let sidecars = items(spec, "initContainers").iter().filter(|one| text(one, "restartPolicy") == Some("Always"));
    for port in sidecars.chain(items(spec, "containers")).flat_map(|container| items(container, "ports")) {
        let number = match source.count(port, "hostPort")? {
            None | Some(0) if on_host => source.count(port, "containerPort")?,
            number => number,
        };
        if let Some(number @ 1..) = number {
            found.push(HostPort {
                protocol: text(port, "protocol").unwrap_or("TCP").to_owned(),
                address: text(port, "hostIP").unwrap_or("0.0.0.0").to_owned(),
                port: number,
            });
        }
    }
    Ok(found)
}

/// Images with their tags, as nodes name them (`normalizedImageName`).
fn images(spec: &Tree) -> Vec<String> {
    containers(spec)
        .map(|container| {
            let image = text(container, "image").unwrap_or_default();
            let tagged = match (image.rfind(':'), image.rfind('/')) {
                (Some(colon), Some(slash)) => colon > slash,
                (colon, _) => colon.is_some(),
            };
            if tagged { image.to_owned() } else { format!("{image}:latest") }
        })
        .collect()
}

fn claims(spec: &Tree) -> Vec<String> {
    let volumes = items(spec, "volumes").iter();
    let claims = volumes.filter_map(|volume| said(volume, "persistentVolumeClaim"));
    claims.filter_map(|claim| text(claim, "claimName")).map(str::to_owned).collect()
}

fn items<'a>(tree: &'a Tree, key: &str) -> &'a [Tree] {
    tree.get(key).map(Tree::items).unwrap_or_default()
}
