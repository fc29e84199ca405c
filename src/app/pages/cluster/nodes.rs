//! Nodes for the pods: what was found, what it costs, and what can be taken of it.

use super::map::map;
use super::own::profiles;
use super::what_if::{changes, what_if};
use crate::app::cluster_jobs::{Ended, Sized};
use crate::app::cluster_view::{ClusterView, Searching, use_cluster_view};
use crate::app::kit::Memo;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::NodePool;
use crate::order::Gather;
use crate::text::{ENGLISH, fill};
use crate::web;
use std::sync::Arc;

/// How long the design must rest before nodes are looked for, in milliseconds.
const REST: u32 = 400;

/// Draws the section.
pub(super) fn nodes() -> AnyView {
    let store = use_store();
    let view = use_cluster_view();
    search_when_at_rest(store, view);
    let sized = Memo::new(move || view.sized.get().map(|(_, sized)| sized));
    let shown = move || sized.get().filter(|sized| sized.ended == Ended::Shown);
    let heading = move || match sized.get() {
        Some(sized) if !sized.heading.is_empty() => sized.heading.clone(),
        _ => ENGLISH.nodes_heading.to_owned(),
    };
    let has_map = Memo::new(move || shown().is_some());
    view! {
        <section class="nodes" aria-busy=move || is_searching(view).to_string()>
            <h2>{live(heading)}</h2>
            {progress(view)}
            {live(move || sized.get().filter(|sized| sized.ended == Ended::Empty).map(|_| view! {
                <p class="empty">{ENGLISH.nodes_empty}</p>
            }))}
            {live(move || sized.get().map(|sized| remarks(&sized)))}
            {live(move || shown().map(|sized| plans(store, &sized)))}
            {live(move || has_map.get().then(|| view! {
                {what_if(view)}
                {map(view)}
                {changes(view)}
                {profiles(view)}
            }))}
            {live(move || {
                let film = view.film.get().map(|(_, film)| film);
                let rows = match (film, sized.get()) {
                    (Some(film), _) if view.frame.get() == film.frames.len() => film.waiting.clone(),
                    (_, Some(sized)) => sized.waiting.clone(),
                    _ => Vec::new(),
                };
                (!rows.is_empty()).then(|| waiting(&rows))
            })}
            {live(move || sized.get().map(|sized| view! { {levers(&sized)}{spare(&sized)} }))}
            <div class="actions" hidden=move || !has_map.get() || is_searching(view)>
                <button type="button" on:click=move |_| view.search(true)>{ENGLISH.nodes_thorough}</button>
            </div>
        </section>
    }
}

fn is_searching(view: ClusterView) -> bool {
    view.searching.with(|searching| matches!(searching, Searching::Yes(_)))
}

/// The first sentences, and the rest when it is asked for.
fn remarks(sized: &Sized) -> AnyView {
    let items = |lines: &[String]| lines.iter().map(|line| view! { <li>{line.clone()}</li> }).gather().collect_view();
    let (first, rest) = sized.lines.split_at(sized.lines.len().min(2));
    view! {
        <ul class="remarks">{items(first)}</ul>
        {(!rest.is_empty()).then(|| view! {
            <details><summary>{ENGLISH.nodes_basis}</summary><ul class="remarks">{items(rest)}</ul></details>
        })}
    }
}

/// Looks for nodes when the page is opened, and again when the design has changed and rests.
fn search_when_at_rest(store: Store, view: ClusterView) {
    let waiting = StoredValue::new_local(None);
    Effect::new(move |before: Option<()>| {
        let design = store.design();
        let known = view.sized.with_untracked(|sized| sized.as_ref().is_some_and(|(of, _)| Arc::ptr_eq(of, &design)));
        let stopped = before.is_none() && matches!(view.searching.get_untracked(), Searching::Stopped(_));
        if !known && !stopped {
            waiting.set_value(Some(web::after(REST, move || view.search(false))));
        }
    });
}

fn progress(view: ClusterView) -> AnyView {
    let words = move || match view.searching.get() {
        Searching::No => String::new(),
        Searching::Yes(None) => ENGLISH.nodes_searching.to_owned(),
        Searching::Yes(Some(done)) => fill(ENGLISH.nodes_searching_at, &[&done]),
        Searching::Stopped(None) => ENGLISH.nodes_stopped.to_owned(),
        Searching::Stopped(Some(done)) => fill(ENGLISH.nodes_stopped_at, &[&done]),
        Searching::Broke => ENGLISH.nodes_broke.to_owned(),
    };
    view! {
        <div class="search-state" hidden=move || view.searching.get() == Searching::No>
            <p role="status">{live(words)}</p>
            <button type="button" hidden=move || !is_searching(view) on:click=move |_| view.stop()>{ENGLISH.nodes_stop}</button>
            <button type="button" hidden=move || is_searching(view) on:click=move |_| view.search(false)>{ENGLISH.nodes_again}</button>
        </div>
    }
}

/// The plans, cheapest first.
fn plans(store: Store, sized: &Sized) -> AnyView {
    let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    let rows = sized.plans.iter().map(|row| {
        let pools = cell(row, 6);
        let kind = cell(row, 7);
        let (taken, own) = (kind == "taken", kind == "own");
        let take = move |_| {
            let pools = pools_heard(&pools);
            store.edit("", |design| design.cluster.pools = pools);
        };
        view! {
            <tr>
                <th scope="row">{cell(row, 0)}</th>
                <td class="number">{cell(row, 1)}</td>
                <td class="number">{cell(row, 2)}</td>
                <td class="number">{cell(row, 3)}</td>
                <td class="number">{cell(row, 4)}</td>
                <td class="number">{cell(row, 5)}</td>
                <td>{if own {
                    ().into_any()
                } else if taken {
                    view! { <button type="button" on:click=move |_| store.edit("", |design| design.cluster.pools.clear())>
                        {ENGLISH.nodes_let_go}</button> }.into_any()
                } else {
                    view! { <button type="button" on:click=take>{ENGLISH.nodes_take}</button> }.into_any()
                }}</td>
            </tr>
        }
    });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=ENGLISH.nodes_plans>
        <table class="list">
            <thead><tr>
                <th scope="col">{ENGLISH.nodes_plan}</th>
                <th scope="col" class="number">{ENGLISH.nodes_count}</th>
                <th scope="col" class="number">{ENGLISH.nodes_month}</th>
                <th scope="col" class="number">{ENGLISH.nodes_gap}</th>
                <th scope="col" class="number">"CPU"</th>
                <th scope="col" class="number">{ENGLISH.memory}</th>
                <th scope="col">{ENGLISH.nodes_choice}</th>
            </tr></thead>
            <tbody>{rows.gather().collect_view()}</tbody>
        </table>
        </div>
    }
}

/// Pools as they were sent: `machine|spot|nodes|zone,zone` each, with `;` between.
fn pools_heard(text: &str) -> Vec<NodePool> {
    let pool = |text: &str| {
        let mut parts = text.split('|');
        let mut part = || parts.next().unwrap_or_default().to_owned();
        let (name, machine, spot, nodes, zones) = (part(), part(), part() == "spot", part(), part());
        let zones = zones.split(',').filter(|zone| !zone.is_empty()).map(str::to_owned).gather();
        NodePool { name, machine, spot, nodes: nodes.parse().ok(), zones, ..NodePool::default() }
    };
    text.split(';').filter(|text| !text.is_empty()).map(pool).gather()
}

fn waiting(rows: &[Vec<String>]) -> AnyView {
    let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    view! {
        <h3>{ENGLISH.nodes_waiting}</h3>
        <div class="scroll" tabindex="0" role="region" aria-label=ENGLISH.nodes_waiting>
        <table class="list waiting">
            <thead><tr>
                <th scope="col" class="number">{ENGLISH.workload_pods}</th>
                <th scope="col">{ENGLISH.workload_name}</th>
                <th scope="col">{ENGLISH.nodes_why}</th>
            </tr></thead>
            <tbody>{rows.iter().map(|row| view! {
                <tr>
                    <td class="number">{cell(row, 0)}</td>
                    <th scope="row">{cell(row, 1)}</th>
                    <td><p>{cell(row, 3)}</p><p class="verbatim">{cell(row, 2)}</p></td>
                </tr>
            }).gather().collect_view()}</tbody>
        </table>
        </div>
    }
}

fn levers(sized: &Sized) -> AnyView {
    let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    if sized.levers.is_empty() {
        return ().into_any();
    }
    view! {
        <h3>{ENGLISH.nodes_levers}</h3>
        <dl class="levers">{sized.levers.iter().map(|row| view! {
            <dt>{cell(row, 0)}</dt>
            <dd>{cell(row, 1)}</dd>
        }).gather().collect_view()}</dl>
    }
}

fn spare(sized: &Sized) -> AnyView {
    if sized.spare.is_empty() {
        return ().into_any();
    }
    view! {
        <h3>{ENGLISH.nodes_spare}</h3>
        <ul class="remarks">{sized.spare.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view()}</ul>
    }
}
