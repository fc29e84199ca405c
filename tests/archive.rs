//! The archive is one that others can open.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it stands")]

mod fixtures;

use fixtures::python::{folder, python, run};
use serde_json::Value;
use sheerline::manifests::{generate, zip};
use std::fs;
use std::process::Command;

#[test]
fn others_unpack_what_was_packed() {
    let Some(python) = python() else { return };
    let bundle = generate(&fixtures::shop(), &fixtures::provenance());
    let mut files: Vec<(&str, &[u8])> =
        bundle.files.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
    files.push(("empty", b""));
    files.push(("ünï/🚀.txt", "é".as_bytes()));
    let place = folder("archive");
    let path = place.join("all.zip");
    fs::write(&path, zip::stored(&files)).unwrap();
    let script = "import json, sys, zipfile\n\
                  with zipfile.ZipFile(sys.argv[1]) as z:\n\
                  \x20   assert z.testzip() is None\n\
                  \x20   print(json.dumps([[i.filename, z.read(i).decode(), i.external_attr >> 16, i.date_time] for i in z.infolist()]))";
    let output = run(&python, &["-c", script, path.to_str().unwrap()]);
    let read: Value = serde_json::from_str(&output).unwrap();
    let expected: Vec<Value> = files
        .iter()
        .map(|(name, content)| {
            let text = String::from_utf8(content.to_vec()).unwrap();
            serde_json::json!([name, text, 0o100_644, [1980, 1, 1, 0, 0, 0]])
        })
        .collect();
    assert_eq!(read, Value::Array(expected));
    match Command::new("unzip").arg("-tqq").arg(&path).output() {
        Ok(done) => assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout)),
        Err(_) => println!("not run: there is no unzip on this machine; Python has read the archive"),
    }
}
