//! Why a pod has no node: in the real scheduler's words, and plainer.

use super::world::World;
use std::collections::BTreeMap;

/// Why a pod waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What the real scheduler writes into the pod's condition and event.
    pub message: String,
    /// The same for people.
    pub plain: String,
}

impl Explanation {
    pub(super) fn same(text: impl Into<String>) -> Self {
        let message = text.into();
        Self { plain: message.clone(), message }
    }
}

/// How many nodes gave which reason.
pub(super) type Reasons = BTreeMap<String, usize>;

const NOT_HELPFUL: &str = "Preemption is not helpful for scheduling";

/// `FitError.Error`: reasons with their counts, in the order of the text they make.
fn counted(nodes: usize, reasons: &Reasons) -> String {
    let mut texts: Vec<String> = reasons.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    crate::order::sort(&mut texts);
    let list = if texts.is_empty() { String::new() } else { format!(" {}.", texts.join(", ")) };
    format!("0/{nodes} nodes are available:{list}")
}

impl World<'_> {
    /// Explains why a pod of a class has no node now.
    pub(super) fn explain(&mut self, spec: usize, meant_for: Option<usize>) -> Explanation {
        let nodes = self.nodes.len();
        let Some(said) = self.cluster.specs.get(spec) else { return Explanation::same("") };
        if !said.gates.is_empty() {
            let gates = said.gates.join(", ");
            return Explanation {
                message: "Scheduling is blocked due to non-empty scheduling gates".to_owned(),
                plain: format!(
                    "It is held back by scheduling gates ({gates}); nothing looks for a node until they are taken away."
                ),
            };
        }
        let Some(profile) = self.profile(spec) else {
            return Explanation::same(format!(
                "No scheduler is called “{}”: name one that runs, or add a profile of that name to the configuration.",
                said.scheduler
            ));
        };
        if nodes == 0 {
            return Explanation {
                message: "no nodes available to schedule pods".to_owned(),
                plain: "There are no nodes at all.".to_owned(),
            };
        }
        let refusal = self.classes.get(spec).and_then(|class| class.refusal.clone());
        let (mut reasons, mut passing) = (Reasons::new(), Vec::new());
        let mut message = if let Some(refusal) = &refusal {
            format!("0/{nodes} nodes are available: {refusal}.")
        } else {
            let candidates = self.candidates(spec, meant_for);
            if candidates.len() < nodes {
                reasons.insert("node(s) didn't satisfy plugin(s) [NodeAffinity]".to_owned(), nodes - candidates.len());
            }
            for node in candidates {
                let Some(verdict) = self.verdict(spec, node) else { continue };
                if !verdict.is_final {
                    passing.push(node);
                }
                for reason in verdict.reasons {
                    *reasons.entry(reason).or_insert(0) += 1;
                }
            }
            counted(nodes, &reasons)
        };
        let mut rescues = Vec::new();
        if profile.claims_devices && self.settings.version.has_device_claims {
            rescues.push("no new claims to deallocate".to_owned());
        }
        if profile.preempts {
            let said = if said.never_preempts {
                "not eligible due to preemptionPolicy=Never.".to_owned()
            } else {
                let mut tried = self.why_no_victims(spec, &passing);
                if nodes > passing.len() {
                    *tried.entry(NOT_HELPFUL.to_owned()).or_insert(0) += nodes - passing.len();
                }
                counted(nodes, &tried)
            };
            rescues.push(format!("preemption: {said}"));
        }
        if !rescues.is_empty() {
            message = format!("{message} {}", rescues.join(", "));
        }
        let plain = match refusal {
            Some(refusal) => format!("No node is looked at: {refusal}."),
            None => plainly(nodes, &reasons),
        };
        Explanation { message, plain }
    }

    /// The nodes that are looked at for a pod.
    pub(super) fn candidates(&self, spec: usize, meant_for: Option<usize>) -> Vec<usize> {
        let only = self.classes.get(spec).and_then(|class| class.only.as_ref());
        match (meant_for, only) {
            (Some(node), Some(only)) if !only.contains(&node) => Vec::new(),
            (Some(node), _) => vec![node],
            (None, Some(only)) => only.clone(),
            (None, None) => (0..self.nodes.len()).collect(),
        }
    }
}

/// One sentence for people: the reason most nodes give first.
fn plainly(nodes: usize, reasons: &Reasons) -> String {
    let mut parts: Vec<(usize, String)> = Vec::new();
    for (reason, count) in reasons {
        let part = in_words(reason);
        match parts.iter_mut().find(|(_, known)| *known == part) {
            Some((known, _)) => *known += count,
            None => parts.push((*count, part)),
        }
    }
    crate::order::sort_by(&mut parts, |a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let list: Vec<String> = parts.iter().map(|(count, part)| format!("{count} {part}")).collect();
    let nodes = if nodes == 1 {
        "The one node does not take it".to_owned()
    } else {
        format!("None of the {nodes} nodes takes it")
    };
    format!("{nodes}: {}.", list.join("; "))
}

fn in_words(reason: &str) -> String {
    if let Some(resource) = reason.strip_prefix("Insufficient ") {
        return format!("with too little {resource} left");
    }
    if let Some(taint) = reason.strip_prefix("node(s) had untolerated taint {") {
        let taint = taint.trim_end_matches('}').trim_end_matches(": ").replace(": ", "=");
        return format!("kept free by the taint {taint}, which it does not tolerate");
    }
    match reason {
        "Too many pods" => "with as many pods as it may run",
        "node(s) had untolerated taint(s)" => "kept free by a taint it does not tolerate",
        "node(s) were unschedulable" => "cordoned",
        "node(s) didn't match Pod's node affinity/selector" => {
            "without the labels its node selector or affinity asks for"
        }
        "node(s) didn't match scheduler-enforced node affinity" => "ruled out by the scheduler's own configuration",
        "node(s) didn't satisfy plugin(s) [NodeAffinity]" => "other than the one it is meant for",
        "node(s) didn't have free ports for the requested pod ports" => "on which its host port is taken",
        "node(s) exceed max volume count" => "to which as many volumes are attached as it takes",
        "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode" => {
            "ruled out, since another pod uses the claim that is for one pod alone"
        }
        "node(s) didn't match pod topology spread constraints" => "where it would make the spread too uneven",
        "node(s) didn't match pod topology spread constraints (missing required label)" => {
            "without the label its spread goes by"
        }
        "node(s) didn't match pod affinity rules" => "without the pods it wants near",
        "node(s) didn't match pod anti-affinity rules" => "near pods it wants to be far from",
        "node(s) didn't satisfy existing pods anti-affinity rules" => "near pods that do not want it near",
        "node(s) had no available volume zone" => "outside the zone of its volume",
        "node(s) had volume node affinity conflict" | "node(s) didn't match PersistentVolume's node affinity" => {
            "that cannot reach its volume"
        }
        other => return format!("because of: {other}"),
    }
    .to_owned()
}
