//! Flags out of lines: a command line, a unit of systemd, a file of environment variables.

use super::super::{Tables, Type};
use super::flags::{Flags, Said};
use super::near::bare;
use crate::order::Gather;

/// Programs whose flags are known.
pub(super) const COMPONENTS: [&str; 5] =
    ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "etcd"];

/// Whether a text is flags, not a document.
pub(super) fn are_flags(text: &str) -> bool {
    let has_kind = text.lines().any(|line| {
        let key = line.trim_start().trim_start_matches(['{', '"', '-', ' ']);
        (key.starts_with("kind") || key.starts_with("apiVersion")) && key.contains(':')
    });
    !has_kind && text.lines().any(|line| words(line).any(is_flag) || etcd_variable(line).is_some())
}

/// A line's words without quotes, brackets and what a shell or a list puts around them; nothing of a comment.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let line = if line.trim_start().starts_with('#') { "" } else { line };
    line.split(|c: char| c.is_whitespace() || "\"'\\".contains(c))
        .map(|word| word.trim_matches(['[', ']', '{', '}']).trim_end_matches(','))
        .filter(|word| !word.is_empty())
}

fn is_flag(word: &str) -> bool {
    let name = flag_in(word).and_then(|flag| flag.strip_prefix("--")).unwrap_or_default();
    name.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
}

/// The flag in a word such as `--max-pods=110` or `KUBELET_EXTRA_ARGS=--max-pods=110`.
fn flag_in(word: &str) -> Option<&str> {
    if word.starts_with("--") {
        return Some(word);
    }
    let (name, value) = word.split_once('=')?;
    let is_variable =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    (is_variable && value.starts_with("--")).then_some(value)
}

/// `ETCD_HEARTBEAT_INTERVAL=100` as name and value.
fn etcd_variable(line: &str) -> Option<(String, &str)> {
    let line = line.trim().trim_start_matches("export ").trim_start_matches("Environment=").trim_matches('"');
    let (name, value) = line.strip_prefix("ETCD_")?.split_once('=')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    is_name.then(|| (name.to_ascii_lowercase().replace('_', "-"), value.trim_matches(['"', '\''])))
}

/// The calls in a text, each with its flags.
pub(super) fn commands(text: &str, tables: &Tables) -> Vec<Flags> {
    let mut calls: Vec<Flags> = vec![Flags::default()];
    let mut etcd = Flags { component: "etcd".to_owned(), ..Flags::default() };
    for (number, line) in (1u32..).zip(text.lines()) {
        if let Some((name, value)) = etcd_variable(line) {
            etcd.said.push(Said { name, value: Some(value.to_owned()), line: number });
            continue;
        }
        let mut pending: Option<Said> = None;
        for word in words(line) {
            let name = word.rsplit('/').next().unwrap_or(word);
            if let Some(said) = pending.take() {
                let takes_word = takes_word(tables, &said.name) && !is_flag(word) && !COMPONENTS.contains(&name);
                push(&mut calls, if takes_word { Said { value: Some(word.to_owned()), ..said } } else { said });
                if takes_word {
                    continue;
                }
            }
            if COMPONENTS.contains(&name) && !word.starts_with("--") {
                calls.push(Flags { component: name.to_owned(), ..Flags::default() });
            } else if is_flag(word) {
                let flag = flag_in(word).unwrap_or(word).trim_start_matches('-');
                match flag.split_once('=') {
                    Some((name, value)) => {
                        push(&mut calls, Said { name: name.to_owned(), value: Some(value.to_owned()), line: number });
                    }
                    None => pending = Some(Said { name: flag.to_owned(), value: None, line: number }),
                }
            }
        }
        if let Some(said) = pending {
            push(&mut calls, said);
        }
    }
    calls.push(etcd);
    let named: Vec<Flags> = calls.into_iter().filter(|call| !call.said.is_empty()).gather();
    named.into_iter().map(|call| settled(call, text, tables)).gather()
}

fn push(calls: &mut [Flags], said: Said) {
    if let Some(call) = calls.last_mut() {
        call.said.push(said);
    }
}

/// Whether some component's flag of that name takes the next word when nothing stands behind `=`.
fn takes_word(tables: &Tables, name: &str) -> bool {
    let mut known = tables.flags.iter().filter(|flag| bare(&flag.name) == bare(name));
    known.next().is_none_or(|flag| flag.takes != Type::Bool)
}

/// With the component it must be for, and names spelled with dashes.
pub(super) fn settled(mut call: Flags, text: &str, tables: &Tables) -> Flags {
    if call.component.is_empty() {
        call.component =
            if text.contains("KUBELET_") { "kubelet".to_owned() } else { component_of(&call.said, tables) };
    }
    if call.component != "etcd" {
        for said in &mut call.said {
            said.name = said.name.replace('_', "-");
        }
    }
    call
}

/// The component that knows most of the flags.
fn component_of(said: &[Said], tables: &Tables) -> String {
    let knows = |component: &str| {
        said.iter().filter(|said| tables.flags_of(component).any(|flag| bare(&flag.name) == bare(&said.name))).count()
    };
    let mut best = ("kube-apiserver", 0);
    for component in COMPONENTS {
        let count = knows(component);
        if count > best.1 {
            best = (component, count);
        }
    }
    best.0.to_owned()
}
