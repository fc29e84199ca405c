//! The command line: words come in, a command goes out.

use super::failure::Failure;
use super::simulation::{Simulation, simulation};
use sheerline::design::{MeshKind, OptionKey};
use sheerline::traffic::route::{Request, RequestError};
use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::PathBuf;

/// A file, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum From {
    /// `-`.
    StandardInput,
    /// A path.
    Path(PathBuf),
}

/// The form of a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// To be read.
    Text,
    /// Everything there is.
    Json,
    /// The matrix as comma-separated values.
    Csv,
    /// The matrix as Markdown.
    Markdown,
    /// The matrix as a picture.
    Svg,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    /// Manifests to a design.
    Import {
        /// Files and folders.
        from: Vec<From>,
        /// The report as JSON.
        json_report: bool,
    },
    /// Which orchestrator.
    Recommend {
        /// The design.
        design: From,
        /// In which form.
        form: Form,
    },
    /// Which mesh, and what each takes.
    Mesh {
        /// The design.
        design: From,
        /// Everything, for programs.
        json: bool,
    },
    /// All files of a design.
    Generate {
        /// The design.
        design: From,
        /// The folder they go to.
        out: PathBuf,
        /// Also beside files of others.
        force: bool,
        /// The mesh they are for; none for the design's own.
        mesh: Option<MeshKind>,
    },
    /// A design to a link.
    Link {
        /// The design.
        design: From,
        /// The page's address; empty for the fragment alone.
        base: String,
        /// The step the page opens at.
        step: String,
    },
    /// A link to a design.
    Open {
        /// The link; none for standard input.
        link: Option<String>,
    },
    /// Every pod to a node.
    Simulate(Simulation),
    /// Which nodes.
    Size {
        /// The design, or manifests.
        what: Sized,
        /// The best plan alone, without levers and other profiles.
        brief: bool,
        /// Everything, for programs.
        json: bool,
    },
    /// What is wrong with a settings file.
    Check {
        /// The file.
        file: From,
        /// The version it is for.
        version: String,
        /// Everything, for programs.
        json: bool,
    },
    /// What becomes of a request.
    Route {
        /// A design, or files and folders.
        from: Vec<From>,
        /// The request.
        request: Request,
        /// Everything, for programs.
        json: bool,
    },
    /// What is wrong with files of a mesh.
    Review {
        /// A design, or files and folders.
        from: Vec<From>,
        /// Everything, for programs.
        json: bool,
    },
    /// What there is.
    Help,
    /// The version.
    Version,
}

/// What nodes are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sized {
    /// For a design.
    Design(From),
    /// For manifests.
    Manifests {
        /// Files with the nodes there are.
        nodes: Vec<From>,
        /// Files and folders with workloads.
        workloads: Vec<From>,
    },
}

/// The mesh of that name.
fn mesh(key: &str) -> Result<MeshKind, Failure> {
    let known = || format!("--mesh takes {}, not “{key}”", MeshKind::KEYS.join(", "));
    MeshKind::from_key(key).ok_or_else(|| Failure::Usage(known()))
}

/// The words of a command, and what was taken out of them.
pub(crate) struct Words {
    command: String,
    /// Files and links.
    pub(crate) plain: VecDeque<OsString>,
    /// `--name` and its value.
    options: Vec<(String, Option<String>)>,
}

/// Reads the words behind the program's name.
pub(crate) fn parse(words: impl Iterator<Item = OsString>) -> Result<Command, Failure> {
    let mut words: VecDeque<OsString> = words.collect();
    let Some(Ok(command)) = words.pop_front().map(OsString::into_string) else {
        return Err(Failure::Usage(format!("no command was given: {COMMANDS}")));
    };
    match command.as_str() {
        "help" | "--help" | "-h" => return Ok(Command::Help),
        "version" | "--version" | "-V" => return Ok(Command::Version),
        "import" | "recommend" | "mesh" | "generate" | "link" | "open" | "simulate" | "size" | "check" | "route"
        | "review" => {}
        other => return Err(Failure::Usage(format!("there is no command “{other}”, but {COMMANDS}"))),
    }
    let mut words = sorted(command, words)?;
    if words.flag("help")? {
        return Ok(Command::Help);
    }
    let command = match words.command.as_str() {
        "import" => {
            let json_report = match words.value("report")?.as_deref() {
                None | Some("text") => false,
                Some("json") => true,
                Some(other) => return Err(Failure::Usage(format!("--report takes text or json, not “{other}”"))),
            };
            let from: Vec<From> = words.plain.drain(..).map(from).collect();
            if from.is_empty() {
                return Err(Failure::Usage("import takes files, folders or - for standard input".into()));
            }
            Command::Import { from, json_report }
        }
        "recommend" => {
            let form = match (words.value("as")?.as_deref(), words.flag("json")?) {
                (None | Some("text"), false) => Form::Text,
                (None | Some("json"), true) | (Some("json"), false) => Form::Json,
                (Some("csv"), false) => Form::Csv,
                (Some("markdown"), false) => Form::Markdown,
                (Some("svg"), false) => Form::Svg,
                (Some(other), false) => {
                    return Err(Failure::Usage(format!("--as takes text, json, csv, markdown or svg, not “{other}”")));
                }
                (Some(other), true) => return Err(Failure::Usage(format!("--json goes against --as {other}"))),
            };
            Command::Recommend { design: words.design()?, form }
        }
        "mesh" => Command::Mesh { design: words.design()?, json: words.flag("json")? },
        "generate" => {
            let out = words.value("out")?.ok_or_else(|| Failure::Usage("generate takes --out and a folder".into()))?;
            let mesh = words.value("mesh")?.map(|key| mesh(&key)).transpose()?;
            Command::Generate { design: words.design()?, out: out.into(), force: words.flag("force")?, mesh }
        }
        "link" => Command::Link {
            design: words.design()?,
            base: words.value("base")?.unwrap_or_default(),
            step: step(words.value("step")?)?,
        },
        "simulate" => Command::Simulate(simulation(&mut words)?),
        "size" => {
            let (json, brief) = (words.flag("json")?, words.flag("brief")?);
            let (nodes, workloads) = (words.values("nodes")?, words.values("workloads")?);
            let what = match (nodes.is_empty(), workloads.is_empty()) {
                (true, true) => Sized::Design(words.design()?),
                (false, true) => return Err(Failure::Usage("--nodes goes with --workloads".into())),
                (_, false) => Sized::Manifests { nodes, workloads },
            };
            Command::Size { what, brief, json }
        }
        "check" => {
            let missing = || Failure::Usage("check takes a settings file or - for standard input".into());
            let file = words.plain.pop_front().map(from).ok_or_else(missing)?;
            let missing = || Failure::Usage("check takes --version and a version of Kubernetes, such as 1.36".into());
            Command::Check { file, version: words.value("version")?.ok_or_else(missing)?, json: words.flag("json")? }
        }
        "route" => {
            let request = words.request()?;
            Command::Route { from: words.files("route")?, request, json: words.flag("json")? }
        }
        "review" => {
            match words.value("only")?.as_deref() {
                None | Some("mesh") => {}
                Some(other) => return Err(Failure::Usage(format!("--only takes mesh, not “{other}”"))),
            }
            Command::Review { from: words.files("review")?, json: words.flag("json")? }
        }
        _ => {
            let link = words.plain.pop_front().ok_or_else(|| Failure::Usage("open takes a link".into()))?;
            let link = link.into_string().map_err(|_| Failure::Usage("this link is no text".into()))?;
            Command::Open { link: (link != "-").then_some(link) }
        }
    };
    words.finish()?;
    Ok(command)
}

/// Options apart from the rest; behind `--` all words are plain.
fn sorted(command: String, words: VecDeque<OsString>) -> Result<Words, Failure> {
    let mut sorted = Words { command, plain: VecDeque::new(), options: Vec::new() };
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let name = match word.to_str() {
            Some("--") => {
                sorted.plain.extend(words);
                break;
            }
            Some("-h") => "help",
            Some("-H") => "header",
            Some(text) if text.starts_with("--") => text.trim_start_matches("--"),
            Some(text) if text.starts_with('-') && text != "-" => {
                return Err(no_option(&sorted.command, text));
            }
            _ => {
                sorted.plain.push_back(word);
                continue;
            }
        };
        let (name, value) = match name.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None if TAKES_VALUE.contains(&name) => {
                let value = words.next().and_then(|value| value.into_string().ok());
                (name, Some(value.ok_or_else(|| Failure::Usage(format!("--{name} takes a value")))?))
            }
            None => (name, None),
        };
        sorted.options.push((name.to_owned(), value));
    }
    Ok(sorted)
}

/// What one can ask for.
const COMMANDS: &str =
    "there are import, recommend, mesh, generate, link, open, simulate, size, check, route and review";

/// The steps of the page, as they stand in its address.
const STEPS: [&str; 10] =
    ["start", "workloads", "requirements", "platform", "cluster", "mesh", "traffic", "clusters", "files", "review"];

/// The step a link opens at.
fn step(said: Option<String>) -> Result<String, Failure> {
    let step = said.unwrap_or_else(|| "workloads".to_owned());
    if STEPS.contains(&step.as_str()) {
        return Ok(step);
    }
    Err(Failure::Usage(format!("--step takes one of {}, not “{step}”", STEPS.join(", "))))
}

/// Says which options there are instead.
fn no_option(command: &str, option: &str) -> Failure {
    let known = match command {
        "import" => "; it has --report",
        "recommend" | "mesh" => "; it has --json",
        "generate" => "; it has --out and --force",
        "link" => "; it has --base and --step",
        "simulate" => {
            "; it has --nodes, --workloads, --config, --lose-zone, --lose-nodes, --drain, --upgrade, --rollout, --hpa-max, --traffic, --failures, --stop-after, --version, --seed and --json"
        }
        "size" => "; it has --nodes, --workloads, --brief and --json",
        "check" => "; it has --version and --json",
        "route" => "; it has --request, -H, --from and --json",
        "review" => "; it has --only and --json",
        _ => "",
    };
    Failure::Usage(format!("{command} has no option {option}{known}"))
}

/// The options that are followed by a value.
const TAKES_VALUE: [&str; 21] = [
    "request",
    "header",
    "from",
    "only",
    "report",
    "as",
    "out",
    "base",
    "step",
    "nodes",
    "workloads",
    "config",
    "lose-zone",
    "version",
    "seed",
    "lose-nodes",
    "drain",
    "upgrade",
    "traffic",
    "failures",
    "stop-after",
];

impl Words {
    /// None where the option is not there, and none within where it has no value.
    #[expect(clippy::option_option, reason = "an option without a value differs from none")]
    fn take(&mut self, name: &str) -> Option<Option<String>> {
        let at = self.options.iter().rposition(|(option, _)| option == name)?;
        let value = self.options.get(at).map(|(_, value)| value.clone());
        self.options.retain(|(option, _)| option != name);
        value
    }

    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, Failure> {
        match self.take(name) {
            None => Ok(false),
            Some(None) => Ok(true),
            Some(Some(_)) => Err(Failure::Usage(format!("--{name} takes no value"))),
        }
    }

    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>, Failure> {
        match self.take(name) {
            None => Ok(None),
            Some(value) => {
                let value = value.filter(|value| !value.is_empty());
                value.map(Some).ok_or_else(|| Failure::Usage(format!("--{name} takes a value")))
            }
        }
    }

    /// A whole number from 0.
    pub(crate) fn number(&mut self, name: &str) -> Result<Option<u64>, Failure> {
        let Some(said) = self.value(name)? else { return Ok(None) };
        let number = said.trim_end_matches('%').parse().map(Some);
        number.map_err(|_| Failure::Usage(format!("--{name} takes a whole number from 0, not “{said}”")))
    }

    /// Everything an option was given, in order.
    pub(crate) fn values(&mut self, name: &str) -> Result<Vec<From>, Failure> {
        let all: Vec<Option<String>> =
            self.options.iter().filter(|(option, _)| option == name).map(|(_, value)| value.clone()).collect();
        self.options.retain(|(option, _)| option != name);
        let missing = || Failure::Usage(format!("--{name} takes a value"));
        let value = |value: Option<String>| value.filter(|value| !value.is_empty()).ok_or_else(missing);
        all.into_iter().map(|one| value(one).map(|one| from(one.into()))).collect()
    }

    /// Everything an option was given, as texts.
    fn texts(&mut self, name: &str) -> Vec<String> {
        let of = |option: &(String, Option<String>)| option.0 == name;
        let all = self.options.iter().filter(|option| of(option)).filter_map(|(_, value)| value.clone()).collect();
        self.options.retain(|option| !of(option));
        all
    }

    /// The request of `route`.
    fn request(&mut self) -> Result<Request, Failure> {
        let wrong = |error: RequestError| Failure::Usage(error.to_string());
        let missing = || Failure::Usage("route takes --request, such as --request 'GET shop.example.com/'".into());
        let mut request = Request::read(&self.value("request")?.ok_or_else(missing)?).map_err(wrong)?;
        for header in self.texts("header") {
            request = request.header(&header).map_err(wrong)?;
        }
        match self.value("from")? {
            Some(from) => request.from(&from).map_err(wrong),
            None => Ok(request),
        }
    }

    /// A design, or files and folders.
    fn files(&mut self, command: &str) -> Result<Vec<From>, Failure> {
        let all: Vec<From> = self.plain.drain(..).map(from).collect();
        if all.is_empty() {
            return Err(Failure::Usage(format!("{command} takes a design, or files and folders")));
        }
        Ok(all)
    }

    fn design(&mut self) -> Result<From, Failure> {
        let missing = || Failure::Usage(format!("{} takes a design file or - for standard input", self.command));
        self.plain.pop_front().map(from).ok_or_else(missing)
    }

    /// Nothing may be left over.
    fn finish(&self) -> Result<(), Failure> {
        let command = &self.command;
        if let Some((option, _)) = self.options.first() {
            return Err(no_option(command, &format!("--{option}")));
        }
        match self.plain.front() {
            Some(word) => {
                Err(Failure::Usage(format!("{command} takes one argument; “{}” is too many", word.display())))
            }
            None => Ok(()),
        }
    }
}

/// A word as what is read.
pub(crate) fn from(word: OsString) -> From {
    if word == "-" { From::StandardInput } else { From::Path(word.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|failure| failure.to_string())
    }

    #[test]
    fn reads_every_command() {
        let path = |path: &str| From::Path(path.into());
        let link = |base: &str| Command::Link { design: path("d.yaml"), base: base.into(), step: "workloads".into() };
        for (line, command) in [
            ("help", Command::Help),
            ("import --help", Command::Help),
            ("-V", Command::Version),
            (
                "import a b -",
                Command::Import { from: vec![path("a"), path("b"), From::StandardInput], json_report: false },
            ),
            ("import --report json a", Command::Import { from: vec![path("a")], json_report: true }),
            ("import --report=text -- --a", Command::Import { from: vec![path("--a")], json_report: false }),
            ("recommend --json -", Command::Recommend { design: From::StandardInput, form: Form::Json }),
            ("recommend a", Command::Recommend { design: path("a"), form: Form::Text }),
            ("recommend a --as=csv", Command::Recommend { design: path("a"), form: Form::Csv }),
            ("recommend --as markdown a", Command::Recommend { design: path("a"), form: Form::Markdown }),
            ("recommend --as=svg a", Command::Recommend { design: path("a"), form: Form::Svg }),
            (
                "generate d.yaml --out x",
                Command::Generate { design: path("d.yaml"), out: "x".into(), force: false, mesh: None },
            ),
            (
                "generate --force --out=x d.yaml",
                Command::Generate { design: path("d.yaml"), out: "x".into(), force: true, mesh: None },
            ),
            ("link d.yaml", link("")),
            ("link d.yaml --base https://example.org/", link("https://example.org/")),
            ("open #/files?d=1Ab", Command::Open { link: Some("#/files?d=1Ab".into()) }),
            ("open -", Command::Open { link: None }),
            (
                "check k.yaml --version 1.36 --json",
                Command::Check { file: path("k.yaml"), version: "1.36".into(), json: true },
            ),
            (
                "check - --version=v1.35",
                Command::Check { file: From::StandardInput, version: "v1.35".into(), json: false },
            ),
            (
                "simulate --nodes n.yaml --workloads a b --seed 7",
                Command::Simulate(Simulation {
                    nodes: vec![path("n.yaml")],
                    workloads: vec![path("a"), path("b")],
                    config: None,
                    lose_zone: None,
                    what_if: None,
                    compare: false,
                    stop_after: None,
                    version: None,
                    seed: 7,
                    json: false,
                }),
            ),
            (
                "simulate --nodes=n.yaml --workloads a --workloads - --config=c.yaml --lose-zone z --version 1.36 --json",
                Command::Simulate(Simulation {
                    nodes: vec![path("n.yaml")],
                    workloads: vec![path("a"), From::StandardInput],
                    config: Some("c.yaml".into()),
                    lose_zone: Some("z".into()),
                    what_if: None,
                    compare: false,
                    stop_after: None,
                    version: Some("1.36".into()),
                    seed: 1,
                    json: true,
                }),
            ),
        ] {
            assert_eq!(parsed(line).as_ref(), Ok(&command), "{line}");
        }
    }

    #[test]
    fn says_what_does_not_exist() {
        for (line, said) in [
            (
                "",
                "no command was given: there are import, recommend, mesh, generate, link, open, simulate, size, check, route and review",
            ),
            (
                "sail",
                "there is no command “sail”, but there are import, recommend, mesh, generate, link, open, simulate, size, check, route and review",
            ),
            ("import", "import takes files, folders or - for standard input"),
            ("import --report xml a", "--report takes text or json, not “xml”"),
            ("import --report", "--report takes a value"),
            ("recommend", "recommend takes a design file or - for standard input"),
            ("recommend a b", "recommend takes one argument; “b” is too many"),
            ("recommend --as xml a", "--as takes text, json, csv, markdown or svg, not “xml”"),
            ("recommend --as csv --json a", "--json goes against --as csv"),
            ("recommend --json=yes a", "--json takes no value"),
            ("recommend --out x a", "recommend has no option --out; it has --json"),
            ("recommend -x a", "recommend has no option -x; it has --json"),
            ("generate a", "generate takes --out and a folder"),
            ("import --repot json a", "import has no option --repot; it has --report"),
            (
                "link --step sail a",
                "--step takes one of start, workloads, requirements, platform, cluster, mesh, traffic, clusters, files, review, not “sail”",
            ),
            ("open", "open takes a link"),
            ("check --version 1.36", "check takes a settings file or - for standard input"),
            ("check k.yaml", "check takes --version and a version of Kubernetes, such as 1.36"),
            ("check k.yaml --out x --version 1.36", "check has no option --out; it has --version and --json"),
            ("simulate --nodes n", "simulate takes --nodes with a file and --workloads with files or folders"),
            ("simulate --nodes n --workloads w --rollout --drain a", "simulate shows one what-if at a time"),
            ("simulate --nodes n --workloads w --lose-zone z --drain a", "simulate shows one what-if at a time"),
            ("simulate --nodes n --workloads w --traffic much", "--traffic takes a whole number from 0, not “much”"),
            ("simulate --nodes n --workloads w --seed one", "--seed takes a whole number from 0, not “one”"),
        ] {
            assert_eq!(parsed(line), Err(format!("{said}; `sheerline help` tells what there is")), "{line}");
        }
    }

    #[test]
    fn the_steps_are_those_of_the_page() {
        let page = include_str!("../../app/step.rs");
        let keys: Vec<&str> = page
            .lines()
            .filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" => \"")?.1.strip_suffix("\","))
            .collect();
        assert_eq!(keys, STEPS, "a step of the page is one of --step, too");
    }
}
