//! Which pods a term means, worked out once for every kind of pods.

use crate::cluster::model::{AffinityTerm, Cluster, LabelOperator, PodSpec, Selector};
use std::collections::HashMap;

/// Pods that are meant: those every term means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Meaning {
    pub(super) terms: Vec<AffinityTerm>,
    /// Pods on their way out are not meant.
    pub(super) staying: bool,
}

impl Meaning {
    /// Of an affinity term.
    pub(super) fn of_term(term: &AffinityTerm) -> Self {
        // Where the term looks for them does not change which pods it means.
        Self { terms: vec![AffinityTerm { key: String::new(), ..term.clone() }], staying: false }
    }

    /// Of all terms together.
    pub(super) fn of_all(terms: &[AffinityTerm]) -> Self {
        let terms = terms.iter().map(|term| AffinityTerm { key: String::new(), ..term.clone() }).collect();
        Self { terms, staying: false }
    }

    /// Of a spread; an empty selector counts nothing (`countPodsMatchSelector`).
    pub(super) fn of_spread(namespace: &str, selector: Option<&Selector>) -> Self {
        let selector = selector.filter(|selector| !selector.is_empty()).cloned();
        let namespaces = vec![namespace.to_owned()];
        let term = AffinityTerm { key: String::new(), selector, namespaces, namespace_selector: None };
        Self { terms: vec![term], staying: true }
    }

    /// Whether it means a pod.
    pub(super) fn means(&self, pod: &PodSpec, cluster: &Cluster) -> bool {
        let namespace = cluster.namespace_labels(&pod.namespace);
        !(self.staying && pod.terminating)
            && self.terms.iter().all(|term| term.matches(&pod.namespace, &namespace, &pod.labels))
    }

    /// A label and value that every pod meant has, when there is one: finding by it is quicker than trying all.
    fn label(&self) -> Option<(&str, &str)> {
        let requirements = self.terms.iter().filter_map(|term| term.selector.as_ref()).flat_map(|selector| &selector.0);
        requirements
            .filter(|one| one.operator == LabelOperator::In && one.values.len() == 1)
            .find_map(|one| one.values.first().map(|value| (one.key.as_str(), value.as_str())))
    }
}

/// Finds the kinds of pods a meaning means.
pub(super) struct Finder<'a> {
    cluster: &'a Cluster,
    by_label: HashMap<(&'a str, &'a str), Vec<usize>>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(cluster: &'a Cluster) -> Self {
        let mut by_label: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (at, spec) in cluster.specs.iter().enumerate() {
            for label in spec.labels.iter() {
                by_label.entry(label).or_default().push(at);
            }
        }
        Self { cluster, by_label }
    }

    /// The specifications of pods that are meant, in order.
    pub(super) fn meant(&self, meaning: &Meaning) -> Vec<usize> {
        let means = |at: &usize| self.cluster.specs.get(*at).is_some_and(|pod| meaning.means(pod, self.cluster));
        match meaning.label() {
            Some(label) => self.by_label.get(&label).into_iter().flatten().copied().filter(means).collect(),
            None => (0..self.cluster.specs.len()).filter(means).collect(),
        }
    }
}
