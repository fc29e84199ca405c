//! Classes out of specifications: what each pod says becomes bits, rows and tallies, each kept once for all that say the
//! same.

use super::amounts::Size;
use super::attachments::Attachments;
use super::bits::Bits;
use super::class::{Class, HardSpread, Lasting, Scaled, SoftSpread, Weighed};
use super::images::Images;
use super::meaning::{Finder, Meaning};
use super::profile::{Filter, Profile};
use super::row::Row;
use super::run::Settings;
use super::tally::Tally;
use super::topology::{ALL, NODE, Topologies};
use super::volumes::Volumes;
use crate::cluster::facts::Facts;
use crate::cluster::model::{
    AffinityTerm, Cluster, Effect, LabelOperator, Labels, Node, NodeTerm, PodSpec, Requirement, Selector, Spread,
    Toleration,
};
use crate::order;
use std::collections::HashMap;
use std::rc::Rc;

/// The label that every node has a value of its own for.
const HOST_NAME: &str = "kubernetes.io/hostname";

/// What a carried term does to the pods it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Carried {
    /// Keeps them away.
    Shun,
    /// Draws or drives them, by the sum of the weights.
    Prefer,
    /// Needs pods like them: counted by the carriers.
    Need,
}

/// What makes the same nodes suit.
#[derive(PartialEq, Eq, Hash)]
struct Wish {
    profile: usize,
    tolerations: Vec<Toleration>,
    selector: Vec<(String, String)>,
    required: Option<Vec<NodeTerm>>,
    claims: Vec<String>,
    namespace: String,
}

/// What makes the same nodes count for a spread.
#[derive(PartialEq, Eq, Hash)]
struct Eligibility {
    keys: Vec<String>,
    /// Where affinity is honoured, what the pod asks of nodes.
    affinity: Option<(Vec<(String, String)>, Option<Vec<NodeTerm>>)>,
    /// Where taints are honoured, what it tolerates.
    tolerations: Option<Vec<Toleration>>,
}

/// Makes the classes.
pub(super) struct Maker<'m, 'a> {
    cluster: &'a Cluster,
    settings: &'a Settings,
    nodes: &'m [Node],
    images: Images,
    finder: Finder<'a>,
    topologies: Topologies,
    tallies: Vec<Tally>,
    sizes: Vec<Size>,
    counts_in: Vec<Vec<(usize, i64)>>,
    known_tallies: HashMap<(Meaning, usize, Option<Rc<Bits>>, bool), usize>,
    known_users: HashMap<(String, String), usize>,
    known_sizes: HashMap<(Vec<i64>, (i64, i64), usize), usize>,
    known_suited: HashMap<Wish, Rc<Bits>>,
    known_taints: HashMap<Vec<Toleration>, Option<Rc<Row<i64>>>>,
    known_terms: HashMap<(Vec<(i64, NodeTerm)>, usize), Option<Rc<Row<i64>>>>,
    known_eligible: HashMap<Eligibility, Option<Rc<Bits>>>,
    known_lasting: HashMap<([usize; 2], (i64, i64)), Rc<Lasting>>,
    names: &'m [String],
}

impl<'m, 'a> Maker<'m, 'a> {
    pub(super) fn new(
        cluster: &'a Cluster,
        settings: &'a Settings,
        nodes: &'m [Node],
        names: &'m [String],
        facts: &Facts,
    ) -> Self {
        Self {
            cluster,
            settings,
            nodes,
            images: Images::new(&cluster.nodes, facts),
            finder: Finder::new(cluster),
            topologies: Topologies::default(),
            tallies: Vec::new(),
            sizes: Vec::new(),
            counts_in: vec![Vec::new(); cluster.specs.len()],
            known_tallies: HashMap::new(),
            known_users: HashMap::new(),
            known_sizes: HashMap::new(),
            known_suited: HashMap::new(),
            known_taints: HashMap::new(),
            known_terms: HashMap::new(),
            known_eligible: HashMap::new(),
            known_lasting: HashMap::new(),
            names,
        }
    }

    /// What was made beside the classes, which now know the tallies they count in.
    pub(super) fn finish(self, classes: &mut [Class]) -> (Topologies, Vec<Tally>, Vec<Size>) {
        for (class, counts) in classes.iter_mut().zip(self.counts_in) {
            class.counts_in = counts;
        }
        (self.topologies, self.tallies, self.sizes)
    }

    pub(super) fn class(&mut self, pod: &PodSpec, volumes: &Volumes, attachments: &mut Attachments) -> Class {
        let named = self.settings.profiles.iter().position(|profile| profile.name == pod.scheduler);
        let at = named.unwrap_or(usize::MAX);
        let Some(profile) = self.settings.profiles.get(at) else {
            return Class {
                profile: at,
                size: self.size(pod, &Profile::of_facts(&Facts::read()), at),
                volumes: attachments.of(pod, self.cluster),
                ..Class::default()
            };
        };
        let filters = |filter| profile.filters.contains(&filter);
        let nodes = self.suited(pod, at, profile, volumes);
        let mut class = Class {
            profile: at,
            size: self.size(pod, profile, at),
            lasting: self.lasting(pod, at, profile),
            open: (*nodes).clone(),
            suited: nodes,
            ports: pod.host_ports.clone(),
            minds_ports: filters(Filter::NodePorts),
            volumes: attachments.of(pod, self.cluster),
            minds_volumes: filters(Filter::NodeVolumeLimits),
            ..Class::default()
        };
        match only(pod) {
            Only::None if filters(Filter::NodeAffinity) => {
                class.refusal = Some("pod affinity terms conflict".to_owned());
            }
            Only::Named(listed) if filters(Filter::NodeAffinity) => {
                let all = 0..self.nodes.len();
                let is_named = |place: &usize| self.nodes.get(*place).is_some_and(|one| listed.contains(&one.name));
                class.only = Some(all.filter(is_named).collect());
            }
            _ => {}
        }
        if filters(Filter::VolumeBinding) {
            class.refusal = class.refusal.or_else(|| volumes.refusal.clone());
        }
        if filters(Filter::VolumeRestrictions) {
            let claims = super::attachments::for_one_pod(pod, self.cluster);
            class.claimed = claims.into_iter().map(|claim| self.users(&pod.namespace, claim)).collect();
        }
        self.spread(pod, profile, &mut class);
        if filters(Filter::InterPodAffinity) {
            let all = Meaning::of_all(&pod.affinity);
            class.near_itself = all.means(pod, self.cluster);
            class.near = pod.affinity.iter().map(|term| self.tally(all.clone(), &term.key, None, false)).collect();
            class.far = pod
                .anti_affinity
                .iter()
                .map(|term| self.tally(Meaning::of_term(term), &term.key, None, false))
                .collect();
        }
        if profile.weights.pods > 0 {
            let liked = pod.preferred_affinity.iter().map(|(weight, term)| (*weight, term));
            let disliked = pod.preferred_anti_affinity.iter().map(|(weight, term)| (-weight, term));
            for (weight, term) in liked.chain(disliked) {
                let (tally, key) = self.tally(Meaning::of_term(term), &term.key, None, false);
                class.preferred.push(Weighed { tally, key, weight });
            }
        }
        class
    }

    fn size(&mut self, pod: &PodSpec, profile: &Profile, at: usize) -> usize {
        let asked: Vec<i64> = self.names.iter().map(|name| pod.requests.amount(name)).collect();
        *self.known_sizes.entry((asked, pod.scored, at)).or_insert_with(|| {
            self.sizes.push(Size::new(pod, profile, self.names, self.nodes.len()));
            self.sizes.len() - 1
        })
    }

    /// The nodes that cordons, taints, affinity and volumes leave.
    fn suited(&mut self, pod: &PodSpec, at: usize, profile: &Profile, volumes: &Volumes) -> Rc<Bits> {
        let wish = Wish {
            profile: at,
            tolerations: pod.tolerations.clone(),
            selector: pod.node_selector.clone(),
            required: pod.required_nodes.clone(),
            claims: pod.claims.clone(),
            namespace: if pod.claims.is_empty() { String::new() } else { pod.namespace.clone() },
        };
        let nodes = self.nodes;
        let suits = |node: &Node| super::verdict::suits(pod, node, profile, volumes);
        let make = || Rc::new(Bits::of(nodes.len(), |at| nodes.get(at).is_some_and(suits)));
        Rc::clone(self.known_suited.entry(wish).or_insert_with(make))
    }

    /// The scores that no pod changes; none where there are none.
    fn lasting(&mut self, pod: &PodSpec, at: usize, profile: &Profile) -> Option<Rc<Lasting>> {
        let weights = profile.weights;
        let images = if weights.images > 0 { self.images.scores(pod, self.nodes) } else { None };
        let taints = if weights.taints > 0 { self.taints(pod) } else { None };
        let terms = if weights.nodes > 0 { self.preferred_nodes(pod, at, profile) } else { None };
        if images.is_none() && taints.is_none() && terms.is_none() {
            return None;
        }
        // Pods without images share what they have in common with others.
        let is_common = images.is_none();
        let place = |row: &Option<Rc<Row<i64>>>| row.as_ref().map_or(0, |row| Rc::as_ptr(row) as usize);
        let shared = ([place(&taints), place(&terms)], (weights.taints, weights.nodes));
        if let Some(known) = self.known_lasting.get(&shared).filter(|_| is_common) {
            return Some(Rc::clone(known));
        }
        // The most of all nodes, also of those that do not suit now: a node may open.
        let scaled = |raw: Option<Rc<Row<i64>>>, weight, is_reversed| Scaled {
            most: raw.iter().flat_map(|row| row.iter()).max().unwrap_or(0),
            raw,
            weight,
            is_reversed,
        };
        let (taints, terms) = (scaled(taints, weights.taints, true), scaled(terms, weights.nodes, false));
        let score = |node: usize| {
            let of = |scaled: &Scaled| scaled.raw.as_ref().map_or(0, |row| scaled.score(row.at(node), scaled.most));
            images.as_ref().map_or(0, |row| row.at(node) * weights.images) + of(&taints) + of(&terms)
        };
        let lasting = Rc::new(Lasting { scores: (0..self.nodes.len()).map(score).collect(), taints, terms });
        if is_common {
            self.known_lasting.insert(shared, Rc::clone(&lasting));
        }
        Some(lasting)
    }

    /// Taints that are better avoided, by node; none where no node has any.
    fn taints(&mut self, pod: &PodSpec) -> Option<Rc<Row<i64>>> {
        let nodes = self.nodes;
        let make = || {
            let soft =
                |toleration: &&Toleration| toleration.effect.is_none_or(|effect| effect == Effect::PreferNoSchedule);
            let tolerations: Vec<_> = pod.tolerations.iter().filter(soft).collect();
            let count = |node: &Node| {
                let taints = node.taints.iter().filter(|taint| taint.effect == Effect::PreferNoSchedule);
                i64::try_from(taints.filter(|taint| !tolerations.iter().any(|one| one.tolerates(taint))).count())
                    .unwrap_or(0)
            };
            let counts: Row<i64> = nodes.iter().map(count).collect();
            let any = counts.iter().any(|count| count > 0);
            any.then(|| Rc::new(counts))
        };
        self.known_taints.entry(pod.tolerations.clone()).or_insert_with(make).clone()
    }

    /// The weights of preferred terms each node meets; none where no node meets any.
    fn preferred_nodes(&mut self, pod: &PodSpec, at: usize, profile: &Profile) -> Option<Rc<Row<i64>>> {
        let nodes = self.nodes;
        let terms = || pod.preferred_nodes.iter().chain(&profile.added_preferred);
        terms().next()?;
        let make = || {
            let weight = |node: &Node| terms().filter(|(_, term)| term.matches(node)).map(|(weight, _)| weight).sum();
            let weights: Row<i64> = nodes.iter().map(weight).collect();
            let any = weights.iter().any(|weight| weight > 0);
            any.then(|| Rc::new(weights))
        };
        self.known_terms.entry((pod.preferred_nodes.clone(), at)).or_insert_with(make).clone()
    }

    /// The pod's own spreads, or the default ones with the selector of what owns it.
    fn spread(&mut self, pod: &PodSpec, profile: &Profile, class: &mut Class) {
        let own = !pod.spread.is_empty();
        let constraints: Vec<Spread> = if own {
            pod.spread.clone()
        } else {
            let selector = default_selector(pod, self.cluster);
            if selector.is_empty() {
                return;
            }
            profile
                .default_spread
                .iter()
                .map(|one| Spread { selector: Some(selector.clone()), ..one.clone() })
                .collect()
        };
        let (hard, soft): (Vec<Spread>, Vec<Spread>) = constraints.into_iter().partition(|one| one.hard);
        if profile.filters.contains(&Filter::PodTopologySpread) {
            for one in &hard {
                let eligible = self.eligible(pod, one, &hard);
                let meaning = Meaning::of_spread(&pod.namespace, one.selector.as_ref());
                let (tally, key) = self.tally(meaning, &one.key, eligible, true);
                let own = i64::from(one.selector.as_ref().is_some_and(|selector| selector.selects(&pod.labels)));
                class.hard.push(HardSpread { tally, key, own, max_skew: one.max_skew, min_domains: one.min_domains });
            }
        }
        if profile.weights.spread > 0 {
            class.needs_all_keys = own || !profile.is_default_spread_of_system;
            let keys: &[Spread] = if class.needs_all_keys { &soft } else { &[] };
            for one in &soft {
                let meaning = Meaning::of_spread(&pod.namespace, one.selector.as_ref());
                let by_node = one.key == HOST_NAME;
                let key = self.topologies.index(&one.key, self.nodes);
                let (tally, _) = if by_node {
                    self.tally(meaning, NODE, None, false)
                } else {
                    let eligible = self.eligible(pod, one, keys);
                    self.tally(meaning, &one.key, eligible, false)
                };
                let everywhere = self.topologies.all.get(key).is_some_and(|topology| topology.is_everywhere);
                class.lacks_keys |= !everywhere;
                class.soft.push(SoftSpread { tally, key, by_node, everywhere, max_skew: one.max_skew });
            }
        }
    }

    /// The nodes whose pods count for a spread: those with all keys that the policies let in; none for all nodes.
    fn eligible(&mut self, pod: &PodSpec, one: &Spread, with_keys_of: &[Spread]) -> Option<Rc<Bits>> {
        let wish = Eligibility {
            keys: with_keys_of.iter().map(|other| other.key.clone()).collect(),
            affinity: one.honors_affinity.then(|| (pod.node_selector.clone(), pod.required_nodes.clone())),
            tolerations: one.honors_taints.then(|| pod.tolerations.clone()),
        };
        let nodes = self.nodes;
        let is_eligible = |node: &Node| {
            with_keys_of.iter().all(|other| node.labels.get(&other.key).is_some())
                && (!one.honors_affinity || pod.may_run_on(node))
                && (!one.honors_taints || node.untolerated(&pod.tolerations).is_none())
        };
        let make = || {
            let bits = || Bits::of(nodes.len(), |at| nodes.get(at).is_some_and(is_eligible));
            (!nodes.iter().all(is_eligible)).then(|| Rc::new(bits()))
        };
        self.known_eligible.entry(wish).or_insert_with(make).clone()
    }

    /// The tally of those who use a claim, over all nodes, and its key.
    fn users(&mut self, namespace: &str, claim: &str) -> (usize, usize) {
        let key = self.topologies.index(ALL, self.nodes);
        let known = (namespace.to_owned(), claim.to_owned());
        if let Some(tally) = self.known_users.get(&known) {
            return (*tally, key);
        }
        let tally = self.tallies.len();
        self.tallies.push(Tally::new(key, &self.topologies, None, false));
        for (pod, counts) in self.cluster.specs.iter().zip(&mut self.counts_in) {
            if pod.namespace == namespace && pod.claims.iter().any(|one| one == claim) {
                counts.push((tally, 1));
            }
        }
        self.known_users.insert(known, tally);
        (tally, key)
    }

    /// The tally of a meaning over a key, and the key.
    fn tally(&mut self, meaning: Meaning, key: &str, eligible: Option<Rc<Bits>>, wants_least: bool) -> (usize, usize) {
        let key = self.topologies.index(key, self.nodes);
        let known = (meaning, key, eligible, wants_least);
        if let Some(tally) = self.known_tallies.get(&known) {
            return (*tally, key);
        }
        let tally = self.tallies.len();
        self.tallies.push(Tally::new(key, &self.topologies, known.2.clone(), wants_least));
        for spec in self.finder.meant(&known.0) {
            if let Some(counts) = self.counts_in.get_mut(spec) {
                counts.push((tally, 1));
            }
        }
        self.known_tallies.insert(known, tally);
        (tally, key)
    }

    /// Terms that pods carry with them and that speak to pods to come.
    pub(super) fn carried(&mut self, classes: &mut [Class]) {
        let mut known: HashMap<(Carried, &AffinityTerm), usize> = HashMap::new();
        let mut list: Vec<(Carried, &AffinityTerm, usize, usize)> = Vec::new();
        let cluster = self.cluster;
        for (carrier, pod) in cluster.specs.iter().enumerate() {
            let shun = pod.anti_affinity.iter().map(|term| (Carried::Shun, term, 1));
            let need = pod.affinity.iter().map(|term| (Carried::Need, term, 1));
            let like = pod.preferred_affinity.iter().map(|(weight, term)| (Carried::Prefer, term, *weight));
            let dislike = pod.preferred_anti_affinity.iter().map(|(weight, term)| (Carried::Prefer, term, -weight));
            for (kind, term, amount) in shun.chain(need).chain(like).chain(dislike) {
                let tally = *known.entry((kind, term)).or_insert_with(|| {
                    let key = self.topologies.index(&term.key, self.nodes);
                    self.tallies.push(Tally::new(key, &self.topologies, None, false));
                    list.push((kind, term, self.tallies.len() - 1, key));
                    self.tallies.len() - 1
                });
                if let Some(counts) = self.counts_in.get_mut(carrier) {
                    counts.push((tally, amount));
                }
            }
        }
        for (kind, term, tally, key) in list {
            for spec in self.finder.meant(&Meaning::of_term(term)) {
                let (Some(class), Some(pod)) = (classes.get_mut(spec), cluster.specs.get(spec)) else { continue };
                let Some(profile) = self.settings.profiles.get(class.profile) else { continue };
                let has_none = pod.preferred_affinity.is_empty() && pod.preferred_anti_affinity.is_empty();
                let listens = profile.weights.pods > 0 && !(profile.ignores_preferences && has_none);
                match kind {
                    Carried::Shun if profile.filters.contains(&Filter::InterPodAffinity) => {
                        class.shunned.push((tally, key));
                    }
                    Carried::Prefer if listens => class.preferred.push(Weighed { tally, key, weight: 1 }),
                    Carried::Need if listens && profile.hard_affinity_weight > 0 => {
                        class.preferred.push(Weighed { tally, key, weight: profile.hard_affinity_weight });
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The nodes a pod names in its affinity (`NodeAffinity.PreFilter`).
enum Only {
    All,
    None,
    Named(Vec<String>),
}

fn only(pod: &PodSpec) -> Only {
    let Some(terms) = &pod.required_nodes else { return Only::All };
    let mut all: Vec<String> = Vec::new();
    for term in terms {
        let mut names: Option<Vec<String>> = None;
        for field in term.fields.iter().filter(|field| field.operator == LabelOperator::In) {
            names = Some(match names {
                None => field.values.clone(),
                Some(before) => before.into_iter().filter(|name| field.values.contains(name)).collect(),
            });
        }
        let Some(names) = names else { return Only::All };
        all.extend(names);
    }
    if all.is_empty() { Only::None } else { Only::Named(all) }
}

/// The selector of the default spread (`helper.DefaultSelector`): what the pod's Services and its owner select by.
fn default_selector(pod: &PodSpec, cluster: &Cluster) -> Selector {
    let mut labels = Labels::default();
    for service in cluster.services.iter().filter(|service| service.namespace == pod.namespace) {
        let selects = !service.selector.is_empty()
            && service.selector.iter().all(|(key, value)| pod.labels.get(key) == Some(value.as_str()));
        if selects {
            service.selector.iter().for_each(|(key, value)| labels.set(key, value));
        }
    }
    let mut selector = Selector(labels.iter().map(|(key, value)| Requirement::equals(key, value)).collect());
    if let Some(owner) = &pod.owner_selector {
        selector.0.extend(owner.0.iter().cloned());
    }
    order::sort(&mut selector.0);
    selector.0.dedup();
    selector
}
