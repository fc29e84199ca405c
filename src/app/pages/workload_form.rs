//! One workload's form.

use crate::app::kit::Memo;
use crate::app::kit::select;
use crate::app::store::use_store;
use crate::app::view::prelude::*;
use crate::design::{Call, Container, Workload, WorkloadKind};
use crate::order::Gather;
use crate::text::ENGLISH;
use entry::{change, optional, shown, text};

mod calls;
mod container;
mod entry;
mod env;
mod ports;
mod scaling;
mod services;

pub(super) use calls::seen_in;

/// Draws the form of the workload at that place.
pub(crate) fn workload_form(index: usize) -> AnyView {
    let store = use_store();
    if store.design_now().workloads.get(index).is_none() {
        return ().into_any();
    }
    let containers = store.part(move |design| design.workloads.get(index).map_or(0, |w| w.containers.len()));
    let calls = store.part(move |design| design.workloads.get(index).map_or(0, |w| w.calls.len()));
    let kind = store.part(move |design| design.workloads.get(index).map_or("", |w| w.kind.name()).to_owned());
    let kinds = WorkloadKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.name().to_owned())).gather();
    let batch = Memo::new(move || kind.get() == WorkloadKind::CronJob.name());
    let scales = Memo::new(move || {
        let kind = kind.get();
        kind == WorkloadKind::Deployment.name() || kind == WorkloadKind::StatefulSet.name()
    });
    view! {
        <section class="panel" id="workload-panel" tabindex="-1" aria-label=ENGLISH.workload_form>
            <header>
                <h2>{live(move || store.design().workloads.get(index).map(|w| w.name.clone()))}</h2>
                <button type="button" on:click=move |_| { store.close_workload(); }>{ENGLISH.workload_close}</button>
            </header>
            <div class="fields">
                {text(store, index, "name", ENGLISH.workload_name, |w| w.name.clone(), rename)}
                {text(store, index, "namespace", ENGLISH.workload_namespace, |w| w.namespace.clone(), |w, typed| {
                    typed.trim().clone_into(&mut w.namespace);
                    Ok(())
                })}
                {select("workload-kind".to_owned(), ENGLISH.workload_kind.to_owned(), String::new(), kinds, kind.into(),
                    move |chosen| store.edit("", |design| {
                        if let Some(workload) = design.workloads.get_mut(index)
                            && let Some(kind) = WorkloadKind::ALL.into_iter().find(|kind| kind.name() == chosen)
                        {
                            workload.kind = kind;
                        }
                    }))}
                {live(move || batch.get().then(|| text(store, index, "schedule", ENGLISH.workload_schedule,
                    |w| w.batch.schedule.clone(),
                    |w, typed| { typed.trim().clone_into(&mut w.batch.schedule); Ok(()) })))}
                {live(move || scales.get().then(|| text(store, index, "replicas", ENGLISH.workload_replicas,
                    |w| shown(w.replicas.as_ref()), |w, typed| { w.replicas = optional(typed, ENGLISH.whole_expected)?; Ok(()) })))}
            </div>
            <h3>{ENGLISH.containers}</h3>
            {live(move || (0..containers.get()).map(|at| container::container_form(store, index, at)).collect_view())}
            <div class="actions">
                <button type="button" on:click=move |_| change(store, index, |workload| {
                    let name = format!("container-{}", workload.containers.len() + 1);
                    workload.containers.push(Container { name, ..Container::default() });
                })>{ENGLISH.container_add}</button>
            </div>
            {live(move || scales.get().then(|| scaling::scaling_form(store, index)))}
            <h3>{ENGLISH.services_heading}</h3>
            {services::services_form(store, index)}
            <h3>{ENGLISH.calls_heading}</h3>
            {live(move || (calls.get() == 0).then(|| view! { <p class="help">{ENGLISH.calls_none}</p> }))}
            {live(move || (0..calls.get()).map(|at| calls::call_form(store, index, at)).collect_view())}
            <div class="actions">
                <button type="button" on:click=move |_| change(store, index, |w| w.calls.push(Call::default()))>
                    {ENGLISH.call_add}
                </button>
            </div>
            <div class="actions">
                <button type="button" class="danger" on:click=move |_| {
                    store.workload.set(None);
                    store.edit("", |design| if index < design.workloads.len() { drop(design.workloads.remove(index)) });
                }>{ENGLISH.workload_remove}</button>
            </div>
        </section>
    }
}

/// Renames a workload; labels that were only its name follow it.
fn rename(workload: &mut Workload, typed: &str) -> Result<(), String> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(ENGLISH.name_expected.to_owned());
    }
    name.clone_into(&mut workload.name);
    Ok(())
}
