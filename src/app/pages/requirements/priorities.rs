//! What each criterion counts: as said, else as assumed from the other answers, with the reason and a way to take it over.

use super::weighting::weighting;
use crate::app::derived::{Derived, use_derived};
use crate::app::kit::Memo;
use crate::app::kit::segmented;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{Criterion, OptionKey, Priorities, Priority, Sureness};
use crate::recommend::CriterionWeight;
use crate::text::{ENGLISH, criterion_label};

/// The heading's id.
pub(super) const SECTION: &str = "section-priorities";

/// Draws the section: how it is said, and what.
pub(super) fn priorities() -> AnyView {
    view! {
        <section class="questions">
            <h2 id=SECTION tabindex="-1">{ENGLISH.requirements_priorities}</h2>
            {weighting()}
        </section>
    }
}

/// The criteria by points from 0 to 10.
pub(super) fn points() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let some_assumed = Memo::new(move || derived.recommendation.get().weights.iter().any(|weight| !weight.said));
    view! {
        <p class="help">{ENGLISH.requirements_priorities_lead}</p>
        <div class="priorities">
            {Criterion::ALL.iter().map(|criterion| priority(store, derived, *criterion)).collect_view()}
        </div>
        <div class="actions">
            <button type="button" prop:disabled=move || !some_assumed.get()
                on:click=move |_| take_over(store, derived, None)>{ENGLISH.priority_take_all}</button>
        </div>
    }
}

/// Says what is assumed: of one criterion, or of all.
fn take_over(store: Store, derived: Derived, only: Option<Criterion>) {
    let recommendation = derived.recommendation.get_untracked();
    store.edit("", |design| {
        for weight in recommendation.weights.iter().filter(|weight| only.is_none_or(|only| weight.criterion == only)) {
            let taken = Priority { importance: weight.importance, sureness: weight.sureness };
            if let Some(criterion) = weight.criterion.usual() {
                design.requirements.priorities.entry(criterion).or_insert(taken);
            }
        }
    });
}

fn priority(store: Store, derived: Derived, criterion: Criterion) -> AnyView {
    let weight = Memo::new(move || {
        derived.recommendation.get().weights.iter().find(|weight| weight.criterion == criterion).cloned()
    });
    let now = move || weight.get().as_ref().map_or(Priority::DEFAULT, counted);
    let said = Memo::new(move || weight.with(|weight| weight.as_ref().is_some_and(|weight| weight.said)));
    let assumed = move || weight.get().filter(|weight| !weight.said).map(|weight| weight.assumed);
    let id = format!("priority-{}", criterion.key());
    let place = id.clone();
    let set = move |change: &dyn Fn(&mut Priority)| {
        let now = weight.get_untracked().as_ref().map_or(Priority::DEFAULT, counted);
        store.edit(&place, |design| change_one(&mut design.requirements.priorities, criterion, now, change));
    };
    let set_sureness = set.clone();
    let sureness = vec![
        ("unsure".to_owned(), ENGLISH.priority_unsure.to_owned()),
        ("fairly".to_owned(), ENGLISH.priority_fairly.to_owned()),
        ("sure".to_owned(), ENGLISH.priority_sure.to_owned()),
    ];
    let sure_value = Signal::derive(move || match now().sureness {
        Sureness::Sure => "sure".to_owned(),
        Sureness::Fairly => "fairly".to_owned(),
        Sureness::Unsure => "unsure".to_owned(),
    });
    let why_id = format!("{id}-why");
    let label = criterion_label(criterion);
    view! {
        <div class="priority" class:said=move || said.get()>
            <label for=id.clone()>{label}</label>
            <input id=id.clone() type="range" min="0" max="10" step="1" aria-describedby=why_id.clone()
                prop:value=move || now().importance.to_string()
                on:input=move |event| {
                    if let Ok(importance) = event_target_value(&event).parse::<u8>() {
                        set(&|priority| priority.importance = importance.min(Priority::MOST));
                    }
                } />
            <output for=id>{move || now().importance}</output>
            {segmented(format!("sure-{}", criterion.key()), format!("{}: {label}", ENGLISH.priority_how), sureness,
                sure_value, move |key| set_sureness(&|priority| priority.sureness = match key.as_str() {
                    "sure" => Sureness::Sure,
                    "unsure" => Sureness::Unsure,
                    _ => Sureness::Fairly,
                }))}
            <button type="button" class="link" aria-label=move || {
                    format!("{}: {label}", if said.get() { ENGLISH.priority_forget } else { ENGLISH.priority_take })
                }
                on:click=move |_| if said.get_untracked() {
                    store.edit("", |design| {
                        design.requirements.priorities.remove(&criterion);
                    });
                } else {
                    take_over(store, derived, Some(criterion));
                }>
                {live(move || if said.get() { ENGLISH.priority_forget } else { ENGLISH.priority_take })}
            </button>
            <p class="origin" id=why_id>{live(assumed)}</p>
        </div>
    }
}

fn counted(weight: &CriterionWeight) -> Priority {
    Priority { importance: weight.importance, sureness: weight.sureness }
}

/// Changes what is said of a criterion, from what is assumed when nothing was said.
fn change_one(said: &mut Priorities, criterion: Criterion, now: Priority, change: &dyn Fn(&mut Priority)) {
    let begin = Priority { sureness: Sureness::Fairly, ..now };
    change(said.entry(criterion).or_insert(begin));
}
