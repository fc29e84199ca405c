//! The mesh: its settings, and who may call whom.

mod choice;
mod matrix;

use super::workload_form::seen_in;
use crate::app::kit::Memo;
use crate::app::kit::{Field, field, flag, more, select};
use crate::app::step::Step;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{Design, EgressPolicy, IstioMinor, MeshChoice, MeshKind, MtlsMode, OptionKey, RoutingApi};
use crate::order::Gather;
use crate::text::{ENGLISH, MESH, fill, mesh_label, option_label, plural};

/// Calls drawn at once.
const PAGE: usize = 100;

/// A call, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    index: usize,
    caller: String,
    callee: String,
    port: String,
    rate: String,
    seen: String,
}

fn rows(design: &Design) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, workload) in design.workloads.iter().enumerate() {
        for call in workload.calls.iter().filter(|call| !call.denied) {
            let service = design
                .service(&call.service, if call.namespace.is_empty() { &workload.namespace } else { &call.namespace });
            let port = call.port.or_else(|| service.and_then(|s| s.ports.first()).map(|p| p.port));
            rows.push(Row {
                index,
                caller: workload.name.clone(),
                callee: call.service.clone(),
                port: port.map(|port| port.to_string()).unwrap_or_default(),
                rate: call.rate.map(|rate| rate.to_string()).unwrap_or_default(),
                seen: seen_in(call),
            });
        }
    }
    rows
}

/// Draws the page.
pub(crate) fn mesh() -> AnyView {
    let store = use_store();
    let calls = store.part(rows);
    let heading = Memo::new(move || {
        let callers = store.design().workloads.len();
        match calls.with(Vec::len) {
            0 => ENGLISH.mesh_heading_none.to_owned(),
            n => fill(
                ENGLISH.mesh_heading,
                &[
                    &plural(n as u64, ENGLISH.one_call, ENGLISH.many_calls),
                    &plural(callers as u64, ENGLISH.one_workload, ENGLISH.many_workloads),
                ],
            ),
        }
    });
    let kind = store.part(|design| design.mesh.chosen.unwrap_or(MeshKind::IstioSidecar));
    let istio = Memo::new(move || matches!(kind.get(), MeshKind::IstioSidecar | MeshKind::IstioAmbient));
    view! {
        <h1>{live(move || heading.get())}</h1>
        <p class="lead">{ENGLISH.mesh_lead}</p>
        {choice::choice()}
        <h2>{MESH.settings}</h2>
        <div class="fields">
            {mesh_select(store)}
            {live(move || istio.get().then(|| istio_fields(store)))}
        </div>
        {matrix::matrix()}
        {super::call_graph::call_graph()}
        {who(store, calls)}
    }
}

fn change(store: Store, place: &str, act: impl FnOnce(&mut MeshChoice)) {
    store.edit(place, |design| act(&mut design.mesh));
}

fn mesh_select(store: Store) -> AnyView {
    let value = store.part(|design| design.mesh.chosen.unwrap_or(MeshKind::IstioSidecar).key().to_owned());
    let options = MeshKind::ALL.iter().map(|mesh| (mesh.key().to_owned(), mesh_label(*mesh).to_owned())).gather();
    select(
        "mesh-kind".to_owned(),
        ENGLISH.mesh_kind.to_owned(),
        ENGLISH.mesh_kind_help.to_owned(),
        options,
        value.into(),
        move |key| change(store, "", |mesh| mesh.chosen = MeshKind::from_key(&key)),
    )
}

/// A list whose first choice is the default and is not written down.
fn listed<T: OptionKey + PartialEq + Send + Sync>(
    store: Store,
    name: (&'static str, &'static str, &'static str),
    read: fn(&MeshChoice) -> Option<T>,
    write: fn(&mut MeshChoice, Option<T>),
    default: T,
) -> AnyView {
    let (id, label, help) = name;
    let value = store.part(move |design| read(&design.mesh).unwrap_or(default).key().to_owned());
    let options = T::KEYS.iter().map(|key| ((*key).to_owned(), option_label(key).to_owned())).gather();
    select(id.to_owned(), label.to_owned(), help.to_owned(), options, value.into(), move |key| {
        let chosen = T::from_key(&key).filter(|chosen| *chosen != default);
        change(store, "", |mesh| write(mesh, chosen));
    })
}

fn istio_fields(store: Store) -> AnyView {
    let tracing = store.part(|design| {
        let hundredths = design.mesh.tracing_hundredths.unwrap_or(100);
        format!("{}.{:02}", hundredths / 100, hundredths % 100).trim_end_matches('0').trim_end_matches('.').to_owned()
    });
    let scopes = store.part(|design| design.mesh.sidecar_scopes.unwrap_or(true));
    view! {
        {listed(store, ("mesh-istio", ENGLISH.mesh_istio, ""), |m| m.istio, |m, v| m.istio = v, IstioMinor::V1_30)}
        {listed(store, ("mesh-mtls", ENGLISH.mesh_mtls, ENGLISH.mesh_mtls_help), |m| m.mtls, |m, v| m.mtls = v,
            MtlsMode::Strict)}
        {listed(store, ("mesh-routing", ENGLISH.mesh_routing, ENGLISH.mesh_routing_help), |m| m.routing,
            |m, v| m.routing = v, RoutingApi::GatewayApi)}
        {listed(store, ("mesh-egress", ENGLISH.mesh_egress, ENGLISH.mesh_egress_help), |m| m.egress,
            |m, v| m.egress = v, EgressPolicy::Any)}
        {field(Field::new("mesh-tracing", ENGLISH.mesh_tracing, tracing.into(), move |typed| {
            let hundredths = hundredths(typed).ok_or(ENGLISH.share_expected)?;
            change(store, "mesh-tracing", |mesh| mesh.tracing_hundredths = (hundredths != 100).then_some(hundredths));
            Ok(())
        }).unit("%"))}
        {flag("mesh-scopes".to_owned(), ENGLISH.mesh_scopes.to_owned(), ENGLISH.mesh_scopes_help.to_owned(),
            scopes.into(), move |on| change(store, "", |mesh| mesh.sidecar_scopes = (!on).then_some(false)))}
    }
}

/// Reads a share of up to two decimal places as hundredths of a per cent.
fn hundredths(typed: &str) -> Option<u16> {
    let (whole, rest) = typed.trim().split_once('.').unwrap_or((typed.trim(), ""));
    let digits = rest.len() <= 2 && rest.chars().all(|c| c.is_ascii_digit());
    let rest: u16 = format!("{rest:0<2}").parse().ok().filter(|_| digits)?;
    let all = whole.parse::<u16>().ok()?.checked_mul(100)?.checked_add(rest)?;
    (all <= 10_000).then_some(all)
}

fn who(store: Store, calls: Memo<Vec<Row>>) -> AnyView {
    let open = move |index: usize| {
        store.go(Step::Workloads);
        store.workload.set(Some(index));
    };
    let shown = RwSignal::new(PAGE);
    view! {
        <section hidden=move || calls.with(Vec::is_empty)>
            <h2>{ENGLISH.mesh_who}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=ENGLISH.mesh_who>
            <table class="list">
                <thead><tr>
                    <th scope="col">{ENGLISH.mesh_caller}</th>
                    <th scope="col">{ENGLISH.call_to}</th>
                    <th scope="col" class="number">{ENGLISH.call_port}</th>
                    <th scope="col" class="number">{ENGLISH.call_rate}</th>
                    <th scope="col">{ENGLISH.call_seen}</th>
                </tr></thead>
                <tbody>{live(move || calls.get().into_iter().take(shown.get()).map(|row| view! {
                    <tr>
                        <th scope="row"><button type="button" class="link" on:click=move |_| open(row.index)>{row.caller}</button></th>
                        <td>{row.callee}</td>
                        <td class="number">{row.port}</td>
                        <td class="number">{row.rate}</td>
                        <td class="place">{row.seen}</td>
                    </tr>
                }).collect_view())}</tbody>
            </table>
            {more(Signal::derive(move || calls.with(Vec::len)), shown, PAGE)}
            </div>
        </section>
    }
}
