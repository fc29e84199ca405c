//! The nodes a design takes on each platform, as the scheduler's twin finds them: worked out by a worker of its own once
//! the design rests, and given to the recommendation and to the other workers. Until they are there, or where there
//! would be too much to place, the bill goes by the totals and says so.

use super::courier::Courier;
use super::derived::use_derived;
use super::jobs::Job;
use super::store::Store;
use crate::app::kit::Memo;
use crate::app::view::prelude::*;
use crate::design::{Design, OptionKey, PlatformId, Priorities, Weighting};
use crate::knowledge::{self, Knowledge, Number, ScheduledSize};
use crate::order::Gather;
use crate::web;
use std::sync::Arc;

/// How long a design rests before its nodes are looked for, in milliseconds.
const REST: u32 = 700;
/// Pods beyond which looking for the nodes of every platform would keep a processor busy for long; the Cluster page does
/// it for one.
const MOST_PODS: u64 = 1_000;

/// Sizes, and what they are of.
#[derive(Debug, Clone)]
pub(crate) struct Sizes {
    of: Arc<Design>,
    rows: Arc<str>,
    known: Arc<Knowledge>,
}

impl PartialEq for Sizes {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.of, &other.of)
    }
}

impl Sizes {
    fn new(of: Arc<Design>, rows: &str) -> Self {
        Self { of, rows: rows.into(), known: Arc::new(with_sizes(rows)) }
    }

    /// Whether they hold for a design: priorities, prices and routes may differ, what is placed and where may not.
    fn hold_for(&self, design: &Design) -> bool {
        let of = &*self.of;
        let asked = |design: &Design| {
            let mut asked = design.requirements.clone();
            asked.priorities = Priorities::default();
            asked.weighting = Weighting::default();
            asked
        };
        std::ptr::eq(of, design)
            || (of.cluster == design.cluster
                && of.mesh == design.mesh
                && of.workloads == design.workloads
                && of.services == design.services
                && of.claims == design.claims
                && of.routes == design.routes
                && of.traffic == design.traffic
                && of.platform == design.platform
                && of.decision.numbers == design.decision.numbers
                && asked(of) == asked(design))
    }
}

/// Sizes as they travel: a line for each platform.
pub(crate) fn sizes_said(sizes: &[ScheduledSize]) -> String {
    let line = |size: &ScheduledSize| {
        let (platform, nanos) = (size.platform.key(), size.an_hour.nanos());
        format!("{platform}\t{}\t{}\t{nanos}\t{}", size.pods, size.nodes, size.machines)
    };
    sizes.iter().map(line).gather().join("\n")
}

/// Sizes as they came.
pub(crate) fn sizes_heard(rows: &str) -> Vec<ScheduledSize> {
    let size = |line: &str| {
        let mut cells = line.splitn(5, '\t');
        let platform = PlatformId::from_key(cells.next()?)?;
        let mut number = || cells.next()?.parse::<u64>().ok();
        let (pods, nodes, nanos) = (number()?, number()?, number()?);
        let machines = cells.next()?.to_owned();
        Some(ScheduledSize { platform, pods, nodes, an_hour: Number::of_nanos(nanos), machines })
    };
    rows.lines().filter_map(size).gather()
}

/// The facts, with sizes beside them.
pub(crate) fn with_sizes(rows: &str) -> Knowledge {
    Knowledge { scheduled: sizes_heard(rows), ..knowledge::embedded().clone() }
}

impl Store {
    /// The facts with the sizes that hold for the design as it is; whoever asks is asked again when either changes.
    pub(crate) fn sized_facts(&self) -> Option<Arc<Knowledge>> {
        let design = self.design();
        self.sizes.with(|sizes| sizes.as_ref().filter(|sizes| sizes.hold_for(&design)).map(|s| Arc::clone(&s.known)))
    }

    /// The sizes that hold for the design as it is now, as they travel; empty where there are none.
    pub(crate) fn sizes_now(&self) -> Arc<str> {
        let design = self.design_now();
        let held = |sizes: &Option<Sizes>| sizes.as_ref().filter(|s| s.hold_for(&design)).map(|s| Arc::clone(&s.rows));
        self.sizes.with_untracked(held).unwrap_or_default()
    }
}

/// Has the sizes follow the design; `renew` has everything that goes by them worked out anew.
pub(crate) fn keep_sizes(store: Store, renew: impl Fn() + Clone + Send + Sync + 'static) {
    let derived = use_derived();
    let waiting = StoredValue::new_local(None);
    let courier = StoredValue::new_local(None::<Courier>);
    let wanted = Memo::new(move || {
        let pods = derived.totals.get().pods;
        (1..=MOST_PODS).contains(&pods) && derived.sized.with(Option::is_none)
    });
    Effect::new(move |_| {
        let _ = store.design();
        // Whoever is still at it works for an earlier design.
        if let Some(courier) = courier.try_update_value(Option::take).flatten() {
            courier.stop();
        }
        if !wanted.get() {
            waiting.set_value(None);
            return;
        }
        let renew = renew.clone();
        waiting.set_value(Some(web::after(REST, move || {
            let (design, worker) = (store.design_now(), Courier::new(store));
            courier.set_value(Some(worker.clone()));
            let renew = renew.clone();
            worker.ask(Job::Sizes.with([]), move |answer| {
                if let Some(rows) = answer.texts.first().filter(|_| Arc::ptr_eq(&design, &store.design_now())) {
                    store.sizes.set(Some(Sizes::new(design, rows)));
                    renew();
                    // Its memory is given back; another is started for another design.
                    web::after(0, move || {
                        if let Some(worker) = courier.try_update_value(Option::take).flatten() {
                            worker.stop();
                        }
                    })
                    .forget();
                }
            });
        })));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes() -> Vec<ScheduledSize> {
        let size = |platform, nodes| ScheduledSize {
            platform,
            pods: 12,
            nodes,
            an_hour: Number::of_nanos(96_000_000 * nodes),
            machines: format!("{nodes} of m7g.large"),
        };
        vec![size(PlatformId::Eks, 3), size(PlatformId::Aks, 4)]
    }

    #[test]
    fn sizes_come_as_they_were_sent() {
        assert_eq!(sizes_heard(&sizes_said(&sizes())), sizes());
        assert_eq!(sizes_heard(""), []);
        assert_eq!(sizes_heard("eks\tmany"), []);
    }

    #[test]
    fn they_hold_until_what_is_placed_changes() {
        let design = Arc::new(Design::default());
        let sizes = Sizes::new(Arc::clone(&design), &sizes_said(&sizes()));
        let mut other = Design { name: "Shop".to_owned(), ..Design::default() };
        assert!(sizes.hold_for(&design) && sizes.hold_for(&other));
        other.cluster.survive_zone = Some(true);
        assert!(!sizes.hold_for(&other));
    }
}
