//! A workload while the files are still being read, with what only the import needs to know of it.

use super::credential::{argument_credential, is_credential};
use super::field::Field;
use super::notes::Source;
use super::report::ReportLevel;
use crate::design::{CallEvidence, Container, EnvSource, EnvVar, Workload};

/// A workload and where its words stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) workload: Workload,
    pub(super) source: Source,
    /// The line of its name.
    pub(super) line: u32,
    /// Texts that may hold addresses.
    pub(super) words: Vec<Word>,
    /// ConfigMaps whose values it sees.
    pub(super) configs: Vec<ConfigUse>,
    /// Services it names outright, with the line: Compose's `depends_on` and `links`.
    pub(super) depends_on: Vec<(String, u32)>,
    /// Credentials that stood in the file: the Secret's key and the value, which goes no further.
    pub(super) hidden: Vec<(String, String)>,
}

/// A text in which an address may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Which of the workload's containers sees it.
    pub(super) container: usize,
    /// What it would be evidence of.
    pub(super) evidence: CallEvidence,
    /// What it is called: the variable, the flag or the key; empty when it has no name.
    pub(super) name: String,
    /// The text.
    pub(super) text: String,
    /// Where it stands.
    pub(super) source: Source,
    /// Its first line.
    pub(super) line: u32,
    /// Whether each of its lines is a line of the file.
    pub(super) is_block: bool,
}

/// That a container sees a ConfigMap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ConfigUse {
    /// The container.
    pub(super) container: usize,
    /// The ConfigMap.
    pub(super) name: String,
    /// The one key it sees; none for all.
    pub(super) key: Option<String>,
    /// The variable it becomes; none when each key is its own, or a file.
    pub(super) variable: Option<String>,
}

/// A container and its place in the workload.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) index: usize,
    pub(super) name: &'a str,
}

/// Why a credential stays out.
const NOT_TAKEN: &str = ", so its value is not taken: it would travel in every shared link.";

impl Draft {
    /// The value of a container's variable, where it stands in the files.
    pub(super) fn literal(&self, container: usize, name: &str) -> Option<&str> {
        let named = |word: &&Word| {
            word.container == container && word.name == name && matches!(word.evidence, CallEvidence::Env(_))
        };
        self.words.iter().rev().find(named).map(|word| word.text.as_str())
    }

    fn hear(&mut self, at: At<'_>, evidence: CallEvidence, name: &str, text: &str, field: Field<'_>) {
        self.words.push(Word {
            container: at.index,
            evidence,
            name: name.to_owned(),
            text: text.to_owned(),
            source: field.source.clone(),
            line: field.line(),
            is_block: field.is_block(),
        });
    }

    /// An environment variable with a value that stands in the file. A credential is not taken into the design, which
    /// travels in links: a reference to a Secret takes its place.
    pub(super) fn variable(&mut self, at: At<'_>, name: &str, value: String, field: Field<'_>) -> EnvVar {
        self.hear(at, CallEvidence::Env(name.to_owned()), name, &value, field);
        if !is_credential(name, &value) {
            return EnvVar { name: name.to_owned(), source: EnvSource::Value(value) };
        }
        self.hide(at, name, value, field, &format!("`{name}` looks like a credential{NOT_TAKEN}"))
    }

    /// A reference to a Secret in place of a value; `what` says why.
    pub(super) fn hide(&mut self, at: At<'_>, name: &str, value: String, field: Field<'_>, what: &str) -> EnvVar {
        let secret = format!("{}-credentials", self.workload.name);
        // Two containers may give different credentials the same name.
        let clash = self.hidden.iter().any(|(key, other)| key == name && *other != value);
        let key = if clash { format!("{}.{name}", at.name) } else { name.to_owned() };
        field.say(
            ReportLevel::Assumed,
            what,
            format!("Put it into a Secret `{secret}` under the key `{key}`; the design refers to that."),
        );
        self.hidden.push((key.clone(), value));
        EnvVar { name: name.to_owned(), source: EnvSource::Secret { name: secret, key, optional: false } }
    }

    /// A command or arguments that stand in the file. A credential after a flag such as `--password` becomes a
    /// reference to a variable that a Secret fills.
    pub(super) fn arguments(
        &mut self,
        at: At<'_>,
        container: &mut Container,
        words: Vec<(String, Field<'_>)>,
    ) -> Vec<String> {
        let mut flag = String::new();
        let mut arguments = Vec::new();
        for (word, field) in words {
            let before = std::mem::take(&mut flag);
            let (name, value) = match word.split_once('=') {
                Some((name, value)) if name.starts_with('-') => (name, value),
                _ => (before.as_str(), word.as_str()),
            };
            let name = name.trim_start_matches('-').to_owned();
            self.hear(at, CallEvidence::Argument, &name, value, field);
            if word.starts_with('-') && !word.contains('=') {
                word.trim_start_matches('-').clone_into(&mut flag);
            }
            if !argument_credential(&name, value) {
                arguments.push(word);
                continue;
            }
            let variable: String =
                name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
            let hidden = self.hide(
                at,
                &variable,
                value.to_owned(),
                field,
                &format!("The argument after `{name}` looks like a credential{NOT_TAKEN}"),
            );
            let start = word.len() - value.len();
            arguments.push(format!("{}$({variable})", word.get(..start).unwrap_or_default()));
            if !container.env.iter().any(|known| known.name == variable) {
                container.env.push(hidden);
            }
        }
        arguments
    }
}
