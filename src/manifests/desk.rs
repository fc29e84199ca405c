//! What every writer of objects has at hand: the design, the plan of its mesh, the files so far, and the findings.

use super::left_out::pairs;
use super::sheets::Sheets;
use crate::design::{Design, Finding, KubernetesMinor, PodSecurityLevel, Severity, Workload};
use crate::mesh::{MeshPlan, sorted};
use crate::order::Gather;
use crate::order::Map;

/// Namespaces that belong to the cluster or the mesh: no policy of ours may close them.
const SYSTEM: [&str; 4] = ["kube-system", "kube-public", "kube-node-lease", "istio-system"];

pub(super) struct Desk<'a> {
    pub(super) design: &'a Design,
    pub(super) plan: &'a MeshPlan<'a>,
    pub(super) sheets: Sheets,
    pub(super) findings: Vec<Finding>,
    /// Namespaces in which some selector asks for the usual name label.
    selects_by_name: Vec<&'a str>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(plan: &'a MeshPlan<'a>) -> Self {
        let design = plan.design;
        let findings = plan.findings.clone();
        let mut selects_by_name = Vec::new();
        for (member, workload) in plan.members.iter().zip(&design.workloads) {
            if workload.selector_labels().contains_key(Workload::NAME_LABEL) {
                sorted::insert(&mut selects_by_name, member.namespace.as_str());
            }
        }
        for served in &plan.services {
            if served.service.selector.contains_key(Workload::NAME_LABEL) {
                sorted::insert(&mut selects_by_name, served.namespace.as_str());
            }
        }
        Self { design, plan, sheets: Sheets::default(), findings, selects_by_name }
    }

    /// The pod-security level that was chosen.
    pub(super) fn wanted_level(&self) -> PodSecurityLevel {
        self.design.cluster.pod_security.unwrap_or(PodSecurityLevel::Restricted)
    }

    /// The Kubernetes version the files are written for.
    pub(super) fn version(&self) -> KubernetesMinor {
        self.design.cluster.version.unwrap_or(KubernetesMinor::V1_37)
    }

    /// Whether a namespace is the cluster's or the mesh's own.
    pub(super) fn is_system(namespace: &str) -> bool {
        SYSTEM.contains(&namespace)
    }

    /// The namespaces of everything in the design, sorted.
    pub(super) fn namespaces(&self) -> Vec<&'a str> {
        let (design, plan) = (self.design, self.plan);
        let mut namespaces = Vec::new();
        for member in &plan.members {
            sorted::insert(&mut namespaces, member.namespace.as_str());
        }
        for served in &plan.services {
            sorted::insert(&mut namespaces, served.namespace.as_str());
        }
        for claim in &design.claims {
            sorted::insert(&mut namespaces, design.namespace_of(&claim.namespace));
        }
        namespaces
    }

    /// The workloads of a namespace that are written, with their places in the design.
    pub(super) fn workloads_in(&self, namespace: &str) -> Vec<(usize, &'a Workload)> {
        let (design, doubles) = (self.design, &self.plan.doubles);
        let all = design.workloads.iter().enumerate().filter(|(index, _)| !doubles.contains(index));
        all.filter(|(_, workload)| design.namespace_of(&workload.namespace) == namespace).gather()
    }

    /// The name of the objects that go with a workload. A second workload of the same name is told apart by its kind.
    pub(super) fn object_name(&self, index: usize) -> String {
        let Some(workload) = self.design.workloads.get(index) else { return String::new() };
        let namespace = self.design.namespace_of(&workload.namespace);
        let before = self.design.workloads.iter().take(index);
        let is_second = before
            .filter(|own| own.name == workload.name)
            .any(|own| self.design.namespace_of(&own.namespace) == namespace);
        if is_second {
            format!("{}-{}", workload.name, workload.kind.name().to_ascii_lowercase())
        } else {
            workload.name.clone()
        }
    }

    /// The labels of a workload's objects.
    pub(super) fn object_labels(workload: &Workload) -> Map<String, String> {
        if is_label_value(&workload.name) {
            return pairs([(Workload::NAME_LABEL, &workload.name)]);
        }
        Map::new()
    }

    /// The labels of a workload's pods: its own, and the usual name label where that makes no selector match more.
    pub(super) fn pod_labels(&self, index: usize, workload: &Workload) -> Map<String, String> {
        let mut labels = workload.pod_labels();
        // Kubernetes refuses a selector that its own pods do not match.
        labels.extend(workload.selector.clone());
        let namespace = self.plan.members.get(index).map_or("", |member| member.namespace.as_str());
        if !self.selects_by_name.contains(&namespace) && is_label_value(&workload.name) {
            labels.entry(Workload::NAME_LABEL.to_owned()).or_insert_with(|| workload.name.clone());
        }
        labels
    }

    pub(super) fn remark(&mut self, field: String, what: String, hint: &str) {
        self.findings.push(Finding { severity: Severity::Note, field, what, hint: hint.to_owned() });
    }

    pub(super) fn warn(&mut self, field: String, what: String, hint: &str) {
        self.findings.push(Finding { severity: Severity::Warning, field, what, hint: hint.to_owned() });
    }

    pub(super) fn fail(&mut self, field: String, what: String, hint: &str) {
        self.findings.push(Finding { severity: Severity::Error, field, what, hint: hint.to_owned() });
    }
}

/// Whether Kubernetes takes a text as the value of a label.
pub(super) fn is_label_value(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    !text.is_empty()
        && text.len() <= 63
        && text.chars().all(|c| edge(c) || "-_.".contains(c))
        && text.starts_with(edge)
        && text.ends_with(edge)
}

/// Words as a sentence lists them: “a, b and c”; of many, the first few and how many more.
pub(super) fn listed<S: AsRef<str>>(words: &[S]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<&str> = words.iter().take(SHOWN).map(AsRef::as_ref).gather();
    let more = words.len().saturating_sub(SHOWN);
    if more > 0 {
        return format!("{} and {more} more", shown.join(", "));
    }
    match shown.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
