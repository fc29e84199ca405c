//! What the people at the table know better: values and numbers of their own, alternatives and criteria of their own,
//! and the rate of their hours.

use crate::app::derived::use_derived;
use crate::app::kit::Memo;
use crate::app::store::{Store, use_store};
use crate::app::summary::{measure_name, platform_name};
use crate::app::view::prelude::*;
use crate::design::{DecisionChoice, OwnAlternative, OwnCriterion, OwnNumber, OwnValue, Priority, Sureness};
use crate::order::Gather;
use crate::text::{ENGLISH, fill};
use std::sync::Arc;

/// Draws the section, closed until it is wanted.
pub(super) fn own() -> AnyView {
    let store = use_store();
    view! {
        <details>
            <summary>{ENGLISH.own}</summary>
            <p class="help">{ENGLISH.own_lead}</p>
            {values(store)}
            {form(ENGLISH.own_numbers, &[ENGLISH.own_fact, ENGLISH.own_number, ENGLISH.own_is, ENGLISH.own_because], move |said| {
                let [fact, number, is, because] = said else { return };
                let own = OwnNumber { fact: fact.clone(), number: number.clone(), is: is.clone(), because: because.clone() };
                store.edit("", |design| design.decision.numbers.push(own));
            })}
            {form(ENGLISH.own_alternatives, &[ENGLISH.own_name, ENGLISH.own_dollars, ENGLISH.own_hours], move |said| {
                let [name, dollars, hours] = said else { return };
                let (dollars_a_month, hours_a_month) = (dollars.parse().ok(), hours.parse().ok());
                let own = OwnAlternative { name: name.clone(), what: String::new(), dollars_a_month, hours_a_month };
                store.edit("", |design| design.decision.alternatives.push(own));
            })}
            {form(ENGLISH.own_criteria, &[ENGLISH.own_name, ENGLISH.own_importance], move |said| {
                let [name, importance] = said else { return };
                let importance = importance.parse().unwrap_or(Priority::DEFAULT.importance).min(Priority::MOST);
                let own = OwnCriterion { name: name.clone(), importance, sureness: Sureness::Fairly, ..OwnCriterion::default() };
                store.edit("", |design| design.decision.criteria.push(own));
            })}
            {form(ENGLISH.own_rate, &[ENGLISH.own_rate_an_hour], move |said| {
                let rate = said.first().and_then(|rate| rate.parse().ok());
                store.edit("", |design| design.decision.hour_rate = rate);
            })}
            {said_so_far(store)}
        </details>
    }
}

/// Fields with a button; they are empty again when it was pressed.
fn form(title: &'static str, labels: &[&'static str], add: impl Fn(&[String]) + Send + Sync + 'static) -> AnyView {
    let fields: Vec<(&'static str, RwSignal<String>)> =
        labels.iter().map(|label| (*label, RwSignal::new(String::new()))).gather();
    let inputs = fields.clone();
    let add = move |_| {
        let said: Vec<String> = fields.iter().map(|(_, field)| field.get_untracked().trim().to_owned()).gather();
        if said.first().is_some_and(|first| !first.is_empty()) {
            add(&said);
            for (_, field) in &fields {
                field.set(String::new());
            }
        }
    };
    view! {
        <h3>{title}</h3>
        <div class="actions">
            {inputs.into_iter().map(|(label, field)| view! {
                <input type="text" aria-label=format!("{title}: {label}") placeholder=label
                    prop:value=field on:input=move |event| field.set(event_target_value(&event)) />
            }).collect_view()}
            <button type="button" on:click=add>{ENGLISH.own_add}</button>
        </div>
    }
}

/// A value in place of one of the matrix.
fn values(store: Store) -> AnyView {
    let derived = use_derived();
    let of = RwSignal::new(String::new());
    let by = RwSignal::new(String::new());
    let candidates = Memo::new(move || {
        let recommendation = derived.recommendation.get();
        recommendation.matrix.iter().map(|row| row.platform).gather()
    });
    let measures = Memo::new(move || {
        let recommendation = derived.recommendation.get();
        recommendation.weights.iter().map(|weight| weight.criterion).gather()
    });
    let option = |(value, text): (String, String)| view! { <option value=value>{text}</option> };
    view! {
        <h3>{ENGLISH.own_values}</h3>
        <div class="actions">
            <select aria-label=ENGLISH.own_of on:change=move |event| of.set(event_target_value(&event))>
                <option value="">{ENGLISH.weighting_choose}</option>
                {live(move || candidates.get().into_iter().map(|one| {
                    let name = platform_name(one);
                    option((one.platform().map_or_else(|| name.clone(), |_| one.key()), name))
                }).collect_view())}
            </select>
            <select aria-label=ENGLISH.own_by on:change=move |event| by.set(event_target_value(&event))>
                <option value="">{ENGLISH.weighting_choose}</option>
                {live(move || measures.get().into_iter().map(|one| {
                    let name = measure_name(one);
                    option((one.usual().map_or_else(|| name.clone(), |_| one.key()), name))
                }).collect_view())}
            </select>
        </div>
        {form(ENGLISH.own_points_and_why, &[ENGLISH.own_points, ENGLISH.own_because], move |said| {
            let [points, because] = said else { return };
            let (of, criterion) = (of.get_untracked(), by.get_untracked());
            let Ok(points) = points.parse::<u8>() else { return };
            if of.is_empty() || criterion.is_empty() {
                return;
            }
            let own = OwnValue { of, criterion, points: points.min(100), because: because.clone() };
            store.edit("", |design| {
                design.decision.values.retain(|other| (&other.of, &other.criterion) != (&own.of, &own.criterion));
                design.decision.values.push(own);
            });
        })}
    }
}

/// What has been said, each with a way to take it back.
fn said_so_far(store: Store) -> AnyView {
    type Remove = Arc<dyn Fn(&mut DecisionChoice) + Send + Sync>;
    fn remove_at<T>(list: fn(&mut DecisionChoice) -> &mut Vec<T>, at: usize) -> Remove
    where
        T: 'static,
    {
        Arc::new(move |decision| {
            let list = list(decision);
            if at < list.len() {
                list.remove(at);
            }
        })
    }
    let decision = store.part(|design| design.decision.clone());
    let lines = move || {
        let decision = decision.get();
        let mut lines: Vec<(String, Remove)> = Vec::new();
        for (at, own) in decision.values.iter().enumerate() {
            let text = fill(ENGLISH.own_value_line, &[&own.of, &own.criterion, &own.points, &own.because]);
            lines.push((text, remove_at(|decision| &mut decision.values, at)));
        }
        for (at, own) in decision.numbers.iter().enumerate() {
            let text = fill(ENGLISH.own_value_line, &[&own.fact, &own.number, &own.is, &own.because]);
            lines.push((text, remove_at(|decision| &mut decision.numbers, at)));
        }
        for (at, own) in decision.alternatives.iter().enumerate() {
            lines.push((own.name.clone(), remove_at(|decision| &mut decision.alternatives, at)));
        }
        for (at, own) in decision.criteria.iter().enumerate() {
            let text = format!("{}: {}", own.name, own.importance);
            lines.push((text, remove_at(|decision| &mut decision.criteria, at)));
        }
        if let Some(rate) = decision.hour_rate {
            let text = format!("{}: {rate}", ENGLISH.own_rate);
            lines.push((text, Arc::new(|decision: &mut DecisionChoice| decision.hour_rate = None)));
        }
        lines
    };
    view! {
        <ul>{live(move || lines().into_iter().map(|(text, remove)| view! {
            <li>{text.clone()}" "
                <button type="button" class="link" aria-label=format!("{}: {text}", ENGLISH.weighting_remove)
                    on:click=move |_| store.edit("", |design| remove(&mut design.decision))>{ENGLISH.weighting_remove}</button>
            </li>
        }).collect_view())}</ul>
    }
}
