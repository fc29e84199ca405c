//! The recommendation as plain text, for a terminal.

use super::outcome::name;
use super::words::{dollars, list};
use super::{Candidate, Measure, Ranked, Recommendation, Sign, TornadoBar};
use crate::decide::Points;
use crate::knowledge::{FactId, Knowledge, Mark};
use crate::order::Gather;
use std::fmt::Write;

/// The recommendation as plain text, with every reason's source and date.
pub fn as_text(recommendation: &Recommendation, knowledge: &Knowledge) -> String {
    let mut text = format!("{}\n", recommendation.summary);
    section(
        &mut text,
        "These answers do not go together",
        recommendation.contradictions.iter().map(|c| c.text.clone()),
    );
    if !recommendation.ranked.is_empty() {
        text += "\nWho can do it\n";
        for ranked in &recommendation.ranked {
            one_ranked(&mut text, recommendation, ranked, knowledge);
        }
    }
    if !recommendation.eliminated.is_empty() {
        text += "\nWho cannot\n";
        for out in &recommendation.eliminated {
            line(&mut text, "  ", name(knowledge, out.platform));
            for reason in &out.reasons {
                let near = if reason.caveat.is_empty() { String::new() } else { format!(" ({})", reason.caveat) };
                line(&mut text, "    - ", &format!("{}{near} {}", reason.reason, cited(knowledge, &reason.fact)));
            }
        }
    }
    section(&mut text, "Ways out", recommendation.ways_out.iter().map(|way| way.text.clone()));
    section(
        &mut text,
        "In your own words",
        recommendation.own.iter().map(|own| {
            let because = if own.because.is_empty() { String::new() } else { format!(" ({})", own.because) };
            format!("{}{because}", own.text)
        }),
    );
    section(&mut text, "Near misses", recommendation.near_misses.iter().map(|miss| miss.text.clone()));
    section(
        &mut text,
        "What nobody is sure of",
        recommendation.risks.iter().map(|risk| {
            let names: Vec<&str> = risk.platforms.iter().map(|platform| name(knowledge, *platform)).gather();
            format!("“{}” could shut out {}.", super::near::asked(knowledge, risk.cause), list(&names, "and"))
        }),
    );
    let why_not = recommendation.ranked.iter().filter_map(|ranked| ranked.why_not.as_ref());
    section(&mut text, "Why not", why_not.map(|why_not| why_not.text.clone()));
    section(&mut text, "What moves it most", recommendation.tornado.iter().take(3).map(|bar| moved(bar, knowledge)));
    section(
        &mut text,
        "How the comparisons go together",
        recommendation.weighting.consistency.iter().map(|one| one.text.clone()),
    );
    matrix(&mut text, recommendation, knowledge);
    section(
        &mut text,
        "Assumed, because nobody said it",
        recommendation
            .assumptions
            .iter()
            .map(|a| format!("{}: {}. {} {}", a.question.key(), a.assumed, a.why, cited(knowledge, &a.fact))),
    );
    let _ = write!(text, "\nFacts of {}; {} weightings tried.\n", recommendation.facts_date, recommendation.samples);
    text
}

/// `cost: leads by 2.3 with the least weight that was meant, by 1.1 with the most`.
fn moved(bar: &TornadoBar, knowledge: &Knowledge) -> String {
    let label = bar.criterion.name(knowledge);
    let end = |lead: i64, first| {
        let points = Points::hundredths(lead.abs());
        if lead < 0 { format!("{} leads by {points}", name(knowledge, first)) } else { format!("the lead is {points}") }
    };
    format!(
        "{label}: with the least weight that was meant {}, with the most {}.",
        end(bar.lead_low, bar.first_low),
        end(bar.lead_high, bar.first_high)
    )
}

fn line(text: &mut String, lead: &str, content: &str) {
    text.push_str(lead);
    text.push_str(content);
    text.push('\n');
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    let _ = write!(text, "\n{title}\n");
    for content in lines {
        line(text, "  - ", &content);
    }
}

/// `, ranks 1 to 3`.
fn between([best, worst]: [u8; 2]) -> String {
    if best == worst { format!(", rank {best}") } else { format!(", ranks {best} to {worst}") }
}

fn one_ranked(text: &mut String, recommendation: &Recommendation, ranked: &Ranked, knowledge: &Knowledge) {
    let share = ranked.acceptability.first().copied().unwrap_or_default();
    line(
        text,
        "  ",
        &format!(
            "{:>2}. {:<26} {:>5}  first in {:>3} %{}{}",
            ranked.rank,
            name(knowledge, ranked.platform),
            ranked.score.to_string(),
            (share + 50) / 100,
            between(ranked.ranks),
            ranked.confidence.map_or_else(String::new, |share| format!(", confidence {} %", (share + 50) / 100)),
        ),
    );
    let named = |criteria: &[Measure]| {
        list(&criteria.iter().map(|criterion| criterion.name(knowledge).to_ascii_lowercase()).gather(), "and")
    };
    if let Some(row) = recommendation.matrix.iter().find(|row| row.platform == ranked.platform) {
        let money = row.cost.provider;
        let [low, _, high] = row.cost.people_hours;
        line(
            text,
            "      ",
            &format!(
                "{} to {} a month; {low} to {high} hours of people, some {}",
                dollars(money.low),
                dollars(money.high),
                dollars(row.cost.people.likely)
            ),
        );
    }
    if !ranked.strengths.is_empty() {
        line(text, "      + ", &named(&ranked.strengths));
    }
    if !ranked.weaknesses.is_empty() {
        line(text, "      - ", &named(&ranked.weaknesses));
    }
    for caveat in &ranked.caveats {
        line(text, "      ! ", &format!("{} {}", caveat.text, cited(knowledge, &caveat.fact)));
    }
}

/// `[source, date; marks]`.
fn cited(knowledge: &Knowledge, id: &FactId) -> String {
    let Some(fact) = knowledge.fact(id.as_str()) else { return String::new() };
    let marks: String = fact
        .marks
        .iter()
        .map(|mark| match mark {
            Mark::Unverified => "; unverified",
            Mark::Old => "; old",
            Mark::Undated => "; source undated",
            Mark::VendorClaim => "; vendor’s claim",
            Mark::Judgement => "; judgement",
            Mark::Own => "; with a number of your own",
        })
        .collect();
    let (first, rest) = fact.sources.split_first().map_or(("", 0), |(first, rest)| (first.as_str(), rest.len()));
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    format!("[{first}{more}, {}{marks}]", fact.as_of)
}

fn matrix(text: &mut String, recommendation: &Recommendation, knowledge: &Knowledge) {
    let order = recommendation.ranked.iter().map(|ranked| ranked.platform);
    let order: Vec<_> = order.chain(recommendation.eliminated.iter().map(|out| Candidate::from(out.platform))).gather();
    let _ = write!(
        text,
        "\nValues from 0 to 100 (* rests on a fact that is unverified or old, ! on what you say)\n{:>35}",
        "weight"
    );
    for platform in &order {
        let short = platform.short(knowledge);
        let _ = write!(text, " {:>13}", short.chars().take(13).collect::<String>());
    }
    text.push('\n');
    for weight in &recommendation.weights {
        let label = weight.criterion.name(knowledge);
        let share = weight.share;
        let _ = write!(text, "  {label:<26} {:>2}.{} %", share / 100, share % 100 / 10);
        for platform in &order {
            let Some(cell) = recommendation.cell(*platform, weight.criterion) else { continue };
            let sign = match cell.sign(knowledge) {
                Sign::Plain => ' ',
                Sign::Careful => '*',
                Sign::Own => '!',
            };
            let _ = write!(text, " {:>12}{sign}", cell.value.likely.rounded());
        }
        text.push('\n');
    }
}
