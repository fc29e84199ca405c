//! Flags out of manifests: the containers of a static Pod, or of whatever makes pods.

use super::super::Tables;
use super::flags::{Flags, Said};
use super::lines::{COMPONENTS, settled};
use crate::order::Gather;
use crate::yaml::read::Node;

/// The calls of known programs in the containers of an object.
pub(super) fn commands(root: &Node, tables: &Tables) -> Vec<Flags> {
    let ways: [&[&str]; 2] = [&["spec", "containers"], &["spec", "template", "spec", "containers"]];
    let containers = ways.iter().filter_map(|way| root.at_path(way)).flat_map(Node::items);
    let mut found = Vec::new();
    for container in containers {
        let texts = |key| container.get(key).map(Node::items).unwrap_or_default();
        let words: Vec<&Node> = texts("command").iter().chain(texts("args")).gather();
        let name = container.get("name").and_then(Node::text).unwrap_or_default();
        let program = words.iter().find_map(|word| program(word.text()?)).or_else(|| program(name));
        let Some(component) = program else { continue };
        let mut call = Flags { component: component.to_owned(), whole: true, ..Flags::default() };
        for word in words {
            // A shell's script may hold several words.
            for part in word.text().unwrap_or_default().split_whitespace() {
                let Some(flag) = part.strip_prefix("--").filter(|flag| !flag.is_empty()) else { continue };
                let (name, value) = match flag.split_once('=') {
                    Some((name, value)) => (name, Some(value.to_owned())),
                    None => (flag, None),
                };
                call.said.push(Said { name: name.to_owned(), value, line: word.at.line });
            }
        }
        if !call.said.is_empty() {
            found.push(settled(call, "", tables));
        }
    }
    found
}

fn program(word: &str) -> Option<&'static str> {
    let first = word.split_whitespace().next()?;
    let name = first.rsplit('/').next()?;
    COMPONENTS.into_iter().find(|component| *component == name)
}
