//! `sheerline check` as a person takes it: a file in, findings with file and line out, and what the program ends with.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Calls `sheerline check` with that on standard input: the code, and what was printed.
fn check(args: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sheerline"))
        .arg("check")
        .args(args)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/settings"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A call that is refused does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn findings_stand_with_file_and_line() {
    let (code, out, err) = check(&["obsolete.yaml", "--version", "1.36"], "");
    assert_eq!((code, err.as_str()), (1, ""));
    let line = "obsolete.yaml:42: error: featureGates.CSIDriverRegistry: The feature gate CSIDriverRegistry was removed in 1.22; the kubelet will not start.\n";
    assert!(out.contains(line), "{out}");
    assert!(out.lines().last().unwrap().contains("for Kubernetes 1.36: "), "{out}");
}

#[test]
fn what_is_in_order_ends_with_nothing_to_look_at() {
    let (code, out, err) = check(&["kubelet.yaml", "--version", "v1.37.0"], "");
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, "kubelet.yaml, read as KubeletConfiguration, for Kubernetes 1.37: 0 errors, 0 warnings, 0 notes\n");
}

#[test]
fn programs_get_every_field() {
    let (code, out, _) = check(&["-", "--version", "1.36", "--json"], "etcd --heartbeat-interval=100ms\n");
    assert_eq!(code, 1);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["errors"], 1);
    assert_eq!(answer["read_as"][0], "flags of etcd");
    let finding = &answer["findings"][0];
    assert_eq!((&finding["severity"], &finding["line"]), (&"error".into(), &1.into()));
    for field in ["at", "what", "why", "fix", "source"] {
        assert!(!finding[field].as_str().unwrap().is_empty(), "{field}");
    }
}

#[test]
fn what_is_called_wrongly_is_one_sentence() {
    for (args, input, code, said) in [
        (vec!["-", "--version", "latest"], "a", 1, "“latest” is no version of Kubernetes; write 1.36"),
        (vec!["none.yaml", "--version", "1.36"], "", 1, "there is no such file or folder"),
        (vec!["-", "--version", "1.36"], "", 1, "The file is empty"),
        (vec!["-"], "", 2, "check takes --version"),
    ] {
        let (ended, _, err) = check(&args, input);
        assert_eq!(ended, code, "{args:?}: {err}");
        assert!(err.contains(said) && err.lines().count() == 1, "{args:?}: {err}");
    }
}
