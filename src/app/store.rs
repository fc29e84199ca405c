//! The one store: the design with its history, and what the person is looking at.

use super::jobs::{Followed, Read};
use super::sizes::Sizes;
use super::step::Step;
use crate::app::kit::Memo;
use crate::app::view::prelude::*;
use crate::decide::Firmness;
use crate::design::Design;
use crate::draw::Comparison;
use std::sync::Arc;

/// Steps back that are kept.
const HISTORY: usize = 200;

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Ink on paper.
    Light,
    /// Paper on navy.
    Dark,
}

impl Theme {
    /// Its name in the store and in the root attribute.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name.
    pub(crate) fn from_key(key: &str) -> Self {
        match key {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// What lies over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// The list of keys.
    Keys,
    /// Search and commands.
    Commands,
    /// The link.
    Share,
}

/// One sentence for the person, until they dismiss it or the next comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Whether something went wrong.
    pub(crate) wrong: bool,
    /// The sentence.
    pub(crate) text: String,
}

/// What the last import said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Imported {
    /// Nothing was imported in this visit.
    #[default]
    Nothing,
    /// Files are being read.
    Reading,
    /// What was read.
    Report(Read),
}

/// The store; a handle that can be copied everywhere.
#[derive(Clone, Copy)]
pub(crate) struct Store {
    design: RwSignal<Arc<Design>>,
    past: RwSignal<Vec<Arc<Design>>>,
    future: RwSignal<Vec<Arc<Design>>>,
    touched: StoredValue<String>,
    /// What the worker last worked out, and of which design: files and findings follow the design after a moment.
    pub(crate) followed: RwSignal<Option<(Arc<Design>, Arc<Followed>)>>,
    /// How firm the ranking is, as the worker last worked it out.
    pub(crate) firm: RwSignal<Arc<Firmness>>,
    /// The nodes that the scheduler's twin found, and of which design.
    pub(crate) sizes: RwSignal<Option<Sizes>>,
    /// Counts replacements of the whole design: forms are built anew when it changes.
    pub(crate) generation: RwSignal<u32>,
    /// Where the person is.
    pub(crate) step: RwSignal<Step>,
    /// The workload whose form is open, by its place in the design.
    pub(crate) workload: RwSignal<Option<usize>>,
    /// The file that is shown, by its path; the first where there is none of that path.
    pub(crate) file: RwSignal<String>,
    /// How the comparison of platforms is looked at.
    pub(crate) comparison: RwSignal<Comparison>,
    /// What lies over the page.
    pub(crate) overlay: RwSignal<Option<Overlay>>,
    /// Light or dark.
    pub(crate) theme: RwSignal<Theme>,
    /// One sentence for the person.
    pub(crate) notice: RwSignal<Option<Notice>>,
    /// What the last import said.
    pub(crate) imported: RwSignal<Imported>,
    /// The design as a link's payload, a moment behind the design.
    pub(crate) link: RwSignal<String>,
    /// Whether a newer build waits to be loaded.
    pub(crate) newer: RwSignal<bool>,
}

impl Store {
    /// A store over a design.
    pub(crate) fn new(design: Design) -> Self {
        let design = Arc::new(design);
        Self {
            followed: RwSignal::new(None),
            firm: RwSignal::new(Arc::default()),
            sizes: RwSignal::new(None),
            design: RwSignal::new(design),
            past: RwSignal::new(Vec::new()),
            future: RwSignal::new(Vec::new()),
            touched: StoredValue::new(String::new()),
            generation: RwSignal::new(0),
            step: RwSignal::new(Step::Start),
            workload: RwSignal::new(None),
            file: RwSignal::new(String::new()),
            comparison: RwSignal::new(Comparison::default()),
            overlay: RwSignal::new(None),
            theme: RwSignal::new(Theme::System),
            notice: RwSignal::new(None),
            imported: RwSignal::new(Imported::Nothing),
            link: RwSignal::new(String::new()),
            newer: RwSignal::new(false),
        }
    }

    /// The design; whoever asks is asked again when it changes.
    pub(crate) fn design(&self) -> Arc<Design> {
        self.design.get()
    }

    /// The design as it is now.
    pub(crate) fn design_now(&self) -> Arc<Design> {
        self.design.get_untracked()
    }

    /// Whether there is anything to work out: something was said, or the person has left the first page.
    pub(crate) fn has_begun(&self) -> bool {
        let away = self.step.get() != Step::Start;
        away || self.design.with(|design| **design != Design::default())
            || self.followed.with_untracked(Option::is_some)
    }

    /// A value out of the design that is only said anew when it differs.
    pub(crate) fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        &self,
        read: impl Fn(&Design) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        self.part_of(Arc::new(read))
    }

    /// The same for a reader behind a pointer: one copy of the memo's code for each type of value, not for each reader.
    fn part_of<T: Clone + PartialEq + Send + Sync + 'static>(
        &self,
        read: Arc<dyn Fn(&Design) -> T + Send + Sync>,
    ) -> Memo<T> {
        let design = self.design;
        Memo::new(move || design.with(|design| read(design)))
    }

    /// Changes the design. Edits of one place in a row (the same non-empty `place`) are one step back.
    pub(crate) fn edit(&self, place: &str, change: impl FnOnce(&mut Design)) {
        let mut design = (*self.design.get_untracked()).clone();
        change(&mut design);
        self.put(place, Arc::new(design));
    }

    fn put(&self, place: &str, design: Arc<Design>) {
        let before = self.design.get_untracked();
        if design == before {
            return;
        }
        let same_place = !place.is_empty() && self.touched.with_value(|touched| touched == place);
        if !same_place {
            self.keep(before);
        }
        self.touched.set_value(place.to_owned());
        self.future.set(Vec::new());
        self.design.set(design);
    }

    /// Puts another design in the place of this one, as one step.
    pub(crate) fn replace(&self, design: impl Into<Arc<Design>>) {
        self.put("", design.into());
        self.workload.set(None);
        self.file.set(String::new());
        self.generation.update(|generation| *generation = generation.wrapping_add(1));
    }

    fn keep(&self, design: Arc<Design>) {
        self.past.update(|past| {
            past.push(design);
            if past.len() > HISTORY {
                past.remove(0);
            }
        });
    }

    /// One step back, where there is one.
    pub(crate) fn undo(&self) {
        self.swap(self.past, self.future);
    }

    /// One step forward again, where there is one.
    pub(crate) fn redo(&self) {
        self.swap(self.future, self.past);
    }

    fn swap(&self, from: RwSignal<Vec<Arc<Design>>>, to: RwSignal<Vec<Arc<Design>>>) {
        let Some(design) = from.try_update(Vec::pop).flatten() else { return };
        to.update(|list| list.push(self.design_now()));
        self.touched.set_value(String::new());
        self.design.set(design);
        self.generation.update(|generation| *generation = generation.wrapping_add(1));
    }

    /// Whether there is a step back.
    pub(crate) fn can_undo(&self) -> bool {
        self.past.with(|past| !past.is_empty())
    }

    /// Whether there is a step forward.
    pub(crate) fn can_redo(&self) -> bool {
        self.future.with(|future| !future.is_empty())
    }

    /// Says that something worked.
    pub(crate) fn tell(&self, text: impl Into<String>) {
        self.notice.set(Some(Notice { wrong: false, text: text.into() }));
    }

    /// Says that something did not.
    pub(crate) fn warn(&self, text: impl Into<String>) {
        self.notice.set(Some(Notice { wrong: true, text: text.into() }));
    }

    /// Closes the open workload's form, and puts the focus back on its row; whether one was open.
    pub(crate) fn close_workload(&self) -> bool {
        let open = self.workload.get_untracked();
        if let Some(index) = open {
            self.workload.set(None);
            crate::web::focus_element(&row_id(index));
        }
        open.is_some()
    }

    /// Goes to a step.
    pub(crate) fn go(&self, step: Step) {
        self.step.set(step);
    }
}

/// The id of the button that opens a workload's form.
pub(crate) fn row_id(index: usize) -> String {
    format!("workload-row-{index}")
}

/// The store of this page.
pub(crate) fn use_store() -> Store {
    use_context::<Store>().unwrap_or_else(|| Store::new(Design::default()))
}
