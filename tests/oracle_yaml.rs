//! Every string a person writes goes through every generated file and two YAML readers that are not ours, PyYAML (1.1,
//! as kubectl reads) and ruamel.yaml (1.2), and comes back the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

mod fixtures;

use fixtures::awkward::AWKWARD;
use fixtures::misread::{misread, misread_lists};
use fixtures::objects::documents;
use fixtures::python::{folder, python, run};
use serde_json::Value;
use sheerline::design::{Design, EgressPolicy, MeshKind, RoutingApi};
use sheerline::manifests::{File, Provenance, generate};
use std::fs;

/// The strings that go through all files of a design of their own; the others share one.
const THROUGH_EVERY_FILE: &[&str] = &[
    "no",
    "on",
    "1_000",
    "12:30:45",
    "0o7",
    "1e3",
    "=",
    "<<",
    "~",
    "null",
    "two\nlines\n",
    "🚀",
    ": #",
    "a: b",
    "- a",
    "2024-01-01",
    "\u{2028}",
    "\u{0}",
    "--- \nkind: Secret",
    "'",
    "\"",
    "*x",
    "{{ x }}",
    "x\n---\nkind: Secret\n",
    " ",
];

fn files(design: &Design, text: &str) -> Vec<File> {
    let provenance = Provenance { version: text.into(), facts_date: text.into(), link: text.into() };
    generate(design, &provenance).files
}

/// What both readers make of the files must be what `serde_yaml` makes of them.
fn read_by_others(name: &str, files: &[File]) {
    let Some(python) = python() else { return };
    let place = folder(name);
    let mut paths = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let path = place.join(format!("{number}.yaml"));
        fs::write(&path, &file.text).unwrap();
        paths.push(path.to_str().unwrap().to_owned());
    }
    for reader in ["1.1", "1.2"] {
        let mut arguments = vec!["tests/validators/roundtrip.py", "--reader", reader];
        arguments.extend(paths.iter().map(String::as_str));
        let output = run(&python, &arguments);
        let read: Vec<&str> = output.lines().collect();
        assert_eq!(read.len(), files.len());
        for (file, line) in files.iter().zip(read) {
            let theirs: Value = serde_json::from_str(line).unwrap();
            let ours = Value::Array(documents(&file.text));
            assert!(theirs == ours, "{} by reader {reader}:\n{}\n{theirs}", file.path, file.text);
        }
    }
}

/// How often a string stands in a value, as a key or as text.
fn count(value: &Value, text: &str) -> usize {
    match value {
        Value::String(own) => usize::from(own == text),
        Value::Array(items) => items.iter().map(|item| count(item, text)).sum(),
        Value::Object(map) => map.iter().map(|(key, inner)| usize::from(key == text) + count(inner, text)).sum(),
        _ => 0,
    }
}

fn kinds(files: &[File]) -> Vec<String> {
    let documents = files.iter().flat_map(|file| documents(&file.text));
    documents.map(|document| document["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn awkward_strings_come_back_from_every_file() {
    let mut all = Vec::new();
    let plain = kinds(&files(&misread("plain"), "plain"));
    for text in THROUGH_EVERY_FILE {
        let files = files(&misread(text), text);
        let found: usize = files.iter().flat_map(|file| documents(&file.text)).map(|value| count(&value, text)).sum();
        assert!(found > 150, "{text:?} stands in {found} places");
        // User text cannot add or take away an object.
        assert_eq!(kinds(&files), plain, "{text:?}");
        all.extend(files);
    }
    read_by_others("every-file", &all);
}

#[test]
fn they_do_so_in_every_mode() {
    let mut all = Vec::new();
    let modes: [fn(&mut Design); 4] = [
        |design| design.mesh.chosen = Some(MeshKind::IstioAmbient),
        |design| design.mesh.chosen = Some(MeshKind::None),
        |design| design.mesh.routing = Some(RoutingApi::Istio),
        |design| design.mesh.egress = Some(EgressPolicy::RegistryOnly),
    ];
    for text in ["no", "12:30:45", "two\nlines"] {
        for mode in modes {
            let mut design = misread(text);
            mode(&mut design);
            all.extend(files(&design, text));
        }
    }
    read_by_others("every-mode", &all);
}

#[test]
fn every_awkward_string_comes_back_from_lists_and_maps() {
    let files = files(&misread_lists(AWKWARD), "1");
    for text in AWKWARD {
        let found: usize = files.iter().flat_map(|file| documents(&file.text)).map(|value| count(&value, text)).sum();
        assert!(found >= 10, "{text:?} stands in {found} places");
    }
    read_by_others("lists", &files);
}
