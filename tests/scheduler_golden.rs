//! What the real kube-scheduler did with small clusters, and what ours does: how many pods were placed, the words that
//! stopped it, and how many pods lie on how many nodes. Cases of our own, written by the same rules, are always
//! there; recorded answers of the real one are tried where a folder of them is named.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

use serde_json::{Value, json};
use sheerline::cluster::facts::Facts;
use sheerline::cluster::model::Pod;
use sheerline::cluster::read::{ReadFile, read_cluster};
use sheerline::cluster::scheduler::{Profile, Settings, Version};
use sheerline::cluster::{Placement, simulate};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// More pods than fit into any of the clusters.
const MANY: u64 = 1500;

/// The pods of one template, tried one after the other as `cluster-capacity` does.
fn answer(scenario: &Value) -> Value {
    let facts = Facts::read();
    let objects = |kind: &str, list: &Value| -> Vec<Value> {
        let list = list.as_array().cloned().unwrap_or_default();
        list.into_iter()
            .map(|mut object| {
                object["kind"] = json!(kind);
                object
            })
            .collect()
    };
    let mut items = objects("Node", &scenario["nodes"]);
    items.extend(objects("Pod", &scenario["existing"]));
    items.extend(objects("Pod", &json!([scenario["pod"]])));
    let bytes = serde_json::to_vec(&json!({ "kind": "List", "items": items })).unwrap();
    let reading = read_cluster(&[ReadFile { name: "scenario.json".into(), bytes }], &facts);
    assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    let mut cluster = reading.cluster;
    let template = cluster.pods.pop().unwrap();
    let first = cluster.pods.len();
    let most = scenario["max"].as_u64().filter(|most| *most > 0);
    for at in 0..most.unwrap_or(MANY) {
        cluster.pods.push(Pod { name: Some(format!("p-{at}")), ..template.clone() });
    }
    let settings = Settings { profiles: vec![Profile::of_facts(&facts)], version: Version::measured(&facts), seed: 1 };
    let outcome = simulate(cluster, &settings, &facts);
    let mut counts: BTreeMap<String, u64> = outcome.cluster.nodes.iter().map(|node| (node.name.clone(), 0)).collect();
    let (mut placed, mut stop) = (0, None);
    for at in first..outcome.cluster.pods.len() {
        match outcome.placement(at).unwrap() {
            Placement::On(node) => {
                placed += 1;
                *counts.get_mut(&node).unwrap() += 1;
            }
            Placement::Waits(why) => stop = stop.or(Some(format!("Unschedulable: {}", why.message))),
            other => panic!("{other:?}"),
        }
    }
    let mut sorted: Vec<u64> = counts.into_values().collect();
    sorted.sort_unstable();
    let stop = stop.or_else(|| most.map(|most| format!("LimitReached: Maximum number of pods simulated: {most}")));
    json!({ "name": scenario["name"], "count": placed, "stop": stop, "sortedCounts": sorted })
}

fn read(path: PathBuf) -> Vec<Value> {
    serde_json::from_slice(&std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))).unwrap()
}

/// Tries every scenario of a folder and says what differs.
fn hold(folder: PathBuf, answers: &str) -> usize {
    let scenarios = read(folder.join("scenarios.json"));
    let answers = read(folder.join(answers));
    let mut faults = Vec::new();
    for scenario in &scenarios {
        let ours = answer(scenario);
        let theirs = answers.iter().find(|answer| answer["name"] == scenario["name"]).unwrap();
        for key in ["count", "stop", "sortedCounts"] {
            if ours[key] != theirs[key] {
                faults.push(format!("{} {key}\n  ours   {}\n  theirs {}", scenario["name"], ours[key], theirs[key]));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    scenarios.len()
}

#[test]
fn cases_of_our_own_come_out_as_computed_by_hand() {
    assert!(hold(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/scheduler"), "answers.json") > 8);
}

#[test]
fn the_real_schedulers_answers_are_met() {
    match std::env::var_os("SHEERLINE_SCHEDULER_ANSWERS") {
        Some(folder) => assert!(hold(folder.into(), "kube-scheduler-1.34.1.json") > 0),
        None => println!("SHEERLINE_SCHEDULER_ANSWERS names no folder of recorded answers"),
    }
}
