//! The drawing in `ARCHITECTURE.md` is kept true here: which room may use which, who may touch the browser, and how a
//! file is named and how long it may be. It reads the sources as text, so it also sees what is compiled for wasm alone.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Amounts, order and YAML text: the floor every room stands on.
const FLOOR: [&str; 3] = ["units", "order", "yaml"];
/// The rooms that plan; a room that may use "the plans" may use these.
const PLANS: [&str; 5] = ["mesh", "cluster", "recommend", "topology", "migrate"];
/// Every room in the order of the drawing, with what it may use beside the floor.
const ROOMS: [(&str, &[&str]); 22] = [
    ("units", &[]),
    ("order", &[]),
    ("yaml", &[]),
    ("design", &[]),
    ("knowledge", &["yaml", "design"]),
    ("decide", &[]),
    ("mesh", &["design", "knowledge", "decide"]),
    ("cluster", &["design", "knowledge", "mesh"]),
    ("recommend", &["design", "knowledge", "decide", "cluster"]),
    ("topology", &["design", "knowledge", "cluster", "mesh"]),
    ("migrate", &["design", "knowledge"]),
    ("manifests", &["design", "plans"]),
    ("traffic", &["design", "cluster"]),
    ("review", &["design", "plans", "manifests", "traffic", "text"]),
    ("import", &["design", "knowledge"]),
    ("share", &["design"]),
    ("diagnose", &["knowledge"]),
    ("report", &["all"]),
    ("text", &["design"]),
    ("draw", &["plans", "design", "knowledge", "decide", "text"]),
    ("web", &["share"]),
    ("app", &["all"]),
];
/// The two programs: the page knows the app and what it starts the long jobs with, the terminal all but the browser.
const NOT_AT_THE_TERMINAL: [&str; 2] = ["web", "app"];

/// Crates of the browser, and the only places that may name them.
const BROWSER_CRATES: [&str; 5] = ["web_sys", "gloo", "wasm_bindgen", "wasm_bindgen_futures", "js_sys"];
const BROWSER_ROOMS: [&str; 2] = ["web", "app"];

const LONGEST: usize = 600;
/// Longer files, each with its reason: tables of data that one reads along, not code.
const LONGER: [(&str, &str); 1] = [("src/text/words.rs", "the catalogue of sentences, a line each")];

const NO_NAMES: [&str; 10] =
    ["util", "utils", "helper", "helpers", "common", "manager", "misc", "stuff", "shared", "tools"];

/// Float methods whose results differ between targets.
const FLOAT_METHODS: [&str; 14] =
    ["powf", "powi", "exp", "exp2", "exp_m1", "ln", "ln_1p", "log10", "log2", "sin", "cos", "tan", "atan2", "hypot"];

/// One source file: where it stands, which room it belongs to, and its text with comments and strings blanked out.
struct Source {
    path: String,
    room: String,
    lines: usize,
    text: String,
    code: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    rust_files(&root().join("src"), &mut paths);
    paths.sort();
    let sources: Vec<_> = paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            let room = path.trim_start_matches("src/").trim_end_matches(".rs").split('/').next().unwrap().to_owned();
            Source { room, lines: text.lines().count(), code: code_of(&text), path, text }
        })
        .collect();
    assert!(sources.len() > 3, "the sources were not found");
    sources
}

/// The text with every comment, string and character literal replaced by blanks of the same length.
fn code_of(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let word_before = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        let length = if rest.starts_with(b"//") {
            rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            block_comment(rest)
        } else if rest[0] == b'"' {
            quoted(rest)
        } else if rest[0] == b'r' && !word_before {
            raw_string(rest)
        } else if rest.starts_with(b"br") && !word_before {
            raw_string(&rest[1..]).checked_sub(1).map_or(0, |inner| inner + 2)
        } else if rest[0] == b'\'' {
            character(rest)
        } else {
            0
        };
        for byte in &mut code[at..at + length] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at += length.max(1);
    }
    String::from_utf8(code).unwrap()
}

fn block_comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn quoted(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of `r"…"` or `r#"…"#`; 0 where it is something else, such as a raw identifier.
fn raw_string(rest: &[u8]) -> usize {
    let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
    if rest.get(1 + hashes) != Some(&b'"') {
        return 0;
    }
    let end: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    let body = 2 + hashes;
    rest[body..].windows(end.len()).position(|window| window == end).map_or(rest.len(), |at| body + at + end.len())
}

/// The length of a character literal; 0 for a lifetime.
fn character(rest: &[u8]) -> usize {
    if rest.get(1) == Some(&b'\\') {
        return rest[3.min(rest.len())..].iter().position(|byte| *byte == b'\'').map_or(0, |at| at + 4);
    }
    let text = String::from_utf8_lossy(&rest[1..rest.len().min(6)]).into_owned();
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), Some('\'')) => character.len_utf8() + 2,
        _ => 0,
    }
}

/// The identifiers of a code text with their places.
fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + code[rest..].find(is_word)?;
        let end = code[start..].find(|character| !is_word(character)).map_or(code.len(), |at| start + at);
        rest = end;
        Some((start, &code[start..end]))
    })
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1
}

/// The first names after `crate::` (or the crate's own name): `crate::a::b` and `use crate::{a::b, c}` alike.
fn rooms_named(code: &str) -> BTreeMap<String, usize> {
    let mut named = BTreeMap::new();
    for (at, word) in words(code) {
        if word != "crate" && word != "sheerline" {
            continue;
        }
        let Some(path) = code[at + word.len()..].trim_start().strip_prefix("::") else { continue };
        let path = path.trim_start();
        if path.starts_with('{') {
            for name in first_of_each(path) {
                named.entry(name).or_insert(at);
            }
        } else if let Some((_, name)) = words(path).next() {
            named.entry(name.to_owned()).or_insert(at);
        }
    }
    named
}

/// The first name of every member of a braced list, at its outermost depth.
fn first_of_each(braced: &str) -> Vec<String> {
    let (mut depth, mut wanted, mut found) = (0, false, Vec::new());
    let mut rest = braced;
    while let Some(character) = rest.chars().next() {
        match character {
            '{' => {
                depth += 1;
                wanted = depth == 1;
            }
            '}' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            ',' => wanted = depth == 1,
            _ if wanted && (character.is_alphanumeric() || character == '_') => {
                let (_, name) = words(rest).next().unwrap();
                found.push(name.to_owned());
                wanted = false;
                rest = &rest[name.len()..];
                continue;
            }
            _ => {}
        }
        rest = &rest[character.len_utf8()..];
    }
    found
}

/// What a room, or one of the programs, may use.
fn allowed(source: &Source) -> BTreeSet<&'static str> {
    let all = ROOMS.iter().map(|(name, _)| *name);
    match source.room.as_str() {
        "lib" | "main" | "desk" => all.collect(),
        "bin" => all.filter(|name| !NOT_AT_THE_TERMINAL.contains(name)).collect(),
        room => {
            let at = ROOMS.iter().position(|(name, _)| *name == room);
            let mut may: BTreeSet<_> = BTreeSet::from([ROOMS[at.unwrap()].0]);
            may.extend(FLOOR.iter().take_while(|floor| **floor != room));
            for used in ROOMS[at.unwrap()].1 {
                match *used {
                    "plans" => may.extend(PLANS),
                    "all" if room == "app" => may.extend(all.clone()),
                    "all" => may.extend(all.clone().filter(|name| !NOT_AT_THE_TERMINAL.contains(name))),
                    one => may.extend([one]),
                }
            }
            may
        }
    }
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_room_is_on_the_drawing() {
    let known: Vec<_> = ROOMS.iter().map(|(name, _)| *name).chain(["lib", "main", "desk", "bin"]).collect();
    let unknown: BTreeSet<_> = sources()
        .iter()
        .filter(|source| !known.contains(&source.room.as_str()))
        .map(|source| source.room.clone())
        .collect();
    assert!(unknown.is_empty(), "rooms that are not in the table of this test and of ARCHITECTURE.md: {unknown:?}");
}

#[test]
fn every_room_opens_with_what_it_is() {
    let faults: Vec<_> = sources()
        .iter()
        .filter(|source| {
            let depth = source.path.matches('/').count();
            (source.path.ends_with("/mod.rs") || depth == 1) && !source.text.starts_with("//!")
        })
        .map(|source| format!("{}: opens with `//!`: what comes in, what goes out, the one idea", source.path))
        .collect();
    report(&faults);
}

#[test]
fn a_room_uses_only_what_the_drawing_lets_it() {
    let sources = sources();
    let rooms: BTreeSet<_> = ROOMS.iter().map(|(name, _)| *name).collect();
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| rooms.contains(source.room.as_str()) || source.room == "bin") {
        let may = allowed(source);
        for (name, at) in rooms_named(&source.code) {
            if rooms.contains(name.as_str()) && !may.contains(name.as_str()) {
                let line = line_of(&source.code, at);
                faults.push(format!("{}:{line}: {} may not use {name}; it may use {may:?}", source.path, source.room));
            }
        }
    }
    report(&faults);
}

#[test]
fn only_the_shell_touches_the_browser() {
    let mut faults = Vec::new();
    for source in sources() {
        let is_app = source.room == "app" || ["src/main.rs", "src/desk.rs"].contains(&source.path.as_str());
        let is_shell = is_app || BROWSER_ROOMS.contains(&source.room.as_str());
        for (at, word) in words(&source.code) {
            let leptos = word == "leptos" || word.starts_with("leptos_");
            if (leptos && !is_app) || (BROWSER_CRATES.contains(&word) && !is_shell) {
                faults.push(format!("{}:{}: {word} is for the shell alone", source.path, line_of(&source.code, at)));
            }
        }
    }
    report(&faults);
}

#[test]
fn a_file_is_short_enough_to_read() {
    let faults: Vec<_> = sources()
        .iter()
        .filter(|source| source.lines > LONGEST && !LONGER.iter().any(|(path, _)| *path == source.path))
        .map(|source| format!("{}: {} lines, {LONGEST} at most: part it by ideas", source.path, source.lines))
        .collect();
    report(&faults);
}

#[test]
fn a_file_is_named_for_what_it_holds() {
    let mut faults = Vec::new();
    for source in sources() {
        for part in source.path.trim_end_matches(".rs").split('/').skip(1) {
            if NO_NAMES.contains(&part) {
                faults.push(format!("{}: \"{part}\" says nothing: name the field's term for it", source.path));
            }
        }
    }
    report(&faults);
}

#[test]
fn the_core_decides_in_integers() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !BROWSER_ROOMS.contains(&source.room.as_str())) {
        for (at, word) in words(&source.code) {
            let before = source.code[..at].trim_end();
            let called = source.code[at + word.len()..].trim_start().starts_with('(');
            let on_value = before.ends_with('.') && !before.ends_with("..");
            let on_type = before.ends_with("f64::") || before.ends_with("f32::");
            if FLOAT_METHODS.contains(&word) && called && (on_value || on_type) {
                let line = line_of(&source.code, at);
                faults.push(format!("{}:{line}: {word}() differs between targets; use fixed point", source.path));
            }
        }
    }
    report(&faults);
}

/// Every type that the standard library sorts brings three thousand bytes of its own to the page.
#[test]
fn one_piece_of_code_sorts() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !["order", "bin"].contains(&source.room.as_str())) {
        let product = source.code.split("#[cfg(test)]").next().unwrap_or_default();
        let tests = source.path.contains("/tests") || source.path.ends_with("testing.rs");
        // The sample of the weightings sorts a hundred thousand times, and would feel a call through a pointer.
        if tests || source.path.ends_with("decide/firmness.rs") {
            continue;
        }
        for (at, word) in words(product) {
            if word.starts_with("sort") && product[..at].ends_with('.') {
                faults.push(format!("{}:{}: use crate::order", source.path, line_of(product, at)));
            }
        }
    }
    report(&faults);
}

/// The test must be able to fail: its reading of sources is tried on what it has to tell apart.
#[test]
fn reading_tells_code_from_text() {
    let code = code_of(concat!(
        "// crate::app\n/* a /* crate::app */ crate::app */ let a = \"crate::app \\\" crate::web\"; ",
        "let b = r#\"crate::app \" x\"#; let c = '\"'; let d: &'static str = b\"crate::app\"; let e = '\\''; crate::units"
    ));
    assert_eq!(rooms_named(&code).into_keys().collect::<Vec<_>>(), ["units"]);
    let listed = rooms_named(
        "use crate::{design::{Workload, app}, units, yaml as text}; pub(crate) fn f() { crate :: web :: go() }",
    );
    assert_eq!(listed.into_keys().collect::<Vec<_>>(), ["design", "units", "web", "yaml"]);
    assert_eq!(line_of("a\nb\nc", 4), 3);
}

#[test]
fn the_drawing_has_no_circle() {
    for (at, (room, used)) in ROOMS.iter().enumerate() {
        for one in used.iter().filter(|one| !["plans", "all", "text"].contains(*one)) {
            let position = ROOMS.iter().position(|(name, _)| name == one);
            assert!(position.is_some_and(|position| position < at), "{room} uses {one}, which is not above it");
        }
    }
}
