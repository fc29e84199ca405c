//! The desk's part of settings: a text is checked, and the table of what to set is filled for a design.

use super::settings_jobs::{CheckTold, TableTold};
use crate::cluster::settings::{Minor, NodesFrom, SettingFinding, SettingRow, SettingsPlan, Tables, check_bytes};
use crate::design::{Design, OptionKey, PlatformId, Severity};
use crate::knowledge::Knowledge;
use crate::manifests::settings::settings;
use crate::manifests::{File, Provenance};
use crate::order::Gather;
use crate::text::{ENGLISH, SETTINGS, fill, grouped, plural};
use crate::web::Parcel;
use crate::yaml::read::decode;

/// Findings that are told; who has more mends these first.
const MOST: usize = 400;

/// Checks what was pasted or dropped for a version.
pub(super) fn check(parcel: &Parcel) -> CheckTold {
    let version = parcel.text(1).parse().unwrap_or(Minor(37));
    let file = parcel.files.first().and_then(|file| file.bytes.as_deref());
    let checked = check_bytes(file.unwrap_or(parcel.text(2).as_bytes()), version, Tables::embedded());
    let of = |severity| checked.findings.iter().filter(|finding| finding.severity == severity).count() as u64;
    let counts = [
        (of(Severity::Error), ENGLISH.review_error, ENGLISH.review_errors),
        (of(Severity::Warning), ENGLISH.review_warning, ENGLISH.review_warnings),
        (of(Severity::Note), ENGLISH.review_note, ENGLISH.review_notes),
    ];
    let found = counts.iter().filter(|(number, ..)| *number > 0).map(|(number, one, many)| plural(*number, one, many));
    let found = found.gather().join(", ");
    let read_as =
        if checked.read_as.is_empty() { SETTINGS.check_unknown.to_owned() } else { checked.read_as.join(", ") };
    let summary = match found.as_str() {
        "" => fill(SETTINGS.check_clean, &[&read_as]),
        found => fill(SETTINGS.check_found, &[&found, &read_as]),
    };
    let text = file.and_then(|bytes| decode(bytes).ok()).map(std::borrow::Cow::into_owned).unwrap_or_default();
    CheckTold { summary, findings: checked.findings.iter().take(MOST).map(finding).gather(), text }
}

fn finding(finding: &SettingFinding) -> Vec<String> {
    let severity = match finding.severity {
        Severity::Error => ENGLISH.review_error,
        Severity::Warning => ENGLISH.review_warning,
        Severity::Note => ENGLISH.review_note,
    };
    let line = if finding.line == 0 { String::new() } else { finding.line.to_string() };
    let SettingFinding { at, what, why, fix, source, .. } = finding;
    vec![severity.to_owned(), line, at.clone(), what.clone(), why.clone(), fix.clone(), source.clone()]
}

/// The settings of a design on a platform; without a key on the one it has.
pub(super) fn table(design: &Design, knowledge: &Knowledge, first: Option<PlatformId>, key: &str) -> TableTold {
    let platform = PlatformId::from_key(key).or(design.platform.chosen).or(first);
    let plan = platform.and_then(|platform| SettingsPlan::of(design, platform, knowledge));
    let Some(plan) = plan else { return TableTold::default() };
    let files = settings(&plan, &Provenance::default());
    let nodes = grouped(plan.nodes);
    let mut lines = vec![match plan.nodes_from {
        NodesFrom::Pools => fill(SETTINGS.settings_nodes_given, &[&nodes]),
        NodesFrom::Placed => fill(SETTINGS.settings_nodes_placed, &[&nodes]),
        NodesFrom::Estimate => fill(SETTINGS.settings_nodes_guessed, &[&nodes]),
    }];
    if plan.is_self_managed() {
        let machine = plan.control_plane();
        lines.push(fill(SETTINGS.settings_machines, &[&machine.cpus, &machine.memory, &machine.disk]));
    }
    let later = plan.upgrades();
    let brings = later.iter().flat_map(|minor| plan.advice.upgrades_to(*minor));
    let upgrades = brings.map(|one| fill(SETTINGS.settings_upgrade, &[&one.minor, &one.what])).gather();
    // A file is only jumped to when it is among those of the design.
    let own = platform == design.platform.chosen.or(first);
    let rows = plan.rows().iter().map(|one| row(&plan, one, if own { &files } else { &[] })).gather();
    TableTold { lines, rows, upgrades }
}

fn row(plan: &SettingsPlan, row: &SettingRow, files: &[File]) -> Vec<String> {
    let (record, name) = row.setting.split_once('.').unwrap_or(("", &row.setting));
    let versions = match (row.since.as_str(), row.until.as_str()) {
        ("earlier" | "unknown", "") => SETTINGS.settings_every.to_owned(),
        ("earlier" | "unknown", until) => fill(SETTINGS.settings_until, &[&until]),
        (since, "") => fill(SETTINGS.settings_since, &[&since]),
        (since, until) => {
            format!("{}, {}", fill(SETTINGS.settings_since, &[&since]), fill(SETTINGS.settings_until, &[&until]))
        }
    };
    let there = match (&row.there, plan.is_self_managed()) {
        (Some(_), true) => String::new(),
        (Some(there), false) => there.clone(),
        (None, _) => SETTINGS.settings_not_there.to_owned(),
    };
    let searched = row.there.as_deref().filter(|_| !row.value.is_empty());
    let file = searched.and_then(|there| file_with(files, there.rsplit('.').next().unwrap_or(name)));
    vec![
        component(record).to_owned(),
        name.to_owned(),
        row.value.clone(),
        row.default.clone(),
        row.why.clone(),
        row.source.clone(),
        row.date.clone(),
        versions,
        there,
        if row.verified { "read" } else { "" }.to_owned(),
        file.unwrap_or_default().to_owned(),
    ]
}

/// The component that reads a record.
fn component(record: &str) -> &str {
    match record {
        "KubeletConfiguration" => "kubelet",
        "KubeProxyConfiguration" => "kube-proxy",
        "PodTopologySpreadArgs" | "ScoringStrategy" => "kube-scheduler",
        "Networking" => "kubeadm",
        other => other,
    }
}

/// The first file that sets something of that name; the guide only tells of it.
fn file_with<'f>(files: &'f [File], name: &str) -> Option<&'f str> {
    let sets = |file: &&File| {
        let mut lines = file.text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        !file.path.ends_with("README.md") && lines.any(|line| says(line, name))
    };
    files.iter().find(sets).map(|file| file.path.as_str())
}

/// Whether a name stands in a line as a word of its own.
fn says(line: &str, name: &str) -> bool {
    let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    line.match_indices(name).any(|(at, _)| {
        let before = line.get(..at).and_then(|start| start.chars().next_back());
        let after = line.get(at + name.len()..).and_then(|end| end.chars().next());
        !before.is_some_and(|letter| letter.is_ascii_alphanumeric()) && !after.is_some_and(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::jobs::Job;
    use crate::design::NodePool;
    use crate::web::PickedFile;

    fn design() -> Design {
        let mut design = Design::default();
        let pool =
            NodePool { name: "all".into(), machine: "m7i.xlarge".into(), nodes: Some(700), ..NodePool::default() };
        design.cluster.pools = vec![pool];
        design
    }

    fn checked(bytes: &[u8]) -> CheckTold {
        let files = vec![PickedFile { name: "x".into(), bytes: Some(bytes.to_vec()) }];
        check(&Parcel { files, ..Job::Check.with(["1.36".to_owned()]) })
    }

    #[test]
    fn every_value_has_its_row_and_the_file_it_stands_in() {
        for (platform, least) in [("self-managed", 20), ("eks", 6), ("gke-standard", 2), ("aks", 2), ("k3s", 5)] {
            let platform = PlatformId::ALL.iter().find(|one| one.key().contains(platform)).unwrap();
            let mut design = design();
            design.platform.chosen = Some(*platform);
            let told = table(&design, crate::knowledge::embedded(), None, "");
            let placed: Vec<&Vec<String>> = told.rows.iter().filter(|row| !row[10].is_empty()).collect();
            assert!(
                placed.len() >= least.min(told.rows.len()),
                "{platform:?}: {} of {}",
                placed.len(),
                told.rows.len()
            );
            for row in &told.rows {
                let is_set = !row[2].is_empty() && row[8] != SETTINGS.settings_not_there;
                assert_eq!(is_set, !row[10].is_empty(), "{platform:?} {row:?}");
                assert!(row[5].starts_with("https://") && row[6].len() == 10, "{row:?}");
            }
            assert_eq!(TableTold::heard(&Parcel { texts: told.texts(), ..Parcel::default() }), told);
        }
        assert_eq!(table(&design(), crate::knowledge::embedded(), Some(PlatformId::Nomad), ""), TableTold::default());
    }

    #[test]
    fn what_is_no_text_gets_one_sentence() {
        for (bytes, says) in [
            (b"\x7fELF\x02\x01\0\0\0".as_slice(), "not text"),
            (b"".as_slice(), "empty"),
            (b"  \n".as_slice(), "empty"),
            (&vec![b'a'; 5 << 20], "5 MB"),
        ] {
            let told = checked(bytes);
            assert_eq!(told.findings.len(), 1, "{told:?}");
            assert!(told.findings[0][3].contains(says), "{:?}", told.findings);
            assert!(!told.findings[0][5].is_empty(), "what to do stands there");
        }
        let told = checked(b"kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\nmaxPods: many\n");
        assert!(told.summary.contains("1 error") && told.findings[0][1] == "3" && told.text.starts_with("kind"));
        assert_eq!(CheckTold::heard(&Parcel { texts: told.texts(), ..Parcel::default() }), Some(told));
    }
}
