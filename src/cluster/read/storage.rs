//! Volumes, claims, budgets, autoscalers and Services.

use super::affinity::node_term;
use super::field::{Read, Source, labels, pairs, said, text, texts};
use crate::cluster::model::{Autoscaler, Binding, Budget, Claim, Service, Volume};
use crate::order::{Map, Set};
use crate::yaml::read::Node as Tree;

pub(super) fn volume(source: &Source, root: &Tree, name: &str) -> Read<Volume> {
    let terms = root.at_path(&["spec", "nodeAffinity", "required", "nodeSelectorTerms"]).map(Tree::items);
    let nodes = terms.map(|terms| terms.iter().map(|one| node_term(source, one)).collect::<Read<_>>()).transpose()?;
    let csi = |key| root.at_path(&["spec", "csi", key]).and_then(Tree::text).map(str::to_owned);
    let driver = csi("driver").zip(csi("volumeHandle"));
    Ok(Volume { name: name.to_owned(), labels: labels(root, &["metadata", "labels"]), nodes, driver })
}

/// What storage classes say: whose volumes are made when a pod is placed, and who makes them.
#[derive(Debug, Default)]
pub(super) struct StorageClasses {
    pub(super) waiting: Set<String>,
    pub(super) drivers: Map<String, String>,
}

/// How many volumes each driver may attach to a node.
pub(super) fn attach_limits(source: &Source, root: &Tree) -> Read<Vec<(String, i64)>> {
    let mut found = Vec::new();
    for driver in root.at_path(&["spec", "drivers"]).map(Tree::items).unwrap_or_default() {
        let count = driver.get("allocatable").map(|limits| source.count(limits, "count")).transpose()?.flatten();
        found.extend(text(driver, "name").map(str::to_owned).zip(count));
    }
    Ok(found)
}

/// A claim.
pub(super) fn claim(root: &Tree, namespace: &str, name: &str, classes: &StorageClasses) -> Claim {
    let spec = root.get("spec").unwrap_or(root);
    let binding = match (text(spec, "volumeName"), text(spec, "storageClassName")) {
        (Some(volume), _) => Binding::Bound(volume.to_owned()),
        (None, Some(class)) if classes.waiting.contains(class) => Binding::WithPod,
        _ => Binding::Missing,
    };
    Claim {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        binding,
        is_for_one_pod: texts(spec, "accessModes").iter().any(|mode| mode == "ReadWriteOncePod"),
        driver: text(spec, "storageClassName").and_then(|class| classes.drivers.get(class).cloned()),
    }
}

pub(super) fn budget(source: &Source, root: &Tree, namespace: &str, name: &str) -> Read<Budget> {
    let spec = said(root, "spec").ok_or_else(|| source.fault(root, "a PodDisruptionBudget needs a spec"))?;
    Ok(Budget {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        selector: source.selector(spec, "selector")?,
        min_available: source.share(spec, "minAvailable")?,
        max_unavailable: source.share(spec, "maxUnavailable")?,
    })
}

pub(super) fn service(root: &Tree, namespace: &str) -> Service {
    Service { namespace: namespace.to_owned(), selector: pairs(root, &["spec", "selector"]) }
}

pub(super) fn autoscaler(source: &Source, root: &Tree, namespace: &str) -> Read<Autoscaler> {
    let spec = said(root, "spec").ok_or_else(|| source.fault(root, "a HorizontalPodAutoscaler needs a spec"))?;
    let target =
        said(spec, "scaleTargetRef").ok_or_else(|| source.fault(spec, "it needs a scaleTargetRef: what it scales"))?;
    let most = source.count(spec, "maxReplicas")?;
    let most = most.ok_or_else(|| source.fault(spec, "a HorizontalPodAutoscaler needs maxReplicas"))?;
    let least = source.count(spec, "minReplicas")?.unwrap_or(1);
    if least > most {
        return Err(source.fault(spec, format!("minReplicas is {least}, but maxReplicas only {most}")));
    }
    Ok(Autoscaler {
        namespace: namespace.to_owned(),
        kind: text(target, "kind").unwrap_or("Deployment").to_owned(),
        name: text(target, "name").unwrap_or_default().to_owned(),
        least,
        most,
    })
}
