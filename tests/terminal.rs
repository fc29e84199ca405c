//! Whole journeys of the terminal program as a person or a script takes them: files in, files out, what stands on which
//! stream, and what the program ends with.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// An empty folder in which one journey happens.
struct Place(PathBuf);

/// What a call came to.
#[derive(Debug)]
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Place {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("terminal").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sheerline"));
        command.args(args).current_dir(&self.0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, args: &[&str]) -> Ended {
        ended(self.command(args))
    }

    /// With a text on standard input.
    fn run_on(&self, input: &str, args: &[&str]) -> Ended {
        self.write("standard-input", input);
        let mut command = self.command(args);
        command.stdin(fs::File::open(self.0.join("standard-input")).unwrap());
        ended(command)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Every file below a folder with its text.
    fn files(&self, folder: &str) -> BTreeMap<String, String> {
        fn gather(folder: &Path, root: &Path, found: &mut BTreeMap<String, String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    gather(&path, root, found);
                } else {
                    let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                    found.insert(name, fs::read_to_string(&path).unwrap());
                }
            }
        }
        let mut found = BTreeMap::new();
        gather(&self.0.join(folder), &self.0.join(folder), &mut found);
        found
    }
}

impl Drop for Place {
    /// Large files are not left about; those of a journey that failed stay to be looked at.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

fn ended(mut command: Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ended {
    /// All is well.
    fn fine(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// It ended with that code and one sentence, and gave nothing.
    #[track_caller]
    fn refused(&self, code: i32, says: &str) {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.starts_with("sheerline: ") && self.err.ends_with('\n'), "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "one sentence: {self:?}");
        assert!(self.err.contains(says), "{says:?} is not in {:?}", self.err);
        assert_eq!(self.out, "");
    }
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name);
    path.to_str().unwrap().to_owned()
}

/// A design file made from the fixture of that name.
fn imported(place: &Place, name: &str) -> String {
    let design = place.run(&["import", &fixture(name)]).fine().out;
    place.write("design.yaml", &design);
    design
}

#[test]
fn from_manifests_to_files_and_a_link_and_back() {
    let place = Place::new("whole");
    let design = imported(&place, "ferry/ferry.yaml");
    assert!(design.starts_with("schema: 1\n"));

    let said = place.run(&["recommend", "design.yaml"]).fine();
    assert!(said.out.contains("Who can do it") && said.err.is_empty(), "{said:?}");

    let generated = place.run(&["generate", "design.yaml", "--out", "platform"]).fine();
    assert_eq!(generated.out, "");
    let files = place.files("platform");
    assert!(generated.err.ends_with(&format!("{} files written to platform\n", files.len())), "{generated:?}");
    assert!(files.contains_key("kustomization.yaml") && files.len() > 15, "{:?}", files.keys());

    let link = place.run(&["link", "design.yaml"]).fine().out;
    assert!(link.starts_with("#/workloads?d=") && link.ends_with('\n') && link.lines().count() == 1, "{link}");
    assert_eq!(place.run(&["open", link.trim_end()]).fine().out, design, "byte for byte");

    // The link in the head of every file is that of the design, too.
    let head = &files["kustomization.yaml"];
    let own = head.lines().find_map(|line| line.split_whitespace().find(|word| word.contains("#/files?d="))).unwrap();
    assert_eq!(place.run(&["open", own]).fine().out, design);

    // The same again gives the same, on a fresh folder and on the one there is.
    place.run(&["generate", "design.yaml", "--out", "again"]).fine();
    place.run(&["generate", "design.yaml", "--out", "platform"]).fine();
    assert!(place.files("again") == files && place.files("platform") == files);
}

#[test]
fn one_hand_gives_the_next_what_it_holds() {
    let place = Place::new("pipes");
    let design = imported(&place, "ferry/ferry.yaml");
    let manifests = fs::read_to_string(fixture("ferry/ferry.yaml")).unwrap();
    let read = place.run_on(&manifests, &["import", "-"]).fine();
    assert_eq!(read.out.replace("file: stdin", "file: ferry.yaml"), design);
    let link = place.run_on(&design, &["link", "-"]).fine().out;
    assert_eq!(link, place.run(&["link", "design.yaml"]).fine().out);
    assert_eq!(place.run_on(&link, &["open", "-"]).fine().out, design);
    let recommended = place.run_on(&design, &["recommend", "-"]).fine().out;
    assert_eq!(recommended, place.run(&["recommend", "design.yaml"]).fine().out);
    place.run_on(&design, &["generate", "-", "--out", "platform"]).fine();
    assert!(place.files("platform").len() > 15);

    // A whole address opens as well, and one made with a base is such an address.
    let address = place.run(&["link", "design.yaml", "--base", "https://example.org/sheerline/#/start", "--step=mesh"]);
    let address = address.fine().out;
    assert!(address.starts_with("https://example.org/sheerline/#/mesh?d="), "{address}");
    assert_eq!(place.run(&["open", address.trim_end()]).fine().out, design);
}

#[test]
fn the_report_stands_beside_the_design() {
    let place = Place::new("report");
    let folder = fixture("harbour");
    let text = place.run(&["import", &folder]);
    assert!(text.err.starts_with("6 workloads with 11 pods, "), "{}", text.err);
    assert!(text.err.lines().any(|line| line.starts_with("left out  around.yaml:")), "{}", text.err);
    let json = place.run(&["import", &folder, "--report", "json"]);
    assert_eq!((json.out, json.code), (text.out, text.code));
    let report: Value = serde_json::from_str(&json.err).unwrap();
    assert_eq!(report["totals"]["workloads"], 6);
    assert!(report["entries"].as_array().unwrap().iter().all(|entry| entry["what"].is_string()));
}

#[test]
fn a_report_for_programs_stays_one_when_nothing_was_found() {
    let place = Place::new("report-of-nothing");
    let ended = place.run(&["import", "--report=json", &fixture("bad/helm.yaml")]);
    assert_eq!((ended.code, ended.out.as_str()), (1, ""));
    let report: Value = serde_json::from_str(&ended.err).unwrap();
    assert_eq!(report["entries"][0]["level"], "refused", "{report}");
}

#[test]
fn a_recommendation_for_programs_says_what_the_text_says() {
    let place = Place::new("json");
    imported(&place, "ferry/ferry.yaml");
    let text = place.run(&["recommend", "design.yaml"]).fine().out;
    let json: Value = serde_json::from_str(&place.run(&["recommend", "--json", "design.yaml"]).fine().out).unwrap();
    assert_eq!(text.lines().next(), json["summary"].as_str());
    let ranked = json["ranked"].as_array().unwrap().len();
    assert!(ranked >= 1 && ranked + json["eliminated"].as_array().unwrap().len() == 11, "{ranked}");
    let picture = place.run(&["recommend", "--as", "svg", "design.yaml"]).fine().out;
    assert!(picture.starts_with("<?xml ") && picture.ends_with("</svg>\n"));
    let said = json["summary"].as_str().unwrap().replace('&', "&amp;");
    assert!(picture.contains(&format!("<desc>{said}</desc>")), "{said}");
}

#[test]
fn contradictions_and_findings_end_with_one() {
    let place = Place::new("findings");
    place
        .write("impossible.yaml", "schema: 1\nrequirements:\n  clouds: [aws]\n  needAirGap: {value: true, as: must}\n");
    let ended = place.run(&["recommend", "impossible.yaml"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("but only clouds were named."), "it says why: {ended:?}");
    place.write("unsound.yaml", "schema: 1\nworkloads:\n- {name: Not A Name}\n");
    let ended = place.run(&["generate", "unsound.yaml", "--out", "out"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.err.lines().any(|line| line.starts_with("error: ")), "{ended:?}");
}

#[test]
fn what_others_wrote_is_left_alone() {
    let place = Place::new("folder");
    let design = imported(&place, "ferry/ferry.yaml");
    place.write("mine/notes.txt", "mine");
    place.run(&["generate", "design.yaml", "--out", "mine"]).refused(1, "notes.txt is not of Sheerline's making");
    assert_eq!(place.files("mine").len(), 1, "nothing was written");
    place.run(&["generate", "design.yaml", "--out", "mine", "--force"]).fine();
    let with_ours = place.files("mine");
    assert!(with_ours.len() > 15 && with_ours["notes.txt"] == "mine");

    // A workload that is gone takes its files with it, and only those.
    let fewer = Place::new("folder-fewer");
    fewer.write("design.yaml", &design);
    fewer.run(&["generate", "design.yaml", "--out", "out"]).fine();
    let before = fewer.files("out");
    let gone = design.replace("cards", "ledger");
    fewer.write("design.yaml", gone);
    let ended = fewer.run(&["generate", "design.yaml", "--out", "out"]).fine();
    let after = fewer.files("out");
    let removed: Vec<&String> = before.keys().filter(|path| !after.contains_key(*path)).collect();
    assert!(!removed.is_empty() && removed.iter().all(|path| path.contains("cards")), "{removed:?}");
    for path in removed {
        assert!(ended.err.contains(&format!("{path}: removed")), "{path} in {}", ended.err);
    }

    place.write("a-file", "x");
    place.run(&["generate", "design.yaml", "--out", "a-file"]).refused(1, "a-file: this is a file; name a folder");
    place.run(&["generate", "design.yaml", "--out", "deep/er/still"]).fine();
}

#[test]
fn a_wrong_call_ends_with_two_and_says_what_there_is() {
    let place = Place::new("usage");
    place.write("design.yaml", "schema: 1\n");
    for (args, says) in [
        (&[][..], "no command was given: there are import"),
        (&["sail"], "there is no command “sail”"),
        (&["import"], "import takes files, folders or - for standard input"),
        (&["import", "--repot", "json", "design.yaml"], "import has no option --repot; it has --report"),
        (&["import", "design.yaml", "--report", "xml"], "--report takes text or json, not “xml”"),
        (&["recommend"], "recommend takes a design file"),
        (&["recommend", "design.yaml", "design.yaml"], "is too many"),
        (&["generate", "design.yaml"], "generate takes --out and a folder"),
        (&["generate", "design.yaml", "--out"], "--out takes a value"),
        (&["generate", "design.yaml", "-o", "x"], "generate has no option -o; it has --out and --force"),
        (&["link", "design.yaml", "--step", "sail"], "--step takes one of start, workloads"),
        (&["open"], "open takes a link"),
    ] {
        place.run(args).refused(2, says);
    }
    assert_eq!(place.files(".").len(), 1, "nothing was written");
    for args in [&["help"][..], &["--help"], &["-h"], &["import", "--help"], &["generate", "-h"]] {
        let help = place.run(args).fine();
        assert!(help.out.contains("sheerline generate DESIGN --out FOLDER") && help.err.is_empty());
        assert!(help.out.lines().all(|line| line.chars().count() <= 120));
    }
    assert_eq!(place.run(&["--version"]).fine().out, concat!("sheerline ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn what_cannot_be_imported_says_where_and_what_to_do() {
    let place = Place::new("import-bad");
    place.run(&["import", "missing.yaml"]).refused(1, "missing.yaml: there is no such file or folder");
    fs::create_dir(place.0.join("empty")).unwrap();
    place.run(&["import", "empty"]).refused(1, "empty: no .yaml, .yml or .json file is in this folder");
    let large = "# nothing but room\n".repeat((50 << 20) / 19);
    place.write("large.yaml", large);
    for (file, says) in [
        (fixture("bad/alias-bomb.yaml"), "alias-bomb.yaml:5: The aliases in this document unfold to over"),
        (fixture("bad/archive.yaml"), "archive.yaml:1: This is not text"),
        (fixture("bad/empty.yaml"), "empty.yaml: The file is empty."),
        (fixture("bad/helm.yaml"), "helm.yaml:1: This is a Helm template: `{{` stands where a value belongs."),
        (fixture("bad/latin1.yaml"), "latin1.yaml:1: The text is in an older encoding, not UTF-8."),
        (fixture("bad/letter.yaml"), "letter.yaml:1: This is text, but not YAML"),
        (fixture("bad/page.yaml"), "page.yaml: This is a web page, not YAML."),
        (fixture("bad/truncated.json"), "truncated.json:45: The document ends in the middle of a JSON value."),
        ("large.yaml".to_owned(), "large.yaml: The file has 53 MB; the most that is read is 20 MB."),
    ] {
        let ended = place.run(&["import", &file]);
        assert_eq!((ended.code, ended.out.as_str()), (1, ""), "{file}");
        assert!(ended.err.contains(&format!(" refused  {says}")), "{file}: {}", ended.err);
        assert_eq!(ended.err.matches(" refused  ").count(), 1, "one clear error: {}", ended.err);
        assert!(ended.err.ends_with("sheerline: nothing was found to import; the report above says why\n"));
    }
    // The sound documents of a file are offered all the same.
    for (file, says, left) in [
        ("bad/tabs.yaml", "tabs.yaml:10: The line is indented with a tab", 2),
        ("bad/truncated.yaml", "truncated.yaml:11: The document ends in the middle of a list", 1),
    ] {
        let ended = place.run(&["import", &fixture(file)]);
        assert_eq!(ended.code, 1);
        assert!(ended.err.contains(&format!(" refused  {says}")), "{}", ended.err);
        assert_eq!(ended.out.matches("- name: ").count(), left, "{}", ended.out);
    }
    let design = place.run_on("", &["import", "-"]);
    assert!(design.err.contains("refused  stdin: The file is empty."), "{design:?}");
}

#[test]
fn what_is_no_design_says_where_and_what_to_do() {
    let place = Place::new("design-bad");
    place.write("large.yaml", "#\n".repeat(9 << 20));
    place.write("wrong.yaml", "schema: 1\nworkloads:\n- replicas: three\n");
    place.write("newer.yaml", "schema: 9\n");
    place.write("unnumbered.yaml", "workloads: []\n");
    for (file, says) in [
        ("missing.yaml".to_owned(), "missing.yaml: there is no such file or folder"),
        (".".to_owned(), ".: this is a folder; name a file in it"),
        ("large.yaml".to_owned(), "a design file has at most"),
        ("wrong.yaml".to_owned(), "wrong.yaml: line 3: workloads[0].replicas: "),
        ("newer.yaml".to_owned(), "newer.yaml: line 1: schema: version 9 comes from a newer Sheerline"),
        ("unnumbered.yaml".to_owned(), "unnumbered.yaml: line 1: the field “schema” is missing; add it"),
        (fixture("bad/alias-bomb.yaml"), "line 5: The aliases in this document unfold to over"),
        (fixture("bad/archive.yaml"), "this is not UTF-8 text"),
        (fixture("bad/empty.yaml"), "the file is empty; a design file begins with `schema: 1`"),
        (fixture("bad/helm.yaml"), "line 1: This is a Helm template"),
        (fixture("bad/tabs.yaml"), "import manifests instead of opening them"),
        (fixture("compose/v3.yaml"), "import it instead of opening it"),
    ] {
        for args in [
            &["recommend", &file][..],
            &["recommend", "--json", &file],
            &["generate", &file, "--out", "out"],
            &["link", &file],
        ] {
            place.run(args).refused(1, says);
        }
    }
    assert!(!place.0.join("out").exists());
    place.run_on("", &["recommend", "-"]).refused(1, "stdin: the file is empty");
}

#[test]
fn what_is_no_link_says_so() {
    let place = Place::new("link-bad");
    imported(&place, "ferry/ferry.yaml");
    let link = place.run(&["link", "design.yaml"]).fine().out.trim_end().to_owned();
    for foreign in ["", "hello", "https://example.org/", "https://example.org/#/files?d=zzz", "design.yaml"] {
        place.run(&["open", foreign]).refused(1, "this is not a Sheerline link");
        place.run_on(foreign, &["open", "-"]).refused(1, "this is not a Sheerline link");
    }
    place.run(&["open", &link[..link.len() - 9]]).refused(1, "this link is cut short");
    // Any one character, wherever it stands behind the version.
    let start = link.find("?d=").unwrap() + 4;
    for at in (start..link.len()).step_by(41) {
        let other = if &link[at..=at] == "x" { "y" } else { "x" };
        let changed = format!("{}{other}{}", &link[..at], &link[at + 1..]);
        let ended = place.run(&["open", &changed]);
        assert_eq!((ended.code, ended.out.as_str()), (1, ""), "{at}");
        assert!(ended.err.starts_with("sheerline: this link "), "{at}: {ended:?}");
    }
}

/// As with `| head -1`: who has heard enough closes the pipe.
#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    let place = Place::new("head");
    place.write("large.yaml", {
        let one = "- name: NAME\n  containers:\n  - {name: a, image: registry.example.com/a:1}\n";
        let all: String = (0..4000).map(|n| one.replace("NAME", &format!("workload-{n}"))).collect();
        format!("schema: 1\nworkloads:\n{all}")
    });
    let link = place.run(&["recommend", "large.yaml", "--json"]);
    assert!(link.out.len() > 100_000, "more than a pipe holds");
    let mut child = place.command(&["recommend", "large.yaml", "--json"]).spawn().unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(link.code));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    // Nobody hears the report, and the design is given all the same.
    let mut child = place.command(&["import", &fixture("ferry/ferry.yaml")]).spawn().unwrap();
    drop(child.stderr.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stdout.starts_with(b"schema: 1"));
}

/// Standard input may come in pieces.
#[test]
fn a_slow_writer_is_waited_for() {
    let place = Place::new("slow");
    let mut child = place.command(&["recommend", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    for part in ["schema: 1\nrequire", "ments:\n  engineers: ", "12\n"] {
        input.write_all(part.as_bytes()).unwrap();
        input.flush().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    drop(input);
    assert!(child.wait_with_output().unwrap().status.success());
}

#[test]
fn a_request_is_followed_and_files_are_reviewed() {
    let place = Place::new("route");
    let of = |name: &str| {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/traffic").join(name).display().to_string()
    };
    let mesh = of("mesh.yaml");
    let told = place.run(&["route", &mesh, "--request", "GET echo/", "-H", "x-user: anna", "--from", "shop/web"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.starts_with("It arrives: echo.shop.svc.cluster.local:80."), "{}", told.out);
    assert!(told.out.contains("VirtualService shop/echo at mesh.yaml:"), "{}", told.out);
    let told = place.run(&["route", &mesh, "--request=GET echo/no-subset", "--from=shop/web", "--json"]);
    assert_eq!(told.code, 1);
    let answer: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((&answer["rule_name"], &answer["ends"][0]["status"]), (&"no-subset".into(), &"503".into()));
    let design = imported(&place, "ferry/ferry.yaml");
    let told = place.run_on(&design, &["route", "-", "--request", "GET nobody.example.com/", "--json"]);
    assert!(!serde_json::from_str::<Value>(&told.out).unwrap()["steps"].as_array().unwrap().is_empty());
    assert_eq!(place.run(&["route", &mesh]).code, 2);

    let told = place.run(&["review", &of("broken.yaml"), "--only", "mesh", "--json"]);
    assert_eq!(told.code, 1);
    let found: Value = serde_json::from_str(&told.out).unwrap();
    let rules: Vec<&str> = found.as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["destination-unknown", "header-in-capitals", "rule-unreachable", "field-deprecated"]);
    assert!(found[1]["line"] == 12 && found[1]["edit"]["to"] == "x-user" && found[1]["file"] == "broken.yaml");
    let told = place.run(&["review", &of("bookinfo.yaml")]);
    assert_eq!((told.code, told.out.as_str()), (0, "0 errors, 0 warnings, 0 notes\n"));
    assert_eq!(place.run(&["review", &of("broken.yaml"), "--only", "all"]).code, 2);
}

#[test]
fn a_mesh_is_advised_with_figures_for_people_and_programs() {
    let place = Place::new("mesh");
    place.write(
        "design.yaml",
        "schema: 1\nrequirements:\n  meshNeeds: {value: [mutual-tls, user-tokens], as: must}\nworkloads:\n- name: web\n",
    );
    let ended = place.run(&["mesh", "design.yaml"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    for part in ["Istio", "points behind", "no published figure", "does not check users' tokens", "https://"] {
        assert!(ended.out.contains(part), "{part}: {}", ended.out);
    }
    let json: Value = serde_json::from_str(&place.run(&["mesh", "design.yaml", "--json"]).out).unwrap();
    assert_eq!(json["eliminated"].as_array().unwrap().len(), 3);
    assert!(json["costs"][1]["parts"][0]["figures"][0]["release"].is_string());
    assert_eq!(json["matrix"]["licence"]["consul"]["verified"], true);
    assert_eq!(place.run(&["mesh"]).code, 2);
}
