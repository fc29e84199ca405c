//! Between page and worker. The worker has its own copy of the design; before it is asked anything about the design, what
//! has changed is sent to it, a piece at a time so that no frame is missed. One question is on the way at a time: while
//! it is answered, later changes gather, so the newest design is always the next to be worked on.

use super::jobs::{self, Change, Followed, Job, PIECE, Read};
use super::store::Store;
use crate::design::Design;
use crate::order::Gather;
use crate::web::{self, Parcel, PickedFile, WorkerClient};
use leptos::prelude::{GetUntracked, Set, WithUntracked};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

/// What became of an import.
pub(crate) enum Taken {
    /// What was read, and the design with it; none when there was nothing to take.
    Read(Read, Option<Arc<Design>>),
    /// The worker could not say.
    Failed,
}

type Answered = Box<dyn FnOnce(Parcel)>;

/// The courier; a handle.
#[derive(Clone)]
pub(crate) struct Courier {
    store: Store,
    worker: WorkerClient,
    state: Rc<RefCell<State>>,
}

struct State {
    /// The design as the worker has it.
    held: Arc<Design>,
    /// The sizes as the worker has them.
    sizes: Arc<str>,
    /// Questions about the present design.
    questions: VecDeque<(Parcel, Answered)>,
    /// Whether link, files and findings are to be worked out anew.
    stale: bool,
    /// Whether a question is on the way.
    busy: bool,
    /// Whether the next piece is about to be sent.
    sending: bool,
}

impl Courier {
    /// A courier to a new worker.
    pub(crate) fn new(store: Store) -> Self {
        let state = State {
            held: Arc::default(),
            sizes: Arc::default(),
            questions: VecDeque::new(),
            stale: false,
            busy: false,
            sending: false,
        };
        let worker = WorkerClient::new("./worker.js");
        Self { store, worker, state: Rc::new(RefCell::new(state)) }
    }

    /// Has the worker's reports of how far it has come heard.
    pub(crate) fn on_progress(&self, hear: web::OnProgress) {
        self.worker.on_progress(hear);
    }

    /// Ends what the worker does; everything that was asked is answered with nothing.
    pub(crate) fn stop(&self) {
        self.worker.stop();
    }

    /// Asks for link, files and findings of the design as it is then.
    pub(crate) fn follow(&self) {
        self.state.borrow_mut().stale = true;
        self.go_on();
    }

    /// Asks something about the design as it is now.
    pub(crate) fn ask(&self, job: Parcel, answered: impl FnOnce(Parcel) + 'static) {
        self.state.borrow_mut().questions.push_back((job, Box::new(answered)));
        self.go_on();
    }

    /// Asks something about what the worker has already worked out.
    pub(crate) fn ask_at_once(&self, job: Parcel, answered: impl FnOnce(Parcel) + 'static) {
        self.send(job, answered);
    }

    fn send(&self, job: Parcel, answered: impl FnOnce(Parcel) + 'static) {
        let state = Rc::clone(&self.state);
        self.worker.ask(job, move |answer| {
            if answer == Parcel::default() {
                // The worker broke; its successor knows nothing.
                let mut state = state.borrow_mut();
                state.held = Arc::default();
                state.sizes = Arc::default();
            }
            answered(answer);
        });
    }

    /// Reads files into the design.
    pub(crate) fn import(&self, files: Vec<PickedFile>, done: impl FnOnce(Taken) + 'static) {
        let courier = self.clone();
        let job = Parcel { files, ..Job::Import.with([]) };
        self.ask(job, move |answer| match jobs::heard_import(&answer) {
            Some((read, Some(rest))) => {
                // Nothing else may be asked before all of the design is here.
                courier.state.borrow_mut().busy = true;
                let gathered = move |design: Option<Arc<Design>>| {
                    done(design.map_or(Taken::Failed, |design| Taken::Read(read, Some(design))));
                };
                courier.gather(rest, Box::new(gathered));
            }
            Some((read, None)) => done(Taken::Read(read, None)),
            None => done(Taken::Failed),
        });
    }

    /// Fetches the workloads and Services that are still to come.
    fn gather(&self, mut design: Design, done: Box<dyn FnOnce(Option<Arc<Design>>)>) {
        let courier = self.clone();
        let from = [design.workloads.len(), design.services.len()];
        self.send(Job::Piece.with(from.map(|n| n.to_string())), move |answer| {
            let piece = jobs::heard(answer.text(0));
            let piece_came = piece.is_some();
            let ended = piece.as_ref().is_none_or(|piece| piece.workloads.is_empty() && piece.services.is_empty());
            let Some(mut piece) = piece.filter(|_| !ended) else {
                let design = piece_came.then(|| Arc::new(design));
                {
                    let mut state = courier.state.borrow_mut();
                    state.held = design.clone().unwrap_or_default();
                    state.busy = false;
                }
                done(design);
                courier.go_on();
                return;
            };
            design.workloads.append(&mut piece.workloads);
            design.services.append(&mut piece.services);
            courier.gather(design, done);
        });
    }

    /// Sends the next piece, or asks the next question when the worker has all of the design.
    fn go_on(&self) {
        let mut state = self.state.borrow_mut();
        if state.busy || state.sending || (state.questions.is_empty() && !state.stale) {
            return;
        }
        let design = self.store.design_now();
        if let Some(piece) = next_piece(&mut state.held, &design) {
            state.sending = true;
            drop(state);
            self.send(piece, drop);
            let courier = self.clone();
            web::after(0, move || {
                courier.state.borrow_mut().sending = false;
                courier.go_on();
            })
            .forget();
            return;
        }
        state.busy = true;
        let sizes = self.store.sizes_now();
        let given = (state.sizes != sizes).then(|| std::mem::replace(&mut state.sizes, Arc::clone(&sizes)));
        let question = state.questions.pop_front();
        let courier = self.clone();
        let (job, answered): (Parcel, Answered) = match question {
            Some(question) => question,
            None => {
                state.stale = false;
                let follow = Job::Follow.with([web::current_address()]);
                (follow, Box::new(move |answer| courier.followed(design, &answer)))
            }
        };
        drop(state);
        if given.is_some() {
            self.send(Job::Given.with([sizes.to_string()]), drop);
        }
        let courier = self.clone();
        self.send(job, move |answer| {
            courier.state.borrow_mut().busy = false;
            answered(answer);
            courier.go_on();
        });
    }

    fn followed(&self, design: Arc<Design>, answer: &Parcel) {
        if let Some(followed) = Followed::heard(answer) {
            if self.store.firm.with_untracked(|firm| **firm != followed.firm) {
                self.store.firm.set(Arc::new(followed.firm.clone()));
            }
            self.store.followed.set(Some((design, Arc::new(followed))));
        }
    }

    /// Whether the browser has yet to be given the present design.
    pub(crate) fn is_behind(&self) -> bool {
        let now = self.store.design_now();
        self.store.followed.get_untracked().is_none_or(|(design, _)| !Arc::ptr_eq(&design, &now))
    }
}

/// The next piece of what the worker lacks; `held` then has it. None when it has all.
fn next_piece(held: &mut Arc<Design>, design: &Arc<Design>) -> Option<Parcel> {
    if Arc::ptr_eq(held, design) {
        return None;
    }
    let counts = [design.workloads.len(), design.services.len()];
    let mut change = Change {
        counts,
        workloads: changed(&held.workloads, &design.workloads),
        services: changed(&held.services, &design.services),
        rest: jobs::rest_of(held) != jobs::rest_of(design),
    };
    let whole = change.workloads.len() <= PIECE && change.services.len() <= 2 * PIECE;
    let same_counts = counts == [held.workloads.len(), held.services.len()];
    if whole && change.workloads.is_empty() && change.services.is_empty() && !change.rest && same_counts {
        *held = Arc::clone(design);
        return None;
    }
    if whole {
        *held = Arc::clone(design);
        return Some(jobs::put(&change, design));
    }
    change.workloads.truncate(PIECE);
    change.services.truncate(2 * PIECE);
    let copy = Arc::make_mut(held);
    if change.rest {
        let (workloads, services) = (std::mem::take(&mut copy.workloads), std::mem::take(&mut copy.services));
        *copy = Design { workloads, services, ..jobs::rest_of(design) };
    }
    copy.workloads.resize(design.workloads.len(), crate::design::Workload::default());
    copy.services.resize(design.services.len(), crate::design::Service::default());
    for at in &change.workloads {
        if let (Some(place), Some(now)) = (copy.workloads.get_mut(*at), design.workloads.get(*at)) {
            place.clone_from(now);
        }
    }
    for at in &change.services {
        if let (Some(place), Some(now)) = (copy.services.get_mut(*at), design.services.get(*at)) {
            place.clone_from(now);
        }
    }
    Some(jobs::put(&change, design))
}

/// Places whose value differs, or that are new.
fn changed<T: PartialEq>(held: &[T], now: &[T]) -> Vec<usize> {
    now.iter().enumerate().filter(|(at, value)| held.get(*at) != Some(*value)).map(|(at, _)| at).gather()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Service, Workload};
    use crate::share::write_design;

    fn of(workloads: usize) -> Design {
        let name = |at: usize| format!("service-{at}");
        Design {
            name: "Many".to_owned(),
            workloads: (0..workloads).map(|at| Workload { name: name(at), ..Workload::default() }).collect(),
            services: (0..workloads).map(|at| Service { name: name(at), ..Service::default() }).collect(),
            ..Design::default()
        }
    }

    #[test]
    fn after_all_pieces_the_worker_has_the_design() {
        let mut renamed = of(40);
        renamed.workloads[17].name = "renamed".to_owned();
        let mut fewer = renamed.clone();
        drop(fewer.workloads.remove(3));
        fewer.services.truncate(5);
        let mut other = fewer.clone();
        other.cluster.namespace = "shop".to_owned();
        let mut worker = super::super::desk::desk();
        let mut held = Arc::default();
        for design in [of(40), renamed, fewer, other, Design::default(), of(3)].map(Arc::new) {
            let mut pieces = 0;
            while let Some(piece) = next_piece(&mut held, &design) {
                assert!(worker(piece) != Parcel::default());
                pieces += 1;
            }
            assert!(pieces <= 4, "40 workloads travel in four pieces, not {pieces}");
            assert_eq!(worker(Job::DesignFile.with([])).text(0), write_design(&design));
        }
    }

    #[test]
    fn what_follows_comes_back_as_it_was_sent() {
        let mut worker = super::super::desk::desk();
        let piece = next_piece(&mut Arc::default(), &Arc::new(of(3))).unwrap();
        assert!(worker(piece) != Parcel::default());
        let answer = worker(Job::Follow.with(["https://example.com/".to_owned()]));
        let followed = Followed::heard(&answer).unwrap();
        assert!(followed.firm.samples > 0 && !followed.firm.acceptability.is_empty() && !followed.paths.is_empty());
        assert_eq!(followed.parcel(), answer);
        let design = of(3);
        let full = crate::recommend::recommend(&design, &crate::design::resolve(&design), crate::knowledge::embedded());
        let given = crate::recommend::recommend_by(
            &design,
            &crate::design::resolve(&design),
            crate::knowledge::embedded(),
            &|_, _| followed.firm.clone(),
        );
        assert!(full == given, "what the page shows is what the terminal says");
    }

    #[test]
    fn one_change_is_one_small_piece() {
        let (before, mut after) = (Arc::new(of(40)), of(40));
        after.workloads[17].replicas = Some(3);
        let mut held = before;
        let piece = next_piece(&mut held, &Arc::new(after)).unwrap();
        assert_eq!([piece.text(1), piece.text(2), piece.text(3), piece.text(4)], ["40,40", "17", "", ""]);
        assert!(piece.text(5).len() < 300);
    }
}
