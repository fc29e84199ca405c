//! Ways in from outside, and how requests to each Service are given up and retried.

mod patterns;

use crate::app::kit::Memo;
use crate::app::kit::{Field, field, more, select};
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{HostRoute, ServiceTraffic};
use crate::order::Gather;
use crate::text::{ENGLISH, fill, plural};
use crate::units::Millis;

/// Services drawn at once: each has four fields.
const PAGE: usize = 20;

/// Draws the page.
pub(crate) fn traffic() -> AnyView {
    let store = use_store();
    let routes = store.part(|design| design.routes.len());
    let services = store.part(|design| {
        let one = |service: &crate::design::Service| (service.name.clone(), service.namespace.clone());
        design.services.iter().map(one).gather()
    });
    let shown = RwSignal::new(PAGE);
    let heading = Memo::new(move || match routes.get() {
        0 => ENGLISH.traffic_heading_none.to_owned(),
        n => {
            let ruled = store.design().traffic.services.len();
            fill(
                ENGLISH.traffic_heading,
                &[
                    &plural(n as u64, ENGLISH.one_way_in, ENGLISH.many_ways_in),
                    &plural(ruled as u64, ENGLISH.one_service, ENGLISH.many_services),
                ],
            )
        }
    });
    view! {
        <h1>{live(move || heading.get())}</h1>
        <p class="lead">{ENGLISH.traffic_lead}</p>
        <section>
            <h2>{ENGLISH.traffic_routes}</h2>
            {live(move || (0..routes.get()).map(|at| route(store, at)).collect_view())}
            <div class="actions">
                <button type="button" prop:disabled=move || services.with(Vec::is_empty)
                    on:click=move |_| store.edit("", |design| {
                        let first = design.services.first().map(|s| (s.name.clone(), s.namespace.clone()));
                        let (service, namespace) = first.unwrap_or_default();
                        design.routes.push(HostRoute { service, namespace, ..HostRoute::default() });
                    })>{ENGLISH.traffic_route_add}</button>
            </div>
        </section>
        <section>
            <h2>{ENGLISH.traffic_services}</h2>
            {live(move || services.with(Vec::is_empty).then(|| view! { <p class="empty">{ENGLISH.traffic_no_services}</p> }))}
            {live(move || services.get().into_iter().enumerate().take(shown.get())
                .map(|(at, (name, namespace))| service(store, at, name, namespace)).collect_view())}
            {more(Signal::derive(move || services.with(Vec::len)), shown, PAGE)}
        </section>
        {super::try_request::try_request()}
    }
}

fn route_text(
    store: Store,
    at: usize,
    make: (&'static str, &'static str),
    read: fn(&HostRoute) -> String,
    write: fn(&mut HostRoute, &str) -> Result<(), String>,
) -> Field {
    let value = store.part(move |design| design.routes.get(at).map(read).unwrap_or_default());
    let place = format!("route-{at}-{}", make.0);
    Field::new(place.clone(), make.1, value.into(), move |typed| {
        let mut answer = Ok(());
        store.edit(&place, |design| {
            if let Some(route) = design.routes.get_mut(at) {
                answer = write(route, typed);
            }
        });
        answer
    })
}

fn route(store: Store, at: usize) -> AnyView {
    let target = store.part(move |design| {
        design.routes.get(at).map(|route| format!("{}/{}", route.namespace, route.service)).unwrap_or_default()
    });
    let design = store.design_now();
    let options = design
        .services
        .iter()
        .map(|service| (format!("{}/{}", service.namespace, service.name), service.name.clone()))
        .gather();
    view! {
        <fieldset class="group">
            <legend>{live(move || target.get().rsplit('/').next().unwrap_or_default().to_owned())}</legend>
            <div class="fields">
                {field(route_text(store, at, ("host", ENGLISH.traffic_host), |r| r.host.clone(), |r, typed| {
                    let host = typed.trim();
                    let fits = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*'));
                    if !fits {
                        return Err(ENGLISH.traffic_host_expected.to_owned());
                    }
                    host.clone_into(&mut r.host);
                    Ok(())
                }).help(ENGLISH.traffic_host_help).placeholder("shop.example.com"))}
                {field(route_text(store, at, ("path", ENGLISH.traffic_path), |r| r.path.clone(), |r, typed| {
                    let path = typed.trim();
                    if !path.is_empty() && !path.starts_with('/') {
                        return Err(ENGLISH.traffic_path_expected.to_owned());
                    }
                    path.clone_into(&mut r.path);
                    Ok(())
                }).placeholder("/"))}
                {select(format!("route-{at}-service"), ENGLISH.traffic_service.to_owned(), String::new(), options,
                    target.into(), move |key| store.edit("", |design| {
                        if let (Some(route), Some((namespace, service))) = (design.routes.get_mut(at), key.split_once('/')) {
                            namespace.clone_into(&mut route.namespace);
                            service.clone_into(&mut route.service);
                        }
                    }))}
            </div>
            <div class="actions">
                <button type="button" on:click=move |_| store.edit("", |design| {
                    if at < design.routes.len() {
                        drop(design.routes.remove(at));
                    }
                })>{ENGLISH.remove}</button>
            </div>
        </fieldset>
    }
}

fn service(store: Store, at: usize, name: String, namespace: String) -> AnyView {
    let part = |key: &'static str, label: &'static str, read: fn(&ServiceTraffic) -> String, write: Write| {
        rule(store, at, (name.clone(), namespace.clone()), (key, label), read, write)
    };
    view! {
        <fieldset class="group service-traffic">
            <legend>{name.clone()}</legend>
            <div class="fields">
                {part("timeout", ENGLISH.traffic_timeout, |t| shown(t.timeout.as_ref()), |t, typed| {
                    t.timeout = duration(typed)?;
                    Ok(())
                })}
                {part("retries", ENGLISH.traffic_retries, |t| shown(t.retries.as_ref()), |t, typed| {
                    t.retries = whole(typed)?;
                    Ok(())
                })}
                {part("eject", ENGLISH.traffic_eject, |t| shown(t.eject_after_errors.as_ref()), |t, typed| {
                    t.eject_after_errors = whole(typed)?;
                    Ok(())
                })}
                {part("connections", ENGLISH.traffic_connections, |t| shown(t.max_connections.as_ref()), |t, typed| {
                    t.max_connections = whole(typed)?;
                    Ok(())
                })}
            </div>
            {patterns::patterns(store, at, name.clone(), namespace.clone())}
        </fieldset>
    }
}

type Write = fn(&mut ServiceTraffic, &str) -> Result<(), String>;

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn whole<T: std::str::FromStr>(typed: &str) -> Result<Option<T>, String> {
    match typed.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| ENGLISH.whole_expected.to_owned()),
    }
}

fn duration(typed: &str) -> Result<Option<Millis>, String> {
    match typed.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| ENGLISH.duration_expected.to_owned()),
    }
}

fn rule(
    store: Store,
    at: usize,
    service: (String, String),
    make: (&'static str, &'static str),
    read: fn(&ServiceTraffic) -> String,
    write: Write,
) -> AnyView {
    let (name, namespace) = service;
    let value = {
        let (name, namespace) = (name.clone(), namespace.clone());
        store.part(move |design| {
            let found = design.traffic.services.iter().find(|t| t.service == name && t.namespace == namespace);
            found.map(read).unwrap_or_default()
        })
    };
    let place = format!("traffic-{at}-{}", make.0);
    field(Field::new(place.clone(), make.1, value.into(), move |typed| {
        change_service(store, &place, &name, &namespace, |traffic| write(traffic, typed))
    }))
}

/// Changes what is said of a Service; what says nothing any more is not kept.
fn change_service(
    store: Store,
    place: &str,
    name: &str,
    namespace: &str,
    act: impl FnOnce(&mut ServiceTraffic) -> Result<(), String>,
) -> Result<(), String> {
    let mut answer = Ok(());
    store.edit(place, |design| {
        let list = &mut design.traffic.services;
        let known = list.iter().position(|t| t.service == name && t.namespace == namespace);
        let bare =
            ServiceTraffic { service: name.to_owned(), namespace: namespace.to_owned(), ..ServiceTraffic::default() };
        let mut traffic = known.and_then(|known| list.get(known).cloned()).unwrap_or_else(|| bare.clone());
        answer = act(&mut traffic);
        match known {
            Some(known) if traffic == bare => drop(list.remove(known)),
            Some(known) => {
                if let Some(own) = list.get_mut(known) {
                    *own = traffic;
                }
            }
            None if traffic == bare => {}
            None => list.push(traffic),
        }
    });
    answer
}
