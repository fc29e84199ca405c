//! One workload's form.

use crate::app::kit::{Field, field, select};
use crate::app::store::{Store, use_store};
use crate::design::{
    Autoscaling, Call, CallEvidence, Container, ContainerRole, Design, Disruption, EnvSource, EnvVar, Metric,
    MetricTarget, Service, Workload, WorkloadKind,
};
use crate::text::ENGLISH;
use crate::units::{Bytes, IntOrPercent, MilliCpu, Rate};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::str::FromStr;

mod ports;

/// Draws the form of the workload at that place.
pub(crate) fn workload_form(index: usize) -> AnyView {
    let store = use_store();
    if store.design_now().workloads.get(index).is_none() {
        return ().into_any();
    }
    let containers = store.part(move |design| design.workloads.get(index).map_or(0, |w| w.containers.len()));
    let calls = store.part(move |design| design.workloads.get(index).map_or(0, |w| w.calls.len()));
    let kind = store.part(move |design| design.workloads.get(index).map_or("", |w| w.kind.name()).to_owned());
    let kinds = WorkloadKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.name().to_owned())).collect();
    let batch = Memo::new(move |_| kind.get() == WorkloadKind::CronJob.name());
    let scales = Memo::new(move |_| {
        let kind = kind.get();
        kind == WorkloadKind::Deployment.name() || kind == WorkloadKind::StatefulSet.name()
    });
    view! {
        <section class="panel" id="workload-panel" aria-label=ENGLISH.step_workloads>
            <header>
                <h2>{move || store.design().workloads.get(index).map(|w| w.name.clone())}</h2>
                <button type="button" on:click=move |_| store.workload.set(None)>{ENGLISH.workload_close}</button>
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
                {move || batch.get().then(|| text(store, index, "schedule", ENGLISH.workload_schedule,
                    |w| w.batch.schedule.clone(),
                    |w, typed| { typed.trim().clone_into(&mut w.batch.schedule); Ok(()) }))}
                {move || scales.get().then(|| text(store, index, "replicas", ENGLISH.workload_replicas,
                    |w| shown(w.replicas.as_ref()), |w, typed| { w.replicas = optional(typed, WHOLE)?; Ok(()) }))}
            </div>
            <h3>{ENGLISH.containers}</h3>
            {move || (0..containers.get()).map(|at| container_form(store, index, at)).collect_view()}
            <div class="actions">
                <button type="button" on:click=move |_| change(store, index, |workload| {
                    let name = format!("container-{}", workload.containers.len() + 1);
                    workload.containers.push(Container { name, ..Container::default() });
                })>{ENGLISH.container_add}</button>
            </div>
            {move || scales.get().then(|| scaling_form(store, index))}
            <h3>{ENGLISH.services_heading}</h3>
            {services_form(store, index)}
            <h3>{ENGLISH.calls_heading}</h3>
            {move || (calls.get() == 0).then(|| view! { <p class="help">{ENGLISH.calls_none}</p> })}
            {move || (0..calls.get()).map(|at| call_form(store, index, at)).collect_view()}
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
    .into_any()
}

const WHOLE: &str = "Write a whole number.";

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// A value, or none when nothing was typed; what cannot be read says so in the unit's own words.
fn optional<T: FromStr>(typed: &str, expected: &str) -> Result<Option<T>, String> {
    match typed.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| expected.to_owned()),
    }
}

/// The same, with the unit's own sentence.
fn quantity<T: FromStr<Err: ToString>>(typed: &str) -> Result<Option<T>, String> {
    match typed.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|error: T::Err| format!("{}.", error.to_string())),
    }
}

fn change(store: Store, index: usize, act: impl FnOnce(&mut Workload)) {
    store.edit("", |design| {
        if let Some(workload) = design.workloads.get_mut(index) {
            act(workload);
        }
    });
}

fn text(
    store: Store,
    index: usize,
    name: &'static str,
    label: &'static str,
    read: fn(&Workload) -> String,
    write: fn(&mut Workload, &str) -> Result<(), String>,
) -> AnyView {
    let value = store.part(move |design| design.workloads.get(index).map(read).unwrap_or_default());
    let place = format!("workload-{index}-{name}");
    field(Field::new(format!("workload-{name}"), label, value.into(), move |typed| {
        let mut answer = Ok(());
        store.edit(&place, |design| {
            if let Some(workload) = design.workloads.get_mut(index) {
                answer = write(workload, typed);
            }
        });
        answer
    }))
}

/// Renames a workload; labels that were only its name follow it.
fn rename(workload: &mut Workload, typed: &str) -> Result<(), String> {
    let name = typed.trim();
    if name.is_empty() {
        return Err("A workload needs a name.".to_owned());
    }
    name.clone_into(&mut workload.name);
    Ok(())
}

fn container_text(
    store: Store,
    index: usize,
    at: usize,
    make: (&'static str, &'static str),
    read: fn(&Container) -> String,
    write: fn(&mut Container, &str) -> Result<(), String>,
) -> Field {
    let (name, label) = make;
    let value = store.part(move |design| {
        design.workloads.get(index).and_then(|w| w.containers.get(at)).map(read).unwrap_or_default()
    });
    let place = format!("workload-{index}-{at}-{name}");
    Field::new(format!("container-{at}-{name}"), label, value.into(), move |typed| {
        let mut answer = Ok(());
        store.edit(&place, |design| {
            if let Some(container) = design.workloads.get_mut(index).and_then(|w| w.containers.get_mut(at)) {
                answer = write(container, typed);
            }
        });
        answer
    })
}

fn container_form(store: Store, index: usize, at: usize) -> AnyView {
    let text = |make, read, write| container_text(store, index, at, make, read, write);
    let role = store.part(move |design| {
        let role = design.workloads.get(index).and_then(|w| w.containers.get(at)).map(|c| c.role);
        role_key(role.unwrap_or_default()).to_owned()
    });
    let roles = [ContainerRole::Main, ContainerRole::Init, ContainerRole::Sidecar]
        .map(|role| (role_key(role).to_owned(), role_label(role).to_owned()));
    let kept = store.part(move |design| {
        let container = design.workloads.get(index).and_then(|w| w.containers.get(at));
        container.map(kept_env).unwrap_or_default()
    });
    let title = store.part(move |design| {
        design.workloads.get(index).and_then(|w| w.containers.get(at)).map(|c| c.name.clone()).unwrap_or_default()
    });
    view! {
        <fieldset class="group">
            <legend>{move || title.get()}</legend>
            <div class="fields">
                {field(text(("name", ENGLISH.container_name), |c| c.name.clone(), |c, typed| {
                    typed.trim().clone_into(&mut c.name);
                    Ok(())
                }))}
                {select(format!("container-{at}-role"), ENGLISH.container_role.to_owned(), String::new(), roles.to_vec(),
                    role.into(), move |key| change(store, index, |workload| {
                        if let Some(container) = workload.containers.get_mut(at) {
                            container.role = role_of(&key);
                        }
                    }))}
                {field(text(("image", ENGLISH.container_image), |c| c.image.clone(), |c, typed| {
                    typed.trim().clone_into(&mut c.image);
                    Ok(())
                }).placeholder("registry/name:tag"))}
                {field(text(("ports", ENGLISH.container_ports), |c| ports::printed(&c.ports), |c, typed| {
                    c.ports = ports::parsed(typed, &c.ports)?;
                    Ok(())
                }).help(ENGLISH.container_ports_help))}
                {field(text(("cpu", ENGLISH.request_cpu), |c| shown(c.requests.cpu.as_ref()), |c, typed| {
                    c.requests.cpu = quantity::<MilliCpu>(typed)?;
                    Ok(())
                }).placeholder("250m"))}
                {field(text(("cpu-limit", ENGLISH.limit_cpu), |c| shown(c.limits.cpu.as_ref()), |c, typed| {
                    c.limits.cpu = quantity::<MilliCpu>(typed)?;
                    Ok(())
                }))}
                {field(text(("memory", ENGLISH.request_memory), |c| shown(c.requests.memory.as_ref()), |c, typed| {
                    c.requests.memory = quantity::<Bytes>(typed)?;
                    Ok(())
                }).placeholder("256Mi"))}
                {field(text(("memory-limit", ENGLISH.limit_memory), |c| shown(c.limits.memory.as_ref()), |c, typed| {
                    c.limits.memory = quantity::<Bytes>(typed)?;
                    Ok(())
                }))}
                {field(text(("env", ENGLISH.container_env), literal_env, |c, typed| {
                    c.env = parsed_env(typed, &c.env)?;
                    Ok(())
                }).help(ENGLISH.container_env_help).long())}
            </div>
            {move || {
                let kept = kept.get();
                (!kept.is_empty()).then(|| view! { <p class="help">{ENGLISH.env_kept}": "{kept}</p> })
            }}
            <div class="actions">
                <button type="button" on:click=move |_| change(store, index, |workload| {
                    if at < workload.containers.len() {
                        drop(workload.containers.remove(at));
                    }
                })>{ENGLISH.remove}</button>
            </div>
        </fieldset>
    }
    .into_any()
}

const fn role_key(role: ContainerRole) -> &'static str {
    match role {
        ContainerRole::Main => "main",
        ContainerRole::Init => "init",
        ContainerRole::Sidecar => "sidecar",
    }
}

fn role_of(key: &str) -> ContainerRole {
    match key {
        "init" => ContainerRole::Init,
        "sidecar" => ContainerRole::Sidecar,
        _ => ContainerRole::Main,
    }
}

fn role_label(role: ContainerRole) -> &'static str {
    match role {
        ContainerRole::Main => ENGLISH.role_main,
        ContainerRole::Init => ENGLISH.role_init,
        ContainerRole::Sidecar => ENGLISH.role_sidecar,
    }
}

fn literal_env(container: &Container) -> String {
    let lines = container.env.iter().filter_map(|var| match &var.source {
        // A value of several lines cannot stand on one; it is kept aside.
        EnvSource::Value(value) if !value.contains('\n') => Some(format!("{}={value}", var.name)),
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn is_literal(var: &EnvVar) -> bool {
    matches!(&var.source, EnvSource::Value(value) if !value.contains('\n'))
}

fn kept_env(container: &Container) -> String {
    let others = container.env.iter().filter(|var| !is_literal(var)).map(|var| match &var.source {
        EnvSource::Secret { name, key, .. } => format!("{} (Secret {name}/{key})", var.name),
        EnvSource::ConfigMap { name, key, .. } => format!("{} (ConfigMap {name}/{key})", var.name),
        EnvSource::Field(path) => format!("{} ({path})", var.name),
        EnvSource::Resource { resource, .. } => format!("{} ({resource})", var.name),
        EnvSource::Value(_) => var.name.clone(),
    });
    others.collect::<Vec<_>>().join(", ")
}

/// Reads the lines; what is not literal keeps its place among them.
fn parsed_env(typed: &str, old: &[EnvVar]) -> Result<Vec<EnvVar>, String> {
    let mut written = Vec::new();
    for (number, line) in typed.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let (name, value) =
            line.split_once('=').ok_or_else(|| format!("Line {} has no “=”; write NAME=value.", number + 1))?;
        let (name, value) = (name.trim().to_owned(), value.to_owned());
        if name.is_empty() {
            return Err(format!("Line {} has no name before “=”.", number + 1));
        }
        written.push(EnvVar { name, source: EnvSource::Value(value) });
    }
    let mut fresh = written.into_iter();
    let mut env = Vec::new();
    for var in old {
        if is_literal(var) { env.extend(fresh.next()) } else { env.push(var.clone()) }
    }
    env.extend(fresh);
    Ok(env)
}

fn scaling_form(store: Store, index: usize) -> AnyView {
    view! {
        <h3>{ENGLISH.scaling}</h3>
        <div class="fields">
            {text(store, index, "max", ENGLISH.scaling_max,
                |w| w.autoscaling.as_ref().map(|scaling| scaling.max.to_string()).unwrap_or_default(),
                |w, typed| {
                    match optional(typed, WHOLE)? {
                        None => w.autoscaling = None,
                        Some(max) => w.autoscaling.get_or_insert_with(Autoscaling::default).max = max,
                    }
                    Ok(())
                })}
            {text(store, index, "min", ENGLISH.scaling_min,
                |w| w.autoscaling.as_ref().map(|scaling| shown(scaling.min.as_ref())).unwrap_or_default(),
                |w, typed| {
                    let min = optional(typed, WHOLE)?;
                    match &mut w.autoscaling {
                        Some(scaling) => scaling.min = min,
                        None if min.is_none() => {}
                        None => return Err("Say the most replicas first.".to_owned()),
                    }
                    Ok(())
                })}
            {text(store, index, "cpu-target", ENGLISH.scaling_cpu, cpu_target, set_cpu_target)}
            {text(store, index, "disruption", ENGLISH.disruption,
                |w| match w.disruption {
                    Some(Disruption::MinAvailable(min)) => min.to_string(),
                    Some(Disruption::MaxUnavailable(max)) => format!("all but {max}"),
                    None => String::new(),
                },
                |w, typed| {
                    w.disruption = match typed.trim().strip_prefix("all but ") {
                        Some(max) => quantity::<IntOrPercent>(max)?.map(Disruption::MaxUnavailable),
                        None => quantity::<IntOrPercent>(typed)?.map(Disruption::MinAvailable),
                    };
                    Ok(())
                })}
        </div>
    }
    .into_any()
}

fn cpu_target(workload: &Workload) -> String {
    let metrics = workload.autoscaling.iter().flat_map(|scaling| &scaling.metrics);
    let target = metrics.filter_map(|metric| match metric {
        Metric::Resource { name, target: MetricTarget::Utilization(share) } if name == "cpu" => Some(*share),
        _ => None,
    });
    target.map(|share| format!("{share}%")).next().unwrap_or_default()
}

fn set_cpu_target(workload: &mut Workload, typed: &str) -> Result<(), String> {
    let share: Option<u32> = optional(typed.trim().trim_end_matches('%'), "Write a percentage such as 70%.")?;
    let Some(scaling) = &mut workload.autoscaling else {
        return if share.is_none() { Ok(()) } else { Err("Say the most replicas first.".to_owned()) };
    };
    let is_cpu = |metric: &Metric| matches!(metric, Metric::Resource { name, target: MetricTarget::Utilization(_) } if name == "cpu");
    scaling.metrics.retain(|metric| !is_cpu(metric));
    if let Some(share) = share {
        scaling.metrics.insert(0, Metric::Resource { name: "cpu".to_owned(), target: MetricTarget::Utilization(share) });
    }
    Ok(())
}

fn services_form(store: Store, index: usize) -> AnyView {
    let behind = store.part(move |design| {
        let Some(workload) = design.workloads.get(index) else { return Vec::new() };
        design
            .services_of(workload)
            .map(|service| {
                let ports = service.ports.iter().map(|port| port.port.to_string()).collect::<Vec<_>>().join(", ");
                (service.name.clone(), ports)
            })
            .collect()
    });
    view! {
        <ul class="plain">
            {move || behind.get().into_iter().map(|(name, ports)| view! { <li><code>{name}":"{ports}</code></li> }).collect_view()}
        </ul>
        {move || behind.with(Vec::is_empty).then(|| view! {
            <div class="actions">
                <button type="button" on:click=move |_| store.edit("", |design| add_service(design, index))>
                    {ENGLISH.service_add}
                </button>
            </div>
        })}
    }
    .into_any()
}

/// A Service of the workload's name for all its container ports, or for 80 when it names none.
fn add_service(design: &mut Design, index: usize) {
    let Some(workload) = design.workloads.get(index) else { return };
    let mut ports: Vec<_> = workload.main_containers().flat_map(|c| &c.ports).map(ports::service_port).collect();
    if ports.is_empty() {
        ports.push(crate::design::ServicePort { port: 80, ..crate::design::ServicePort::default() });
    }
    let selector: BTreeMap<String, String> = workload.selector_labels();
    design.services.push(Service {
        name: workload.name.clone(),
        namespace: workload.namespace.clone(),
        selector,
        ports,
        ..Service::default()
    });
}

fn call_text(
    store: Store,
    index: usize,
    at: usize,
    make: (&'static str, &'static str),
    read: fn(&Call) -> String,
    write: fn(&mut Call, &str) -> Result<(), String>,
) -> AnyView {
    let value = store.part(move |design| {
        design.workloads.get(index).and_then(|w| w.calls.get(at)).map(read).unwrap_or_default()
    });
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

fn call_form(store: Store, index: usize, at: usize) -> AnyView {
    let target = store.part(move |design| {
        let call = design.workloads.get(index).and_then(|w| w.calls.get(at));
        call.map(|call| format!("{}/{}", call.namespace, call.service)).unwrap_or_default()
    });
    let seen = store.part(move |design| {
        design.workloads.get(index).and_then(|w| w.calls.get(at)).map(seen_in).unwrap_or_default()
    });
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
            <legend>{move || target.get().trim_start_matches('/').to_owned()}</legend>
            <div class="fields">
                {select(format!("call-{at}-service"), ENGLISH.call_to.to_owned(), String::new(), services, target.into(),
                    move |key| change(store, index, |workload| {
                        if let (Some(call), Some((namespace, service))) = (workload.calls.get_mut(at), key.split_once('/')) {
                            namespace.clone_into(&mut call.namespace);
                            service.clone_into(&mut call.service);
                        }
                    }))}
                {call_text(store, index, at, ("port", ENGLISH.call_port), |c| shown(c.port.as_ref()),
                    |c, typed| { c.port = optional(typed, "Write a port from 1 to 65535.")?; Ok(()) })}
                {call_text(store, index, at, ("rate", ENGLISH.call_rate), |c| shown(c.rate.as_ref()),
                    |c, typed| { c.rate = quantity::<Rate>(typed)?; Ok(()) })}
                {call_text(store, index, at, ("payload", ENGLISH.call_payload), |c| shown(c.payload.as_ref()),
                    |c, typed| { c.payload = quantity::<Bytes>(typed)?; Ok(()) })}
            </div>
            <p class="help">{ENGLISH.call_seen}": "{move || seen.get()}</p>
            <div class="actions">
                <button type="button" on:click=move |_| change(store, index, |workload| {
                    if at < workload.calls.len() {
                        drop(workload.calls.remove(at));
                    }
                })>{ENGLISH.remove}</button>
            </div>
        </fieldset>
    }
    .into_any()
}

/// Where a call was seen, in words.
pub(super) fn seen_in(call: &Call) -> String {
    let what = match &call.evidence {
        None => return ENGLISH.call_said.to_owned(),
        Some(CallEvidence::Env(name)) => name.clone(),
        Some(CallEvidence::Argument) => "argument".to_owned(),
        Some(CallEvidence::ConfigMap(name)) => format!("ConfigMap {name}"),
        Some(CallEvidence::DependsOn) => "depends_on".to_owned(),
    };
    match &call.read_at {
        Some(at) => format!("{what}, {}:{}", at.file, at.line),
        None => what,
    }
}
