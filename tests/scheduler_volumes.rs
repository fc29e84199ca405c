//! What the scheduler's twin makes of claims for one pod alone, of nodes that take few volumes, and of namespaces that
//! fill in requests; and how far a what-if came that was stopped. Messages are those of kube-scheduler's source.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

use sheerline::cluster::facts::Facts;
use sheerline::cluster::read::{ReadFile, read_cluster};
use sheerline::cluster::scheduler::{Fate, Profile, Progress, Settings, Version};
use sheerline::cluster::whatif::{all_autoscalers_to_most, drain, lose_zone, roll_out, upgrade};
use sheerline::cluster::{Outcome, simulate};

fn settings(facts: &Facts) -> Settings {
    Settings { profiles: vec![Profile::of_facts(facts)], version: Version::measured(facts), seed: 1 }
}

fn placed(text: &str) -> Outcome {
    let facts = Facts::read();
    let reading = read_cluster(&[ReadFile { name: "f.yaml".into(), bytes: text.as_bytes().to_vec() }], &facts);
    assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    simulate(reading.cluster, &settings(&facts), &facts)
}

/// The messages of those that wait, in order.
fn messages(outcome: &Outcome) -> Vec<&str> {
    let of = |fate: &Fate| match fate {
        Fate::Waits(why) => outcome.run.explanations.get(*why).map(|why| why.message.as_str()),
        _ => None,
    };
    outcome.run.fates.iter().filter_map(of).collect()
}

fn nodes(number: usize) -> String {
    let node = |at| {
        format!(
            "---\n{{kind: Node, metadata: {{name: n{at}, labels: {{topology.kubernetes.io/zone: z{at}}}}}, status: \
             {{allocatable: {{cpu: 4, memory: 8Gi, pods: 20}}}}}}\n"
        )
    };
    (0..number).map(node).collect()
}

fn pod(name: &str, claim: &str, more: &str) -> String {
    format!(
        "---\n{{kind: Pod, metadata: {{name: {name}}}, spec: {{{more} containers: [{{name: c, image: i}}], volumes: \
         [{{name: v, persistentVolumeClaim: {{claimName: {claim}}}}}]}}}}\n"
    )
}

fn claim(name: &str, mode: &str) -> String {
    format!(
        "---\n{{kind: PersistentVolumeClaim, metadata: {{name: {name}}}, spec: {{accessModes: [{mode}], \
         storageClassName: fast}}}}\n"
    )
}

const FAST: &str = "---\n{kind: StorageClass, metadata: {name: fast}, provisioner: csi.example.com, volumeBindingMode: \
                    WaitForFirstConsumer}\n";

#[test]
fn a_claim_for_one_pod_is_used_by_one() {
    let said = "0/2 nodes are available: 2 node has pod using PersistentVolumeClaim with the same name and \
                ReadWriteOncePod access mode. preemption: 0/2 nodes are available: 2 No preemption victims found for \
                incoming pod.";
    for (mode, waiting) in [("ReadWriteOncePod", vec![said]), ("ReadWriteMany", vec![])] {
        let text = nodes(2) + FAST + &claim("own", mode) + &pod("a", "own", "") + &pod("b", "own", "");
        let outcome = placed(&text);
        let found: Vec<String> =
            messages(&outcome).iter().map(|text| text.replace("no new claims to deallocate, ", "")).collect();
        assert_eq!(found, waiting, "{mode}");
    }
    // The more important one takes it over.
    let text = nodes(2)
        + FAST
        + &claim("own", "ReadWriteOncePod")
        + &pod("a", "own", "nodeName: n0,")
        + &pod("b", "own", "priority: 10,");
    let outcome = placed(&text);
    assert_eq!(outcome.run.fates, [Fate::Displaced { by: 1 }, Fate::On(0)]);
}

#[test]
fn a_node_takes_as_many_volumes_as_its_driver_says() {
    let limits = |count| {
        format!(
            "---\n{{kind: CSINode, metadata: {{name: n0}}, spec: {{drivers: [{{name: csi.example.com, nodeID: x, \
             allocatable: {{count: {count}}}}}]}}}}\n"
        )
    };
    let claims: String = (0..4).map(|at| claim(&format!("c{at}"), "ReadWriteOnce")).collect();
    let pods: String = (0..4).map(|at| pod(&format!("p{at}"), &format!("c{at}"), "")).collect();
    let outcome = placed(&(nodes(1) + &limits(2) + FAST + &claims + &pods));
    assert_eq!(outcome.placed(), 2);
    let message = messages(&outcome)[0];
    assert!(message.starts_with("0/1 nodes are available: 1 node(s) exceed max volume count."), "{message}");
    // Several pods with one volume attach it once.
    let same: String = (0..4).map(|at| pod(&format!("p{at}"), "c0", "")).collect();
    assert_eq!(placed(&(nodes(1) + &limits(1) + FAST + &claims + &same)).placed(), 4);
    // A node that says nothing takes all.
    assert_eq!(placed(&(nodes(1) + FAST + &claims + &pods)).placed(), 4);
}

#[test]
fn a_namespace_fills_in_what_containers_leave_unsaid() {
    let range = "---\n{kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, default: {cpu: 2, \
                 memory: 3Gi}, defaultRequest: {cpu: 500m}}]}}\n";
    let bare = "---\n{kind: Deployment, metadata: {name: web}, spec: {replicas: 4, selector: {matchLabels: {a: b}}, \
                template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}}\n";
    let outcome = placed(&(nodes(1) + range + bare));
    let requests = &outcome.cluster.specs[0].requests;
    assert_eq!((requests.milli_cpu, requests.memory), (500, 3 << 30));
    assert_eq!((outcome.placed(), outcome.pending()), (2, 2));
    // What is said stays, a limit that is said makes the request, and pods that run have been through it.
    let said = bare.replace("image: i", "image: i, resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}");
    let requests = placed(&(nodes(1) + range + &said)).cluster.specs[0].requests.clone();
    assert_eq!((requests.milli_cpu, requests.memory), (100, 1 << 30));
    let running = "---\n{kind: Pod, metadata: {name: p}, spec: {nodeName: n0, containers: [{name: c, image: i}]}}\n";
    assert_eq!(placed(&(nodes(1) + range + running)).cluster.specs[0].requests.milli_cpu, 0);
}

#[test]
fn every_what_if_can_be_stopped_and_says_how_far_it_came() {
    let apps = "---\n{kind: Deployment, metadata: {name: web}, spec: {replicas: 30, selector: {matchLabels: {a: b}}, \
                template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 100m}}}]}}}}\n\
                ---\n{kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {maxReplicas: 40, scaleTargetRef: {kind: Deployment, name: web}}}\n";
    let facts = Facts::read();
    let (before, settings) = (placed(&(nodes(3) + apps)), settings(&facts));
    assert_eq!(before.placed(), 30);
    let names: Vec<String> = ["n0", "n1"].map(str::to_owned).to_vec();
    // Making the classes asks first; the one after is asked while pods move.
    for asked in [0, 1, 2] {
        let stop = || {
            let mut left = asked;
            move |_: Progress| {
                left -= 1;
                left >= 0
            }
        };
        for film in [
            lose_zone(&before, "z0", &settings, &facts, &mut stop()).0,
            drain(&before, &names, &settings, &facts, &mut stop()),
            upgrade(&before, 1, &settings, &facts, &mut stop()),
            roll_out(&before, &settings, &facts, &mut stop()),
            all_autoscalers_to_most(&before, &settings, &facts, &mut stop()),
        ] {
            let last = film.frames.last().unwrap();
            if asked < 2 {
                let at = film.stopped.unwrap_or_else(|| panic!("{} after {asked}", film.title));
                assert!(at.done < at.of || at.of == 0, "{}: {at:?}", film.title);
                assert!(last.what.starts_with("Stopped after") && film.short.is_none(), "{}", last.what);
            }
        }
    }
    let all = drain(&before, &names[..1], &settings, &facts, &mut |_| true);
    assert!(all.stopped.is_none() && all.short.is_some());
}
