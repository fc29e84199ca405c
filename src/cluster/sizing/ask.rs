//! The whole question and its whole answer.

use super::Reservations;
use super::addresses::addresses;
use super::allocatable::Rules;
use super::answer::{Hopeless, Month, PlanAnswer, PoolAnswer, ProfileAnswer, SizeAnswer, Used};
use super::demand::{Demand, Growth, peak};
use super::hints::hints;
use super::levers::{Changes, levers, profiles};
use super::machines::{MachineType, machines};
use super::offers::{Offer, clouds_of, offers};
use super::search::{Found, Limits, Stage, search};
use super::today::{Today, today};
use super::trial::{Proof, Question};
use super::{growth_of, with_proxies};
use crate::cluster::facts::Facts;
use crate::cluster::model::{Cluster, Node, PodSpec};
use crate::cluster::scheduler::{Fate, Profile, Settings, Version};
use crate::cluster::{Outcome, simulate};
use crate::design::{
    Cloud, Design, KubernetesMinor, NodeProvider, OptionKey, PlatformId, Sizing, address_range, resolve, resolve_sizing,
};
use crate::knowledge::Knowledge;
use std::collections::BTreeMap;

/// All that is asked.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    /// Pods and what concerns them; its nodes, if it has any, are not looked at.
    pub cluster: Cluster,
    /// What is asked of each workload beyond its pods.
    pub growth: Vec<Growth>,
    /// What nodes must hold and withstand.
    pub sizing: Sizing,
    /// The clouds of one's own cluster.
    pub clouds: Vec<Cloud>,
    /// The Kubernetes minor version.
    pub minor: i64,
    /// The range that pods take their addresses from; empty where none is set.
    pub pod_cidr: String,
    /// The nodes there are.
    pub today: Option<Today>,
    /// The scheduler's profiles; none for its own.
    pub profiles: Option<Vec<Profile>>,
    /// What is known of machines.
    pub knowledge: &'a Knowledge,
    /// Whether levers and other profiles are worked out, too.
    pub thorough: bool,
}

/// The name of the resource that pods ask accelerators by.
const ACCELERATOR: &str = "nvidia.com/gpu";
/// The fact that tells how long a month is.
const MONTH: &str = "method.month";
/// The seed of the lots that the scheduler casts.
const SEED: u64 = 1;

/// The nodes of a design's pools.
pub fn pools_of(design: &Design, sizing: &Sizing, minor: i64, knowledge: &Knowledge) -> Option<Today> {
    if design.cluster.pools.is_empty() {
        return None;
    }
    let facts = Reservations::read();
    let rules = Rules::answered(sizing, u64::try_from(minor).unwrap_or(0));
    let all = machines(knowledge);
    let mut today = Today::default();
    for pool in &design.cluster.pools {
        let Some(machine) = all.iter().find(|machine| machine.name == pool.machine) else { continue };
        let Some(mut offer) =
            Offer::new(machine, pool.spot, rules, &facts).or_else(|| Offer::new(machine, false, rules, &facts))
        else {
            continue;
        };
        offer.labels.extend(pool.labels.iter().map(|(key, value)| (key.clone(), value.clone())));
        offer.taints.extend(pool.taints.iter().map(taint));
        let zones = if pool.zones.is_empty() { &sizing.zones } else { &pool.zones };
        let number = pool.nodes.or(pool.min).or(pool.max).unwrap_or(1);
        for (at, zone) in (0..number).zip(zones.iter().cycle()) {
            today.nodes.push(offer.node(format!("{}-{zone}-{}", pool.name, at + 1), zone));
            let price = offer.price.nanos();
            today.prices.push((offer.spot || !pool.spot).then_some(price));
        }
    }
    Some(today)
}

fn taint(said: &crate::design::Taint) -> crate::cluster::model::Taint {
    use crate::cluster::model::Effect;
    use crate::design::TaintEffect;
    let effect = match said.effect {
        TaintEffect::NoSchedule => Effect::NoSchedule,
        TaintEffect::PreferNoSchedule => Effect::PreferNoSchedule,
        TaintEffect::NoExecute => Effect::NoExecute,
    };
    crate::cluster::model::Taint { key: said.key.clone(), value: said.value.clone(), effect }
}

/// Nodes as they were given, with prices by the machines their labels name.
pub fn nodes_of(nodes: Vec<Node>, knowledge: &Knowledge) -> Today {
    let all = machines(knowledge);
    let price = |node: &Node| {
        let name = node.labels.get("node.kubernetes.io/instance-type")?;
        Some(all.iter().find(|machine| machine.name == name)?.price.nanos())
    };
    let prices = nodes.iter().map(price).collect();
    Today { nodes, prices }
}

impl<'a> Ask<'a> {
    /// What a design asks. `followed` is the platform it leads to; `cluster` are the pods of its files.
    pub fn of_design(
        design: &Design,
        followed: Option<PlatformId>,
        cluster: Cluster,
        knowledge: &'a Knowledge,
        thorough: bool,
    ) -> Self {
        let resolved = resolve(design);
        let sizing = resolve_sizing(design, &resolved, followed);
        let minor = design.cluster.version.or(KubernetesMinor::ALL.last().copied()).map_or("", OptionKey::key);
        let minor = minor.split_once('.').and_then(|(_, minor)| minor.parse().ok()).unwrap_or(0);
        let cluster = with_proxies(cluster, design, &resolved);
        Self {
            growth: growth_of(design, &cluster),
            cluster,
            today: pools_of(design, &sizing, minor, knowledge),
            clouds: resolved.clouds.iter().copied().collect(),
            minor,
            pod_cidr: design.cluster.sizing.pod_cidr.clone(),
            profiles: None,
            knowledge,
            thorough,
            sizing,
        }
    }

    /// How pods are placed.
    pub fn settings(&self, facts: &Facts) -> Settings {
        Settings {
            profiles: self.profiles.clone().unwrap_or_else(|| vec![Profile::of_facts(facts)]),
            version: Version::new(self.minor, facts),
            seed: SEED,
        }
    }
}

/// Answers it. Before each trial `go_on` may say that it is enough; the best so far is then given.
pub fn size(ask: &Ask, limits: Limits, go_on: &mut dyn FnMut(Stage) -> bool) -> SizeAnswer {
    let (facts, reserved) = (Facts::read(), Reservations::read());
    let fact = ask.knowledge.fact(MONTH);
    let hours = fact.and_then(|fact| fact.value("hours")).map_or(0, crate::knowledge::Number::units);
    let month = Month { hours, fact: MONTH.to_owned() };
    let settings = ask.settings(&facts);
    let sizing = &ask.sizing;
    let growth = |at: usize| ask.growth.get(at).copied().unwrap_or_default();
    let demand = peak(ask.cluster.clone(), &growth, sizing.most_replicas, sizing.head_room, sizing.rollouts);
    let machines = machines(ask.knowledge);
    let market = Market { ask, machines: &machines, demand: &demand, reserved: &reserved };
    let mut all = market.offers(sizing);
    label(&mut all, &demand);
    let question = Question {
        demand: &demand,
        offers: &all,
        zones: &sizing.zones,
        survive_nodes: sizing.survive_nodes,
        survive_zone: sizing.survive_zone,
        settings: &settings,
        facts: &facts,
    };
    let mut searched = search(&question, limits, go_on);
    let plans: Vec<PlanAnswer> = searched
        .found
        .iter()
        .map(|found| plan_answer(&question, found, searched.bound, ask, &month, &reserved))
        .collect();
    let best = searched.found.first();
    let mut answer = SizeAnswer {
        bound: month.of(searched.bound),
        all_tried: searched.all_tried,
        unfinished: searched.unfinished,
        effort: searched.effort,
        pods: demand.cluster.pods.len(),
        today: ask.today.as_ref().map(|known| today(&question, known, &month)),
        levers: Vec::new(),
        profiles: Vec::new(),
        hints: best.zip(plans.first()).map_or(Vec::new(), |(found, plan)| hints(&question, found, plan.used)),
        hopeless: searched.hopeless.iter().map(|spec| hopeless(&question, *spec)).collect(),
        short: searched.short.take().map(|short| short.message),
        shown: None,
        plans,
        month,
    };
    answer.shown = match (&ask.today, best) {
        (Some(today), _) => {
            let cluster = Cluster { nodes: today.nodes.clone(), ..demand.cluster.clone() };
            Some(Box::new(simulate(cluster, &settings, &facts)))
        }
        (None, Some(found)) => {
            Some(Box::new(Outcome { cluster: found.proof.cluster.clone(), run: found.proof.run.clone() }))
        }
        (None, None) => None,
    };
    if let Some(best) = best
        && ask.thorough
        && !searched.unfinished_by_hand(limits)
    {
        let changes = Changes { more_offers: market.more_offers(best, &all), month: &answer.month };
        answer.levers = levers(&question, best, &changes, go_on);
        for (name, settings) in profiles(&settings) {
            let searched = search(&Question { settings: &settings, ..question.clone() }, Limits::BRIEF, go_on);
            let found = searched.found.first();
            answer.profiles.push(ProfileAnswer {
                name,
                nodes: found.map(|found| found.plan.nodes()),
                month: found.map(|found| answer.month.of(found.price)),
            });
        }
    }
    answer
}

/// What is on the market for a question.
struct Market<'a> {
    ask: &'a Ask<'a>,
    machines: &'a [MachineType],
    demand: &'a Demand,
    reserved: &'a Reservations,
}

impl Market<'_> {
    fn offers(&self, sizing: &Sizing) -> Vec<Offer> {
        let specs = &self.demand.cluster.specs;
        let accelerators = specs.iter().any(|spec| spec.requests.amount(ACCELERATOR) > 0);
        let rules = Rules::answered(sizing, u64::try_from(self.ask.minor).unwrap_or(0));
        let clouds = clouds_of(sizing.provider, &self.ask.clouds);
        offers(self.machines, &clouds, sizing, rules, accelerators, self.reserved)
    }

    /// Offers that other answers would allow.
    fn more_offers(&self, best: &Found, now: &[Offer]) -> Vec<(String, Vec<Offer>)> {
        let sizing = &self.ask.sizing;
        let mut more = Vec::new();
        let mut add = |change: &str, sizing: Sizing| {
            let mut offers = self.offers(&sizing);
            label(&mut offers, self.demand);
            more.push((change.to_owned(), offers));
        };
        if !sizing.machines.is_empty() {
            add("Any machine of the provider may be used", Sizing { machines: Vec::new(), ..sizing.clone() });
        }
        if !sizing.arm && sizing.machines.is_empty() {
            add("ARM machines may be used, with images built for both", Sizing { arm: true, ..sizing.clone() });
        }
        if !sizing.spot {
            add("Interruptible machines may be used", Sizing { spot: true, ..sizing.clone() });
        }
        let used = |at: usize| best.plan.counts.get(at).is_some_and(|zones| zones.iter().any(|count| *count > 0));
        let largest =
            (0..now.len()).filter(|at| used(*at)).filter_map(|at| now.get(at)).map(|offer| offer.machine.cpus);
        if let Some(largest) = largest.max() {
            let bigger: Vec<Offer> = now.iter().filter(|offer| offer.machine.cpus > largest).cloned().collect();
            if !bigger.is_empty() {
                more.push((format!("Only machines with more than {largest} processors"), bigger));
            }
        }
        more.retain(|(_, offers)| offers.as_slice() != now);
        more
    }
}

impl super::Searched {
    /// Whether somebody stopped it, rather than its limits.
    fn unfinished_by_hand(&self, limits: Limits) -> bool {
        self.unfinished && self.effort.plans < limits.plans && self.effort.attempts < limits.attempts
    }
}

/// Labels that pods ask their nodes for and no machine has by itself are put on all nodes, where they ask for one value.
fn label(offers: &mut [Offer], demand: &Demand) {
    let mut asked: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (key, value) in demand.cluster.specs.iter().flat_map(|spec| &spec.node_selector) {
        let known = asked.entry(key).or_insert(Some(value));
        if *known != Some(value.as_str()) {
            *known = None;
        }
    }
    for (key, value) in asked {
        let own = key.contains("kubernetes.io/") || key.starts_with("cloud.google.com/");
        let Some(value) = value.filter(|_| !own) else { continue };
        for offer in offers.iter_mut() {
            offer.labels.push((key.to_owned(), value.to_owned()));
        }
    }
}

fn plan_answer(
    question: &Question,
    found: &Found,
    bound: u128,
    ask: &Ask,
    month: &Month,
    reserved: &Reservations,
) -> PlanAnswer {
    let volumes = |machine: &MachineType| {
        machine.volumes.map(u64::from).or_else(|| {
            let id = match ask.sizing.provider {
                NodeProvider::Gke => "gke.volumes",
                NodeProvider::Eks => "eks.volumes",
                NodeProvider::Aks | NodeProvider::Kubeadm => return None,
            };
            Some(reserved.number(id))
        })
    };
    let mut pools = Vec::new();
    let mut networks = Vec::new();
    for (offer, zones) in question.offers.iter().zip(&found.plan.counts) {
        let nodes: u32 = zones.iter().sum();
        if nodes == 0 {
            continue;
        }
        let pods = offer.allocatable.resources.pods;
        let own = offer.machine.interfaces.map(|(interfaces, each)| u64::from(interfaces) * u64::from(each));
        networks.push((u64::from(nodes), u64::try_from(pods).unwrap_or(0), own));
        pools.push(PoolAnswer {
            machine: offer.machine.name.clone(),
            spot: offer.spot,
            arm: offer.machine.arm,
            zones: question.zones.iter().cloned().zip(zones.iter().copied()).filter(|(_, count)| *count > 0).collect(),
            nodes,
            price: offer.price,
            month: month.of(u128::from(offer.price.nanos()) * u128::from(nodes)),
            source: (offer.machine.source.clone(), offer.machine.date.clone()),
            allocatable: offer.allocatable.steps.iter().map(|step| (step.of.to_owned(), step.text.clone())).collect(),
            pods_a_node: pods,
            volumes_a_node: volumes(&offer.machine),
        });
    }
    let sums: Vec<String> =
        pools.iter().map(|pool| format!("{} × ${} for {}", pool.nodes, pool.price, pool.machine)).collect();
    let whole = month.of(found.price);
    let range = address_range(&ask.pod_cidr).map(|(_, length)| length);
    PlanAnswer {
        nodes: found.plan.nodes(),
        arithmetic: format!("({}) × {} hours = ${whole}", sums.join(" + "), month.hours),
        month: whole,
        used: used_of(&found.proof),
        held: found.proof.held.clone(),
        gap: u64::try_from((found.price - bound) * 10_000 / bound.max(1)).unwrap_or(u64::MAX),
        addresses: addresses(ask.sizing.provider, &networks, range, reserved),
        pools,
    }
}

/// How full the nodes are.
pub(super) fn used_of(proof: &Proof) -> Used {
    let mut used = used(&proof.cluster, &proof.cluster.nodes);
    let mut on: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
    for (pod, fate) in proof.cluster.pods.iter().zip(&proof.run.fates) {
        if let (Fate::On(node), Some(spec)) = (fate, proof.cluster.specs.get(pod.spec)) {
            let counts = on.entry(*node).or_default();
            counts.0 += 1;
            counts.1 += u64::try_from(spec.claims.len()).unwrap_or(0);
        }
    }
    used.most_pods = on.values().map(|(pods, _)| *pods).max().unwrap_or(0);
    used.most_volumes = on.values().map(|(_, volumes)| *volumes).max().unwrap_or(0);
    used
}

/// What pods ask for of what nodes have.
pub(super) fn used(cluster: &Cluster, nodes: &[Node]) -> Used {
    let asked = |of: &dyn Fn(&PodSpec) -> i64| -> i128 {
        cluster.pods.iter().filter_map(|pod| cluster.specs.get(pod.spec)).map(|spec| i128::from(of(spec))).sum()
    };
    let has = |of: &dyn Fn(&Node) -> i64| -> i128 { nodes.iter().map(|node| i128::from(of(node))).sum() };
    let share = |asked: i128, has: i128| u64::try_from(asked * 1000 / has.max(1)).unwrap_or(0);
    Used {
        cpu: share(asked(&|spec| spec.requests.milli_cpu), has(&|node| node.allocatable.milli_cpu)),
        memory: share(asked(&|spec| spec.requests.memory), has(&|node| node.allocatable.memory)),
        pods: share(asked(&|_| 1), has(&|node| node.allocatable.pods)),
        ..Used::default()
    }
}

fn hopeless(question: &Question, spec: usize) -> Hopeless {
    let cluster = &question.demand.cluster;
    let of = cluster.pods.iter().find(|pod| pod.spec == spec).and_then(|pod| cluster.workloads.get(pod.workload));
    let workload = of.map(|of| format!("{}/{}", of.namespace, of.name)).unwrap_or_default();
    let most =
        |name: &str| question.offers.iter().map(|offer| offer.allocatable.resources.amount(name)).max().unwrap_or(0);
    let too_much = cluster.specs.get(spec).and_then(|spec| {
        let over = spec.requests.iter().find(|(name, amount)| *amount > most(name));
        over.map(|(name, amount)| format!("It asks for {amount} of {name}, and no machine leaves more than {}: ask for less, or allow larger machines.", most(name)))
    });
    let why = too_much.unwrap_or_else(|| {
        "No node is what it asks for by its selector, its affinity or its tolerations: say a pool that is, or loosen them."
            .to_owned()
    });
    Hopeless { workload, why }
}
