//! A cell that was opened: the value, what it was read off, its arithmetic, what was judged, facts with source and date.

use super::better::{own_numbers, own_value};
use super::function::function;
use crate::app::derived::use_derived;
use crate::app::kit::mark;
use crate::app::pages::platform::contributions;
use crate::app::summary::{measure_name, platform_name};
use crate::app::view::prelude::*;
use crate::decide::Points;
use crate::design::Criterion;
use crate::draw::{Comparison, Lane, Line, Places};
use crate::knowledge::{Fact, FactId, FactKind, Knowledge, Mark, Why};
use crate::order::Gather;
use crate::recommend::{Candidate, Cell, Contribution, CriterionWeight, MatrixRow, Measure, Reading, Recommendation};
use crate::text::{ENGLISH, fill};
use std::sync::Arc;

/// Draws it; `close` puts the focus back where it came from.
pub(super) fn opened(
    recommendation: &Recommendation,
    row: &MatrixRow,
    line: Line,
    close: Arc<dyn Fn() + Send + Sync>,
) -> AnyView {
    let known = use_derived().known.get();
    let knowledge = known.knowledge();
    let view = Comparison::default();
    let places = Places::of(recommendation, knowledge, &view);
    let place = recommendation.matrix.iter().position(|other| other.platform == row.platform).unwrap_or_default();
    let content = places.content(Lane::Platform(place), line);
    let text = content.as_ref().map_or("", |content| &content.text);
    let heading = match line {
        Line::Criterion(_) | Line::Score => fill(ENGLISH.platform_why, &[&text, &platform_name(row.platform)]),
        _ => fill(ENGLISH.matrix_total_why, &[&platform_name(row.platform), &text]),
    };
    let title = format!("{}: {heading}", places.line_name(line));
    let escape = Arc::clone(&close);
    let body = match line {
        Line::Criterion(place) => row.cells.get(place).map(|cell| {
            view! {
                {one_cell(knowledge, cell)}
                {own_value(said_of(row.platform), said_by(cell.criterion))}
            }
        }),
        Line::Score => Some(score(knowledge, recommendation, row)),
        Line::Money => Some(view! {
            {steps(&row.cost.why)}{own_numbers(&row.cost.why)}{sources(knowledge, &row.cost.why)}
        }),
        // Hours are valued by one criterion, which says how they come about.
        Line::Hours => recommendation.cell(row.platform, Criterion::LowOverhead).map(|cell| one_cell(knowledge, cell)),
    };
    view! {
        <section class="panel cell-panel" id="cell-panel" tabindex="-1" aria-label=heading
            on:keydown=move |event| if event.key() == "Escape" { escape() }>
            <header>
                <h3>{title}</h3>
                <button type="button" on:click=move |_| close()>{ENGLISH.close}</button>
            </header>
            {body}
        </section>
    }
}

/// An alternative as a design names it: a platform by its key, one's own by its name.
fn said_of(one: Candidate) -> String {
    one.platform().map_or_else(|| platform_name(one), |_| one.key())
}

/// A criterion likewise.
fn said_by(one: Measure) -> String {
    one.usual().map_or_else(|| measure_name(one), |_| one.key())
}

/// A value: what it was read off, how it came about, and the facts.
fn one_cell(knowledge: &Knowledge, cell: &Cell) -> AnyView {
    let info = cell.criterion.usual().and_then(|criterion| knowledge.criterion(criterion));
    view! {
        <p>{cell.text.clone()}</p>
        <div class="function" inner_html=info.map(|info| function(info, cell))></div>
        {info.map(|info| view! { <p class="help">{info.valued.clone()}</p> })}
        {steps(&cell.why)}
        // Only what is computed changes with a number.
        {matches!(cell.read, Reading::Curve(_) | Reading::BudgetCurve(_)).then(|| own_numbers(&cell.why))}
        // What nobody has valued has a line that says so, and nothing else.
        {(cell.own.is_some() || cell.read != Reading::Nothing).then(|| sources(knowledge, &cell.why))}
    }
}

/// A score: what each criterion adds, and every fact behind any of that.
fn score(knowledge: &Knowledge, recommendation: &Recommendation, row: &MatrixRow) -> AnyView {
    let mut all = Why::default();
    for (cell, weight) in row.cells.iter().zip(&recommendation.weights) {
        all.because(weight.assumed.clone(), cell.why.facts());
    }
    all.because("", recommendation.weighting.fact.as_ref());
    let added = |(cell, weight): (&Cell, &CriterionWeight)| Contribution {
        criterion: cell.criterion,
        weight: weight.share,
        value: cell.value.likely,
        points: Points::hundredths(i64::from(cell.value.likely.as_hundredths()) * i64::from(weight.share) / 10_000),
    };
    let ranked = recommendation.ranked.iter().find(|ranked| ranked.platform == row.platform);
    let list = ranked.map_or_else(
        || row.cells.iter().zip(&recommendation.weights).map(added).gather(),
        |ranked| ranked.contributions.clone(),
    );
    view! {
        <p class="help">{ENGLISH.matrix_score_why}</p>
        {contributions(&list)}
        <details>
            <summary>{ENGLISH.matrix_all_facts}" "<span class="count">{all.facts().len()}</span></summary>
            {sources(knowledge, &all)}
        </details>
    }
}

fn steps(why: &Why) -> AnyView {
    view! { <ol class="why">{why.lines.iter().map(|line| view! { <li>{line.text.clone()}</li> }).collect_view()}</ol> }
}

/// The facts with source and date; where there are none, who says it.
fn sources(knowledge: &Knowledge, why: &Why) -> AnyView {
    let facts: Vec<&Fact> = why.facts().into_iter().filter_map(|id| knowledge.fact(id.as_str())).gather();
    if facts.is_empty() {
        let nobody = if why.lines.is_empty() { ENGLISH.matrix_nobody } else { ENGLISH.matrix_yours };
        return view! { <p class="help">{nobody}</p> };
    }
    let judged = facts.iter().filter(|fact| fact.kind == FactKind::Judgement).count();
    view! {
        <h4>{ENGLISH.platform_facts}</h4>
        <p class="help">{fill(ENGLISH.matrix_judged, &[&judged, &facts.len()])}</p>
        <ul class="facts">
            {facts.into_iter().map(|fact| view! { <li>{fact.claim.clone()}" "{citation(fact)}</li> }).collect_view()}
        </ul>
    }
}

/// A fact's source and date, short, with its marks, as this design has it.
pub(in crate::app::pages) fn cited(id: &FactId) -> AnyView {
    use_derived().known.with(|known| known.knowledge().fact(id.as_str()).map(citation)).into_any()
}

/// A fact's sources, date and marks.
fn citation(fact: &Fact) -> AnyView {
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
}

/// A source as a link where it is an address, as text otherwise.
fn one_source(source: &str) -> AnyView {
    let address = source.split_whitespace().next().unwrap_or_default();
    if address.starts_with("https://") {
        let host = address.trim_start_matches("https://").split('/').next().unwrap_or_default().to_owned();
        return view! {
            <a href=address.to_owned() title=source.to_owned() target="_blank" rel="noopener noreferrer">{host}</a>" "
        };
    }
    view! { <span class="source">{source.to_owned()}</span>" " }
}
