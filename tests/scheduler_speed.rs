//! How long it takes to schedule, as a table: `cargo test --release --test scheduler_speed -- --nocapture`. In a debug
//! build the clusters are small, and only what does not depend on the machine is held: that nothing is left over.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]
#![allow(clippy::cast_precision_loss, clippy::print_stdout, reason = "it prints what it measures")]

use sheerline::cluster::Outcome;
use sheerline::cluster::facts::Facts;
use sheerline::cluster::read::{ReadFile, read_cluster};
use sheerline::cluster::scheduler::{Profile, Settings, Version};
use sheerline::cluster::simulate;
use sheerline::cluster::whatif::{drain, lose_nodes, lose_zone, worst_nodes};
use std::fmt::Write;
use std::time::Instant;

/// Nodes of 32 cores and 128 GiB in three zones; every tenth with GPUs and a taint, every seventh better avoided.
fn nodes(number: usize) -> String {
    let mut text = String::new();
    for at in 0..number {
        let zone = ["a", "b", "c"][at % 3];
        let disk = if at % 2 == 0 { "ssd" } else { "hdd" };
        let taints = match at {
            _ if at % 10 == 0 => "{taints: [{key: gpu, value: 'yes', effect: NoSchedule}]}",
            _ if at % 7 == 0 => "{taints: [{key: old, effect: PreferNoSchedule}]}",
            _ => "{}",
        };
        writeln!(
            text,
            "---\n{{kind: Node, metadata: {{name: n{at}, labels: {{kubernetes.io/hostname: n{at}, \
             topology.kubernetes.io/zone: {zone}, disk: {disk}}}}}, spec: {taints}, \
             status: {{allocatable: {{cpu: '32', memory: 128Gi, pods: '110', ephemeral-storage: 200Gi}}}}}}"
        )
        .unwrap();
    }
    text
}

/// Deployments of equal size that want different things.
fn workloads(number: usize, replicas: usize) -> String {
    let mut text = String::new();
    for at in 0..number {
        let name = format!("app-{at}");
        let wish = match at % 6 {
            0 => format!(
                "topologySpreadConstraints: [{{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, \
                 whenUnsatisfiable: DoNotSchedule, labelSelector: {{matchLabels: {{app: {name}}}}}}}],"
            ),
            1 => format!(
                "topologySpreadConstraints: [{{maxSkew: 2, topologyKey: kubernetes.io/hostname, \
                 whenUnsatisfiable: ScheduleAnyway, labelSelector: {{matchLabels: {{app: {name}}}}}}}],"
            ),
            2 => "tolerations: [{key: gpu, operator: Exists}],".to_owned(),
            3 => {
                "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 10, preference: \
                  {matchExpressions: [{key: disk, operator: In, values: [ssd]}]}}]}},"
                    .to_owned()
            }
            4 => format!(
                "affinity: {{podAntiAffinity: {{preferredDuringSchedulingIgnoredDuringExecution: [{{weight: 50, \
                 podAffinityTerm: {{topologyKey: kubernetes.io/hostname, labelSelector: {{matchLabels: {{app: {name}}}}}}}}}]}}}},"
            ),
            _ => String::new(),
        };
        let (cpu, memory) = ([100, 250, 500, 1000][at % 4], [128, 256, 512, 1024, 2048][at % 5]);
        writeln!(
            text,
            "---\n{{kind: Deployment, metadata: {{name: {name}}}, spec: {{replicas: {replicas}, selector: {{matchLabels: {{app: {name}}}}}, \
             template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{{wish} containers: [{{name: c, image: i, resources: \
             {{requests: {{cpu: {cpu}m, memory: {memory}Mi}}}}}}]}}}}}}}}"
        )
        .unwrap();
    }
    text
}

/// How long something takes, in milliseconds: the least of three times.
fn took<T>(mut something: impl FnMut() -> T) -> f64 {
    let once = |()| {
        let started = Instant::now();
        let made = something();
        let took = started.elapsed().as_secs_f64() * 1000.0;
        drop(made);
        took
    };
    [(), (), ()].map(once).into_iter().fold(f64::INFINITY, f64::min)
}

/// What was placed, how long that took, and then a zone lost, three nodes lost and three nodes drained.
fn run(number: usize, apps: usize, replicas: usize) -> (Outcome, f64, [f64; 3]) {
    let facts = Facts::read();
    let files = [("nodes.yaml", nodes(number)), ("workloads.yaml", workloads(apps, replicas))];
    let files = files.map(|(name, text)| ReadFile { name: name.into(), bytes: text.into_bytes() });
    let reading = read_cluster(&files, &facts);
    assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    let settings = Settings { profiles: vec![Profile::of_facts(&facts)], version: Version::measured(&facts), seed: 1 };
    let started = Instant::now();
    let outcome = simulate(reading.cluster, &settings, &facts);
    let all = started.elapsed().as_secs_f64() * 1000.0;
    let (_, loss) = lose_zone(&outcome, "c", &settings, &facts, &mut |_| true);
    let after = &loss.outcome;
    assert!(after.placed() + after.pending() == after.cluster.pods.len() && !loss.moved.is_empty());
    let three = worst_nodes(&outcome, 3);
    let what_ifs = [
        took(|| lose_zone(&outcome, "c", &settings, &facts, &mut |_| true)),
        took(|| lose_nodes(&outcome, &three, &settings, &facts, &mut |_| true)),
        took(|| drain(&outcome, &three, &settings, &facts, &mut |_| true)),
    ];
    (outcome, all, what_ifs)
}

#[test]
fn time_is_linear_in_pods_and_less_in_nodes() {
    let sizes: &[(usize, usize, usize)] = if cfg!(debug_assertions) {
        &[(60, 12, 25)]
    } else {
        &[
            (500, 60, 250),
            (1000, 120, 250),
            (2000, 240, 250),
            (5000, 150, 250),
            (5000, 300, 250),
            (5000, 600, 250),
            (500, 600, 25),
            (1000, 600, 25),
            (2500, 600, 25),
            (5000, 600, 25),
        ]
    };
    println!(
        "{:>7} {:>9} {:>8} {:>8} {:>8} {:>9} {:>10} {:>12} {:>14} {:>9}",
        "nodes",
        "workloads",
        "pods",
        "placed",
        "ms",
        "pods/s",
        "nodes/pod",
        "lose zone ms",
        "lose nodes ms",
        "drain ms"
    );
    let only = std::env::var("SHEERLINE_NODES").ok();
    for (nodes, apps, replicas) in sizes {
        if only.as_ref().is_some_and(|only| *only != format!("{nodes}x{apps}x{replicas}")) {
            continue;
        }
        let (outcome, ms, [zone, some, drained]) = run(*nodes, *apps, *replicas);
        let pods = outcome.cluster.pods.len();
        let work = outcome.work();
        println!(
            "{nodes:>7} {apps:>9} {pods:>8} {:>8} {ms:>8.0} {:>9.0} {:>10.1} {zone:>12.0} {some:>14.0} {drained:>9.0}",
            outcome.placed(),
            pods as f64 / ms * 1000.0,
            work.scored as f64 / pods as f64,
        );
        assert_eq!(outcome.placed() + outcome.pending(), pods);
        assert_eq!(outcome.pending(), 0, "there is room for all");
        if pods > 100_000 {
            assert!(zone < ms * 0.7, "a third of the pods is placed again, not all: {zone:.0} of {ms:.0} ms");
        }
    }
}
