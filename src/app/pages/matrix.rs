//! The comparison: platforms by criteria. Every cell opens its value's arithmetic, facts, sources and dates.

use crate::app::derived::use_derived;
use crate::app::kit::Memo;
use crate::app::kit::{Bar, bar, live, mark};
use crate::app::summary::{measure_name, platform_name};
use crate::design::{Criterion, OptionKey};
use crate::knowledge::{self, Fact, FactId, Mark};
use crate::recommend::{Candidate, Cell, Measure, Recommendation};
use crate::text::{ENGLISH, fill};
use crate::web;
use leptos::prelude::*;

/// Draws the matrix and, beneath it, the cell that is open.
pub(super) fn matrix() -> AnyView {
    let derived = use_derived();
    let open = RwSignal::new(None::<(Candidate, Measure)>);
    let order = Memo::new(move || {
        let recommendation = derived.recommendation.get();
        let ranked = recommendation.ranked.iter().map(|ranked| (ranked.platform, false));
        let out = recommendation.eliminated.iter().map(|out| (out.platform.into(), true));
        ranked.chain(out).collect::<Vec<_>>()
    });
    let own = Memo::new(move || {
        let recommendation = derived.recommendation.get();
        let measures = recommendation.weights.iter().map(|weight| weight.criterion);
        measures.filter(|measure| measure.usual().is_none()).collect::<Vec<_>>()
    });
    view! {
        <section>
            <h2>{ENGLISH.platform_matrix}</h2>
            <p class="help">{ENGLISH.platform_matrix_lead}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=ENGLISH.platform_matrix>
                <table class="matrix">
                    <thead><tr>
                        <th scope="col">{ENGLISH.platform_criterion}</th>
                        {live(move || order.get().into_iter().map(|(platform, out)| view! {
                            <th scope="col" class:out=out>
                                {short(platform)}
                                {out.then(|| view! { <span class="mark">{ENGLISH.platform_out}</span> })}
                            </th>
                        }).collect_view())}
                    </tr></thead>
                    <tbody>
                        {Criterion::ALL.iter().map(|criterion| row((*criterion).into(), order, open)).collect_view()}
                        {live(move || own.get().into_iter().map(|measure| row(measure, order, open)).collect_view())}
                    </tbody>
                </table>
            </div>
            {live(move || open.get().map(|(platform, criterion)| opened(&derived.recommendation.get(), platform, criterion, open)))}
        </section>
    }
    .into_any()
}

/// A platform's short name, for narrow columns.
pub(super) fn short(platform: Candidate) -> String {
    match platform {
        Candidate::Own(_) => platform_name(platform),
        Candidate::Platform(_) => platform.short(knowledge::embedded()).to_owned(),
    }
}

fn row(
    criterion: Measure,
    order: Memo<Vec<(Candidate, bool)>>,
    open: RwSignal<Option<(Candidate, Measure)>>,
) -> AnyView {
    let derived = use_derived();
    let weight = Memo::new(move || {
        let recommendation = derived.recommendation.get();
        recommendation.weights.iter().find(|weight| weight.criterion == criterion).map_or(0, |weight| weight.share)
    });
    let cells = Memo::new(move || {
        let recommendation = derived.recommendation.get();
        let cell = |(platform, out): (Candidate, bool)| {
            let cell = recommendation.cell(platform, criterion);
            let value = cell.map(|cell| cell.value).unwrap_or_default();
            let marked = cell.is_some_and(is_marked);
            let own = cell.is_some_and(|cell| cell.own.is_some());
            (platform, out, value, marked, own)
        };
        order.get().into_iter().map(cell).collect::<Vec<_>>()
    });
    view! {
        <tr>
            <th scope="row">{measure_name(criterion)}" "<span class="weight">{live(move || format!("{}\u{a0}%", weight.get() / 100))}</span></th>
            {live(move || cells.get().into_iter().map(|(platform, out, value, marked, own)| {
                let (low, likely, high) = (value.low, value.likely, value.high);
                view! {
                    <td class:out=out>
                        <button type="button" class="cell" id=cell_id(platform, criterion)
                            aria-label=format!("{}, {}: {}", short(platform), measure_name(criterion), likely.rounded())
                            aria-expanded=Signal::derive(move || (open.get() == Some((platform, criterion))).to_string())
                            on:click=move |_| {
                                let now = open.get_untracked() == Some((platform, criterion));
                                open.set((!now).then_some((platform, criterion)));
                                if !now {
                                    web::focus_element("cell-panel");
                                }
                            }>
                            <span class="number">{likely.rounded()}</span>
                            {marked.then(|| view! { <span class="dagger" aria-hidden="true">"†"</span> })}
                            {own.then(|| view! { <span class="mark">{ENGLISH.mark_own}</span> })}
                            {bar(Bar { low: low.as_hundredths(), likely: likely.as_hundredths(), high: high.as_hundredths() })}
                        </button>
                    </td>
                }
            }).collect_view())}
        </tr>
    }
    .into_any()
}

fn cell_id(platform: Candidate, criterion: Measure) -> String {
    format!("cell-{}-{}", platform.key(), criterion.key())
}

/// Whether some fact behind a cell is to be taken with care.
fn is_marked(cell: &Cell) -> bool {
    let knowledge = knowledge::embedded();
    let careful = |mark: &Mark| matches!(mark, Mark::Unverified | Mark::Old);
    cell.why.facts().into_iter().filter_map(|id| knowledge.fact(id.as_str())).any(|fact| fact.marks.iter().any(careful))
}

fn opened(
    recommendation: &Recommendation,
    platform: Candidate,
    criterion: Measure,
    open: RwSignal<Option<(Candidate, Measure)>>,
) -> AnyView {
    let knowledge = knowledge::embedded();
    let Some(cell) = recommendation.cell(platform, criterion).cloned() else { return ().into_any() };
    let info = criterion.usual().and_then(|criterion| knowledge.criterion(criterion));
    let heading = fill(ENGLISH.platform_why, &[&cell.value.likely.rounded(), &platform_name(platform)]);
    let facts: Vec<FactId> = cell.why.facts().into_iter().cloned().collect();
    view! {
        <section class="panel cell-panel" id="cell-panel" tabindex="-1" aria-label=heading.clone()>
            <header>
                <h3>{measure_name(criterion)}": "{heading.clone()}</h3>
                <button type="button" on:click=move |_| {
                    open.set(None);
                    web::focus_element(&cell_id(platform, criterion));
                }>{ENGLISH.close}</button>
            </header>
            <p>{cell.text.clone()}</p>
            <ol class="why">{cell.why.lines.iter().map(|line| view! { <li>{line.text.clone()}</li> }).collect_view()}</ol>
            {info.map(|info| view! { <p class="help">{ENGLISH.platform_valued}": "{info.valued.clone()}</p> })}
            <h4>{ENGLISH.platform_facts}</h4>
            <ul class="facts">
                {facts.iter().filter_map(|id| knowledge.fact(id.as_str())).map(|fact| view! {
                    <li>{fact.claim.clone()}" "{citation(fact)}</li>
                }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// A fact's sources, date and marks.
pub(super) fn citation(fact: &Fact) -> AnyView {
    view! {
        <span class="cite">
            {fact.sources.iter().map(|source| one_source(source)).collect_view()}
            " "{fill(ENGLISH.as_of, &[&fact.as_of])}
            {fact.marks.iter().map(|sign| {
                let (text, means) = match sign {
                    Mark::Unverified => (ENGLISH.mark_unverified, ENGLISH.mark_unverified_means),
                    Mark::Old => (ENGLISH.mark_old, ENGLISH.mark_old_means),
                    Mark::Undated => (ENGLISH.mark_undated, ENGLISH.mark_undated_means),
                    Mark::VendorClaim => (ENGLISH.mark_vendor, ENGLISH.mark_vendor_means),
                    Mark::Judgement => (ENGLISH.mark_judged, ENGLISH.mark_judged_means),
                    Mark::Own => (ENGLISH.mark_own, ENGLISH.mark_own_means),
                };
                view! { " "{mark(text, means)} }
            }).collect_view()}
        </span>
    }
    .into_any()
}

/// A source as a link where it is an address, as text otherwise.
fn one_source(source: &str) -> AnyView {
    let address = source.split_whitespace().next().unwrap_or_default();
    if address.starts_with("https://") {
        let host = address.trim_start_matches("https://").split('/').next().unwrap_or_default().to_owned();
        return view! {
            <a href=address.to_owned() title=source.to_owned() target="_blank" rel="noopener noreferrer">{host}</a>" "
        }
        .into_any();
    }
    view! { <span class="source">{source.to_owned()}</span>" " }.into_any()
}
