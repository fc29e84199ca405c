//! What the sources of the document say of its fields, which the schema says after them.

use std::collections::BTreeMap;

/// What the sources of the document say above each type, field and variant, by their names.
pub(super) fn docs() -> BTreeMap<(String, String), String> {
    let mut docs = BTreeMap::new();
    for source in crate::share::testing::DESIGN_SOURCES {
        let mut kind = String::new();
        let mut variant = String::new();
        let mut said: Vec<&str> = Vec::new();
        for line in source.lines() {
            let (indent, line) = (line.len() - line.trim_start().len(), line.trim());
            if let Some(words) = line.strip_prefix("///") {
                said.push(words.trim());
                continue;
            }
            if line.starts_with("#[") {
                continue;
            }
            let word = |text: &str| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap().to_owned();
            let is_type = ["pub struct ", "pub enum ", "pub type "].iter().find_map(|start| line.strip_prefix(start));
            let name = if let Some(rest) = is_type {
                kind = word(rest);
                variant.clear();
                Some((kind.clone(), String::new()))
            } else if let Some(rest) = line.strip_prefix("pub ").filter(|rest| rest.contains(": ")) {
                Some((kind.clone(), word(rest)))
            } else if line.starts_with(|c: char| c.is_ascii_uppercase()) {
                variant = word(line);
                Some((kind.clone(), variant.clone()))
            } else if line.starts_with(|c: char| c.is_ascii_lowercase()) && indent > 4 && line.contains(": ") {
                Some((format!("{kind}::{variant}"), word(line)))
            } else {
                None
            };
            if let Some(name) = name.filter(|_| !said.is_empty()) {
                docs.entry(name).or_insert_with(|| plain(&said.join(" ")));
            }
            said.clear();
        }
    }
    docs
}

/// Without the marks of a reference, which lead nowhere outside the sources.
fn plain(words: &str) -> String {
    words.replace("[`Self::", "`").replace("[`", "`").replace("`]", "`")
}
