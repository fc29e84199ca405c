//! Who may call whom, as a table whose cells are pressed.

use crate::app::kit::Memo;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{Call, Design};
use crate::order::Gather;
use crate::text::{PATTERNS, fill};

/// Callers and Services drawn.
const MOST: usize = 24;

/// How a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Allowed,
    Refused,
    Not,
}

/// The table, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Shown {
    services: Vec<String>,
    rows: Vec<(String, Vec<State>)>,
    more: bool,
}

/// Whether a call leads to the Service at a place.
fn leads(design: &Design, caller: usize, call: &Call, service: usize) -> bool {
    let (Some(workload), Some(own)) = (design.workloads.get(caller), design.services.get(service)) else {
        return false;
    };
    let namespace = if call.namespace.is_empty() { &workload.namespace } else { &call.namespace };
    call.service == own.name && design.namespace_of(namespace) == design.namespace_of(&own.namespace)
}

fn table(design: &Design) -> Shown {
    let state = |caller: usize, service: usize| {
        let calls = design.workloads.get(caller).map(|own| own.calls.as_slice()).unwrap_or_default();
        let mut state = State::Not;
        for call in calls.iter().filter(|call| leads(design, caller, call, service)) {
            if !call.denied {
                return State::Allowed;
            }
            state = State::Refused;
        }
        state
    };
    let services = design.services.len().min(MOST);
    let row = |caller: usize| (0..services).map(|service| state(caller, service)).gather();
    Shown {
        services: design.services.iter().take(MOST).map(|own| own.name.clone()).gather(),
        rows: design.workloads.iter().take(MOST).enumerate().map(|(at, own)| (own.name.clone(), row(at))).gather(),
        more: design.services.len() > MOST || design.workloads.len() > MOST,
    }
}

/// Allows what was refused or not there, and refuses what was allowed: a call that a file shows stays, marked.
fn turn(design: &mut Design, caller: usize, service: usize) {
    let calls = design.workloads.get(caller).map(|own| own.calls.clone()).unwrap_or_default();
    let leads: Vec<bool> = calls.iter().map(|call| leads(design, caller, call, service)).gather();
    let allowed = calls.iter().zip(&leads).any(|(call, own)| *own && !call.denied);
    let known = leads.contains(&true);
    let Some(own) = design.services.get(service).cloned() else { return };
    let Some(workload) = design.workloads.get_mut(caller) else { return };
    workload.calls = calls
        .into_iter()
        .zip(leads)
        .filter(|(call, own)| !(*own && allowed && call.evidence.is_none()))
        .map(|(call, own)| if own { Call { denied: allowed, ..call } } else { call })
        .gather();
    if !known {
        let namespace = if own.namespace == workload.namespace { String::new() } else { own.namespace };
        workload.calls.push(Call { service: own.name, namespace, ..Call::default() });
    }
}

/// Draws the table.
pub(super) fn matrix() -> AnyView {
    let store = use_store();
    let shown: Memo<Shown> = store.part(table);
    view! {
        <section hidden=move || shown.with(|shown| shown.services.is_empty() || shown.rows.is_empty())>
            <h2>{PATTERNS.matrix}</h2>
            <p>{PATTERNS.matrix_lead}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=PATTERNS.matrix>
                {live(move || drawn(store, &shown.get()))}
            </div>
            {live(move || shown.with(|shown| shown.more).then(|| view! {
                <p class="help">{fill(PATTERNS.matrix_rest, &[&MOST])}</p>
            }))}
        </section>
    }
}

fn drawn(store: Store, shown: &Shown) -> AnyView {
    let cell = |caller: usize, service: usize, names: (&str, &str), state: State| {
        let (sign, words) = match state {
            State::Allowed => ("✓", PATTERNS.may),
            State::Refused => ("✕", PATTERNS.refused),
            State::Not => ("·", PATTERNS.may_not),
        };
        let label = fill(words, &[&names.0, &names.1]);
        view! {
            <td class="may">
                <button type="button" class="link" aria-pressed=(state == State::Allowed).to_string()
                    aria-label=label.clone() title=label
                    on:click=move |_| store.edit("", |design| turn(design, caller, service))>{sign}</button>
            </td>
        }
    };
    view! {
        <table class="list who">
            <thead><tr>
                <td></td>
                {shown.services.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view()}
            </tr></thead>
            <tbody>{shown.rows.iter().enumerate().map(|(caller, (name, states))| view! {
                <tr>
                    <th scope="row">{name.clone()}</th>
                    {states.iter().zip(&shown.services).enumerate()
                        .map(|(service, (state, to))| cell(caller, service, (name, to), *state)).collect_view()}
                </tr>
            }).collect_view()}</tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{CallEvidence, Service, Workload};

    #[test]
    fn a_press_allows_and_refuses() {
        let service = |name: &str| Service { name: name.into(), ..Service::default() };
        let seen = Call { service: "db".into(), evidence: Some(CallEvidence::Argument), ..Call::default() };
        let mut design = Design {
            workloads: vec![Workload { name: "web".into(), calls: vec![seen], ..Workload::default() }],
            services: vec![service("cart"), service("db")],
            ..Design::default()
        };
        let states = |design: &Design| table(design).rows[0].1.clone();
        assert_eq!(states(&design), [State::Not, State::Allowed]);
        turn(&mut design, 0, 0);
        turn(&mut design, 0, 1);
        assert_eq!(states(&design), [State::Allowed, State::Refused]);
        assert_eq!(design.workloads[0].calls.len(), 2);
        turn(&mut design, 0, 0);
        turn(&mut design, 0, 1);
        assert_eq!(states(&design), [State::Not, State::Allowed]);
        assert_eq!(design.workloads[0].calls.len(), 1);
        turn(&mut design, 9, 9);
    }
}
