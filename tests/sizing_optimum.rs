//! How good the pools are that the search finds. On small questions every combination of machines over the zones that
//! is cheaper than what was found is tried here, one by one: the optimum is found in 95 of 100, and nothing is over 3 %
//! dearer. On large ones the gap to the bound is at most 5 % at the median; `--nocapture` prints the table:
//!
//! ```text
//! cargo test --release --test sizing_optimum -- --nocapture
//! ```
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]
#![allow(clippy::cast_precision_loss, clippy::print_stdout, reason = "it prints what it measures")]

use sheerline::cluster::facts::Facts;
use sheerline::cluster::model::Cluster;
use sheerline::cluster::read::{ReadFile, read_cluster};
use sheerline::cluster::scheduler::{Profile, Settings, Version};
use sheerline::cluster::sizing::{
    Demand, Effort, Growth, Limits, Offer, Plan, Question, Reservations, Rules, machines, peak, search, try_plan,
};
use sheerline::design::{Cloud, NodeProvider, RolloutRoom};
use sheerline::knowledge::embedded;
use std::fmt::Write;
use std::time::Instant;

/// A row of numbers that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// Thousandths of a core and MiB that fill a small machine soon.
const LARGE: (&[u64], &[u64]) =
    (&[100, 250, 400, 500, 750, 1000, 1500, 1900], &[128, 256, 512, 1024, 1500, 2048, 4096, 6000]);
/// Such as services commonly ask for.
const COMMON: (&[u64], &[u64]) = (
    &[50, 100, 100, 150, 200, 250, 250, 500, 500, 750, 1000, 2000],
    &[64, 128, 128, 256, 256, 512, 512, 1024, 2048, 4096],
);

fn workload(dice: &mut Dice, at: usize, replicas: u64, sizes: (&[u64], &[u64])) -> String {
    let name = format!("app-{at}");
    let (cpu, memory) = (dice.one_of(sizes.0), dice.one_of(sizes.1));
    let own = format!("labelSelector: {{matchLabels: {{app: {name}}}}}");
    let wish = match dice.below(6) {
        0 => format!(
            "topologySpreadConstraints: [{{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: \
             DoNotSchedule, {own}}}],"
        ),
        1 if replicas <= 4 => format!(
            "affinity: {{podAntiAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: [{{topologyKey: \
             kubernetes.io/hostname, {own}}}]}}}},"
        ),
        2 => format!(
            "affinity: {{podAntiAffinity: {{preferredDuringSchedulingIgnoredDuringExecution: [{{weight: 50, \
             podAffinityTerm: {{topologyKey: kubernetes.io/hostname, {own}}}}}]}}}},"
        ),
        _ => String::new(),
    };
    format!(
        "---\n{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}}}, spec: {{replicas: {replicas}, \
         selector: {{matchLabels: {{app: {name}}}}}, template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{{wish} \
         containers: [{{name: c, image: i, resources: {{requests: {{cpu: {cpu}m, memory: {memory}Mi}}}}}}]}}}}}}}}\n"
    )
}

const AGENT: &str = "---\n{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, namespace: kube-system}, spec: \
    {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: c, \
    image: i, resources: {requests: {cpu: 100m, memory: 200Mi}}}]}}}}\n";

fn cluster(text: String, facts: &Facts) -> Cluster {
    let reading = read_cluster(&[ReadFile { name: "w.yaml".into(), bytes: text.into_bytes() }], facts);
    assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    reading.cluster
}

fn offers(names: &[&str], provider: NodeProvider) -> Vec<Offer> {
    let (rules, facts) = (Rules::of(provider, 36), Reservations::read());
    let all = machines(embedded());
    let of = |name: &&str| all.iter().find(|machine| machine.name == **name).unwrap();
    names.iter().map(|name| Offer::new(of(name), false, rules, &facts).unwrap()).collect()
}

fn settings(facts: &Facts) -> Settings {
    Settings { profiles: vec![Profile::of_facts(facts)], version: Version::parse("1.36", facts).unwrap(), seed: 1 }
}

fn demand(cluster: Cluster) -> Demand {
    peak(cluster, &|_| Growth::default(), true, 0, RolloutRoom::None)
}

/// The next plan of as many cells, as an odometer turns; none at its end.
fn next(cells: &mut [u32], prices: &[u128], below: u128) -> bool {
    for at in 0..cells.len() {
        cells[at] += 1;
        let price: u128 = cells.iter().zip(prices).map(|(count, price)| u128::from(*count) * price).sum();
        if price < below {
            return true;
        }
        cells[at] = 0;
    }
    false
}

/// The cheapest plan below a price that holds, by trying all of them.
fn cheapest(question: &Question, below: u128) -> Option<u128> {
    let zones = question.zones.len();
    let prices: Vec<u128> =
        question.offers.iter().flat_map(|offer| std::iter::repeat_n(u128::from(offer.price.nanos()), zones)).collect();
    let asked = |amount: &dyn Fn(&sheerline::cluster::model::PodSpec) -> i64| -> i64 {
        question.demand.cluster.pods.iter().map(|pod| amount(&question.demand.cluster.specs[pod.spec])).sum()
    };
    let (cpu, memory) = (asked(&|spec| spec.requests.milli_cpu), asked(&|spec| spec.requests.memory));
    let mut cells = vec![0; prices.len()];
    let mut all: Vec<(u128, Vec<u32>)> = Vec::new();
    while next(&mut cells, &prices, below) {
        let has = |amount: &dyn Fn(&Offer) -> i64| -> i64 {
            cells.iter().enumerate().map(|(at, n)| i64::from(*n) * amount(&question.offers[at / zones])).sum()
        };
        let fits = has(&|offer| offer.allocatable.resources.milli_cpu) >= cpu
            && has(&|offer| offer.allocatable.resources.memory) >= memory;
        if fits {
            let price = cells.iter().zip(&prices).map(|(count, price)| u128::from(*count) * price).sum();
            all.push((price, cells.clone()));
        }
    }
    all.sort();
    let mut effort = Effort::default();
    let holds = |cells: &[u32], effort: &mut Effort| {
        let counts = cells.chunks(zones).map(<[u32]>::to_vec).collect();
        try_plan(question, &Plan { counts }, effort).is_ok()
    };
    all.into_iter().find(|(_, cells)| holds(cells, &mut effort)).map(|(price, _)| price)
}

#[test]
fn on_small_questions_the_optimum_is_found() {
    let facts = Facts::read();
    let settings = settings(&facts);
    let number = if cfg!(debug_assertions) { 40 } else { 400 };
    let (mut worst, mut missed, mut tried) = (0.0_f64, 0, 0);
    for seed in 0..number {
        let mut dice = Dice(seed + 1);
        let mut text = if dice.below(2) == 0 { AGENT.to_owned() } else { String::new() };
        for at in 0..=usize::try_from(dice.below(3)).unwrap() {
            let replicas = 1 + dice.below(4);
            text += &workload(&mut dice, at, replicas, LARGE);
        }
        let demand = demand(cluster(text, &facts));
        let names = ["m7i.large", "m7i.xlarge", "c7i.xlarge", "r7i.large", "m7i.2xlarge"];
        let first = usize::try_from(dice.below(3)).unwrap();
        let offers = offers(&names[first..first + 2 + usize::try_from(dice.below(2)).unwrap()], NodeProvider::Eks);
        let zones: Vec<String> = (0..=dice.below(2)).map(|zone| format!("z{zone}")).collect();
        let question = Question {
            demand: &demand,
            offers: &offers,
            zones: &zones,
            survive_nodes: u32::try_from(dice.below(2)).unwrap(),
            survive_zone: dice.below(4) == 0,
            settings: &settings,
            facts: &facts,
        };
        let searched = search(&question, Limits::USUAL, &mut |_| true);
        let Some(best) = searched.found.first() else {
            assert!(!searched.hopeless.is_empty(), "seed {seed}: nothing was found");
            continue;
        };
        tried += 1;
        assert!(searched.bound <= best.price);
        if let Some(cheaper) = cheapest(&question, best.price) {
            assert!(searched.bound <= cheaper, "seed {seed}: the bound is above what holds");
            let over = best.price as f64 / cheaper as f64 - 1.0;
            println!("seed {seed}: {:.2} % over the optimum", over * 100.0);
            missed += 1;
            worst = worst.max(over);
        }
    }
    println!("{missed} of {tried} missed, the worst by {:.2} %", worst * 100.0);
    assert!(tried * 2 > number && missed * 20 <= tried && worst <= 0.03, "{missed} of {tried}, {worst}");
}

#[test]
fn on_large_questions_the_gap_is_small() {
    let facts = Facts::read();
    let settings = settings(&facts);
    let all = machines(embedded());
    let names: Vec<&str> = all
        .iter()
        .filter(|machine| machine.cloud == Cloud::Aws && !machine.arm && !machine.burstable && machine.gpus == 0)
        .map(|machine| machine.name.as_str())
        .collect();
    let offers = offers(&names, NodeProvider::Eks);
    let zones: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
    let mut table = String::from(" pods nodes  survive  plans   runs     ms  $/month  gap %\n");
    let mut gaps: Vec<f64> = Vec::new();
    let sizes: &[(usize, u64)] =
        if cfg!(debug_assertions) { &[(60, 20)] } else { &[(12, 6), (30, 10), (60, 20), (120, 40)] };
    for ((apps, replicas), sizes) in sizes.iter().flat_map(|size| [(size, COMMON), (size, LARGE)]) {
        // Without optimisation one size that is truly large, and no loss of two nodes and a zone at once.
        let losses = [(0, false), (1, false), (0, true), (2, true)];
        let asked = if cfg!(debug_assertions) { 3 } else { losses.len() };
        for (survive_nodes, survive_zone) in losses.into_iter().take(asked) {
            let mut dice = Dice(u64::try_from(*apps).unwrap());
            let mut text = AGENT.to_owned();
            for at in 0..*apps {
                let number = 1 + dice.below(2 * replicas);
                text += &workload(&mut dice, at, number, sizes);
            }
            let demand = demand(cluster(text, &facts));
            let question = Question {
                demand: &demand,
                offers: &offers,
                zones: &zones,
                survive_nodes,
                survive_zone,
                settings: &settings,
                facts: &facts,
            };
            let started = Instant::now();
            let searched = search(&question, Limits::USUAL, &mut |_| true);
            let ms = started.elapsed().as_millis();
            let best = searched.found.first().unwrap();
            let gap = best.price as f64 / searched.bound as f64 - 1.0;
            if std::env::var_os("SHOW").is_some() {
                let r = |f: &dyn Fn(&sheerline::cluster::model::Resources) -> i64| {
                    let has: i64 = best.proof.cluster.nodes.iter().map(|n| f(&n.allocatable)).sum();
                    let asked: i64 =
                        best.proof.cluster.pods.iter().map(|p| f(&best.proof.cluster.specs[p.spec].requests)).sum();
                    asked as f64 / has as f64
                };
                println!("{:?} cpu {:.3} memory {:.3}", best.plan.totals(), r(&|r| r.milli_cpu), r(&|r| r.memory));
            }
            gaps.push(gap);
            writeln!(
                table,
                "{:>5} {:>5}  {survive_nodes} {survive_zone:>5} {:>5} {:>6} {ms:>6} {:>8.0} {:>6.2} {}",
                demand.cluster.pods.len(),
                best.plan.nodes(),
                searched.effort.plans,
                searched.effort.runs,
                best.price as f64 * 730.0 / 1e9,
                gap * 100.0,
                if searched.all_tried { "all cheaper tried" } else { "" }
            )
            .unwrap();
        }
    }
    gaps.sort_by(f64::total_cmp);
    println!("{table}median {:.2} %", gaps[gaps.len() / 2] * 100.0);
    assert!(gaps[gaps.len() / 2] <= 0.05, "{table}");
}
