//! Where the report grows while the files are read.

use super::report::{ReportEntry, ReportLevel};
use crate::order::Gather;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The object, or document, that is being read. Cheap to copy: every text that may hold an address has one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Source {
    /// Which of the files, for the order of the report.
    pub(super) file_index: usize,
    /// The file's name.
    pub(super) file: Rc<str>,
    /// Which document of the file, from 1.
    pub(super) document: u32,
    /// Which object, such as `Deployment cart`.
    pub(super) object: Rc<str>,
}

impl Source {
    /// The same place, said of another object.
    pub(super) fn of(&self, object: impl Into<Rc<str>>) -> Self {
        Self { object: object.into(), ..self.clone() }
    }
}

/// The lines of the report, as they come.
#[derive(Debug, Default)]
pub(super) struct Notes {
    entries: RefCell<Vec<(usize, ReportEntry)>>,
    server_fields: Cell<u32>,
}

impl Notes {
    /// Writes down one line.
    pub(super) fn say(
        &self,
        source: &Source,
        line: u32,
        level: ReportLevel,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let entry = ReportEntry {
            level,
            file: source.file.to_string(),
            document: source.document,
            line,
            object: source.object.to_string(),
            what: what.into(),
            hint: hint.into(),
        };
        self.entries.borrow_mut().push((source.file_index, entry));
    }

    /// Counts a field that the API server fills in itself.
    pub(super) fn count_server_field(&self) {
        self.server_fields.set(self.server_fields.get().saturating_add(1));
    }

    /// The lines in the order of the files, then of their lines; what concerns all files comes last.
    pub(super) fn into_entries(self) -> Vec<ReportEntry> {
        let mut entries = self.entries.into_inner();
        crate::order::sort_by_key(&mut entries, |(file, entry)| (*file, entry.line));
        let mut entries: Vec<ReportEntry> = entries.into_iter().map(|(_, entry)| entry).gather();
        let more = entries.len().saturating_sub(MOST_LINES);
        entries.truncate(MOST_LINES);
        if more > 0 {
            entries.push(of_all(
                format!("{more} further lines are left out of this report."),
                "Import fewer files at a time.",
            ));
        }
        let count = self.server_fields.get();
        if count > 0 {
            let fields = if count == 1 { "field" } else { "fields" };
            let what = format!(
                "What Kubernetes fills in itself is not part of a design: {count} {fields} such as status, uid, \
                 creationTimestamp and defaults."
            );
            entries.push(of_all(what, ""));
        }
        entries
    }
}

/// A report longer than this is read by nobody.
const MOST_LINES: usize = 20_000;

/// A line that concerns all files.
fn of_all(what: String, hint: &str) -> ReportEntry {
    ReportEntry {
        level: ReportLevel::LeftOut,
        file: String::new(),
        document: 0,
        line: 0,
        object: String::new(),
        what,
        hint: hint.to_owned(),
    }
}
