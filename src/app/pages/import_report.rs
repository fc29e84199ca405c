//! What an import did: totals in the heading, then what was refused, left out, assumed and read, with file and line.

use crate::app::kit::live;
use crate::app::store::{Imported, use_store};
use crate::import::{ImportReport, ReportEntry, ReportLevel};
use crate::text::{ENGLISH, fill};
use leptos::prelude::*;
use std::sync::Arc;

/// Draws the report of the last import, if there was one.
pub(crate) fn import_report() -> AnyView {
    let store = use_store();
    view! {
        {live(move || match store.imported.get() {
            Imported::Nothing => ().into_any(),
            Imported::Reading => view! { <p class="busy" role="status">{ENGLISH.import_reading}</p> }.into_any(),
            Imported::Report(report) => drawn(&report),
        })}
    }
    .into_any()
}

fn drawn(report: &Arc<ImportReport>) -> AnyView {
    let store = use_store();
    let heading = match report.totals.workloads {
        0 => ENGLISH.import_nothing.to_owned(),
        workloads => fill(ENGLISH.import_heading, &[&workloads]),
    };
    let levels = [
        (ReportLevel::Refused, ENGLISH.import_refused, true),
        (ReportLevel::LeftOut, ENGLISH.import_left_out, false),
        (ReportLevel::Assumed, ENGLISH.import_assumed, false),
        (ReportLevel::Read, ENGLISH.import_read, false),
    ];
    let totals = report.totals.to_string();
    view! {
        <section class="report" role="status">
            <header>
                <h2>{heading}</h2>
                <button type="button" on:click=move |_| store.imported.set(Imported::Nothing)>{ENGLISH.dismiss}</button>
            </header>
            <p>{totals}</p>
            {levels.into_iter().map(|(level, name, open)| group(report, level, name, open)).collect_view()}
        </section>
    }
    .into_any()
}

fn group(report: &ImportReport, level: ReportLevel, name: &'static str, open: bool) -> AnyView {
    let entries: Vec<ReportEntry> = report.of_level(level).cloned().collect();
    if entries.is_empty() {
        return ().into_any();
    }
    view! {
        <details open=open class:danger=level == ReportLevel::Refused>
            <summary>{name}" "<span class="count">{entries.len()}</span></summary>
            <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table>
                <thead><tr>
                    <th scope="col">{ENGLISH.report_line}</th>
                    <th scope="col">{ENGLISH.report_object}</th>
                    <th scope="col">{ENGLISH.report_what}</th>
                </tr></thead>
                <tbody>
                    {entries.into_iter().map(|entry| {
                        let place = match (entry.file.as_str(), entry.line) {
                            ("", _) => String::new(),
                            (file, 0) => file.to_owned(),
                            (file, line) => format!("{file}:{line}"),
                        };
                        view! {
                            <tr>
                                <td class="place">{place}</td>
                                <td>{entry.object}</td>
                                <td>{entry.what}" "<span class="hint">{entry.hint}</span></td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
            </div>
        </details>
    }
    .into_any()
}
