//! What the person sees of settings, and what they have pasted to be checked or placed on. It lives as long as the tab,
//! not as long as the page of the cluster.

use super::effects::{Effects, use_effects};
use super::settings_jobs::{CheckTold, TableTold};
use crate::app::view::prelude::*;
use crate::web::{self, Delay, PickedFile};

/// Where the pasted text and the version it is for are kept while the tab is open.
const KEPT: &str = "check";
const KEPT_VERSION: &str = "check-version";
/// How long a text must rest before it is checked, in milliseconds.
const REST: u32 = 250;

/// Where a check is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Checking {
    /// There is nothing to check.
    #[default]
    Nothing,
    /// The desk is at it.
    Yes,
    /// What came of it.
    Done(CheckTold),
    /// The desk broke.
    Broke,
}

/// The view; a handle.
#[derive(Clone, Copy)]
pub(crate) struct SettingsView {
    effects: Effects,
    /// What is to be checked.
    pub(crate) text: RwSignal<String>,
    /// For which version; empty for the design's.
    pub(crate) version: RwSignal<String>,
    /// What came of it.
    pub(crate) checking: RwSignal<Checking>,
    /// The platform the table is for; empty for the design's.
    pub(crate) platform: RwSignal<String>,
    /// What is looked for in the table.
    pub(crate) sought: RwSignal<String>,
    /// The table.
    pub(crate) table: RwSignal<TableTold>,
    /// Counts the checks, so that an earlier answer cannot stand for a later text.
    asked: StoredValue<u32>,
    waiting: StoredValue<Option<Delay>, LocalStorage>,
}

/// The view of this page.
pub(crate) fn use_settings_view() -> SettingsView {
    use_context::<SettingsView>().unwrap_or_else(|| SettingsView::new(use_effects()))
}

impl SettingsView {
    /// A view with what the tab has kept.
    pub(crate) fn new(effects: Effects) -> Self {
        let kept = |name| RwSignal::new(web::recall_in_tab(name).unwrap_or_default());
        Self {
            effects,
            text: kept(KEPT),
            version: kept(KEPT_VERSION),
            checking: RwSignal::new(Checking::Nothing),
            platform: RwSignal::new(String::new()),
            sought: RwSignal::new(String::new()),
            table: RwSignal::new(TableTold::default()),
            asked: StoredValue::new(0),
            waiting: StoredValue::new_local(None),
        }
    }

    /// Takes what was typed, and checks it once it rests.
    pub(crate) fn typed(self, text: String, version: &str) {
        web::keep_in_tab(KEPT, &text);
        self.text.set(text);
        let version = version.to_owned();
        self.waiting.set_value(Some(web::after(REST, move || self.check(&version, None))));
    }

    /// Takes another version.
    pub(crate) fn for_version(self, key: String) {
        web::keep_in_tab(KEPT_VERSION, &key);
        self.version.set(key);
    }

    /// Checks the text, or a file, which becomes the text where it is one.
    pub(crate) fn check(self, version: &str, file: Option<PickedFile>) {
        let text = self.text.get_untracked();
        self.asked.update_value(|asked| *asked = asked.wrapping_add(1));
        if text.trim().is_empty() && file.is_none() {
            self.checking.set(Checking::Nothing);
            return;
        }
        if matches!(self.checking.get_untracked(), Checking::Nothing | Checking::Broke) {
            self.checking.set(Checking::Yes);
        }
        let (asked, from_file) = (self.asked.get_value(), file.is_some());
        self.effects.check_settings(version, text, file, move |told| {
            if self.asked.get_value() != asked {
                return;
            }
            if let (true, Some(told)) = (from_file, &told) {
                web::keep_in_tab(KEPT, &told.text);
                self.text.set(told.text.clone());
            }
            self.checking.set(told.map_or(Checking::Broke, Checking::Done));
        });
    }

    /// Forgets the text.
    pub(crate) fn clear(self) {
        self.asked.update_value(|asked| *asked = asked.wrapping_add(1));
        web::keep_in_tab(KEPT, "");
        self.text.set(String::new());
        self.checking.set(Checking::Nothing);
    }
}
