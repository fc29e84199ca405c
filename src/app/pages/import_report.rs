//! What an import did: totals in the heading, then what was refused, left out, assumed and read, with file and line. The
//! lines are the worker's and come when they are opened.

use crate::app::effects::use_effects;
use crate::app::jobs::{ROWS, Read, ReportLine};
use crate::app::kit::Memo;
use crate::app::store::{Imported, use_store};
use crate::app::view::prelude::*;
use crate::import::ReportLevel;
use crate::text::{ENGLISH, fill, plural};
use crate::web;

/// Draws the report of the last import, if there was one.
pub(crate) fn import_report() -> AnyView {
    let store = use_store();
    view! {
        {live(move || match store.imported.get() {
            Imported::Nothing => ().into_any(),
            Imported::Reading => view! { <p class="busy" role="status">{ENGLISH.import_reading}</p> },
            Imported::Report(read) => drawn(&read),
        })}
    }
}

fn drawn(read: &Read) -> AnyView {
    let store = use_store();
    let heading = match read.workloads {
        0 => ENGLISH.import_nothing.to_owned(),
        workloads => {
            fill(ENGLISH.import_heading, &[&plural(workloads as u64, ENGLISH.one_workload, ENGLISH.many_workloads)])
        }
    };
    let levels = ReportLevel::ALL.into_iter().enumerate().rev();
    let lines = read.lines;
    view! {
        <section class="report">
            <header>
                <h2>{heading}</h2>
                <button type="button" on:click=move |_| store.imported.set(Imported::Nothing)>{ENGLISH.dismiss}</button>
            </header>
            <p role="status">{read.totals.clone()}</p>
            {levels.map(|(at, level)| group(at, level, lines.get(at).copied().unwrap_or_default())).collect_view()}
        </section>
    }
}

fn group(at: usize, level: ReportLevel, count: usize) -> AnyView {
    if count == 0 {
        return ().into_any();
    }
    let effects = use_effects();
    let refused = level == ReportLevel::Refused;
    let name = match level {
        ReportLevel::Refused => ENGLISH.import_refused,
        ReportLevel::LeftOut => ENGLISH.import_left_out,
        ReportLevel::Assumed => ENGLISH.import_assumed,
        ReportLevel::Read => ENGLISH.import_read,
    };
    let parts = RwSignal::new(Vec::<Vec<ReportLine>>::new());
    let had = move || parts.with_untracked(|parts| parts.iter().map(Vec::len).sum::<usize>());
    let fetch = move || {
        effects.read_report(at, had(), move |lines| {
            let _gone = parts.try_update(|parts| parts.push(lines));
        });
    };
    if refused {
        fetch();
    }
    view! {
        <details open=refused class:danger=refused
            on:toggle=move |event| if web::is_open(&event) && had() == 0 { fetch() }>
            <summary>{name}" "<span class="count">{count}</span></summary>
            <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table>
                <thead><tr>
                    <th scope="col">{ENGLISH.report_line}</th>
                    <th scope="col">{ENGLISH.report_object}</th>
                    <th scope="col">{ENGLISH.report_what}</th>
                </tr></thead>
                {part(parts, 0)}
            </table>
            {live(move || {
                let left = count.saturating_sub(parts.with(|parts| parts.iter().map(Vec::len).sum::<usize>()));
                (left > 0 && parts.with(|parts| !parts.is_empty())).then(|| view! {
                    <button type="button" on:click=move |_| fetch()>{fill(ENGLISH.workload_more, &[&left.min(ROWS)])}</button>
                })
            })}
            </div>
        </details>
    }
}

/// One part of the lines and those after it; each is drawn once.
fn part(parts: RwSignal<Vec<Vec<ReportLine>>>, at: usize) -> AnyView {
    let there = Memo::new(move || parts.with(|parts| parts.len() > at));
    live(move || {
        there.get().then(|| {
            let lines = parts.with_untracked(|parts| parts.get(at).cloned().unwrap_or_default());
            view! {
                <tbody>{lines.into_iter().map(|line| view! {
                    <tr>
                        <td class="place">{line.place}</td>
                        <td>{line.object}</td>
                        <td>{line.what}" "<span class="hint">{line.hint}</span></td>
                    </tr>
                }).collect_view()}</tbody>
                {part(parts, at + 1)}
            }
        })
    })
}
