//! The schema is the present one, fits what is written, and refuses what is not.

use super::fits::{Check, properties};
use super::schema;
use crate::design::{Design, Insistence, Said, Service, ServiceKind, Weighting};
use crate::share::read_design;
use crate::share::testing::{Sample, designs, full_design};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::OnceLock;

fn schema_once() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(schema)
}

#[cfg(not(target_arch = "wasm32"))]
fn in_this_folder(path: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A generated file is as it would be made now; with `WRITE_SCHEMA` it is made.
#[cfg(not(target_arch = "wasm32"))]
fn is_kept(path: &str, made: &str) {
    let path = in_this_folder(path);
    if std::env::var_os("WRITE_SCHEMA").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "{} is old: WRITE_SCHEMA=1 cargo test --lib schema", path.display());
}

#[test]
#[cfg(not(target_arch = "wasm32"))]
fn the_published_schema_is_the_present_one() {
    is_kept("assets/schema/design.schema.json", &(serde_json::to_string_pretty(schema_once()).unwrap() + "\n"));
    is_kept("tests/fixtures/full-design.yaml", &crate::share::write_design(&full_design()));
}

/// A full design, and beside it what one cannot have all at once: every answer meant as it usually is not, and every kind of Service.
fn designs_with_everything() -> [Design; 2] {
    let full = full_design();
    let mut insisted = Design::default();
    for (key, said) in full.requirements.iter() {
        // What is usually a must is written down where it is not.
        let insistence = if key.usual() == Insistence::Must { Insistence::Want } else { Insistence::Must };
        insisted.requirements.say(key, Said { insistence, ..said.clone() }).unwrap();
    }
    insisted.requirements.weighting = Weighting::each().into_iter().last().unwrap();
    let service = full.services[0].clone();
    insisted.services = ServiceKind::each().into_iter().map(|kind| Service { kind, ..service.clone() }).collect();
    [full, insisted]
}

#[test]
fn a_full_design_fits_and_has_every_property() {
    let schema = schema_once();
    let mut check = Check { whole: schema, seen: BTreeSet::new() };
    for design in designs_with_everything() {
        check.fits(&serde_json::to_value(design).unwrap(), schema, "").unwrap();
    }
    let mut all = Vec::new();
    properties(schema, "", &mut all);
    let missing: Vec<_> = all.iter().filter(|property| !check.seen.contains(*property)).collect();
    assert!(missing.is_empty(), "the full design has none of {missing:?}");
    assert!(all.len() > 200, "only {} properties", all.len());
}

proptest! {
    #[test]
    fn any_design_fits(design in designs()) {
        let schema = schema_once();
        let mut check = Check { whole: schema, seen: BTreeSet::new() };
        prop_assert_eq!(check.fits(&serde_json::to_value(design).unwrap(), schema, ""), Ok(()));
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let schema = schema_once();
    for broken in [
        json!({}),
        json!({ "schema": 2 }),
        json!({ "schema": 1, "worklods": [] }),
        json!({ "schema": 1, "workloads": [{ "kind": "Deploymnt" }] }),
        json!({ "schema": 1, "workloads": [{ "replicas": "three" }] }),
        json!({ "schema": 1, "workloads": [{ "containers": [{ "liveness": { "periodSeconds": 1 } }] }] }),
        json!({ "schema": 1, "requirements": { "clouds": ["moon"] } }),
        json!({ "schema": 1, "requirements": { "engineers": 0 } }),
        json!({ "schema": 1, "requirements": { "availability": 98 } }),
        json!({ "schema": 1, "services": [{ "kind": { "ExternalNames": "x" } }] }),
    ] {
        let mut check = Check { whole: schema, seen: BTreeSet::new() };
        assert!(check.fits(&broken, schema, "").is_err(), "{broken}");
        assert!(read_design(&broken.to_string()).is_err(), "{broken}");
    }
}

#[test]
fn every_field_is_described() {
    fn walk(value: &Value, at: &str, bare: &mut Vec<String>) {
        if let Some(known) = value.get("properties").and_then(Value::as_object) {
            for (key, inner) in known {
                if inner.get("description").is_none() && inner.get("$ref").is_none() {
                    bare.push(format!("{at}.{key}"));
                }
            }
        }
    }
    let schema = schema_once();
    let mut bare = Vec::new();
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        if definition.get("description").is_none() {
            bare.push(name.clone());
        }
        walk(definition, name, &mut bare);
    }
    bare.retain(|name| !name.starts_with("Weighted"));
    assert!(bare.is_empty(), "{bare:?}");
}
