//! Which mesh, if any: ranked by the desk with reasons, what each takes and how long it makes each way, and taken here.

use crate::app::effects::use_effects;
use crate::app::mesh_jobs::{Advised, PlacedRow};
use crate::app::pages::requirements::question;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{MeshKind, OptionKey, QuestionKey};
use crate::text::{MESH, fill, mesh_label};

/// Draws the sections; what was found is asked for anew after each change.
pub(super) fn choice() -> AnyView {
    let (store, effects) = (use_store(), use_effects());
    let found = RwSignal::new(None::<Advised>);
    Effect::new(move |_| {
        // Once at first, and again when the worker has followed a change.
        store.followed.track();
        effects.advise_mesh(move |advised| {
            // The page may have been left in the meantime.
            drop(found.try_set(advised));
        });
    });
    view! {
        <section class="questions">
            <h2>{MESH.choice}</h2>
            <p class="lead" aria-live="polite">{live(move || found.get().map_or(MESH.working.to_owned(), |found| found.summary))}</p>
            {live(move || found.get().map(|found| ranking(store, &found.ranked)))}
            <p class="help">{live(move || followed(store, found.get().as_ref()))}</p>
            <h3>{MESH.asked}</h3>
            <div class="fields">
                {QuestionKey::OF_THE_MESH.into_iter().map(|key| question(store, key.question())).collect_view()}
            </div>
        </section>
        {part(MESH.cost, "", found, |found| &found.costs)}
        {part(MESH.ways, "", found, |found| &found.ways)}
        {folded(MESH.reasons, "", found, |found| &found.reasons)}
        {folded(MESH.matrix, MESH.matrix_lead, found, |found| &found.matrix)}
    }
}

/// A section whose content the desk has drawn.
fn part(
    title: &'static str,
    lead: &'static str,
    found: RwSignal<Option<Advised>>,
    of: fn(&Advised) -> &String,
) -> AnyView {
    view! {
        <section class="mesh-part">
            <h2>{title}</h2>
            {content(lead, found, of)}
        </section>
    }
}

/// The same, closed at first: long, and for who wants to know.
fn folded(
    title: &'static str,
    lead: &'static str,
    found: RwSignal<Option<Advised>>,
    of: fn(&Advised) -> &String,
) -> AnyView {
    view! {
        <details class="mesh-part">
            <summary><h2>{title}</h2></summary>
            {content(lead, found, of)}
        </details>
    }
}

fn content(lead: &'static str, found: RwSignal<Option<Advised>>, of: fn(&Advised) -> &String) -> AnyView {
    let help = (!lead.is_empty()).then(|| view! { <p class="help">{lead}</p> });
    view! {
        {help}
        {live(move || found.get().map(|found| view! { <div inner_html=of(&found).clone()></div> }))}
    }
}

/// What is chosen, beside what is recommended.
fn followed(store: Store, found: Option<&Advised>) -> String {
    let first = found.and_then(|found| found.ranked.first()).and_then(|row| MeshKind::from_key(&row.mesh));
    let chosen = store.design().mesh.chosen;
    match (chosen, first) {
        (Some(chosen), Some(first)) if chosen != first => {
            fill(MESH.chosen_other, &[&mesh_label(chosen), &mesh_label(first)])
        }
        (Some(chosen), _) => fill(MESH.chosen_same, &[&mesh_label(chosen)]),
        (None, Some(MeshKind::IstioSidecar)) => fill(MESH.not_chosen, &[&mesh_label(MeshKind::IstioSidecar)]),
        (None, Some(first)) => fill(MESH.not_chosen_other, &[&mesh_label(first)]),
        (None, None) => String::new(),
    }
}

fn ranking(store: Store, rows: &[PlacedRow]) -> AnyView {
    let [mesh, points, first_in, why, take] = MESH.rank;
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=MESH.choice>
        <table class="list">
            <thead><tr>
                <th scope="col" class="number">"#"</th>
                <th scope="col">{mesh}</th>
                <th scope="col" class="number">{points}</th>
                <th scope="col" class="number">{first_in}</th>
                <th scope="col">{why}</th>
                <th scope="col">{take}</th>
            </tr></thead>
            <tbody>{rows.iter().map(|row| one(store, row)).collect_view()}</tbody>
        </table>
        </div>
    }
}

fn one(store: Store, row: &PlacedRow) -> AnyView {
    let Some(kind) = MeshKind::from_key(&row.mesh) else { return ().into_any() };
    let is_taken = move || store.design().mesh.chosen == Some(kind);
    view! {
        <tr>
            <td class="number">{row.rank.clone()}</td>
            <th scope="row">{mesh_label(kind)}</th>
            <td class="number">{row.score.clone()}</td>
            <td class="number">{format!("{} %", row.first_in)}</td>
            <td>{row.because.clone()}</td>
            <td><button type="button" aria-pressed=move || is_taken().to_string()
                aria-label=fill(MESH.take, &[&mesh_label(kind)])
                on:click=move |_| store.edit("", |design| {
                    design.mesh.chosen = (design.mesh.chosen != Some(kind)).then_some(kind);
                })>
                {live(move || if is_taken() { MESH.taken } else { MESH.rank[4] })}
            </button></td>
        </tr>
    }
}
