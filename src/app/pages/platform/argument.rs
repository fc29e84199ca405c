//! What the ranking hangs on: which change of a weight would put another first, how far each weight moves the lead, and
//! answers nobody is sure of.

use super::{cause, names_of};
use crate::app::summary::measure_name;
use crate::app::view::prelude::*;
use crate::order::Gather;
use crate::recommend::{Candidate, Recommendation, Risk, TornadoBar};
use crate::text::{ENGLISH, fill, signed_points};

/// Changes and weights that are shown; the others are larger, or move less.
const SHOWN: usize = 6;

/// Draws the section; nothing when there is nothing to turn.
pub(super) fn argument(recommendation: &Recommendation) -> AnyView {
    if recommendation.ranked.len() < 2 {
        return ().into_any();
    }
    let tipping = &recommendation.tipping;
    view! {
        <section>
            <h2>{if tipping.is_empty() { ENGLISH.platform_firm } else { ENGLISH.platform_turns }}</h2>
            <ul>{tipping.iter().take(SHOWN).map(|point| view! { <li>{point.text.clone()}</li> }).collect_view()}</ul>
            {tornado(&recommendation.tornado)}
        </section>
        {risks(&recommendation.risks)}
    }
}

fn tornado(bars: &[TornadoBar]) -> AnyView {
    let moved: Vec<&TornadoBar> = bars.iter().filter(|bar| bar.lead_low != bar.lead_high).take(SHOWN).gather();
    let ends = || moved.iter().flat_map(|bar| [bar.lead_low, bar.lead_high]);
    // The scale holds every lead and the line at which another goes ahead.
    let (least, most) = (ends().min().unwrap_or_default().min(0), ends().max().unwrap_or_default().max(0));
    if least == most {
        return ().into_any();
    }
    view! {
        <h3>{ENGLISH.platform_tornado}</h3>
        <p class="help">{ENGLISH.platform_tornado_lead}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=ENGLISH.platform_tornado>
        <table class="list tornado">
            <thead><tr>
                <th scope="col">{ENGLISH.platform_weight_of}</th>
                <th scope="col" class="number">{ENGLISH.platform_least}</th>
                <th scope="col" class="number">{ENGLISH.platform_most}</th>
                <th scope="col" class="swing">{ENGLISH.platform_lead}</th>
            </tr></thead>
            <tbody>{moved.into_iter().map(|bar| view! {
                <tr>
                    <th scope="row">{measure_name(bar.criterion)}</th>
                    <td class="number">{lead(bar.lead_low, bar.lead_low < 0, bar.first_low)}</td>
                    <td class="number">{lead(bar.lead_high, bar.lead_high < 0, bar.first_high)}</td>
                    <td class="swing">{swing(bar, least, most)}</td>
                </tr>
            }).collect_view()}</tbody>
        </table>
        </div>
    }
}

/// A lead; a negative one names who is first then.
fn lead(points: i64, lost: bool, first: Candidate) -> String {
    match lost {
        true => format!("{} ({})", signed_points(points), super::super::matrix::short(first)),
        false => signed_points(points),
    }
}

/// From the least lead to the most, with the line at which another goes ahead. The numbers beside it carry the meaning.
fn swing(bar: &TornadoBar, least: i64, most: i64) -> AnyView {
    // Thousandths of the width, with room for the line at either end.
    let at = |lead: i64| 5 + (lead - least) * 990 / (most - least).max(1);
    let (from, to) = (at(bar.lead_low.min(bar.lead_high)), at(bar.lead_low.max(bar.lead_high)));
    let per_cent = |thousandths: i64| format!("{}.{}%", thousandths / 10, thousandths % 10);
    view! {
        <svg class="bar" width="100%" height="12" aria-hidden="true" focusable="false">
            <rect class="bar-value" x=per_cent(from) y="3" width=per_cent((to - from).max(4)) height="6" />
            <line class="bar-zero" x1=per_cent(at(0)) x2=per_cent(at(0)) y1="0" y2="12" />
        </svg>
    }
}

fn risks(risks: &[Risk]) -> AnyView {
    if risks.is_empty() {
        return ().into_any();
    }
    view! {
        <section>
            <h2>{ENGLISH.platform_risks}</h2>
            <ul>{risks.iter().map(|risk| view! {
                <li><b>{cause(risk.cause)}</b>": "{fill(ENGLISH.platform_risk, &[&names_of(&risk.platforms)])}</li>
            }).collect_view()}</ul>
        </section>
    }
}
