//! The tables as they are, and as they must not be.

use super::*;
use crate::design::{Criterion, Need, OptionKey, PlatformId};
use crate::order::Set;

/// A whole set of tables but for one, which a test breaks.
#[cfg(not(target_arch = "wasm32"))]
fn files() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/knowledge");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap().chain(std::fs::read_dir(folder.join("facts")).unwrap()) {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

#[cfg(not(target_arch = "wasm32"))]
fn load(files: &[(String, String)]) -> Result<Knowledge, KnowledgeError> {
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Knowledge::from_yaml(&files)
}

#[test]
#[cfg(not(target_arch = "wasm32"))]
fn the_tables_load_and_are_what_was_built_in() {
    let knowledge = load(&files()).unwrap_or_else(|error| panic!("{error}"));
    assert!(&knowledge == embedded(), "the build must embed the tables as they stand");
}

#[test]
fn what_is_built_in_covers_everything() {
    let knowledge = embedded();
    assert_eq!(knowledge.platforms.len(), PlatformId::ALL.len());
    assert_eq!(knowledge.constraints.len(), Need::ALL.len());
    assert_eq!(knowledge.criteria.len(), Criterion::ALL.len());
    assert!(knowledge.date.is_some());
    for fact in &knowledge.facts {
        assert!(!fact.sources.is_empty() && fact.claim.ends_with('.'), "{}", fact.id);
        assert_eq!(knowledge.fact(fact.id.as_str()).map(|found| &found.id), Some(&fact.id));
    }
    assert!(knowledge.facts.iter().any(|fact| fact.marks.contains(&Mark::Unverified)));
    assert!(knowledge.facts.iter().any(|fact| fact.marks.contains(&Mark::Old)));
}

#[test]
fn every_need_is_decided_for_every_platform_it_names_but_once() {
    for constraint in &embedded().constraints {
        for platform in PlatformId::ALL {
            let both = constraint.eliminates(*platform).is_some() && constraint.burdens(*platform).is_some();
            assert!(!both, "{} {}", constraint.need.key(), platform.key());
        }
        let out: Set<_> = constraint.eliminates.iter().map(|verdict| verdict.platform).collect();
        assert!(out.len() < PlatformId::ALL.len(), "{} leaves nobody", constraint.need.key());
    }
}

#[test]
#[cfg(not(target_arch = "wasm32"))]
fn every_fact_is_used() {
    let knowledge = embedded();
    let tables: String = files().into_iter().filter(|(name, _)| !name.starts_with("facts/")).map(|(_, t)| t).collect();
    let rooms = ["recommend", "decide", "cluster", "mesh", "manifests", "import"].map(|room| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
        sources(&folder)
    });
    let used = |id: &str| {
        let quoted = format!("\"{id}\"");
        let named = |text: &str| text.split([' ', ',', '[', ']', '}', '\n']).any(|word| word == id);
        named(&tables) || rooms.iter().any(|text| text.contains(&quoted))
    };
    let unused: Vec<_> = knowledge
        .facts
        .iter()
        .map(|fact| fact.id.as_str())
        .filter(|id| !id.starts_with("constraint.") && !id.starts_with("default.") && !used(id))
        .collect();
    assert_eq!(unused, Vec::<&str>::new());
}

#[cfg(not(target_arch = "wasm32"))]
fn sources(folder: &std::path::Path) -> String {
    let Ok(entries) = std::fs::read_dir(folder) else { return String::new() };
    let mut text = String::new();
    for entry in entries {
        let path = entry.unwrap().path();
        text += &if path.is_dir() { sources(&path) } else { std::fs::read_to_string(&path).unwrap_or_default() };
    }
    text
}

#[test]
#[cfg(not(target_arch = "wasm32"))]
fn what_must_not_load_says_why() {
    let table: [(&str, &str, &str, &str); 13] = [
        ("facts/k3s.yaml", "  source: https://docs.k3s.io/installation/requirements\n", "", "k3s.scale has no source"),
        ("facts/k3s.yaml", "  source: https://docs.k3s.io/installation/requirements\n", "  source: ' '\n", "no source"),
        ("facts/k3s.yaml", "  as_of: '2026-09'\n", "", "k3s.scale has no date"),
        ("facts/k3s.yaml", "  as_of: '2026-09'\n", "  as_of: lately\n", "“lately” is not a date"),
        ("facts/k3s.yaml", "- id: k3s.scale\n", "- id: k3s.edge\n", "k3s.edge stands there twice"),
        ("facts/k3s.yaml", "- id: k3s.scale\n", "- id: k3s.size\n", "the limit of k3s rests on the fact k3s.scale"),
        ("facts/k3s.yaml", "values: {nodes: 1800", "values: {nods: 1800", "uses “nodes” of the fact k3s.scale"),
        ("constraints.yaml", "- need: gpu\n", "- need: gpus\n", "constraints.yaml, row 4"),
        ("constraints.yaml", "  as_of: '2024-12-18'\n", "", "constraint.on-premises has no date"),
        ("platforms.yaml", "- id: nomad\n", "- id: aks\n", "aks in platforms.yaml stands there twice"),
        ("criteria.yaml", "points: 45\n", "points: 44\n", "must be 100 together"),
        ("ratings.yaml", "grade: 25,", "grade: 30,", "a grade is 0, 25, 50, 75 or 100"),
        ("versions.yaml", "date: '2026-11-22'\n", "", "the date of the facts"),
    ];
    for (name, from, to, message) in table {
        let mut files = files();
        let file = files.iter_mut().find(|(file, _)| file == name).unwrap();
        assert!(file.1.contains(from), "{name}: {from}");
        file.1 = file.1.replacen(from, to, 1);
        let error = load(&files).unwrap_err().to_string();
        assert!(error.contains(message), "{name}, {from:?}: {error}");
    }
    let error = Knowledge::from_yaml(&[("planets.yaml", "[]")]).unwrap_err().to_string();
    assert!(error.contains("planets.yaml: there is no such table"), "{error}");
}
