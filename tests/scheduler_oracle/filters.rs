//! The filters, written down as they are published: every count is taken anew from all pods, nothing is remembered.

use super::{Oracle, Status};
use sheerline::cluster::model::{AffinityTerm, Binding, Effect, LabelOperator, Node, PodSpec, Selector, Spread};
use sheerline::cluster::scheduler::{Filter, Profile};

fn unschedulable(reason: &str) -> Status {
    Status { reasons: vec![reason.to_owned()], unresolvable: false }
}

fn unresolvable(reason: &str) -> Status {
    Status { reasons: vec![reason.to_owned()], unresolvable: true }
}

impl Oracle<'_> {
    /// `RunFilterPlugins`: the first plugin that says no.
    pub(super) fn filter(&self, profile: &Profile, pod: usize, node: usize) -> Option<Status> {
        profile.filters.iter().find_map(|plugin| self.run_filter(*plugin, profile, pod, node))
    }

    fn run_filter(&self, plugin: Filter, profile: &Profile, pod: usize, at: usize) -> Option<Status> {
        let (spec, node) = (self.spec(pod), self.node(at));
        match plugin {
            Filter::NodeUnschedulable => {
                let tolerated = spec.tolerations.iter().any(|one| {
                    (one.key.is_empty() || one.key == "node.kubernetes.io/unschedulable")
                        && one.effect.is_none_or(|effect| effect == Effect::NoSchedule)
                        && (format!("{:?}", one.operator) == "Exists" || one.value.is_empty())
                });
                (node.unschedulable && !tolerated).then(|| unresolvable("node(s) were unschedulable"))
            }
            Filter::TaintToleration => {
                let bad = node.taints.iter().find(|taint| {
                    taint.effect != Effect::PreferNoSchedule && !spec.tolerations.iter().any(|one| one.tolerates(taint))
                })?;
                if self.settings.version.minor < 35 {
                    return Some(unresolvable(&format!(
                        "node(s) had untolerated taint {{{}: {}}}",
                        bad.key, bad.value
                    )));
                }
                Some(unresolvable("node(s) had untolerated taint(s)"))
            }
            Filter::NodeAffinity => {
                if let Some(terms) = &profile.added_required
                    && !terms.iter().any(|term| term.matches(node))
                {
                    return Some(unresolvable("node(s) didn't match scheduler-enforced node affinity"));
                }
                (!required_node_affinity(spec, node))
                    .then(|| unresolvable("node(s) didn't match Pod's node affinity/selector"))
            }
            Filter::NodePorts => {
                let taken = self.on_node(at).into_iter().flat_map(|other| &self.spec(other).host_ports);
                let conflict = |wanted, have| sheerline::cluster::model::HostPort::conflicts_with(wanted, have);
                let is_taken =
                    taken.into_iter().any(|have| spec.host_ports.iter().any(|wanted| conflict(wanted, have)));
                is_taken.then(|| unschedulable("node(s) didn't have free ports for the requested pod ports"))
            }
            Filter::NodeResourcesFit => self.fits_request(profile, spec, at),
            Filter::VolumeRestrictions => self.read_write_once_pod(spec),
            Filter::NodeVolumeLimits => self.volume_limits(spec, at),
            Filter::VolumeBinding => {
                let volumes = self.bound_volumes(spec);
                let conflict = volumes.iter().any(|volume| {
                    volume.nodes.as_ref().is_some_and(|terms| !terms.iter().any(|term| term.matches(node)))
                });
                let reason = if self.settings.version.minor < 35 {
                    "node(s) had volume node affinity conflict"
                } else {
                    "node(s) didn't match PersistentVolume's node affinity"
                };
                conflict.then(|| unresolvable(reason))
            }
            Filter::VolumeZone => {
                const ZONE: &str = "topology.kubernetes.io/zone";
                const REGION: &str = "topology.kubernetes.io/region";
                if node.labels.get(ZONE).is_none() && node.labels.get(REGION).is_none() {
                    return None;
                }
                let conflict = self.bound_volumes(spec).into_iter().any(|volume| {
                    [ZONE, REGION].into_iter().any(|key| match (volume.labels.get(key), node.labels.get(key)) {
                        (None, _) => false,
                        (Some(_), None) => true,
                        (Some(set), Some(value)) => !set.split("__").any(|one| one == value),
                    })
                });
                conflict.then(|| unresolvable("node(s) had no available volume zone"))
            }
            Filter::PodTopologySpread => self.filter_spread(profile, pod, at),
            Filter::InterPodAffinity => self.filter_inter_pod(pod, at),
        }
    }

    fn fits_request(&self, profile: &Profile, spec: &PodSpec, at: usize) -> Option<Status> {
        let (node, mut status) = (self.node(at), Status { reasons: Vec::new(), unresolvable: false });
        if i64::try_from(self.on_node(at).len()).unwrap() + 1 > node.allocatable.pods {
            status.reasons.push("Too many pods".to_owned());
        }
        for (name, asked) in spec.requests.iter() {
            let ignored = name.split_once('/').is_some_and(|(group, _)| {
                profile.ignored.iter().any(|one| one == name) || profile.ignored_groups.iter().any(|one| one == group)
            });
            let allocatable = node.allocatable.amount(name);
            if asked > 0 && !ignored && asked > allocatable - self.requested(at, name) {
                status.reasons.push(format!("Insufficient {name}"));
                status.unresolvable |= asked > allocatable;
            }
        }
        (!status.reasons.is_empty()).then_some(status)
    }

    pub(super) fn constraints(&self, profile: &Profile, pod: usize, hard: bool) -> Vec<Spread> {
        let spec = self.spec(pod);
        let all = if spec.spread.is_empty() {
            let selector = self.default_selector(spec);
            if selector.0.is_empty() {
                return Vec::new();
            }
            profile
                .default_spread
                .iter()
                .map(|one| Spread { selector: Some(selector.clone()), ..one.clone() })
                .collect()
        } else {
            spec.spread.clone()
        };
        all.into_iter().filter(|one| one.hard == hard).collect()
    }

    /// `helper.DefaultSelector`.
    fn default_selector(&self, spec: &PodSpec) -> Selector {
        let mut selector = Selector::default();
        let mut merged: Vec<(String, String)> = Vec::new();
        for service in self.cluster.services.iter().filter(|service| service.namespace == spec.namespace) {
            let matches = service.selector.iter().all(|(key, value)| spec.labels.get(key) == Some(value));
            if matches && !service.selector.is_empty() {
                merged.extend(service.selector.iter().cloned());
            }
        }
        for (key, value) in merged {
            selector.0.push(sheerline::cluster::model::Requirement {
                key,
                operator: LabelOperator::In,
                values: vec![value],
            });
        }
        if let Some(owner) = &spec.owner_selector {
            selector.0.extend(owner.0.iter().cloned());
        }
        selector
    }

    /// `countPodsMatchSelector`.
    pub(super) fn count_matching(&self, at: usize, selector: Option<&Selector>, namespace: &str) -> i64 {
        let Some(selector) = selector.filter(|selector| !selector.0.is_empty()) else { return 0 };
        let counts = |pod: &&usize| {
            let spec = self.spec(**pod);
            !spec.terminating && spec.namespace == namespace && selector.selects(&spec.labels)
        };
        i64::try_from(self.on_node(at).iter().filter(counts).count()).unwrap()
    }

    /// `matchNodeInclusionPolicies`.
    pub(super) fn included(&self, spec: &PodSpec, one: &Spread, node: &Node) -> bool {
        let tolerated = node.taints.iter().all(|taint| {
            taint.effect == Effect::PreferNoSchedule || spec.tolerations.iter().any(|one| one.tolerates(taint))
        });
        (!one.honors_affinity || required_node_affinity(spec, node)) && (!one.honors_taints || tolerated)
    }

    fn filter_spread(&self, profile: &Profile, pod: usize, at: usize) -> Option<Status> {
        let (spec, constraints) = (self.spec(pod), self.constraints(profile, pod, true));
        for one in &constraints {
            let Some(value) = self.node(at).labels.get(&one.key) else {
                return Some(unresolvable(
                    "node(s) didn't match pod topology spread constraints (missing required label)",
                ));
            };
            let mut counts: std::collections::BTreeMap<&str, i64> = std::collections::BTreeMap::new();
            for other in 0..self.order.len() {
                let node = self.node(other);
                let has_all = constraints.iter().all(|each| node.labels.get(&each.key).is_some());
                if has_all && self.included(spec, one, node) {
                    let count = self.count_matching(other, one.selector.as_ref(), &spec.namespace);
                    *counts.entry(node.labels.get(&one.key).unwrap()).or_default() += count;
                }
            }
            let domains = i64::try_from(counts.len()).unwrap();
            let mut least = counts.values().copied().min().unwrap_or(i64::from(i32::MAX));
            if domains < one.min_domains {
                least = 0;
            }
            let own = i64::from(one.selector.as_ref().is_some_and(|selector| selector.selects(&spec.labels)));
            if counts.get(value).copied().unwrap_or(0) + own - least > one.max_skew {
                return Some(unschedulable("node(s) didn't match pod topology spread constraints"));
            }
        }
        None
    }

    pub(super) fn term_matches(&self, term: &AffinityTerm, pod: usize) -> bool {
        let spec = self.spec(pod);
        term.matches(&spec.namespace, &self.cluster.namespace_labels(&spec.namespace), &spec.labels)
    }

    fn filter_inter_pod(&self, pod: usize, at: usize) -> Option<Status> {
        let (spec, node) = (self.spec(pod), self.node(at));
        let placed =
            || (0..self.order.len()).flat_map(|other| self.on_node(other).into_iter().map(move |pod| (other, pod)));
        let matches_all = |other: usize| spec.affinity.iter().all(|term| self.term_matches(term, other));
        let (mut exists, mut pairs) = (true, 0);
        for term in &spec.affinity {
            let Some(value) = node.labels.get(&term.key) else {
                return Some(unresolvable("node(s) didn't match pod affinity rules"));
            };
            let mut here = 0;
            for (other, _) in placed().filter(|(_, other)| matches_all(*other)) {
                if let Some(found) = self.node(other).labels.get(&term.key) {
                    pairs += 1;
                    here += usize::from(found == value);
                }
            }
            exists &= here > 0;
        }
        if !exists && (pairs > 0 || !matches_all(pod)) {
            return Some(unresolvable("node(s) didn't match pod affinity rules"));
        }
        let same = |key: &str, other: usize| {
            let value = node.labels.get(key);
            value.is_some() && value == self.node(other).labels.get(key)
        };
        for term in &spec.anti_affinity {
            if placed().any(|(on, other)| same(&term.key, on) && self.term_matches(term, other)) {
                return Some(unschedulable("node(s) didn't match pod anti-affinity rules"));
            }
        }
        for (on, other) in placed() {
            if self.spec(other).anti_affinity.iter().any(|term| same(&term.key, on) && self.term_matches(term, pod)) {
                return Some(unschedulable("node(s) didn't satisfy existing pods anti-affinity rules"));
            }
        }
        None
    }

    fn bound_volumes(&self, spec: &PodSpec) -> Vec<&sheerline::cluster::model::Volume> {
        let claims =
            self.cluster.claims.iter().filter(|one| one.namespace == spec.namespace && spec.claims.contains(&one.name));
        let names = claims.filter_map(|claim| match &claim.binding {
            Binding::Bound(volume) => Some(volume),
            _ => None,
        });
        names.filter_map(|name| self.cluster.volumes.iter().find(|volume| volume.name == *name)).collect()
    }

    fn claim(&self, namespace: &str, name: &str) -> Option<&sheerline::cluster::model::Claim> {
        self.cluster.claims.iter().find(|one| one.namespace == namespace && one.name == *name)
    }

    /// `satisfyReadWriteOncePod`.
    fn read_write_once_pod(&self, spec: &PodSpec) -> Option<Status> {
        let mut references = 0;
        for other in (0..self.order.len()).flat_map(|at| self.on_node(at)) {
            let other = self.spec(other);
            for name in &other.claims {
                let is_wanted = other.namespace == spec.namespace && spec.claims.contains(name);
                references += usize::from(
                    is_wanted && self.claim(&spec.namespace, name).is_some_and(|claim| claim.is_for_one_pod),
                );
            }
        }
        let words = "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode";
        (references > 0).then(|| unschedulable(words))
    }

    /// `filterAttachableVolumes`: names of volumes with their drivers.
    fn attachable(&self, spec: &PodSpec) -> std::collections::BTreeMap<String, String> {
        let mut found = std::collections::BTreeMap::new();
        for claim in spec.claims.iter().filter_map(|name| self.claim(&spec.namespace, name)) {
            let volume = match &claim.binding {
                Binding::Bound(name) => self.cluster.volumes.iter().find(|one| one.name == *name),
                _ => None,
            };
            let of_class = || {
                let driver = claim.driver.clone()?;
                Some((driver, format!("random-{}/{}", claim.namespace, claim.name)))
            };
            if let Some((driver, handle)) = volume.map_or_else(of_class, |volume| volume.driver.clone()) {
                found.insert(format!("{driver}/{handle}"), driver);
            }
        }
        found
    }

    /// `CSILimits.Filter`.
    fn volume_limits(&self, spec: &PodSpec, at: usize) -> Option<Status> {
        let mut new = self.attachable(spec);
        let mut attached = std::collections::BTreeMap::new();
        for other in self.on_node(at) {
            attached.extend(self.attachable(self.spec(other)));
        }
        new.retain(|name, _| !attached.contains_key(name));
        let count = |all: &std::collections::BTreeMap<String, String>, driver: &String| {
            i64::try_from(all.values().filter(|one| *one == driver).count()).unwrap()
        };
        let exceeds = new.values().any(|driver| {
            let limit = self.node(at).attach_limits.iter().find(|(known, _)| known == driver);
            limit.is_some_and(|(_, limit)| count(&attached, driver) + count(&new, driver) > *limit)
        });
        exceeds.then(|| unschedulable("node(s) exceed max volume count"))
    }

    /// `PreFilter` of volumes and node affinity: a refusal for all nodes, or the nodes that are looked at.
    pub(super) fn pre_filter(&self, profile: &Profile, pod: usize) -> Result<Option<Vec<usize>>, String> {
        let spec = self.spec(pod);
        let mut names: Option<Vec<String>> = None;
        if profile.filters.contains(&Filter::NodeAffinity)
            && let Some(terms) = &spec.required_nodes
        {
            let of_term = |term: &sheerline::cluster::model::NodeTerm| {
                let mut fields = term.fields.iter().filter(|one| one.operator == LabelOperator::In);
                let first = fields.next()?.values.clone();
                Some(
                    fields
                        .fold(first, |names, one| names.into_iter().filter(|name| one.values.contains(name)).collect()),
                )
            };
            let all: Option<Vec<Vec<String>>> = terms.iter().map(of_term).collect();
            if let Some(all) = all {
                let all = all.concat();
                if all.is_empty() {
                    return Err("pod affinity terms conflict".to_owned());
                }
                names = Some(all);
            }
        }
        if profile.filters.contains(&Filter::VolumeBinding) && !self.cluster.claims.is_empty() {
            for name in &spec.claims {
                let claim = self.cluster.claims.iter().find(|one| one.namespace == spec.namespace && one.name == *name);
                match claim.map(|claim| &claim.binding) {
                    None => return Err(format!("persistentvolumeclaim \"{name}\" not found")),
                    Some(Binding::Missing) => return Err("pod has unbound immediate PersistentVolumeClaims".to_owned()),
                    _ => {}
                }
            }
        }
        if let Some(meant_for) = &self.cluster.pods[pod].meant_for {
            names = Some(
                names.unwrap_or_else(|| vec![meant_for.clone()]).into_iter().filter(|one| one == meant_for).collect(),
            );
        }
        Ok(names.map(|names| (0..self.order.len()).filter(|at| names.contains(&self.node(*at).name)).collect()))
    }
}

fn required_node_affinity(spec: &PodSpec, node: &Node) -> bool {
    spec.node_selector.iter().all(|(key, value)| node.labels.get(key) == Some(value.as_str()))
        && spec.required_nodes.as_ref().is_none_or(|terms| terms.iter().any(|term| term.matches(node)))
}
