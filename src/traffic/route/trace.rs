//! What is told of a request's way.

use crate::traffic::object::Meta;

/// A station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The gateway's port and host.
    Gateway,
    /// What the caller's proxy knows.
    Scope,
    /// Hosts of a VirtualService, HTTPRoute or Service.
    Host,
    /// Its rules.
    Rule,
    /// What a rule does beside sending on.
    Action,
    /// The Service behind it.
    Service,
    /// DestinationRule.
    Destination,
    /// Mutual TLS.
    Mtls,
    /// Tokens.
    Token,
    /// AuthorizationPolicy.
    Access,
    /// NetworkPolicy.
    Network,
}

impl Stage {
    /// Every station with its key and its name.
    pub const ALL: [(Self, &'static str, &'static str); 11] = [
        (Self::Gateway, "gateway", "Gateway"),
        (Self::Scope, "scope", "What the proxy knows"),
        (Self::Host, "host", "Host"),
        (Self::Rule, "rule", "Rule"),
        (Self::Action, "action", "Action"),
        (Self::Service, "service", "Service"),
        (Self::Destination, "destination", "Destination rule"),
        (Self::Mtls, "mtls", "Mutual TLS"),
        (Self::Token, "token", "Token"),
        (Self::Access, "access", "Authorization"),
        (Self::Network, "network", "Network policy"),
    ];

    /// Its key, for programs.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(stage, ..)| *stage == self).map_or("", |(_, key, _)| key)
    }

    /// Its name, for people.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(stage, ..)| *stage == self).map_or("", |(.., name)| name)
    }
}

/// What a station made of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It acts.
    Applies,
    /// It lets it pass.
    Passes,
    /// It does not concern this request.
    Skips,
    /// Worth knowing.
    Note,
    /// It ends here.
    Refuses,
}

impl Verdict {
    /// Its key, for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::Passes => "passes",
            Self::Skips => "skips",
            Self::Note => "note",
            Self::Refuses => "refuses",
        }
    }
}

/// One station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub stage: Stage,
    /// What it made of the request.
    pub verdict: Verdict,
    /// What happens.
    pub what: String,
    /// Why.
    pub why: String,
    /// The object; empty where there is none.
    pub object: String,
    /// Its file.
    pub file: String,
    /// The line, from 1; 0 for none.
    pub line: u32,
}

impl Step {
    pub(super) fn new(stage: Stage, verdict: Verdict, what: String, why: String, at: Option<(&Meta, u32)>) -> Self {
        let (object, file, line) = at.map_or_else(Default::default, |(meta, line)| {
            (meta.to_string(), meta.file.clone(), if line == 0 { meta.line } else { line })
        });
        Self { stage, verdict, what, why, object, file, line }
    }
}

/// Where a share of such requests ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct End {
    /// The host in full.
    pub host: String,
    /// The subset; empty for none.
    pub subset: String,
    /// The Service's port.
    pub port: u16,
    /// Of a thousand requests.
    pub share: u32,
    /// Workloads that answer, `namespace/name`.
    pub workloads: Vec<String>,
    /// Why it is refused; empty where it arrives.
    pub refused: String,
    /// The status a refused caller sees.
    pub status: String,
}

/// A request's whole way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    /// Every station.
    pub steps: Vec<Step>,
    /// The object whose rule was taken, `Kind namespace/name`; empty for none.
    pub by: String,
    /// Which of its rules, from 1; 0 for none.
    pub rule: usize,
    /// The rule's name.
    pub rule_name: String,
    /// The timeout as it is said; empty for none.
    pub timeout: String,
    /// Attempts beside the first, where it is said.
    pub retries: Option<u32>,
    /// What the path or host becomes.
    pub rewrite: String,
    /// Where a redirect leads.
    pub redirect: String,
    /// Hosts that get copies.
    pub mirrors: Vec<String>,
    /// Faults that are put in.
    pub faults: Vec<String>,
    /// Where such requests end.
    pub ends: Vec<End>,
    /// The status the caller sees where nothing is sent on: 301, 404, 403; empty where it arrives.
    pub status: String,
    /// All of it in a sentence.
    pub summary: String,
}

impl Trace {
    /// Whether a request arrives somewhere.
    pub fn arrives(&self) -> bool {
        self.ends.iter().any(|end| end.refused.is_empty())
    }

    pub(super) fn finish(&mut self) {
        if !self.summary.is_empty() {
            return;
        }
        let shares = |end: &End| {
            let subset = if end.subset.is_empty() { String::new() } else { format!(" ({})", end.subset) };
            let share = if end.share == 1000 {
                String::new()
            } else {
                format!("{}.{} % to ", end.share / 10, end.share % 10).replace(".0 %", " %")
            };
            let refused = if end.refused.is_empty() { String::new() } else { format!(", refused: {}", end.refused) };
            format!("{share}{}{subset}:{}{refused}", end.host, end.port)
        };
        let all: Vec<String> = self.ends.iter().filter(|end| end.share > 0).map(shares).collect();
        if all.is_empty() {
            let last = self.steps.iter().rev().find(|step| step.verdict == Verdict::Refuses);
            self.summary = last.map_or_else(|| "It goes nowhere.".to_owned(), |step| step.what.clone());
            return;
        }
        if !self.arrives()
            && let Some(first) = self.ends.first()
        {
            self.status.clone_from(&first.status);
            self.summary = format!("It is refused: {}", first.refused);
            return;
        }
        self.summary = format!("It arrives: {}.", all.join("; "));
    }
}
