//! Which nodes a pod may run on, and how its replicas are spread.

use crate::design::{
    Affinity, InclusionPolicy, LabelSelector, NodeSelectorTerm, PodAffinityTerm, Spread, TaintEffect, Toleration,
    TolerationOperator, Weighted, WhenUnsatisfiable, WorkloadKind,
};
use crate::manifests::left_out::{Many, Word};
use crate::order::Gather;
use crate::order::Map;
use crate::yaml::written;

written! {
    pub(super) struct AffinitySpec {
        node_affinity: Option<NodeAffinity>,
        pod_affinity: Option<Neighbours>,
        pod_anti_affinity: Option<Neighbours>,
    }

    struct NodeAffinity {
        required_during_scheduling_ignored_during_execution: Option<NodeSelector>,
        preferred_during_scheduling_ignored_during_execution: Many<Preference>,
    }

    struct NodeSelector {
        node_selector_terms: Vec<NodeSelectorTerm>,
    }

    struct Preference {
        weight: u8,
        preference: NodeSelectorTerm,
    }

    struct Neighbours {
        required_during_scheduling_ignored_during_execution: Many<NeighbourTerm>,
        preferred_during_scheduling_ignored_during_execution: Many<WeightedNeighbour>,
    }

    struct NeighbourTerm {
        label_selector: Option<LabelSelector>,
        match_label_keys: Many<String>,
        mismatch_label_keys: Many<String>,
        namespaces: Many<String>,
        namespace_selector: Option<LabelSelector>,
        topology_key: String,
    }

    struct WeightedNeighbour {
        weight: u8,
        pod_affinity_term: NeighbourTerm,
    }

    pub(super) struct SpreadSpec {
        max_skew: u32,
        topology_key: String,
        when_unsatisfiable: WhenUnsatisfiable,
        min_domains: Option<u32>,
        label_selector: Option<LabelSelector>,
        match_label_keys: Many<String>,
        node_affinity_policy: Option<InclusionPolicy>,
        node_taints_policy: Option<InclusionPolicy>,
    }

    pub(super) struct TolerationSpec {
        key: Word,
        operator: TolerationOperator,
        value: Word,
        effect: Option<TaintEffect>,
        toleration_seconds: Option<u64>,
    }
}

pub(super) fn affinity(said: &Affinity) -> Option<AffinitySpec> {
    let node = (!said.node_required.is_empty() || !said.node_preferred.is_empty()).then(|| NodeAffinity {
        required_during_scheduling_ignored_during_execution: (!said.node_required.is_empty())
            .then(|| NodeSelector { node_selector_terms: said.node_required.clone() }),
        preferred_during_scheduling_ignored_during_execution: said
            .node_preferred
            .iter()
            .map(|wish| Preference { weight: weight(wish.weight), preference: wish.term.clone() })
            .collect(),
    });
    let spec = AffinitySpec {
        node_affinity: node,
        pod_affinity: neighbours(&said.near_required, &said.near_preferred),
        pod_anti_affinity: neighbours(&said.apart_required, &said.apart_preferred),
    };
    let says_something =
        spec.node_affinity.is_some() || spec.pod_affinity.is_some() || spec.pod_anti_affinity.is_some();
    says_something.then_some(spec)
}

/// Kubernetes takes 1 to 100.
fn weight(said: u8) -> u8 {
    said.clamp(1, 100)
}

fn neighbours(required: &[PodAffinityTerm], preferred: &[Weighted<PodAffinityTerm>]) -> Option<Neighbours> {
    if required.is_empty() && preferred.is_empty() {
        return None;
    }
    Some(Neighbours {
        required_during_scheduling_ignored_during_execution: required.iter().map(neighbour).collect(),
        preferred_during_scheduling_ignored_during_execution: preferred
            .iter()
            .map(|wish| WeightedNeighbour { weight: weight(wish.weight), pod_affinity_term: neighbour(&wish.term) })
            .collect(),
    })
}

fn neighbour(said: &PodAffinityTerm) -> NeighbourTerm {
    NeighbourTerm {
        label_selector: said.selector.clone(),
        match_label_keys: said.match_label_keys.clone().into(),
        mismatch_label_keys: said.mismatch_label_keys.clone().into(),
        namespaces: said.namespaces.clone().into(),
        namespace_selector: said.namespace_selector.clone(),
        topology_key: said.topology_key.clone(),
    }
}

pub(super) fn spread(said: &Spread) -> SpreadSpec {
    SpreadSpec {
        max_skew: said.max_skew.max(1),
        topology_key: said.topology_key.clone(),
        when_unsatisfiable: said.when_unsatisfiable,
        // Kubernetes refuses it where the spread is but a wish.
        min_domains: said.min_domains.filter(|_| said.when_unsatisfiable == WhenUnsatisfiable::DoNotSchedule),
        label_selector: said.selector.clone(),
        match_label_keys: said.match_label_keys.clone().into(),
        node_affinity_policy: said.node_affinity_policy,
        node_taints_policy: said.node_taints_policy,
    }
}

/// The spread of replicas where none was said: over zones and over nodes, as well as it goes.
pub(super) fn usual_spread(selector: &Map<String, String>, kind: WorkloadKind) -> Vec<SpreadSpec> {
    // A rollout's new pods are spread for themselves, whatever the old ones leave.
    let revision = (kind == WorkloadKind::Deployment).then(|| "pod-template-hash".to_owned());
    let over = |key: &str| {
        spread(&Spread {
            max_skew: 1,
            topology_key: key.to_owned(),
            when_unsatisfiable: WhenUnsatisfiable::ScheduleAnyway,
            selector: Some(LabelSelector { match_labels: selector.clone(), match_expressions: Vec::new() }),
            match_label_keys: revision.clone().into_iter().gather(),
            ..Spread::default()
        })
    };
    vec![over("topology.kubernetes.io/zone"), over("kubernetes.io/hostname")]
}

pub(super) fn toleration(said: &Toleration) -> TolerationSpec {
    TolerationSpec {
        key: (&said.key).into(),
        operator: said.operator,
        value: (&said.value).into(),
        effect: said.effect,
        toleration_seconds: said.seconds,
    }
}
