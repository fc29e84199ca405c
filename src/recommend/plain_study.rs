//! What is worked out on demand as plain text, for a terminal.

use super::{Group, RequirementTurn, ScaleChart};
use crate::knowledge::Knowledge;
use std::fmt::Write;

/// The turns of answers, the crossings over scale and the group, each where there is something to say.
pub fn study_as_text(
    turns: &[RequirementTurn],
    chart: &ScaleChart,
    group: Option<&Group>,
    knowledge: &Knowledge,
) -> String {
    let mut text = String::new();
    section(&mut text, "What would have to be true", turns.iter().map(|turn| turn.text.as_str()));
    section(&mut text, "Where the costs cross", chart.told().into_iter().map(|crossing| crossing.text.as_str()));
    if let Some(group) = group {
        section(&mut text, "Together", std::iter::once(group.text.as_str()));
        for criterion in group.criteria.iter().filter(|criterion| criterion.low != criterion.high) {
            let per_cent = |share: u16| format!("{}.{} %", share / 100, share % 100 / 10);
            let _ = writeln!(
                text,
                "  - {}: from {} ({}) to {} ({})",
                criterion.criterion.name(knowledge),
                per_cent(criterion.low),
                criterion.lowest,
                per_cent(criterion.high),
                criterion.highest
            );
        }
    }
    text
}

fn section<'a>(text: &mut String, title: &str, lines: impl Iterator<Item = &'a str>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        let _ = write!(text, "\n{title}\n");
    }
    for line in lines {
        let _ = writeln!(text, "  - {line}");
    }
}
