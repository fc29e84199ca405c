//! Whole imports of files of our own: what the design holds afterwards, and every line of the report.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use sheerline::design::{CallEvidence, Design, EnvSource, Workload};
use sheerline::import::{Import, InputFile, ReportLevel, import, import_beside};
use std::path::Path;

/// The files of a folder of fixtures, or one of them.
fn files(path: &str) -> Vec<InputFile> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(path);
    let mut paths = vec![path.clone()];
    if path.is_dir() {
        paths = path.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
    }
    paths
        .iter()
        .map(|path| InputFile::new(path.file_name().unwrap().to_str().unwrap(), std::fs::read(path).unwrap()))
        .collect()
}

fn text(name: &str, text: &str) -> InputFile {
    InputFile::new(name, text.as_bytes())
}

fn whole(import: &Import) -> String {
    let design = import.merge_into(&Design::default());
    format!("{}\n---\n{}", import.report, serde_yaml::to_string(&design).unwrap())
}

fn workload<'a>(import: &'a Import, name: &str) -> &'a Workload {
    import.workloads.iter().find(|workload| workload.name == name).unwrap()
}

/// `caller → service` of every call.
fn calls(import: &Import) -> Vec<String> {
    let of = |workload: &Workload| -> Vec<String> {
        workload.calls.iter().map(|call| format!("{} → {}", workload.name, call.service)).collect()
    };
    import.workloads.iter().flat_map(of).collect()
}

#[test]
fn an_application_of_many_files() {
    insta::assert_snapshot!(whole(&import(&files("harbour"))));
}

#[test]
fn everything_a_cluster_prints() {
    insta::assert_snapshot!(whole(&import(&files("cluster"))));
}

#[test]
fn a_compose_file_of_today() {
    insta::assert_snapshot!(whole(&import(&files("compose/spec.yaml"))));
}

#[test]
fn a_compose_file_of_version_2() {
    insta::assert_snapshot!(whole(&import(&files("compose/v2.yaml"))));
}

#[test]
fn a_compose_file_of_version_3() {
    insta::assert_snapshot!(whole(&import(&files("compose/v3.yaml"))));
}

#[test]
fn kinds_and_versions_of_former_days() {
    insta::assert_snapshot!(whole(&import(&files("odd/old-kinds.yaml"))));
}

#[test]
fn values_of_the_wrong_type() {
    insta::assert_snapshot!(whole(&import(&files("odd/wrong-types.yaml"))));
}

#[test]
fn documents_that_are_neither() {
    insta::assert_snapshot!(import(&files("odd/neither.yaml")).report.to_string());
}

#[test]
fn each_bad_file_costs_one_clear_error() {
    let all = files("bad");
    let import = import(&all);
    let mut refused: Vec<&str> = import.errors.iter().map(|error| error.file.as_str()).collect();
    refused.dedup();
    let names: Vec<&str> = all.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(refused, names, "each file is refused once");
    assert_eq!(import.errors.len(), import.report.of_level(ReportLevel::Refused).count());
    let services: Vec<&str> = import.services.iter().map(|service| service.name.as_str()).collect();
    assert_eq!(services, ["first", "last", "whole"], "the other documents are read");
    insta::assert_snapshot!(import.report.to_string());
}

#[test]
fn a_huge_file_is_refused_at_once() {
    let import = import(&[InputFile::new("huge.yaml", vec![b'a'; 50_000_000]), text("ok.yaml", SERVICE)]);
    assert_eq!(import.errors.len(), 1);
    let shown = import.errors[0].to_string();
    assert!(shown.starts_with("huge.yaml: The file has 50 MB; the most that is read is 20 MB."), "{shown}");
    assert_eq!(import.services.len(), 1);
}

const SERVICE: &str =
    "apiVersion: v1\nkind: Service\nmetadata: {name: cart}\nspec: {selector: {app: cart}, ports: [{port: 7070}]}\n";

fn caller(env: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  template:\n    metadata: {{labels: \
         {{app: web}}}}\n    spec:\n      containers:\n      - name: web\n        image: web:1\n        env: [{env}]\n"
    )
}

#[test]
fn what_is_a_call_and_what_is_none() {
    for (name, value, is_call) in [
        ("CART_ADDR", "cart:7070", true),
        ("ANYTHING", "cart:7070", true),
        ("ANYTHING", "http://cart", true),
        ("ANYTHING", "grpc://cart.default.svc.cluster.local:7070", true),
        ("CART_HOST", "cart", true),
        ("CART_SERVICE", "cart", true),
        ("UPSTREAMS", "cart,cart.default", true),
        ("ANYTHING", "http://$(CART_SERVICE_HOST):$(CART_SERVICE_PORT)", true),
        ("LABEL", "cart", false),
        ("CORS_ALLOWED_ORIGINS", "http://cart:7070", false),
        ("ALLOWED_HOSTS", "cart", false),
        ("NO_PROXY", "localhost,cart,cart.default.svc", false),
        ("SERVICE", "cart", false),
        ("DD_SERVICE", "cart", false),
        ("SERVICE_NAME", "cart", false),
        ("IMAGE", "cart:7", false),
        ("IMAGE", "example/cart:7070", false),
        ("PATH", "/cart:7070/x", false),
        ("CART_HOST", "cart.example.com", false),
        ("CART_HOST", "https://cart.example.com/", false),
        ("NOTE", "the cart", false),
        ("CART_HOST", "", false),
    ] {
        let env = format!("{{name: {name}, value: {value:?}}}");
        let import = import(&[text("a.yaml", &caller(&env)), text("b.yaml", SERVICE)]);
        assert_eq!(calls(&import), if is_call { vec!["web → cart"] } else { vec![] }, "{name}={value}");
    }
}

#[test]
fn a_call_knows_its_line_and_comes_once() {
    let env = "{name: A, value: \"cart:7070\"},\n          {name: B, value: \"http://cart:7070/x\"}";
    let import = import(&[text("b.yaml", SERVICE), text("a.yaml", &caller(env))]);
    let call = &workload(&import, "web").calls[..];
    assert_eq!(call.len(), 1);
    assert_eq!(call[0].evidence, Some(CallEvidence::Env("A".into())));
    let at = call[0].read_at.as_ref().unwrap();
    assert_eq!((at.file.as_str(), at.line), ("a.yaml", 11));
}

#[test]
fn a_port_may_stand_beside_the_host() {
    let service = SERVICE.replace("[{port: 7070}]", "[{name: a, port: 80}, {name: b, port: 7070}]");
    for (beside, port) in [("7070", Some(7070)), ("9", None), ("x", None)] {
        let env = format!("{{name: CART_HOST, value: cart}}, {{name: CART_PORT, value: {beside:?}}}");
        let import = import(&[text("a.yaml", &caller(&env)), text("b.yaml", &service)]);
        assert_eq!(workload(&import, "web").calls[0].port, port, "{beside}");
    }
}

#[test]
fn a_service_of_the_design_can_be_called_too() {
    let there = import(&[text("b.yaml", SERVICE)]).merge_into(&Design::default());
    let file = text("a.yaml", &caller("{name: CART_ADDR, value: \"cart:7070\"}"));
    assert_eq!(calls(&import(std::slice::from_ref(&file))), Vec::<String>::new());
    assert_eq!(calls(&import_beside(&[file], &there)), ["web → cart"]);
}

#[test]
fn charts_leave_the_namespace_open() {
    let file = text("a.yaml", &caller("{name: X, value: \"http://cart.shop.svc:7070\"}"));
    assert_eq!(calls(&import(&[file, text("b.yaml", SERVICE)])), ["web → cart"]);
}

#[test]
fn no_credential_reaches_the_design() {
    let mut all = files("harbour");
    all.extend(files("compose"));
    all.extend(files("cluster"));
    let import = import(&all);
    let design = serde_json::to_string(&import.merge_into(&Design::default())).unwrap();
    let report = serde_json::to_string(&import.report).unwrap();
    for secret in [
        "not-very-secret",
        "let-me-in",
        "s3cret",
        "never-to-be-seen",
        "c2VjcmV0LXZhbHVl",
        "keyboard-cat",
        "hunter2",
        "app:pw",
        "POSTGRES_PASSWORD: example",
    ] {
        assert!(!design.contains(secret), "{secret} is in the design");
        assert!(!report.contains(secret), "{secret} is in the report");
    }
    let pilot = &workload(&import, "pilot").containers[0];
    let cookie = pilot.env.iter().find(|variable| variable.name == "COOKIE_SECRET").unwrap();
    assert!(matches!(&cookie.source, EnvSource::Secret { name, .. } if name == "pilot-credentials"));
}

#[test]
fn an_import_replaces_what_it_names_and_keeps_the_rest() {
    let before = import(&files("harbour")).merge_into(&Design { name: "mine".into(), ..Design::default() });
    let untouched = before.clone();
    let tides = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: tides, namespace: harbour}\nspec:\n  replicas: \
                 9\n  template: {spec: {containers: [{name: tides, image: \"tides:2\"}]}}\n";
    let after = import(&[text("new.yaml", tides)]).merge_into(&before);
    assert_eq!(before, untouched);
    assert_eq!(after.workloads.len(), before.workloads.len());
    assert_eq!(after.name, "mine");
    for (old, new) in before.workloads.iter().zip(&after.workloads) {
        assert_eq!(old.name, new.name, "the order stays");
        assert_eq!(old == new, old.name != "tides");
    }
    let failed = import(&files("bad/helm.yaml"));
    assert!(failed.is_empty());
    assert_eq!(failed.merge_into(&before), before);
}

#[test]
fn importing_again_changes_nothing() {
    for folder in ["harbour", "cluster", "compose", "odd"] {
        let import = import(&files(folder));
        let once = import.merge_into(&Design::default());
        assert_eq!(import.merge_into(&once), once, "{folder}");
    }
}

#[test]
fn an_env_file_fills_in_a_compose_file() {
    let compose =
        "services:\n  web: {image: \"web:${TAG}\", expose: [\"${PORT:-1}\"], environment: [WEB_ADDR, GONE]}\n";
    let values = "# tags\nexport TAG='7'\nPORT=8080 # ours\nWEB_ADDR=\"web:${PORT}\"\n";
    let import = import(&[text("shop/compose.yaml", compose), text("shop/.env", values)]);
    assert_eq!(import.name, "shop");
    assert_eq!(workload(&import, "web").containers[0].image, "web:7");
    assert_eq!(import.services[0].ports[0].port, 8080);
    let env = &workload(&import, "web").containers[0].env;
    assert_eq!((&env[0].source, env.len()), (&EnvSource::Value("web:8080".into()), 2));
}

#[test]
fn the_report_is_data_too() {
    let import = import(&files("odd/old-kinds.yaml"));
    let json = serde_json::to_value(&import.report).unwrap();
    assert_eq!(json["totals"]["objects"]["Deployment"], 1);
    assert_eq!(json["totals"]["workloads"], 4);
    assert_eq!(json["totals"]["pods"], 9);
    assert_eq!(json["entries"][0]["level"], "assumed");
    assert_eq!(json["entries"][0]["object"], "Deployment old-web");
    assert_eq!(json["entries"][0]["line"], 2);
}

/// A pod spec with every field that Kubernetes has: none of them may get lost without a word.
#[test]
fn nothing_is_dropped_in_silence() {
    let import = import(&files("harbour"));
    let named = |part: &str| import.report.entries.iter().any(|entry| entry.what.contains(part));
    for lost in [
        "hostAliases",
        "livenessProbe.terminationGracePeriodSeconds",
        "volume share",
        "dnsPolicy",
        "loadBalancerSourceRanges",
        "ingressClassName",
        "team",
        "role-arn",
        "metric of the autoscaler",
        "splits its traffic",
    ] {
        assert!(named(lost), "{lost}");
    }
    let cases = [
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  FIELD: {a: 1}\n  containers: []\n", "spec.FIELD"),
        (
            "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: c, image: i, FIELD: 1}]}\n",
            "containers[c].FIELD",
        ),
        (
            "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {ports: [{port: 1, FIELD: 2}]}\n",
            "ports[0].FIELD",
        ),
        ("apiVersion: v1\nkind: Service\nmetadata: {name: x}\nFIELD: 2\n", "`FIELD`"),
        ("services: {x: {image: i, FIELD: 2}}\n", "`FIELD`"),
        ("services: {x: {image: i, deploy: {resources: {limits: {FIELD: 2}}}}}\n", "deploy.resources.limits.FIELD"),
        ("services: {x: {image: i}}\nFIELD: 1\n", "`FIELD`"),
        ("apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: x}\nspec: {FIELD: a}\n", "spec.FIELD"),
        ("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: x}\nspec: {FIELD: a}\n", "spec.FIELD"),
        ("apiVersion: example.com/v1\nkind: FIELD\nmetadata: {name: x}\n", "custom resource"),
    ];
    for (file, said) in cases {
        let import = sheerline::import::import(&[text("f.yaml", file)]);
        let lost: Vec<&str> = import.report.of_level(ReportLevel::LeftOut).map(|entry| entry.what.as_str()).collect();
        assert!(lost.iter().any(|what| what.contains(said)), "{file}: {lost:?}");
    }
}
