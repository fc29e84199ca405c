//! Who calls whom, read from addresses. The texts a workload sees come in (variables, arguments, the values of
//! ConfigMaps it mounts) with the Services that exist; calls go out, each with the line that shows it.
//!
//! The idea: a call is drawn only where a text can mean nothing else, since a false one would open a door. What counts
//! as an address of a Service `cart` with the port 7070 in the namespace `shop`:
//!
//! - with a scheme, anywhere in a text: `http://cart`, `redis://user:pw@cart.shop:6379/0`, `mongodb://a:27017,b:27017/x`;
//! - host and port, anywhere in a text: `cart:7070`, where the Service has that port, or the text's name says address;
//! - the full name, anywhere in a text: `cart.shop.svc`, `cart.shop.svc.cluster.local`;
//! - the bare name, `cart` or `cart.shop`, only as the whole value, or an element of a list of values, of something
//!   whose name says address: `CART_HOST`, `--cart-url`, `redis.host: …` (see [`names`]). So `PORT`, or a log label
//!   `frontend`, is none.
//!
//! `$(VAR)` is filled in as Kubernetes does and `${VAR}` as a shell does; `$(CART_SERVICE_HOST)` is the address of
//! `cart`. Names are resolved as the cluster's DNS does: `cart-0.cart.shop.svc` is a pod behind the headless Service
//! `cart`. A port may stand in `CART_PORT` beside `CART_HOST`. What is named after those who may call
//! (`CORS_ALLOWED_ORIGINS`), or after what is not to be reached (`NO_PROXY`), holds no call.
//!
//! A workload's address of a Service that leads to itself is no call, but for a StatefulSet and its headless Service:
//! those are its peers. Each pair of caller, Service and port is one call, with the first evidence; what Compose's
//! `depends_on` says counts where no address does.

mod book;
mod configs;
mod names;
mod tokens;

pub(super) use book::{Book, Target};
pub(super) use configs::Configs;

use super::draft::{ConfigUse, Draft, Word};
use super::notes::Notes;
use super::report::ReportLevel;
use crate::design::{Call, CallEvidence, ServiceKind, SourceLine, WorkloadKind};
use names::{is_of_callers, says_address};
use std::borrow::Cow;
use tokens::{Address, Form, addresses};

/// Fills in the calls of every draft.
pub(super) fn infer(drafts: &mut [Draft], book: &Book<'_>, configs: &Configs, notes: &Notes) {
    for draft in drafts {
        let mut calls = Vec::new();
        let of_configs = words_of_configs(draft, configs);
        for word in draft.words.iter().chain(&of_configs) {
            hear(draft, word, book, &mut calls, notes);
        }
        for (name, line) in &draft.depends_on {
            let Some(target) = book.resolve(name, &draft.workload.namespace, None) else {
                let what = format!("It depends on {name}, which is not in the files.");
                notes.say(&draft.source, *line, ReportLevel::LeftOut, what, "Import it as well.");
                continue;
            };
            if calls.iter().all(|call| call.service != target.name) {
                let at = SourceLine { file: draft.source.file.to_string(), line: *line };
                add(&mut calls, draft, &target, None, (CallEvidence::DependsOn, at));
            }
        }
        draft.workload.calls = calls;
    }
}

/// The values of the ConfigMaps a workload uses.
fn words_of_configs(draft: &Draft, configs: &Configs) -> Vec<Word> {
    let mut words = Vec::new();
    for ConfigUse { container, name, key, variable } in &draft.configs {
        for value in configs.values(&draft.workload.namespace, name) {
            if key.as_ref().is_some_and(|key| *key != value.key) {
                continue;
            }
            words.push(Word {
                container: *container,
                evidence: CallEvidence::ConfigMap(format!("{name}/{}", value.key)),
                name: variable.clone().unwrap_or_else(|| value.key.clone()),
                text: value.text.clone(),
                source: value.source.clone(),
                line: value.line,
                is_block: value.is_block,
            });
        }
    }
    words
}

fn hear(draft: &Draft, word: &Word, book: &Book<'_>, calls: &mut Vec<Call>, notes: &Notes) {
    let text = expand(draft, (word.container, &word.text), book, 0);
    let namespace = draft.workload.namespace.as_str();
    for address in addresses(&word.name, &text) {
        let inner = address.name.as_deref().unwrap_or(&word.name);
        if is_of_callers(inner) || is_of_callers(&word.name) {
            continue;
        }
        let Some(target) = book.resolve(&address.host, namespace, address.port) else {
            note_unknown(draft, word, &address, inner, notes);
            continue;
        };
        let has_port = |port| target.ports.is_empty() || target.ports.contains(&port);
        let counts = match address.form {
            Form::Url | Form::FullName => true,
            Form::HostAndPort => address.port.is_some_and(has_port) || says_address(inner, &target.name),
            Form::Bare => says_address(inner, &target.name),
        };
        if !counts {
            continue;
        }
        let known = |port: &u16| target.ports.contains(port);
        let port = address.port.or(address.usual_port.filter(known)).or_else(|| beside(draft, word).filter(known));
        let at = SourceLine { file: word.source.file.to_string(), line: line_of(word, &text, address.offset) };
        if let Some(port) = address.port.filter(|port| !has_port(*port)) {
            let what = format!("It calls {} on port {port}, which that Service does not have.", target.name);
            notes.say(
                &word.source.of(draft.source.object.clone()),
                at.line,
                ReportLevel::Assumed,
                what,
                "Check the address.",
            );
        }
        add(calls, draft, &target, port, (word.evidence.clone(), at));
    }
}

/// The port that stands in a variable beside that of the host: `CART_HOST` and `CART_PORT`.
fn beside(draft: &Draft, word: &Word) -> Option<u16> {
    let stem = word.name.strip_suffix("HOST")?;
    draft.literal(word.container, &format!("{stem}PORT"))?.trim().parse().ok()
}

/// The line of a place in a text: in a block each line of the text is a line of the file.
fn line_of(word: &Word, text: &str, offset: usize) -> u32 {
    let before = text.get(..offset).filter(|_| word.is_block).unwrap_or_default();
    word.line.saturating_add(u32::try_from(before.matches('\n').count()).unwrap_or(0))
}

fn add(calls: &mut Vec<Call>, draft: &Draft, target: &Target, port: Option<u16>, shown: (CallEvidence, SourceLine)) {
    let workload = &draft.workload;
    let same_namespace = target.is_beside;
    let own = same_namespace && target.selects(&workload.pod_labels());
    let peers = workload.kind == WorkloadKind::StatefulSet && target.kind == ServiceKind::Headless;
    if own && !peers {
        return;
    }
    let namespace = if same_namespace { String::new() } else { target.namespace.clone() };
    let effective = |port: Option<u16>| port.or_else(|| target.ports.first().copied());
    let known = calls.iter().any(|call| {
        call.service == target.name && call.namespace == namespace && effective(call.port) == effective(port)
    });
    if !known {
        let (evidence, read_at) = (Some(shown.0), Some(shown.1));
        calls.push(Call { service: target.name.clone(), namespace, port, evidence, read_at, ..Call::default() });
    }
}

/// Says of an address that leads to nothing in the files.
fn note_unknown(draft: &Draft, word: &Word, address: &Address, name: &str, notes: &Notes) {
    let host = address.host.as_str();
    let inside = !host.contains('.') || host.contains(".svc");
    let is_name =
        host.chars().any(|c| c.is_ascii_alphabetic()) && host != "localhost" && !host.starts_with("kubernetes.default");
    let meant = match address.form {
        Form::Url => names::is_network_scheme(address.scheme.as_deref().unwrap_or_default()),
        Form::HostAndPort => says_address(name, host),
        Form::FullName => true,
        Form::Bare => false,
    };
    let explicit = matches!(word.evidence, CallEvidence::Env(_) | CallEvidence::ConfigMap(_));
    if inside && is_name && meant && explicit {
        let what = format!("`{name}` names {host}, and no Service of that name is in the files: no call is drawn.");
        let line = line_of(word, &word.text, address.offset);
        let source = word.source.of(draft.source.object.clone());
        notes.say(&source, line, ReportLevel::LeftOut, what, "Import that Service as well, or enter the call by hand.");
    }
}

/// The most levels of variables within variables.
const LEVELS: usize = 4;
/// The longest text that variables may grow to.
const LONGEST: usize = 100_000;

/// Stands for a value that is not known: no host has it, and no address ends at it.
const UNKNOWN: char = '\u{1}';

/// Fills in `$(VAR)`; what is not known, and `${VAR}` of a shell, becomes a placeholder.
fn expand<'t>(draft: &Draft, (container, text): (usize, &'t str), book: &Book<'_>, level: usize) -> Cow<'t, str> {
    if !text.contains('$') {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = after;
        let closed = [("(", ')'), ("{", '}')].iter().find_map(|(open, close)| {
            let (name, tail) = after.strip_prefix(open)?.split_once(*close)?;
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
            is_name.then_some((name, tail))
        });
        let Some((name, tail)) = closed else {
            out.push('$');
            continue;
        };
        rest = tail;
        // A shell sees the same variables, so what is known of one form is known of the other.
        let value = draft.literal(container, name).map(|text| {
            if level < LEVELS { expand(draft, (container, text), book, level + 1) } else { Cow::Borrowed("") }
        });
        let of_service = || book.service_variable(name, &draft.workload.namespace).map(Cow::Owned);
        match value.or_else(of_service) {
            Some(value) if out.len() + value.len() < LONGEST => out.push_str(&value),
            _ => out.push(UNKNOWN),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}
