//! The Kubernetes cluster: what the pods ask for in all, and the settings the files are written for.

mod check_mine;
mod holds;
mod map;
mod nodes;
mod own;
mod settings;
mod what_if;

use crate::app::cluster_view::use_cluster_view;
use crate::app::derived::use_derived;
use crate::app::kit::Memo;
use crate::app::kit::{Field, field, select};
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{ClusterChoice, ContainerRole, Design, KubernetesMinor, OptionKey, PodSecurityLevel, WorkloadKind};
use crate::knowledge;
use crate::order::Gather;
use crate::text::{ENGLISH, fill, grouped, option_label};
use crate::units::{Bytes, MilliCpu};

/// Rows of the largest pods.
const LARGEST: usize = 8;

/// Draws the page.
pub(crate) fn cluster() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let heading = Memo::new(move || {
        let totals = derived.totals.get();
        match totals.pods {
            0 => ENGLISH.cluster_heading_none.to_owned(),
            pods => fill(ENGLISH.cluster_heading, &[&totals.cpu.in_words(), &totals.memory.in_words(), &grouped(pods)]),
        }
    });
    let other = Memo::new(move || {
        let first = derived.recommendation.get().first().and_then(|first| first.platform.platform());
        store.design().platform.chosen.or(first).is_some_and(|platform| !platform.is_kubernetes())
    });
    let unsized_containers = store.part(unsized_in);
    view! {
        <h1>{live(move || heading.get())}</h1>
        <p class="lead">{ENGLISH.cluster_lead}</p>
        {live(move || other.get().then(|| view! { <p class="notice">{ENGLISH.cluster_not_kubernetes}</p> }))}
        {live(move || (unsized_containers.get() > 0).then(|| view! {
            <p class="notice">{fill(ENGLISH.cluster_unsized, &[&unsized_containers.get()])}</p>
        }))}
        <div class="fields">
            {version(store)}
            {namespace(store)}
            {security(store)}
        </div>
        {holds::holds(store)}
        {own::own(use_cluster_view())}
        {nodes::nodes()}
        <div class="columns">{by_kind(store)}{largest(store)}</div>
        {check_mine::check_mine(store)}
        {settings::settings(store)}
    }
}

fn unsized_in(design: &Design) -> usize {
    let containers = design.workloads.iter().flat_map(|workload| &workload.containers);
    let running = containers.filter(|container| container.role != ContainerRole::Init);
    running
        .map(crate::design::Container::effective_requests)
        .filter(|requests| requests.cpu.is_none() || requests.memory.is_none())
        .count()
}

fn change(store: Store, act: impl FnOnce(&mut ClusterChoice)) {
    store.edit("", |design| act(&mut design.cluster));
}

fn version(store: Store) -> AnyView {
    let value = store.part(|design| design.cluster.version.map(|v| v.key().to_owned()).unwrap_or_default());
    let newest = KubernetesMinor::ALL.iter().copied().max().map(OptionKey::key).unwrap_or_default();
    let mut options = vec![(String::new(), fill(ENGLISH.cluster_newest, &[&newest]))];
    for minor in KubernetesMinor::ALL.iter().rev() {
        let ends = knowledge::embedded().kubernetes_release(*minor).map(|release| release.ends.to_string());
        let label = match ends {
            Some(ends) => format!("{}, {}", minor.key(), fill(ENGLISH.cluster_supported, &[&ends])),
            None => minor.key().to_owned(),
        };
        options.push((minor.key().to_owned(), label));
    }
    let (label, help) = (ENGLISH.cluster_version.to_owned(), ENGLISH.cluster_version_help.to_owned());
    select("cluster-version".to_owned(), label, help, options, value.into(), move |key| {
        change(store, |cluster| cluster.version = KubernetesMinor::from_key(&key));
    })
}

fn namespace(store: Store) -> AnyView {
    let value = store.part(|design| design.cluster.namespace.clone());
    field(
        Field::new("cluster-namespace", ENGLISH.cluster_namespace, value.into(), move |typed| {
            let typed = typed.trim();
            let fits = typed.len() <= 63
                && typed.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                && !typed.starts_with('-')
                && !typed.ends_with('-');
            if !fits {
                return Err(ENGLISH.namespace_expected.to_owned());
            }
            store.edit("cluster-namespace", |design| typed.clone_into(&mut design.cluster.namespace));
            Ok(())
        })
        .help(ENGLISH.cluster_namespace_help)
        .placeholder("default"),
    )
}

fn security(store: Store) -> AnyView {
    let value =
        store.part(|design| design.cluster.pod_security.unwrap_or(PodSecurityLevel::Restricted).key().to_owned());
    let options = PodSecurityLevel::KEYS.iter().map(|key| ((*key).to_owned(), option_label(key).to_owned())).gather();
    let (label, help) = (ENGLISH.cluster_security.to_owned(), ENGLISH.cluster_security_help.to_owned());
    select("cluster-security".to_owned(), label, help, options, value.into(), move |key| {
        let level = PodSecurityLevel::from_key(&key).filter(|level| *level != PodSecurityLevel::Restricted);
        change(store, |cluster| cluster.pod_security = level);
    })
}

/// A kind's row: name, workloads, pods, CPU, memory.
type KindRow = (&'static str, usize, u64, MilliCpu, Bytes);

fn kind_rows(design: &Design) -> Vec<KindRow> {
    let row = |kind: WorkloadKind| {
        let mut row: KindRow = (kind.name(), 0, 0, MilliCpu(0), Bytes(0));
        for workload in design.workloads.iter().filter(|workload| workload.kind == kind) {
            let (pods, requests) = (u64::from(workload.pods()), workload.pod_requests());
            row.1 += 1;
            row.2 += pods;
            row.3 = row.3.plus(requests.cpu.times(pods));
            row.4 = row.4.plus(requests.memory.times(pods));
        }
        row
    };
    WorkloadKind::ALL.into_iter().map(row).filter(|row| row.1 > 0).gather()
}

fn by_kind(store: Store) -> AnyView {
    let rows = store.part(kind_rows);
    view! {
        <section hidden=move || rows.with(Vec::is_empty)>
            <h2>{ENGLISH.cluster_by_kind}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=ENGLISH.cluster_by_kind>
            <table class="list">
                <thead><tr>
                    <th scope="col">{ENGLISH.workload_kind}</th>
                    <th scope="col" class="number">{ENGLISH.step_workloads}</th>
                    <th scope="col" class="number">{ENGLISH.workload_pods}</th>
                    <th scope="col" class="number">"CPU"</th>
                    <th scope="col" class="number">{ENGLISH.workload_memory}</th>
                </tr></thead>
                <tbody>{live(move || rows.get().into_iter().map(|(kind, workloads, pods, milli, memory)| view! {
                    <tr>
                        <th scope="row">{kind}</th>
                        <td class="number">{workloads}</td>
                        <td class="number">{grouped(pods)}</td>
                        <td class="number">{milli.in_words()}</td>
                        <td class="number">{memory.in_words()}</td>
                    </tr>
                }).collect_view())}</tbody>
            </table>
            </div>
        </section>
    }
}

fn largest(store: Store) -> AnyView {
    let rows = store.part(|design| {
        let mut pods: Vec<(String, MilliCpu, Bytes)> = design
            .workloads
            .iter()
            .map(|workload| {
                let requests = workload.pod_requests();
                (workload.name.clone(), requests.cpu, requests.memory)
            })
            .filter(|(_, milli, memory)| milli.0 > 0 || memory.0 > 0)
            .gather();
        crate::order::sort_by_key(&mut pods, |(_, milli, memory)| std::cmp::Reverse((*memory, *milli)));
        pods.truncate(LARGEST);
        pods
    });
    view! {
        <section hidden=move || rows.with(Vec::is_empty)>
            <h2>{ENGLISH.cluster_largest}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=ENGLISH.cluster_largest>
            <table class="list">
                <thead><tr>
                    <th scope="col">{ENGLISH.workload_name}</th>
                    <th scope="col" class="number">{ENGLISH.workload_cpu}</th>
                    <th scope="col" class="number">{ENGLISH.workload_memory}</th>
                </tr></thead>
                <tbody>{live(move || rows.get().into_iter().map(|(name, milli, memory)| view! {
                    <tr>
                        <th scope="row">{name}</th>
                        <td class="number">{milli.in_words()}</td>
                        <td class="number">{memory.in_words()}</td>
                    </tr>
                }).collect_view())}</tbody>
            </table>
            </div>
        </section>
    }
}
