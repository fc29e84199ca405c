//! How long an import takes, as medians. Not part of the tests: a busy machine would fail them by chance.
//! `cargo test --release --test import_speed -- --ignored --nocapture`
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::print_stdout, reason = "it prints what it measures")]

use sheerline::import::{InputFile, import};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// What an installation of Argo CD looks like: three definitions of kinds that make up nearly all of it, and 57
/// objects.
fn like_argo_cd() -> String {
    let mut text = String::new();
    for kind in ["applications", "applicationsets", "appprojects"] {
        let _ = writeln!(
            text,
            "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: \
             {kind}.argoproj.io\nspec:\n  group: argoproj.io\n  versions:\n  - name: v1alpha1\n    schema:\n      \
             openAPIV3Schema:\n        properties:"
        );
        for field in 0..3600 {
            let _ = writeln!(
                text,
                "          field{field}:\n            description: Says what field {field} of the source is for, in a \
                 sentence that goes on for a while.\n            items:\n              type: string\n            type: \
                 array"
            );
        }
    }
    for n in 0..19 {
        let _ = writeln!(
            text,
            "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: part-{n}\nspec:\n  selector:\n    app: part-{n}\n  \
             ports:\n  - port: 80\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: part-{n}"
        );
        text += &deployment(n);
    }
    text
}

fn deployment(n: usize) -> String {
    let mut lines = vec![
        "---".to_owned(),
        "apiVersion: apps/v1".to_owned(),
        "kind: Deployment".to_owned(),
        format!("metadata: {{name: part-{n}}}"),
        "spec:".to_owned(),
        "  selector:".to_owned(),
        format!("    matchLabels: {{app: part-{n}}}"),
        "  template:".to_owned(),
        "    metadata:".to_owned(),
        format!("      labels: {{app: part-{n}}}"),
        "    spec:".to_owned(),
        "      containers:".to_owned(),
        "      - name: main".to_owned(),
        format!("        image: example/part:{n}"),
        "        resources:".to_owned(),
        "          requests: {cpu: 100m, memory: 64Mi}".to_owned(),
        "        env:".to_owned(),
    ];
    for variable in 0..30 {
        lines.push(format!("        - name: VARIABLE_{variable}"));
        lines.push(format!("          value: \"http://part-{variable}/path\""));
    }
    lines.join("\n") + "\n"
}

fn median(name: &str, text: &str) {
    let files = [InputFile::new("all.yaml", text.as_bytes())];
    let mut times: Vec<Duration> = (0..15)
        .map(|_| {
            let start = Instant::now();
            let import = import(&files);
            assert_eq!(import.errors, []);
            start.elapsed()
        })
        .collect();
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    println!("{name}: {} bytes in {middle:?} (median of {})", text.len(), times.len());
}

#[test]
#[ignore = "it measures and proves nothing"]
fn medians() {
    median("like Argo CD", &like_argo_cd());
    let dense: String = (0..600).map(deployment).collect();
    median("600 Deployments", &dense);
}
