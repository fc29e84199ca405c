//! Where the report grows while the files are read.

use super::report::{ReportEntry, ReportLevel};
use std::cell::{Cell, RefCell};

/// The object, or document, that is being read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Source {
    /// Which of the files, for the order of the report.
    pub(super) file_index: usize,
    /// The file's name.
    pub(super) file: String,
    /// Which document of the file, from 1.
    pub(super) document: u32,
    /// Which object, such as `Deployment cart`.
    pub(super) object: String,
}

impl Source {
    /// The same place, said of another object.
    pub(super) fn of(&self, object: String) -> Self {
        Self { object, ..self.clone() }
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
            file: source.file.clone(),
            document: source.document,
            line,
            object: source.object.clone(),
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
        entries.sort_by_key(|(file, entry)| (*file, entry.line));
        let mut entries: Vec<ReportEntry> = entries.into_iter().map(|(_, entry)| entry).collect();
        let count = self.server_fields.get();
        if count > 0 {
            entries.push(ReportEntry {
                level: ReportLevel::LeftOut,
                file: String::new(),
                document: 0,
                line: 0,
                object: String::new(),
                what: format!(
                    "What Kubernetes fills in itself is not part of a design: {count} {} such as status, uid, \
                     creationTimestamp and defaults.",
                    if count == 1 { "field" } else { "fields" }
                ),
                hint: String::new(),
            });
        }
        entries
    }
}
