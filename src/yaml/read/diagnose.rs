//! What the parser's complaint most likely means.

use super::{Piece, Problem};
use crate::order::Gather;

/// What is wrong, and in which line of the piece (from 1), given where the parser stopped and what it said.
pub(super) fn diagnose(piece: &Piece<'_>, line: u32, info: &str) -> (u32, Problem) {
    let lines: Vec<&str> = piece.text.lines().gather();
    let around = |from: u32, to: u32| {
        (from.max(1)..=to).filter_map(|number| {
            let text = lines.get(number.saturating_sub(1) as usize)?;
            Some((number, *text))
        })
    };
    if let Some((found, _)) = around(line.saturating_sub(1), line + 1).find(|(_, text)| indented_by_tab(text)) {
        return (found, Problem::Tab);
    }
    let template = around(line.saturating_sub(1), line)
        .find(|(_, text)| text.contains("{{"))
        .or_else(|| (1..).zip(lines.iter().copied()).find(|(_, text)| is_helm(text)));
    if let Some((found, _)) = template {
        return (found, Problem::HelmTemplate);
    }
    let last = u32::try_from(lines.iter().rposition(|text| !text.trim().is_empty()).unwrap_or(0)).unwrap_or(0) + 1;
    if let Some(what) = cut_off(piece, line >= last, info) {
        return (line.min(last), Problem::Truncated { what });
    }
    if info.contains("recursion limit") {
        return (line, Problem::TooDeep { limit: super::build::MAX_DEPTH });
    }
    if info.contains("unknown anchor") {
        return (line, Problem::UnknownAlias);
    }
    (line.min(last), Problem::Syntax { why: in_plain_words(info) })
}

fn indented_by_tab(line: &str) -> bool {
    line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t') && !line.trim().is_empty()
}

/// Whether a line is of a Helm template rather than of a manifest that holds a template as text.
fn is_helm(line: &str) -> bool {
    line.contains("{{")
        && ["{{ .Values", "{{ .Release", "{{ .Chart", "{{- if", "{{- with", "{{- range", "include \"", "{{.Values"]
            .iter()
            .any(|mark| line.contains(mark))
}

/// What was open when the text ended, if it ended too early.
fn cut_off(piece: &Piece<'_>, at_end: bool, info: &str) -> Option<&'static str> {
    if info.contains("end of stream") || info.contains("eof") {
        return Some(if info.contains("quoted") { "a quoted text" } else { "a value" });
    }
    if !at_end || !piece.last {
        return None;
    }
    if info.contains("node content") || info.contains("flow") {
        return Some("a list or mapping in brackets");
    }
    let unfinished = info.contains("simple key expected") || info.contains("could not find expected ':'");
    (unfinished && !piece.text.ends_with('\n')).then_some("a line")
}

fn in_plain_words(info: &str) -> String {
    let known = [
        ("mapping values are not allowed", "a colon stands where none may; put a value that contains `: ` in quotes"),
        ("simple key expected", "the line is neither `key: value` nor an element of a list"),
        ("expected ':'", "the line is neither `key: value` nor an element of a list"),
        ("invalid indentation in quoted scalar", "the quoted text that begins here is not closed"),
        ("did not find expected key", "the indentation does not fit the lines above"),
        ("did not find expected '-' indicator", "the indentation does not fit the elements of the list above"),
        ("expected ',' or ']'", "a comma or a closing bracket is missing"),
        ("expected ',' or '}'", "a comma or a closing brace is missing"),
        ("unknown escape character", "a backslash in double quotes stands before a letter that means nothing there"),
    ];
    let words = known.iter().find(|(theirs, _)| info.contains(theirs)).map(|(_, ours)| (*ours).to_owned());
    words.unwrap_or_else(|| info.to_owned())
}
