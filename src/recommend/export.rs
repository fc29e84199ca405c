//! The matrix as data for other programs: comma-separated values and Markdown. Both hold what the page shows: weights,
//! values with their bounds, ranks, and what is one's own; facts, dates and reasons are in the JSON.

use super::outcome::name;
use super::{Candidate, Cell, Recommendation, Sign};
use crate::knowledge::Knowledge;
use crate::order::Gather;
use std::fmt::Write;

/// A row for each platform and criterion, with a heading: for spreadsheets and notebooks (RFC 4180).
pub fn matrix_as_csv(recommendation: &Recommendation, knowledge: &Knowledge) -> String {
    let mut text = String::from(
        "platform,name,rank,score,criterion,weight_percent,low,value,high,own,dollars_a_month,hours_a_month,reason,facts,as_of\r\n",
    );
    for platform in order(recommendation) {
        let Some(row) = recommendation.matrix.iter().find(|row| row.platform == platform) else { continue };
        let ranked = recommendation.ranked.iter().find(|ranked| ranked.platform == platform);
        let out = recommendation.eliminated.iter().find(|out| platform == out.platform);
        let rank = ranked.map_or_else(|| "out".to_owned(), |ranked| ranked.rank.to_string());
        let score = ranked.map(|ranked| ranked.score).or(out.map(|out| out.score)).unwrap_or_default();
        for (cell, weight) in row.cells.iter().zip(&recommendation.weights) {
            let facts: Vec<&str> = cell.why.facts().into_iter().map(crate::knowledge::FactId::as_str).gather();
            let fields = [
                platform.key(),
                name(knowledge, platform).to_owned(),
                rank.clone(),
                score.to_string(),
                cell.criterion.key(),
                hundredths(weight.share),
                cell.value.low.to_string(),
                cell.value.likely.to_string(),
                cell.value.high.to_string(),
                match (&cell.own, cell.sign(knowledge)) {
                    (Some(_), _) => "yes",
                    (None, Sign::Own) => "number",
                    _ => "",
                }
                .to_owned(),
                row.cost.provider.likely.whole_dollars().to_string(),
                row.cost.people_hours.get(1).copied().unwrap_or_default().to_string(),
                cell.text.clone(),
                facts.join(" "),
                newest(cell, knowledge),
            ];
            let fields: Vec<String> = fields.iter().map(|field| csv_field(field)).gather();
            text += &fields.join(",");
            text += "\r\n";
        }
    }
    text
}

/// Criteria by platforms, for a README or a wiki.
pub fn matrix_as_markdown(recommendation: &Recommendation, knowledge: &Knowledge) -> String {
    let order = order(recommendation);
    let mut text = String::from("| Criterion | Weight |");
    for platform in &order {
        let _ = write!(text, " {} |", markdown(platform.short(knowledge)));
    }
    text += "\n| --- | ---: |";
    text += &" ---: |".repeat(order.len());
    text.push('\n');
    for weight in &recommendation.weights {
        let label = weight.criterion.name(knowledge);
        let _ = write!(text, "| {} | {} % |", markdown(label), hundredths(weight.share));
        for platform in &order {
            match recommendation.cell(*platform, weight.criterion) {
                Some(cell) => {
                    let mark = match cell.sign(knowledge) {
                        Sign::Own => " (own)",
                        Sign::Careful => " †",
                        Sign::Plain => "",
                    };
                    let _ = write!(text, " {}{mark} |", cell.value.likely.rounded());
                }
                None => text += " |",
            }
        }
        text.push('\n');
    }
    let mut last = |label: &str, of: &dyn Fn(Candidate) -> String| {
        let cells: Vec<String> = order.iter().map(|platform| of(*platform)).gather();
        let _ = writeln!(text, "| **{label}** |  | {} |", cells.join(" | "));
    };
    last("Score", &|platform| {
        let ranked = recommendation.ranked.iter().find(|ranked| ranked.platform == platform);
        ranked.map_or_else(|| "out".to_owned(), |ranked| ranked.score.to_string())
    });
    let cost = |platform| recommendation.matrix.iter().find(|row| row.platform == platform).map(|row| &row.cost);
    last("$ a month", &|platform| {
        cost(platform).map_or_else(String::new, |cost| super::words::grouped(cost.provider.likely.whole_dollars()))
    });
    last("Hours a month", &|platform| {
        cost(platform)
            .map_or_else(String::new, |cost| cost.people_hours.get(1).copied().unwrap_or_default().to_string())
    });
    let _ = write!(
        text,
        "\n† rests on a fact that is old or unverified; (own) is, or rests on, what you say. Facts of {}.\n",
        recommendation.facts_date
    );
    for own in &recommendation.own {
        let because = if own.because.is_empty() { String::new() } else { format!(" ({})", markdown(&own.because)) };
        let _ = writeln!(text, "- {}{because}", markdown(&own.text));
    }
    text
}

/// Those ranked, best first, and then those that are out.
fn order(recommendation: &Recommendation) -> Vec<Candidate> {
    let ranked = recommendation.ranked.iter().map(|ranked| ranked.platform);
    ranked.chain(recommendation.eliminated.iter().map(|out| out.platform.into())).gather()
}

/// Ten-thousandths as per cent.
fn hundredths(share: u16) -> String {
    format!("{}.{:02}", share / 100, share % 100)
}

/// The newest date of a cell's facts.
fn newest(cell: &Cell, knowledge: &Knowledge) -> String {
    let dates = cell.why.facts().into_iter().filter_map(|id| knowledge.fact(id.as_str())).map(|fact| fact.as_of);
    dates.map(|date| date.to_string()).max().unwrap_or_default()
}

/// A field as RFC 4180 has it. What a spreadsheet would take for a formula is set apart by a quotation mark.
fn csv_field(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r'])
        && !field.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || c == '.');
    let field = if formula { format!("'{field}") } else { field.to_owned() };
    if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

/// Text that stays within its cell.
fn markdown(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stay_fields() {
        for (field, written) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("=1+1", "'=1+1"),
            ("-5", "-5"),
            ("@x,y", "\"'@x,y\""),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(csv_field(field), written);
        }
        assert_eq!(markdown("a|b\nc"), "a\\|b c");
    }
}
