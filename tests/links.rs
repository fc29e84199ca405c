//! Old links open for ever. `golden/links.txt` holds a link for every design of `golden/designs/`, under each version of
//! the program that was released; the last part is of the version in the making, and what it writes today is what stands
//! there. When the form of links changes on purpose before a release, that part alone is written anew:
//!
//! ```text
//! RECORD_LINKS=1 cargo test --test links
//! ```
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop where it stands"
)]

use sheerline::design::{Design, QuestionKey};
use sheerline::import::{InputFile, import};
use sheerline::share::{decode, encode, read_design, write_design};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The longest link that a demonstration shop may make.
const LONGEST: usize = 1_200;

fn tests(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

/// Every recorded design as its file has it.
fn designs() -> BTreeMap<String, String> {
    let entries = fs::read_dir(tests("golden/designs")).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().into(), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// The parts of the record: each a version, and its links by name.
fn recorded() -> Vec<(String, BTreeMap<String, String>)> {
    let mut parts: Vec<(String, BTreeMap<String, String>)> = Vec::new();
    for line in fs::read_to_string(tests("golden/links.txt")).unwrap_or_default().lines() {
        if let Some(version) = line.strip_prefix('[') {
            parts.push((version.trim_end_matches(']').to_owned(), BTreeMap::new()));
        } else if let Some((name, link)) = line.split_once(' ').filter(|_| !line.starts_with('#')) {
            let before = parts.last_mut().unwrap().1.insert(name.to_owned(), link.to_owned());
            assert_eq!(before, None, "{name} stands there twice");
        }
    }
    parts
}

/// Writes the part of the present version and the files in their present form; links of others stay as they are.
fn record() {
    for (name, text) in designs() {
        fs::write(tests("golden/designs").join(name + ".yaml"), write_design(&read_design(&text).unwrap())).unwrap();
    }
    let version = env!("CARGO_PKG_VERSION");
    let mut parts = recorded();
    parts.retain(|(other, _)| other != version);
    let links = designs().into_iter().map(|(name, text)| (name, encode(&read_design(&text).unwrap()).unwrap()));
    parts.push((version.to_owned(), links.collect()));
    let mut text =
        "# Links of every released version: each opens for ever to the design of its name in designs/.\n".to_owned();
    for (version, links) in parts {
        text.extend([format!("\n[{version}]\n")]);
        text.extend(links.into_iter().map(|(name, link)| format!("{name} {link}\n")));
    }
    fs::write(tests("golden/links.txt"), text).unwrap();
}

#[test]
fn recorded_links_open_and_are_written_again() {
    if std::env::var_os("RECORD_LINKS").is_some() {
        record();
    }
    let (designs, parts) = (designs(), recorded());
    for (version, links) in &parts {
        for (name, link) in links {
            let opened = decode(link).unwrap();
            assert_eq!(opened, read_design(&designs[name]).unwrap(), "{name} of {version}");
            assert_eq!(decode(&format!("https://example.org/#/files?d={link}")).as_ref(), Ok(&opened), "{name}");
        }
    }
    let (version, links) = parts.last().unwrap();
    assert_eq!(version, env!("CARGO_PKG_VERSION"), "a new version has a part of its own: RECORD_LINKS=1");
    assert!(links.keys().eq(designs.keys()), "{:?} are not all of {:?}", links.keys(), designs.keys());
    for (name, link) in links {
        let opened = decode(link).unwrap();
        assert!(write_design(&opened) == designs[name], "{name} is another file now: if that is meant, RECORD_LINKS=1");
        let written = encode(&opened).unwrap();
        assert!(written == *link, "{name} makes another link now: if that is meant, RECORD_LINKS=1");
        println!("{name}: {} characters for a file of {}", link.len(), designs[name].len());
    }
}

#[test]
fn every_question_is_answered_in_a_recorded_link() {
    let parts = recorded();
    let opened: Vec<Design> = parts.last().unwrap().1.values().map(|link| decode(link).unwrap()).collect();
    let insisted: BTreeSet<_> =
        opened.iter().flat_map(|design| design.requirements.iter()).map(|(_, said)| said.insistence).collect();
    assert_eq!(insisted.len(), 3, "wanted, a must, and not sure");
    for key in QuestionKey::all() {
        let answers = opened.iter().filter_map(|design| design.requirements.get(key)).count();
        assert!(answers >= 2, "{key:?} is answered {answers} times");
    }
}

/// A demonstration shop goes into a chat message: what was imported, complete with its calls, is one short link.
fn check_shop(name: &str, file: &Path) {
    let imported = import(&[InputFile::new("kubernetes-manifests.yaml", fs::read(file).unwrap())]);
    assert_eq!(imported.errors, []);
    let totals = &imported.report.totals;
    assert_eq!((totals.workloads, totals.services, totals.calls), (12, 12, 16), "{name}");
    let design = imported.merge_into(&Design::default());
    let link = encode(&design).unwrap();
    println!("{name}: {} characters", link.len());
    assert!(link.len() <= LONGEST, "{name}: {} characters", link.len());
    let opened = decode(&link).unwrap();
    assert_eq!(opened, design);
    assert!(write_design(&opened) == write_design(&design), "{name} is not the same byte for byte");
}

#[test]
fn a_shop_of_twelve_services_is_a_short_link() {
    check_shop("the ferry line", &tests("fixtures/import/ferry/ferry.yaml"));
    let boutique = tests("../../shared/corpus/online-boutique/kubernetes-manifests.yaml");
    if boutique.is_file() {
        check_shop("Online Boutique", &boutique);
    } else {
        println!("skipped: {} is not there", boutique.display());
    }
}
