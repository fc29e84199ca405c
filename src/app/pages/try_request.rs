//! A request through the files: what becomes of it, step by step.

use crate::app::cluster_jobs::rows_heard;
use crate::app::effects::use_effects;
use crate::app::jobs::Job;
use crate::app::kit::{Field, field};
use crate::app::store::use_store;
use crate::app::traffic_view::use_traffic_view;
use crate::app::view::prelude::*;
use crate::text::ENGLISH_TRAFFIC;
use crate::web;

/// What came back: the end in a sentence, how it ended, and the steps.
#[derive(Clone, PartialEq, Default)]
struct Told {
    summary: String,
    ends: String,
    steps: Vec<Vec<String>>,
}

/// Draws the section.
pub(super) fn try_request() -> AnyView {
    let (effects, view, store) = (use_effects(), use_traffic_view(), use_store());
    let design = store.design_now();
    let host = design.routes.first().map(|route| route.host.clone()).filter(|host| !host.is_empty());
    let first = host.or_else(|| design.services.first().map(|service| service.name.clone())).unwrap_or_default();
    let line = RwSignal::new(if first.is_empty() { String::new() } else { format!("GET {first}/") });
    let [headers, from] = [(); 2].map(|()| RwSignal::new(String::new()));
    let told = RwSignal::new(None::<Told>);
    let go = move || {
        let which = view.which.get_untracked();
        let job = Job::Request.with([
            which,
            web::current_address(),
            line.get_untracked(),
            headers.get_untracked(),
            from.get_untracked(),
        ]);
        effects.ask(job, move |answer| {
            let mut heard = Told {
                summary: answer.text(0).to_owned(),
                ends: answer.text(1).to_owned(),
                steps: rows_heard(answer.text(2)),
            };
            if heard.summary.is_empty() {
                ENGLISH_TRAFFIC.broke.clone_into(&mut heard.summary);
            }
            told.set(Some(heard));
        });
    };
    let make = |id: &str, label: &str, help: &str, example: &str, value: RwSignal<String>| {
        let take = move |typed: &str| {
            value.set(typed.to_owned());
            Ok(())
        };
        Field::new(format!("try-{id}"), label, value.into(), take).help(help).placeholder(example)
    };
    let t = &ENGLISH_TRAFFIC;
    view! {
        <section class="try">
            <h2>{t.heading}</h2>
            <p class="hint">{t.lead}</p>
            {view.choose("try")}
            <div class="fields">
                {field(make("request", t.request, t.request_help, "GET shop.example.com/cart?id=1", line))}
                {field(make("from", t.from, t.from_help, "shop/web", from))}
                {field(make("headers", t.headers, t.headers_help, "x-user: anna", headers).long())}
            </div>
            <div class="actions"><button type="button" id="try-go" on:click=move |_| go()>{t.try_it}</button></div>
            <div aria-live="polite">{live(move || told.get().map(|told| steps(&told)))}</div>
        </section>
    }
}

fn steps(told: &Told) -> AnyView {
    let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    let class = if told.ends == "arrives" { "verdict" } else { "verdict danger" };
    let step = |row: &Vec<String>| {
        let verdict = cell(row, 1);
        let class = format!("step-{verdict}");
        let (object, place) = (cell(row, 4), cell(row, 5));
        view! {
            <li class=class>
                <span class="stage">{cell(row, 0)}</span>
                <p>{cell(row, 2)}" "<span class="hint">{cell(row, 3)}</span></p>
                {(!object.is_empty()).then(|| view! { <p class="where"><code>{place}</code>" "{object}</p> })}
            </li>
        }
    };
    view! {
        <p class=class>{told.summary.clone()}</p>
        <ol class="way">{told.steps.iter().map(step).collect_view()}</ol>
    }
}
