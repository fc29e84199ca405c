//! What runs: the table, the import report above it, one workload's form beside it.

use super::import_report::import_report;
use super::workload_form::workload_form;
use crate::app::derived::use_derived;
use crate::app::effects::use_effects;
use crate::app::kit::Memo;
use crate::app::kit::more;
use crate::app::store::{Store, row_id, use_store};
use crate::app::view::kept;
use crate::app::view::prelude::*;
use crate::design::{Container, Design, Resources, ServiceReach, Workload};
use crate::order::Gather;
use crate::text::{ENGLISH, fill, plural};
use crate::units::{Bytes, MilliCpu};
use std::cmp::Ordering;

/// Rows drawn at once; more on request.
const PAGE: usize = 50;

/// Rows drawn with the page; the rest of the first page of them follows row by row, so that no frame is missed.
const FIRST: usize = 10;

fn grow(shown: RwSignal<usize>) {
    crate::web::after(0, move || {
        let now = shown.try_get_untracked().unwrap_or(PAGE);
        if now < PAGE {
            shown.set((now + FIRST).min(PAGE));
            grow(shown);
        }
    })
    .forget();
}

/// One row, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    index: usize,
    name: String,
    namespace: String,
    kind: &'static str,
    pods: u32,
    cpu: MilliCpu,
    memory: Bytes,
    services: String,
    calls: String,
}

/// What the table is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Kind,
    Namespace,
    Pods,
    Cpu,
    Memory,
    Services,
    Calls,
}

impl Column {
    const ALL: [Self; 8] =
        [Self::Name, Self::Kind, Self::Namespace, Self::Pods, Self::Cpu, Self::Memory, Self::Services, Self::Calls];

    fn label(self) -> &'static str {
        match self {
            Self::Name => ENGLISH.workload_name,
            Self::Kind => ENGLISH.workload_kind,
            Self::Namespace => ENGLISH.workload_namespace,
            Self::Pods => ENGLISH.workload_pods,
            Self::Cpu => ENGLISH.workload_cpu,
            Self::Memory => ENGLISH.workload_memory,
            Self::Services => ENGLISH.workload_services,
            Self::Calls => ENGLISH.workload_calls,
        }
    }

    const fn is_number(self) -> bool {
        matches!(self, Self::Pods | Self::Cpu | Self::Memory)
    }

    /// One comparison behind a pointer, so that the code of a sort is there once.
    fn compare(self) -> fn(&Row, &Row) -> Ordering {
        match self {
            Self::Name => |a, b| a.name.cmp(&b.name),
            Self::Kind => |a, b| a.kind.cmp(b.kind),
            Self::Namespace => |a, b| a.namespace.cmp(&b.namespace),
            Self::Pods => |a, b| a.pods.cmp(&b.pods),
            Self::Cpu => |a, b| a.cpu.cmp(&b.cpu),
            Self::Memory => |a, b| a.memory.cmp(&b.memory),
            Self::Services => |a, b| a.services.cmp(&b.services),
            Self::Calls => |a, b| a.calls.cmp(&b.calls),
        }
    }
}

/// Which column, and whether the largest stands first; none keeps the design's own order.
type Order = Option<(Column, bool)>;

/// The table as tab-separated text, for a spreadsheet.
fn as_tsv(rows: &[Row]) -> String {
    let head = Column::ALL.map(Column::label).join("\t");
    let line = |row: &Row| {
        let Row { name, namespace, kind, pods, cpu, memory, services, calls, .. } = row;
        format!("{name}\t{kind}\t{namespace}\t{pods}\t{cpu}\t{memory}\t{services}\t{calls}")
    };
    std::iter::once(head).chain(rows.iter().map(line)).gather().join("\n")
}

fn rows(design: &Design, sought: &str, order: Order) -> Vec<Row> {
    let sought = sought.to_ascii_lowercase();
    let matches = |workload: &Workload| {
        sought.is_empty()
            || workload.name.to_ascii_lowercase().contains(&sought)
            || workload.namespace.to_ascii_lowercase().contains(&sought)
            || workload.containers.iter().any(|c| c.image.to_ascii_lowercase().contains(&sought))
    };
    let reach = ServiceReach::of(design);
    let row = |(index, workload): (usize, &Workload)| {
        let requests = workload.pod_requests();
        Row {
            index,
            name: workload.name.clone(),
            namespace: design.namespace_of(&workload.namespace).to_owned(),
            kind: workload.kind.name(),
            pods: workload.pods(),
            cpu: requests.cpu,
            memory: requests.memory,
            services: reach.services_of(workload).iter().map(|s| s.name.as_str()).gather().join(", "),
            calls: workload.calls.iter().map(|call| call.service.as_str()).gather().join(", "),
        }
    };
    let mut rows: Vec<Row> =
        design.workloads.iter().enumerate().filter(|(_, workload)| matches(workload)).map(row).gather();
    if let Some((column, reversed)) = order {
        crate::order::sort_by(&mut rows, column.compare());
        if reversed {
            rows.reverse();
        }
    }
    rows
}

fn heading_cell(column: Column, order: RwSignal<Order>) -> AnyView {
    let sorted = move || match order.get() {
        Some((by, false)) if by == column => Some("ascending"),
        Some((by, true)) if by == column => Some("descending"),
        _ => None,
    };
    view! {
        <th scope="col" class:number=column.is_number() aria-sort=sorted>
            <button type="button" class="sort" on:click=move |_| order.update(|order| *order = match *order {
                Some((by, false)) if by == column => Some((column, true)),
                Some((by, true)) if by == column => None,
                _ => Some((column, false)),
            })>{column.label()}{live(move || match sorted() {
                Some("ascending") => " ↑",
                Some(_) => " ↓",
                None => "",
            })}</button>
        </th>
    }
}

/// Draws the page.
pub(crate) fn workloads() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let effects = use_effects();
    let sought = RwSignal::new(String::new());
    let shown = RwSignal::new(FIRST);
    grow(shown);
    let order = RwSignal::new(None);
    let rows = Memo::new(move || rows(&store.design(), &sought.get(), order.get()));
    let empty = store.part(|design| design.workloads.is_empty());
    // A column that says the same in every row is left out.
    let one_namespace = store.part(|design| {
        let mut all = design.workloads.iter().map(|workload| design.namespace_of(&workload.namespace));
        let first = all.next();
        all.all(|other| Some(other) == first)
    });
    let heading = Memo::new(move || {
        let totals = derived.totals.get();
        match totals.workloads {
            0 => ENGLISH.workloads_heading_none.to_owned(),
            n => fill(
                ENGLISH.workloads_heading,
                &[
                    &plural(n as u64, ENGLISH.one_workload, ENGLISH.many_workloads),
                    &plural(totals.pods, ENGLISH.one_pod, ENGLISH.many_pods),
                    &totals.cpu.in_words(),
                    &totals.memory.in_words(),
                ],
            ),
        }
    });
    view! {
        <h1>{live(move || heading.get())}</h1>
        {import_report()}
        <div class="actions">
            <button type="button" on:click=move |_| add(store)>{ENGLISH.workload_add}</button>
            <button type="button" on:click=move |_| effects.open_picker()>{ENGLISH.door_files_pick}</button>
            <input type="search" id="workload-filter" hidden=move || empty.get() aria-label=ENGLISH.workload_filter
                placeholder=ENGLISH.workload_filter prop:value=move || sought.get()
                on:input=move |event| { sought.set(event_target_value(&event)); shown.set(PAGE); } />
            <button type="button" hidden=move || empty.get()
                on:click=move |_| effects.copy(&rows.with_untracked(|rows| as_tsv(rows)))>{ENGLISH.workload_copy}</button>
        </div>
        {live(move || empty.get().then(|| view! { <p class="empty">{ENGLISH.workloads_lead_none}</p> }))}
        {live(move || (!empty.get() && rows.with(Vec::is_empty)).then(|| view! {
            <p class="empty">{fill(ENGLISH.workload_none_match, &[&sought.get()])}</p>
        }))}
        <div class="with-panel">
            <div class="scroll" tabindex="0" role="region" aria-label=ENGLISH.step_workloads
                hidden=move || rows.with(Vec::is_empty)>
                <table class="list" class:one-namespace=move || one_namespace.get()>
                    <thead><tr>{Column::ALL.map(|column| heading_cell(column, order)).collect_view()}</tr></thead>
                    <tbody>
                        {kept(move || rows.with(|rows| rows.iter().take(shown.get()).cloned().gather()), move |row| drawn(store, row))}
                    </tbody>
                </table>
                {more(Signal::derive(move || rows.with(Vec::len)), shown, PAGE)}
            </div>
            {live(move || store.workload.get().map(workload_form))}
        </div>
    }
}

fn drawn(store: Store, row: Row) -> AnyView {
    let index = row.index;
    let name = if row.name.is_empty() { ENGLISH.workload_unnamed.to_owned() } else { row.name };
    let amount = |none: bool, text: String| if none { "–".to_owned() } else { text };
    view! {
        <tr class:selected=move || store.workload.get() == Some(index)>
            <th scope="row">
                <button type="button" class="link" id=row_id(index) aria-expanded=move || (store.workload.get() == Some(index)).to_string()
                    on:click=move |_| {
                        let now = store.workload.get_untracked() == Some(index);
                        store.workload.set((!now).then_some(index));
                        if !now {
                            crate::web::focus_element("workload-panel");
                        }
                    }>{name}</button>
            </th>
            <td>{row.kind}</td>
            <td>{row.namespace}</td>
            <td class="number">{row.pods}</td>
            <td class="number">{amount(row.cpu.0 == 0, row.cpu.in_words())}</td>
            <td class="number">{amount(row.memory.0 == 0, row.memory.in_words())}</td>
            <td class="names" title=row.services.clone()>{row.services.clone()}</td>
            <td class="names" title=row.calls.clone()>{row.calls.clone()}</td>
        </tr>
    }
}

/// Adds a workload with what nearly every one has, and opens its form.
fn add(store: Store) {
    store.edit("", |design| {
        let taken = |name: &str| design.workloads.iter().any(|workload| workload.name == name);
        let name = (1..=design.workloads.len() + 1)
            .map(|n| format!("service-{n}"))
            .find(|name| !taken(name))
            .unwrap_or_default();
        let container = Container {
            name: "main".to_owned(),
            requests: Resources { cpu: Some(MilliCpu(100)), memory: Some(Bytes(128 << 20)), ..Resources::default() },
            ..Container::default()
        };
        design.workloads.push(Workload { name, replicas: Some(2), containers: vec![container], ..Workload::default() });
    });
    store.workload.set(store.design_now().workloads.len().checked_sub(1));
    crate::web::focus_element("workload-name");
}
