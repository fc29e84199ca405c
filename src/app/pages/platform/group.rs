//! Several people: what each would take, and who holds what important.

use crate::app::derived::use_derived;
use crate::app::kit::{Bar, Markup};
use crate::text::ENGLISH;
use leptos::prelude::*;

/// Both tables; nothing where nobody else was heard.
pub(super) fn together(voices: &[String], shares: &[Vec<u32>]) -> AnyView {
    if voices.is_empty() {
        return ().into_any();
    }
    let words = &ENGLISH;
    let head = [words.group_who, words.group_first, words.group_rank, words.group_loses, words.group_stands];
    let rows: Vec<Vec<String>> = voices.iter().map(|voice| voice.split('\t').map(str::to_owned).collect()).collect();
    let mut to = Markup::default();
    to.raw("<div class=scroll tabindex=0 role=region aria-label=\"").text(words.platform_study_group).raw("\">");
    to.table("numbers", &head.map(str::to_owned), &rows).raw("</div>");
    to.raw("<p class=help>").text(words.group_lead).raw("</p><div class=scroll tabindex=0 role=region aria-label=\"");
    to.text(words.group_lead)
        .raw("\"><table class=\"list shares\"><thead><tr><th scope=col>")
        .text(words.platform_criterion);
    let names = rows.iter().filter_map(|row| row.first().map(String::as_str));
    for title in names.chain([words.group_mean, words.group_apart]) {
        to.raw("</th><th scope=col>").text(title);
    }
    to.raw("</th></tr></thead><tbody>");
    let recommendation = use_derived().recommendation.get();
    let known = use_derived().known.get();
    // A share is drawn against the largest anybody gives.
    let largest = shares.iter().flat_map(|row| row.iter().skip(2)).max().copied().unwrap_or(1).max(1);
    for (row, weight) in shares.iter().zip(&recommendation.weights) {
        let [mean, apart, each @ ..] = row.as_slice() else { continue };
        to.raw("<tr><th scope=row>").text(weight.criterion.name(known.knowledge())).raw("</th>");
        for share in each {
            let length = u16::try_from(u64::from(*share) * 10_000 / u64::from(largest)).unwrap_or(10_000);
            to.raw("<td><span class=number>").text(&per_cent(*share)).raw("</span>");
            to.bar(Bar { low: length, likely: length, high: length }).raw("</td>");
        }
        to.raw("<td class=number>").text(&per_cent(*mean)).raw("</td><td class=number>±").text(&per_cent(*apart));
        to.raw("</td></tr>");
    }
    to.raw("</tbody></table></div>");
    view! { <div inner_html=to.done()></div> }.into_any()
}

fn per_cent(ten_thousandths: u32) -> String {
    format!("{}.{}\u{a0}%", ten_thousandths / 100, ten_thousandths % 100 / 10)
}
