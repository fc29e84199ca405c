//! What there is to say about a setting.

use crate::design::Severity;
use std::fmt;

/// One thing to know about a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingFinding {
    /// How much it matters: an error keeps the component from starting, or from taking the value.
    pub severity: Severity,
    /// The line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The field or flag: `featureGates.CSIDriverRegistry`, `--max-pods`.
    pub at: String,
    /// What is the case.
    pub what: String,
    /// What that does, or why it is so; empty when the first sentence says it all.
    pub why: String,
    /// What to write instead.
    pub fix: String,
    /// Where that can be read.
    pub source: String,
}

impl SettingFinding {
    pub(super) fn new(severity: Severity, line: u32, at: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            severity,
            line,
            at: at.into(),
            what: what.into(),
            why: String::new(),
            fix: String::new(),
            source: String::new(),
        }
    }

    pub(super) fn error(line: u32, at: impl Into<String>, what: impl Into<String>) -> Self {
        Self::new(Severity::Error, line, at, what)
    }

    pub(super) fn warning(line: u32, at: impl Into<String>, what: impl Into<String>) -> Self {
        Self::new(Severity::Warning, line, at, what)
    }

    pub(super) fn note(line: u32, at: impl Into<String>, what: impl Into<String>) -> Self {
        Self::new(Severity::Note, line, at, what)
    }

    pub(super) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = fix.into();
        self
    }

    pub(super) fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }
}

impl fmt::Display for SettingFinding {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if !self.at.is_empty() {
            write!(f, "{}: ", self.at)?;
        }
        f.write_str(&self.what)?;
        for more in [&self.why, &self.fix] {
            if !more.is_empty() {
                write!(f, " {more}")?;
            }
        }
        Ok(())
    }
}
