//! A person's own numbers and values, put in where those that are cited are shown.

use crate::app::kit::{Field, field};
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{DecisionChoice, OwnNumber, OwnValue};
use crate::knowledge::{self, Knowledge, Why};
use crate::order::Gather;
use crate::text::{BETTER, fill};
use crate::units::Quantity;

/// The name under which the price of a machine is changed.
const MACHINE_PRICE: &str = "dollars_an_hour";

/// A number that may be changed: of which fact or machine, its name, and what it is where nobody changed it.
struct Changeable {
    fact: String,
    number: String,
    label: String,
    cited: String,
}

/// The numbers behind something, each with a field for one's own.
pub(in crate::app::pages) fn own_numbers(why: &Why) -> AnyView {
    let all = changeable(knowledge::embedded(), why);
    if all.is_empty() {
        return ().into_any();
    }
    let store = use_store();
    view! {
        <details class="better">
            <summary>{BETTER.numbers}</summary>
            <p class="help">{BETTER.numbers_lead}</p>
            <div class="fields">{all.into_iter().map(|one| own_number(store, one)).collect_view()}</div>
        </details>
    }
}

/// The machines first, which a bill is mostly made of, then the numbers of the facts in the order they are used.
fn changeable(knowledge: &Knowledge, why: &Why) -> Vec<Changeable> {
    let facts = why.facts();
    let shown = |name: &str| why.lines.iter().any(|line| line.text.split([' ', ',']).any(|word| word == name));
    let machines = knowledge.machines.iter().filter(|machine| facts.contains(&&machine.fact) && shown(&machine.name));
    let mut all: Vec<Changeable> = machines
        .map(|machine| Changeable {
            fact: machine.name.clone(),
            number: MACHINE_PRICE.to_owned(),
            label: format!("{}: {}", machine.name, BETTER.machine_price),
            cited: machine.dollars_an_hour.to_string(),
        })
        .gather();
    for fact in facts.into_iter().filter_map(|id| knowledge.fact(id.as_str())) {
        for (number, cited) in &fact.values {
            all.push(Changeable {
                fact: fact.id.as_str().to_owned(),
                number: number.clone(),
                label: format!("{}: {}", fact.id.as_str().replace(['.', '-'], " "), number.replace('_', " ")),
                cited: cited.to_string(),
            });
        }
    }
    all
}

fn own_number(store: Store, one: Changeable) -> AnyView {
    let Changeable { fact, number, label, cited } = one;
    let id = format!("own-{fact}-{number}");
    let (of, name) = (fact.clone(), number.clone());
    let said = store.part(move |design| {
        let own = design.decision.numbers.iter().find(|own| own.fact == of && own.number == name);
        own.map_or_else(String::new, |own| own.is.clone())
    });
    let place = id.clone();
    let take = move |typed: &str| {
        let typed = typed.trim();
        if !typed.is_empty() && typed.parse::<Quantity>().is_err() {
            return Err(BETTER.number_expected.to_owned());
        }
        store.edit(&place, |design| put_number(&mut design.decision, &fact, &number, typed));
        Ok(())
    };
    let help = fill(BETTER.cited, &[&cited]);
    field(Field::new(id, label, Signal::derive(move || said.get()), take).placeholder(cited).help(help))
}

/// Puts a number in place of a fact's; an empty one takes it back. Its reason stays.
fn put_number(decision: &mut DecisionChoice, fact: &str, number: &str, is: &str) {
    let at = decision.numbers.iter().position(|own| own.fact == fact && own.number == number);
    match at {
        Some(at) if is.is_empty() => drop(decision.numbers.remove(at)),
        Some(at) => {
            if let Some(own) = decision.numbers.get_mut(at) {
                is.clone_into(&mut own.is);
            }
        }
        None if is.is_empty() => {}
        None => decision.numbers.push(OwnNumber {
            fact: fact.to_owned(),
            number: number.to_owned(),
            is: is.to_owned(),
            because: String::new(),
        }),
    }
}

/// The value of a cell with a place for one's own and its reason.
pub(super) fn own_value(of: String, criterion: String) -> AnyView {
    let store = use_store();
    let found = move |decision: &DecisionChoice| {
        decision.values.iter().position(|own| own.of == of && own.criterion == criterion).ok_or_else(|| OwnValue {
            of: of.clone(),
            criterion: criterion.clone(),
            points: 0,
            because: String::new(),
        })
    };
    let (of_points, of_reason, put, reason) = (found.clone(), found.clone(), found.clone(), found);
    let said = store.part(move |design| {
        let at = of_points(&design.decision).ok();
        at.and_then(|at| design.decision.values.get(at)).map_or_else(String::new, |own| own.points.to_string())
    });
    let why = store.part(move |design| {
        let at = of_reason(&design.decision).ok();
        at.and_then(|at| design.decision.values.get(at)).map_or_else(String::new, |own| own.because.clone())
    });
    let take = move |typed: &str| {
        let typed = typed.trim();
        let points = typed.parse::<u8>().ok().filter(|points| *points <= 100);
        if points.is_none() && !typed.is_empty() {
            return Err(BETTER.points_expected.to_owned());
        }
        store.edit("own-value", |design| {
            let found = put(&design.decision);
            let values = &mut design.decision.values;
            match (found, points) {
                (Ok(at), None) => drop(values.remove(at)),
                (Ok(at), Some(points)) => values.iter_mut().skip(at).take(1).for_each(|own| own.points = points),
                (Err(own), Some(points)) => values.push(OwnValue { points, ..own }),
                (Err(_), None) => {}
            }
        });
        Ok(())
    };
    let take_reason = move |typed: &str| {
        store.edit("own-reason", |design| {
            if let Ok(at) = reason(&design.decision) {
                let own = design.decision.values.iter_mut().skip(at).take(1);
                own.for_each(|own| typed.clone_into(&mut own.because));
            }
        });
        Ok(())
    };
    view! {
        <details class="better">
            <summary>{BETTER.value}</summary>
            <p class="help">{BETTER.value_lead}</p>
            <div class="fields">
                {field(Field::new("own-value-points", BETTER.points, Signal::derive(move || said.get()), take))}
                {field(Field::new("own-value-because", BETTER.because, Signal::derive(move || why.get()), take_reason))}
            </div>
        </details>
    }
}
