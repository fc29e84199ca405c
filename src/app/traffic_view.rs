//! Which files requests and reviews go over, and what is shown of those that were chosen.

use super::effects::use_effects;
use super::jobs::{Job, OWN};
use super::kit::segmented;
use crate::app::view::prelude::*;
use crate::order::Gather;
use crate::text::ENGLISH_TRAFFIC;
use crate::web::{self, Parcel};

/// The choice; a handle.
#[derive(Clone, Copy)]
pub(crate) struct TrafficView {
    /// [`OWN`], or empty for the design's.
    pub(crate) which: RwSignal<String>,
    /// What the chosen files hold, in words; empty while there are none.
    pub(crate) taken: RwSignal<String>,
}

/// The view of this page.
pub(crate) fn use_traffic_view() -> TrafficView {
    use_context::<TrafficView>().unwrap_or_else(TrafficView::new)
}

impl TrafficView {
    pub(crate) fn new() -> Self {
        Self { which: RwSignal::new(String::new()), taken: RwSignal::new(String::new()) }
    }

    /// The part of a page on which files are chosen.
    pub(crate) fn choose(self, id: &'static str) -> AnyView {
        let effects = use_effects();
        let options =
            vec![(String::new(), ENGLISH_TRAFFIC.design.to_owned()), (OWN.to_owned(), ENGLISH_TRAFFIC.own.to_owned())];
        let field = format!("{id}-files");
        view! {
            {segmented(format!("{id}-over"), ENGLISH_TRAFFIC.over.to_owned(), options, self.which.into(), move |which| self.which.set(which))}
            {live(move || {
                let field = field.clone();
                (self.which.get() == OWN).then(|| view! {
                <div class="own-files">
                    <label for=field.clone()>{ENGLISH_TRAFFIC.pick}</label>
                    <input id=field type="file" multiple on:change=move |event| web::picked_files(&event, move |files| {
                        let job = Parcel { files, ..Job::Take.with([]) };
                        effects.ask(job, move |answer| self.taken.set(answer.text(0).to_owned()));
                    }) />
                    <div role="status"><ul class="remarks">{live(move || {
                        let taken = self.taken.get();
                        let lines = if taken.is_empty() { vec![ENGLISH_TRAFFIC.none_yet.to_owned()] } else { taken.lines().map(str::to_owned).gather() };
                        lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()
                    })}</ul></div>
                </div>
            })})}
        }
    }
}
