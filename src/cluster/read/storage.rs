//! Volumes, claims, budgets, autoscalers and Services.

use super::affinity::node_term;
use super::field::{Read, Source, labels, pairs, said, text};
use crate::cluster::model::{Autoscaler, Binding, Budget, Claim, Service, Volume};
use crate::order::Set;
use crate::yaml::read::Node as Tree;

pub(super) fn volume(source: &Source, root: &Tree, name: &str) -> Read<Volume> {
    let terms = root.at_path(&["spec", "nodeAffinity", "required", "nodeSelectorTerms"]).map(Tree::items);
    let nodes = terms.map(|terms| terms.iter().map(|one| node_term(source, one)).collect::<Read<_>>()).transpose()?;
    Ok(Volume { name: name.to_owned(), labels: labels(root, &["metadata", "labels"]), nodes })
}

/// A claim; `waiting` are the storage classes whose volumes are made when a pod is placed.
pub(super) fn claim(root: &Tree, namespace: &str, name: &str, waiting: &Set<String>) -> Claim {
    let spec = root.get("spec").unwrap_or(root);
    let binding = match (text(spec, "volumeName"), text(spec, "storageClassName")) {
        (Some(volume), _) => Binding::Bound(volume.to_owned()),
        (None, Some(class)) if waiting.contains(class) => Binding::WithPod,
        _ => Binding::Missing,
    };
    Claim { namespace: namespace.to_owned(), name: name.to_owned(), binding }
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
