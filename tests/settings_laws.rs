//! What holds for every text: the check of settings neither panics nor repeats keys, and finds what was broken.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use proptest::prelude::*;
use sheerline::cluster::settings::{Minor, Tables, check};
use sheerline::design::Severity;
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

/// Files that are in order, and one that is not.
const FILES: [&str; 5] = [
    include_str!("fixtures/settings/kubeadm.yaml"),
    include_str!("fixtures/settings/kubelet.yaml"),
    include_str!("fixtures/settings/kubelet-numa.yaml"),
    include_str!("fixtures/settings/scheduler.yaml"),
    include_str!("fixtures/settings/obsolete.yaml"),
];

/// Something that people and disks do to a file.
#[derive(Debug, Clone)]
enum Harm {
    Cut(usize),
    Drop(usize),
    Twice(usize),
    Put(usize, String),
    Indent(usize, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        any::<usize>().prop_map(Harm::Cut),
        any::<usize>().prop_map(Harm::Drop),
        any::<usize>().prop_map(Harm::Twice),
        (any::<usize>(), "[ -~]{0,12}|: [0-9]{1,20}|--[a-z-]{1,12}(=.{0,8})?")
            .prop_map(|(at, text)| Harm::Put(at, text)),
        (any::<usize>(), 0..6_usize).prop_map(|(at, by)| Harm::Indent(at, by)),
    ]
}

fn harmed(text: &str, harms: &[Harm]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for harm in harms {
        if lines.is_empty() {
            break;
        }
        let count = lines.len();
        match harm {
            Harm::Cut(at) => lines.truncate(at % count + 1),
            Harm::Drop(at) => drop(lines.remove(at % count)),
            Harm::Twice(at) => lines.insert(at % count, lines[at % count].clone()),
            Harm::Put(at, put) => lines[at % count].push_str(put),
            Harm::Indent(at, by) => lines[at % count].insert_str(0, &" ".repeat(*by)),
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to a file, each finding stands in a line of it and says something.
    #[test]
    fn broken_files_cost_findings_not_the_program(
        file in 0..FILES.len(),
        harms in proptest::collection::vec(harm(), 0..6),
        version in 20..45_u16,
    ) {
        let text = harmed(FILES[file], &harms);
        let checked = check(&text, Minor(version), &TABLES);
        let lines = u32::try_from(text.lines().count()).unwrap() + 1;
        for finding in &checked.findings {
            prop_assert!(finding.line <= lines, "{} of {lines}: {finding}", finding.line);
            prop_assert!(!finding.what.is_empty());
        }
        prop_assert!(checked.findings.windows(2).all(|pair| pair[0].line <= pair[1].line));
    }

    /// A text of any kind is read as something, or there is an error.
    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        let checked = check(&text, Minor(36), &TABLES);
        let error = checked.findings.iter().any(|finding| finding.severity == Severity::Error);
        prop_assert!(error || !checked.read_as.is_empty(), "{text:?}");
    }

    /// A field of one letter more is found, and what was meant is named.
    #[test]
    fn a_slip_of_the_pen_is_found(at in any::<usize>(), letter in "[a-z]") {
        let fields: Vec<&str> = TABLES.fields_of("KubeletConfiguration").map(|field| field.name.as_str()).collect();
        let meant = fields[at % fields.len()];
        let slipped = format!("{meant}{letter}");
        prop_assume!(!fields.contains(&slipped.as_str()));
        let text = format!("apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n{slipped}: null\n");
        let checked = check(&text, Minor(36), &TABLES);
        let found = checked.findings.iter().find(|finding| finding.line == 3);
        prop_assert!(found.is_some_and(|finding| finding.fix.starts_with("Did you mean ")), "{slipped}");
    }
}
