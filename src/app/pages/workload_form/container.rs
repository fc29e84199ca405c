//! One container's fields.

use super::entry::{change, quantity, shown};
use super::{env, ports};
use crate::app::kit::{Field, field, select};
use crate::app::store::Store;
use crate::app::view::prelude::*;
use crate::design::{Container, ContainerRole};
use crate::text::ENGLISH;
use crate::units::{Bytes, MilliCpu};

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

/// Draws one container.
pub(super) fn container_form(store: Store, index: usize, at: usize) -> AnyView {
    let text = |make, read, write| container_text(store, index, at, make, read, write);
    let role = store.part(move |design| {
        let role = design.workloads.get(index).and_then(|w| w.containers.get(at)).map(|c| c.role);
        role_key(role.unwrap_or_default()).to_owned()
    });
    let roles = [ContainerRole::Main, ContainerRole::Init, ContainerRole::Sidecar]
        .map(|role| (role_key(role).to_owned(), role_label(role).to_owned()));
    let kept = store.part(move |design| {
        let container = design.workloads.get(index).and_then(|w| w.containers.get(at));
        container.map(env::kept_env).unwrap_or_default()
    });
    let title = store.part(move |design| {
        design.workloads.get(index).and_then(|w| w.containers.get(at)).map(|c| c.name.clone()).unwrap_or_default()
    });
    view! {
        <fieldset class="group">
            <legend>{live(move || title.get())}</legend>
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
                {field(text(("env", ENGLISH.container_env), env::literal_env, |c, typed| {
                    c.env = env::parsed_env(typed, &c.env)?;
                    Ok(())
                }).help(ENGLISH.container_env_help).long())}
            </div>
            {live(move || {
                let kept = kept.get();
                (!kept.is_empty()).then(|| view! { <p class="help">{ENGLISH.env_kept}": "{kept}</p> })
            })}
            <div class="actions">
                <button type="button" on:click=move |_| change(store, index, |workload| {
                    if at < workload.containers.len() {
                        drop(workload.containers.remove(at));
                    }
                })>{ENGLISH.remove}</button>
            </div>
        </fieldset>
    }
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
