//! Everything that follows from the design, each computed when it is looked at and only when the design has changed.

use super::store::Store;
use crate::design::{Finding, Resolved, Severity, check, resolve};
use crate::knowledge::{self, Knowledge};
use crate::manifests::{Bundle, Provenance, generate};
use crate::recommend::{Recommendation, recommend};
use crate::units::{Bytes, MilliCpu};
use leptos::prelude::*;
use std::sync::Arc;

/// A large value that is the same only when it is the very same.
pub(crate) struct Once<T>(pub(crate) Arc<T>);

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Once<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What the workloads amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Totals {
    /// Workloads.
    pub(crate) workloads: usize,
    /// Their pods.
    pub(crate) pods: u64,
    /// CPU requests of all pods.
    pub(crate) cpu: MilliCpu,
    /// Memory requests of all pods.
    pub(crate) memory: Bytes,
    /// Calls.
    pub(crate) calls: usize,
    /// Services.
    pub(crate) services: usize,
}

/// The memos.
#[derive(Clone, Copy)]
pub(crate) struct Derived {
    /// The requirements with nothing left open.
    pub(crate) resolved: Memo<Arc<Resolved>>,
    /// Which orchestrator.
    pub(crate) recommendation: Memo<Arc<Recommendation>>,
    /// What the workloads amount to.
    pub(crate) totals: Memo<Totals>,
    /// The files.
    pub(crate) bundle: Memo<Once<Bundle>>,
    /// Everything that was found.
    pub(crate) findings: Memo<Arc<Vec<Finding>>>,
}

impl Derived {
    /// The memos over a store.
    pub(crate) fn from(store: Store) -> Self {
        let resolved = Memo::new(move |_| Arc::new(resolve(&store.design())));
        let recommendation =
            Memo::new(move |_| Arc::new(recommend(&store.design(), &resolved.get(), knowledge::embedded())));
        let totals = store.part(|design| {
            let mut totals =
                Totals { workloads: design.workloads.len(), services: design.services.len(), ..Totals::default() };
            for workload in &design.workloads {
                let pods = u64::from(workload.pods());
                let requests = workload.pod_requests();
                totals.pods += pods;
                totals.cpu = totals.cpu.plus(requests.cpu.times(pods));
                totals.memory = totals.memory.plus(requests.memory.times(pods));
                totals.calls += workload.calls.len();
            }
            totals
        });
        let bundle = Memo::new(move |_| {
            let provenance = provenance(knowledge::embedded(), &store.link.get());
            Once(Arc::new(generate(&store.rested.get(), &provenance)))
        });
        let findings = Memo::new(move |_| {
            let mut findings = check(&store.rested.get());
            findings.extend(bundle.get().0.findings.iter().cloned());
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            Arc::new(findings)
        });
        Self { resolved, recommendation, totals, bundle, findings }
    }
}

/// How many findings are errors and how many warnings.
pub(crate) fn counted(findings: &[Finding]) -> (usize, usize) {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    (of(Severity::Error), of(Severity::Warning))
}

fn provenance(knowledge: &Knowledge, link: &str) -> Provenance {
    let link =
        if link.is_empty() { String::new() } else { format!("{}#/files?d={link}", crate::web::current_address()) };
    Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        facts_date: knowledge.date.map(|date| date.to_string()).unwrap_or_default(),
        link,
    }
}

/// The memos of this page.
pub(crate) fn use_derived() -> Derived {
    use_context::<Derived>().unwrap_or_else(|| Derived::from(super::store::use_store()))
}
