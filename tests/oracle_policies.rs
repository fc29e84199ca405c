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
