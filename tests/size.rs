//! Sizes at the terminal: from a design or manifests to pools, prices and proofs.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Ended {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }
}

fn size(place: &str, files: &[(&str, &str)], args: &[&str]) -> Ended {
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("size").join(place);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    let done =
        Command::new(env!("CARGO_BIN_EXE_sheerline")).arg("size").args(args).current_dir(&folder).output().unwrap();
    let _ = fs::remove_dir_all(&folder);
    Ended {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// A design with a web shop's worth of pods; more of its cluster behind it.
fn design(cluster: &str) -> String {
    format!(
        "schema: 1
name: shop
workloads:
- {{name: web, replicas: 6, containers: [{{name: c, image: 'nginx:1.29', requests: {{cpu: 500m, memory: 512Mi}}}}], autoscaling: {{min: 6, max: 12}}}}
- {{name: cart, replicas: 4, containers: [{{name: c, image: 'cart:1', requests: {{cpu: 900m, memory: 2Gi}}}}]}}
- {{name: agent, kind: DaemonSet, containers: [{{name: c, image: 'agent:1', requests: {{cpu: 100m, memory: 128Mi}}}}]}}
platform: {{chosen: eks}}
cluster: {{zones: [a, b, c]{cluster}}}
"
    )
}

fn cents(value: &Value) -> i64 {
    let text = value.as_str().unwrap();
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    whole.parse::<i64>().unwrap() * 100 + format!("{rest}00")[..2].parse::<i64>().unwrap()
}

#[test]
fn a_design_gets_pools_with_their_proof() {
    let ended = size("pools", &[("design.yaml", &design(", surviveZone: true"))], &["design.yaml", "--json"]);
    let answer = ended.json();
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(answer["pods"], 16, "twelve at the most of web, four of cart");
    let best = &answer["plans"][0];
    assert!(cents(&answer["bound_dollars_a_month"]) <= cents(&best["dollars_a_month"]));
    let held: Vec<&str> = best["held"].as_array().unwrap().iter().map(|held| held.as_str().unwrap()).collect();
    for scenario in
        ["as it stands", "without zone a", "without zone b", "without zone c", "while default/web is updated"]
    {
        assert!(held.contains(&scenario), "{scenario} is not in {held:?}");
    }
    // Any zone may go: two thirds hold 9.6 cores and what DaemonSets take.
    assert!(best["used"]["cpu_per_mille"].as_u64().unwrap() <= 667, "{}", best["used"]);
    let pool = &best["pools"][0];
    assert!(pool["allocatable"]["memory"].as_str().unwrap().contains("255 MiB + 11 MiB ×"), "{pool}");
    assert!(pool["price_source"].as_str().is_some() && pool["price_date"].as_str().unwrap().starts_with("2026-"));
    assert!(answer["plans"].as_array().unwrap().len() > 1, "others are shown beside the best");
    for pair in answer["plans"].as_array().unwrap().windows(2) {
        assert!(cents(&pair[0]["dollars_a_month"]) <= cents(&pair[1]["dollars_a_month"]));
    }
    let levers = answer["levers"].as_array().unwrap();
    let zone = levers.iter().find(|lever| lever["change"] == "The loss of a zone need not be survived").unwrap();
    assert!(cents(&zone["saves_dollars_a_month"]) > 0, "{zone}");
    assert_eq!(answer["profiles"].as_array().unwrap().len(), 3);
}

#[test]
fn what_is_asked_for_costs_more() {
    let price = |place: &str, cluster: &str| {
        let ended = size(place, &[("design.yaml", &design(cluster))], &["design.yaml", "--json", "--brief"]);
        cents(&ended.json()["plans"][0]["dollars_a_month"])
    };
    let bare = price("bare", ", surviveNodes: 0, surviveZone: false, sizing: {rollouts: none, mostReplicas: false}");
    let peak = price("peak", ", surviveNodes: 0, surviveZone: false, sizing: {rollouts: none}");
    let grown = price("grown", ", surviveNodes: 0, surviveZone: false, sizing: {rollouts: none, headRoom: 50}");
    let zone = price("zone", ", surviveNodes: 1, surviveZone: true, sizing: {headRoom: 50}");
    assert!(bare < peak && peak < grown && grown < zone, "{bare} {peak} {grown} {zone}");
    let arm = price("arm", ", surviveNodes: 0, surviveZone: false, sizing: {rollouts: none, arm: true}");
    assert!(arm < peak, "{arm} {peak}");
}

#[test]
fn what_there_is_today_stands_beside_it() {
    let pools = ", surviveNodes: 0, surviveZone: false, pools: [{name: general, machine: m7i.2xlarge, nodes: 6}], sizing: {rollouts: none}";
    let ended = size("today", &[("design.yaml", &design(pools))], &["design.yaml", "--json", "--brief"]);
    let answer = ended.json();
    let today = &answer["today"];
    assert_eq!((&today["nodes"], &today["holds"]), (&6.into(), &true.into()), "{today}");
    // Six at 0.4032 dollars for 730 hours.
    assert_eq!(cents(&today["dollars_a_month"]), 176_601);
    let spare = today["spare"].as_array().unwrap();
    assert!(spare.len() >= 3, "{spare:?}");
    let moves = spare[0]["moves"].as_array().unwrap();
    assert!(moves.iter().all(|one| one["to"].as_str().unwrap() != spare[0]["node"].as_str().unwrap()));
    let few = ", pools: [{name: general, machine: m7i.large, nodes: 2}]";
    let ended = size("few", &[("design.yaml", &design(few))], &["design.yaml", "--brief"]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("They do not hold it: as it stands"), "{}", ended.out);
    assert!(ended.out.contains("Insufficient cpu"), "{}", ended.out);
}

#[test]
fn nothing_holds_what_no_machine_can() {
    let huge = "schema: 1\nworkloads:\n- {name: huge, containers: [{name: c, image: 'a:1', requests: {cpu: '500', memory: 1Gi}}]}\n";
    let ended = size("huge", &[("design.yaml", huge)], &["design.yaml"]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("default/huge fits nowhere. It asks for 500000 of cpu"), "{}", ended.out);
    let ended = size("none", &[("design.yaml", "schema: 1\n")], &["design.yaml"]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("There are no pods to hold"), "{}", ended.out);
}

#[test]
fn manifests_are_sized_with_the_nodes_there_are() {
    let mut nodes = String::new();
    for (at, zone) in ["a", "b", "c", "a"].iter().enumerate() {
        let _ = write!(
            nodes,
            "---\n{{apiVersion: v1, kind: Node, metadata: {{name: n{at}, labels: {{kubernetes.io/hostname: n{at}, \
             topology.kubernetes.io/zone: {zone}, node.kubernetes.io/instance-type: m7i.xlarge, \
             eks.amazonaws.com/nodegroup: g}}}}, status: {{allocatable: {{cpu: 3920m, memory: 15Gi, pods: 58}}}}}}\n"
        );
    }
    let apps = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 4\n  selector: {matchLabels: \
                {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: c, image: 'a:1', \
                resources: {requests: {cpu: 500m, memory: 512Mi}}}]}\n";
    let files = [("nodes.yaml", nodes.as_str()), ("apps.yaml", apps)];
    let ended = size("manifests", &files, &["--nodes", "nodes.yaml", "--workloads", "apps.yaml", "--json", "--brief"]);
    let answer = ended.json();
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(answer["guarantees"]["provider"], "eks");
    assert_eq!(answer["today"]["nodes"], 4);
    assert!(!answer["today"]["spare"].as_array().unwrap().is_empty());
    assert!(cents(&answer["plans"][0]["dollars_a_month"]) < cents(&answer["today"]["dollars_a_month"]));
}

#[test]
fn the_same_question_has_the_same_answer() {
    let ask = || size("same", &[("design.yaml", &design(""))], &["design.yaml", "--json"]).out;
    assert_eq!(ask(), ask());
}
