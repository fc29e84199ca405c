//! The core gives byte-identical results on every target. Each case here is a whole output of the core; the file
//! `core_on_both.digests` beside this one holds what it must hash to, natively and in the browser alike.
//!
//! A new case is one line in [`cases`]. `SHEERLINE_RECORD=1 cargo test --test core_on_both` writes the file anew; the
//! difference then shows which outputs changed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it stands")]

use std::fmt::Write;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const RECORDED: &str = include_str!("core_on_both.digests");

/// Names of outputs and their text.
fn cases() -> Vec<(&'static str, String)> {
    vec![
        ("an empty design", serde_json::to_string(&sheerline::design::Design::default()).unwrap()),
        ("quantities of CPU", quantities()),
        ("a recommendation", recommendation()),
    ]
}

fn recommendation() -> String {
    let text = "schema: 1\nrequirements: {clouds: [aws, edge], pods: [20, 60, 300], budget: 2000, needGpu: true, \
                needAirGap: {value: true, as: not-sure}, priorities: {cost: {importance: 9}}}";
    let design: sheerline::design::Design = serde_yaml::from_str(text).unwrap();
    let resolved = sheerline::design::resolve(&design);
    let recommendation = sheerline::recommend::recommend(&design, &resolved, sheerline::knowledge::embedded());
    serde_json::to_string(&recommendation).unwrap()
}

fn quantities() -> String {
    let read = |text: &str| text.parse::<sheerline::units::MilliCpu>();
    let lines =
        ["250m", "0.5", "1e3", "500n", "1.5", "128974848", "1.5Gi"].map(|text| format!("{text}: {:?}", read(text)));
    lines.join("\n")
}

/// FNV-1a, 64 bits: enough to notice a changed byte, and the same few lines on every target.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn every_output_is_the_recorded_one() {
    let mut now = String::new();
    for (name, text) in cases() {
        writeln!(now, "{:016x} {:>8} bytes  {name}", digest(&text), text.len()).unwrap();
    }
    if std::env::var_os("SHEERLINE_RECORD").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/core_on_both.digests"), &now).unwrap();
        return;
    }
    assert!(now == RECORDED, "an output changed, or differs between targets.\nrecorded:\n{RECORDED}\nnow:\n{now}");
}
