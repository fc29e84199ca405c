//! The calls a workload makes.

use super::entry::{change, optional, quantity, shown};
use crate::app::kit::{Field, field, select};
use crate::app::store::Store;
use crate::app::view::prelude::*;
use crate::design::{Call, CallEvidence};
use crate::text::ENGLISH;
use crate::units::{Bytes, Rate};

fn call_text(
    store: Store,
    index: usize,
    at: usize,
    make: (&'static str, &'static str),
    read: fn(&Call) -> String,
    write: fn(&mut Call, &str) -> Result<(), String>,
) -> AnyView {
    let value = store
        .part(move |design| design.workloads.get(index).and_then(|w| w.calls.get(at)).map(read).unwrap_or_default());
    let place = format!("workload-{index}-call-{at}-{}", make.0);
    field(Field::new(format!("call-{at}-{}", make.0), make.1, value.into(), move |typed| {
        let mut answer = Ok(());
        store.edit(&place, |design| {
            if let Some(call) = design.workloads.get_mut(index).and_then(|w| w.calls.get_mut(at)) {
                answer = write(call, typed);
            }
        });
        answer
    }))
}

/// Draws one call.
pub(super) fn call_form(store: Store, index: usize, at: usize) -> AnyView {
    let target = store.part(move |design| {
        let call = design.workloads.get(index).and_then(|w| w.calls.get(at));
        call.map(|call| format!("{}/{}", call.namespace, call.service)).unwrap_or_default()
    });
    let seen = store
        .part(move |design| design.workloads.get(index).and_then(|w| w.calls.get(at)).map(seen_in).unwrap_or_default());
    let mut services: Vec<(String, String)> = vec![("/".to_owned(), "–".to_owned())];
    let design = store.design_now();
    let own = design.workloads.get(index).map(|w| design.namespace_of(&w.namespace).to_owned()).unwrap_or_default();
    for service in &design.services {
        let home = design.namespace_of(&service.namespace);
        let (namespace, label) = match home == own {
            true => (String::new(), service.name.clone()),
            false => (home.to_owned(), format!("{}.{home}", service.name)),
        };
        services.push((format!("{namespace}/{}", service.name), label));
    }
    if let Some(call) = design.workloads.get(index).and_then(|w| w.calls.get(at)) {
        let key = format!("{}/{}", call.namespace, call.service);
        if services.iter().all(|(known, _)| *known != key) {
            services.push((key, call.service.clone()));
        }
    }
    view! {
        <fieldset class="group call">
            <legend>{live(move || target.get().trim_start_matches('/').to_owned())}</legend>
            <div class="fields">
                {select(format!("call-{at}-service"), ENGLISH.call_to.to_owned(), String::new(), services, target.into(),
                    move |key| change(store, index, |workload| {
                        if let (Some(call), Some((namespace, service))) = (workload.calls.get_mut(at), key.split_once('/')) {
                            namespace.clone_into(&mut call.namespace);
                            service.clone_into(&mut call.service);
                        }
                    }))}
                {call_text(store, index, at, ("port", ENGLISH.call_port), |c| shown(c.port.as_ref()),
                    |c, typed| { c.port = optional(typed, ENGLISH.port_expected)?; Ok(()) })}
                {call_text(store, index, at, ("rate", ENGLISH.call_rate), |c| shown(c.rate.as_ref()),
                    |c, typed| { c.rate = quantity::<Rate>(typed)?; Ok(()) })}
                {call_text(store, index, at, ("payload", ENGLISH.call_payload), |c| shown(c.payload.as_ref()),
                    |c, typed| { c.payload = quantity::<Bytes>(typed)?; Ok(()) })}
            </div>
            <p class="help">{ENGLISH.call_seen}": "{live(move || seen.get())}</p>
            <div class="actions">
                <button type="button" on:click=move |_| change(store, index, |workload| {
                    if at < workload.calls.len() {
                        drop(workload.calls.remove(at));
                    }
                })>{ENGLISH.remove}</button>
            </div>
        </fieldset>
    }
}

/// Where a call was seen, in words.
pub(in crate::app::pages) fn seen_in(call: &Call) -> String {
    let what = match &call.evidence {
        None => return ENGLISH.call_said.to_owned(),
        Some(CallEvidence::Env(name)) => name.clone(),
        Some(CallEvidence::Argument) => ENGLISH.seen_argument.to_owned(),
        Some(CallEvidence::ConfigMap(name)) => format!("ConfigMap {name}"),
        Some(CallEvidence::DependsOn) => "depends_on".to_owned(),
    };
    match &call.read_at {
        Some(at) => format!("{what}, {}:{}", at.file, at.line),
        None => what,
    }
}
