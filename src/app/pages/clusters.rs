//! Several clusters: what each is for, where it runs and which network it shares; and the domain identities are in.

use crate::app::kit::{Field, field, select};
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{Answer, Cloud, Cluster, ClusterRole, Design, Environment, OptionKey, QuestionKey};
use crate::order::Gather;
use crate::text::{ENGLISH, fill, option_label};

/// Draws the page.
pub(crate) fn clusters() -> AnyView {
    let store = use_store();
    let count = store.part(|design| design.clusters.clusters.len());
    let networks = store.part(networks);
    let regions = store.part(unserved);
    let heading = move || match (count.get(), networks.get()) {
        (0 | 1, _) => ENGLISH.clusters_heading_one.to_owned(),
        (clusters, 1) => fill(ENGLISH.clusters_heading_network, &[&clusters]),
        (clusters, networks) => fill(ENGLISH.clusters_heading, &[&clusters, &networks]),
    };
    view! {
        <h1>{live(heading)}</h1>
        <p class="lead">{ENGLISH.clusters_lead}</p>
        {live(move || (count.get() == 0).then(|| view! { <p class="empty">{ENGLISH.clusters_none}</p> }))}
        {live(move || (0..count.get()).map(|at| one(store, at)).collect_view())}
        <div class="actions">
            <button type="button" on:click=move |_| add(store, &[String::new()])>{ENGLISH.clusters_add}</button>
            {live(move || {
                let regions = regions.get();
                (!regions.is_empty()).then(|| view! {
                    <button type="button" on:click=move |_| add(store, &regions)>
                        {fill(ENGLISH.clusters_add_regions, &[&regions.join(", ")])}
                    </button>
                })
            })}
        </div>
        <section>
            <h2>{ENGLISH.clusters_identity}</h2>
            <div class="fields">{trust_domain(store)}</div>
        </section>
    }
}

/// Regions that were named among the requirements and have no cluster.
fn unserved(design: &Design) -> Vec<String> {
    let Some(Answer::Names(regions)) = design.requirements.get(QuestionKey::RegionNames).map(|said| &said.answer)
    else {
        return Vec::new();
    };
    let lacks = |region: &&String| design.clusters.clusters.iter().all(|cluster| cluster.region != **region);
    regions.iter().filter(lacks).cloned().gather()
}

/// How many networks there are; clusters that name none share one.
fn networks(design: &Design) -> usize {
    let mut names: Vec<&str> = design.clusters.clusters.iter().map(|cluster| cluster.network.as_str()).gather();
    crate::order::sort(&mut names);
    names.dedup();
    names.len()
}

fn add(store: Store, regions: &[String]) {
    let before = store.design_now().clusters.clusters.len();
    store.edit("", |design| {
        let clusters = &mut design.clusters.clusters;
        for region in regions {
            let taken = |name: &str| clusters.iter().any(|cluster| cluster.name == name);
            let mut name = region.clone();
            let mut number = clusters.len() + 1;
            while name.is_empty() || taken(&name) {
                name = format!("cluster-{number}");
                number += 1;
            }
            clusters.push(Cluster { name, region: region.clone(), ..Cluster::default() });
        }
    });
    crate::web::focus_element(&format!("cluster-{before}-name"));
}

fn text(
    store: Store,
    at: usize,
    make: (&'static str, &'static str),
    read: fn(&Cluster) -> String,
    write: fn(&mut Cluster, &str),
) -> Field {
    let value = store.part(move |design| design.clusters.clusters.get(at).map(read).unwrap_or_default());
    let place = format!("cluster-{at}-{}", make.0);
    Field::new(place.clone(), make.1, value.into(), move |typed| {
        store.edit(&place, |design| {
            if let Some(cluster) = design.clusters.clusters.get_mut(at) {
                write(cluster, typed.trim());
            }
        });
        Ok(())
    })
}

fn choice(
    store: Store,
    at: usize,
    make: (&'static str, &'static str, &'static [&'static str]),
    read: fn(&Cluster) -> &'static str,
    write: fn(&mut Cluster, &str),
) -> AnyView {
    let (key, label, keys) = make;
    let value = store.part(move |design| design.clusters.clusters.get(at).map_or("", read).to_owned());
    let mut options = vec![(String::new(), ENGLISH.not_said.to_owned())];
    options.extend(keys.iter().map(|key| ((*key).to_owned(), option_label(key).to_owned())));
    let id = format!("cluster-{at}-{key}");
    select(id, label.to_owned(), String::new(), options, value.into(), move |key| {
        store.edit("", |design| {
            if let Some(cluster) = design.clusters.clusters.get_mut(at) {
                write(cluster, &key);
            }
        });
    })
}

fn one(store: Store, at: usize) -> AnyView {
    let name = store.part(move |design| design.clusters.clusters.get(at).map(|c| c.name.clone()).unwrap_or_default());
    let role = ("role", ENGLISH.clusters_role, ClusterRole::KEYS);
    view! {
        <fieldset class="group">
            <legend>{live(move || name.get())}</legend>
            <div class="fields">
                {field(text(store, at, ("name", ENGLISH.clusters_name), |c| c.name.clone(), |c, typed| {
                    typed.clone_into(&mut c.name);
                }))}
                {choice(store, at, role, |c| c.role.map_or("", OptionKey::key), |c, key| c.role = ClusterRole::from_key(key))}
                {choice(store, at, ("stage", ENGLISH.clusters_stage, Environment::KEYS),
                    |c| c.environment.map_or("", OptionKey::key), |c, key| c.environment = Environment::from_key(key))}
                {choice(store, at, ("cloud", ENGLISH.clusters_cloud, Cloud::KEYS),
                    |c| c.cloud.map_or("", OptionKey::key), |c, key| c.cloud = Cloud::from_key(key))}
                {field(text(store, at, ("region", ENGLISH.clusters_region), |c| c.region.clone(), |c, typed| {
                    typed.clone_into(&mut c.region);
                }).placeholder("eu-central-1"))}
                {field(text(store, at, ("network", ENGLISH.clusters_network), |c| c.network.clone(), |c, typed| {
                    typed.clone_into(&mut c.network);
                }).help(ENGLISH.clusters_network_help))}
            </div>
            <div class="actions">
                <button type="button" on:click=move |_| store.edit("", |design| {
                    if at < design.clusters.clusters.len() {
                        drop(design.clusters.clusters.remove(at));
                    }
                })>{ENGLISH.remove}</button>
            </div>
        </fieldset>
    }
}

fn trust_domain(store: Store) -> AnyView {
    let value = store.part(|design| design.clusters.trust_domain.clone());
    field(
        Field::new("trust-domain", ENGLISH.clusters_trust, value.into(), move |typed| {
            let typed = typed.trim();
            let part = |part: &str| {
                !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            };
            if !typed.is_empty() && !typed.split('.').all(part) {
                return Err(ENGLISH.clusters_trust_expected.to_owned());
            }
            store.edit("trust-domain", |design| typed.clone_into(&mut design.clusters.trust_domain));
            Ok(())
        })
        .help(ENGLISH.clusters_trust_help)
        .placeholder("cluster.local"),
    )
}
