//! A scheduler's profile: which plugins filter and score, how heavily, and with what arguments.

use crate::cluster::facts::Facts;
use crate::cluster::model::{NodeTerm, Spread};

/// The plugins of the default profile in their order (`apis/config/v1/default_plugins.go`).
pub const DEFAULT_PLUGINS: [&str; 19] = [
    "SchedulingGates",
    "PrioritySort",
    "NodeUnschedulable",
    "NodeName",
    "TaintToleration",
    "NodeAffinity",
    "NodePorts",
    "NodeResourcesFit",
    "VolumeRestrictions",
    "NodeVolumeLimits",
    "VolumeBinding",
    "VolumeZone",
    "PodTopologySpread",
    "InterPodAffinity",
    "DynamicResources",
    "DefaultPreemption",
    "NodeResourcesBalancedAllocation",
    "ImageLocality",
    "DefaultBinder",
];

/// A plugin that says no to nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Cordoned nodes.
    NodeUnschedulable,
    /// Taints.
    TaintToleration,
    /// Node selector and affinity.
    NodeAffinity,
    /// Ports of the node.
    NodePorts,
    /// Amounts.
    NodeResourcesFit,
    /// Claims that one pod alone may use.
    VolumeRestrictions,
    /// How many volumes a node takes.
    NodeVolumeLimits,
    /// Volumes and the nodes that reach them.
    VolumeBinding,
    /// Volumes and their zones.
    VolumeZone,
    /// Even spread.
    PodTopologySpread,
    /// Other pods.
    InterPodAffinity,
}

impl Filter {
    /// By the plugin's name; none for plugins that filter nothing here.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "NodeUnschedulable" => Self::NodeUnschedulable,
            "TaintToleration" => Self::TaintToleration,
            "NodeAffinity" => Self::NodeAffinity,
            "NodePorts" => Self::NodePorts,
            "NodeResourcesFit" => Self::NodeResourcesFit,
            "VolumeRestrictions" => Self::VolumeRestrictions,
            "NodeVolumeLimits" => Self::NodeVolumeLimits,
            "VolumeBinding" => Self::VolumeBinding,
            "VolumeZone" => Self::VolumeZone,
            "PodTopologySpread" => Self::PodTopologySpread,
            "InterPodAffinity" => Self::InterPodAffinity,
            _ => return None,
        })
    }
}

/// Weights of the plugins that score; 0 where one does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weights {
    /// Taints that are better avoided.
    pub taints: i64,
    /// Preferred nodes.
    pub nodes: i64,
    /// Even spread.
    pub spread: i64,
    /// Preferred neighbours.
    pub pods: i64,
    /// Room.
    pub fit: i64,
    /// Room evenly used.
    pub balance: i64,
    /// Images that are there.
    pub images: i64,
}

/// How room is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Strategy {
    /// The emptiest node.
    LeastAllocated,
    /// The fullest node.
    MostAllocated,
    /// By a curve: utilization in per cent and score from 0 to 100.
    RequestedToCapacityRatio(Vec<(i64, i64)>),
}

/// One profile.
#[expect(clippy::struct_excessive_bools, reason = "the configuration has as many switches")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The name pods ask for.
    pub name: String,
    /// How many per cent of the nodes are looked for; 0 lets their number decide.
    pub percentage: i64,
    /// What filters, in its order.
    pub filters: Vec<Filter>,
    /// What scores.
    pub weights: Weights,
    /// Whether pods of higher priority may displace others.
    pub preempts: bool,
    /// Whether the plugin for claims of devices has its say.
    pub claims_devices: bool,
    /// How room is scored.
    pub strategy: Strategy,
    /// Which resources room is scored by, with weights.
    pub fit_resources: Vec<(String, i64)>,
    /// Which resources balance is scored by.
    pub balanced_resources: Vec<String>,
    /// Extended resources that are not filtered by.
    pub ignored: Vec<String>,
    /// The same by what stands before the stroke in their names.
    pub ignored_groups: Vec<String>,
    /// What a required affinity of a pod there is worth to a pod it matches.
    pub hard_affinity_weight: i64,
    /// Whether preferences of pods there count for nothing to pods that have none.
    pub ignores_preferences: bool,
    /// What every node must meet.
    pub added_required: Option<Vec<NodeTerm>>,
    /// What every node had better meet.
    pub added_preferred: Vec<(i64, NodeTerm)>,
    /// Spreads for pods that say none; their selectors are filled in for each pod.
    pub default_spread: Vec<Spread>,
    /// Whether these are the scheduler's own.
    pub is_default_spread_of_system: bool,
    /// How many per cent of nodes are tried for preemption.
    pub candidates_percentage: i64,
    /// And at least how many.
    pub candidates_least: i64,
}

impl Profile {
    /// The default profile.
    pub fn of_facts(facts: &Facts) -> Self {
        let all: Vec<(String, i64)> =
            DEFAULT_PLUGINS.iter().map(|name| ((*name).to_owned(), facts.weight(name).unwrap_or(1))).collect();
        let soft = |key: &str, max_skew: i64| Spread {
            max_skew,
            key: key.to_owned(),
            hard: false,
            selector: None,
            min_domains: 1,
            honors_affinity: true,
            honors_taints: false,
        };
        let mut profile = Self {
            name: "default-scheduler".to_owned(),
            percentage: 0,
            filters: Vec::new(),
            weights: Weights::default(),
            preempts: true,
            claims_devices: true,
            strategy: Strategy::LeastAllocated,
            fit_resources: vec![("cpu".to_owned(), 1), ("memory".to_owned(), 1)],
            balanced_resources: vec!["cpu".to_owned(), "memory".to_owned()],
            ignored: Vec::new(),
            ignored_groups: Vec::new(),
            hard_affinity_weight: facts.number("affinity.hard-weight"),
            ignores_preferences: false,
            added_required: None,
            added_preferred: Vec::new(),
            default_spread: vec![
                soft("kubernetes.io/hostname", facts.number("spread.default-host-skew")),
                soft("topology.kubernetes.io/zone", facts.number("spread.default-zone-skew")),
            ],
            is_default_spread_of_system: true,
            candidates_percentage: facts.number("preemption.least-percentage"),
            candidates_least: facts.number("preemption.least-nodes"),
        };
        profile.filter_with(&all);
        profile.score_with(&all);
        profile
    }

    /// Takes the plugins that filter, in their order.
    pub fn filter_with(&mut self, plugins: &[(String, i64)]) {
        self.filters = plugins.iter().filter_map(|(name, _)| Filter::named(name)).collect();
    }

    /// Takes the plugins that score, with their weights.
    pub fn score_with(&mut self, plugins: &[(String, i64)]) {
        let weight = |plugin: &str| plugins.iter().find(|(name, _)| name == plugin).map_or(0, |(_, weight)| *weight);
        self.weights = Weights {
            taints: weight("TaintToleration"),
            nodes: weight("NodeAffinity"),
            spread: weight("PodTopologySpread"),
            pods: weight("InterPodAffinity"),
            fit: weight("NodeResourcesFit"),
            balance: weight("NodeResourcesBalancedAllocation"),
            images: weight("ImageLocality"),
        };
    }

    /// Takes the plugins that act when no node is left.
    pub fn rescue_with(&mut self, plugins: &[(String, i64)]) {
        self.preempts = plugins.iter().any(|(name, _)| name == "DefaultPreemption");
        self.claims_devices = plugins.iter().any(|(name, _)| name == "DynamicResources");
    }

    /// Whether a resource is not filtered by (`fitsRequest`): extended resources alone can be left out.
    pub fn ignores(&self, resource: &str) -> bool {
        let Some((group, _)) = resource.split_once('/') else { return false };
        self.ignored.iter().any(|name| name == resource) || self.ignored_groups.iter().any(|name| name == group)
    }
}
