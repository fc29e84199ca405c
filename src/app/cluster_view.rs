//! What the person sees of the cluster, and what they can set going there. The long work is done by a second desk, so
//! that files and link follow the design also while nodes are looked for.

use super::cluster_jobs::{Film, Look, Pointed, Sized, rows_heard};
use super::courier::Courier;
use super::jobs::Job;
use super::settings_jobs::OwnTold;
use super::store::Store;
use crate::app::view::prelude::*;
use crate::design::Design;
use crate::order::Gather;
use crate::text::SETTINGS;
use crate::web::{self, Parcel, PickedFile};
use std::rc::Rc;
use std::sync::Arc;

/// The id of the canvas.
pub(crate) const CANVAS: &str = "node-map";
/// What holds the colours of the map, in the order the desk has them.
const PALETTE: &str = "#map-palette i";

/// How far the search has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Searching {
    /// Nothing is looked for.
    #[default]
    No,
    /// Something is, and so much of it is done, in per cent.
    Yes(Option<u32>),
    /// It was stopped, with so much done.
    Stopped(Option<u32>),
    /// The desk broke.
    Broke,
}

/// The map as it was painted last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Painted {
    /// What the colours stand for: place and name.
    pub(crate) legend: Vec<(String, String)>,
    /// How many nodes match what is looked for, in words.
    pub(crate) found: String,
}

/// The view; a handle.
#[derive(Clone, Copy)]
pub(crate) struct ClusterView {
    store: StoredValue<Store>,
    courier: StoredValue<Courier, LocalStorage>,
    /// What was found, and of which design.
    pub(crate) sized: RwSignal<Option<(Arc<Design>, Arc<Sized>)>>,
    /// Whether nodes are looked for.
    pub(crate) searching: RwSignal<Searching>,
    /// What was asked last, and what came of it.
    pub(crate) film: RwSignal<Option<(String, Arc<Film>)>>,
    /// Which frame of it is shown; the first is how things are.
    pub(crate) frame: RwSignal<usize>,
    /// What colours stand for.
    pub(crate) colouring: RwSignal<String>,
    /// What is looked for on the map.
    pub(crate) sought: RwSignal<String>,
    /// The node that was pointed at.
    pub(crate) pointed: RwSignal<Pointed>,
    /// The node that was chosen.
    pub(crate) chosen: RwSignal<String>,
    /// Counts how often the window changed its size.
    pub(crate) resized: RwSignal<u32>,
    /// The map.
    pub(crate) painted: RwSignal<Painted>,
    /// What was taken of somebody's own nodes and scheduler, or why not.
    pub(crate) own: RwSignal<Option<OwnTold>>,
    /// The files that was; a desk that is started anew is given them again.
    own_files: StoredValue<Arc<Vec<PickedFile>>>,
    /// Profiles of the scheduler side by side.
    pub(crate) profiles: RwSignal<Vec<Vec<String>>>,
}

/// The view of this page.
pub(crate) fn use_cluster_view() -> ClusterView {
    use_context::<ClusterView>().unwrap_or_else(|| ClusterView::new(super::store::use_store()))
}

impl ClusterView {
    /// A view with a desk of its own, which starts when it is first asked.
    pub(crate) fn new(store: Store) -> Self {
        let courier = Courier::new(store);
        let searching = RwSignal::new(Searching::No);
        courier.on_progress(Rc::new(move |done, of| {
            if let Searching::Yes(_) = searching.get_untracked() {
                searching.set(Searching::Yes(Some(per_cent(done, of))));
            }
        }));
        let resized = RwSignal::new(0_u32);
        web::on_window_event("resize", move || resized.update(|times| *times = times.wrapping_add(1)));
        Self {
            store: StoredValue::new(store),
            resized,
            courier: StoredValue::new_local(courier),
            sized: RwSignal::new(None),
            searching,
            film: RwSignal::new(None),
            frame: RwSignal::new(0),
            colouring: RwSignal::new("workload".to_owned()),
            sought: RwSignal::new(String::new()),
            pointed: RwSignal::new(Pointed::default()),
            chosen: RwSignal::new(String::new()),
            painted: RwSignal::new(Painted::default()),
            own: RwSignal::new(None),
            own_files: StoredValue::new(Arc::default()),
            profiles: RwSignal::new(Vec::new()),
        }
    }

    /// Whether what was found is of the present design.
    pub(crate) fn is_current(self) -> bool {
        let design = self.store.get_value().design();
        self.sized.with(|sized| sized.as_ref().is_some_and(|(of, _)| Arc::ptr_eq(of, &design)))
    }

    /// Looks for nodes; `thorough` also for what single changes would bring.
    pub(crate) fn search(self, thorough: bool) {
        // A search for an earlier design is of no use.
        if matches!(self.searching.get_untracked(), Searching::Yes(_)) {
            self.courier.get_value().stop();
            self.give_own();
        }
        self.searching.set(Searching::Yes(None));
        let design = self.store.get_value().design_now();
        self.courier.get_value().ask(
            Job::Nodes.with([if thorough { "thorough" } else { "" }.to_owned()]),
            move |answer| {
                if !Arc::ptr_eq(&design, &self.store.get_value().design_now()) {
                    return;
                }
                match Sized::heard(&answer) {
                    Some(sized) => {
                        self.film.set(None);
                        self.frame.set(0);
                        self.profiles.set(Vec::new());
                        self.chosen.set(String::new());
                        self.pointed.set(Pointed::default());
                        self.searching.set(Searching::No);
                        self.sized.set(Some((design, Arc::new(sized))));
                    }
                    None => {
                        self.give_own();
                        if let Searching::Yes(_) = self.searching.get_untracked() {
                            self.searching.set(Searching::Broke);
                        }
                    }
                }
            },
        );
    }

    /// Stops the search.
    pub(crate) fn stop(self) {
        let done = match self.searching.get_untracked() {
            Searching::Yes(done) => done,
            _ => None,
        };
        self.searching.set(Searching::Stopped(done));
        self.courier.get_value().stop();
        self.give_own();
        // The desk that knew the nodes is gone with the search.
        self.sized.set(None);
        self.film.set(None);
    }

    /// Takes somebody's own nodes, or lets go of them when there are no files, and looks for nodes anew.
    pub(crate) fn take_own(self, files: Vec<PickedFile>) {
        let files = Arc::new(files);
        let lets_go = files.is_empty();
        self.own.set((!lets_go).then(|| OwnTold { lines: vec![SETTINGS.own_reading.to_owned()], taken: false }));
        if matches!(self.searching.get_untracked(), Searching::Yes(_)) {
            self.courier.get_value().stop();
        }
        let job = Parcel { files: files.to_vec(), ..Job::Own.with([]) };
        self.courier.get_value().ask_at_once(job, move |answer| {
            let told = OwnTold::heard(&answer).filter(|_| !lets_go);
            let taken = told.as_ref().is_some_and(|told| told.taken);
            self.own_files.set_value(if taken { files } else { Arc::default() });
            self.own.set(told);
            self.search(false);
        });
    }

    /// Gives a desk that is started anew what was taken before.
    fn give_own(self) {
        let files = self.own_files.get_value();
        if !files.is_empty() {
            let job = Parcel { files: files.to_vec(), ..Job::Own.with([]) };
            self.courier.get_value().ask_at_once(job, drop);
        }
    }

    /// Places the pods by several profiles.
    pub(crate) fn compare(self) {
        self.courier.get_value().ask_at_once(Job::Profiles.with([]), move |answer| {
            self.profiles.set(rows_heard(answer.text(0)));
        });
    }

    /// Asks what happens if.
    pub(crate) fn what_if(self, kind: &str, of: &str, title: String) {
        let job = Job::WhatIf.with([kind.to_owned(), of.to_owned()]);
        self.courier.get_value().ask_at_once(job, move |answer| {
            let film = Film::heard(&answer);
            let last = film.frames.len();
            self.film.set(Some((title, Arc::new(film))));
            self.frame.set(last);
        });
    }

    /// Paints the map as it is looked at now.
    pub(crate) fn paint(self) {
        let dots = web::dots_per_pixel();
        let look = Look {
            frame: self.frame.get_untracked(),
            colouring: self.colouring.get_untracked(),
            width: web::width_of("node-map-frame").max(240),
            scale: thousandths(dots),
            colours: web::fill_colours(PALETTE),
            sought: self.sought.get_untracked(),
            node: self.chosen.get_untracked(),
        };
        self.courier.get_value().ask_at_once(Job::Paint.with(look.texts()), move |answer| {
            let Some(picture) = &answer.picture else { return };
            if web::show_picture(CANVAS, picture, dots) {
                let legend = answer.text(2).lines().filter_map(|line| line.split_once('\t'));
                let legend = legend.map(|(place, name)| (place.to_owned(), name.to_owned())).gather();
                self.painted.set(Painted { legend, found: answer.text(3).to_owned() });
            }
        });
    }

    /// What lies at a point.
    pub(crate) fn point(self, (x, y): (i32, i32), choose: bool) {
        self.ask_point([x.to_string(), y.to_string(), String::new()], choose);
    }

    /// Goes from the chosen node to the next in a direction.
    pub(crate) fn step(self, across: i32, down: i32) {
        let from = self.chosen.get_untracked();
        let from = if from.is_empty() { "-".to_owned() } else { from };
        self.ask_point([across.to_string(), down.to_string(), from], true);
    }

    fn ask_point(self, arguments: [String; 3], choose: bool) {
        self.courier.get_value().ask_at_once(Job::Point.with(arguments), move |answer| {
            let pointed = Pointed::heard(&answer);
            if choose {
                self.chosen.set(pointed.node.clone());
            }
            // Where a node is chosen it stays the one that is told of until another is.
            if choose || (!pointed.node.is_empty() && self.chosen.with_untracked(String::is_empty)) {
                self.pointed.set(pointed);
            }
        });
    }
}

/// Per cent, as a bar shows them.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
fn per_cent(done: f64, of: f64) -> u32 {
    (100.0 * done / of.max(1.0)).clamp(0.0, 100.0) as u32
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a screen has between 0.5 and 8 dots a pixel"
)]
fn thousandths(dots: f64) -> u32 {
    (dots.clamp(0.5, 8.0) * 1000.0) as u32
}
