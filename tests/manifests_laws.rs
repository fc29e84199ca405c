//! What holds across the files of any design: objects that refer to each other agree, and no pod is promised a level of
//! security it does not meet. Everything is read off the text, by rules of its own.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

mod fixtures;

use fixtures::arbitrary;
use fixtures::objects::{Found, objects};
use proptest::prelude::*;
use serde_json::{Map, Value};
use sheerline::design::Design;
use sheerline::manifests::{Bundle, generate};
use std::collections::BTreeSet;

fn empty() -> &'static Map<String, Value> {
    static EMPTY: std::sync::OnceLock<Map<String, Value>> = std::sync::OnceLock::new();
    EMPTY.get_or_init(Map::new)
}

fn map<'a>(value: &'a Value, pointer: &str) -> &'a Map<String, Value> {
    value.pointer(pointer).and_then(Value::as_object).unwrap_or_else(|| empty())
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn within(part: &Map<String, Value>, whole: &Map<String, Value>) -> bool {
    part.iter().all(|(key, value)| whole.get(key) == Some(value))
}

/// The templates of a namespace whose pods some labels match.
fn matched<'a>(all: &'a [Found], namespace: &str, labels: &Map<String, Value>) -> Vec<&'a Value> {
    let own = all.iter().filter(|found| found.namespace() == namespace);
    own.filter_map(Found::template).filter(|template| within(labels, map(template, "/metadata/labels"))).collect()
}

fn containers(template: &Value) -> impl Iterator<Item = &Value> {
    list(template, "/spec/initContainers").iter().chain(list(template, "/spec/containers"))
}

fn check_controllers(all: &[Found]) {
    for found in all {
        let Some(template) = found.template() else { continue };
        let at = format!("{} {} {}", found.path, found.kind(), found.name());
        let labels = map(template, "/metadata/labels");
        assert!(!labels.is_empty(), "{at} has pods without labels");
        if !["Job", "CronJob"].contains(&found.kind()) {
            let selector = map(&found.value, "/spec/selector/matchLabels");
            assert!(!selector.is_empty() && within(selector, labels), "{at}: {selector:?} does not match {labels:?}");
        }
        let account = template["spec"]["serviceAccountName"].as_str().unwrap();
        let has_account = all
            .iter()
            .any(|a| a.kind() == "ServiceAccount" && a.namespace() == found.namespace() && a.name() == account);
        assert!(has_account || account == "default", "{at} has the account {account}, which nothing writes");
        let names: Vec<&Value> = containers(template).map(|container| &container["name"]).collect();
        let distinct: BTreeSet<String> = names.iter().map(ToString::to_string).collect();
        assert_eq!(names.len(), distinct.len(), "{at} has containers of one name");
        let volumes: BTreeSet<&str> = list(template, "/spec/volumes")
            .iter()
            .map(|volume| volume["name"].as_str().unwrap())
            .chain(
                list(&found.value, "/spec/volumeClaimTemplates")
                    .iter()
                    .map(|own| own["metadata"]["name"].as_str().unwrap()),
            )
            .collect();
        for container in containers(template) {
            for mount in list(container, "/volumeMounts").iter().chain(list(container, "/volumeDevices")) {
                assert!(volumes.contains(mount["name"].as_str().unwrap()), "{at} mounts what it has not: {mount}");
            }
        }
        if found.kind() == "StatefulSet" {
            let service = found.text("/spec/serviceName");
            assert!(
                all.iter().any(|s| s.kind() == "Service" && s.namespace() == found.namespace() && s.name() == service),
                "{at} is named by the Service {service}, which nothing writes"
            );
        }
    }
}

fn check_companions(all: &[Found], findings: &str) {
    for found in all {
        let at = format!("{} {} {}", found.path, found.kind(), found.name());
        match found.kind() {
            "HorizontalPodAutoscaler" => {
                let (kind, name) = (found.text("/spec/scaleTargetRef/kind"), found.text("/spec/scaleTargetRef/name"));
                let target =
                    all.iter().find(|t| t.kind() == kind && t.name() == name && t.namespace() == found.namespace());
                let target = target.unwrap_or_else(|| panic!("{at} scales a {kind} {name} that is not there"));
                assert!(target.value.pointer("/spec/replicas").is_none(), "{at} and its target both set replicas");
            }
            "PodDisruptionBudget" => {
                let labels = map(&found.value, "/spec/selector/matchLabels");
                assert!(
                    !labels.is_empty() && !matched(all, found.namespace(), labels).is_empty(),
                    "{at} protects nothing"
                );
                let spec = map(&found.value, "/spec");
                assert!(spec.contains_key("minAvailable") != spec.contains_key("maxUnavailable"), "{at}");
            }
            "NetworkPolicy" => {
                let labels = map(&found.value, "/spec/podSelector/matchLabels");
                let is_waypoint = labels.contains_key("gateway.networking.k8s.io/gateway-name");
                assert!(
                    labels.is_empty() || is_waypoint || !matched(all, found.namespace(), labels).is_empty(),
                    "{at} is for no pods"
                );
            }
            "Service" => {
                let selector = map(&found.value, "/spec/selector");
                let behind = if selector.is_empty() { vec![] } else { matched(all, found.namespace(), selector) };
                for (port, template) in
                    list(&found.value, "/spec/ports").iter().flat_map(|port| behind.iter().map(move |own| (port, own)))
                {
                    let Some(name) = port["targetPort"].as_str() else { continue };
                    let lasting = list(template, "/spec/initContainers")
                        .iter()
                        .filter(|own| own["restartPolicy"] == "Always")
                        .chain(list(template, "/spec/containers"));
                    let reaches = lasting.flat_map(|own| list(own, "/ports")).any(|own| own["name"] == name);
                    let is_said = findings.contains("leads to a port that a container behind it does not name");
                    assert!(reaches || is_said, "{at}: no container names its port {name}");
                }
                let ports = list(&found.value, "/spec/ports");
                assert!(ports.len() < 2 || ports.iter().all(|port| port["name"].is_string()), "{at} has unnamed ports");
            }
            _ => {}
        }
    }
}

fn check_mesh(all: &[Found]) {
    let accounts: BTreeSet<String> = all
        .iter()
        .filter(|found| found.kind() == "ServiceAccount")
        .map(|found| format!("cluster.local/ns/{}/sa/{}", found.namespace(), found.name()))
        .collect();
    let waypoints: BTreeSet<String> = all
        .iter()
        .filter(|found| found.text("/spec/gatewayClassName") == "istio-waypoint")
        .map(|found| format!("cluster.local/ns/{}/sa/{}", found.namespace(), found.name()))
        .collect();
    for found in all {
        let at = format!("{} {} {}", found.path, found.kind(), found.name());
        match found.kind() {
            "Namespace" => {
                let labels = map(&found.value, "/metadata/labels");
                let both = labels.contains_key("istio-injection") && labels.contains_key("istio.io/dataplane-mode");
                assert!(!both, "{at} is in the mesh twice");
            }
            "AuthorizationPolicy" | "PeerAuthentication" | "Sidecar" => {
                for pointer in ["/spec/selector/matchLabels", "/spec/workloadSelector/labels"] {
                    let labels = map(&found.value, pointer);
                    assert!(
                        labels.is_empty() || !matched(all, found.namespace(), labels).is_empty(),
                        "{at} is for no pods"
                    );
                }
                for rule in list(&found.value, "/spec/rules") {
                    for from in list(rule, "/from") {
                        for principal in list(from, "/source/principals") {
                            let principal = principal.as_str().unwrap();
                            let is_gateway = principal.starts_with("cluster.local/ns/istio-ingress/sa/");
                            assert!(
                                is_gateway || accounts.contains(principal) || waypoints.contains(principal),
                                "{at} lets {principal} in, who is nobody"
                            );
                        }
                    }
                }
                for host in list(&found.value, "/spec/egress").iter().flat_map(|egress| list(egress, "/hosts")) {
                    let (namespace, host) = host.as_str().unwrap().split_once('/').unwrap();
                    let name = host.split('.').next().unwrap();
                    let is_there =
                        all.iter().any(|s| s.kind() == "Service" && s.namespace() == namespace && s.name() == name);
                    let is_registered = all.iter().any(|entry| {
                        entry.kind() == "ServiceEntry"
                            && list(&entry.value, "/spec/hosts").iter().any(|own| own == host)
                    });
                    assert!(host == "*" || is_there || is_registered, "{at} knows {host}, which is nowhere");
                }
            }
            "HTTPRoute" => {
                for backend in list(&found.value, "/spec/rules").iter().flat_map(|rule| list(rule, "/backendRefs")) {
                    let service = all.iter().find(|s| {
                        s.kind() == "Service" && s.namespace() == found.namespace() && s.name() == backend["name"]
                    });
                    assert!(service.is_some(), "{at} leads to {backend}, which is not there");
                }
            }
            _ => {}
        }
    }
}

/// A name as Kubernetes takes it: DNS labels, joined by dots.
fn is_name(name: &str) -> bool {
    let is_label = |label: &str| {
        let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| edge(c) || c == '-')
            && label.starts_with(edge)
            && label.ends_with(edge)
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

fn check_names(all: &[Found]) {
    for found in all {
        assert!(is_name(found.name()), "{} {}: “{}” is no name", found.path, found.kind(), found.name());
        for listener in list(&found.value, "/spec/listeners") {
            assert!(is_name(listener["name"].as_str().unwrap()), "{}: {listener}", found.path);
        }
        for port in list(&found.value, "/spec/ports") {
            assert!(port["name"].as_str().is_none_or(is_name), "{}: {port}", found.path);
        }
    }
}

/// With sidecars, what an identity may call must get through the network too: the two kinds of policies come from one
/// graph, and here they are read apart.
fn check_policies_agree(all: &[Found]) {
    let is_ambient = |found: &Found| map(&found.value, "/metadata/labels").contains_key("istio.io/dataplane-mode");
    if all.iter().any(is_ambient) {
        return;
    }
    for found in all.iter().filter(|found| found.kind() == "AuthorizationPolicy") {
        let selector = map(&found.value, "/spec/selector/matchLabels");
        let network = all.iter().filter(|policy| {
            policy.kind() == "NetworkPolicy"
                && policy.namespace() == found.namespace()
                && map(&policy.value, "/spec/podSelector/matchLabels") == selector
        });
        let open: BTreeSet<String> = network
            .flat_map(|policy| list(&policy.value, "/spec/ingress"))
            .flat_map(|rule| list(rule, "/ports"))
            .filter(|port| port["protocol"] == "TCP")
            .map(|port| port["port"].to_string())
            .collect();
        // Workloads of one name and another kind share their labels, and so what is open to their pods.
        let alike = all.iter().filter(|other| {
            other.kind() == found.kind()
                && other.namespace() == found.namespace()
                && map(&other.value, "/spec/selector/matchLabels") == selector
        });
        let allowed: BTreeSet<String> = alike
            .flat_map(|other| list(&other.value, "/spec/rules"))
            .flat_map(|rule| list(rule, "/to"))
            .flat_map(|to| list(to, "/operation/ports"))
            .map(|port| port.as_str().unwrap().to_owned())
            .collect();
        assert!(selector.is_empty() || allowed == open, "{} {}: {allowed:?}, {open:?}", found.path, found.name());
    }
}

/// Whether a pod meets a level, by the pod security standards as they are written down.
fn meets(template: &Value, level: &str) -> bool {
    let spec = &template["spec"];
    let pod = &spec["securityContext"];
    if level == "privileged" {
        return true;
    }
    let is_true = |value: &Value| value == &Value::Bool(true);
    let seccomp_is = |context: &Value, kinds: &[&str]| {
        context["seccompProfile"]["type"].as_str().is_some_and(|kind| kinds.contains(&kind))
    };
    let basic = !["hostNetwork", "hostPID", "hostIPC"].iter().any(|key| is_true(&spec[*key]))
        && list(spec, "/volumes").iter().all(|volume| volume["hostPath"].is_null())
        && !seccomp_is(pod, &["Unconfined"])
        && containers(template).all(|container| {
            let own = &container["securityContext"];
            let allowed = [
                "AUDIT_WRITE",
                "CHOWN",
                "DAC_OVERRIDE",
                "FOWNER",
                "FSETID",
                "KILL",
                "MKNOD",
                "NET_BIND_SERVICE",
                "SETFCAP",
                "SETGID",
                "SETPCAP",
                "SETUID",
                "SYS_CHROOT",
            ];
            !is_true(&own["privileged"])
                && !seccomp_is(own, &["Unconfined"])
                && list(container, "/ports").iter().all(|port| port["hostPort"].is_null())
                && list(own, "/capabilities/add").iter().all(|added| allowed.contains(&added.as_str().unwrap()))
        });
    if level == "baseline" || !basic {
        return basic;
    }
    let good = ["RuntimeDefault", "Localhost"];
    pod["runAsUser"] != 0
        && pod["runAsNonRoot"] != Value::Bool(false)
        && containers(template).all(|container| {
            let own = &container["securityContext"];
            let non_root = if own["runAsNonRoot"].is_null() { &pod["runAsNonRoot"] } else { &own["runAsNonRoot"] };
            is_true(non_root)
                && own["runAsUser"] != 0
                && own["allowPrivilegeEscalation"] == Value::Bool(false)
                && (seccomp_is(own, &good) || (own["seccompProfile"].is_null() && seccomp_is(pod, &good)))
                && list(own, "/capabilities/drop").iter().any(|dropped| dropped == "ALL")
                && list(own, "/capabilities/add").iter().all(|added| added == "NET_BIND_SERVICE")
        })
}

fn check_levels(all: &[Found]) {
    for namespace in all.iter().filter(|found| found.kind() == "Namespace") {
        let labels = map(&namespace.value, "/metadata/labels");
        let level = labels["pod-security.kubernetes.io/enforce"].as_str().unwrap();
        let stricter = match level {
            "privileged" => "baseline",
            _ => "restricted",
        };
        let wanted = labels["pod-security.kubernetes.io/warn"].as_str().unwrap();
        let pods: Vec<&Value> = all
            .iter()
            .filter(|found| found.namespace() == namespace.name())
            .filter_map(Found::template)
            .filter(|template| containers(template).next().is_some())
            .collect();
        for template in &pods {
            assert!(meets(template, level), "{} enforces {level} and refuses {template}", namespace.name());
        }
        if level != wanted
            && pods.len() == all.iter().filter(|f| f.namespace() == namespace.name() && f.template().is_some()).count()
        {
            assert!(
                pods.iter().any(|template| !meets(template, stricter)),
                "{} could enforce {stricter}",
                namespace.name()
            );
        }
    }
}

fn check_bundle(bundle: &Bundle) {
    let paths: Vec<&str> = bundle.files.iter().map(|file| file.path.as_str()).collect();
    let distinct: BTreeSet<String> = paths.iter().map(|path| path.to_lowercase()).collect();
    assert_eq!(paths.len(), distinct.len(), "{paths:?}");
    for path in &paths {
        assert!(
            !path.starts_with('/') && path.split('/').all(|part| !part.is_empty() && !part.starts_with('.')),
            "{path}"
        );
    }
    let mut listed: BTreeSet<String> = BTreeSet::new();
    for file in bundle.files.iter().filter(|file| file.path.ends_with("kustomization.yaml")) {
        let folder = file.path.trim_end_matches("kustomization.yaml");
        let value: Value = serde_yaml::from_str(&file.text).unwrap();
        listed.extend(list(&value, "/resources").iter().map(|name| format!("{folder}{}", name.as_str().unwrap())));
    }
    for path in paths.iter().filter(|path| !path.ends_with("kustomization.yaml")) {
        assert!(listed.contains(*path), "{path} is in no list");
    }
    assert!(bundle.findings.iter().all(|finding| finding.what.ends_with('.') && !finding.field.is_empty()));
    let all = objects(bundle);
    let ids: BTreeSet<(&str, &str, &str, &str)> =
        all.iter().map(|found| (found.group(), found.kind(), found.namespace(), found.name())).collect();
    assert_eq!(ids.len(), all.len(), "two objects have one name");
}

fn check(design: &Design) {
    let bundle = generate(design, &fixtures::provenance());
    assert_eq!(bundle, generate(design, &fixtures::provenance()), "the same design gives the same files");
    check_bundle(&bundle);
    let all = objects(&bundle);
    let findings = bundle.findings.iter().map(|finding| finding.what.as_str()).collect::<Vec<_>>().join("\n");
    check_controllers(&all);
    check_companions(&all, &findings);
    check_mesh(&all);
    check_names(&all);
    check_policies_agree(&all);
    check_levels(&all);
}

#[test]
fn the_shared_designs_keep_the_laws() {
    for (name, mut design) in fixtures::cases() {
        println!("{name}");
        design.clusters.trust_domain = String::new();
        check(&design);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_design_keeps_the_laws(design in arbitrary::design()) {
        check(&design);
    }
}
