//! Online Boutique's maintainers wrote network policies for it by hand. Ours come from the calls the importer infers: the
//! two must allow the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

mod fixtures;

use fixtures::objects::{documents, objects};
use serde_json::Value;
use sheerline::design::Design;
use sheerline::import::{InputFile, import};
use sheerline::manifests::generate;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Caller and callee of each way a policy opens, by the label both have.
fn ways<'a>(policies: impl Iterator<Item = &'a Value>) -> BTreeSet<(String, String)> {
    let app = |selector: &Value| selector["matchLabels"]["app"].as_str().map(str::to_owned);
    let mut ways = BTreeSet::new();
    for policy in policies.filter(|policy| policy["kind"] == "NetworkPolicy") {
        for rule in policy["spec"]["ingress"].as_array().into_iter().flatten() {
            for peer in rule["from"].as_array().into_iter().flatten() {
                if let (Some(caller), Some(callee)) = (app(&peer["podSelector"]), app(&policy["spec"]["podSelector"])) {
                    ways.insert((caller, callee));
                }
            }
        }
    }
    ways
}

#[test]
fn our_policies_allow_what_the_maintainers_own_do() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/online-boutique");
    let Ok(bytes) = fs::read(place.join("kubernetes-manifests.yaml")) else {
        println!("not run: {} is not on this machine", place.display());
        return;
    };
    let theirs: Vec<Value> = fs::read_dir(place.join("network-policies"))
        .unwrap()
        .flat_map(|entry| documents(&fs::read_to_string(entry.unwrap().path()).unwrap()))
        .collect();
    let mut expected = ways(theirs.iter());
    assert_eq!(expected.len(), 15);
    // They open the frontend to all, so the one caller it has goes without saying.
    expected.insert(("loadgenerator".into(), "frontend".into()));

    let read = import(&[InputFile::new("kubernetes-manifests.yaml", bytes)]);
    let design = Design { workloads: read.workloads, services: read.services, ..Design::default() };
    let written = objects(&generate(&design, &fixtures::provenance()));
    assert_eq!(ways(written.iter().map(|found| &found.value)), expected);
}

/// A pod as the policies see it.
struct Pod {
    namespace: String,
    name: String,
    labels: Value,
    principal: String,
}

/// A small reader of what policies mean, which shares nothing with the program's own.
struct Judge {
    policies: Vec<Value>,
    namespaces: Vec<(String, Value)>,
}

impl Judge {
    fn selects(selector: &Value, labels: &Value) -> bool {
        let plain = selector["matchLabels"].as_object();
        let expressions = selector["matchExpressions"].as_array();
        plain.into_iter().flatten().all(|(key, value)| labels[key] == *value)
            && expressions.into_iter().flatten().all(|one| {
                let has = &labels[one["key"].as_str().unwrap()];
                let among = one["values"].as_array().is_some_and(|values| values.contains(has));
                match one["operator"].as_str().unwrap() {
                    "In" => among,
                    "NotIn" => !among,
                    "Exists" => !has.is_null(),
                    _ => has.is_null(),
                }
            })
    }

    fn of(&self, kind: &str, namespace: &str) -> impl Iterator<Item = &Value> {
        self.policies.iter().filter(move |one| one["kind"] == kind && one["metadata"]["namespace"] == namespace)
    }

    fn peer(&self, peer: &Value, own: &str, pod: &Pod) -> bool {
        if !peer["ipBlock"].is_null() {
            return false;
        }
        let namespace = if peer["namespaceSelector"].is_null() {
            own == pod.namespace
        } else {
            let known = self.namespaces.iter().find(|(name, _)| *name == pod.namespace);
            let mut labels = known.map_or(Value::Null, |(_, labels)| labels.clone());
            labels["kubernetes.io/metadata.name"] = pod.namespace.clone().into();
            Self::selects(&peer["namespaceSelector"], &labels)
        };
        namespace && (peer["podSelector"].is_null() || Self::selects(&peer["podSelector"], &pod.labels))
    }

    /// Whether network policies let a packet from one pod to a port of another.
    fn packet(&self, from: &Pod, to: &Pod, port: u64) -> bool {
        [(from, to, "Egress", "egress", "to"), (to, from, "Ingress", "ingress", "from")].iter().all(
            |(own, other, kind, way, side)| {
                let on: Vec<&Value> = self
                    .of("NetworkPolicy", &own.namespace)
                    .filter(|policy| Self::selects(&policy["spec"]["podSelector"], &own.labels))
                    .filter(|policy| policy["spec"]["policyTypes"].as_array().unwrap().iter().any(|one| one == kind))
                    .collect();
                on.is_empty()
                    || on.iter().flat_map(|policy| policy["spec"][way].as_array().into_iter().flatten()).any(|rule| {
                        let peers = rule[side].as_array();
                        let ports = rule["ports"].as_array();
                        peers.is_none_or(|peers| peers.iter().any(|peer| self.peer(peer, &own.namespace, other)))
                            && ports.is_none_or(|ports| {
                                ports.iter().any(|one| one["protocol"] == "TCP" && one["port"] == port)
                            })
                    })
            },
        )
    }

    /// Whether authorization policies let a connection in. Only what we write is understood, and anything else ends the test.
    fn request(&self, from: &Pod, to: &Pod, port: u64) -> bool {
        let on: Vec<&Value> = self
            .of("AuthorizationPolicy", &to.namespace)
            .filter(|policy| Self::selects(&policy["spec"]["selector"], &to.labels))
            .collect();
        on.is_empty()
            || on.iter().flat_map(|policy| policy["spec"]["rules"].as_array().into_iter().flatten()).any(|rule| {
                let from_fits = rule["from"].as_array().is_none_or(|all| {
                    all.iter().any(|one| {
                        assert_eq!(one["source"].as_object().unwrap().len(), 1);
                        one["source"]["principals"].as_array().unwrap().iter().any(|own| *own == from.principal)
                    })
                });
                let to_fits = rule["to"].as_array().is_none_or(|all| {
                    let port = port.to_string();
                    all.iter().any(|one| {
                        assert_eq!(one["operation"].as_object().unwrap().len(), 1);
                        one["operation"]["ports"].as_array().unwrap().iter().any(|own| *own == *port)
                    })
                });
                from_fits && to_fits
            })
    }
}

/// Every pair of workloads that may talk, on every port of the second that a Service leads to.
fn allowed(design: &Design) -> (BTreeSet<(String, String)>, usize) {
    let written: Vec<Value> =
        objects(&generate(design, &fixtures::provenance())).into_iter().map(|one| one.value).collect();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |kind: &'static str| written.iter().filter(move |one| one["kind"] == kind);
    let pods: Vec<Pod> = ["Deployment", "StatefulSet"]
        .into_iter()
        .flat_map(of)
        .map(|one| {
            let namespace = text(&one["metadata"]["namespace"]);
            let account = text(&one["spec"]["template"]["spec"]["serviceAccountName"]);
            Pod {
                name: text(&one["metadata"]["name"]),
                labels: one["spec"]["template"]["metadata"]["labels"].clone(),
                principal: format!("cluster.local/ns/{namespace}/sa/{account}"),
                namespace,
            }
        })
        .collect();
    let namespaces =
        of("Namespace").map(|one| (text(&one["metadata"]["name"]), one["metadata"]["labels"].clone())).collect();
    let judge = Judge { namespaces, policies: written.clone() };
    let (mut open, mut asked) = (BTreeSet::new(), 0);
    for to in &pods {
        let services = of("Service").filter(|one| one["metadata"]["namespace"] == *to.namespace.as_str());
        let own = services.filter(|one| {
            one["spec"]["selector"]
                .as_object()
                .is_some_and(|labels| labels.iter().all(|(key, value)| to.labels[key] == *value))
        });
        let ports: BTreeSet<u64> = own
            .flat_map(|one| one["spec"]["ports"].as_array().unwrap())
            .map(|port| port["targetPort"].as_u64().or(port["port"].as_u64()).unwrap())
            .collect();
        for from in pods.iter().filter(|from| from.name != to.name) {
            for port in &ports {
                asked += 1;
                let (packet, request) = (judge.packet(from, to, *port), judge.request(from, to, *port));
                if packet && request {
                    open.insert((from.name.clone(), to.name.clone()));
                }
            }
        }
    }
    (open, asked)
}

fn pairs(all: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    all.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
}

#[test]
fn of_online_boutique_exactly_the_sixteen_calls_are_open() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/online-boutique");
    let Ok(bytes) = fs::read(place.join("kubernetes-manifests.yaml")) else {
        println!("not run: {} is not on this machine", place.display());
        return;
    };
    let read = import(&[InputFile::new("kubernetes-manifests.yaml", bytes)]);
    let design = Design { workloads: read.workloads, services: read.services, ..Design::default() };
    let (open, asked) = allowed(&design);
    let expected = pairs(&[
        ("cartservice", "redis-cart"),
        ("checkoutservice", "cartservice"),
        ("checkoutservice", "currencyservice"),
        ("checkoutservice", "emailservice"),
        ("checkoutservice", "paymentservice"),
        ("checkoutservice", "productcatalogservice"),
        ("checkoutservice", "shippingservice"),
        ("frontend", "adservice"),
        ("frontend", "cartservice"),
        ("frontend", "checkoutservice"),
        ("frontend", "currencyservice"),
        ("frontend", "productcatalogservice"),
        ("frontend", "recommendationservice"),
        ("frontend", "shippingservice"),
        ("loadgenerator", "frontend"),
        ("recommendationservice", "productcatalogservice"),
    ]);
    assert_eq!(open, expected);
    assert!(asked > 11 * 10, "every pair was asked: {asked}");
}

#[test]
fn of_a_design_of_ours_exactly_its_calls_are_open() {
    use sheerline::design::{Call, Container, ContainerPort, Service, ServicePort, Workload};
    let names = ["a", "b", "c", "d", "e"];
    let calls = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "e")];
    let workload = |name: &str| Workload {
        name: name.into(),
        containers: vec![Container {
            name: "main".into(),
            image: "example.com/a:1".into(),
            ports: vec![ContainerPort { name: "http".into(), number: 8080, ..ContainerPort::default() }],
            ..Container::default()
        }],
        calls: calls
            .iter()
            .filter(|(from, _)| *from == name)
            .map(|(_, to)| Call { service: (*to).into(), ..Call::default() })
            .collect(),
        ..Workload::default()
    };
    let service = |name: &str| Service {
        name: name.into(),
        selector: fixtures::pairs([(Workload::NAME_LABEL, name)]),
        ports: vec![ServicePort { name: "http".into(), port: 8080, ..ServicePort::default() }],
        ..Service::default()
    };
    let design =
        Design { workloads: names.map(workload).into(), services: names.map(service).into(), ..Design::default() };
    let (open, asked) = allowed(&design);
    assert_eq!((open, asked), (pairs(&calls), 20));
}
