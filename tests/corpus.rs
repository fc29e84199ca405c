//! Manifests that other people wrote, where they are present beside the project: the totals their index gives are met
//! exactly, and the calls are those that the maintainers' own network policies allow.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop where it stands, and says when it skips")]

use sheerline::design::Workload;
use sheerline::import::{Import, InputFile, import};
use sheerline::units::{Bytes, MilliCpu};
use sheerline::yaml::read::{Node, read};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The files with that ending in a folder of the corpus, or none where there is no corpus.
fn corpus(folder: &str, ending: &str) -> Option<Vec<InputFile>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(folder);
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    let mut paths: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_file() && path.to_str().unwrap().ends_with(ending));
    paths.sort();
    let file =
        |path: &PathBuf| InputFile::new(path.file_name().unwrap().to_str().unwrap(), std::fs::read(path).unwrap());
    Some(paths.iter().map(file).collect())
}

/// Workloads, pods, Services, CPU, memory, containers without a CPU request, without a memory request.
fn totals(import: &Import) -> (u32, u64, u32, MilliCpu, Bytes, u32, u32) {
    let t = &import.report.totals;
    (t.workloads, t.pods, t.services, t.cpu, t.memory, t.without_cpu_request, t.without_memory_request)
}

/// `caller → workload behind the Service` of every call.
fn calls(import: &Import) -> BTreeSet<String> {
    let design = import.merge_into(&sheerline::design::Design::default());
    let mut found = BTreeSet::new();
    for caller in &design.workloads {
        for call in &caller.calls {
            let namespace = if call.namespace.is_empty() { &caller.namespace } else { &call.namespace };
            let service = design.service(&call.service, namespace).unwrap();
            let behind: Vec<&Workload> = design.workloads_behind(service).collect();
            assert_eq!(behind.len(), 1, "{}", call.service);
            let line = call.read_at.as_ref().map_or(0, |at| at.line);
            assert!(line > 0, "a call shows its line");
            found.extend(behind.iter().map(|workload| format!("{}→{}", caller.name, workload.name)));
        }
    }
    found
}

fn set(pairs: &[&str]) -> BTreeSet<String> {
    pairs.iter().map(|pair| (*pair).to_owned()).collect()
}

#[test]
fn online_boutique() {
    let Some(files) = corpus("online-boutique", ".yaml") else { return };
    let import = import(&files);
    assert_eq!(import.errors, []);
    assert_eq!(totals(&import), (12, 12, 12, MilliCpu(1570), Bytes(1368 << 20), 0, 0));
    assert_eq!(import.report.totals.calls, 16);
    let found = calls(&import);
    assert_eq!(
        found,
        set(&[
            "cartservice→redis-cart",
            "checkoutservice→cartservice",
            "checkoutservice→currencyservice",
            "checkoutservice→emailservice",
            "checkoutservice→paymentservice",
            "checkoutservice→productcatalogservice",
            "checkoutservice→shippingservice",
            "frontend→adservice",
            "frontend→cartservice",
            "frontend→checkoutservice",
            "frontend→currencyservice",
            "frontend→productcatalogservice",
            "frontend→recommendationservice",
            "frontend→shippingservice",
            "loadgenerator→frontend",
            "recommendationservice→productcatalogservice",
        ])
    );
    let policies = corpus("online-boutique/network-policies", ".yaml").unwrap();
    let mut expected = allowed(&policies);
    assert_eq!(expected.len(), 15);
    // The frontend is open to all, so no policy names who calls it.
    expected.insert("loadgenerator→frontend".to_owned());
    assert_eq!(found, expected);
}

/// The pairs that network policies allow by naming both ends; every workload there is labelled `app` with its name.
fn allowed(policies: &[InputFile]) -> BTreeSet<String> {
    let mut pairs = BTreeSet::new();
    for file in policies {
        for document in read(std::str::from_utf8(&file.bytes).unwrap()) {
            let root = document.unwrap().root;
            let app = |node: &Node| node.at_path(&["matchLabels", "app"]).and_then(Node::text).map(str::to_owned);
            let Some(to) = root.at_path(&["spec", "podSelector"]).and_then(app) else { continue };
            let rules = root.at_path(&["spec", "ingress"]).map(Node::items).unwrap_or_default();
            for from in rules.iter().filter_map(|rule| rule.get("from")).flat_map(Node::items) {
                pairs.insert(format!("{}→{to}", from.get("podSelector").and_then(app).unwrap()));
            }
        }
    }
    pairs
}

#[test]
fn bookinfo() {
    let Some(files) = corpus("bookinfo", ".yaml") else { return };
    let import = import(&files);
    assert_eq!(import.errors, []);
    assert_eq!(totals(&import), (6, 6, 4, MilliCpu(0), Bytes(0), 6, 6));
    assert_eq!(calls(&import), set(&[]));
}

#[test]
fn voting_app_on_kubernetes() {
    let Some(files) = corpus("voting-app/kubernetes", ".yaml") else { return };
    let import = import(&files);
    assert_eq!(import.errors, []);
    assert_eq!(totals(&import), (5, 5, 4, MilliCpu(0), Bytes(0), 5, 5));
    assert_eq!(calls(&import), set(&[]));
}

#[test]
fn voting_app_in_compose() {
    let Some(files) = corpus("voting-app", ".yml") else { return };
    let import = import(&files);
    assert_eq!(import.errors, []);
    let totals = &import.report.totals;
    assert_eq!((totals.workloads, totals.without_memory_request), (6, 6));
    assert_eq!(totals.objects.get("Compose service"), Some(&6));
    assert_eq!(calls(&import), set(&["vote→redis", "result→db", "worker→redis", "worker→db", "seed→vote"]));
    let about_profiles: Vec<&str> = import
        .report
        .entries
        .iter()
        .filter(|entry| entry.what.contains("only in the profile seed"))
        .map(|entry| entry.object.as_str())
        .collect();
    assert_eq!(about_profiles, ["Compose service seed"]);
}

#[test]
fn emojivoto() {
    let Some(files) = corpus("emojivoto", ".yml") else { return };
    let import = import(&files);
    assert_eq!(import.errors, []);
    assert_eq!(totals(&import), (4, 4, 3, MilliCpu(310), Bytes(0), 0, 4));
    assert_eq!(calls(&import), set(&["vote-bot→web", "web→emoji", "web→voting"]));
}
