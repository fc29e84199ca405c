//! Several people: their links come in; what each would take, what serves all best, who would object, and where they
//! differ most.

use crate::app::derived::use_derived;
use crate::app::effects::use_effects;
use crate::app::jobs::Studied;
use crate::app::kit::{Bar, Markup};
use crate::app::pages::matrix::cited;
use crate::app::pages::requirements::known_name;
use crate::app::step::Step;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{Voice, Weighting};
use crate::knowledge::{self, FactId};
use crate::order::Gather;
use crate::share;
use crate::text::{ENGLISH, fill};

/// Who loses more of their own score than this fact says would object.
const OBJECTION: &str = "method.objection";

/// Draws the section; what people come to follows every change by itself.
pub(super) fn group() -> AnyView {
    let (store, effects) = (use_store(), use_effects());
    let found = RwSignal::new(Studied::default());
    let voices = store.part(|design| design.decision.voices.clone());
    Effect::new(move |_| {
        // Asked when the worker has caught up with the design.
        if store.followed.with(Option::is_some) && voices.with(|voices| !voices.is_empty()) {
            // The page may have been left in the meantime.
            effects.study(true, move |studied| drop(found.try_set(studied)));
        }
    });
    view! {
        <section>
            <h2>{ENGLISH.group}</h2>
            <p class="help">{ENGLISH.group_ask}</p>
            {links(store)}
            {live(move || voices.with(|voices| heard(store, voices)))}
            <div aria-live="polite">{live(move || {
                let some = voices.with(|voices| !voices.is_empty());
                some.then(|| found.with(|found| found.group.first().map(|text| view! { <p><b>{text.clone()}</b></p> })))
            })}</div>
            {live(move || voices.with(|voices| !voices.is_empty()).then(|| found.with(|found| together(store, found))))}
        </section>
    }
}

/// The field for names and links; lines that cannot be taken stay in it, each with why.
fn links(store: Store) -> AnyView {
    let effects = use_effects();
    let lines = RwSignal::new(String::new());
    let left = RwSignal::new(Vec::<String>::new());
    let add = move |mut more: Vec<Voice>| {
        store.edit("", |design| {
            let voices = &mut design.decision.voices;
            // Who sends another link has thought again.
            voices.retain(|voice| more.iter().all(|new| new.name != voice.name));
            voices.append(&mut more);
        });
    };
    let take = move |_| {
        let people = store.design_now().decision.voices.len();
        let (taken, untaken) = share::read_voices(&lines.get_untracked(), people);
        if !taken.is_empty() {
            add(taken);
        }
        lines.set(untaken.iter().map(|one| one.line.as_str()).gather().join("\n"));
        left.set(untaken.into_iter().map(|one| one.because).gather());
    };
    let mine = move |_| {
        let said = store.design_now().requirements.clone();
        if said.priorities.is_empty() && said.weighting == Weighting::Points {
            left.set(vec![ENGLISH.group_nothing_here.to_owned()]);
        } else {
            let name = ENGLISH.group_me.to_owned();
            add(vec![Voice { name, priorities: said.priorities, weighting: said.weighting }]);
        }
    };
    view! {
        <textarea rows="3" spellcheck="false" aria-label=ENGLISH.group_lines aria-describedby="group-left"
            placeholder=ENGLISH.group_lines prop:value=lines
            aria-invalid=move || left.with(|left| !left.is_empty()).then_some("true")
            on:input=move |event| lines.set(event_target_value(&event))></textarea>
        <div id="group-left" class="error" aria-live="polite">
            {live(move || left.get().into_iter().map(|line| view! { <p>{line}</p> }).collect_view())}
        </div>
        <div class="actions">
            <button type="button" on:click=take>{ENGLISH.group_take}</button>
            <button type="button" on:click=mine>{ENGLISH.group_mine}</button>
            <button type="button" on:click=move |_| effects.copy(&effects.whole_link(Step::Requirements))>
                {ENGLISH.group_hand_out}
            </button>
        </div>
    }
}

/// Who was heard, each with a way to leave them out.
fn heard(store: Store, voices: &[Voice]) -> AnyView {
    let one = |(at, voice): (usize, &Voice)| {
        let name = voice.name.clone();
        let remove = move |_| {
            store.edit("", |design| {
                if at < design.decision.voices.len() {
                    design.decision.voices.remove(at);
                }
            });
        };
        view! {
            <li>{name.clone()}" "
                <button type="button" class="link" aria-label=format!("{}: {name}", ENGLISH.weighting_remove)
                    on:click=remove>{ENGLISH.weighting_remove}</button>
            </li>
        }
    };
    view! { <ul class="people" aria-label=ENGLISH.group_people>{voices.iter().enumerate().map(one).collect_view()}</ul> }
}

/// Both tables, and the way to take the compromise over.
fn together(store: Store, found: &Studied) -> AnyView {
    if found.voices.is_empty() {
        return ().into_any();
    }
    let words = &ENGLISH;
    let head = [words.group_who, words.group_first, words.group_rank, words.group_loses, words.group_stands];
    let rows: Vec<Vec<String>> =
        found.voices.iter().map(|voice| voice.split('\t').map(str::to_owned).gather()).gather();
    let mut to = Markup::default();
    to.raw("<div class=scroll tabindex=0 role=region aria-label=\"").text(words.group).raw("\">");
    let people = to.table("numbers voices", &head.map(str::to_owned), &rows).raw("</div>").done();
    let least = knowledge::embedded().fact(OBJECTION).map_or(0, |fact| fact.units("points"));
    let means: Vec<u32> = found.shares.iter().filter_map(|row| row.first().copied()).gather();
    let derived = use_derived();
    let adopt = move |_| {
        let recommendation = derived.recommendation.get_untracked();
        let most = means.iter().copied().max().unwrap_or(1).max(1);
        store.edit("", |design| {
            let points = |mean: u32| u8::try_from((u64::from(mean) * 100 + u64::from(most) / 2) / u64::from(most));
            let names = recommendation.weights.iter().map(|weight| known_name(weight.criterion, design));
            let swings = names.zip(&means).map(|(name, mean)| (name, points(*mean).unwrap_or(100)));
            design.requirements.weighting = Weighting::Swing(crate::order::map(swings));
        });
    };
    view! {
        <div inner_html=people></div>
        <p class="help">{fill(words.group_objects_when, &[&least])}" "{cited(&FactId::from(OBJECTION))}</p>
        <h3>{words.group_lead}</h3>
        <div inner_html=shares(&rows, &found.shares)></div>
        <div class="actions"><button type="button" on:click=adopt>{words.group_adopt}</button></div>
    }
}

/// Each one's shares as bars, where they lie farthest apart first.
fn shares(people: &[Vec<String>], shares: &[Vec<u32>]) -> String {
    let words = &ENGLISH;
    let mut to = Markup::default();
    to.raw("<div class=scroll tabindex=0 role=region aria-label=\"").text(words.group_lead);
    to.raw("\"><table class=\"list shares\"><thead><tr><th scope=col>").text(words.platform_criterion);
    let names = people.iter().filter_map(|row| row.first().map(String::as_str));
    for title in names.chain([words.group_mean, words.group_apart]) {
        to.raw("</th><th scope=col>").text(title);
    }
    to.raw("</th></tr></thead><tbody>");
    let derived = use_derived();
    let (recommendation, known) = (derived.recommendation.get(), derived.known.get());
    // A share is drawn against the largest anybody gives.
    let largest = shares.iter().flat_map(|row| row.iter().skip(2)).max().copied().unwrap_or(1).max(1);
    let mut lines: Vec<_> = shares.iter().zip(&recommendation.weights).gather();
    crate::order::sort_by_key(&mut lines, |(row, _)| std::cmp::Reverse(row.get(1).copied()));
    for (row, weight) in lines {
        let [mean, apart, each @ ..] = row.as_slice() else { continue };
        to.raw("<tr><th scope=row>").text(weight.criterion.name(known.knowledge())).raw("</th>");
        for share in each {
            let length = u16::try_from(u64::from(*share) * 10_000 / u64::from(largest)).unwrap_or(10_000);
            to.raw("<td><span class=number>").text(&per_cent(*share)).raw("</span>");
            to.bar(Bar { low: length, likely: length, high: length }).raw("</td>");
        }
        to.raw("<td class=number>").text(&per_cent(*mean)).raw("</td><td class=number>±").text(&per_cent(*apart));
        to.raw("</td></tr>");
    }
    to.raw("</tbody></table></div>").done()
}

fn per_cent(ten_thousandths: u32) -> String {
    format!("{}.{}\u{a0}%", ten_thousandths / 100, ten_thousandths % 100 / 10)
}
