//! Every rule of the review with what yields exactly it and what does not; and files that are in order, of which nothing is
//! said: Bookinfo's, and what we write.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it stands")]

mod fixtures;

use sheerline::design::Design;
use sheerline::import::{InputFile, import};
use sheerline::manifests::{FileTarget, generate};
use sheerline::review::{Finding, Rules, apply, review};
use sheerline::traffic::{TextFile, World};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// Two namespaces in the mesh, one in ambient mode, one outside, and a gateway's.
const BASE: &str = r"NS shop {istio-injection: enabled}
NS lab {istio-injection: disabled}
NS calm {istio.io/dataplane-mode: ambient}
NS edge {istio-injection: disabled}
SV shop/web {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
SV shop/cart {selector: {app: cart}, ports: [{name: http, port: 80}]}
SV shop/many {selector: {app: many}, ports: [{name: http, port: 80}, {name: http-b, port: 81}]}
SV shop/db {selector: {app: db}, ports: [{name: tcp-db, port: 5432}]}
SV lab/tools {selector: {app: tools}, ports: [{name: http, port: 80}]}
SV edge/ingress {selector: {istio: ingressgateway}, ports: [{name: http, port: 80}, {name: https, port: 443}]}
DP shop/web {template: {metadata: {labels: {app: web}}, spec: {serviceAccountName: web, containers: [{name: c, ports: [{name: web, containerPort: 8080}]}]}}}
DP shop/cart-v1 {template: {metadata: {labels: {app: cart, version: v1}}, spec: {containers: [{name: c}]}}}
DP shop/cart-v2 {template: {metadata: {labels: {app: cart, version: v2}}, spec: {containers: [{name: c}]}}}
DP shop/many {template: {metadata: {labels: {app: many}}, spec: {containers: [{name: c}]}}}
DP shop/db {template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c}]}}}
DP lab/tools {template: {metadata: {labels: {app: tools}}, spec: {containers: [{name: c}]}}}
DP calm/lake {template: {metadata: {labels: {app: lake}}, spec: {containers: [{name: c}]}}}
DP edge/ingress {template: {metadata: {labels: {istio: ingressgateway}}, spec: {serviceAccountName: ingress, containers: [{name: c}]}}}
";

const KINDS: [(&str, &str, &str); 18] = [
    ("VS", "networking.istio.io/v1", "VirtualService"),
    ("DR", "networking.istio.io/v1", "DestinationRule"),
    ("GW", "networking.istio.io/v1", "Gateway"),
    ("SC", "networking.istio.io/v1", "Sidecar"),
    ("SE", "networking.istio.io/v1", "ServiceEntry"),
    ("EF", "networking.istio.io/v1alpha3", "EnvoyFilter"),
    ("AP", "security.istio.io/v1", "AuthorizationPolicy"),
    ("PA", "security.istio.io/v1", "PeerAuthentication"),
    ("RA", "security.istio.io/v1", "RequestAuthentication"),
    ("TM", "telemetry.istio.io/v1", "Telemetry"),
    ("NP", "networking.k8s.io/v1", "NetworkPolicy"),
    ("AG", "gateway.networking.k8s.io/v1", "Gateway"),
    ("HR", "gateway.networking.k8s.io/v1", "HTTPRoute"),
    ("RG", "gateway.networking.k8s.io/v1beta1", "ReferenceGrant"),
    ("SV", "v1", "Service"),
    ("SEC", "v1", "Secret"),
    ("DP", "apps/v1", "Deployment"),
    ("NS", "v1", "Namespace"),
];

/// Lines of kind, name and spec as documents; what stands behind the spec is annotations.
fn written(lines: &str) -> String {
    let mut text = String::new();
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let (kind, rest) = line.split_once(' ').unwrap();
        let (name, spec) = rest.split_once(' ').unwrap();
        let (_, api, kind) = KINDS.iter().find(|(short, ..)| *short == kind).unwrap();
        if *kind == "Namespace" {
            writeln!(text, "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, labels: {spec}}}").unwrap();
            continue;
        }
        let (namespace, name) = name.split_once('/').unwrap();
        let (spec, annotations) = spec
            .rsplit_once("} {")
            .map_or((spec.to_owned(), "{}".to_owned()), |(spec, rest)| (format!("{spec}}}"), format!("{{{rest}")));
        let metadata = format!("{{name: {name}, namespace: {namespace}, annotations: {annotations}}}");
        writeln!(text, "---\napiVersion: {api}\nkind: {kind}\nmetadata: {metadata}\nspec: {spec}").unwrap();
    }
    text
}

fn found(text: &str) -> Vec<Finding> {
    let world = World::read(&[TextFile::new("files.yaml", text)]);
    assert_eq!(world.faults, [], "{text}");
    review(&world, &Rules::read())
}

fn names(found: &[Finding]) -> Vec<&str> {
    found.iter().map(|finding| finding.rule.as_str()).collect()
}

#[test]
fn every_rule_finds_its_own_and_nothing_else() {
    let table = include_str!("fixtures/review.txt");
    let (mut seen, mut wrong, mut mended) = (BTreeSet::new(), Vec::new(), 0);
    assert_eq!(names(&found(&written(BASE))), [""; 0]);
    for part in table.split("\n# ").skip(1) {
        let (id, rest) = part.split_once('\n').unwrap();
        let (bad, change) = rest.split_once("\n~ ").unwrap();
        let (from, to) = change.trim_end_matches('\n').split_once(" =>").unwrap();
        assert!(bad.contains(from), "{id}");
        let good = bad.replacen(from, to.strip_prefix(' ').unwrap_or(to), 1);
        let bad_text = written(&format!("{BASE}{bad}\n"));
        let in_bad = found(&bad_text);
        if names(&in_bad) != [id] {
            wrong.push(format!("{id}: its bad files yield {:?}", names(&in_bad)));
        }
        let in_good = found(&written(&format!("{BASE}{good}\n")));
        if !in_good.is_empty() {
            wrong.push(format!("{id}: its good files yield {:?}: {}", names(&in_good), in_good[0].what));
        }
        for edit in in_bad.iter().filter_map(|finding| finding.edit.as_ref()) {
            mended += 1;
            let after = found(&apply(&bad_text, edit).unwrap());
            if names(&after).contains(&id) {
                wrong.push(format!("{id}: is not mended"));
            }
        }
        seen.insert(id.to_owned());
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    let rules: BTreeSet<String> = Rules::read().rows.into_iter().map(|row| row.id).collect();
    assert_eq!(seen, rules);
    assert!(rules.len() >= 60 && mended >= 4, "{} rules, {mended} mended", rules.len());
}

#[test]
fn every_row_is_whole() {
    for row in Rules::read().rows {
        assert!(row.source.starts_with("https://") && row.date.len() == 10, "{}", row.id);
        assert!(row.why.ends_with('.') && row.fix.ends_with('.'), "{}", row.id);
    }
}

#[test]
fn nothing_is_said_of_bookinfo() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/bookinfo/bookinfo.yaml");
    let rules = TextFile::new("networking.yaml", include_str!("fixtures/traffic/bookinfo.yaml"));
    let review_of = |files: &[TextFile]| review(&World::read(files), &Rules::read());
    assert_eq!(review_of(std::slice::from_ref(&rules)), []);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("not run: {} is not on this machine", path.display());
        return;
    };
    assert_eq!(review_of(&[TextFile::new("bookinfo.yaml", bytes), rules]), []);
}

fn of_design(design: &Design) -> Vec<Finding> {
    let bundle = generate(design, &fixtures::provenance());
    let files = bundle.files.into_iter().filter(|file| file.target != FileTarget::Settings);
    let files: Vec<TextFile> = files.map(|file| TextFile::new(file.path, file.text)).collect();
    review(&World::read(&files), &Rules::read())
}

#[test]
fn nothing_is_said_of_what_we_write() {
    let mut wrong = Vec::new();
    for (name, design) in fixtures::cases().into_iter().filter(|(name, _)| name.starts_with("shop")) {
        wrong.extend(
            of_design(&design).into_iter().map(|one| format!("{name}: {}: {} {}", one.rule, one.object, one.what)),
        );
    }
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    for folder in ["online-boutique", "bookinfo", "emojivoto", "voting-app/kubernetes"] {
        let Ok(entries) = std::fs::read_dir(corpus.join(folder)) else { continue };
        let mut files = Vec::new();
        for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            files.push(InputFile::new(path.file_name().unwrap().to_string_lossy(), std::fs::read(&path).unwrap()));
        }
        let read = import(&files);
        let design = Design { workloads: read.workloads, services: read.services, ..Design::default() };
        wrong.extend(
            of_design(&design).into_iter().map(|one| format!("{folder}: {}: {} {}", one.rule, one.object, one.what)),
        );
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
