//! Random clusters, each told by a number: small ones in which everything happens at once.

use sheerline::cluster::facts::Facts;
use sheerline::cluster::model::{
    AffinityTerm, Binding, Budget, Claim, Cluster, Effect, HostPort, Image, LabelOperator, Labels, Node, NodeTerm, Pod,
    PodSpec, Requirement, Resources, Selector, Service, Share, Spread, Taint, Toleration, TolerationOperator, Volume,
    Workload,
};
use sheerline::cluster::scheduler::{Filter, Profile, Settings, Strategy, Version};

/// Numbers that follow from a seed.
pub struct Dice(u64);

const ZONE: &str = "topology.kubernetes.io/zone";
const HOST: &str = "kubernetes.io/hostname";
const GPU: &str = "example.com/gpu";

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def0)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, but not, a number.
    fn below(&mut self, number: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(number).unwrap()).unwrap()
    }

    fn size(&mut self, number: i64) -> usize {
        usize::try_from(self.below(number)).unwrap()
    }

    /// Once in so many times.
    fn one_in(&mut self, times: i64) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.size(i64::try_from(of.len()).unwrap())].clone()
    }

    fn some<T>(&mut self, most: i64, one: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| one(self)).collect()
    }
}

fn labels(pairs: &[(&str, String)]) -> Labels {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

/// A cluster and a way to schedule it.
pub fn case(seed: u64, minor: i64, facts: &Facts) -> (Cluster, Settings) {
    let dice = &mut Dice::new(seed);
    let is_large = dice.one_in(50);
    let nodes = if is_large { 100 + dice.below(200) } else { dice.below(11) + i64::from(!dice.one_in(60)) };
    let mut cluster = Cluster { nodes: (0..nodes).map(|at| node(dice, at, is_large)).collect(), ..Cluster::default() };
    cluster.specs = (0..=dice.below(5)).map(|_| spec(dice, &cluster.nodes)).collect();
    if dice.one_in(3) {
        cluster.namespaces.insert("other".into(), labels(&[("team", "blue".into())]));
    }
    cluster.budgets = dice.some(2, |dice| Budget {
        namespace: "default".into(),
        name: "budget".into(),
        selector: Some(selector(dice)),
        min_available: dice.one_in(2).then(|| Share::Count(dice.below(3))),
        max_unavailable: dice.one_in(3).then(|| Share::Percent(dice.below(60))),
    });
    cluster.services = dice.some(2, |dice| Service {
        namespace: "default".into(),
        selector: vec![("app".to_owned(), dice.pick(&["a", "b"]).to_owned())],
    });
    storage(dice, &mut cluster);
    let workloads = cluster.specs.len();
    cluster.workloads = (0..workloads)
        .map(|at| Workload {
            kind: "Deployment".into(),
            namespace: cluster.specs[at].namespace.clone(),
            name: format!("w{at}"),
            prefix: format!("w{at}"),
            recreates: !dice.one_in(4),
            everywhere: None,
        })
        .collect();
    let mut ordinal = 0;
    for _ in 0..=dice.below(7) {
        // Pods come in runs, as replicas do.
        let spec = dice.size(i64::try_from(workloads).unwrap());
        let runs = cluster.specs[spec].terminating || dice.one_in(5);
        for _ in 0..=dice.below(if is_large { 40 } else { 6 }) {
            let names: Vec<String> = cluster.nodes.iter().map(|node| node.name.clone()).collect();
            let runs_on = (runs && !names.is_empty()).then(|| dice.pick(&names));
            let meant_for = (runs_on.is_none() && !names.is_empty() && dice.one_in(25)).then(|| dice.pick(&names));
            cluster.pods.push(Pod { spec, workload: spec, ordinal, runs_on, meant_for, name: None });
            ordinal += 1;
        }
    }
    let settings = Settings { profiles: profiles(dice, facts), version: Version::new(minor, facts), seed: dice.next() };
    (cluster, settings)
}

fn node(dice: &mut Dice, at: i64, is_large: bool) -> Node {
    let name = format!("n{at}");
    let mut all = vec![(HOST, name.clone())];
    if !dice.one_in(8) {
        all.push((ZONE, dice.pick(&["a", "b", "c"]).to_owned()));
    }
    if dice.one_in(4) {
        all.push(("rack", format!("r{}", dice.below(4))));
    }
    if dice.one_in(2) {
        all.push(("disk", dice.pick(&["ssd", "hdd"]).to_owned()));
    }
    if dice.one_in(3) {
        all.push(("size", dice.below(9).to_string()));
    }
    if dice.one_in(10) {
        all.push(("topology.kubernetes.io/region", "r".to_owned()));
    }
    let mut allocatable = Resources {
        milli_cpu: (1 + dice.below(8)) * 500,
        memory: (1 + dice.below(16)) << 29,
        pods: 1 + dice.below(if is_large { 30 } else { 8 }),
        ephemeral_storage: dice.below(3) << 30,
        others: Vec::new(),
    };
    if dice.one_in(3) {
        allocatable.set(GPU, dice.below(4));
    }
    Node {
        name,
        labels: labels(&all),
        taints: if dice.one_in(3) { dice.some(2, taint) } else { Vec::new() },
        unschedulable: dice.one_in(15),
        allocatable,
        images: dice.some(2, |dice| Image {
            names: vec![dice.pick(&["x:1", "y:latest"]).to_owned()],
            size: (1 + dice.below(900)) << 20,
        }),
        attach_limits: Vec::new(),
    }
}

fn effect(dice: &mut Dice) -> Effect {
    dice.pick(&[Effect::NoSchedule, Effect::PreferNoSchedule, Effect::PreferNoSchedule, Effect::NoExecute])
}

fn taint(dice: &mut Dice) -> Taint {
    Taint { key: dice.pick(&["k", "gpu"]).to_owned(), value: dice.pick(&["", "v"]).to_owned(), effect: effect(dice) }
}

fn toleration(dice: &mut Dice) -> Toleration {
    let operator = dice.pick(&[TolerationOperator::Exists, TolerationOperator::Equal]);
    let any = operator == TolerationOperator::Exists && dice.one_in(4);
    Toleration {
        key: if any { String::new() } else { dice.pick(&["k", "gpu", "node.kubernetes.io/unschedulable"]).to_owned() },
        value: if operator == TolerationOperator::Exists { String::new() } else { dice.pick(&["", "v"]).to_owned() },
        effect: dice.one_in(2).then(|| effect(dice)),
        operator,
    }
}

fn requirement(dice: &mut Dice, keys: &[(&str, &[&str])]) -> Requirement {
    let (key, values) = dice.pick(keys);
    let operator = dice.pick(&[
        LabelOperator::In,
        LabelOperator::In,
        LabelOperator::In,
        LabelOperator::NotIn,
        LabelOperator::Exists,
        LabelOperator::DoesNotExist,
    ]);
    let values = match operator {
        LabelOperator::In | LabelOperator::NotIn => (0..=dice.below(2)).map(|_| dice.pick(values).to_owned()).collect(),
        _ => Vec::new(),
    };
    Requirement { key: key.to_owned(), operator, values }
}

const POD_LABELS: [(&str, &[&str]); 2] = [("app", &["a", "b", "c"]), ("tier", &["x", "y"])];
const NODE_LABELS: [(&str, &[&str]); 3] =
    [("disk", &["ssd", "hdd"]), (ZONE, &["a", "b", "c"]), ("rack", &["r0", "r1"])];

fn selector(dice: &mut Dice) -> Selector {
    if dice.one_in(12) {
        return Selector::default();
    }
    if dice.one_in(2) {
        return Selector(vec![Requirement::equals("app", dice.pick(&["a", "b"]))]);
    }
    Selector((0..=dice.below(2)).map(|_| requirement(dice, &POD_LABELS)).collect())
}

fn node_term(dice: &mut Dice, nodes: &[Node], by_name: bool) -> NodeTerm {
    let mut expressions: Vec<Requirement> = (0..dice.below(3)).map(|_| requirement(dice, &NODE_LABELS)).collect();
    if dice.one_in(8) {
        let operator = dice.pick(&[LabelOperator::Gt, LabelOperator::Lt]);
        expressions.push(Requirement { key: "size".into(), operator, values: vec!["4".into()] });
    }
    let names: Vec<String> = nodes.iter().map(|node| node.name.clone()).chain(["gone".to_owned()]).collect();
    let fields = if by_name {
        (0..=dice.below(2)).map(|_| Requirement::equals("metadata.name", &dice.pick(&names))).collect()
    } else {
        Vec::new()
    };
    NodeTerm { expressions, fields }
}

fn affinity_term(dice: &mut Dice) -> AffinityTerm {
    let elsewhere = dice.one_in(4);
    AffinityTerm {
        key: dice.pick(&[ZONE, ZONE, HOST, "rack"]).to_owned(),
        selector: (!dice.one_in(20)).then(|| selector(dice)),
        namespaces: if elsewhere {
            dice.some(2, |dice| dice.pick(&["default", "other"]).to_owned())
        } else {
            vec!["default".into()]
        },
        namespace_selector: elsewhere
            .then(|| Selector(dice.some(1, |dice| Requirement::equals("team", dice.pick(&["blue", "red"]))))),
    }
}

fn spread(dice: &mut Dice) -> Spread {
    Spread {
        max_skew: 1 + dice.below(3),
        key: dice.pick(&[ZONE, ZONE, HOST, "rack"]).to_owned(),
        hard: dice.one_in(2),
        selector: (!dice.one_in(15)).then(|| selector(dice)),
        min_domains: if dice.one_in(4) { 1 + dice.below(4) } else { 1 },
        honors_affinity: !dice.one_in(4),
        honors_taints: dice.one_in(3),
    }
}

fn spec(dice: &mut Dice, nodes: &[Node]) -> PodSpec {
    let mut pod = PodSpec {
        namespace: if dice.one_in(6) { "other".into() } else { "default".into() },
        labels: labels(&[("app", dice.pick(&["a", "b", "c"]).to_owned()), ("tier", dice.pick(&["x", "y"]).to_owned())]),
        priority: dice.pick(&[0, 0, 0, 0, 10, 1000, -5]),
        never_preempts: dice.one_in(6),
        scheduler: if dice.one_in(30) { "other-scheduler".into() } else { "default-scheduler".into() },
        terminating: dice.one_in(20),
        images: (0..=dice.below(2)).map(|_| dice.pick(&["x:1", "y:latest", "z:2"]).to_owned()).collect(),
        ..PodSpec::default()
    };
    if !dice.one_in(5) {
        pod.requests.milli_cpu = dice.below(12) * 110;
        pod.requests.memory = dice.below(12) << 27;
    }
    if dice.one_in(8) {
        pod.requests.ephemeral_storage = 1 << 29;
    }
    if dice.one_in(6) {
        pod.requests.set(GPU, 1);
    }
    let or = |amount: i64, unsaid: i64| if amount == 0 { unsaid } else { amount };
    pod.scored = (or(pod.requests.milli_cpu, 100), or(pod.requests.memory, 200 << 20));
    if dice.one_in(3) {
        pod.tolerations = dice.some(2, toleration);
    }
    if dice.one_in(8) {
        pod.node_selector = vec![("disk".to_owned(), "ssd".to_owned())];
    }
    if dice.one_in(6) {
        let by_name = dice.one_in(3);
        pod.required_nodes = Some((0..=dice.below(2)).map(|_| node_term(dice, nodes, by_name)).collect());
    }
    if dice.one_in(4) {
        pod.preferred_nodes = dice.some(3, |dice| (1 + dice.below(100), node_term(dice, nodes, false)));
    }
    if dice.one_in(2) {
        pod.spread = dice.some(3, spread);
    }
    if dice.one_in(2) {
        pod.owner_selector = Some(Selector(vec![Requirement::equals("app", pod.labels.get("app").unwrap())]));
    }
    if dice.one_in(6) {
        pod.affinity = dice.some(2, affinity_term);
    }
    if dice.one_in(5) {
        pod.anti_affinity = dice.some(2, affinity_term);
    }
    if dice.one_in(4) {
        pod.preferred_affinity = dice.some(2, |dice| (1 + dice.below(100), affinity_term(dice)));
    }
    if dice.one_in(4) {
        pod.preferred_anti_affinity = dice.some(2, |dice| (1 + dice.below(100), affinity_term(dice)));
    }
    if dice.one_in(8) {
        let port = |dice: &mut Dice| HostPort {
            protocol: dice.pick(&["TCP", "UDP"]).to_owned(),
            address: dice.pick(&["0.0.0.0", "10.0.0.1", "10.0.0.2"]).to_owned(),
            port: 80 + dice.below(2),
        };
        pod.host_ports = dice.some(2, port);
    }
    if dice.one_in(40) {
        pod.gates = vec!["example.com/wait".to_owned()];
    }
    pod
}

fn storage(dice: &mut Dice, cluster: &mut Cluster) {
    if !dice.one_in(6) {
        return;
    }
    let zone = dice.pick(&["a", "b", "a__b"]).to_owned();
    let term = node_term(dice, &cluster.nodes, false);
    cluster.volumes = vec![
        Volume { name: "v0".into(), labels: labels(&[(ZONE, zone)]), nodes: None, driver: driver(dice, "h0") },
        Volume { name: "v1".into(), labels: Labels::default(), nodes: Some(vec![term]), driver: driver(dice, "h1") },
    ];
    for (name, binding) in [
        ("c0", Binding::Bound("v0".into())),
        ("c1", Binding::Bound("v1".into())),
        ("c2", Binding::WithPod),
        ("c3", Binding::Missing),
    ] {
        cluster.claims.push(Claim {
            namespace: "default".into(),
            name: name.into(),
            binding,
            is_for_one_pod: dice.one_in(4),
            driver: dice.one_in(2).then(|| dice.pick(&["csi.a", "csi.b"]).to_owned()),
        });
    }
    for spec in &mut cluster.specs {
        if dice.one_in(2) {
            spec.claims = vec![dice.pick(&["c0", "c1", "c0", "c1", "c2", "c3", "missing"]).to_owned()];
            if dice.one_in(3) {
                spec.claims.push(dice.pick(&["c0", "c1", "c2"]).to_owned());
            }
        }
    }
    for node in &mut cluster.nodes {
        for driver in ["csi.a", "csi.b"] {
            if dice.one_in(2) {
                node.attach_limits.push((driver.to_owned(), dice.below(3)));
            }
        }
    }
}

fn driver(dice: &mut Dice, handle: &str) -> Option<(String, String)> {
    (!dice.one_in(3)).then(|| (dice.pick(&["csi.a", "csi.b"]).to_owned(), handle.to_owned()))
}

fn profiles(dice: &mut Dice, facts: &Facts) -> Vec<Profile> {
    let mut profile = Profile::of_facts(facts);
    if dice.one_in(2) {
        return vec![profile];
    }
    profile.percentage = dice.pick(&[0, 0, 20, 100]);
    profile.strategy = match dice.below(3) {
        0 => Strategy::LeastAllocated,
        1 => Strategy::MostAllocated,
        _ => Strategy::RequestedToCapacityRatio(vec![
            (0, dice.below(11) * 10),
            (40, dice.below(11) * 10),
            (100, dice.below(11) * 10),
        ]),
    };
    if dice.one_in(2) {
        profile.fit_resources.push((GPU.to_owned(), 1 + dice.below(5)));
        profile.fit_resources.push(("ephemeral-storage".to_owned(), 1));
    }
    if dice.one_in(2) {
        profile.balanced_resources.push(GPU.to_owned());
    }
    let weight = |dice: &mut Dice| dice.pick(&[0, 1, 1, 2, 5]);
    profile.weights.taints = weight(dice);
    profile.weights.nodes = weight(dice);
    profile.weights.spread = weight(dice);
    profile.weights.pods = weight(dice);
    profile.weights.fit = weight(dice);
    profile.weights.balance = weight(dice);
    profile.weights.images = weight(dice);
    profile.hard_affinity_weight = dice.pick(&[0, 1, 50]);
    profile.ignores_preferences = dice.one_in(3);
    profile.preempts = !dice.one_in(5);
    profile.claims_devices = !dice.one_in(5);
    if dice.one_in(4) {
        profile.ignored = vec![GPU.to_owned()];
    }
    if dice.one_in(6) {
        profile.ignored_groups = vec!["example.com".to_owned()];
    }
    if dice.one_in(4) {
        profile.filters.reverse();
    }
    if dice.one_in(4) {
        let out = dice.pick(&[
            Filter::TaintToleration,
            Filter::NodeAffinity,
            Filter::PodTopologySpread,
            Filter::InterPodAffinity,
            Filter::NodePorts,
            Filter::NodeResourcesFit,
        ]);
        profile.filters.retain(|filter| *filter != out);
    }
    if dice.one_in(5) {
        profile.added_required = Some(vec![node_term(dice, &[], false)]);
    }
    if dice.one_in(4) {
        profile.is_default_spread_of_system = false;
        profile.default_spread = dice.some(2, |dice| Spread { selector: None, ..spread(dice) });
    }
    let mut other = Profile::of_facts(facts);
    if dice.one_in(3) {
        other.name = "other-scheduler".into();
        other.hard_affinity_weight = 7;
        return vec![profile, other];
    }
    vec![profile]
}
