//! Other ways to say what the criteria count: by their order, by the step from worst to best, by two at a time.

use super::priorities::points;
use super::ranking::ranking;
use crate::app::derived::{Derived, use_derived};
use crate::app::kit::segmented;
use crate::app::store::{Store, use_store};
use crate::app::summary::measure_name;
use crate::app::view::prelude::*;
use crate::design::{Design, Pair, Weighting};
use crate::order::Gather;
use crate::recommend::{Measure, Recommendation};
use crate::text::{ENGLISH, fill};

const POINTS: &str = "points";
const RANKING: &str = "ranking";
const SWING: &str = "swing";
const PAIRS: &str = "pairs";

/// Draws the choice of the way, and the way that was chosen.
pub(in crate::app::pages) fn weighting() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let way = store.part(|design| way_of(&design.requirements.weighting).to_owned());
    let ways = [
        (POINTS, ENGLISH.weighting_points),
        (RANKING, ENGLISH.weighting_ranking),
        (SWING, ENGLISH.weighting_swing),
        (PAIRS, ENGLISH.weighting_pairs),
    ];
    let ways = ways.map(|(key, text)| (key.to_owned(), text.to_owned())).to_vec();
    let take = move |key: String| {
        let recommendation = derived.recommendation.get_untracked();
        store.edit("", |design| {
            if way_of(&design.requirements.weighting) != key {
                design.requirements.weighting = begun(&key, &recommendation, design);
            }
        });
    };
    view! {
        <div class="actions">
            {segmented("weighting".to_owned(), ENGLISH.weighting.to_owned(), ways, way.into(), take)}
        </div>
        {live(move || match way.get().as_str() {
            RANKING => ranking(store, derived),
            SWING => swing(store, derived),
            PAIRS => pairs(store, derived),
            _ => points(),
        })}
    }
}

const fn way_of(weighting: &Weighting) -> &'static str {
    match weighting {
        Weighting::Points => POINTS,
        Weighting::Ranking(_) => RANKING,
        Weighting::Swing(_) => SWING,
        Weighting::Pairs(_) => PAIRS,
    }
}

/// The name by which the design knows a criterion.
pub(in crate::app::pages) fn known_name(measure: Measure, design: &Design) -> String {
    match measure {
        Measure::Usual(_) => measure.key(),
        Measure::Own(position) => {
            let own = design.decision.criteria.get(usize::from(position));
            own.map_or_else(String::new, |own| own.name.clone())
        }
    }
}

/// A way with what counts now said in it.
fn begun(way: &str, recommendation: &Recommendation, design: &Design) -> Weighting {
    let mut weights: Vec<(String, u32)> =
        recommendation.weights.iter().map(|w| (known_name(w.criterion, design), w.thousandths)).gather();
    match way {
        RANKING => {
            crate::order::sort_by_key(&mut weights, |(_, thousandths)| std::cmp::Reverse(*thousandths));
            Weighting::Ranking(weights.into_iter().map(|(name, _)| name).gather())
        }
        SWING => {
            let most = weights.iter().map(|(_, thousandths)| *thousandths).max().unwrap_or(1).max(1);
            let points = |thousandths: u32| u8::try_from(thousandths * 100 / most).unwrap_or(100);
            Weighting::Swing(crate::order::map(weights.into_iter().map(|(name, w)| (name, points(w)))))
        }
        PAIRS => Weighting::Pairs(Vec::new()),
        _ => Weighting::Points,
    }
}

/// Every criterion with the name by which the design knows it.
pub(super) fn all(store: Store, derived: Derived) -> Vec<(String, String)> {
    let design = store.design();
    let measures: Vec<Measure> = derived.recommendation.get().weights.iter().map(|weight| weight.criterion).gather();
    measures.into_iter().map(|measure| (known_name(measure, &design), measure_name(measure))).gather()
}

pub(super) fn label(name: &str, all: &[(String, String)]) -> String {
    all.iter().find(|(known, _)| known == name).map_or_else(|| name.to_owned(), |(_, label)| label.clone())
}

fn swing(store: Store, derived: Derived) -> AnyView {
    // Read once: fields that are drawn anew with every answer of the worker would lose what is being said.
    let names = untrack(|| all(store, derived));
    let row = move |(name, label): (String, String)| {
        let id = format!("swing-{name}");
        let (place, read) = (id.clone(), name.clone());
        let points = store.part(move |design| match &design.requirements.weighting {
            Weighting::Swing(points) => points.get(&read).copied().unwrap_or_default(),
            _ => 0,
        });
        let set = move |event| {
            let Ok(said) = event_target_value(&event).parse::<u8>() else { return };
            store.edit(&place, |design| {
                if let Weighting::Swing(points) = &mut design.requirements.weighting {
                    points.insert(name.clone(), said.min(100));
                }
            });
        };
        view! {
            <div class="priority">
                <label for=id.clone()>{label}</label>
                <input id=id.clone() type="range" min="0" max="100" step="5"
                    prop:value=move || points.get().to_string() on:input=set />
                <output for=id>{move || points.get()}</output>
            </div>
        }
    };
    view! {
        <p class="help">{ENGLISH.weighting_swing_lead}</p>
        <div class="priorities">{names.into_iter().map(row).collect_view()}</div>
    }
}

fn pairs(store: Store, derived: Derived) -> AnyView {
    let said = store.part(|design| match &design.requirements.weighting {
        Weighting::Pairs(pairs) => pairs.clone(),
        _ => Vec::new(),
    });
    let chosen = RwSignal::new((String::new(), 1u8, String::new()));
    // Read once: fields that are drawn anew with every answer of the worker would lose what is being said.
    let names = untrack(|| all(store, derived));
    let options = move |names: &[(String, String)]| {
        let blank = view! { <option value="">{ENGLISH.weighting_choose}</option> };
        let each = names.iter().map(|(name, label)| view! { <option value=name.clone()>{label.clone()}</option> });
        view! { {blank}{each.collect_view()} }
    };
    let add = move |_| {
        let (one, times, other) = chosen.get_untracked();
        if one.is_empty() || other.is_empty() || one == other {
            return;
        }
        store.edit("", |design| {
            if let Weighting::Pairs(pairs) = &mut design.requirements.weighting {
                pairs.retain(|pair| ![(&pair.one, &pair.other), (&pair.other, &pair.one)].contains(&(&one, &other)));
                pairs.push(Pair { one, other, times });
            }
        });
    };
    let remove = move |at: usize| {
        store.edit("", |design| {
            if let Weighting::Pairs(pairs) = &mut design.requirements.weighting
                && at < pairs.len()
            {
                pairs.remove(at);
            }
        });
    };
    let consistency = move || derived.recommendation.get().weighting.consistency.as_ref().map(|one| one.text.clone());
    view! {
        <p class="help">{ENGLISH.weighting_pairs_lead}</p>
        <div class="actions">
            <select aria-label=ENGLISH.weighting_one
                on:change=move |event| chosen.update(|chosen| chosen.0 = event_target_value(&event))>{options(&names)}</select>
            <select aria-label=ENGLISH.weighting_times
                on:change=move |event| chosen.update(|chosen| chosen.1 = event_target_value(&event).parse().unwrap_or(1))>
                {(1..=Pair::MOST).map(|times| view! {
                    <option value=times.to_string()>{fill(ENGLISH.weighting_counts, &[&times])}</option>
                }).collect_view()}
            </select>
            <select aria-label=ENGLISH.weighting_other
                on:change=move |event| chosen.update(|chosen| chosen.2 = event_target_value(&event))>{options(&names)}</select>
            <button type="button" on:click=add>{ENGLISH.weighting_add}</button>
        </div>
        <ul>{live(move || said.get().into_iter().enumerate().map(|(at, pair)| {
            let text = fill(
                ENGLISH.weighting_pair,
                &[&label(&pair.one, &names), &pair.times, &label(&pair.other, &names)],
            );
            view! {
                <li>{text.clone()}" "
                    <button type="button" class="link" aria-label=format!("{}: {text}", ENGLISH.weighting_remove)
                        on:click=move |_| remove(at)>{ENGLISH.weighting_remove}</button>
                </li>
            }
        }).collect_view())}</ul>
        <p aria-live="polite">{live(consistency)}</p>
    }
}
