//! All side effects: address, storage, title, theme, files, clipboard and worker.

use super::courier::{Courier, Taken};
use super::graph_desk::Drawn;
use super::jobs::{self, Job, ReportLine, Studied};
use super::mesh_jobs::Advised;
use super::settings_jobs::{CheckTold, TableTold};
use super::sizes::keep_sizes;
use super::step::Step;
use super::store::{Imported, Store, Theme};
use crate::app::view::prelude::*;
use crate::design::{Design, Finding};
use crate::share::{
    self,
    address::{self, Address},
};
use crate::text::{ENGLISH, fill};
use crate::web::{self, Parcel, PickedFile};
use std::sync::Arc;

/// How long a person pauses between two keystrokes of one thought, in milliseconds: files, findings and link follow then.
const PAUSE: u32 = 100;
/// How long the link must rest before it is shown: browsers count how often an address changes.
const REST: u32 = 150;
/// The id of the hidden field that opens files.
pub(crate) const OPEN_FIELD: &str = "open-files";

const STORED_DESIGN: &str = "design";
const STORED_THEME: &str = "theme";

/// What a person can set going.
#[derive(Clone, Copy)]
pub(crate) struct Effects {
    store: Store,
    courier: StoredValue<Courier, LocalStorage>,
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
        Self { store, courier: StoredValue::new_local(Courier::new(store)) }
    }

    /// Restores the last visit, opens the address and keeps both up to date.
    pub(crate) fn keep(self) {
        self.restore();
        self.keep_theme();
        self.keep_design();
        self.keep_address();
        self.watch_builds();
        keep_sizes(self.store, move || self.courier.get_value().follow());
    }

    fn restore(self) {
        self.store.theme.set(web::recall(STORED_THEME).map_or(Theme::System, |key| Theme::from_key(&key)));
        if let Some(text) = web::recall(STORED_DESIGN) {
            let kept = match is_design_file(&text) {
                true => share::read_design(&text).map_err(|error| error.to_string()),
                false => share::decode(&text).map_err(|error| error.to_string()),
            };
            match kept {
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
        Effect::new(move |_| {
            let design = store.design();
            web::set_title(&title(&design, store.step.get()));
            let courier = self.courier.get_value();
            // A first visit starts without the desk: it is fetched when there is something for it to do.
            if store.has_begun() && courier.is_behind() {
                pausing.set_value(Some(web::after(PAUSE, move || courier.follow())));
            }
        });
        let waiting = StoredValue::new_local(None);
        Effect::new(move |_| {
            let Some((design, followed)) = store.followed.get() else { return };
            // A later design has its own link on the way.
            if !Arc::ptr_eq(&design, &store.design_now()) {
                return;
            }
            // The link is a hundredth of the file, and as good.
            self.remember(if followed.link.is_empty() { &followed.own_file } else { &followed.link });
            waiting.set_value(Some(web::after(REST, move || store.link.set(followed.link.clone()))));
        });
        web::on_window_event("pagehide", move || {
            if self.courier.get_value().is_behind() {
                self.remember(&share::write_design(&store.design_now()));
            }
        });
    }

    fn remember(self, design: &str) {
        if !web::remember(STORED_DESIGN, design) {
            self.store.warn(ENGLISH.storage_full);
        }
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
        self.courier.get_value().import(files, move |taken| match taken {
            Taken::Read(read, design) => {
                if let Some(design) = design {
                    store.replace(design);
                }
                store.imported.set(Imported::Report(read));
                store.go(Step::Workloads);
            }
            Taken::Failed => {
                store.imported.set(Imported::Nothing);
                store.warn(ENGLISH.import_failed);
            }
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
        let name = format!("{}.sheerline.yaml", file_stem(&self.store.design_now().name));
        self.courier.get_value().ask(Job::DesignFile.with([]), move |answer| {
            web::offer_download(&name, "application/yaml", answer.text(0).as_bytes());
        });
    }

    /// Saves all files in one archive.
    pub(crate) fn save_archive(self) {
        let name = format!("{}.zip", file_stem(&self.store.design_now().name));
        self.courier.get_value().ask(Job::Archive.with([web::current_address()]), move |answer| {
            let bytes = answer.files.first().and_then(|file| file.bytes.as_deref()).unwrap_or_default();
            web::offer_download(&name, "application/zip", bytes);
        });
    }

    /// Fetches what a file is, its text, and that text in coloured pieces.
    pub(crate) fn read_file(self, path: &str, done: impl FnOnce(Vec<String>) + 'static) {
        self.courier.get_value().ask_at_once(Job::File.with([path.to_owned()]), move |answer| done(answer.texts));
    }

    /// Works out what takes the recommendation many times over, or what several people come to alone.
    pub(crate) fn study(self, people: bool, done: impl FnOnce(Studied) + 'static) {
        let job = Job::Study.with([if people { jobs::PEOPLE } else { "" }.to_owned()]);
        self.courier.get_value().ask(job, move |answer| done(Studied::heard(&answer)));
    }

    /// Asks which mesh, and what each takes.
    pub(crate) fn advise_mesh(self, done: impl FnOnce(Option<Advised>) + 'static) {
        self.courier.get_value().ask(Job::Mesh.with([]), move |answer| done(Advised::heard(&answer)));
    }

    /// Draws who calls whom: the place of who is looked at, what is looked for, and a way to go from there.
    pub(crate) fn draw_calls(self, look: [String; 4], done: impl FnOnce(Drawn) + 'static) {
        self.courier.get_value().ask(Job::Graph.with(look), move |answer| done(Drawn::heard(&answer)));
    }

    /// Saves that drawing as a picture, as it is or in dots.
    pub(crate) fn save_calls(self, in_dots: bool) {
        let (store, stem) = (self.store, file_stem(&self.store.design_now().name));
        self.courier.get_value().ask(Job::GraphPicture.with([]), move |answer| {
            if in_dots {
                web::offer_dots(&format!("{stem}-calls.png"), answer.text(0), move || {
                    store.warn(ENGLISH.picture_failed);
                });
            } else {
                web::offer_download(&format!("{stem}-calls.svg"), "image/svg+xml", answer.text(0).as_bytes());
            }
        });
    }

    /// Saves the matrix as a file of that extension.
    pub(crate) fn save_matrix(self, extension: &'static str) {
        let name = self.matrix_name(extension);
        let media_type = if extension == "csv" { "text/csv" } else { "text/markdown" };
        self.courier.get_value().ask(Job::Matrix.with([extension.to_owned()]), move |answer| {
            web::offer_download(&name, media_type, answer.text(0).as_bytes());
        });
    }

    /// Saves a picture of the matrix, as it is or in dots.
    pub(crate) fn save_picture(self, picture: &str, in_dots: bool) {
        if in_dots {
            let store = self.store;
            web::offer_dots(&self.matrix_name("png"), picture, move || store.warn(ENGLISH.picture_failed));
        } else {
            web::offer_download(&self.matrix_name("svg"), "image/svg+xml", picture.as_bytes());
        }
    }

    fn matrix_name(self, extension: &str) -> String {
        format!("{}-matrix.{extension}", file_stem(&self.store.design_now().name))
    }

    /// Fetches further findings.
    pub(crate) fn read_findings(self, from: usize, done: impl FnOnce(Vec<Finding>) + 'static) {
        let job = Job::Findings.with([from.to_string()]);
        self.courier.get_value().ask_at_once(job, move |answer| done(jobs::heard_findings(&answer.texts)));
    }

    /// Asks something about the design's files or those that were taken.
    pub(crate) fn ask(self, job: Parcel, done: impl FnOnce(Parcel) + 'static) {
        self.courier.get_value().ask(job, done);
    }

    /// Fetches lines of the import report, of one level.
    pub(crate) fn read_report(self, level: usize, from: usize, done: impl FnOnce(Vec<ReportLine>) + 'static) {
        let job = Job::Report.with([level.to_string(), from.to_string()]);
        self.courier.get_value().ask_at_once(job, move |answer| done(jobs::heard_lines(&answer)));
    }

    /// Checks settings: a text, or a file instead; nothing comes back when the desk broke over it.
    pub(crate) fn check_settings(
        self,
        version: &str,
        text: String,
        file: Option<PickedFile>,
        done: impl FnOnce(Option<CheckTold>) + 'static,
    ) {
        let text = if file.is_some() { String::new() } else { text };
        let job = Parcel { files: Vec::from_iter(file), ..Job::Check.with([version.to_owned(), text]) };
        self.courier.get_value().ask_at_once(job, move |answer| done(CheckTold::heard(&answer)));
    }

    /// Fetches the settings of the design on a platform, or on the one it has.
    pub(crate) fn read_settings(self, platform: String, done: impl FnOnce(TableTold) + 'static) {
        self.courier.get_value().ask(Job::Settings.with([platform]), move |answer| done(TableTold::heard(&answer)));
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
    // Letters of other scripts stay: asking which of them are letters would bring tables of 10 kB.
    let kept = |c: char| if c.is_ascii_alphanumeric() || !c.is_ascii() { c.to_ascii_lowercase() } else { '-' };
    let stem: String = name.chars().map(kept).take(60).collect();
    let stem = stem.trim_matches('-');
    if stem.is_empty() { "design".to_owned() } else { stem.to_owned() }
}

fn title(design: &Design, step: Step) -> String {
    let name = if design.name.is_empty() { ENGLISH.unnamed } else { &design.name };
    format!("{} · {name} · Sheerline", step.label())
}
