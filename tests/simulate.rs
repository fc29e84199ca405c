//! The scheduler at the terminal, from manifests to the last word: what is placed and what waits, what a lost zone
//! does, which configuration is obeyed, and what bad input is answered with.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Two nodes in each of three zones; one is tainted.
const NODES: &str = "
apiVersion: v1
kind: List
items:
- {kind: Node, metadata: {name: a1, labels: {kubernetes.io/hostname: a1, topology.kubernetes.io/zone: a, disk: ssd}}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: 20}}}
- {kind: Node, metadata: {name: a2, labels: {kubernetes.io/hostname: a2, topology.kubernetes.io/zone: a}}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: 20}}}
- {kind: Node, metadata: {name: b1, labels: {kubernetes.io/hostname: b1, topology.kubernetes.io/zone: b, disk: ssd}}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: 20}}}
- {kind: Node, metadata: {name: b2, labels: {kubernetes.io/hostname: b2, topology.kubernetes.io/zone: b}}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: 20}}}
- {kind: Node, metadata: {name: c1, labels: {kubernetes.io/hostname: c1, topology.kubernetes.io/zone: c}}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: 20}}}
- {kind: Node, metadata: {name: c2, labels: {kubernetes.io/hostname: c2, topology.kubernetes.io/zone: c}}, spec: {taints: [{key: gpu, effect: NoSchedule}]}, status: {allocatable: {cpu: 4, memory: 8Gi, pods: 20}}}
";

/// A Deployment with more to say in its pods' specification.
fn deployment(name: &str, replicas: i64, requests: &str, more: &str) -> String {
    format!(
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec:\n  replicas: {replicas}\n  selector: {{matchLabels: \
         {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n      containers:\n      - {{name: c, image: \
         nginx, resources: {{requests: {{{requests}}}}}}}\n{more}"
    )
}

struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Ended {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }

    /// The nodes of a workload's pods, sorted.
    fn nodes_of(&self, workload: &str) -> Vec<String> {
        let json = self.json();
        let pods = json["pods"].as_array().unwrap().iter().filter(|pod| pod["workload"] == workload);
        let mut nodes: Vec<String> = pods.map(|pod| pod["node"].as_str().unwrap_or("-").to_owned()).collect();
        nodes.sort();
        nodes
    }
}

/// Runs a simulation over some files, each with its name.
fn simulate(place: &str, files: &[(&str, &str)], args: &[&str]) -> Ended {
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("simulate").join(place);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    let done =
        Command::new(env!("CARGO_BIN_EXE_sheerline")).arg("simulate").args(args).current_dir(&folder).output().unwrap();
    let _ = fs::remove_dir_all(&folder);
    Ended {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

const ARGS: [&str; 5] = ["--nodes", "nodes.yaml", "--workloads", "apps.yaml", "--json"];

fn json(place: &str, apps: &str) -> Ended {
    simulate(place, &[("nodes.yaml", NODES), ("apps.yaml", apps)], &ARGS)
}

#[test]
fn everything_that_fits_has_a_node() {
    let daemon = "---\nkind: DaemonSet\nmetadata: {name: agent}\nspec:\n  selector: {matchLabels: {app: agent}}\n  template:\n    metadata: \
                  {labels: {app: agent}}\n    spec: {containers: [{name: c, image: i}]}\n";
    let ended = json("fits", &(deployment("web", 10, "cpu: 500m, memory: 512Mi", "") + daemon));
    let answer = ended.json();
    assert_eq!((ended.code, &answer["placed"], &answer["pending"]), (0, &15.into(), &0.into()), "{}", ended.err);
    assert!(answer["schedule_ms"].as_f64().unwrap() > 0.0);
    assert_eq!(ended.nodes_of("DaemonSet/agent"), ["a1", "a2", "b1", "b2", "c1"], "one on every node that suits");
    let nodes = ended.nodes_of("Deployment/web");
    assert!(!nodes.contains(&"c2".to_owned()), "the taint keeps them away: {nodes:?}");
    assert_eq!(nodes, ["a1", "a1", "a2", "a2", "b1", "b1", "b2", "b2", "c1", "c1"], "the emptiest node is taken first");
}

#[test]
fn what_does_not_fit_waits_with_the_real_words_and_plainer_ones() {
    let ended = json("waits", &deployment("big", 6, "cpu: 3, memory: 1Gi", ""));
    let answer = ended.json();
    assert_eq!((ended.code, &answer["placed"], &answer["pending"]), (1, &5.into(), &1.into()));
    let pods = answer["pods"].as_array().unwrap();
    let waits = pods.iter().find(|pod| pod["status"] == "pending").unwrap();
    assert_eq!(
        waits["message"],
        "0/6 nodes are available: 1 node(s) had untolerated taint {gpu: }, 5 Insufficient cpu. no new claims to deallocate, preemption: \
         0/6 nodes are available: 1 Preemption is not helpful for scheduling, 5 No preemption victims found for incoming pod."
    );
    assert_eq!(
        waits["plain"],
        "None of the 6 nodes takes it: 5 with too little cpu left; 1 kept free by the taint gpu, which it does not tolerate."
    );
    let text = simulate(
        "waits-text",
        &[("nodes.yaml", NODES), ("apps.yaml", &deployment("big", 6, "cpu: 3", ""))],
        &ARGS[..4],
    );
    assert!(text.out.contains("5 of 6 pods have one of 6 nodes, 1 wait"), "{}", text.out);
    assert!(text.out.contains("Deployment default/big: 1 of 6 have no node"), "{}", text.out);
    let newer = [&ARGS[..], &["--version", "1.36"]].concat();
    let newer =
        simulate("waits-newer", &[("nodes.yaml", NODES), ("apps.yaml", &deployment("big", 6, "cpu: 3", ""))], &newer);
    assert!(newer.out.contains("1 node(s) had untolerated taint(s), 5 Insufficient cpu"), "{}", newer.out);
}

#[test]
fn a_lost_zone_moves_what_can_move() {
    let apps = deployment("web", 6, "cpu: 1, memory: 1Gi", "")
        + "---\nkind: Pod\nmetadata: {name: alone}\nspec: {nodeSelector: {kubernetes.io/hostname: c1}, containers: [{name: c, image: i}]}\n";
    let args = [&ARGS[..], &["--lose-zone", "c"]].concat();
    let ended = simulate("zone", &[("nodes.yaml", NODES), ("apps.yaml", &apps)], &args);
    let answer = ended.json();
    let loss = &answer["lose_zone"];
    assert_eq!(
        (&loss["zone"], &loss["nodes"], &loss["placed_before"]),
        (&"c".into(), &2.into(), &7.into()),
        "{answer}"
    );
    assert_eq!(loss["lost"], serde_json::json!(["default/alone"]));
    assert_eq!((&answer["placed"], &answer["pending"]), (&6.into(), &0.into()));
    assert!(ended.nodes_of("Deployment/web").iter().all(|node| node != "c1" && node != "c2"));
    let moved = answer["pods"].as_array().unwrap().iter().filter(|pod| pod["moved_from"] == "c1").count();
    assert_eq!(loss["moved"], moved);
    let unknown = [&ARGS[..], &["--lose-zone", "z"]].concat();
    let unknown = simulate("zone-unknown", &[("nodes.yaml", NODES), ("apps.yaml", &apps)], &unknown);
    assert_eq!((unknown.code, unknown.err.as_str()), (1, "sheerline: no node is in zone “z”; there are a, b, c\n"));
}

#[test]
fn a_configuration_is_obeyed() {
    const CONFIG: &str = "
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
- schedulerName: default-scheduler
  plugins:
    multiPoint: {disabled: [{name: NodeResourcesBalancedAllocation}, {name: PodTopologySpread}]}
    filter: {disabled: [{name: TaintToleration}]}
  pluginConfig:
  - name: NodeResourcesFit
    args: {scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}]}}
";
    let files =
        [("nodes.yaml", NODES), ("apps.yaml", &deployment("web", 8, "cpu: 1", "") as &str), ("config.yaml", CONFIG)];
    let args = [&ARGS[..], &["--config", "config.yaml"]].concat();
    let nodes = simulate("config", &files, &args).nodes_of("Deployment/web");
    let mut used = nodes.clone();
    used.dedup();
    assert_eq!((nodes.len(), used.len()), (8, 2), "the fullest node is taken first: {nodes:?}");
    for (config, said) in [
        ("kind: KubeSchedulerConfiguration\napiVersion: kubescheduler.config.k8s.io/v1beta3\n", "since 1.29"),
        ("kind: Deployment\n", "this is no KubeSchedulerConfiguration"),
        (
            "kind: KubeSchedulerConfiguration\napiVersion: kubescheduler.config.k8s.io/v1\npercentageOfNodesToScore: 200\n",
            "must be from 0 to 100",
        ),
        (
            "kind: KubeSchedulerConfiguration\napiVersion: kubescheduler.config.k8s.io/v1\nprofiles: [{plugins: {score: {enabled: \
             [{name: Mine}]}}}]\n",
            "there is no plugin “Mine”",
        ),
    ] {
        let files = [files[0], files[1], ("config.yaml", config)];
        let ended = simulate("config-bad", &files, &args);
        assert!(
            ended.code == 1 && ended.err.contains("config.yaml, line") && ended.err.contains(said),
            "{}",
            ended.err
        );
    }
}

#[test]
fn bad_input_is_answered_clearly() {
    for (name, apps, said) in [
        ("negative", deployment("web", 1, "cpu: -1", ""), "apps.yaml, line 12: cpu: “-1” is negative"),
        ("replicas", deployment("web", -3, "cpu: 1", ""), "apps.yaml, line 6: replicas is -3, but must be 0 or more"),
        (
            "endless",
            deployment("web", 1_000_000_000, "cpu: 1", ""),
            "asks for 1000000000 pods; at most 2000000 are simulated",
        ),
        (
            "priority",
            deployment("web", 1, "cpu: 1", "      priorityClassName: high\n"),
            "there is no PriorityClass high",
        ),
        (
            "skew",
            deployment("web", 1, "cpu: 1", "      topologySpreadConstraints: [{topologyKey: z}]\n"),
            "needs a maxSkew",
        ),
        (
            "selector",
            deployment("web", 1, "cpu: 1", "").replacen("app: web", "app: other", 1),
            "does not select its own pods",
        ),
    ] {
        let ended = json(name, &apps);
        assert!(ended.code == 1 && ended.out.is_empty() && ended.err.contains(said), "{name}: {}", ended.err);
    }
    let none = simulate(
        "no-nodes",
        &[("nodes.yaml", "kind: Service\n"), ("apps.yaml", &deployment("web", 1, "cpu: 1", ""))],
        &ARGS,
    );
    assert!(none.code == 1 && none.err.contains("no Node is in the files"), "{}", none.err);
    let usage = simulate("usage", &[], &["--nodes", "nodes.yaml"]);
    assert_eq!(usage.code, 2);
}

#[test]
fn what_can_never_fit_waits_and_does_not_hang() {
    let contradiction = "      nodeSelector: {disk: ssd}\n      affinity: {nodeAffinity: \
                         {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: \
                         DoesNotExist}]}]}}}\n";
    for (name, apps, plain) in [
        (
            "contradiction",
            deployment("web", 2, "cpu: 1", contradiction),
            "without the labels its node selector or affinity asks for",
        ),
        (
            "nothing",
            deployment("web", 2, "cpu: 1", "      nodeSelector: {disk: nvme}\n"),
            "without the labels its node selector",
        ),
        (
            "gated",
            deployment("web", 2, "cpu: 1", "      schedulingGates: [{name: wait}]\n"),
            "held back by scheduling gates (wait)",
        ),
        (
            "unknown-scheduler",
            deployment("web", 2, "cpu: 1", "      schedulerName: mine\n"),
            "No scheduler is called “mine”",
        ),
    ] {
        let ended = json(name, &apps);
        let answer = ended.json();
        assert_eq!((ended.code, &answer["placed"], &answer["pending"]), (1, &0.into(), &2.into()), "{name}");
        assert!(answer["pods"][0]["plain"].as_str().unwrap().contains(plain), "{name}: {}", answer["pods"][0]);
    }
    let empty = "kind: Node\nmetadata: {name: empty}\nstatus: {allocatable: {cpu: 4, memory: 0, pods: 10}}\n";
    let ended =
        simulate("no-memory", &[("nodes.yaml", empty), ("apps.yaml", &deployment("web", 1, "memory: 1Gi", ""))], &ARGS);
    assert!(
        ended.out.contains("1 Insufficient memory") && ended.err.contains("has no cpu or no memory to give"),
        "{}",
        ended.err
    );
    let started = Instant::now();
    let apps = deployment("web", 1_000_000, "cpu: 10m", "");
    let many = simulate("many", &[("nodes.yaml", NODES), ("apps.yaml", &apps)], &ARGS[..4]);
    assert!(many.out.contains("100 of 1000000 pods have one"), "{}", many.out);
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

#[test]
fn long_work_can_be_stopped_and_says_how_far_it_came() {
    let apps = deployment("web", 1_000, "cpu: 1m", "");
    let args = [&ARGS[..], &["--stop-after", "0", "--rollout"]].concat();
    let answer = simulate("stopped", &[("nodes.yaml", NODES), ("apps.yaml", &apps)], &args);
    let json = answer.json();
    assert_eq!((answer.code, &json["stopped"]), (1, &serde_json::json!({ "done": 0, "of": 1000 })), "{json}");
    assert_eq!((&json["placed"], &json["pods"][0]["status"]), (&0.into(), &"untried".into()));
    assert!(json.get("what_if").is_none(), "what was not placed cannot be moved");
    let args = [&ARGS[..4], &["--stop-after", "0"]].concat();
    let text = simulate("stopped-text", &[("nodes.yaml", NODES), ("apps.yaml", &apps)], &args);
    assert!(text.out.contains("Stopped after 0 of 1000 pods"), "{}", text.out);
}

#[test]
fn what_runs_already_stands_for_its_workload() {
    let running = "---\nkind: Pod\nmetadata: {name: web-x-1, labels: {app: web}, ownerReferences: [{kind: ReplicaSet, name: web-x, controller: \
                   true}]}\nspec: {nodeName: a1, containers: [{name: c, image: nginx, resources: {requests: {cpu: 500m}}}]}\nstatus: {phase: \
                   Running}\n";
    let ended = json("running", &(deployment("web", 3, "cpu: 500m", "") + running));
    assert_eq!(ended.json()["placed"], 3, "{}", ended.out);
    assert!(ended.nodes_of("Deployment/web").contains(&"a1".to_owned()));
}

#[test]
fn the_more_important_displace_others_within_budgets() {
    let nodes = "kind: Node\nmetadata: {name: n}\nstatus: {allocatable: {cpu: 4, memory: 8Gi, pods: 20}}\n";
    let high = "      priorityClassName: high\n";
    let apps = deployment("low", 4, "cpu: 1", "")
        + "---\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1000\n"
        + &deployment("high", 2, "cpu: 1", high);
    let ended = simulate("first", &[("nodes.yaml", nodes), ("apps.yaml", &apps)], &ARGS);
    assert_eq!(ended.nodes_of("Deployment/high"), ["n", "n"], "the more important come first");
    let pods = [0, 1, 2, 3].map(|at| {
        format!(
            "---\nkind: Pod\nmetadata: {{name: low-{at}, labels: {{app: low}}}}\nspec: {{nodeName: n, containers: [{{name: c, image: \
             i, resources: {{requests: {{cpu: 1}}}}}}]}}\n"
        )
    });
    let running = pods.concat();
    let apps = running
        + "---\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1000\n---\nkind: PodDisruptionBudget\nmetadata: {name: low}\nspec: \
           {minAvailable: 3, selector: {matchLabels: {app: low}}}\n"
        + &deployment("high", 2, "cpu: 1", high);
    let ended = simulate("displace", &[("nodes.yaml", nodes), ("apps.yaml", &apps)], &ARGS);
    let answer = ended.json();
    assert_eq!(
        (&answer["placed"], &answer["pending"], &answer["displaced"]),
        (&4.into(), &0.into(), &2.into()),
        "{answer}"
    );
    let gone = answer["pods"].as_array().unwrap().iter().filter(|pod| pod["status"] == "displaced").count();
    assert_eq!(gone, 2, "a budget is broken where nothing else helps");
}

/// Pods of two Deployments on one node in each of three zones; a budget spares none of the second's.
fn what_if(place: &str, args: &[&str]) -> Ended {
    let nodes = ["a", "b", "c"].map(|zone| {
        format!(
            "---\n{{kind: Node, metadata: {{name: {zone}1, labels: {{kubernetes.io/hostname: {zone}1, topology.kubernetes.io/zone: {zone}}}}}, \
             status: {{allocatable: {{cpu: 4, memory: 8Gi, pods: 20}}}}}}\n"
        )
    });
    let apps = deployment("web", 6, "cpu: 1, memory: 1Gi", "")
        + &deployment("api", 3, "cpu: 500m", "")
        + "---\nkind: PodDisruptionBudget\nmetadata: {name: api}\nspec: {minAvailable: 3, selector: {matchLabels: {app: api}}}\n\
           ---\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {minReplicas: 2, maxReplicas: 12, scaleTargetRef: {kind: \
           Deployment, name: web}}\n";
    simulate(place, &[("nodes.yaml", &nodes.concat()), ("apps.yaml", &apps)], &[&ARGS[..], args].concat())
}

#[test]
fn lost_nodes_are_told_as_a_film() {
    let ended = what_if("film", &["--lose-nodes", "c1"]);
    let answer = ended.json();
    let film = &answer["what_if"];
    assert_eq!((ended.code, &answer["placed"], &answer["nodes"]), (0, &9.into(), &2.into()), "{answer}");
    assert_eq!(
        (&film["title"], &film["moved"], &film["short_seconds"]),
        (&"Node c1 is lost".into(), &3.into(), &380.into())
    );
    let frames = film["frames"].as_array().unwrap();
    assert_eq!(frames.iter().map(|frame| frame["at_seconds"].as_i64().unwrap()).collect::<Vec<_>>(), [0, 50, 350, 380]);
    assert_eq!(frames.iter().map(|frame| frame["placed"].as_i64().unwrap()).collect::<Vec<_>>(), [6, 6, 9, 9]);
    for one in frames[2]["moves"].as_array().unwrap() {
        assert!(one["from"] == "c1" && (one["to"] == "a1" || one["to"] == "b1"), "{one}");
    }
    let two = what_if("film-two", &["--lose-nodes", "2"]).json();
    assert_eq!((&two["nodes"], &two["pending"]), (&1.into(), &4.into()), "one node holds three and a half cores");
    assert!(two["what_if"]["short_seconds"].is_null());
    let advice = two["what_if"]["advice"].to_string();
    assert!(advice.contains("At least one node more like") && advice.contains("there is too little room"), "{advice}");
    let unknown = what_if("film-unknown", &["--lose-nodes", "c1,d1"]);
    assert_eq!((unknown.code, unknown.err.contains("no node is called “d1”")), (1, true), "{}", unknown.err);
}

#[test]
fn drains_and_upgrades_respect_budgets() {
    let film = &what_if("drain", &["--drain", "c1"]).json()["what_if"];
    assert_eq!((&film["moved"], film["short_seconds"].is_null()), (&2.into(), true), "{film}");
    assert_eq!(
        film["advice"],
        serde_json::json!([
            "PodDisruptionBudget default/api keeps one pod in place: raise the replicas, or let it spare one more."
        ])
    );
    let film = &what_if("upgrade-stuck", &["--upgrade", "1"]).json()["what_if"];
    assert!(film["frames"].to_string().contains("The upgrade goes no further after 0 of 3"), "{film}");
    let apps = deployment("web", 6, "cpu: 1", "");
    for surge in ["0", "1", "9"] {
        let args = [&ARGS[..], &["--upgrade", surge]].concat();
        let answer = simulate("upgrade", &[("nodes.yaml", NODES), ("apps.yaml", &apps)], &args).json();
        let film = &answer["what_if"];
        let last = film["frames"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["what"], &last["placed"]), (&"New: 6 of 6 nodes.".into(), &6.into()), "{surge}: {film}");
        if surge != "0" {
            let on_old = last["waits"].as_array().unwrap().len();
            assert!(on_old == 0 && film["moved"].as_i64().unwrap() >= 6, "all have moved: {film}");
        }
    }
}

#[test]
fn rollouts_and_growth_need_room() {
    let film = &what_if("rollout", &["--rollout"]).json()["what_if"];
    assert_eq!((&film["pending"], &film["short_seconds"]), (&0.into(), &0.into()), "{film}");
    let full = deployment("web", 5, "cpu: 4", "");
    let full =
        full.replacen("  template:", "  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}\n  template:", 1);
    let args = [&ARGS[..], &["--rollout"]].concat();
    let ended = simulate("rollout-full", &[("nodes.yaml", NODES), ("apps.yaml", &full)], &args);
    let film = &ended.json()["what_if"];
    assert!(
        film["advice"].to_string().contains("stops with 0 of 5 pods new: its maxSurge of 1 finds no room"),
        "{film}"
    );
    let film = &what_if("hpa", &["--hpa-max"]).json()["what_if"];
    assert_eq!(film["pending"], 3, "twelve and three pods are three too many: {film}");
    let film = &what_if("traffic", &["--traffic", "150"]).json()["what_if"];
    assert_eq!((&film["pending"], &film["frames"][1]["placed"]), (&0.into(), &12.into()), "{film}");
    assert!(film["advice"].to_string().contains("api has no HorizontalPodAutoscaler"), "{film}");
}

#[test]
fn random_failures_come_with_an_interval() {
    let film = &what_if("failures", &["--failures", "3000"]).json()["what_if"];
    let (share, low, high) = (
        film["all_serve"]["share"].as_f64().unwrap(),
        film["all_serve"]["low"].as_f64().unwrap(),
        film["all_serve"]["high"].as_f64().unwrap(),
    );
    assert!(low <= share && share <= high && low > 0.99 && high <= 1.0, "{film}");
    assert!(film["moments_with_failure"].as_i64().unwrap() > 10, "{film}");
    assert_eq!(
        film,
        &what_if("failures-again", &["--failures", "3000"]).json()["what_if"],
        "the same seed, the same lots"
    );
    let alone = "kind: Deployment\nmetadata: {name: one}\nspec: {replicas: 1, selector: {matchLabels: {app: one}}, template: {metadata: {labels: {app: \
                 one}}, spec: {nodeSelector: {kubernetes.io/hostname: c1}, containers: [{name: c, image: i}]}}}\n";
    let args = [&ARGS[..], &["--failures", "3000"]].concat();
    let film = &simulate("failures-one", &[("nodes.yaml", NODES), ("apps.yaml", alone)], &args).json()["what_if"];
    let down = film["down"][0]["share"].as_f64().unwrap();
    assert!((0.002..0.009).contains(&down), "a single node is down one time in two hundred: {down}");
}

#[test]
fn profiles_are_compared_over_the_same_pods() {
    let web = deployment("web", 4, "cpu: 900m, memory: 1Gi", "");
    let config = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles:\n- schedulerName: \
                  packing\n  pluginConfig:\n  - name: NodeResourcesFit\n    args: {scoringStrategy: {type: MostAllocated, \
                  resources: [{name: cpu, weight: 1}]}}\n";
    let files = [("nodes.yaml", NODES), ("web.yaml", web.as_str()), ("config.yaml", config)];
    let args = ["--nodes", "nodes.yaml", "--workloads", "web.yaml", "--config", "config.yaml", "--compare"];
    let text = simulate("compare-text", &files, &args);
    assert!(text.out.contains("nodes empty") && text.out.contains("packing"), "{}", text.out);
    let json = simulate("compare", &files, &[args.as_slice(), &["--json"]].concat()).json();
    let profiles = json["profiles"].as_array().unwrap();
    assert_eq!(profiles.len(), 4);
    for one in profiles {
        assert_eq!((one["placed"].as_u64(), one["pending"].as_u64()), (Some(4), Some(0)), "{one}");
    }
    // The pods ask for another scheduler, so none is placed by this one; the comparison places them all the same.
    assert_eq!(json["placed"], 0);
    let nodes = |key: &str| profiles[0][key].as_u64().unwrap();
    assert_eq!(nodes("nodes_used") + nodes("nodes_empty"), 6);
    assert_eq!(profiles[0]["profile"], "packing");
}
