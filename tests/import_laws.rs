//! Laws of the importer: whatever the input, it ends, says something and loses nothing it did not say.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use proptest::prelude::*;
use sheerline::design::{Design, check};
use sheerline::import::{Import, InputFile, ReportLevel, import};
use std::path::Path;

/// All fixtures, whole.
fn fixtures() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    let mut paths: Vec<_> = root
        .read_dir()
        .unwrap()
        .flat_map(|folder| folder.unwrap().path().read_dir().unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn one(bytes: Vec<u8>) -> Import {
    import(&[InputFile::new("f", bytes)])
}

/// What holds of every import.
fn laws(read: &Import) {
    assert_eq!(read.errors.len(), read.report.of_level(ReportLevel::Refused).count());
    for entry in &read.report.entries {
        assert!(!entry.what.is_empty());
        assert!(entry.what.ends_with(['.', '`']), "a sentence: {}", entry.what);
    }
    let design = read.merge_into(&Design::default());
    let _ = check(&design);
    let text = serde_json::to_string(&design).unwrap();
    assert_eq!(serde_json::from_str::<Design>(&text).unwrap(), design, "the design can be written and read");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        laws(&one(bytes));
    }

    #[test]
    fn a_damaged_fixture_is_read_or_refused(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let all = fixtures();
        let mut bytes = all[which.index(all.len())].clone();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        laws(&one(bytes));
    }

    #[test]
    fn lines_in_another_order_are_read_or_refused(
        which in any::<prop::sample::Index>(),
        swaps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let all = fixtures();
        let bytes = &all[which.index(all.len())];
        let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        for (a, b) in swaps {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
        }
        laws(&one(lines.concat()));
    }
}

#[test]
fn the_order_of_the_files_does_not_matter_to_the_calls() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import/harbour");
    let mut files: Vec<InputFile> = ["around", "services", "workloads"]
        .iter()
        .map(|name| InputFile::new(*name, std::fs::read(root.join(format!("{name}.yaml"))).unwrap()))
        .collect();
    let forwards = import(&files);
    files.reverse();
    let backwards = import(&files);
    assert_eq!(forwards.workloads, backwards.workloads);
    assert_eq!(forwards.report.totals, backwards.report.totals);
}
