//! The worker's desk: what takes longer than a frame is done here. It keeps its own copy of the design, which the page
//! keeps up to date piece by piece, and everything long that follows from it: link, files, findings, the report of the
//! last import. The page is sent what it shows and nothing else.

use super::cluster_desk::ClusterDesk;
use super::cluster_jobs::rows_said;
use super::graph_desk::GraphDesk;
use super::jobs::{Followed, Job, OWN, PEOPLE, PIECE, ROWS, Studied, finding_texts, heard, rest_of, said};
use super::mesh_desk::advised;
use super::sizes::{sizes_said, with_sizes};
use super::traffic_desk::TrafficDesk;
use crate::cluster::settings::SettingsPlan;
use crate::decide::{Firmness, Table, firmness};
use crate::design::{Design, Finding, PlatformId, Service, Severity, Workload, check, resolve};
use crate::import::{ImportReport, InputFile, ReportEntry, ReportLevel, import_beside};
use crate::knowledge::{self, Knowledge, ScheduledSize};
use crate::manifests::settings::settings;
use crate::manifests::{Bundle, FileTarget, Provenance, generate, mesh_setup, zip};
use crate::order::Gather;
use crate::recommend::{
    GroupCriterion, GroupVoice, group, knowledge_for, matrix_as_csv, matrix_as_markdown, over_scale, recommend,
    recommend_by, requirement_turns,
};
use crate::report::scheduled_sizes;
use crate::share;
use crate::text::ENGLISH;
use crate::traffic::{TextFile, World};
use crate::web::{Parcel, PickedFile, Run};
use crate::yaml::{TokenKind, highlight_text};
use std::cell::RefCell;

/// Lines of a preview that are drawn at once.
const LINES: usize = 300;

/// A worker's desk: does one job after the other.
pub fn desk() -> Run {
    let mut desk = Desk::default();
    Box::new(move |parcel| desk.answer(parcel))
}

#[derive(Default)]
struct Desk {
    design: Design,
    /// Link, findings and files of the design as it was last asked about.
    done: Option<(Followed, Bundle)>,
    /// Whether the design has changed since: the old files are shown until the new are there.
    stale: bool,
    findings: Vec<Finding>,
    report: ImportReport,
    cluster: ClusterDesk,
    traffic: TrafficDesk,
    graph: GraphDesk,
    /// The facts with the nodes beside them that the scheduler's twin found; none where the facts are all there is.
    known: Option<Box<Knowledge>>,
}

impl Desk {
    fn answer(&mut self, parcel: Parcel) -> Parcel {
        let number = |at: usize| parcel.text(at).parse::<usize>().unwrap_or_default();
        let texts = match Job::of(&parcel) {
            Some(Job::Put) => {
                self.take(&parcel);
                vec![String::new()]
            }
            Some(Job::Import) => return self.import(parcel.files),
            Some(Job::Piece) => vec![self.piece(number(1), number(2))],
            Some(Job::Follow) => return self.follow(parcel.text(1)).0.parcel(),
            Some(Job::File) => self.file(parcel.text(1)),
            Some(Job::Archive) => return self.archive(parcel.text(1)),
            Some(Job::DesignFile) => vec![share::write_design(&self.design)],
            Some(Job::Report) => self.report_lines(number(1), number(2)),
            Some(Job::Findings) => self.findings.iter().skip(number(1)).take(ROWS).flat_map(finding_texts).gather(),
            Some(Job::Mesh) => advised(&self.design),
            Some(Job::Study) if parcel.text(1) == PEOPLE => together(&self.design, self.knowledge()).texts(),
            Some(Job::Study) => study(&self.design, self.knowledge()).texts(),
            Some(Job::Matrix) => vec![matrix(&self.design, self.knowledge(), parcel.text(1))],
            Some(Job::Given) => {
                let rows = parcel.text(1);
                self.known = (!rows.is_empty()).then(|| Box::new(with_sizes(rows)));
                self.stale = true;
                vec![String::new()]
            }
            Some(Job::Sizes) => vec![sizes_said(&sizes(&self.design))],
            Some(Job::Graph) => self.graph.look(&self.design, &parcel),
            Some(Job::GraphPicture) => vec![self.graph.picture(&self.design)],
            Some(Job::Nodes) => {
                let knowledge = self.known.as_deref().unwrap_or_else(|| knowledge::embedded());
                self.cluster.find(&self.design, knowledge, !parcel.text(1).is_empty())
            }
            Some(Job::WhatIf) => self.cluster.what_if(parcel.text(1), parcel.text(2)),
            Some(Job::Paint) => return self.cluster.paint(&parcel),
            Some(Job::Check) => super::settings_desk::check(&parcel).texts(),
            Some(Job::Settings) => {
                let first = || super::cluster_find::recommended(&self.design, self.knowledge());
                let first = if self.design.platform.chosen.is_none() { first() } else { None };
                super::settings_desk::table(&self.design, self.knowledge(), first, parcel.text(1)).texts()
            }
            Some(Job::Own) => self.cluster.take_own(parcel.files).texts(),
            Some(Job::Profiles) => vec![rows_said(&self.cluster.profiles())],
            Some(Job::Point) => self.cluster.point(&parcel, &self.design),
            Some(Job::Take) => self.traffic.take(parcel.files),
            Some(Job::Request) => {
                let world = self.world(parcel.text(1), parcel.text(2));
                self.traffic.request(&world, &parcel)
            }
            Some(Job::Examine) => {
                let world = self.world(parcel.text(1), parcel.text(2));
                self.traffic.examine(&world)
            }
            Some(Job::Mend) => self.traffic.mend(number(1)),
            Some(Job::Mended) => return self.traffic.files(),
            None => Vec::new(),
        };
        // An answer without a text means that the worker broke.
        let texts = if texts.is_empty() { vec![String::new()] } else { texts };
        Parcel { texts, ..Parcel::default() }
    }

    fn knowledge(&self) -> &Knowledge {
        self.known.as_deref().unwrap_or_else(|| knowledge::embedded())
    }

    fn take(&mut self, parcel: &Parcel) {
        let listed = |at: usize| parcel.text(at).split(',').filter_map(|n| n.parse().ok()).gather();
        let Some(mut pieces) = heard(parcel.text(5)) else { return };
        let (workloads, services) = (std::mem::take(&mut pieces.workloads), std::mem::take(&mut pieces.services));
        if !parcel.text(4).is_empty() {
            pieces.workloads = std::mem::take(&mut self.design.workloads);
            pieces.services = std::mem::take(&mut self.design.services);
            self.design = pieces;
        }
        if let [of_workloads, of_services] = listed(1).as_slice() {
            self.design.workloads.resize(*of_workloads, Workload::default());
            self.design.services.resize(*of_services, Service::default());
        }
        for (at, workload) in listed(2).into_iter().zip(workloads) {
            if let Some(place) = self.design.workloads.get_mut(at) {
                *place = workload;
            }
        }
        for (at, service) in listed(3).into_iter().zip(services) {
            if let Some(place) = self.design.services.get_mut(at) {
                *place = service;
            }
        }
        self.stale = true;
        self.graph = GraphDesk::default();
    }

    fn import(&mut self, files: Vec<PickedFile>) -> Parcel {
        let inputs: Vec<InputFile> =
            files.into_iter().map(|file| InputFile::new(file.name, file.bytes.unwrap_or_default())).gather();
        let imported = import_beside(&inputs, &self.design);
        let taken = !imported.is_empty();
        if taken {
            self.design = imported.merge_into(&self.design);
            self.stale = true;
            self.graph = GraphDesk::default();
        }
        self.report = imported.report;
        let mut texts = vec![self.report.totals.workloads.to_string(), self.report.totals.to_string()];
        texts.extend(ReportLevel::ALL.map(|level| self.report.of_level(level).count().to_string()));
        texts.push(if taken { said(&rest_of(&self.design)) } else { String::new() });
        Parcel { texts, ..Parcel::default() }
    }

    fn piece(&self, workloads: usize, services: usize) -> String {
        let pieces = Design {
            workloads: self.design.workloads.iter().skip(workloads).take(PIECE).cloned().gather(),
            services: self.design.services.iter().skip(services).take(2 * PIECE).cloned().gather(),
            ..Design::default()
        };
        said(&pieces)
    }

    fn follow(&mut self, address: &str) -> &(Followed, Bundle) {
        if self.stale || self.done.is_none() {
            let (design, knowledge) = (&self.design, self.knowledge());
            let empty = *design == Design::default();
            let link = if empty { String::new() } else { share::encode(design).unwrap_or_default() };
            let provenance = provenance(&link, address);
            let mut bundle = generate(design, &provenance);
            let (firm, first) = firm(design, knowledge);
            let platform = design.platform.chosen.or(first);
            bundle.files.extend(mesh_setup(design, platform, &provenance));
            if !empty && let Some(platform) = platform {
                let plan = SettingsPlan::of(design, platform, knowledge);
                bundle.files.extend(plan.map(|plan| settings(&plan, &provenance)).unwrap_or_default());
            }
            let mut findings = check(design);
            findings.extend(bundle.findings.iter().cloned());
            crate::order::sort_by_key(&mut findings, |finding| std::cmp::Reverse(finding.severity));
            let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
            let own_file = if link.is_empty() { share::write_design(design) } else { String::new() };
            let followed = Followed {
                firm,
                link,
                own_file,
                documents: bundle.files.iter().map(|file| documents_in(&file.text)).sum(),
                paths: bundle.files.iter().map(|file| file.path.clone()).gather(),
                counts: [of(Severity::Error), of(Severity::Warning), of(Severity::Note)],
                findings: findings.iter().take(ROWS).cloned().gather(),
            };
            self.findings = findings;
            self.done = Some((followed, bundle));
            self.stale = false;
        }
        self.done.get_or_insert_default()
    }

    /// What the files say: the design's, or those that were taken.
    fn world(&mut self, which: &str, address: &str) -> World {
        if which == OWN {
            return self.traffic.world();
        }
        let (_, bundle) = self.follow(address);
        let files = bundle.files.iter().filter(|file| file.target != FileTarget::Settings);
        World::read(&files.map(|file| TextFile::new(file.path.clone(), file.text.clone())).gather())
    }

    fn file(&self, path: &str) -> Vec<String> {
        let files = self.done.as_ref().map(|(_, bundle)| bundle.files.as_slice()).unwrap_or_default();
        let file = files.iter().find(|file| file.path == path);
        let Some(file) = file else { return Vec::new() };
        let mut texts = vec![file.describes.clone(), file.text.clone()];
        texts.extend(highlight_text(&file.text).chunks(LINES).map(coloured));
        texts
    }

    fn archive(&mut self, address: &str) -> Parcel {
        let own_file = share::write_design(&self.design);
        let (_, bundle) = self.follow(address);
        let mut entries: Vec<(&str, &[u8])> =
            bundle.files.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).gather();
        entries.push(("design.sheerline.yaml", own_file.as_bytes()));
        let bytes = Some(zip::stored(&entries));
        Parcel { files: vec![PickedFile { name: String::new(), bytes }], ..Parcel::default() }
    }

    fn report_lines(&self, level: usize, from: usize) -> Vec<String> {
        let Some(level) = ReportLevel::ALL.get(level) else { return Vec::new() };
        self.report.of_level(*level).skip(from).take(ROWS).flat_map(line_texts).gather()
    }
}

/// The nodes that a design takes on each platform, at the person's own prices where there are any.
fn sizes(design: &Design) -> Vec<ScheduledSize> {
    scheduled_sizes(design, &resolve(design), &knowledge_for(design, knowledge::embedded()))
}

/// How firm the ranking is, in full, and the platform that is first in it.
fn firm(design: &Design, knowledge: &Knowledge) -> (Firmness, Option<PlatformId>) {
    let kept = RefCell::new(Firmness::default());
    let work_out = |table: &Table, samples: u32| {
        let firm = firmness(table, samples);
        kept.replace(firm.clone());
        firm
    };
    let recommendation = recommend_by(design, &resolve(design), knowledge, &work_out);
    (kept.into_inner(), recommendation.first().and_then(|first| first.platform.platform()))
}

/// What takes the recommendation many times over.
fn study(design: &Design, knowledge: &Knowledge) -> Studied {
    let resolved = resolve(design);
    let chart = over_scale(design, &resolved, knowledge);
    let few = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let mut bills = vec![chart.factors.iter().map(|factor| few(*factor)).gather()];
    bills.extend(chart.lines.iter().map(|line| {
        let tenths = line.likely.iter().map(|money| few(money.micro_dollars.div_ceil(100_000)));
        tenths.gather()
    }));
    Studied {
        bills,
        turns: requirement_turns(design, knowledge).into_iter().map(|turn| turn.text).gather(),
        crossings: chart.told().into_iter().map(|crossing| crossing.text.clone()).gather(),
        ..Studied::default()
    }
}

/// What several people come to.
fn together(design: &Design, knowledge: &Knowledge) -> Studied {
    let Some(group) = group(design, &resolve(design), knowledge) else { return Studied::default() };
    let known = knowledge_for(design, knowledge);
    let voice = |voice: &GroupVoice| {
        let first = voice.first.map_or("", |first| first.name(&known));
        let objects = if voice.objects { ENGLISH.group_objects } else { ENGLISH.group_agrees };
        let name = voice.name.replace(['\t', '\n'], " ");
        format!("{name}\t{first}\t{}\t{}\t{objects}", voice.rank_of_compromise, voice.loses)
    };
    let share = |(place, criterion): (usize, &GroupCriterion)| {
        let each = group.voices.iter().map(|voice| voice.shares.get(place).copied().unwrap_or_default());
        [criterion.mean, criterion.apart].into_iter().chain(each).map(u32::from).gather()
    };
    Studied {
        voices: group.voices.iter().map(voice).gather(),
        shares: group.criteria.iter().enumerate().map(share).gather(),
        group: vec![group.text.clone()],
        ..Studied::default()
    }
}

/// The matrix as a file of that extension.
fn matrix(design: &Design, knowledge: &Knowledge, extension: &str) -> String {
    let recommendation = recommend(design, &resolve(design), knowledge);
    let known = knowledge_for(design, knowledge);
    match extension {
        "csv" => matrix_as_csv(&recommendation, &known),
        _ => matrix_as_markdown(&recommendation, &known),
    }
}

/// Lines as the page shows them: markup in which every piece of the file is escaped.
fn coloured(lines: &[Vec<(TokenKind, &str)>]) -> String {
    let mut html = String::new();
    for (kind, part) in lines.iter().flat_map(|line| line.iter().copied().chain([(TokenKind::Space, "\n")])) {
        let class = match kind {
            TokenKind::Key => "y-key",
            TokenKind::Text => "y-text",
            TokenKind::Number => "y-number",
            TokenKind::Word => "y-word",
            TokenKind::Comment => "y-comment",
            TokenKind::Mark => "y-mark",
            TokenKind::Space => "",
        };
        if !class.is_empty() {
            html.push_str("<span class=");
            html.push_str(class);
            html.push('>');
        }
        for letter in part.chars() {
            match letter {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                other => html.push(other),
            }
        }
        if !class.is_empty() {
            html.push_str("</span>");
        }
    }
    html
}

fn line_texts(entry: &ReportEntry) -> [String; 4] {
    let place = match (entry.file.as_str(), entry.line) {
        ("", _) => String::new(),
        (file, 0) => file.to_owned(),
        (file, line) => format!("{file}:{line}"),
    };
    [place, entry.object.clone(), entry.what.clone(), entry.hint.clone()]
}

fn documents_in(text: &str) -> usize {
    1 + text.lines().filter(|line| *line == "---").count().saturating_sub(usize::from(text.starts_with("---")))
}

fn provenance(link: &str, address: &str) -> Provenance {
    let link = if link.is_empty() { String::new() } else { format!("{address}#/files?d={link}") };
    Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        facts_date: knowledge::embedded().date.map(|date| date.to_string()).unwrap_or_default(),
        link,
    }
}
