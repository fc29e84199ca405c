//! What is wrong with the files of the mesh, the design's or others, and one click to mend what can be mended so.

use crate::app::cluster_jobs::rows_heard;
use crate::app::effects::use_effects;
use crate::app::jobs::{Job, OWN};
use crate::app::kit::segmented;
use crate::app::traffic_view::use_traffic_view;
use crate::app::view::prelude::*;
use crate::order::Gather;
use crate::text::{ENGLISH, ENGLISH_TRAFFIC};
use crate::web::{self, Parcel};

/// What came back: the counts, and the findings' rows.
#[derive(Clone, PartialEq, Default)]
struct Heard {
    counts: [usize; 3],
    rows: Vec<Vec<String>>,
}

impl Heard {
    fn of(answer: &Parcel) -> Self {
        let counts = answer.text(0).split(' ').filter_map(|count| count.parse().ok()).gather();
        let count = |at: usize| counts.get(at).copied().unwrap_or_default();
        Self { counts: [count(0), count(1), count(2)], rows: rows_heard(answer.text(1)) }
    }
}

/// Draws the section.
pub(super) fn mesh_review() -> AnyView {
    let (effects, view) = (use_effects(), use_traffic_view());
    let heard = RwSignal::new(None::<Heard>);
    let level = RwSignal::new(String::new());
    let mended = RwSignal::new(false);
    let t = &ENGLISH_TRAFFIC;
    let go = move || {
        let job = Job::Examine.with([view.which.get_untracked(), web::current_address()]);
        effects.ask(job, move |answer| heard.set(Some(Heard::of(&answer))));
    };
    let mend = move |at: usize| {
        effects.ask(Job::Mend.with([at.to_string()]), move |answer| {
            heard.set(Some(Heard::of(&answer)));
            mended.set(true);
        });
    };
    let save = move || {
        effects.ask(Job::Mended.with([]), move |answer| {
            for file in &answer.files {
                web::offer_download(&file.name, "application/yaml", file.bytes.as_deref().unwrap_or_default());
            }
        });
    };
    let levels = || {
        let named =
            [("error", ENGLISH.review_errors), ("warning", ENGLISH.review_warnings), ("note", ENGLISH.review_notes)];
        let mut all = vec![(String::new(), t.review_all.to_owned())];
        all.extend(named.map(|(key, name)| (key.to_owned(), name.to_owned())));
        all
    };
    view! {
        <section class="mesh-review">
            <h2>{t.review_heading}</h2>
            <p class="hint">{t.review_lead}</p>
            {view.choose("review")}
            <div class="actions"><button type="button" id="review-go" on:click=move |_| go()>{t.review_go}</button></div>
            <div aria-live="polite">{live(move || heard.get().map(|heard| {
                let sentence = super::review::sentence(heard.counts).unwrap_or_else(|| t.review_clean.to_owned());
                let own = view.which.get_untracked() == OWN;
                let shown = level.get();
                let rows = heard.rows.iter().enumerate().filter(|(_, row)| shown.is_empty() || row.first() == Some(&shown));
                let rows = rows.map(|(at, row)| one(row, own.then_some(move || mend(at)))).gather();
                view! {
                    <p class="verdict">{sentence}</p>
                    {(heard.rows.len() > 1).then(|| segmented("review-level".to_owned(), t.review_level.to_owned(), levels(), level.into(), move |key| level.set(key)))}
                    <ul class="findings">{rows.collect_view()}</ul>
                }
            }))}</div>
            {live(move || mended.get().then(|| view! {
                <div class="actions"><button type="button" on:click=move |_| save()>{t.save}</button></div>
            }))}
        </section>
    }
}

fn one(row: &[String], mend: Option<impl Fn() + 'static>) -> AnyView {
    let cell = |at: usize| row.get(at).cloned().unwrap_or_default();
    let (class, name) = match cell(0).as_str() {
        "error" => ("severity danger", ENGLISH.review_error),
        "warning" => ("severity", ENGLISH.review_warning),
        _ => ("severity quiet", ENGLISH.review_note),
    };
    let mend = mend.filter(|_| !cell(8).is_empty());
    view! {
        <li>
            <span class=class>{name}</span>
            <span><code>{cell(3)}</code><span class="where">{cell(2)}</span></span>
            <div>
                <p>{cell(4)}" "<span class="hint">{cell(5)}" "{cell(6)}</span></p>
                <p class="where"><code>{cell(1)}</code>" "<a href=cell(7) rel="noreferrer">{ENGLISH_TRAFFIC.source}</a></p>
                {mend.map(|mend| view! { <button type="button" on:click=move |_| mend()>{ENGLISH_TRAFFIC.mend}</button> })}
            </div>
        </li>
    }
}
