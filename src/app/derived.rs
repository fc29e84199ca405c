//! Everything that follows from the design, each computed when it is looked at and only when the design has changed.

use super::store::Store;
use crate::app::kit::Memo;
use crate::app::view::prelude::*;
use crate::decide::Table;
use crate::design::{Design, PlatformId, Resolved, resolve};
use crate::knowledge::{self, Knowledge, ScheduledSize};
use crate::recommend::{Recommendation, Valuation, knowledge_for, same_values};
use crate::units::{Bytes, MilliCpu};
use std::borrow::Cow;
use std::sync::Arc;

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

/// The facts as this design has them: with the person's own numbers and names in them.
#[derive(Clone)]
pub(crate) struct Known(Option<Arc<Knowledge>>);

impl Known {
    fn of(design: &Design) -> Self {
        match knowledge_for(design, knowledge::embedded()) {
            Cow::Borrowed(_) => Self(None),
            Cow::Owned(own) => Self(Some(Arc::new(own))),
        }
    }

    /// The facts.
    pub(crate) fn knowledge(&self) -> &Knowledge {
        self.0.as_deref().unwrap_or_else(|| knowledge::embedded())
    }
}

impl PartialEq for Known {
    /// One that was made anew is taken to differ: telling two apart would take longer than what follows from them.
    fn eq(&self, other: &Self) -> bool {
        self.0.is_none() && other.0.is_none()
    }
}

/// The facts with what the scheduler's twin found beside them; two are equal when they are the same.
#[derive(Clone)]
pub(crate) struct Sized(Arc<Knowledge>);

impl Sized {
    /// What was found for a platform.
    pub(crate) fn size(&self, platform: PlatformId) -> Option<&ScheduledSize> {
        self.0.scheduled.iter().find(|size| size.platform == platform)
    }
}

impl PartialEq for Sized {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The memos.
#[derive(Clone, Copy)]
pub(crate) struct Derived {
    /// The requirements with nothing left open.
    pub(crate) resolved: Memo<Arc<Resolved>>,
    /// The facts as this design has them.
    pub(crate) known: Memo<Known>,
    /// The facts with the nodes beside them that the scheduler's twin found for this design, where it has.
    pub(crate) sized: Memo<Option<Sized>>,
    /// Which orchestrator; how firmly follows a moment later, from the worker.
    pub(crate) recommendation: Memo<Arc<Recommendation>>,
    /// What the workloads amount to.
    pub(crate) totals: Memo<Totals>,
    /// How many files there are.
    pub(crate) files: Memo<usize>,
    /// Errors, warnings and notes found.
    pub(crate) found: Memo<[usize; 3]>,
    /// Whether files and findings are those of an earlier design.
    pub(crate) renewing: Memo<bool>,
}

impl Derived {
    /// The memos over a store.
    pub(crate) fn from(store: Store) -> Self {
        let resolved = Memo::new(move || Arc::new(resolve(&store.design())));
        let decision = store.part(|design| design.decision.clone());
        let known = Memo::new(move || {
            decision.with(|_| ());
            Known::of(&store.design_now())
        });
        let sized = Memo::new(move || store.sized_facts().map(Sized));
        // What the platforms are worth stays while a weight is moved, and while it is worked out how firm that is.
        let kept = StoredValue::new(None::<(Arc<Design>, Option<Sized>, Arc<Valuation<'static>>)>);
        let recommendation = Memo::new(move || {
            let (firm, design, resolved) = (store.firm.get(), store.design(), resolved.get());
            let given = |_: &Table, _: u32| (*firm).clone();
            let sized = sized.get();
            let before = kept.with_value(|kept| {
                let same = kept.as_ref().filter(|(of, with, _)| *with == sized && same_values(of, &design));
                same.map(|(_, _, valuation)| Arc::clone(valuation))
            });
            let valuation = before.unwrap_or_else(|| {
                Arc::new(match &sized {
                    Some(Sized(facts)) => Valuation::of(&design, &resolved, facts).into_owned(),
                    None => Valuation::of(&design, &resolved, knowledge::embedded()),
                })
            });
            kept.set_value(Some((Arc::clone(&design), sized, Arc::clone(&valuation))));
            Arc::new(valuation.weighed(&design, &resolved, &given))
        });
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
        let followed = store.followed;
        let files = Memo::new(move || followed.with(|f| f.as_ref().map_or(0, |(_, f)| f.paths.len())));
        let found = Memo::new(move || followed.with(|f| f.as_ref().map_or([0; 3], |(_, f)| f.counts)));
        let renewing = Memo::new(move || {
            let design = store.design();
            store.has_begun() && followed.with(|f| f.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, &design)))
        });
        Self { resolved, known, sized, recommendation, totals, files, found, renewing }
    }
}

/// The memos of this page.
pub(crate) fn use_derived() -> Derived {
    use_context::<Derived>().unwrap_or_else(|| Derived::from(super::store::use_store()))
}
