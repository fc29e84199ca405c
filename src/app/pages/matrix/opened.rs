//! A cell that was opened: the value, what it was read off, its arithmetic, what was judged, facts with source and date.

use super::function::function;
use crate::app::derived::use_derived;
use crate::app::erased::view;
use crate::app::kit::mark;
use crate::app::summary::{measure_name, platform_name};
use crate::knowledge::{Fact, FactId, FactKind, Knowledge, Mark};
use crate::recommend::{Candidate, Cell};
use crate::text::{ENGLISH, fill};
use leptos::prelude::*;
use std::sync::Arc;

/// Draws it; `close` puts the focus back where it came from.
pub(super) fn opened(platform: Candidate, cell: &Cell, close: Arc<dyn Fn() + Send + Sync>) -> AnyView {
    let heading = fill(ENGLISH.platform_why, &[&cell.value.likely.rounded(), &platform_name(platform)]);
    let title = format!("{}: {heading}", measure_name(cell.criterion));
    let escape = Arc::clone(&close);
    view! {
        <section class="panel cell-panel" id="cell-panel" tabindex="-1" aria-label=heading
            on:keydown=move |event| if event.key() == "Escape" { escape() }>
            <header>
                <h3>{title}</h3>
                <button type="button" on:click=move |_| close()>{ENGLISH.close}</button>
            </header>
            <p>{cell.text.clone()}</p>
            {use_derived().known.with(|known| explained(known.knowledge(), cell))}
        </section>
    }
}

fn explained(knowledge: &Knowledge, cell: &Cell) -> AnyView {
    let info = cell.criterion.usual().and_then(|criterion| knowledge.criterion(criterion));
    let facts: Vec<&Fact> = cell.why.facts().into_iter().filter_map(|id| knowledge.fact(id.as_str())).collect();
    let judged = facts.iter().filter(|fact| fact.kind == FactKind::Judgement).count();
    view! {
        <div class="function" inner_html=info.map(|info| function(info, cell))></div>
        {info.map(|info| view! { <p class="help">{info.valued.clone()}</p> })}
        <ol class="why">{cell.why.lines.iter().map(|line| view! { <li>{line.text.clone()}</li> }).collect_view()}</ol>
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
