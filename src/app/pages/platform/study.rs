//! What takes the recommendation many times over, worked out when it is asked for: which answers would turn it, and
//! where the costs cross.

use super::cost_chart::cost_chart;
use crate::app::derived::use_derived;
use crate::app::effects::use_effects;
use crate::app::jobs::Studied;
use crate::app::store::use_store;
use crate::app::view::prelude::*;
use crate::design::{Design, PlatformId};
use crate::order::Gather;
use crate::recommend::Recommendation;
use crate::text::ENGLISH;
use std::sync::Arc;

/// What the recommendation itself says beside its ranking: ways out, own numbers and values, how comparisons go together.
pub(super) fn notes(recommendation: &Recommendation) -> AnyView {
    let own = recommendation.own.iter().map(|own| match own.because.as_str() {
        "" => own.text.clone(),
        because => format!("{} ({because})", own.text),
    });
    view! {
        {list(ENGLISH.platform_ways_out, recommendation.ways_out.iter().map(|way| way.text.clone()).gather())}
        {list(ENGLISH.platform_own, own.gather())}
        {list(
            ENGLISH.platform_consistency,
            recommendation.weighting.consistency.iter().map(|one| one.text.clone()).gather(),
        )}
    }
}

/// Draws the section with its button; what was found goes when the design changes.
pub(super) fn study() -> AnyView {
    let effects = use_effects();
    let store = use_store();
    let found = RwSignal::new(None::<(Arc<Design>, Studied)>);
    let working = RwSignal::new(false);
    let ask = move |_| {
        let design = store.design_now();
        working.set(true);
        effects.study(false, move |studied| {
            // The page may have been left in the meantime.
            let _ = working.try_set(false);
            drop(found.try_set(Some((design, studied))));
        });
    };
    // What was found of another design is no answer.
    let shown = move || found.get().filter(|(of, _)| Arc::ptr_eq(of, &store.design())).map(|(_, studied)| studied);
    view! {
        <section>
            <h2>{ENGLISH.platform_study}</h2>
            <p class="help">{ENGLISH.platform_study_lead}</p>
            <div class="actions">
                <button type="button" on:click=ask aria-busy=move || working.get().to_string()>
                    {ENGLISH.platform_study_do}
                </button>
            </div>
            <div aria-live="polite">
                {live(move || shown().map(|studied| view! {
                    {list(ENGLISH.platform_study_turns, studied.turns)}
                    {chart(&studied.bills)}
                    {list(ENGLISH.platform_study_crossings, studied.crossings)}
                }))}
            </div>
        </section>
    }
}

/// The bills over the load, of those that can do it.
fn chart(bills: &[Vec<u32>]) -> AnyView {
    let derived = use_derived();
    let (known, recommendation) = (derived.known.get(), derived.recommendation.get());
    let knowledge = known.knowledge();
    let wide = |row: &Vec<u32>| row.iter().map(|number| u64::from(*number)).gather();
    let Some((factors, bills)) = bills.split_first() else { return ().into_any() };
    let of = |platform: PlatformId| {
        let place = knowledge.platforms.iter().position(|row| row.id == platform)?;
        Some((platform, wide(bills.get(place)?)))
    };
    let ranked = recommendation.ranked.iter().filter_map(|ranked| of(ranked.platform.platform()?));
    let lines: Vec<(PlatformId, Vec<u64>)> = ranked.gather();
    view! {
        <h3>{ENGLISH.chart}</h3>
        <p class="help">{ENGLISH.chart_lead}</p>
        <div inner_html=cost_chart(knowledge, &wide(factors), &lines)></div>
    }
    .into_any()
}

fn list(title: &'static str, lines: Vec<String>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <h3>{title}</h3>
        <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
    }
}
