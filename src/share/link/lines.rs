//! Lines of files that the document speaks of, for guessing the next.

use super::memory::Id;
use crate::design::SourceLine;
use std::collections::BTreeMap;

/// The lines passed so far.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    /// The last in each file.
    last: BTreeMap<String, u32>,
    /// Where each Service was read, by its number.
    services: Vec<Option<u32>>,
    /// The last workload, and where it was read.
    workload: (Id, u32),
    /// Lines from one environment variable to the next.
    pub(super) stride: u32,
}

impl Default for Lines {
    fn default() -> Self {
        Self { last: BTreeMap::new(), services: Vec::new(), workload: (0, 0), stride: 2 }
    }
}

impl Lines {
    /// The last line in a file.
    pub(super) fn last(&self, file: &str) -> u32 {
        self.last.get(file).copied().unwrap_or(0)
    }

    /// What a workload may stand behind: the Service of its name, the last workload's Service, the last workload.
    pub(super) fn around(&self, workload: Id, file: &str) -> [u32; 3] {
        let of = |id: Id| self.services.get(id as usize).copied().flatten().unwrap_or_else(|| self.last(file));
        [of(workload), of(self.workload.0), self.workload.1]
    }

    pub(super) fn service_came(&mut self, service: Id, at: &SourceLine) {
        let place = service as usize;
        if self.services.len() <= place {
            self.services.resize(place + 1, None);
        }
        if let Some(line) = self.services.get_mut(place) {
            *line = Some(at.line);
        }
        self.came(at);
    }

    pub(super) fn workload_came(&mut self, workload: Id, at: &SourceLine) {
        self.workload = (workload, at.line);
        self.came(at);
    }

    pub(super) fn came(&mut self, at: &SourceLine) {
        self.last.insert(at.file.clone(), at.line);
    }
}
