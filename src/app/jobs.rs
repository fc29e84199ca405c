//! What page and worker say to each other. Texts and files travel, see [`Parcel`]; only a design, or pieces of one, is
//! more than a list of words, and [`said`] and [`heard`] alone write and read it.

use crate::decide::Firmness;
use crate::design::{Design, Finding, Severity};
use crate::order::Gather;
use crate::web::Parcel;
use crate::yaml::{Written, from_node, json, read};

/// What the worker is asked: the first text of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    /// Takes over pieces of the page's design, see [`put`].
    Put,
    /// Reads the files that come with the job into the design, see [`Read`].
    Import,
    /// Hands out a piece of the design: from this workload and this Service on.
    Piece,
    /// Works out link, files and findings: the address of the page, see [`Followed`].
    Follow,
    /// A file by its path: what it is and its text.
    File,
    /// All files in one archive.
    Archive,
    /// The design's own file.
    DesignFile,
    /// Lines of the import report: the level's place and where to begin.
    Report,
    /// Findings: where to begin.
    Findings,
    /// Works out what takes the recommendation many times over, or with [`PEOPLE`] what several people come to alone, see
    /// [`Studied`].
    Study,
    /// The matrix as a file, by its extension.
    Matrix,
    /// Which mesh, see [`super::mesh_jobs::Advised`].
    Mesh,
    /// Takes over what the scheduler's twin found for the design, see [`super::sizes`].
    Given,
    /// Finds out the nodes that the design takes on each platform.
    Sizes,
    /// Draws who calls whom: who is looked at, what is looked for, and a way to go from there, see [`super::graph_desk`].
    Graph,
    /// The same as a picture that stands alone.
    GraphPicture,
    /// Finds nodes and places every pod, see [`super::cluster_jobs::Sized`].
    Nodes,
    /// What if: which, and of what, see [`super::cluster_jobs::Film`].
    WhatIf,
    /// Paints the map, see [`super::cluster_jobs::Look`].
    Paint,
    /// What lies at a point of the map, or beside a node, see [`super::cluster_jobs::Pointed`].
    Point,
    /// Checks settings for a version: the text, or the file that comes with the job, see
    /// [`super::settings_jobs::CheckTold`].
    Check,
    /// The settings of the design on a platform, see [`super::settings_jobs::TableTold`].
    Settings,
    /// Takes somebody's own nodes and scheduler's configuration out of the files that come with the job, or lets them
    /// go when there are none, see [`super::settings_jobs::OwnTold`].
    Own,
    /// Places the pods by several profiles: rows of words.
    Profiles,
    /// Takes files to try requests on and to review: names and a count come back.
    Take,
    /// Follows a request: over which files, the address, the request, its headers, from whom; see
    /// [`super::traffic_desk`].
    Request,
    /// Reviews files: over which, the address.
    Examine,
    /// Mends a finding of the files that were taken, by its place.
    Mend,
    /// Hands out the files that were taken, as they are now.
    Mended,
}

/// The word for files that were taken, in place of the design's.
pub(crate) const OWN: &str = "own";

/// What a study may be confined to.
pub(crate) const PEOPLE: &str = "people";

/// What was worked out on demand, as sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Studied {
    /// Answers that would turn the result.
    pub(crate) turns: Vec<String>,
    /// Where the costs of two platforms cross.
    pub(crate) crossings: Vec<String>,
    /// What several people come to.
    pub(crate) group: Vec<String>,
    /// Bills over the load: the factors in thousandths, then a row for each platform, in tenths of a dollar.
    pub(crate) bills: Vec<Vec<u32>>,
    /// Of several people: who, what they would take, how the compromise stands for them.
    pub(crate) voices: Vec<String>,
    /// Each criterion: the mean of the people's shares, how far they lie apart, and each one's share.
    pub(crate) shares: Vec<Vec<u32>>,
}

impl Studied {
    /// As it is sent.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts =
            [&self.turns, &self.crossings, &self.group, &self.voices].map(|lines| lines.join("\n")).to_vec();
        texts.extend([&self.bills, &self.shares].map(|rows| rows_text(&mut rows.iter().cloned())));
        texts
    }

    /// As it came.
    pub(crate) fn heard(parcel: &Parcel) -> Self {
        let lines = |at: usize| parcel.text(at).lines().map(str::to_owned).gather();
        let rows = |at: usize| heard_rows(parcel.text(at));
        let [turns, crossings, group, voices] = [0, 1, 2, 3].map(lines);
        Self { turns, crossings, group, voices, bills: rows(4), shares: rows(5) }
    }
}

impl Job {
    const ALL: [(Self, &'static str); 29] = [
        (Self::Put, "put"),
        (Self::Import, "import"),
        (Self::Piece, "piece"),
        (Self::Follow, "follow"),
        (Self::File, "file"),
        (Self::Archive, "archive"),
        (Self::DesignFile, "design-file"),
        (Self::Report, "report"),
        (Self::Findings, "findings"),
        (Self::Study, "study"),
        (Self::Matrix, "matrix"),
        (Self::Mesh, "mesh"),
        (Self::Given, "given"),
        (Self::Sizes, "sizes"),
        (Self::Graph, "graph"),
        (Self::GraphPicture, "graph-picture"),
        (Self::Nodes, "nodes"),
        (Self::WhatIf, "what-if"),
        (Self::Paint, "paint"),
        (Self::Point, "point"),
        (Self::Check, "check"),
        (Self::Settings, "settings"),
        (Self::Own, "own"),
        (Self::Profiles, "profiles"),
        (Self::Take, "take"),
        (Self::Request, "request"),
        (Self::Examine, "examine"),
        (Self::Mend, "mend"),
        (Self::Mended, "mended"),
    ];

    /// The job with its arguments.
    pub(crate) fn with(self, arguments: impl IntoIterator<Item = String>) -> Parcel {
        let name = Self::ALL.iter().find(|(job, _)| *job == self).map_or("", |(_, name)| name);
        let mut texts = vec![name.to_owned()];
        texts.extend(arguments);
        Parcel { texts, ..Parcel::default() }
    }

    /// Which job a parcel is.
    pub(crate) fn of(parcel: &Parcel) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == parcel.text(0)).map(|(job, _)| *job)
    }
}

/// Rows of the report or of the findings that are sent at once.
pub(crate) const ROWS: usize = 50;
/// Workloads that travel at once: more would take the page longer than a frame to read or write.
pub(crate) const PIECE: usize = 12;

/// What follows from a design.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Followed {
    /// The design as a link's payload; empty when it is empty or too large for a link.
    pub(crate) link: String,
    /// The design's own file, where there is no link to keep it by.
    pub(crate) own_file: String,
    /// Documents in all files.
    pub(crate) documents: usize,
    /// The paths of the files.
    pub(crate) paths: Vec<String>,
    /// Errors, warnings and notes found.
    pub(crate) counts: [usize; 3],
    /// How firm the ranking is.
    pub(crate) firm: Firmness,
    /// The first findings, worst first.
    pub(crate) findings: Vec<Finding>,
}

impl Followed {
    /// As it is sent.
    pub(crate) fn parcel(&self) -> Parcel {
        let [errors, warnings, notes] = self.counts;
        let mut texts = vec![self.link.clone(), self.own_file.clone(), self.paths.join("\n")];
        texts.extend([self.documents, errors, warnings, notes].iter().map(ToString::to_string));
        texts.extend(firm_texts(&self.firm));
        texts.extend(self.findings.iter().flat_map(finding_texts));
        Parcel { texts, ..Parcel::default() }
    }

    /// The answer as it was sent; none when the worker could not say.
    pub(crate) fn heard(parcel: &Parcel) -> Option<Self> {
        let number = |at: usize| parcel.text(at).parse::<usize>().ok();
        Some(Self {
            documents: number(3)?,
            counts: [number(4)?, number(5)?, number(6)?],
            link: parcel.text(0).to_owned(),
            own_file: parcel.text(1).to_owned(),
            paths: parcel.text(2).lines().map(str::to_owned).gather(),
            firm: heard_firm(parcel.texts.get(7..12).unwrap_or_default()),
            findings: heard_findings(parcel.texts.get(12..).unwrap_or_default()),
        })
    }
}

/// Rows of numbers: `1,2;;3`. An empty row has none.
fn rows_text(rows: &mut dyn Iterator<Item = Vec<u32>>) -> String {
    let row = |row: Vec<u32>| row.iter().map(ToString::to_string).gather().join(",");
    rows.map(row).gather().join(";")
}

fn heard_rows(text: &str) -> Vec<Vec<u32>> {
    let row = |row: &str| row.split(',').filter_map(|number| number.parse().ok()).gather();
    if text.is_empty() { Vec::new() } else { text.split(';').map(row).gather() }
}

fn firm_texts(firm: &Firmness) -> [String; 5] {
    let wide = |shares: &[u16]| shares.iter().map(|share| u32::from(*share)).gather();
    [
        firm.samples.to_string(),
        rows_text(&mut firm.counts.iter().cloned()),
        rows_text(&mut firm.acceptability.iter().map(|row| wide(row))),
        rows_text(&mut firm.central_weights.iter().map(|row| row.as_deref().map(wide).unwrap_or_default())),
        rows_text(&mut firm.confidence.iter().map(|one| wide(one.as_slice()))),
    ]
}

fn heard_firm(texts: &[String]) -> Firmness {
    let [samples, counts, acceptability, central, confidence] = texts else { return Firmness::default() };
    let narrow = |row: Vec<u32>| row.into_iter().filter_map(|share| u16::try_from(share).ok()).gather();
    Firmness {
        samples: samples.parse().unwrap_or_default(),
        counts: heard_rows(counts),
        acceptability: heard_rows(acceptability).into_iter().map(narrow).gather(),
        central_weights: heard_rows(central).into_iter().map(|row| (!row.is_empty()).then(|| narrow(row))).gather(),
        confidence: heard_rows(confidence).into_iter().map(|row| narrow(row).first().copied()).gather(),
    }
}

/// A finding as texts.
pub(crate) fn finding_texts(finding: &Finding) -> [String; 4] {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    [severity.to_owned(), finding.field.clone(), finding.what.clone(), finding.hint.clone()]
}

/// Findings out of their texts.
pub(crate) fn heard_findings(texts: &[String]) -> Vec<Finding> {
    let one = |texts: &[String]| {
        let [severity, field, what, hint] = texts else { return None };
        let severity = match severity.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Note,
        };
        Some(Finding { severity, field: field.clone(), what: what.clone(), hint: hint.clone() })
    };
    texts.chunks(4).filter_map(one).gather()
}

/// What an import amounts to, as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Read {
    /// Workloads read.
    pub(crate) workloads: usize,
    /// The totals in a sentence.
    pub(crate) totals: String,
    /// Lines of each level, in [`ReportLevel::ALL`]'s order.
    pub(crate) lines: [usize; 4],
}

/// One line of the report, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportLine {
    /// File and line.
    pub(crate) place: String,
    /// Which object.
    pub(crate) object: String,
    /// What became of it.
    pub(crate) what: String,
    /// What to do about it.
    pub(crate) hint: String,
}

/// Lines of the report out of their texts.
pub(crate) fn heard_lines(parcel: &Parcel) -> Vec<ReportLine> {
    let one = |texts: &[String]| {
        let [place, object, what, hint] = texts else { return None };
        Some(ReportLine { place: place.clone(), object: object.clone(), what: what.clone(), hint: hint.clone() })
    };
    parcel.texts.chunks(4).filter_map(one).gather()
}

/// An import's answer: what was read, and the design without workloads and Services when anything was taken.
pub(crate) fn heard_import(parcel: &Parcel) -> Option<(Read, Option<Design>)> {
    let number = |at: usize| parcel.text(at).parse::<usize>().ok();
    let read = Read {
        workloads: number(0)?,
        totals: parcel.text(1).to_owned(),
        lines: [number(2)?, number(3)?, number(4)?, number(5)?],
    };
    let design = if parcel.text(6).is_empty() { None } else { Some(heard(parcel.text(6))?) };
    Some((read, design))
}

/// The pieces of a design that changed: places of workloads and Services, and what stands there now.
pub(crate) struct Change {
    /// How many workloads and Services there are now.
    pub(crate) counts: [usize; 2],
    /// Places of the workloads that are sent.
    pub(crate) workloads: Vec<usize>,
    /// Places of the Services that are sent.
    pub(crate) services: Vec<usize>,
    /// Whether everything else is sent.
    pub(crate) rest: bool,
}

/// The message that brings these pieces to the worker.
pub(crate) fn put(change: &Change, design: &Design) -> Parcel {
    let mut pieces = if change.rest { rest_of(design) } else { Design::default() };
    pieces.workloads = change.workloads.iter().filter_map(|at| design.workloads.get(*at)).cloned().gather();
    pieces.services = change.services.iter().filter_map(|at| design.services.get(*at)).cloned().gather();
    let listed = |numbers: &[usize]| numbers.iter().map(ToString::to_string).gather().join(",");
    let rest = if change.rest { "rest" } else { "" };
    Job::Put.with([
        listed(&change.counts),
        listed(&change.workloads),
        listed(&change.services),
        rest.to_owned(),
        said(&pieces),
    ])
}

/// Everything but workloads and Services.
pub(crate) fn rest_of(design: &Design) -> Design {
    Design {
        schema: design.schema,
        name: design.name.clone(),
        requirements: design.requirements.clone(),
        workloads: Vec::new(),
        services: Vec::new(),
        routes: design.routes.clone(),
        claims: design.claims.clone(),
        platform: design.platform.clone(),
        cluster: design.cluster.clone(),
        mesh: design.mesh.clone(),
        clusters: design.clusters.clone(),
        traffic: design.traffic.clone(),
        migration: design.migration.clone(),
        decision: design.decision.clone(),
    }
}

/// A design, or pieces of one, as JSON by the printer of the manifests: no second writer in the download.
pub(crate) fn said(design: &Design) -> String {
    json(&design.write())
}

/// The same out of its JSON, by the reader of the manifests.
pub(crate) fn heard(text: &str) -> Option<Design> {
    let document = read::read(text).into_iter().next()?.ok()?;
    from_node(&document.root).ok()
}
