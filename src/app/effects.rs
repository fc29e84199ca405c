//! All side effects: address, storage, title, theme, files, clipboard and worker.

use super::jobs::{Answer, Job, answered, written};
use super::step::Step;
use super::store::{Imported, Store, Theme};
use crate::design::Design;
use crate::share::{
    self,
    address::{self, Address},
};
use crate::text::{ENGLISH, fill};
use crate::web::{self, PickedFile, WorkerClient};
use leptos::prelude::*;
use std::sync::Arc;

/// How long the design must rest before it is stored and its link is written, in milliseconds.
const REST: u32 = 250;
/// How long a person pauses between two keystrokes of one thought, in milliseconds: files and findings follow then.
const PAUSE: u32 = 100;
/// The id of the hidden field that opens files.
pub(crate) const OPEN_FIELD: &str = "open-files";

const STORED_DESIGN: &str = "design";
const STORED_THEME: &str = "theme";

/// What a person can set going.
#[derive(Clone, Copy)]
pub(crate) struct Effects {
    store: Store,
    worker: StoredValue<WorkerClient, LocalStorage>,
}

/// The side effects of this page.
pub(crate) fn use_effects() -> Effects {
    use_context::<Effects>().unwrap_or_else(|| Effects::start(use_store_or_new()))
}

fn use_store_or_new() -> Store {
    super::store::use_store()
}

impl Effects {
    /// Starts the worker.
    pub(crate) fn start(store: Store) -> Self {
        let worker = WorkerClient::start("./worker.js", super::jobs::run);
        Self { store, worker: StoredValue::new_local(worker) }
    }

    /// Restores the last visit, opens the address and keeps both up to date.
    pub(crate) fn keep(self) {
        self.restore();
        self.keep_theme();
        self.keep_design();
        self.keep_address();
        self.watch_builds();
    }

    fn restore(self) {
        self.store.theme.set(web::recall(STORED_THEME).map_or(Theme::System, |key| Theme::from_key(&key)));
        if let Some(text) = web::recall(STORED_DESIGN) {
            match share::read_design(&text) {
                Ok(design) => self.store.replace(design),
                Err(error) => self.store.warn(fill(ENGLISH.stored_unreadable, &[&error])),
            }
        }
        self.open_fragment(&web::read_fragment());
    }

    /// Goes where a fragment says, and opens the design in it.
    fn open_fragment(self, fragment: &str) {
        if fragment.is_empty() {
            return;
        }
        let address = address::parse(fragment);
        match Step::from_key(&address.step) {
            Some(step) => self.store.go(step),
            None if address.step.is_empty() => {}
            None => self.store.warn(fill(ENGLISH.address_unknown, &[&address.step])),
        }
        if !address.design.is_empty() && address.design != self.store.link.get_untracked() {
            self.open_link(&address.design);
        }
    }

    /// Opens a link or its payload; a broken one says so and changes nothing.
    pub(crate) fn open_link(self, link: &str) -> bool {
        match share::decode(link) {
            Ok(design) => {
                self.store.replace(design);
                true
            }
            Err(error) => {
                self.store.warn(error.to_string());
                false
            }
        }
    }

    fn keep_theme(self) {
        let store = self.store;
        Effect::new(move |before: Option<Theme>| {
            let theme = store.theme.get();
            web::set_root_attribute("data-theme", theme.key());
            if before.is_some() {
                web::remember(STORED_THEME, theme.key());
            }
            theme
        });
    }

    fn keep_design(self) {
        let store = self.store;
        let pausing = StoredValue::new_local(None);
        let waiting = StoredValue::new_local(None);
        Effect::new(move |_| {
            let design = store.design();
            let paused = Arc::clone(&design);
            pausing.set_value(Some(web::after(PAUSE, move || store.rested.set(paused))));
            web::set_title(&title(&design, store.step.get()));
            waiting.set_value(Some(web::after(REST, move || self.store_and_link(&design))));
        });
    }

    fn store_and_link(self, design: &Arc<Design>) {
        if !web::remember(STORED_DESIGN, &share::write_design(design)) {
            self.store.warn(ENGLISH.storage_full);
        }
        if **design == Design::default() {
            self.store.link.set(String::new());
            return;
        }
        let store = self.store;
        let asked = Arc::clone(design);
        let job = Job::Link(Box::new((**design).clone()));
        self.worker.with_value(|worker| {
            worker.ask(written(&job), Vec::new(), move |answer| {
                // A later design has its own answer on the way.
                if let Answer::Link(link) = answered(&answer)
                    && Arc::ptr_eq(&asked, &store.design_now())
                {
                    store.link.set(link.unwrap_or_default());
                }
            });
        });
    }

    fn keep_address(self) {
        let store = self.store;
        Effect::new(move |before: Option<Step>| {
            let step = store.step.get();
            let fragment = fragment(step, &store.link.get());
            let new_step = before.is_some_and(|before| before != step);
            if fragment != web::read_fragment() {
                web::show_fragment(&fragment, new_step);
            }
            if new_step {
                web::scroll_to_top();
                web::reveal(".rail [aria-current]");
            }
            step
        });
        web::on_address_change(move |fragment| self.open_fragment(&fragment));
    }

    fn watch_builds(self) {
        let store = self.store;
        web::on_window_event("sheerline:update", move || store.newer.set(true));
    }

    /// Loads the newer build.
    pub(crate) fn load_newer(self) {
        web::say_to_window("sheerline:reload");
    }

    /// Reads manifests, or opens a design file when it is one.
    pub(crate) fn take_files(self, files: Vec<PickedFile>) {
        if files.is_empty() {
            return;
        }
        let store = self.store;
        if let [PickedFile { bytes: Some(bytes), name }] = files.as_slice()
            && let Ok(text) = std::str::from_utf8(bytes)
            && is_design_file(text)
        {
            match share::read_design(text) {
                Ok(design) => {
                    store.replace(design);
                    store.tell(fill(ENGLISH.design_opened, &[name]));
                }
                Err(error) => store.warn(format!("{name}: {error}")),
            }
            return;
        }
        if let Some(large) = files.iter().find(|file| file.bytes.is_none()) {
            store.warn(fill(ENGLISH.file_too_large, &[&large.name]));
            return;
        }
        store.imported.set(Imported::Reading);
        let job = Job::Import(Box::new((*store.design_now()).clone()));
        self.worker.with_value(|worker| {
            worker.ask(written(&job), files, move |answer| match answered(&answer) {
                Answer::Imported { design, report } => {
                    store.imported.set(Imported::Report(Arc::new(report)));
                    if let Some(design) = design {
                        store.replace(*design);
                    }
                    store.go(Step::Workloads);
                }
                Answer::Link(_) | Answer::Unreadable => {
                    store.imported.set(Imported::Nothing);
                    store.warn(ENGLISH.import_failed);
                }
            });
        });
    }

    /// Reads a pasted text: a link, a design file or manifests.
    pub(crate) fn take_text(self, text: &str) {
        if is_link(text) {
            if self.open_link(text) {
                self.store.tell(ENGLISH.link_opened);
            }
            return;
        }
        let name = ENGLISH.pasted_name.to_owned();
        self.take_files(vec![PickedFile { name, bytes: Some(text.as_bytes().to_vec()) }]);
    }

    /// Asks the person for files.
    pub(crate) fn open_picker(self) {
        web::click_element(OPEN_FIELD);
    }

    /// Saves the design as a file.
    pub(crate) fn save_design(self) {
        let design = self.store.design_now();
        let name = format!("{}.sheerline.yaml", file_stem(&design.name));
        web::offer_download(&name, "application/yaml", share::write_design(&design).as_bytes());
    }

    /// Saves a text or archive.
    pub(crate) fn save(self, name: &str, media_type: &str, bytes: &[u8]) {
        web::offer_download(name, media_type, bytes);
    }

    /// Copies a text and says so.
    pub(crate) fn copy(self, text: &str) {
        let store = self.store;
        web::copy(
            text,
            move |copied| {
                if copied { store.tell(ENGLISH.copied) } else { store.warn(ENGLISH.copy_failed) }
            },
        );
    }

    /// The whole link to the design at a step.
    pub(crate) fn whole_link(self, step: Step) -> String {
        format!("{}{}", web::current_address(), fragment(step, &self.store.link.get()))
    }
}

fn fragment(step: Step, link: &str) -> String {
    Address { step: step.key().to_owned(), design: link.to_owned() }.to_string()
}

/// Whether a text is a design file: it names its schema at the outermost level.
fn is_design_file(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("schema:"))
}

/// Whether a pasted text is a link to a design.
fn is_link(text: &str) -> bool {
    !text.trim().contains(char::is_whitespace) && !address::parse(text.trim()).design.is_empty()
}

/// The name of the design as a file name.
pub(crate) fn file_stem(name: &str) -> String {
    let stem: String =
        name.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(60).collect();
    let stem = stem.trim_matches('-');
    if stem.is_empty() { "design".to_owned() } else { stem.to_owned() }
}

fn title(design: &Design, step: Step) -> String {
    let name = if design.name.is_empty() { ENGLISH.unnamed } else { &design.name };
    format!("{} · {name} · Sheerline", step.label())
}
