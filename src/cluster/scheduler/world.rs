//! The cluster made ready: names become numbers, labels domains, and every term a tally.

use super::amounts::{Amounts, Size};
use super::attachments::Attachments;
use super::bits::Bits;
use super::class::Class;
use super::maker::Maker;
use super::profile::Profile;
use super::run::Settings;
use super::sample::Sample;
use super::survey::Survey;
use super::tally::Tally;
use super::topology::Topologies;
use super::volumes::Volumes;
use crate::cluster::facts::Facts;
use crate::cluster::model::{Cluster, HostPort, Node};
use std::collections::HashMap;
use std::rc::Rc;

/// After so many specifications it is asked whether to go on.
const CLASSES_AT_ONCE: usize = 64;

/// Of more changed nodes no list is kept.
const MOST_CHANGED: usize = 1024;

/// The state of a run.
#[derive(Debug)]
pub(super) struct World<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) settings: &'a Settings,
    /// The cluster's nodes, in the order they are looked at.
    pub(super) nodes: Vec<Node>,
    pub(super) by_name: HashMap<&'a str, usize>,
    pub(super) topologies: Topologies,
    pub(super) tallies: Vec<Tally>,
    pub(super) amounts: Amounts,
    pub(super) sizes: Vec<Size>,
    /// One for each specification.
    pub(super) classes: Vec<Class>,
    pub(super) volumes: Vec<Volumes<'a>>,
    pub(super) sample: Sample,
    /// Taken ports of each node.
    pub(super) ports: Vec<Vec<HostPort>>,
    pub(super) attachments: Attachments,
    /// Pods on each node.
    pub(super) pods_on: Vec<Vec<usize>>,
    /// For each pod its place in the list of its node.
    slot: Vec<usize>,
    /// For each node its place among the cluster's.
    pub(super) order: Vec<usize>,
    /// When each pod was placed: a turn that only grows.
    pub(super) since: Vec<u64>,
    /// How many pods of each specification are placed.
    pub(super) placed: Vec<i64>,
    /// And how many there are.
    pub(super) wanted: Vec<i64>,
    /// Where the next search begins.
    pub(super) next: usize,
    /// The nodes as the class sees them that was last placed.
    pub(super) survey: Survey,
    /// Nodes that have changed since.
    pub(super) changed: Vec<usize>,
    /// How many pods came or went.
    pub(super) changes: u64,
    /// How many were placed: the turn of the next lot.
    pub(super) turn: u64,
}

impl<'a> World<'a> {
    /// Makes all ready; none when it is told to stop.
    pub(super) fn new(
        cluster: &'a Cluster,
        settings: &'a Settings,
        facts: &Facts,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Option<Self> {
        let order = super::topology::in_turn(&cluster.nodes);
        let nodes: Vec<Node> = order.iter().filter_map(|at| cluster.nodes.get(*at)).cloned().collect();
        let names = resources(cluster, settings);
        let mut maker = Maker::new(cluster, settings, &nodes, &names, facts);
        let mut attachments = Attachments::new(&nodes);
        let volumes: Vec<Volumes> = cluster.specs.iter().map(|pod| Volumes::of(pod, cluster)).collect();
        let mut classes: Vec<Class> = Vec::with_capacity(cluster.specs.len());
        for (at, (pod, volumes)) in cluster.specs.iter().zip(&volumes).enumerate() {
            if at % CLASSES_AT_ONCE == 0 && !go_on() {
                return None;
            }
            classes.push(maker.class(pod, volumes, &mut attachments));
        }
        maker.carried(&mut classes);
        let (topologies, tallies, sizes) = maker.finish(&mut classes);
        let mut wanted = vec![0; cluster.specs.len()];
        for pod in &cluster.pods {
            if let Some(wanted) = wanted.get_mut(pod.spec) {
                *wanted += 1;
            }
        }
        let place = |at: &usize| cluster.nodes.get(*at).map(|node| node.name.as_str());
        Some(Self {
            cluster,
            settings,
            by_name: order.iter().filter_map(place).enumerate().map(|(at, name)| (name, at)).collect(),
            amounts: Amounts::new(&nodes, names),
            ports: vec![Vec::new(); nodes.len()],
            attachments,
            pods_on: vec![Vec::new(); nodes.len()],
            order,
            slot: vec![0; cluster.pods.len()],
            since: vec![0; cluster.pods.len()],
            placed: vec![0; cluster.specs.len()],
            wanted,
            nodes,
            topologies,
            tallies,
            sizes,
            classes,
            volumes,
            sample: Sample::of_facts(facts),
            next: 0,
            survey: Survey::default(),
            changed: Vec::new(),
            changes: 0,
            turn: 0,
        })
    }

    /// The profile of a class.
    pub(super) fn profile(&self, class: usize) -> Option<&'a Profile> {
        self.settings.profiles.get(self.classes.get(class)?.profile)
    }

    /// A pod of a class comes to a node.
    pub(super) fn place(&mut self, pod: usize, class: usize, node: usize) {
        self.change(class, node, 1);
        let Some(class) = self.classes.get(class) else { return };
        if let Some(there) = self.pods_on.get_mut(node) {
            if let Some(slot) = self.slot.get_mut(pod) {
                *slot = there.len();
            }
            there.push(pod);
        }
        if let Some(ports) = self.ports.get_mut(node) {
            ports.extend(class.ports.iter().cloned());
        }
        if !class.volumes.is_empty() {
            self.attachments.attach(node, &class.volumes);
        }
    }

    /// A pod of a class leaves its node.
    pub(super) fn remove(&mut self, pod: usize, class: usize, node: usize) {
        self.change(class, node, -1);
        if let Some(there) = self.pods_on.get_mut(node) {
            let at = self.slot.get(pod).copied().unwrap_or(usize::MAX);
            if there.get(at) == Some(&pod) {
                there.swap_remove(at);
                if let Some(slot) = there.get(at).and_then(|moved| self.slot.get_mut(*moved)) {
                    *slot = at;
                }
            }
        }
        if let (Some(ports), Some(class)) = (self.ports.get_mut(node), self.classes.get(class)) {
            for port in &class.ports {
                if let Some(at) = ports.iter().position(|one| one == port) {
                    ports.swap_remove(at);
                }
            }
            if !class.volumes.is_empty() {
                self.attachments.detach(node, &class.volumes);
            }
        }
    }

    /// A node may have room again for everybody.
    pub(super) fn reopen(&mut self, node: usize) {
        for class in &mut self.classes {
            if class.suited.has(node) {
                class.open.insert(node);
            }
        }
    }

    /// A node changes in what keeps pods away from it: its taints, or that it is cordoned.
    pub(super) fn change_node(&mut self, node: usize, change: &mut dyn FnMut(&mut Node)) {
        let Some(there) = self.nodes.get_mut(node) else { return };
        change(there);
        // Classes that share a set of nodes go on sharing one.
        let mut known: Vec<(Rc<Bits>, Rc<Bits>)> = Vec::new();
        for (spec, class) in self.classes.iter_mut().enumerate() {
            let Some(profile) = self.settings.profiles.get(class.profile) else { continue };
            let (Some(pod), Some(volumes)) = (self.cluster.specs.get(spec), self.volumes.get(spec)) else { continue };
            let suited = match known.iter().find(|(old, _)| Rc::ptr_eq(old, &class.suited)) {
                Some((_, new)) => Rc::clone(new),
                None => {
                    let mut new = (*class.suited).clone();
                    match super::verdict::suits(pod, there, profile, volumes) {
                        true => new.insert(node),
                        false => new.remove(node),
                    }
                    let new = Rc::new(new);
                    known.push((Rc::clone(&class.suited), Rc::clone(&new)));
                    new
                }
            };
            class.suited = suited;
            if class.suited.has(node) {
                class.open.insert(node);
            } else {
                class.open.remove(node);
            }
        }
        self.changes += 1;
        self.note(node);
    }

    fn change(&mut self, spec: usize, node: usize, sign: i64) {
        let Some(class) = self.classes.get(spec) else { return };
        for (tally, amount) in &class.counts_in {
            if let Some(tally) = self.tallies.get_mut(*tally) {
                tally.add(&self.topologies, node, sign * amount);
            }
        }
        if let Some(size) = self.sizes.get(class.size) {
            self.amounts.add(node, size, sign);
        }
        if let Some(placed) = self.placed.get_mut(spec) {
            *placed += sign;
        }
        self.changes += 1;
        self.note(node);
    }

    /// The survey is to look at a node again; when so many have changed, it is made anew instead.
    fn note(&mut self, node: usize) {
        if self.changed.len() < MOST_CHANGED {
            self.changed.push(node);
        } else {
            self.survey.forget();
        }
    }

    /// The count of a tally at a node; none where the node has no such domain.
    #[inline]
    pub(super) fn count(&self, tally: usize, key: usize, node: usize) -> Option<i64> {
        let domain = self.topologies.domain(key, node);
        if domain == super::topology::NOWHERE {
            return None;
        }
        self.tallies.get(tally).map(|tally| tally.at(domain))
    }
}

/// Every resource that anything asks for or is scored by.
fn resources(cluster: &Cluster, settings: &Settings) -> Vec<String> {
    let mut names = vec!["cpu".to_owned(), "memory".to_owned(), "ephemeral-storage".to_owned()];
    let asked = cluster.specs.iter().flat_map(|pod| pod.requests.others.iter().map(|(name, _)| name));
    let fit = settings.profiles.iter().flat_map(|profile| profile.fit_resources.iter().map(|(name, _)| name));
    let balanced = settings.profiles.iter().flat_map(|profile| profile.balanced_resources.iter());
    for name in asked.chain(fit).chain(balanced) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}
