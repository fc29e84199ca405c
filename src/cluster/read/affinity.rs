//! What a pod says about nodes and other pods.

use super::field::{Read, Source, said, text, texts};
use super::node::EFFECTS;
use crate::cluster::model::{
    AffinityTerm, LabelOperator, Labels, NodeTerm, PodSpec, Requirement, Selector, Spread, Toleration,
    TolerationOperator,
};
use crate::yaml::read::Node as Tree;

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

/// Fills what a pod's `spec` says about where it wants to be; namespace and labels are there already.
pub(super) fn placement(source: &Source, spec: &Tree, pod: &mut PodSpec) -> Read<()> {
    pod.node_selector = super::field::pairs(spec, &["nodeSelector"]);
    pod.tolerations = items(spec, "tolerations").iter().map(|one| toleration(source, one)).collect::<Read<_>>()?;
    let spreads = items(spec, "topologySpreadConstraints").iter();
    pod.spread = spreads.map(|one| spread(source, one, &pod.labels)).collect::<Read<_>>()?;
    let Some(affinity) = said(spec, "affinity") else { return Ok(()) };
    if let Some(nodes) = said(affinity, "nodeAffinity") {
        (pod.required_nodes, pod.preferred_nodes) = node_affinity(source, nodes)?;
    }
    let term = |one: &Tree| affinity_term(source, one, &pod.namespace, &pod.labels);
    let weighted = |one: &Tree| {
        let inner = said(one, "podAffinityTerm")
            .ok_or_else(|| source.fault(one, "a preferred term needs a podAffinityTerm"))?;
        Ok((weight(source, one)?, term(inner)?))
    };
    if let Some(near) = said(affinity, "podAffinity") {
        pod.affinity = items(near, REQUIRED).iter().map(term).collect::<Read<_>>()?;
        pod.preferred_affinity = items(near, PREFERRED).iter().map(weighted).collect::<Read<_>>()?;
    }
    if let Some(far) = said(affinity, "podAntiAffinity") {
        pod.anti_affinity = items(far, REQUIRED).iter().map(term).collect::<Read<_>>()?;
        pod.preferred_anti_affinity = items(far, PREFERRED).iter().map(weighted).collect::<Read<_>>()?;
    }
    Ok(())
}

/// What a node affinity requires, and what it prefers.
pub(super) type NodeAffinity = (Option<Vec<NodeTerm>>, Vec<(i64, NodeTerm)>);

pub(super) fn node_affinity(source: &Source, tree: &Tree) -> Read<NodeAffinity> {
    let required = match said(tree, REQUIRED) {
        None => None,
        Some(required) => {
            let terms = items(required, "nodeSelectorTerms");
            if terms.is_empty() {
                return Err(source.fault(required, "a required node affinity needs nodeSelectorTerms"));
            }
            Some(terms.iter().map(|one| node_term(source, one)).collect::<Read<_>>()?)
        }
    };
    let preferred = |one: &Tree| {
        let term = said(one, "preference").ok_or_else(|| source.fault(one, "a preferred term needs a preference"))?;
        Ok((weight(source, one)?, node_term(source, term)?))
    };
    Ok((required, items(tree, PREFERRED).iter().map(preferred).collect::<Read<_>>()?))
}

pub(super) fn node_term(source: &Source, tree: &Tree) -> Read<NodeTerm> {
    let fields = source.requirements(tree, "matchFields")?;
    if let Some(other) = fields.iter().find(|field| field.key != "metadata.name") {
        return Err(source.fault(tree, format!("matchFields knows metadata.name alone, not {}", other.key)));
    }
    Ok(NodeTerm { expressions: source.requirements(tree, "matchExpressions")?, fields })
}

fn weight(source: &Source, tree: &Tree) -> Read<i64> {
    match source.integer(tree, "weight")? {
        Some(weight @ 1..=100) => Ok(weight),
        _ => Err(source.fault(tree, "a preferred term needs a weight from 1 to 100")),
    }
}

pub(super) fn toleration(source: &Source, tree: &Tree) -> Read<Toleration> {
    const OPERATORS: [(&str, TolerationOperator); 4] = [
        ("Equal", TolerationOperator::Equal),
        ("Exists", TolerationOperator::Exists),
        ("Gt", TolerationOperator::Gt),
        ("Lt", TolerationOperator::Lt),
    ];
    let operator = match text(tree, "operator") {
        None => TolerationOperator::Equal,
        Some(_) => source.word(tree, "operator", &OPERATORS)?.unwrap_or(TolerationOperator::Equal),
    };
    let key = text(tree, "key").unwrap_or_default().to_owned();
    if key.is_empty() && operator != TolerationOperator::Exists {
        return Err(source.fault(tree, "a toleration without a key must have the operator Exists"));
    }
    let effect = if text(tree, "effect").is_some() { source.word(tree, "effect", &EFFECTS)? } else { None };
    Ok(Toleration { key, operator, value: text(tree, "value").unwrap_or_default().to_owned(), effect })
}

/// A spread constraint; `matchLabelKeys` becomes part of the selector, as the API server does since 1.34 and the
/// scheduler did before.
pub(super) fn spread(source: &Source, tree: &Tree, labels: &Labels) -> Read<Spread> {
    let mut selector = source.selector(tree, "labelSelector")?;
    match_keys(tree, "matchLabelKeys", LabelOperator::In, labels, selector.as_mut());
    let max_skew = source.integer(tree, "maxSkew")?.unwrap_or(0);
    if max_skew < 1 {
        return Err(source.fault(tree, "a spread constraint needs a maxSkew of 1 or more"));
    }
    let min_domains = source.integer(tree, "minDomains")?.unwrap_or(1);
    if min_domains < 1 {
        return Err(source.fault(tree, "minDomains must be 1 or more"));
    }
    let hard = source.word(tree, "whenUnsatisfiable", &[("DoNotSchedule", true), ("ScheduleAnyway", false)])?;
    let policy = [("Honor", true), ("Ignore", false)];
    Ok(Spread {
        max_skew,
        key: topology_key(source, tree)?,
        hard: hard.ok_or_else(|| source.fault(tree, "a spread constraint needs whenUnsatisfiable"))?,
        selector,
        min_domains,
        honors_affinity: source.word(tree, "nodeAffinityPolicy", &policy)?.unwrap_or(true),
        honors_taints: source.word(tree, "nodeTaintsPolicy", &policy)?.unwrap_or(false),
    })
}

fn affinity_term(source: &Source, tree: &Tree, namespace: &str, labels: &Labels) -> Read<AffinityTerm> {
    let mut selector = source.selector(tree, "labelSelector")?;
    match_keys(tree, "matchLabelKeys", LabelOperator::In, labels, selector.as_mut());
    match_keys(tree, "mismatchLabelKeys", LabelOperator::NotIn, labels, selector.as_mut());
    let mut namespaces = texts(tree, "namespaces");
    let namespace_selector = source.selector(tree, "namespaceSelector")?;
    if namespaces.is_empty() && namespace_selector.is_none() {
        namespaces.push(namespace.to_owned());
    }
    Ok(AffinityTerm { key: topology_key(source, tree)?, selector, namespaces, namespace_selector })
}

/// Adds the pod's own values of some labels to a selector.
fn match_keys(tree: &Tree, key: &str, operator: LabelOperator, labels: &Labels, selector: Option<&mut Selector>) {
    let Some(selector) = selector else { return };
    for key in texts(tree, key) {
        if let Some(value) = labels.get(&key) {
            let values = vec![value.to_owned()];
            selector.0.push(Requirement { key, operator, values });
        }
    }
}

fn topology_key(source: &Source, tree: &Tree) -> Read<String> {
    text(tree, "topologyKey").map(str::to_owned).ok_or_else(|| source.fault(tree, "a topologyKey is missing"))
}

fn items<'a>(tree: &'a Tree, key: &str) -> &'a [Tree] {
    tree.get(key).map(Tree::items).unwrap_or_default()
}
