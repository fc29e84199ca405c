//! Which nodes a pod may and would rather run on.

use crate::design::{
    Affinity, InclusionPolicy, LabelExpression, LabelOperator, LabelSelector, NodeSelectorTerm, PodAffinityTerm,
    Spread, TaintEffect, Toleration, TolerationOperator, Weighted, WhenUnsatisfiable,
};
use crate::import::field::Field;
use crate::order::Gather;

const OPERATORS: [(&str, LabelOperator); 6] = [
    ("In", LabelOperator::In),
    ("NotIn", LabelOperator::NotIn),
    ("Exists", LabelOperator::Exists),
    ("DoesNotExist", LabelOperator::DoesNotExist),
    ("Gt", LabelOperator::Gt),
    ("Lt", LabelOperator::Lt),
];
const EFFECTS: [(&str, TaintEffect); 3] = [
    ("NoSchedule", TaintEffect::NoSchedule),
    ("PreferNoSchedule", TaintEffect::PreferNoSchedule),
    ("NoExecute", TaintEffect::NoExecute),
];
const POLICIES: [(&str, InclusionPolicy); 2] = [("Honor", InclusionPolicy::Honor), ("Ignore", InclusionPolicy::Ignore)];

fn expressions(field: Field<'_>, key: &str) -> Vec<LabelExpression> {
    let one = |part: Field<'_>| {
        Some(LabelExpression {
            key: part.text("key")?,
            operator: part.one_of("operator", &OPERATORS)?,
            values: part.texts("values"),
        })
    };
    field.parts(key).into_iter().filter_map(one).gather()
}

/// A label selector under a key.
pub(super) fn selector(field: Field<'_>, key: &str) -> Option<LabelSelector> {
    let part = field.part(key)?;
    Some(LabelSelector {
        match_labels: part.labels("matchLabels"),
        match_expressions: expressions(part, "matchExpressions"),
    })
}

/// The pod's `affinity`.
pub(super) fn affinity(field: Field<'_>) -> Affinity {
    let mut affinity = Affinity::default();
    if let Some(node) = field.part("nodeAffinity") {
        if let Some(required) = node.part("requiredDuringSchedulingIgnoredDuringExecution") {
            affinity.node_required = required.parts("nodeSelectorTerms").into_iter().map(node_term).gather();
        }
        affinity.node_preferred = weighted(node, "preference", |part| Some(node_term(part)));
    }
    if let Some(near) = field.part("podAffinity") {
        affinity.near_required = required(near);
        affinity.near_preferred = weighted(near, "podAffinityTerm", pod_term);
    }
    if let Some(apart) = field.part("podAntiAffinity") {
        affinity.apart_required = required(apart);
        affinity.apart_preferred = weighted(apart, "podAffinityTerm", pod_term);
    }
    affinity
}

fn required(field: Field<'_>) -> Vec<PodAffinityTerm> {
    field.parts("requiredDuringSchedulingIgnoredDuringExecution").into_iter().filter_map(pod_term).gather()
}

fn weighted<T>(field: Field<'_>, key: &str, term: impl Fn(Field<'_>) -> Option<T>) -> Vec<Weighted<T>> {
    let one = |part: Field<'_>| Some(Weighted { weight: part.number("weight")?, term: term(part.part(key)?)? });
    field.parts("preferredDuringSchedulingIgnoredDuringExecution").into_iter().filter_map(one).gather()
}

fn node_term(field: Field<'_>) -> NodeSelectorTerm {
    NodeSelectorTerm {
        match_expressions: expressions(field, "matchExpressions"),
        match_fields: expressions(field, "matchFields"),
    }
}

fn pod_term(field: Field<'_>) -> Option<PodAffinityTerm> {
    Some(PodAffinityTerm {
        topology_key: field.text("topologyKey")?,
        selector: selector(field, "labelSelector"),
        namespaces: field.texts("namespaces"),
        namespace_selector: selector(field, "namespaceSelector"),
        match_label_keys: field.texts("matchLabelKeys"),
        mismatch_label_keys: field.texts("mismatchLabelKeys"),
    })
}

/// One topology spread constraint.
pub(super) fn spread(field: Field<'_>) -> Option<Spread> {
    Some(Spread {
        max_skew: field.number("maxSkew")?,
        topology_key: field.text("topologyKey")?,
        when_unsatisfiable: field
            .one_of(
                "whenUnsatisfiable",
                &[
                    ("DoNotSchedule", WhenUnsatisfiable::DoNotSchedule),
                    ("ScheduleAnyway", WhenUnsatisfiable::ScheduleAnyway),
                ],
            )
            .unwrap_or_default(),
        selector: selector(field, "labelSelector"),
        min_domains: field.number("minDomains"),
        match_label_keys: field.texts("matchLabelKeys"),
        node_affinity_policy: field.one_of("nodeAffinityPolicy", &POLICIES),
        node_taints_policy: field.one_of("nodeTaintsPolicy", &POLICIES),
    })
}

/// One toleration. The two that the API server adds to every pod (five minutes on a node that is not ready or not
/// reachable) are left to it.
pub(super) fn toleration(field: Field<'_>) -> Option<Toleration> {
    let toleration = Toleration {
        key: field.text_or_empty("key"),
        operator: field
            .one_of("operator", &[("Equal", TolerationOperator::Equal), ("Exists", TolerationOperator::Exists)])
            .unwrap_or_default(),
        value: field.text_or_empty("value"),
        effect: field.one_of("effect", &EFFECTS),
        seconds: field.number("tolerationSeconds"),
    };
    let added = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"].contains(&toleration.key.as_str())
        && toleration.seconds == Some(300)
        && toleration.effect == Some(TaintEffect::NoExecute);
    if added {
        field.notes.count_server_field();
        return None;
    }
    Some(toleration)
}
