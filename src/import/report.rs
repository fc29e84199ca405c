//! What an import did, said line by line.

use super::Import;
use crate::design::{ContainerRole, Workload};
use crate::units::{Bytes, MilliCpu};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// What became of something in the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ReportLevel {
    /// It is in the design now.
    Read,
    /// The files leave it open, and the design says something nevertheless.
    Assumed,
    /// It is not in the design.
    LeftOut,
    /// It could not be read at all.
    Refused,
}

impl ReportLevel {
    /// Every level, the weightiest last.
    pub const ALL: [Self; 4] = [Self::Read, Self::Assumed, Self::LeftOut, Self::Refused];

    /// What it is called in the text form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Assumed => "assumed",
            Self::LeftOut => "left out",
            Self::Refused => "refused",
        }
    }
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportEntry {
    /// What became of it.
    pub level: ReportLevel,
    /// The file; empty when it concerns all of them.
    pub file: String,
    /// Which document of the file, from 1; 0 when it concerns the whole file.
    pub document: u32,
    /// The line in the file, from 1; 0 when it concerns the whole file.
    pub line: u32,
    /// Which object, such as `Deployment cart`; empty when it concerns the whole document.
    pub object: String,
    /// What is the case, as a sentence.
    pub what: String,
    /// What to do about it, as a sentence; empty when nothing need be done.
    pub hint: String,
}

/// What the import amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportTotals {
    /// How many objects of each kind stood in the files, whatever became of them; a Compose service counts as
    /// `Compose service`.
    pub objects: BTreeMap<String, u32>,
    /// Workloads in the design.
    pub workloads: u32,
    /// Their pods; a DaemonSet counts one, since its nodes are not known.
    pub pods: u64,
    /// Services.
    pub services: u32,
    /// Calls between workloads and Services.
    pub calls: u32,
    /// CPU requests of all pods together.
    pub cpu: MilliCpu,
    /// Memory requests of all pods together.
    pub memory: Bytes,
    /// Containers that run as long as their pod, counted once per workload.
    pub containers: u32,
    /// How many of these request no CPU.
    pub without_cpu_request: u32,
    /// How many of these request no memory.
    pub without_memory_request: u32,
}

impl ImportTotals {
    /// Counts what was imported.
    pub(super) fn count(&mut self, workloads: &[Workload], services: usize) {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.workloads = small(workloads.len());
        self.services = small(services);
        self.calls = small(workloads.iter().map(|w| w.calls.len()).sum());
        for workload in workloads {
            let pods = u64::from(workload.pods());
            let requests = workload.pod_requests();
            self.pods = self.pods.saturating_add(pods);
            self.cpu = self.cpu.plus(requests.cpu.times(pods));
            self.memory = self.memory.plus(requests.memory.times(pods));
            for container in workload.containers.iter().filter(|c| c.role != ContainerRole::Init) {
                let requests = container.effective_requests();
                self.containers = self.containers.saturating_add(1);
                self.without_cpu_request += u32::from(requests.cpu.is_none());
                self.without_memory_request += u32::from(requests.memory.is_none());
            }
        }
    }
}

/// What was read, assumed, left out and refused, in the order of the files, and what it amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// The totals.
    pub totals: ImportTotals,
    /// The lines.
    pub entries: Vec<ReportEntry>,
}

impl ImportReport {
    /// The lines of one level, in order.
    pub fn of_level(&self, level: ReportLevel) -> impl Iterator<Item = &ReportEntry> {
        self.entries.iter().filter(move |entry| entry.level == level)
    }
}

impl fmt::Display for ReportEntry {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match (self.file.as_str(), self.line) {
            ("", _) => {}
            (file, 0) => write!(f, "{file}: ")?,
            (file, line) => write!(f, "{file}:{line}: ")?,
        }
        if !self.object.is_empty() {
            write!(f, "{}: ", self.object)?;
        }
        f.write_str(&self.what)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, " {}", self.hint) }
    }
}

fn counted(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

impl fmt::Display for ImportTotals {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(
            f,
            "{} with {}, {}, {}; requests in all: {}, {} of memory",
            counted(self.workloads.into(), "workload"),
            counted(self.pods, "pod"),
            counted(self.services.into(), "Service"),
            counted(self.calls.into(), "call"),
            self.cpu.in_words(),
            self.memory.in_words()
        )?;
        let (cpu, memory) = (self.without_cpu_request, self.without_memory_request);
        if cpu > 0 || memory > 0 {
            let containers = counted(self.containers.into(), "container");
            write!(f, "; the CPU request is missing on {cpu}, the memory request on {memory} of {containers}")?;
        }
        f.write_str(".")
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "{}", self.totals)?;
        for level in ReportLevel::ALL.into_iter().rev() {
            for entry in self.of_level(level) {
                writeln!(f, "{:>8}  {entry}", level.name())?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.report.fmt(f)
    }
}
