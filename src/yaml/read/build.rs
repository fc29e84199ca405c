//! From the parser's events to the tree, within bounds that no manifest reaches.

use super::diagnose::diagnose;
use super::split::count;
use super::{Entry, Node, Piece, Place, Problem, ReadError, Remark, Scalar, Style, Value};
use crate::order::Map;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};
use std::cell::Cell;
use std::collections::HashMap;

/// The most levels of nesting.
pub(super) const MAX_DEPTH: usize = 200;
/// The most values of one document.
pub(super) const MAX_VALUES: usize = 2_000_000;
/// The most values that aliases may unfold to in one document.
pub(super) const MAX_UNFOLDED: usize = 200_000;

/// A document's tree, and what is odd about it.
pub(super) struct Built {
    pub(super) root: Node,
    pub(super) remarks: Vec<Remark>,
}

pub(super) fn build(piece: &Piece<'_>) -> Result<Built, ReadError> {
    let mut builder = Builder {
        piece,
        events: Parser::new_from_str(piece.text),
        anchors: Map::new(),
        values: 0,
        unfolded: 0,
        remarks: Vec::new(),
    };
    loop {
        match builder.next()? {
            (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _) => {}
            (Event::StreamEnd | Event::DocumentEnd, span) => {
                let root = plain("", builder.place(span));
                return Ok(Built { root, remarks: builder.remarks });
            }
            (event, span) => {
                let root = builder.node(event, span, 0)?;
                builder.read_to_the_end()?;
                return Ok(Built { root, remarks: builder.remarks });
            }
        }
    }
}

struct Builder<'p, 't> {
    piece: &'p Piece<'t>,
    events: Parser<'t, StrInput<'t>>,
    anchors: Map<usize, Node>,
    values: usize,
    unfolded: usize,
    remarks: Vec<Remark>,
}

impl<'t> Builder<'_, 't> {
    fn next(&mut self) -> Result<(Event<'t>, Span), ReadError> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(self.wrong(&error)),
            None => Err(self.error(Place::default(), Problem::Truncated { what: "a value" })),
        }
    }

    /// What follows the document's value may still be wrong.
    fn read_to_the_end(&mut self) -> Result<(), ReadError> {
        while let Some(event) = self.events.next_event() {
            event.map_err(|error| self.wrong(&error))?;
        }
        Ok(())
    }

    fn wrong(&self, error: &ScanError) -> ReadError {
        let (line, problem) = diagnose(self.piece, count(error.marker().line()), error.info());
        let place = Place { line: self.piece.line + line.saturating_sub(1), column: count(error.marker().col()) + 1 };
        self.error(place, problem)
    }

    fn error(&self, at: Place, problem: Problem) -> ReadError {
        ReadError { document: self.piece.number, at, problem }
    }

    fn place(&self, span: Span) -> Place {
        let line = count(span.start.line()).saturating_sub(1);
        Place { line: self.piece.line + line, column: count(span.start.col()) + 1 }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node, ReadError> {
        let at = self.place(span);
        if depth > MAX_DEPTH {
            return Err(self.error(at, Problem::TooDeep { limit: MAX_DEPTH }));
        }
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(self.error(at, Problem::TooManyValues { limit: MAX_VALUES }));
        }
        let (node, anchor) = match event {
            Event::Alias(anchor) => return self.unfold(anchor, at),
            Event::Scalar(text, style, anchor, tag) => {
                let style = self.style(style, tag.as_deref(), at);
                (Node { at, value: Value::Scalar(Scalar { text: text.into_owned(), style }) }, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                self.tag(tag.as_deref(), at);
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => items.push(self.node(event, span, depth + 1)?),
                    }
                }
                (Node { at, value: Value::Sequence(items) }, anchor)
            }
            Event::MappingStart(anchor, tag) => {
                self.tag(tag.as_deref(), at);
                (self.mapping(at, depth)?, anchor)
            }
            _ => (plain("", at), 0),
        };
        if anchor > 0 {
            self.spend(node.weight(), at)?;
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn mapping(&mut self, at: Place, depth: usize) -> Result<Node, ReadError> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut known = Known::default();
        let mut merged: Vec<Node> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                break;
            }
            let key = self.node(event, span, depth + 1)?;
            let key_at = key.at;
            let Value::Scalar(Scalar { text: key, style }) = key.value else {
                let braces = self.piece.text.lines().nth((key_at.line - self.piece.line) as usize);
                let template = braces.is_some_and(|line| line.contains("{{"));
                let why = "a key is a list or a mapping, and must be text".to_owned();
                let problem = if template { Problem::HelmTemplate } else { Problem::Syntax { why } };
                return Err(self.error(key_at, problem));
            };
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            if key == "<<" && style == Style::Plain {
                merged.push(value);
                continue;
            }
            let entry = Entry { key, key_at, value, taken: Cell::new(false) };
            add(entry, &mut entries, &mut known, &mut self.remarks);
        }
        for source in merged {
            self.merge(source, &mut entries, &mut known)?;
        }
        Ok(Node { at, value: Value::Mapping(entries) })
    }

    /// Adds what a merge key brings; what stands in the mapping itself, or came before, wins.
    fn merge(&mut self, source: Node, entries: &mut Vec<Entry>, known: &mut Known) -> Result<(), ReadError> {
        match source.value {
            Value::Mapping(more) => {
                for entry in more {
                    if known.index(&entry.key, entries).is_none() {
                        known.push(entry, entries);
                    }
                }
                Ok(())
            }
            Value::Sequence(sources) => sources.into_iter().try_for_each(|one| match one.value {
                Value::Mapping(_) => self.merge(one, entries, known),
                _ => Err(self.error(one.at, Problem::Merge)),
            }),
            Value::Scalar(_) if source.is_null() => Ok(()),
            Value::Scalar(_) => Err(self.error(source.at, Problem::Merge)),
        }
    }

    fn unfold(&mut self, anchor: usize, at: Place) -> Result<Node, ReadError> {
        let Some(weight) = self.anchors.get(&anchor).map(Node::weight) else {
            return Err(self.error(at, Problem::UnknownAlias));
        };
        self.spend(weight, at)?;
        self.anchors.get(&anchor).cloned().ok_or_else(|| self.error(at, Problem::UnknownAlias))
    }

    fn spend(&mut self, weight: usize, at: Place) -> Result<(), ReadError> {
        self.unfolded = self.unfolded.saturating_add(weight);
        if self.unfolded > MAX_UNFOLDED {
            return Err(self.error(at, Problem::AliasBomb { limit: MAX_UNFOLDED }));
        }
        Ok(())
    }

    fn style(&mut self, style: ScalarStyle, tag: Option<&Tag>, at: Place) -> Style {
        let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
        self.tag(tag, at);
        match style {
            ScalarStyle::Plain if !is_text => Style::Plain,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
            _ => Style::Quoted,
        }
    }

    fn tag(&mut self, tag: Option<&Tag>, at: Place) {
        if let Some(tag) = tag.filter(|tag| !tag.is_yaml_core_schema()) {
            self.remarks.push(Remark::Tag { tag: tag.to_string(), at });
        }
    }
}

/// Adds an entry. Of a key that stands twice the last value counts, as in go-yaml where it does not refuse.
pub(super) fn add(entry: Entry, entries: &mut Vec<Entry>, known: &mut Known, remarks: &mut Vec<Remark>) {
    if let Some(first) = known.index(&entry.key, entries).and_then(|index| entries.get_mut(index)) {
        let (key, first_line) = (entry.key.clone(), first.key_at.line);
        remarks.push(Remark::DuplicateKey { key, first: first_line, at: entry.key_at });
        *first = entry;
    } else {
        known.push(entry, entries);
    }
}

/// Which keys a mapping has. Most have few, and looking through them is quicker than any table.
#[derive(Default)]
pub(super) struct Known(HashMap<String, usize>);

impl Known {
    const FEW: usize = 16;

    fn index(&self, key: &str, entries: &[Entry]) -> Option<usize> {
        if entries.len() <= Self::FEW {
            return entries.iter().position(|entry| entry.key == key);
        }
        self.0.get(key).copied()
    }

    fn push(&mut self, entry: Entry, entries: &mut Vec<Entry>) {
        entries.push(entry);
        let from = match entries.len() {
            few if few <= Self::FEW => return,
            count if count == Self::FEW + 1 => 0,
            count => count - 1,
        };
        self.0.extend(entries.iter().enumerate().skip(from).map(|(index, entry)| (entry.key.clone(), index)));
    }
}

fn plain(text: &str, at: Place) -> Node {
    Node { at, value: Value::Scalar(Scalar { text: text.to_owned(), style: Style::Plain }) }
}
