//! The live summary, always in view: what is recommended and how firmly, how much, at what price, what is wrong.

use super::cluster_view::use_cluster_view;
use super::derived::use_derived;
use super::step::Step;
use super::store::use_store;
use crate::app::kit::Memo;
use crate::app::view::prelude::*;
use crate::design::{DecisionChoice, MeshKind};
use crate::knowledge;
use crate::order::Gather;
use crate::recommend::{Candidate, Measure};
use crate::text::{ENGLISH, criterion_label, dollars_range, fill, grouped, mesh_label, plural};

/// The name of a platform, or of an alternative of the design's own.
pub(crate) fn platform_name(id: impl Into<Candidate>) -> String {
    match id.into() {
        Candidate::Own(position) => {
            own_name(|decision| decision.alternatives.get(usize::from(position)).map(|own| own.name.clone()))
        }
        known @ Candidate::Platform(_) => known.name(knowledge::embedded()).to_owned(),
    }
}

/// The name of a criterion, or of one of the design's own.
pub(crate) fn measure_name(measure: Measure) -> String {
    match measure {
        Measure::Own(position) => {
            own_name(|decision| decision.criteria.get(usize::from(position)).map(|own| own.name.clone()))
        }
        Measure::Usual(criterion) => criterion_label(criterion).to_owned(),
    }
}

fn own_name(of: impl FnOnce(&DecisionChoice) -> Option<String>) -> String {
    of(&use_store().design().decision).unwrap_or_default()
}

/// Draws the summary.
pub(crate) fn summary() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let cluster = use_cluster_view();
    let chosen = store.part(|design| design.platform.chosen);
    let platform = Memo::new(move || {
        let recommendation = derived.recommendation.get();
        let first = recommendation.first().map(|first| first.platform);
        let shown = chosen.get().map(Candidate::from).or(first);
        let firm = recommendation.first().and_then(|first| first.acceptability.first().copied());
        (shown, first, firm)
    });
    let name = Memo::new(move || platform.get().0.map_or(ENGLISH.summary_none.to_owned(), platform_name));
    let cost = Memo::new(move || {
        let recommendation = derived.recommendation.get();
        let shown = platform.get().0?;
        let row = recommendation.matrix.iter().find(|row| row.platform == shown)?;
        let cost = row.cost.provider;
        (cost.high.micro_dollars > 0).then(|| dollars_range(cost.low.whole_dollars(), cost.high.whole_dollars()))
    });
    let pods = Memo::new(move || {
        let totals = derived.totals.get();
        if totals.workloads > 0 { totals.pods } else { derived.resolved.get().pods.likely }
    });
    let mesh = store.part(|design| design.mesh.chosen.unwrap_or(MeshKind::IstioSidecar));
    let next = Memo::new(move || {
        derived.recommendation.get().ranked.iter().skip(1).take(2).map(|r| platform_name(r.platform)).gather()
    });
    let placed = move || {
        let size = derived.sized.get()?.size(platform.get().0?.platform()?)?.clone();
        let nodes = plural(size.nodes, ENGLISH.one_node, ENGLISH.many_nodes);
        Some(fill(ENGLISH.summary_nodes_placed, &[&nodes, &size.machines]))
    };
    let row = move |label: &'static str, step: Step, value: Signal<String>, told: bool| {
        let before = changed(value);
        let before = move || before.get().filter(|before| told && before != "–");
        view! {
            <div class="fact">
                <dt>{label}</dt>
                <dd>
                    <a href=format!("#/{}", step.key())
                        on:click=move |event| { event.prevent_default(); store.go(step); }>
                        {live(move || value.get())}
                    </a>
                    {live(move || before().map(|before| view! {
                        <span class="was">{fill(ENGLISH.summary_changed, &[&before])}</span>
                    }))}
                </dd>
            </div>
        }
    };
    view! {
        <aside class="summary" aria-label=ENGLISH.summary>
            <details open=!crate::web::is_narrow()>
                <summary>
                    <span class="summary-name">{live(move || name.get())}</span>
                    <span class="summary-cost">{live(move || cost.get())}</span>
                </summary>
                <p class="firm" aria-busy=move || derived.renewing.get().to_string()>{live(move || {
                    let (shown, first, firm) = platform.get();
                    firm.filter(|_| shown.is_some() && shown == first)
                        .map(|firm| fill(ENGLISH.summary_firm, &[&((firm + 50) / 100)]))
                })}" "<span class="renewing late">{ENGLISH.summary_renewing}</span></p>
                <dl aria-live="polite">
                    {row(ENGLISH.summary_platform, Step::Platform, name.into(), true)}
                    {row(ENGLISH.summary_cost, Step::Platform,
                        Signal::derive(move || cost.get().unwrap_or_else(|| "–".to_owned())), true)}
                    {row(ENGLISH.summary_pods, Step::Workloads, Signal::derive(move || grouped(pods.get())), true)}
                    {row(ENGLISH.summary_requests, Step::Cluster, Signal::derive(move || {
                        let totals = derived.totals.get();
                        match totals.workloads {
                            0 => "–".to_owned(),
                            _ => format!("{}, {}", totals.cpu.in_words(), totals.memory.in_words()),
                        }
                    }), true)}
                    {row(ENGLISH.summary_nodes, Step::Cluster, Signal::derive(move || {
                        let brief = cluster.sized.with(|sized| sized.as_ref().map(|(_, sized)| sized.brief.clone()));
                        match brief.filter(|brief| !brief.is_empty()) {
                            Some(brief) if cluster.is_current() => brief,
                            Some(brief) => fill(ENGLISH.summary_nodes_earlier, &[&brief]),
                            None => placed().unwrap_or_else(|| ENGLISH.summary_nodes_unknown.to_owned()),
                        }
                    }), false)}
                    {row(ENGLISH.summary_mesh, Step::Mesh, Signal::derive(move || {
                        let calls = derived.totals.get().calls as u64;
                        format!("{}, {}", mesh_label(mesh.get()), plural(calls, "call", "calls"))
                    }), false)}
                    {row(ENGLISH.summary_warnings, Step::Review, Signal::derive(move || {
                        super::pages::found_sentence(derived.found.get())
                        .unwrap_or_else(|| ENGLISH.summary_clean.to_owned())
                    }), false)}
                </dl>
                {live(move || {
                    let next = next.get();
                    (!next.is_empty()).then(|| view! {
                        <p class="next">{ENGLISH.summary_next}": "{next.join(", ")}</p>
                    })
                })}
            </details>
        </aside>
    }
}

/// The value before the last change, so that a room can see what moved.
fn changed(value: Signal<String>) -> Memo<Option<String>> {
    let seen = StoredValue::new((String::new(), None::<String>, false));
    Memo::new(move || {
        let now = value.get();
        seen.try_update_value(|(last, before, any)| {
            if *last != now {
                *before = any.then(|| std::mem::replace(last, now.clone()));
                *last = now;
            }
            *any = true;
            before.clone()
        })
        .flatten()
    })
}
