//! Which orchestrator: the ranking with its reasons, what is kept out and why, near misses, what would
//! turn it, and the matrix.

mod argument;
mod cost_chart;
mod group;
mod own;
mod study;

use super::matrix::{cited, matrix};
use crate::app::derived::use_derived;
use crate::app::erased::view;
use crate::app::kit::{Bar, Markup, Memo, bar, live};
use crate::app::store::{Store, use_store};
use crate::app::summary::{measure_name, platform_name};
use crate::design::PlatformId;
use crate::knowledge;
use crate::recommend::{
    Candidate, Cause, Contribution, Eliminated, EliminationReason, Measure, Ranked, Recommendation,
};
use crate::text::{ENGLISH, dollars_range, fill, question_text};
use crate::web;
use argument::argument;
use leptos::prelude::*;
use std::sync::Arc;

/// Draws the page.
pub(crate) fn platform() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let open = RwSignal::new(Vec::new());
    view! {
        {live(move || {
            let recommendation = derived.recommendation.get();
            view! {
                <h1>{recommendation.summary.clone()}</h1>
                {recommendation.ranked.is_empty().then(|| view! { <p class="lead">{ENGLISH.platform_none_lead}</p> })}
                {contradictions(&recommendation)}
            }
        })}
        <section>
            <h2>{ENGLISH.platform_ranked}</h2>
            <ol class="ranking">
                {live(move || {
                    let recommendation = derived.recommendation.get();
                    recommendation.ranked.iter().map(|ranked| entry(store, &recommendation, ranked, open)).collect_view()
                })}
            </ol>
            <p class="help">{ENGLISH.platform_cost_lead}</p>
        </section>
        {live(move || kept_out(&derived.recommendation.get()))}
        {live(move || near_misses(&derived.recommendation.get()))}
        {live(move || study::notes(&derived.recommendation.get()))}
        {live(move || argument(&derived.recommendation.get()))}
        {study::study()}
        {own::own()}
        {group::group()}
        {matrix()}
        {live(move || assumptions(&derived.recommendation.get()))}
    }
}

fn contradictions(recommendation: &Recommendation) -> AnyView {
    if recommendation.contradictions.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="contradictions">
            <h2>{ENGLISH.platform_contradictions}</h2>
            <ul>{recommendation.contradictions.iter().map(|pair| view! { <li>{pair.text.clone()}</li> }).collect_view()}</ul>
        </section>
    }
}

fn names(criteria: &[Measure]) -> String {
    criteria.iter().map(|criterion| measure_name(*criterion)).collect::<Vec<_>>().join(", ")
}

fn names_of(platforms: &[PlatformId]) -> String {
    platforms.iter().map(|platform| platform_name(*platform)).collect::<Vec<_>>().join(", ")
}

fn entry(
    store: Store,
    recommendation: &Arc<Recommendation>,
    ranked: &Ranked,
    open: RwSignal<Vec<Candidate>>,
) -> AnyView {
    let id = ranked.platform;
    let platform = id.platform();
    let info = platform.and_then(|platform| knowledge::embedded().platform(platform));
    let cost = recommendation.matrix.iter().find(|row| row.platform == id).map(|row| row.cost.clone());
    let money =
        cost.as_ref().map(|cost| dollars_range(cost.provider.low.whole_dollars(), cost.provider.high.whole_dollars()));
    let hours = cost.as_ref().map(|cost| {
        let [low, _, high] = cost.people_hours;
        fill(ENGLISH.platform_hours, &[&low, &high])
    });
    let first_in = ranked.acceptability.first().copied().unwrap_or_default();
    let length = ranked.score.as_hundredths();
    let is_open = Memo::new(move || open.with(|open| open.contains(&id)));
    let kept = Arc::clone(recommendation);
    let taken = store.part(move |design| platform.is_some() && design.platform.chosen == platform);
    let choose = move |_| {
        store.edit("", |design| {
            design.platform.chosen = platform.filter(|_| design.platform.chosen != platform);
        });
    };
    view! {
        <li class="entry">
            <div class="entry-head">
                <span class="rank">{ranked.rank}</span>
                <strong>{platform_name(id)}</strong>
                <span class="number">{ranked.score.rounded()}</span>
                // Files are for platforms: an alternative of one's own is compared and cannot be built for.
                {platform.is_some().then(|| view! {
                    <button type="button" aria-pressed=Signal::derive(move || taken.get().to_string()) on:click=choose>
                        {live(move || if taken.get() { ENGLISH.platform_unchoose } else { ENGLISH.platform_choose })}
                    </button>
                })}
            </div>
            {bar(Bar { low: length, likely: length, high: length })}
            <p class="entry-facts">
                {(first_in > 0).then(|| view! {
                    <span>{ENGLISH.platform_first_in}" "<b>{share(first_in)}</b></span>
                })}
                {money.map(|money| view! { <span>{ENGLISH.platform_cost}" "<b>{money}</b></span> })}
                {hours.map(|hours| view! { <span>{hours}</span> })}
                {info.map(|info| view! { <span>{ENGLISH.platform_best_for}": "{info.best_for.clone()}</span> })}
            </p>
            <details open=open.with_untracked(|open| open.contains(&id))
                on:toggle=move |event| open.update(|open| {
                    open.retain(|other| *other != id);
                    if web::is_open(&event) {
                        open.push(id);
                    }
                })>
                <summary>{ENGLISH.platform_contributions}</summary>
                // Drawn when it is opened: eight tables nobody looks at would cost every keystroke.
                {live(move || is_open.get().then(|| reasons(&kept, id)))}
            </details>
        </li>
    }
}

/// Why a platform stands where it stands.
fn reasons(recommendation: &Recommendation, id: Candidate) -> AnyView {
    let Some(ranked) = recommendation.ranked.iter().find(|ranked| ranked.platform == id) else { return ().into_any() };
    let cost = recommendation.matrix.iter().find(|row| row.platform == id).map(|row| row.cost.clone());
    view! {
        {ranked.why_not.as_ref().map(|why| view! { <p>{why.text.clone()}</p> })}
        <p>{ENGLISH.platform_strengths}": "{names(&ranked.strengths)}". "
           {ENGLISH.platform_weaknesses}": "{names(&ranked.weaknesses)}"."</p>
        {ranked.dominated_by.map(|other| view! {
            <p>{fill(ENGLISH.platform_dominated, &[&platform_name(other)])}</p>
        })}
        {(!ranked.caveats.is_empty()).then(|| view! {
            <p>{ENGLISH.platform_caveats}":"</p>
            <ul>{ranked.caveats.iter().map(|caveat| view! {
                <li>{cause(caveat.cause)}": "{caveat.text.clone()}" "{cited(&caveat.fact)}</li>
            }).collect_view()}</ul>
        })}
        {contributions(&ranked.contributions)}
        {cost.map(|cost| view! {
            <h4>{ENGLISH.platform_cost_why}</h4>
            <ol class="why">{cost.why.lines.iter().map(|line| view! {
                <li>{line.text.clone()}" "{line.facts.iter().map(cited).collect_view()}</li>
            }).collect_view()}</ol>
        })}
    }
}

/// What each criterion adds to a score, the most first.
pub(super) fn contributions(list: &[Contribution]) -> AnyView {
    let mut sorted: Vec<&Contribution> = list.iter().collect();
    crate::order::sort_by_key(&mut sorted, |c| std::cmp::Reverse(c.points));
    let head = [ENGLISH.platform_criterion, ENGLISH.platform_weight, ENGLISH.platform_score, "="].map(str::to_owned);
    let row = |c: &Contribution| {
        vec![measure_name(c.criterion), per_cent(c.weight), c.value.rounded().to_string(), c.points.to_string()]
    };
    let rows: Vec<Vec<String>> = sorted.into_iter().map(row).collect();
    view! { <div class="contributions" inner_html=Markup::default().table("numbers", &head, &rows).done()></div> }
}

/// A share, rounded to what is known.
fn share(ten_thousandths: u16) -> String {
    match ten_thousandths / 100 {
        0 => ENGLISH.platform_under_one.to_owned(),
        per_cent => format!("{per_cent} %"),
    }
}

fn per_cent(ten_thousandths: u16) -> String {
    format!("{}.{} %", ten_thousandths / 100, ten_thousandths % 100 / 10)
}

/// What asks for something, in the question's own words.
fn cause(cause: Cause) -> &'static str {
    question_text(cause.question()).label
}

fn kept_out(recommendation: &Recommendation) -> AnyView {
    if recommendation.eliminated.is_empty() {
        return ().into_any();
    }
    let reason = |reason: &EliminationReason| {
        view! {
            <li>
                <b>{cause(reason.cause)}</b>": "{reason.reason.clone()}" "
                {(!reason.caveat.is_empty()).then(|| view! { <span class="hint">{reason.caveat.clone()}" "</span> })}
                {cited(&reason.fact)}
            </li>
        }
    };
    let one = |out: &Eliminated| {
        view! {
            <li class="entry out">
                <strong>{platform_name(out.platform)}</strong>
                <ul>{out.reasons.iter().map(reason).collect_view()}</ul>
            </li>
        }
    };
    view! {
        <section>
            <h2>{ENGLISH.platform_eliminated}</h2>
            <ul class="ranking">{recommendation.eliminated.iter().map(one).collect_view()}</ul>
        </section>
    }
}

fn near_misses(recommendation: &Recommendation) -> AnyView {
    if recommendation.near_misses.is_empty() {
        return ().into_any();
    }
    view! {
        <section>
            <h2>{ENGLISH.platform_near}</h2>
            <ul>{recommendation.near_misses.iter().map(|miss| view! { <li>{miss.text.clone()}</li> }).collect_view()}</ul>
        </section>
    }
}

fn assumptions(recommendation: &Recommendation) -> AnyView {
    if recommendation.assumptions.is_empty() {
        return ().into_any();
    }
    view! {
        <details class="assumptions">
            <summary>{ENGLISH.platform_assumptions}" "<span class="count">{recommendation.assumptions.len()}</span></summary>
            <dl>{recommendation.assumptions.iter().map(|assumption| view! {
                <div>
                    <dt>{question_text(assumption.question).label}</dt>
                    <dd><b>{assumption.assumed.clone()}</b>": "{assumption.why.clone()}</dd>
                </div>
            }).collect_view()}</dl>
        </details>
    }
}
