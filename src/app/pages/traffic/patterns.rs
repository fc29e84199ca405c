//! The patterns of one Service: how a new version is let in, faults, sessions, zones, limits, tokens and machines.

use super::{Write, change_service, rule, shown};
use crate::app::kit::select;
use crate::app::store::Store;
use crate::app::view::prelude::*;
use crate::design::{Fault, OptionKey, Release, ReleaseKind, ServiceTraffic, Sticky, TokenRule};
use crate::order::Gather;
use crate::text::{PATTERNS, pattern_label};

/// Draws the button, and the fields once it was pressed.
pub(super) fn patterns(store: Store, at: usize, name: String, namespace: String) -> AnyView {
    let said = store.design_now().traffic.services.iter().any(|own| {
        let bare = ServiceTraffic { release: None, ..ServiceTraffic::default() };
        own.service == name
            && own.namespace == namespace
            && (own.release != bare.release || own.fault.is_some() || own.sticky.is_some() || own.token.is_some())
    });
    let open = RwSignal::new(said);
    view! {
        <div class="actions">
            <button type="button" class="link" aria-expanded=move || open.get().to_string()
                on:click=move |_| open.set(!open.get())>{PATTERNS.more}</button>
        </div>
        {live(move || open.get().then(|| fields(store, at, &name, &namespace)))}
    }
}

/// A list of options whose first says nothing.
fn choice(
    store: Store,
    at: usize,
    of: (&str, &str),
    make: (&'static str, &'static str, &'static str),
    keys: &[&'static str],
    read: fn(&ServiceTraffic) -> Option<&'static str>,
    write: fn(&mut ServiceTraffic, &str),
) -> AnyView {
    let (key, label, help) = make;
    let (name, namespace) = (of.0.to_owned(), of.1.to_owned());
    let value = {
        let (name, namespace) = (name.clone(), namespace.clone());
        store.part(move |design| {
            let found = design.traffic.services.iter().find(|t| t.service == name && t.namespace == namespace);
            found.and_then(read).unwrap_or_default().to_owned()
        })
    };
    let none = (String::new(), PATTERNS.none.to_owned());
    let options =
        std::iter::once(none).chain(keys.iter().map(|key| ((*key).to_owned(), pattern_label(key).to_owned()))).gather();
    select(format!("traffic-{at}-{key}"), label.to_owned(), help.to_owned(), options, value.into(), move |chosen| {
        // A choice out of a list cannot be mistyped.
        let _ = change_service(store, "", &name, &namespace, |own| {
            write(own, &chosen);
            Ok(())
        });
    })
}

fn release(own: &mut ServiceTraffic) -> &mut Release {
    own.release.get_or_insert_default()
}

fn listed(text: &str) -> Vec<String> {
    text.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).gather()
}

fn fields(store: Store, at: usize, name: &str, namespace: &str) -> AnyView {
    let of = (name, namespace);
    let text = |key: &'static str, label: &'static str, read: fn(&ServiceTraffic) -> String, write: Write| {
        rule(store, at, (name.to_owned(), namespace.to_owned()), (key, label), read, write)
    };
    let kind = {
        let (name, namespace) = (name.to_owned(), namespace.to_owned());
        store.part(move |design| {
            let found = design.traffic.services.iter().find(|t| t.service == name && t.namespace == namespace);
            found.and_then(|own| own.release.as_ref()).map(|own| own.kind.unwrap_or(ReleaseKind::Weighted))
        })
    };
    let (own, space) = (name.to_owned(), namespace.to_owned());
    view! {
        <div class="fields">
            {choice(store, at, of, ("release", PATTERNS.release, PATTERNS.release_help), ReleaseKind::KEYS,
                |own| own.release.as_ref().map(|own| own.kind.unwrap_or(ReleaseKind::Weighted).key()),
                |own, key| match ReleaseKind::from_key(key) {
                    None => own.release = None,
                    chosen => release(own).kind = chosen,
                })}
            {live(move || kind.get().map(|kind| of_release(store, at, (&own, &space), kind)))}
            {choice(store, at, of, ("sticky", PATTERNS.sticky, ""), crate::design::StickyBy::KEYS,
                |own| own.sticky.as_ref().map(|own| own.by.unwrap_or(crate::design::StickyBy::Cookie).key()),
                |own, key| own.sticky = crate::design::StickyBy::from_key(key)
                    .map(|by| Sticky { by: Some(by), ..own.sticky.clone().unwrap_or_default() }))}
            {choice(store, at, of, ("locality", PATTERNS.locality, ""), crate::design::LocalityRule::KEYS,
                |own| own.locality.map(OptionKey::key),
                |own, key| own.locality = crate::design::LocalityRule::from_key(key))}
            {text("rate", PATTERNS.rate, |own| shown(own.rate.as_ref()), |own, typed| {
                own.rate = super::whole(typed)?.map(crate::units::Rate::per_second);
                Ok(())
            })}
            {text("fault", PATTERNS.fault, |own| own.fault.as_ref().map(|own| own.header.clone()).unwrap_or_default(),
                |own, typed| {
                    let header = typed.trim();
                    own.fault = (!header.is_empty()).then(|| Fault {
                        header: header.to_owned(),
                        ..own.fault.clone().unwrap_or(Fault { status: Some(503), ..Fault::default() })
                    });
                    Ok(())
                })}
            {text("token", PATTERNS.token, |own| own.token.as_ref().map(|own| own.issuer.clone()).unwrap_or_default(),
                |own, typed| {
                    let issuer = typed.trim();
                    own.token = (!issuer.is_empty())
                        .then(|| TokenRule { issuer: issuer.to_owned(), ..own.token.clone().unwrap_or_default() });
                    Ok(())
                })}
            {text("audience", PATTERNS.audience,
                |own| own.token.as_ref().map(|own| own.audiences.join(", ")).unwrap_or_default(),
                |own, typed| {
                    if let Some(token) = &mut own.token {
                        token.audiences = listed(typed);
                    }
                    Ok(())
                })}
            {text("machines", PATTERNS.machines, |own| own.machines.join(", "), |own, typed| {
                own.machines = listed(typed);
                Ok(())
            })}
        </div>
    }
}

/// What there is to say of a release of that kind.
fn of_release(store: Store, at: usize, of: (&str, &str), kind: ReleaseKind) -> AnyView {
    let text = |key: &'static str, label: &'static str, read: fn(&ServiceTraffic) -> String, write: Write| {
        rule(store, at, (of.0.to_owned(), of.1.to_owned()), (key, label), read, write)
    };
    let chosen = matches!(kind, ReleaseKind::Header | ReleaseKind::Cookie);
    view! {
        {text("version", PATTERNS.version, |own| own.release.as_ref().map(|own| own.version.clone()).unwrap_or_default(),
            |own, typed| {
                typed.trim().clone_into(&mut release(own).version);
                Ok(())
            })}
        {(kind == ReleaseKind::Weighted).then(|| text("steps", PATTERNS.steps,
            |own| {
                let steps = own.release.as_ref().map(|own| own.steps.as_slice()).unwrap_or_default();
                steps.iter().map(ToString::to_string).gather().join(", ")
            },
            |own, typed| {
                let mut steps: Vec<u8> = Vec::new();
                for word in listed(typed) {
                    let step = word.trim_end_matches('%').parse().ok().filter(|step| (1..100).contains(step));
                    steps.push(step.ok_or(PATTERNS.steps_expected)?);
                }
                release(own).steps = steps;
                Ok(())
            }))}
        {chosen.then(|| text("canary-name", PATTERNS.name,
            |own| own.release.as_ref().map(|own| own.name.clone()).unwrap_or_default(),
            |own, typed| {
                typed.trim().clone_into(&mut release(own).name);
                Ok(())
            }))}
        {choice(store, at, of, ("driver", PATTERNS.driver, ""), crate::design::ReleaseDriver::KEYS,
            |own| own.release.as_ref().and_then(|own| own.driver).map(OptionKey::key),
            |own, key| release(own).driver = crate::design::ReleaseDriver::from_key(key))}
    }
}
