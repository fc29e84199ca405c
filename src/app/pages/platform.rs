//! Which orchestrator: the ranking with its reasons, what is kept out and why, near misses, what would
//! turn it, and the matrix.

mod argument;
mod cost_chart;
mod group;
mod own;
mod study;

use super::matrix::{cited, matrix, own_numbers};
use crate::app::derived::use_derived;
use crate::app::kit::{Bar, Markup, Memo, bar};
use crate::app::store::{Store, use_store};
use crate::app::summary::{measure_name, platform_name};
use crate::app::view::prelude::*;
use crate::design::PlatformId;
use crate::knowledge::{self, FactId};
use crate::order::Gather;
use crate::recommend::{
    Candidate, Cause, Contribution, Eliminated, EliminationReason, Measure, Ranked, Recommendation,
};
use crate::text::{ENGLISH, dollars_range, fill, question_text};
use crate::web;
use argument::argument;
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
                <h1>{recommendation.finding().to_owned()}</h1>
                {recommendation.ranked.is_empty().then(|| view! { <p class="lead">{ENGLISH.platform_none_lead}</p> })}
                {contradictions(&recommendation)}
            }
        })}
        <section aria-busy=move || derived.renewing.get().to_string()>
            <h2>{ENGLISH.platform_ranked}</h2>
            // Always there, and seen only after a moment: nothing moves, and nothing flickers while one types.
            <p class="renewing late">{ENGLISH.platform_renewing}</p>
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
            <ul>{recommendation.contradictions.iter().map(|pair| {
                let [one, other] = [pair.one, pair.other].map(|key| question_text(key).label);
                view! { <li><b>{one}</b>{ENGLISH.platform_against}<b>{other}</b>": "{pair.text.clone()}</li> }
            }).collect_view()}</ul>
        </section>
    }
}

fn names(criteria: &[Measure]) -> String {
    criteria.iter().map(|criterion| measure_name(*criterion)).gather().join(", ")
}

fn names_of(platforms: &[PlatformId]) -> String {
    platforms.iter().map(|platform| platform_name(*platform)).gather().join(", ")
}

fn entry(store: Store, recommendation: &Arc<Recommendation>, ranked: &Ranked, open: Opened) -> AnyView {
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
                    <button type="button" aria-pressed=move || taken.get().to_string() on:click=choose>
                        {live(move || if taken.get() { ENGLISH.platform_unchoose } else { ENGLISH.platform_choose })}
                    </button>
                })}
            </div>
            {bar(Bar { low: length, likely: length, high: length })}
            <p class="entry-facts">
                {(first_in > 0).then(|| view! {
                    <span>{ENGLISH.platform_first_in}" "<b class="share">{share(first_in)}</b></span>
                })}
                {hours.map(|hours| view! { <span>{hours}</span> })}
                {info.map(|info| view! { <span>{ENGLISH.platform_best_for}": "{info.best_for.clone()}</span> })}
            </p>
            {opened(open, (id, false), ENGLISH.platform_contributions.to_owned(), {
                let kept = Arc::clone(recommendation);
                move || reasons(&kept, id)
            })}
            {money.map(|money| {
                let kept = Arc::clone(recommendation);
                let title = fill(ENGLISH.platform_month, &[&money]);
                opened(open, (id, true), title, move || reckoned(&kept, id))
            })}
        </li>
    }
}

/// Why a platform stands where it stands.
fn reasons(recommendation: &Recommendation, id: Candidate) -> AnyView {
    let Some(ranked) = recommendation.ranked.iter().find(|ranked| ranked.platform == id) else { return ().into_any() };
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
    }
}

/// What a month costs, line by line.
fn reckoned(recommendation: &Recommendation, id: Candidate) -> AnyView {
    let row = recommendation.matrix.iter().find(|row| row.platform == id);
    let lines = row.map(|row| row.cost.why.lines.as_slice()).unwrap_or_default();
    view! {
        <p>{ENGLISH.platform_cost_why}":"</p>
        <ol class="why">{lines.iter().map(|line| view! {
            <li>{line.text.clone()}" "{line.facts.iter().map(cited).collect_view()}</li>
        }).collect_view()}</ol>
        {row.map(|row| own_numbers(&row.cost.why))}
    }
}

/// What is open below the ranking: of whom, and whether it is the money.
type Opened = RwSignal<Vec<(Candidate, bool)>>;

/// What can be opened, and stays open when the ranking changes. Drawn when it is: eight tables nobody looks at would
/// cost every keystroke.
fn opened(
    open: Opened,
    what: (Candidate, bool),
    title: String,
    draw: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let is_open = Memo::new(move || open.with(|open| open.contains(&what)));
    view! {
        <details open=open.with_untracked(|open| open.contains(&what))
            on:toggle=move |event| open.update(|open| {
                open.retain(|other| *other != what);
                if web::is_open(&event) {
                    open.push(what);
                }
            })>
            <summary>{title}</summary>
            {live(move || is_open.get().then(&draw))}
        </details>
    }
}

/// What each criterion adds to a score, the most first.
pub(super) fn contributions(list: &[Contribution]) -> AnyView {
    let mut sorted: Vec<&Contribution> = list.iter().gather();
    crate::order::sort_by_key(&mut sorted, |c| std::cmp::Reverse(c.points));
    let head = [ENGLISH.platform_criterion, ENGLISH.platform_weight, ENGLISH.platform_score, "="].map(str::to_owned);
    let row = |c: &Contribution| {
        vec![measure_name(c.criterion), per_cent(c.weight), c.value.rounded().to_string(), c.points.to_string()]
    };
    let rows: Vec<Vec<String>> = sorted.into_iter().map(row).gather();
    view! { <div class="contributions" inner_html=Markup::default().table("numbers", &head, &rows).done()></div> }
}

/// A share, rounded to what is known.
fn share(ten_thousandths: u16) -> String {
    match (ten_thousandths + 50) / 100 {
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

/// What a fact says.
fn claim(id: &FactId) -> Option<String> {
    use_derived().known.with(|known| known.knowledge().fact(id.as_str()).map(|fact| fact.claim.clone()))
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
                    <dd><b>{assumption.assumed.clone()}</b>": "{assumption.why.clone()}" "{cited(&assumption.fact)}</dd>
                </div>
            }).collect_view()}</dl>
            <p class="help">{ENGLISH.platform_rules}</p>
            <ul>{recommendation.rules.iter().map(|rule| view! { <li>{claim(rule)}" "{cited(rule)}</li> }).collect_view()}</ul>
        </details>
    }
}
